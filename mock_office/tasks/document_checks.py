"""Checks of drafts and signed files: errors found on the page, signatures on the PDF."""

from __future__ import annotations

from ..documents import format_rules
from ..documents.outgoing import OutgoingDraft
from .case import Case
from .criteria import Criterion
from .matching import holds
from .outcome import Outcome
from .words import VERDICTS


def marked(case: Case, criterion: Criterion) -> Outcome:
    """Each planted error counts once, on whichever of its lines; a wrong mark takes one off.

    An error of the page as a whole (margins, page number) is named in the remarks.
    """
    draft = case.thing(criterion.of)
    codes = [str(code) for code in criterion.arguments["errors"] or ()]
    agency, day = case.desk.agency, case.desk.today
    keys = {code: format_rules.lines_of(draft, agency, day, [code]) for code in codes}
    remarks = str(case.value(criterion.of, "remarks") or "")
    marked = frozenset(draft.marked_lines)
    missed = [
        code
        for code, key in keys.items()
        if not key & marked and (key or not holds(remarks, format_rules.RULES[code].words))
    ]
    wrongly_named = [
        rule
        for rule in format_rules.RULES.values()
        if rule.words and rule.code not in keys and holds(remarks, rule.words)
    ]
    on_page = any(not key for key in keys.values())  # else remarks are free to say anything
    wrong_lines = sorted(marked - frozenset().union(*keys.values()))
    extra = [f"“{draft.lines[n].text.strip()}”" for n in wrong_lines]
    extra += [rule.title for rule in wrongly_named] if on_page else []
    hits = len(codes) - len(missed)
    share = max(0, hits - len(extra)) / len(codes) if codes else 0.0
    why = f"Tìm đúng {hits} trong {len(codes)} lỗi, nêu nhầm {len(extra)} chỗ."
    if missed:
        why += f" Còn sót: {'; '.join(_missed(draft, code, keys[code]) for code in missed)}."
    if extra:
        why += f" Nêu nhầm: {'; '.join(extra)}."
    right = sorted(marked - set(wrong_lines))
    return Outcome(share, why, tuple(f"“{draft.lines[n].text.strip()}”" for n in right))


def _missed(draft: OutgoingDraft, code: str, key: frozenset[int]) -> str:
    rule = format_rules.RULES[code].title
    shown = " / ".join(draft.lines[n].text.strip() for n in sorted(key))
    return f"“{shown}” ({rule})" if shown else f"{rule} (ghi vào ý kiến trả lại)"


def signature(case: Case, criterion: Criterion) -> Outcome:
    """The signatures on the newest PDF were judged valid; on annexes, each for its share."""
    files = [str(file) for file in criterion.arguments["files"] or ()]
    if files:
        return _annexes(case, criterion, files)
    layer = int(criterion.arguments["layer"] or 1)
    sort, _, key = criterion.of.partition(":")
    copied = sort == "document"
    artifact = case.copy_artifact(key) if copied else case.artifact(key, layer)
    if copied and not artifact:
        return Outcome(0, "Chưa ký số của cơ quan lên bản sao.")
    if not artifact:
        return Outcome(0, "Chưa ký số." if layer == 1 else "Chưa ký số của cơ quan.")
    good, words = _judged(case, criterion, artifact)
    return Outcome(float(good), f"Kết quả kiểm tra: {words}")


def _judged(case: Case, criterion: Criterion, artifact: str) -> tuple[bool, str]:
    """Whether a PDF's signatures pass, and in sentences what was found about them."""
    verdict = case.verdicts.get(artifact)
    if verdict is None:
        return False, "chưa có kết quả kiểm tra chữ ký số của tệp này."
    codes = [str(code) for code in verdict.codes]
    spared = {str(code) for code in criterion.arguments["spares"] or ()}
    good = verdict.verdict == "valid" or (bool(codes) and set(codes) <= spared)
    reasons = [] if good else _reasons(codes)
    words = f"{VERDICTS.get(verdict.verdict, verdict.verdict)}."
    return good, " ".join((words, *reasons))


def _reasons(codes: list[str]) -> list[str]:
    """What the codes of a verdict mean to people."""
    if not codes:
        return []
    from ..signing.messages import sentence  # only where a signature was found wanting

    return list(dict.fromkeys(sentence(code) for code in codes))


def _annexes(case: Case, criterion: Criterion, files: list[str]) -> Outcome:
    draft = case.thing(criterion.of)
    sealed = dict(draft.sealed_files) if draft is not None else {}
    passed = 0
    rows: list[str] = []
    for file in files:
        good, words = False, "chưa ký số của cơ quan."
        if file in sealed:
            good, words = _judged(case, criterion, sealed[file])
        passed += good
        rows.append(f"{case.called(file)}: {words}")
    return Outcome(passed / len(files), " ".join(rows))

"""The closed vocabulary of checks: each says what share of its points was earned, and why.

Authors compose these in YAML (`criteria.ARGUMENTS` says what each takes); there is no
other code that decides about points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from ..documents import format_rules
from ..model import OutgoingDraft
from . import workdays
from .case import Case
from .criteria import Criterion
from .matching import Group, holds, unmarked
from .words import VERDICTS


@dataclass(frozen=True, slots=True)
class Outcome:
    """A share of the points, 0 to 1, the reason in Vietnamese, and what was found."""

    share: float
    why: str
    found: tuple[str, ...] = ()


Check = Callable[[Case, Criterion], Outcome]


def run(case: Case, criterion: Criterion) -> Outcome:
    """The outcome of one check; nothing without the deed it is about."""
    if criterion.given and not case.events(criterion.given):
        return Outcome(0, "Chưa thực hiện việc được giao nên chưa được tính điểm.")
    return CHECKS[criterion.check](case, criterion)


def _addressed(case: Case, criterion: Criterion) -> Outcome:
    letter = case.thing(criterion.of)
    if letter is None:
        return Outcome(0, "Chưa gửi thư.")
    found = {address.address.lower() for address in getattr(letter, criterion.field)}
    wanted = {str(box).lower() for box in criterion.arguments["is"] or ()}
    why = f"Đã ghi: {_listed(found)}; cần: {_listed(wanted)}."
    if found - wanted:
        return Outcome(0, f"Thừa người nhận. {why}", tuple(sorted(found)))
    share = len(found) / len(wanted) if wanted else 1.0
    return Outcome(share, why, tuple(sorted(found)))


def _listed(boxes: set[str]) -> str:
    return ", ".join(sorted(boxes)) or "(không có)"


def _chosen(case: Case, criterion: Criterion) -> Outcome:
    value = case.value(criterion.of, criterion.field)
    if value is None:
        return Outcome(0, "Chưa thực hiện hoặc chưa gửi đi.")
    found, wanted = set(value), set(criterion.arguments["is"] or ())
    why = f"Đã chọn: {case.called(sorted(found))}; cần: {case.called(sorted(wanted))}."
    names = tuple(case.called(key) for key in sorted(found))
    if criterion.arguments["exact"] or not wanted:
        return Outcome(float(found == wanted), why, names)
    share = max(0, len(found & wanted) - len(found - wanted)) / len(wanted)
    return Outcome(share, why, names)


def _value(case: Case, criterion: Criterion) -> Outcome:
    found = case.value(criterion.of, criterion.field)
    accepted = criterion.arguments["is"]
    accepted = accepted if isinstance(accepted, list) else [accepted]
    shown = " hoặc ".join(case.called(item) for item in accepted)
    why = f"Kết quả: {case.called(found)}; cần: {shown}."
    return Outcome(float(found in accepted), why, (case.called(found),))


def _text(case: Case, criterion: Criterion) -> Outcome:
    found = case.value(criterion.of, criterion.field)
    if not found:
        return Outcome(0, "Chưa có nội dung.")
    text = str(found)
    if criterion.arguments["marks"] and unmarked(text):
        return Outcome(0, "Phải viết tiếng Việt có dấu.", (text,))
    if len(text.split()) < int(criterion.arguments["words"] or 0):
        return Outcome(0, "Nội dung quá ngắn, chưa nêu rõ ý kiến.", (text,))
    for bad in criterion.arguments["not"] or ():
        if holds(text, str(bad)):
            return Outcome(0, f"Không được có “{str(bad).split('|')[0]}”.", (text,))
    groups = [Group.of(item) for item in criterion.arguments["needs"] or ()]
    if not groups:
        return Outcome(1, "Có nội dung như yêu cầu.", (text,))
    said = {group: group.found_in(text) for group in groups}
    missing = [group.shown for group, word in said.items() if not word]
    wanted = "; ".join(group.name for group in groups)
    why = f"Cần có: {wanted}. "
    why += f"Còn thiếu: {'; '.join(missing)}." if missing else "Đủ nội dung cần có."
    share = 1 - len(missing) / len(groups)
    return Outcome(share, why, tuple(f"“{word}”" for word in said.values() if word))


def _window(case: Case, criterion: Criterion) -> Outcome:
    found = case.value(criterion.of, criterion.field)
    if not isinstance(found, date):
        return Outcome(0, "Chưa ghi thời hạn.")
    after, until = _day(criterion.arguments["after"]), _day(criterion.arguments["until"])
    why = f"Hạn đã ghi {found:%d/%m/%Y}; cần từ {after:%d/%m/%Y} đến {until:%d/%m/%Y}."
    if not workdays.is_workday(found):
        return Outcome(0, f"{found:%d/%m/%Y} không phải ngày làm việc.", (f"{found:%d/%m/%Y}",))
    return Outcome(float(after <= found <= until), why, (f"{found:%d/%m/%Y}",))


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _happened(case: Case, criterion: Criterion) -> Outcome:
    wanted = criterion.arguments["events"] or ()
    if case.events(wanted):
        return Outcome(1, "Đã thực hiện.")
    return Outcome(0, f"Chưa thực hiện: {' hoặc '.join(case.told(item) for item in wanted)}.")


def _avoided(case: Case, criterion: Criterion) -> Outcome:
    done = [
        {"action": action.kind, **action.data}
        for _, action in case.events(criterion.arguments["events"] or ())
    ]
    if not done:
        return Outcome(1, "Không mắc lỗi này.")
    words = tuple(dict.fromkeys(case.told(item) for item in done))
    return Outcome(0, f"Đã làm việc không được làm: {'; '.join(words)}.", words)


def _order(case: Case, criterion: Criterion) -> Outcome:
    """What was done before the first paper had come in could not wait for it."""
    target = criterion.arguments["first"]
    wanted = case.told(target)
    first = case.events([target])
    came = case.came_in(target)
    then = [
        found
        for found in case.events(criterion.arguments["then"] or ())
        if came is None or found[1].at >= came
    ]
    if not first:
        return Outcome(0, f"Chưa thực hiện việc phải làm trước: {wanted}.")
    if then and then[0][0] < first[0][0]:
        early = case.told({"action": then[0][1].kind, **then[0][1].data})
        return Outcome(0, f"Sai thứ tự: phải {wanted} trước, thực tế đã {early} trước.")
    return Outcome(1, "Đúng thứ tự.")


def _tries(case: Case, criterion: Criterion) -> Outcome:
    wrong = len(case.events([{"action": "pin_tried", "ok": False}]))
    most = int(criterion.arguments["most"] or 0)
    return Outcome(float(wrong <= most), f"Nhập sai mã PIN {wrong} lần; cho phép {most} lần.")


_DEEDS: Final = (
    "draft_signed", "draft_returned", "document_routed", "document_returned", "document_secured",
    "issued_corrected", "issued_replaced", "issued_recalled",
)  # fmt: skip


def _read_first(case: Case, criterion: Criterion) -> Outcome:
    things = [
        thing for thing in map(str, criterion.arguments["things"] or ()) if thing not in case.absent
    ]
    missed = [thing for thing in things if not _was_read(case, thing)]
    share = 1 - len(missed) / len(things) if things else 0.0
    if not missed:
        return Outcome(share, "Đã đọc hết trước khi xử lý.")
    names = ", ".join(_title(case, thing) for thing in missed)
    return Outcome(share, f"Chưa đọc hết trước khi xử lý, hoặc chưa xử lý: {names}.")


def _was_read(case: Case, of: str) -> bool:
    kind, _, key = of.partition(":")
    read = case.events([{"action": f"{kind}_read", kind: key}])
    deeds = case.events([{"action": deed, kind: key} for deed in _DEEDS])
    return bool(read and deeds and read[0][0] < deeds[0][0])


def _title(case: Case, of: str) -> str:
    thing = case.thing(of)
    return f"{thing.kind} “{thing.excerpt}”"


def _marked(case: Case, criterion: Criterion) -> Outcome:
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
    extra = len(marked - frozenset().union(*keys.values())) + on_page * len(wrongly_named)
    hits = len(codes) - len(missed)
    share = max(0, hits - extra) / len(codes) if codes else 0.0
    why = f"Tìm đúng {hits} trong {len(codes)} lỗi, nêu nhầm {extra} chỗ."
    if missed:
        why += f" Còn sót: {'; '.join(_missed(draft, code, keys[code]) for code in missed)}."
    return Outcome(share, why, tuple(draft.lines[n].text for n in draft.marked_lines))


def _missed(draft: OutgoingDraft, code: str, key: frozenset[int]) -> str:
    rule = format_rules.RULES[code].title
    shown = " / ".join(draft.lines[n].text.strip() for n in sorted(key))
    return f"“{shown}” ({rule})" if shown else f"{rule} (ghi vào ý kiến trả lại)"


def _signature(case: Case, criterion: Criterion) -> Outcome:
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
    good, words, codes = _judged(case, criterion, artifact)
    return Outcome(float(good), f"Kết quả kiểm tra: {words}.", codes)


def _judged(case: Case, criterion: Criterion, artifact: str) -> tuple[bool, str, tuple[str, ...]]:
    """Whether a PDF's signatures pass, in which words, and the codes of what was found."""
    verdict = case.verdicts.get(artifact)
    if verdict is None:
        return False, "chưa có kết quả kiểm tra chữ ký số của tệp này", ()
    codes = tuple(str(code) for code in verdict.codes)
    spared = {str(code) for code in criterion.arguments["spares"] or ()}
    good = verdict.verdict == "valid" or (bool(codes) and set(codes) <= spared)
    return good, VERDICTS.get(verdict.verdict, verdict.verdict), codes


def _annexes(case: Case, criterion: Criterion, files: list[str]) -> Outcome:
    draft = case.thing(criterion.of)
    sealed = dict(draft.sealed_files) if draft is not None else {}
    passed = 0
    told: list[str] = []
    for file in files:
        good, words = False, "chưa ký số của cơ quan"
        if file in sealed:
            good, words, _ = _judged(case, criterion, sealed[file])
        passed += good
        told.append(f"{case.called(file)}: {words}")
    return Outcome(passed / len(files), f"{'; '.join(told)}.")


def _unchanged(case: Case, criterion: Criterion) -> Outcome:
    spared = {str(name) for name in criterion.arguments["except"] or ()}
    harmed = [
        case.titled(name)
        for name, before, after in _pairs(case)
        if name not in spared and before != after
    ]
    more = len(case.sent()) - int(criterion.arguments["sends"] or 0)
    if more > 0:
        harmed.append(f"{more} thư gửi thừa")
    if harmed:
        names = "; ".join(harmed)
        return Outcome(0, f"Đã làm thay đổi những thứ không được giao: {names}.", tuple(harmed))
    return Outcome(1, "Không làm thay đổi gì ngoài việc được giao.")


def _pairs(case: Case) -> list[tuple[str, Any, Any]]:
    """What lay on the desk or came in, with what counts of it before and after."""
    start, now = case.given_desk, case.desk
    folders = {letter.id: letter.folder for letter in now.letters}
    found: list[tuple[str, Any, Any]] = [
        (f"letter:{letter.id}", letter.folder, folders.get(letter.id)) for letter in start.letters
    ]
    for document in start.incoming:
        after = now.document(document.id)
        found.append((f"document:{document.id}", document.state, after.state))
    for draft in start.drafts:
        left = now.draft(draft.id)
        before = (draft.state, draft.remedies)
        found.append((f"draft:{draft.id}", before, (left.state, left.remedies)))
    return found


CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "addressed": _addressed,
        "chosen": _chosen,
        "value": _value,
        "text": _text,
        "window": _window,
        "happened": _happened,
        "order": _order,
        "avoided": _avoided,
        "tries": _tries,
        "read_first": _read_first,
        "marked": _marked,
        "signature": _signature,
        "unchanged": _unchanged,
    }
)
"""Name of a check -> what decides it; the names are those of `criteria.ARGUMENTS`."""

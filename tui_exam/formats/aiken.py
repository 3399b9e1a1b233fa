"""Aiken, the shortest question format: a stem on one line, lettered options, `ANSWER: B`.

The rules are those of Moodle (docs.moodle.org, «Aiken format»): a label is one capital and a dot
or a bracket, the answer line begins with ANSWER in capitals and counts by its first letter. HTML
means nothing in it. Moodle silently keeps the last line of a stem on two lines; here such a
question is reported and left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..exam.items import Kind, Option
from .gathering import Full, Gathering, clean_file, letter, one_line
from .losses import left_out, lost_fields
from .model import ImportedItem, Loss, Written

_OPTION = re.compile(r"([A-Z])[).][ \t]?")
_ANSWER = re.compile(r"ANSWER:")
_ANSWER_LIKE = re.compile(r"(?:answer|đáp án)\s*:", re.IGNORECASE)


@dataclass(slots=True)
class _Question:
    line: int
    stem: str
    stem_lines: int = 1
    labels: str = ""
    texts: list[str] = field(default_factory=list)


def read_aiken(text: str, gathering: Gathering) -> None:
    """Read the text of an Aiken file into the gathering."""
    question: _Question | None = None
    number = 0
    try:
        for number, raw in enumerate(clean_file(text).split("\n"), 1):
            line = raw.strip()
            if len(line) < 2:
                continue
            if match := _OPTION.match(line):
                if question is None:
                    gathering.note("stray_line", number, line)
                    continue
                question.labels += match[1]
                question.texts.append(one_line(line[2:]))
            elif _ANSWER_LIKE.match(line):
                if question is None:
                    gathering.note("stray_line", number, line)
                    continue
                _finish(question, line, gathering)
                question = None
            elif question is None:
                question = _Question(number, one_line(line))
            elif question.texts:
                gathering.skip("no_answer_line", question.line, question.stem)
                question = _Question(number, one_line(line))
            else:
                question.stem_lines += 1
        if question is not None:
            gathering.skip("no_answer_line", question.line, question.stem)
    except Full:
        gathering.note("too_many_items", number, limit=gathering.bounds.items)


def _finish(question: _Question, line: str, gathering: Gathering) -> None:
    at, stem = question.line, question.stem
    if not _ANSWER.match(line):
        return gathering.skip("answer_line_spelling", at, stem)
    if question.stem_lines > 1:
        return gathering.skip("stem_two_lines", at, stem)
    if question.labels != "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(question.labels)]:
        return gathering.skip("labels_out_of_order", at, stem)
    answer = line.partition(":")[2].strip()[:1]
    if not answer or answer not in question.labels:
        return gathering.skip("answer_out_of_range", at, stem, answer=answer)
    right = question.labels.index(answer)
    options = tuple(
        Option(letter(place), text, "", place == right) for place, text in enumerate(question.texts)
    )
    gathering.keep(ImportedItem(Kind.SINGLE, stem, options, line=at))


def write_aiken(items: Sequence[ImportedItem]) -> Written:
    """The single-choice items as an Aiken file; the losses name what it has no place for."""
    out: list[str] = []
    losses: list[Loss] = []
    for item in items:
        if item.kind not in (Kind.SINGLE, Kind.TRUE_FALSE):
            losses.append(left_out(item, "Aiken chỉ có câu chọn một"))
            continue
        stem = one_line(item.stem)
        if len(stem) < 2 or _OPTION.match(stem) or _ANSWER_LIKE.match(stem):
            losses.append(left_out(item, "câu hỏi mở đầu như một phương án"))
            continue
        if any(not option.text for option in item.options):
            losses.append(left_out(item, "có phương án để trống"))
            continue
        if stem != item.stem:
            losses.append(Loss(item.id, "stem", "câu hỏi nhiều dòng đã nối thành một dòng."))
        if item.kind is Kind.TRUE_FALSE:
            losses.append(Loss(item.id, "kind", "loại đúng/sai thành câu chọn một."))
        losses += lost_fields(item, ())
        out.append(stem)
        out += [f"{option.key.upper()}. {one_line(option.text)}" for option in item.options]
        out += [f"ANSWER: {item.keys[0].upper()}", ""]
    return Written("\n".join(out).encode(), tuple(losses))

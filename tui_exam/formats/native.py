"""Writing native bank files, with gaps left open where a foreign file had nothing to say.

An open gap is an empty value: the bank's own checker then names each one with its line, and the
bank cannot be used until somebody who knows the law has filled it in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ..exam.items import Kind, PartMarks
from ..vietnamese.text import fold
from ..yaml_lines import MAX_BYTES
from .model import ImportedItem, Loss, Written

_GAP = "  # cần bổ sung"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORDS = re.compile(r"[a-z0-9]+")


def write_native(items: Sequence[ImportedItem], *, topic: str = "", title: str = "") -> Written:
    """One native bank file with all the items under one topic, with what it could not hold.

    Args:
        topic: The topic's id; without it the one topic the items name, or `nhap`.
        title: The topic's name as people read it; without it the topic as the items wrote it.
    """
    named = list(dict.fromkeys(item.topic for item in items if item.topic))
    alone = named[0] if len(named) == 1 else ""
    topic_id = topic_slug(topic or alone) or "nhap"
    losses: list[Loss] = []
    out = [
        "# Điền các chỗ ghi «cần bổ sung» trước khi dùng; kiểm tra ngân hàng để xem danh sách.",
        f"topic: {topic_id}",
        f"title: {_quoted(title or alone or topic or 'Câu hỏi nhập')}",
        "items:",
    ]
    taken: set[str] = set()
    for number, item in enumerate(items, 1):
        name = _item_id(item, topic_id, number, taken)
        if item.topic and item.topic != alone and not topic:
            losses.append(Loss(name, "topic", f"chủ đề «{item.topic}» gộp vào «{topic_id}»."))
        out += _item(item, name)
    data = ("\n".join(out) + "\n").encode()
    if len(data) > MAX_BYTES:
        losses.append(Loss("", "size", "tệp lớn hơn mức ngân hàng đọc được; hãy chia theo chủ đề."))
    return Written(data, tuple(losses))


def write_native_files(
    items: Sequence[ImportedItem], titles: Mapping[str, str] | None = None
) -> dict[str, Written]:
    """File name -> native bank file, one for each topic, in the order of the items."""
    groups: dict[str, list[ImportedItem]] = {}
    for item in items:
        groups.setdefault(topic_slug(item.topic) or "nhap", []).append(item)
    titles = titles or {}
    return {
        f"{number:02}-{topic.replace('_', '-')}.yaml": write_native(
            group, topic=topic, title=titles.get(topic, group[0].topic)
        )
        for number, (topic, group) in enumerate(groups.items(), 1)
    }


def topic_slug(text: str) -> str:
    """A topic's name as an id: `Chuyển đổi số/An toàn` becomes `chuyen_doi_so_an_toan`."""
    return "_".join(_WORDS.findall(fold(text)))[:40].strip("_")


def _item_id(item: ImportedItem, topic: str, number: int, taken: set[str]) -> str:
    """The item's own id when it is a good one and still free; else topic and number."""
    own = item.id if _ID.fullmatch(item.id) and len(item.id) <= 60 else ""
    own = own or "-".join(_WORDS.findall(fold(item.id)))[:60].strip("-")
    name = own if own and own not in taken else f"{topic.replace('_', '-')}-{number:03}"
    while name in taken:
        number += 1
        name = f"{topic.replace('_', '-')}-{number:03}"
    taken.add(name)
    return name


def _item(item: ImportedItem, name: str) -> Iterator[str]:
    yield f"  - id: {name}"
    yield f"    revision: {item.revision}"
    yield f"    level: {item.level.value}" if item.level else f"    level:{_GAP}"
    yield f"    kind: {item.kind.value}"
    yield f"    stem: {_quoted(item.stem)}"
    general = item.general
    if item.kind is Kind.ORDERING:
        yield "    steps:"
        for step in item.options:
            yield f"      - text: {_quoted(step.text)}"
            yield from _why(step.why)
    elif item.kind is Kind.MATCHING:
        yield "    pairs:"
        for pair in item.options:
            yield f"      - left: {_quoted(pair.text)}"
            yield f"        right: {_quoted(pair.match)}"
            yield from _why(pair.why)
    elif item.kind is Kind.SHORT:
        yield f"    accept: [{', '.join(map(_quoted, item.accept))}]"
        yield f"    answer_why: {_quoted(item.accept_why)}{'' if item.accept_why else _GAP}"
        if item.unit:
            yield f"    unit: {_quoted(item.unit)}"
    else:
        # What is said after any answer is the reason of the right one, if that has none.
        gaps = [option for option in item.options if option.correct and not option.why]
        for_key = general if len(item.keys) == 1 and gaps else ""
        general = "" if for_key else general
        yield "    options:"
        for option in item.options:
            yield f"      - text: {_quoted(option.text)}"
            if option.correct:
                yield "        correct: true"
            yield from _why(option.why or (" ".join(for_key.split()) if option.correct else ""))
    yield from _rest(item, general)


def _rest(item: ImportedItem, general: str) -> Iterator[str]:
    if item.kind is Kind.MULTIPLE:
        yield f"    choose: {len(item.keys)}"
        marks: PartMarks | None = item.part_marks
        yield f"    part_marks: {marks.value}" if marks else f"    part_marks:{_GAP}"
    for line in general.split("\n") if general else ():
        yield f"    # giải thích chung: {line}"
    if item.basis:
        yield "    basis:"
        for basis in item.basis:
            article = f", article: {_quoted(basis.article)}" if basis.article else ""
            yield f"      - {{document: {_quoted(basis.document)}{article}}}"
    else:
        yield f"    basis: []{_GAP}"
    yield _day("valid_from", item.valid_from, gap=True)
    yield _day("valid_to", item.valid_to, gap=False)
    yield _day("reviewed", item.reviewed, gap=True)
    yield _day("next_review", item.next_review, gap=True)
    if item.source:
        yield f"    source: {_quoted(item.source)}"
    if item.tags:
        yield f"    tags: [{', '.join(map(_quoted, item.tags))}]"


def _why(why: str) -> Iterator[str]:
    yield f"        why: {_quoted(why)}{'' if why else _GAP}"


def _day(name: str, day: date | None, *, gap: bool) -> str:
    if day is None:
        return f"    {name}:{_GAP if gap else ''}"
    return f"    {name}: {day.isoformat()}"


def _quoted(text: str) -> str:
    """A double-quoted YAML string; what YAML may not hold as it is becomes an escape."""
    quoted = json.dumps(text, ensure_ascii=False)
    if quoted.isprintable():
        return quoted
    return "".join(char if char.isprintable() else _escape(char) for char in quoted)


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

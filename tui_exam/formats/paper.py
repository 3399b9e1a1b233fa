"""A paper for printing, and its key sheet: two PDF files set with Typst.

The order of questions and options follows from a seed, as in a sitting on the screen, so that
papers with different codes (mã đề) can be printed and every key printed again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..exam.items import Kind, Option
from ..exam.paper import shuffled
from .model import ImportedItem

_TEMPLATE = Path(__file__).resolve().parent / "templates" / "paper.typ"
_FONTS = Path(__file__).resolve().parents[2] / "mock_office" / "scenarios" / "fonts"
_KEPT_ORDER = (Kind.TRUE_FALSE, Kind.SHORT)
_ASKS = {
    Kind.SINGLE: "",
    Kind.TRUE_FALSE: "",
    Kind.MULTIPLE: "Chọn {count} phương án.",
    Kind.ORDERING: "Đánh số thứ tự vào ô trước mỗi bước.",
    Kind.MATCHING: "Ghi chữ cái của vế phải vào ô trước mỗi vế trái.",
    Kind.SHORT: "Trả lời:",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the questions of a printed paper."""

    title: str = "ĐỀ ÔN TẬP"
    subject: str = "Kiến thức, kỹ năng số và chuyển đổi số"
    minutes: int = 60
    code: str = "001"


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """The two files of one paper code."""

    paper: bytes
    key: bytes


def print_paper(
    items: Sequence[ImportedItem], heading: Heading, *, when: datetime, count: int = 0
) -> PrintedPaper:
    """Set a paper and its key.

    Args:
        count: How many of the questions are taken; 0 for all.
        heading: Its code is also the seed of the order.
        when: Goes into the files as their time of making, so it needs a zone; nothing else
            depends on it.
    """
    questions = [
        _question(item, number, heading.code)
        for number, item in enumerate(_in_order(items, heading.code)[: count or None], 1)
    ]
    return PrintedPaper(
        _set(heading, questions, part="paper", when=when),
        _set(heading, questions, part="key", when=when),
    )


def _in_order(items: Sequence[ImportedItem], seed: str) -> list[ImportedItem]:
    places = shuffled([str(at) for at in range(len(items))], seed, "order")
    return [items[int(place)] for place in places]


def _question(item: ImportedItem, number: int, seed: str) -> dict[str, object]:
    options = list(item.options)
    name = f"options {item.id or item.stem}"
    if item.kind not in _KEPT_ORDER:
        options = shuffled(options, seed, name, key="key")
    rights = shuffled(item.options, seed, f"{name} right", key="key")
    matching = item.kind is Kind.MATCHING
    return {
        "number": number,
        "stem": item.stem.split("\n"),
        "asks": _asks(item),
        "kind": item.kind.value,
        "options": [
            {"label": str(at) if matching else _label(at - 1), "text": option.text}
            for at, option in enumerate(options, 1)
        ],
        "rights": [
            {"label": _label(at), "text": option.match}
            for at, option in enumerate(rights if matching else ())
        ],
        "unit": item.unit,
        "key": _key(item, options, rights),
        "why": _reasons(item, options),
        "basis": [str(basis) for basis in item.basis],
    }


def _asks(item: ImportedItem) -> str:
    """What the candidate has to do, unless the stem says it already."""
    if item.kind is Kind.MULTIPLE and "(chọn " in item.stem.casefold():
        return ""
    return _ASKS[item.kind].format(count=len(item.keys))


def _label(at: int) -> str:
    return chr(ord("A") + at)


def _key(item: ImportedItem, options: Sequence[Option], rights: Sequence[Option]) -> str:
    if item.kind is Kind.SHORT:
        return " hoặc ".join(item.accept)
    if item.kind is Kind.MATCHING:
        places = {option.key: _label(at) for at, option in enumerate(rights)}
        pairs = (f"{at}–{places[option.key]}" for at, option in enumerate(options, 1))
        return ", ".join(pairs)
    if item.kind is Kind.ORDERING:
        places = {option.key: _label(at) for at, option in enumerate(options)}
        return " → ".join(places[option.key] for option in item.options)
    return ", ".join(_label(at) for at, option in enumerate(options) if option.correct)


def _reasons(item: ImportedItem, options: Sequence[Option]) -> list[str]:
    """Why the key is right; the reasons of wrong options stay on the screen."""
    if item.kind is Kind.SHORT:
        return [item.accept_why] if item.accept_why else []
    found = [option.why for option in options if option.correct and option.why]
    return found or ([item.general.replace("\n", " ")] if item.general else [])


def _set(
    heading: Heading, questions: Sequence[dict[str, object]], *, part: str, when: datetime
) -> bytes:
    import typst

    content = {
        "part": part,
        "title": heading.title,
        "subject": heading.subject,
        "minutes": heading.minutes,
        "code": heading.code,
        "questions": questions,
    }
    compiler = typst.Compiler(
        _TEMPLATE,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[_FONTS]),
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
    )
    data = compiler.compile(format="pdf", timestamp=when)
    if not isinstance(data, bytes):
        raise TypeError("the typesetter gave no single file")
    return data

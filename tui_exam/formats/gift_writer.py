"""Writing GIFT as Moodle's own exporter does, in plain text throughout."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from ..exam.items import Kind, PartMarks
from .losses import is_plain_true_false, left_out, lost_fields
from .meta import general_of, splits, tags_of
from .model import ImportedItem, Loss, Written
from .weights import shown

_MARKS = re.compile(r"[\\#=~{}:]")
_HOLDS = frozenset({"id", "title", "topic", "level", "why", "general", "basis", "tags"})
_COMMENT_BREAKERS = re.compile(r"[\\\[\]<>`]")


def write_gift(items: Sequence[ImportedItem]) -> Written:
    """The items as one GIFT file in UTF-8, with what could not be held."""
    out: list[str] = []
    losses: list[Loss] = []
    topic = ""
    for item in items:
        if reason := _unwritable(item):
            losses.append(left_out(item, reason))
            continue
        losses += _losses(item)
        if item.topic != topic:
            topic = item.topic
            out += [f"$CATEGORY: {_escaped(topic)}", ""]
        out += _question(item)
    return Written("\n".join(out).encode(), tuple(losses))


def _unwritable(item: ImportedItem) -> str:
    if item.kind is Kind.ORDERING:
        return "GIFT không có câu sắp xếp"
    if item.kind is Kind.SHORT and any("->" in answer for answer in item.accept):
        return "đáp án có dấu ->, GIFT sẽ hiểu là ghép đôi"
    if item.kind in (Kind.SINGLE, Kind.MULTIPLE) and len(item.options) < 2:
        return "không đủ phương án"
    return ""


def _losses(item: ImportedItem) -> Iterator[Loss]:
    holds = _HOLDS - {"why"} if item.kind is Kind.MATCHING else _HOLDS
    yield from lost_fields(item, holds)
    if item.kind is Kind.TRUE_FALSE and not is_plain_true_false(item):
        yield Loss(item.id, "kind", "loại đúng/sai thành câu chọn một vì phương án viết khác.")
    yield from part_marks_lost(item)
    if any(splits(basis) for basis in item.basis):
        yield Loss(item.id, "basis", "căn cứ có dấu | không tách lại được điều khoản.")
    for word in (item.id, *item.tags):
        if _COMMENT_BREAKERS.search(word):
            yield Loss(item.id, "tags", f"không ghi được mã hoặc thẻ «{word}».")


def part_marks_lost(item: ImportedItem) -> Iterator[Loss]:
    """The loss of a way of marking that percentages for single options cannot say."""
    if item.part_marks is PartMarks.ALL_OR_NOTHING:
        yield Loss(item.id, "part_marks", "đúng đủ mới có điểm thành trừ 100% cho mỗi chọn sai.")
    elif item.part_marks is PartMarks.EACH_DECISION:
        yield Loss(item.id, "part_marks", "tính điểm từng phương án thành chia đều điểm.")


def option_weights(item: ImportedItem) -> list[float]:
    """The percentage each option of a choice item earns in Moodle."""
    share = 100 / max(1, len(item.keys))
    penalty = {PartMarks.RIGHT_MINUS_WRONG: -share, PartMarks.ALL_OR_NOTHING: -100.0}
    wrong = penalty.get(item.part_marks, 0.0) if item.part_marks else 0.0
    return [share if option.correct else wrong for option in item.options]


def _question(item: ImportedItem) -> list[str]:
    words = [f"[id:{item.id}]"] if item.id and not _COMMENT_BREAKERS.search(item.id) else []
    words += [f"[tag:{tag}]" for tag in tags_of(item) if not _COMMENT_BREAKERS.search(tag)]
    out = [f"// {' '.join(words)}"] if words else []
    title = item.title or item.id
    texts = (item.stem, *(f"{o.text}\n{o.why}" for o in item.options), general_of(item))
    # Unmarked text is Moodle's own format, in which < and & mean something.
    odd = any("<" in text or "&" in text for text in texts) or item.stem.startswith(("[", "//"))
    stem = ("[plain]" if odd else "") + _escaped(item.stem)
    out.append((f"::{_escaped(title)}::" if title else "") + stem + "{" + _first(item))
    out += [f"\t{answer}" for answer in _answers(item)]
    if general := general_of(item):
        out.append(f"\t####{_text(general)}")
    return [*out, "}", ""]


def _first(item: ImportedItem) -> str:
    """True and false stand right behind the brace, with their two reasons."""
    if not is_plain_true_false(item):
        return ""
    right, wrong = sorted(item.options, key=lambda option: not option.correct)
    verdict = "TRUE" if item.options[0].correct else "FALSE"
    reasons = [wrong.why, right.why] if right.why else [wrong.why] if wrong.why else []
    return "#".join((verdict, *map(_text, reasons)))


def _answers(item: ImportedItem) -> Iterator[str]:
    if is_plain_true_false(item):
        return
    if item.kind is Kind.SHORT:
        for answer in item.accept:
            starred = _escaped(answer.replace("*", "\\*"))
            yield f"=%100%{starred}" if answer.startswith("%") else f"={starred}"
    elif item.kind is Kind.MATCHING:
        for option in item.options:
            yield f"={_left(option.text)} -> {_escaped(option.match)}"
    else:
        several = item.kind is Kind.MULTIPLE
        for option, weight in zip(item.options, option_weights(item), strict=True):
            mark = "=" if option.correct and not several else "~"
            if several and weight:
                mark += f"%{shown(weight)}%"
            why = f"#{_text(option.why)}" if option.why else ""
            yield f"{mark}{_option(option.text)}{why}"


def _left(text: str) -> str:
    """The left side of a pair; the arrow in it can only be written as HTML."""
    return f"[html]{_escaped(html.escape(text, quote=False))}" if "->" in text else _text(text)


def _option(text: str) -> str:
    """An option; one that begins like a percentage must not be read as one."""
    return f"[plain]{_escaped(text)}" if text.startswith(("%", "[")) else _escaped(text)


def _text(text: str) -> str:
    return f"[plain]{_escaped(text)}" if text.startswith("[") else _escaped(text)


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\g<0>", text).replace("\n", "\\n")

"""Writing Moodle XML, every text as plain text so that nothing in it can act as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..exam.items import Kind, PartMarks
from .gift_writer import option_weights
from .losses import is_plain_true_false, left_out, lost_fields
from .meta import general_of, splits, tags_of
from .model import ImportedItem, Loss, Written
from .weights import shown
from .xml_tree import escaped

_HOLDS = frozenset({"id", "title", "topic", "level", "why", "general", "basis", "tags"})


def write_moodle(items: Sequence[ImportedItem]) -> Written:
    """The items as one Moodle XML file, with what could not be held."""
    out = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    losses: list[Loss] = []
    topic = ""
    for item in items:
        if item.kind is Kind.SHORT and not item.accept:
            losses.append(left_out(item, "không có đáp án"))
            continue
        losses += _losses(item)
        if item.topic != topic:
            topic = item.topic
            out.append('  <question type="category">')
            out += [f"    <category>{_text(topic)}</category>", "  </question>"]
        out += _question(item)
    out += ["</quiz>", ""]
    return Written("\n".join(out).encode(), tuple(losses))


def _losses(item: ImportedItem) -> Iterator[Loss]:
    holds = _HOLDS - {"why"} if item.kind is Kind.MATCHING else _HOLDS
    yield from lost_fields(item, holds)
    if item.kind is Kind.TRUE_FALSE and not is_plain_true_false(item):
        yield Loss(item.id, "kind", "loại đúng/sai thành câu chọn một vì phương án viết khác.")
    if item.part_marks is PartMarks.EACH_DECISION:
        yield Loss(item.id, "part_marks", "tính điểm từng phương án thành chia đều điểm.")
    if item.part_marks is PartMarks.ALL_OR_NOTHING:
        what = "cần bổ trợ «multichoiceset» của Moodle để giữ cách chấm đúng đủ."
        yield Loss(item.id, "plugin", what)
    if any(splits(basis) for basis in item.basis):
        yield Loss(item.id, "basis", "căn cứ có dấu | không tách lại được điều khoản.")


def _type(item: ImportedItem) -> str:
    if item.kind is Kind.TRUE_FALSE and is_plain_true_false(item):
        return "truefalse"
    if item.kind is Kind.MULTIPLE and item.part_marks is PartMarks.ALL_OR_NOTHING:
        return "multichoiceset"
    plain = {Kind.SHORT: "shortanswer", Kind.MATCHING: "matching", Kind.ORDERING: "ordering"}
    return plain.get(item.kind, "multichoice")


def _question(item: ImportedItem) -> Iterator[str]:
    name = item.title or item.id or item.stem[:80]
    kind = _type(item)
    yield f'  <question type="{kind}">'
    yield f"    <name>{_text(name)}</name>"
    yield f'    <questiontext format="plain_text">{_text(item.stem)}</questiontext>'
    if general := general_of(item):
        yield f'    <generalfeedback format="plain_text">{_text(general)}</generalfeedback>'
    yield "    <defaultgrade>1</defaultgrade>"
    if item.id:
        yield f"    <idnumber>{escaped(item.id)}</idnumber>"
    yield from _BODIES[kind](item)
    if tags := tags_of(item):
        yield f"    <tags>{''.join(f'<tag>{_text(tag)}</tag>' for tag in tags)}</tags>"
    yield "  </question>"


def _choice(item: ImportedItem) -> Iterator[str]:
    several = item.kind is Kind.MULTIPLE
    yield f"    <single>{'false' if several else 'true'}</single>"
    yield "    <shuffleanswers>true</shuffleanswers>"
    yield "    <answernumbering>ABCD</answernumbering>"
    weights = option_weights(item) if several else [100.0 * o.correct for o in item.options]
    for option, weight in zip(item.options, weights, strict=True):
        yield _answer(shown(weight), option.text, option.why)


def _choice_set(item: ImportedItem) -> Iterator[str]:
    yield "    <shuffleanswers>true</shuffleanswers>"
    yield "    <answernumbering>ABCD</answernumbering>"
    for option in item.options:
        yield _answer("100" if option.correct else "0", option.text, option.why)


def _true_false(item: ImportedItem) -> Iterator[str]:
    for option, word in zip(item.options, ("true", "false"), strict=True):
        yield _answer("100" if option.correct else "0", word, option.why)


def _short(item: ImportedItem) -> Iterator[str]:
    yield "    <usecase>0</usecase>"
    for answer in item.accept:
        yield _answer("100", answer.replace("*", "\\*"), "")


def _matching(item: ImportedItem) -> Iterator[str]:
    yield "    <shuffleanswers>true</shuffleanswers>"
    for option in item.options:
        right = f"<answer>{_text(option.match)}</answer>"
        yield f'    <subquestion format="plain_text">{_text(option.text)}{right}</subquestion>'


def _ordering(item: ImportedItem) -> Iterator[str]:
    yield "    <layouttype>VERTICAL</layouttype>"
    yield "    <selecttype>ALL</selecttype>"
    yield "    <gradingtype>ABSOLUTE_POSITION</gradingtype>"
    for place, option in enumerate(item.options, 1):
        yield _answer(f"{place}.0000000", option.text, option.why)


def _answer(fraction: str, text: str, why: str) -> str:
    reason = f'<feedback format="plain_text">{_text(why)}</feedback>'
    body = f"{_text(text)}{reason}"
    return f'    <answer fraction="{fraction}" format="plain_text">{body}</answer>'


def _text(text: str) -> str:
    return f"<text>{escaped(text)}</text>"


_BODIES = {
    "multichoice": _choice,
    "multichoiceset": _choice_set,
    "truefalse": _true_false,
    "shortanswer": _short,
    "matching": _matching,
    "ordering": _ordering,
}

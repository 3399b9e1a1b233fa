"""QTI 2 and 3: the examples of the specification, rewritten."""

from __future__ import annotations

import pytest

from tui_exam.exam.items import Kind, Level, PartMarks
from tui_exam.formats.imported import ImportedItem
from tui_exam.formats.qti_writer import write_qti

from .tools import codes, one, options, read, right, texts, zipped

SPACES = {
    2: "http://www.imsglobal.org/xsd/imsqti_v2p1",
    3: "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
# The same elements in the spelling of version 2 and 3.
NAMES = [
    *("assessmentItem", "responseDeclaration", "correctResponse", "mapEntry", "mapping"),
    *("itemBody", "choiceInteraction", "simpleChoice", "prompt", "feedbackInline", "value"),
    *("modalFeedback", "orderInteraction", "matchInteraction", "simpleMatchSet"),
    *("simpleAssociableChoice", "textEntryInteraction", "responseProcessing", "rubricBlock"),
]


def kebab(name: str) -> str:
    """`simpleChoice` as `simple-choice`."""
    return "".join(f"-{char.lower()}" if char.isupper() else char for char in name)


def item_of(version: int, body: str, declaration: str, rest: str = "") -> str:
    """An item written in the spelling of version 2, turned into the version wanted."""
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<assessmentItem xmlns="{SPACES[version]}" '
        f'identifier="cau-1" title="Tên" adaptive="false" timeDependent="false">\n'
        f'<responseDeclaration identifier="RESPONSE" {declaration}</responseDeclaration>\n'
        f"<itemBody>{body}</itemBody>{rest}</assessmentItem>"
    )
    if version == 3:
        for name in sorted(NAMES, key=len, reverse=True):
            text = text.replace(f"<{name}", f"<qti-{kebab(name)}")
            text = text.replace(f"</{name}", f"</qti-{kebab(name)}")
        for name in (
            "responseIdentifier",
            "mapKey",
            "mappedValue",
            "outcomeIdentifier",
            "baseType",
        ):
            text = text.replace(name, kebab(name))
    return text


def key(*values: str) -> str:
    """A correct response."""
    return (
        "<correctResponse>" + "".join(f"<value>{v}</value>" for v in values) + "</correctResponse>"
    )


def choices(*words: str, tag: str = "simpleChoice") -> str:
    """Choices named A, B, C."""
    return "".join(
        f'<{tag} identifier="{"ABCDEF"[at]}">{word}</{tag}>' for at, word in enumerate(words)
    )


CHOICE = '<p>Dẫn <b>đậm</b>.</p><choiceInteraction responseIdentifier="RESPONSE" maxChoices="{}">'
both = pytest.mark.parametrize("version", [2, 3])


@both
def test_a_single_choice(version: int) -> None:
    body = CHOICE.format(1) + f"<prompt>Hỏi?</prompt>{choices('một', 'hai')}</choiceInteraction>"
    item = one(item_of(version, body, f'cardinality="single">{key("B")}'), "de.xml")
    assert (item.kind, item.stem, item.id) == (Kind.SINGLE, "Dẫn đậm.\nHỏi?", "cau-1")
    assert right(item) == ["hai"]


@both
def test_several_right_choices_are_all_or_nothing_by_comparison(version: int) -> None:
    body = CHOICE.format(0) + choices("H", "He", "O") + "</choiceInteraction>"
    item = one(item_of(version, body, f'cardinality="multiple">{key("A", "C")}'), "de.xml")
    assert (right(item), item.part_marks) == (["H", "O"], PartMarks.ALL_OR_NOTHING)


@both
def test_a_mapping_can_say_right_minus_wrong(version: int) -> None:
    entries = (("A", 1), ("B", -1), ("C", 1))
    mapping = "".join(f'<mapEntry mapKey="{k}" mappedValue="{v}"/>' for k, v in entries)
    body = CHOICE.format(0) + choices("H", "He", "O") + "</choiceInteraction>"
    declared = (
        f'cardinality="multiple">{key("A", "C")}<mapping defaultValue="0">{mapping}</mapping>'
    )
    rest = '<responseProcessing template="http://x/map_response"/>'
    item = one(item_of(version, body, declared, rest), "de.xml")
    assert item.part_marks is PartMarks.RIGHT_MINUS_WRONG


@both
def test_the_key_may_stand_in_the_mapping_alone(version: int) -> None:
    mapping = '<mapEntry mapKey="B" mappedValue="1"/><mapEntry mapKey="A" mappedValue="0"/>'
    body = CHOICE.format(1) + choices("một", "hai") + "</choiceInteraction>"
    found = one(
        item_of(version, body, f'cardinality="single"><mapping>{mapping}</mapping>'), "a.xml"
    )
    assert right(found) == ["hai"]


@both
def test_reasons_stand_inside_a_choice_or_behind_the_body(version: int) -> None:
    inline = 'sai<feedbackInline outcomeIdentifier="FEEDBACK" identifier="A">vì A</feedbackInline>'
    body = CHOICE.format(1) + choices(inline, "đúng") + "</choiceInteraction>"
    rest = '<modalFeedback outcomeIdentifier="FEEDBACK" identifier="B"><p>vì B</p></modalFeedback>'
    item = one(item_of(version, body, f'cardinality="single">{key("B")}', rest), "de.xml")
    assert [(o.text, o.why) for o in item.options] == [("sai", "vì A"), ("đúng", "vì B")]


@both
def test_an_order_is_the_order_of_the_key(version: int) -> None:
    body = '<orderInteraction responseIdentifier="RESPONSE"><prompt>Xếp</prompt>'
    body += choices("hai", "ba", "một") + "</orderInteraction>"
    item = one(item_of(version, body, f'cardinality="ordered">{key("C", "A", "B")}'), "de.xml")
    assert (item.kind, texts(item)) == (Kind.ORDERING, ["một", "hai", "ba"])


@both
def test_pairs_come_from_the_key(version: int) -> None:
    tag = "simpleAssociableChoice"
    left = choices("Ý", "Nhật", "Lào", tag=tag)
    to = "".join(
        f'<{tag} identifier="{k}">{w}</{tag}>'
        for k, w in (("x", "Tokyo"), ("y", "Roma"), ("z", "Viêng Chăn"))
    )
    sets = f"<simpleMatchSet>{left}</simpleMatchSet><simpleMatchSet>{to}</simpleMatchSet>"
    body = f'<p>Ghép</p><matchInteraction responseIdentifier="RESPONSE">{sets}</matchInteraction>'
    declared = f'cardinality="multiple" baseType="directedPair">{key("A y", "B x", "C z")}'
    item = one(item_of(version, body, declared), "de.xml")
    assert [(o.text, o.match) for o in item.options] == [
        ("Ý", "Roma"),
        ("Nhật", "Tokyo"),
        ("Lào", "Viêng Chăn"),
    ]


@both
def test_a_text_entry_is_a_short_answer_with_its_gap(version: int) -> None:
    body = '<p>Thủ đô là <textEntryInteraction responseIdentifier="RESPONSE"/>, phải không?</p>'
    entry = '<mapEntry mapKey="Hà nội" mappedValue="1"/><mapEntry mapKey="HN" mappedValue="0.5"/>'
    declared = f'cardinality="single">{key("Hà Nội")}<mapping>{entry}</mapping>'
    found = read(item_of(version, body, declared), "de.xml")
    assert found.items[0].stem == "Thủ đô là _____, phải không?"
    assert found.items[0].accept == ("Hà Nội", "Hà nội")
    assert codes(found) == ["partial_credit_lost"]


def test_the_key_may_be_found_in_the_response_processing() -> None:
    rest = (
        "<responseProcessing><responseCondition><responseIf><match>"
        '<variable identifier="RESPONSE"/><baseValue baseType="identifier">B</baseValue></match>'
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">100</baseValue>'
        "</setOutcomeValue></responseIf></responseCondition></responseProcessing>"
    )
    body = CHOICE.format(1) + choices("True", "False") + "</choiceInteraction>"
    item = one(item_of(2, body, 'cardinality="single">', rest), "de.xml")
    assert (item.kind, right(item)) == (Kind.TRUE_FALSE, ["False"])


@both
def test_notes_for_markers_are_not_part_of_the_stem(version: int) -> None:
    body = "<rubricBlock view='scorer'>Bí mật</rubricBlock>" + CHOICE.format(1)
    body += choices("một", "hai") + "</choiceInteraction>"
    item = one(item_of(version, body, f'cardinality="single">{key("A")}'), "de.xml")
    assert item.stem == "Dẫn đậm."


@both
def test_items_of_other_kinds_are_reported(version: int) -> None:
    found = read(item_of(version, "<p>Chỉ đọc</p>", 'cardinality="single">'), "de.xml")
    assert (codes(found), found.skipped) == (["unsupported_kind"], 1)


def test_a_package_is_read_in_the_order_of_its_manifest() -> None:
    body = CHOICE.format(1) + choices("một", "hai") + "</choiceInteraction>"
    first = item_of(3, body, f'cardinality="single">{key("A")}')
    kind = 'type="imsqti_item_xmlv3p0"'
    manifest = (
        f'<manifest><resources><resource identifier="b" {kind} href="b.xml"><file href="b.xml"/>'
        "<metadata><lom><general><keyword><string>van_dung</string></keyword></general></lom>"
        f'</metadata></resource><resource identifier="a" {kind} href="a.xml"/>'
        f'<resource identifier="c" {kind} href="c.xml"/></resources></manifest>'
    )
    second = first.replace('identifier="cau-1"', 'identifier="cau-2"').replace("Dẫn", "Khác")
    package = zipped(
        {"a.xml": first, "b.xml": second, "imsmanifest.xml": manifest, "anh.png": b"x"}
    )
    found = read(package, "de.zip")
    assert [(item.id, item.level) for item in found.items] == [
        ("cau-2", Level.APPLY),
        ("cau-1", None),
    ]
    assert [(p.code, p.part) for p in found.problems] == [("part_missing", "c.xml")]


def test_what_is_written_is_well_formed_and_scores_itself() -> None:
    item = ImportedItem(
        Kind.MULTIPLE,
        "Chọn",
        options("a", "b", "c", key="ab"),
        part_marks=PartMarks.EACH_DECISION,
    )
    found = read(write_qti([item]).data, "de.zip")
    assert found.clean
    assert found.items[0].part_marks is PartMarks.EACH_DECISION

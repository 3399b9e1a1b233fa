"""QTI 1.2, plain and with the habits of Canvas."""

from __future__ import annotations

import pytest

from tui_exam.exam.items import Kind, PartMarks

from .tools import codes, one, read, right, texts, zipped


def document(*items: str, head: str = "") -> str:
    """A document with these items in one section, as Canvas nests them."""
    space = 'xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<questestinterop {space}>'
        f'<assessment ident="g1" title="Đề"><section ident="root_section">\n{"".join(items)}'
        "</section></assessment></questestinterop>"
    )


def material(text: str, kind: str = "text/html") -> str:
    """A material with one text."""
    return f'<material><mattext texttype="{kind}">{text}</mattext></material>'


def item_of(kind: str, presentation: str, processing: str, feedback: str = "") -> str:
    """One item with the metadata of Canvas."""
    meta = (
        "<itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel>"
        f"<fieldentry>{kind}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>"
    )
    return (
        f'<item ident="i1" title="Tên">{meta}<presentation>{presentation}</presentation>'
        f"<resprocessing>{processing}</resprocessing>{feedback}</item>\n"
    )


def response(cardinality: str, **labels: str) -> str:
    """A choice among labels."""
    inner = "".join(
        f'<response_label ident="{name}">{material(text)}</response_label>'
        for name, text in labels.items()
    )
    return (
        f'<response_lid ident="response1" rcardinality="{cardinality}">'
        f"<render_choice>{inner}</render_choice></response_lid>"
    )


def equal(value: str, to: str = "response1") -> str:
    """A comparison with an answer."""
    return f'<varequal respident="{to}">{value}</varequal>'


def rule(condition: str, score: str = "", link: str = "") -> str:
    """A condition with its points and feedback."""
    setting = f'<setvar action="Set" varname="SCORE">{score}</setvar>' if score else ""
    shown = f'<displayfeedback feedbacktype="Response" linkrefid="{link}"/>' if link else ""
    condition = f"<conditionvar>{condition}</conditionvar>"
    return f'<respcondition continue="No">{condition}{setting}{shown}</respcondition>'


def feedback(name: str, text: str) -> str:
    """A feedback."""
    return f'<itemfeedback ident="{name}"><flow_mat>{material(text)}</flow_mat></itemfeedback>'


STEM = material("&lt;p&gt;Ai &lt;b&gt;ký&lt;/b&gt;?&lt;/p&gt;")
ABC = {"a1": "Văn thư", "a2": "Chủ tịch", "a3": "Bảo vệ"}


def test_a_choice_with_reasons_linked_by_name() -> None:
    processing = rule(equal("a1"), link="a1_fb") + rule(equal("a2"), "100")
    notes = feedback("a1_fb", "Không ký") + feedback("general_fb", "Xem quy chế")
    body = STEM + response("Single", **ABC)
    item = one(document(item_of("multiple_choice_question", body, processing, notes)), "de.xml")
    assert (item.stem, right(item)) == ("Ai ký?", ["Chủ tịch"])
    assert [option.why for option in item.options] == ["Không ký", "", ""]
    assert item.general == "Xem quy chế"


def test_several_answers_are_named_under_and_with_the_wrong_ones_under_not() -> None:
    condition = f"<and>{equal('a1')}<not>{equal('a2')}</not>{equal('a3')}</and>"
    body = STEM + response("Multiple", **ABC)
    processing = rule(condition, "100")
    item = one(document(item_of("multiple_answers_question", body, processing)), "de.xml")
    assert (item.kind, right(item)) == (Kind.MULTIPLE, ["Văn thư", "Bảo vệ"])
    assert item.part_marks is PartMarks.ALL_OR_NOTHING


def test_points_added_for_each_answer_leave_the_marking_open() -> None:
    processing = rule(equal("a1"), "50") + rule(equal("a3"), "50")
    item = one(document(item_of("", STEM + response("Multiple", **ABC), processing)), "de.xml")
    assert (right(item), item.part_marks) == (["Văn thư", "Bảo vệ"], None)


def test_points_taken_off_for_wrong_ones_are_right_minus_wrong() -> None:
    processing = rule(equal("a1"), "50") + rule(equal("a2"), "-50") + rule(equal("a3"), "50")
    item = one(document(item_of("", STEM + response("Multiple", **ABC), processing)), "de.xml")
    assert item.part_marks is PartMarks.RIGHT_MINUS_WRONG


def test_true_and_false_are_known_by_their_words() -> None:
    body = STEM + response("Single", t="True", f="False")
    item = one(document(item_of("true_false_question", body, rule(equal("f"), "100"))), "de.xml")
    assert (item.kind, right(item)) == (Kind.TRUE_FALSE, ["False"])


def test_canvas_writes_pairs_as_one_response_for_each_left_side() -> None:
    words = {"r1": "Roma", "r2": "Tokyo", "r3": "Viêng Chăn", "r4": "Paris"}
    sides = {"Ý": "r1", "Nhật": "r2", "Lào": "r3"}
    body, processing = STEM, ""
    for number, (left, name) in enumerate(sides.items()):
        one_side = response("Single", **words).replace("response1", f"response_{number}")
        body += one_side.replace("<render_choice>", material(left) + "<render_choice>", 1)
        processing += rule(equal(name, f"response_{number}"), "33.33")
    found = read(document(item_of("matching_question", body, processing)), "de.xml")
    assert [(o.text, o.match) for o in found.items[0].options] == [
        ("Ý", "Roma"),
        ("Nhật", "Tokyo"),
        ("Lào", "Viêng Chăn"),
    ]
    assert codes(found) == ["extra_answer_lost"]


def test_short_answers_list_every_spelling() -> None:
    entry = '<response_str ident="response1"><render_fib><response_label ident="x"/></render_fib>'
    processing = rule(equal("Hà Nội") + equal("Ha Noi"), "100")
    body = f"{STEM}{entry}</response_str>"
    item = one(document(item_of("short_answer_question", body, processing)), "de.xml")
    assert (item.kind, item.accept) == (Kind.SHORT, ("Hà Nội", "Ha Noi"))


def test_an_ordered_response_is_read_in_the_order_of_the_key() -> None:
    processing = rule(equal("a3") + equal("a1") + equal("a2"), "1")
    item = one(document(item_of("", STEM + response("Ordered", **ABC), processing)), "de.xml")
    assert (item.kind, texts(item)) == (Kind.ORDERING, ["Bảo vệ", "Văn thư", "Chủ tịch"])


def test_less_than_full_points_for_a_second_answer_are_reported() -> None:
    processing = rule(equal("a2"), "100") + rule(equal("a1"), "50")
    found = read(document(item_of("", STEM + response("Single", **ABC), processing)), "de.xml")
    assert (right(found.items[0]), codes(found)) == (["Chủ tịch"], ["partial_credit_lost"])


@pytest.mark.parametrize("kind", ["essay_question", "text_only_question", "numerical_question"])
def test_other_kinds_are_reported(kind: str) -> None:
    found = read(document(item_of(kind, STEM, "")), "de.xml")
    assert [(p.code, p.item) for p in found.problems] == [("unsupported_kind", "Tên")]


def test_plain_text_is_not_read_as_html() -> None:
    body = material("Thẻ &lt;b&gt; là gì?", "text/plain") + response("Single", **ABC)
    assert (
        one(document(item_of("", body, rule(equal("a1"), "1"))), "de.xml").stem == "Thẻ <b> là gì?"
    )


def test_pictures_in_a_material_are_reported() -> None:
    picture = '<material><matimage uri="images/so-do.png" imagtype="image/png"/></material>'
    body = STEM + picture + response("Single", **ABC)
    found = read(document(item_of("", body, rule(equal("a1"), "1"))), "de.xml")
    assert (codes(found), found.items[0].stem) == (["image_not_shown"], "Ai ký?\n[hình: so-do.png]")


def test_the_dtd_of_the_specification_may_be_named_but_is_not_fetched() -> None:
    head = '<!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2p1.dtd">\n'
    text = document(
        item_of("", material("A&nbsp;B") + response("Single", **ABC), rule(equal("a1"), "1")),
        head=head,
    )
    assert one(text, "de.xml").stem == "A B"


def test_a_canvas_package_holds_settings_beside_the_questions() -> None:
    item = item_of("", STEM + response("Single", **ABC), rule(equal("a2"), "100"))
    manifest = (
        '<manifest><resources><resource identifier="g" type="imsqti_xmlv1p2">'
        '<file href="g/g.xml"/></resource></resources></manifest>'
    )
    package = zipped(
        {
            "imsmanifest.xml": manifest,
            "g/assessment_meta.xml": "<quiz_settings/>",
            "g/g.xml": document(item),
        }
    )
    found = read(package, "de.imscc")
    assert (found.clean, len(found.items)) == (True, 1)

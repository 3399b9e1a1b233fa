"""GIFT as Moodle documents and reads it."""

from __future__ import annotations

import pytest

from tui_exam.exam.items import Basis, Kind, Level, PartMarks

from .tools import codes, one, read, right, texts


def test_one_right_answer_stands_behind_an_equals_sign() -> None:
    item = one("Cơ quan nào ban hành nghị định? {~Quốc hội ~Bộ Nội vụ =Chính phủ}")
    assert item.kind is Kind.SINGLE
    assert texts(item) == ["Quốc hội", "Bộ Nội vụ", "Chính phủ"]
    assert right(item) == ["Chính phủ"]


def test_answers_may_stand_on_lines_of_their_own() -> None:
    item = one("Văn thư làm gì? {\n    ~ký\n    =đóng dấu\n    ~phê duyệt\n    }")
    assert texts(item) == ["ký", "đóng dấu", "phê duyệt"]


def test_answers_in_the_middle_of_a_sentence_leave_a_gap() -> None:
    item = one("Bút phê do {~văn thư =người đứng đầu} ghi.")
    assert item.stem == "Bút phê do _____ ghi."


def test_answers_before_a_full_stop_leave_a_gap_too() -> None:
    assert one("Hai cộng hai bằng {=bốn =4}.").stem == "Hai cộng hai bằng _____."


def test_feedback_stands_behind_a_hash_and_may_take_several_lines() -> None:
    item = one("Câu {=đúng#Vì thế này\n    và thế kia ~sai #Không phải}")
    assert [option.why for option in item.options] == ["Vì thế này và thế kia", "Không phải"]


@pytest.mark.parametrize(("word", "verdict"), [("T", 0), ("TRUE", 0), ("F", 1), ("FALSE", 1)])
def test_true_and_false_have_two_spellings(word: str, verdict: int) -> None:
    item = one("Trái đất tròn.{" + word + "}")
    assert item.kind is Kind.TRUE_FALSE
    assert texts(item) == ["Đúng", "Sai"]
    assert item.options[verdict].correct


def test_the_first_reason_of_true_or_false_is_for_the_wrong_choice() -> None:
    item = one("Cấp xã có văn thư.{TRUE#Chọn sai rồi.#Đúng vậy.}")
    assert [option.why for option in item.options] == ["Đúng vậy.", "Chọn sai rồi."]


def test_a_small_letter_is_not_a_verdict_but_a_short_answer() -> None:
    assert one("Câu {=t}").accept == ("t",)


def test_short_answers_may_have_several_spellings() -> None:
    item = one("Ai ký thay? {=phó chủ tịch =Phó Chủ tịch UBND}")
    assert (item.kind, item.accept) == (Kind.SHORT, ("phó chủ tịch", "Phó Chủ tịch UBND"))


def test_a_single_short_answer_may_go_without_its_mark() -> None:
    assert one("Thủ đô? {Hà Nội}").accept == ("Hà Nội",)


def test_a_star_in_a_short_answer_is_a_pattern_unless_it_is_escaped() -> None:
    assert one("Nhân là dấu gì? {=\\*}").accept == ("*",)
    assert codes(read("Câu {=Hà*}")) == ["wildcard", "no_key"]


def test_pairs_are_joined_by_an_arrow() -> None:
    item = one("Ghép: {=Canada -> Ottawa =Ý  -> Roma =Nhật->Tokyo}")
    assert item.kind is Kind.MATCHING
    assert [(o.text, o.match) for o in item.options] == [
        ("Canada", "Ottawa"),
        ("Ý", "Roma"),
        ("Nhật", "Tokyo"),
    ]


def test_a_number_becomes_a_short_answer() -> None:
    assert one("Năm ban hành? {#2020}").accept == ("2020",)
    assert one("Năm ban hành? {#2020:0}").accept == ("2020",)


def test_a_tolerance_is_reported_because_it_cannot_be_kept() -> None:
    found = read("Pi? {#3.1415:0.0005}")
    assert found.items[0].accept == ("3.1415",)
    assert codes(found) == ["tolerance_lost"]


def test_a_range_of_numbers_is_not_taken() -> None:
    found = read("Pi? {#3.141..3.142}")
    assert (codes(found), found.skipped) == (["number_range"], 1)


def test_a_title_stands_between_double_colons() -> None:
    item = one("::Nguồn gốc::Chữ viết này\nđến từ đâu? {=Trung Quốc ~Ấn Độ}")
    assert (item.title, item.stem) == ("Nguồn gốc", "Chữ viết này\nđến từ đâu?")


def test_comments_are_no_part_of_a_question() -> None:
    item = one("// đầu tệp\n\n// câu một\nHỏi {\n// bỏ dòng này\n=a ~b}\n// hết")
    assert (item.stem, texts(item)) == ("Hỏi", ["a", "b"])


def test_id_and_tags_are_read_from_the_comment_above() -> None:
    item = one("// [id:cau-1] [tag:van_dung] [tag:mật]\nHỏi {=a ~b}")
    assert (item.id, item.level, item.tags) == ("cau-1", Level.APPLY, ("mật",))


def test_a_comment_with_tags_belongs_to_its_own_question_only() -> None:
    first, second = read("// [id:x]\n\nMột {=a ~b}\n\n// [id:y]\nHai {=a ~b}").items
    assert (first.id, second.id) == ("", "y")


def test_a_category_holds_for_the_questions_after_it() -> None:
    found = read("Một {=a ~b}\n\n$CATEGORY: $course$/Văn thư\n\nHai {=a ~b}\n\nBa {=a ~b}")
    assert [item.topic for item in found.items] == ["", "$course$/Văn thư", "$course$/Văn thư"]


def test_a_category_glued_to_a_question_is_read_and_reported() -> None:
    found = read("$CATEGORY: Luật\nMột {=a ~b}")
    assert codes(found) == ["category_not_alone"]
    assert (found.items[0].topic, found.items[0].stem) == ("Luật", "Một")


def test_every_escape_gives_its_character() -> None:
    item = one(r"A\: \{1\} \= 2\\n {= \~ \# \\ ~ \= 2 + 2}")
    assert item.stem == "A: {1} = 2\\n"
    assert texts(item) == ["~ # \\", "= 2 + 2"]


def test_an_escaped_n_is_a_line_break_in_a_stem() -> None:
    assert one(r"Dòng một\nDòng hai {=a ~b}").stem == "Dòng một\nDòng hai"


def test_a_backslash_before_any_other_letter_stays() -> None:
    assert one(r"C:\temp {=a ~b}").stem == r"C:\temp"


def test_equal_weights_mean_several_right_answers() -> None:
    item = one("Chọn {~Không ai ~%50%Ông ~%50%Bà ~Cha}")
    assert (item.kind, right(item), item.part_marks) == (Kind.MULTIPLE, ["Ông", "Bà"], None)


def test_penalties_as_large_as_the_shares_are_right_minus_wrong() -> None:
    item = one("Chọn {~%-50%Không ai ~%50%Ông ~%50%Bà ~%-50%Cha}")
    assert item.part_marks is PartMarks.RIGHT_MINUS_WRONG


@pytest.mark.parametrize("third", ["33.333", "33.33333"])
def test_thirds_may_be_written_with_three_or_five_places(third: str) -> None:
    item = one(f"Chọn {{~%{third}%a ~%{third}%b ~%{third}%c ~d}}")
    assert right(item) == ["a", "b", "c"]


def test_a_share_that_moodle_does_not_know_is_reported_with_the_nearest() -> None:
    found = read("Chọn {~%33%a ~%33%b ~%34%c ~d}")
    assert right(found.items[0]) == ["a", "b", "c"]
    assert codes(found) == ["weight_not_allowed"] * 3
    assert found.problems[0].remedy == "Ghi 33.33333%."


def test_shares_must_add_up_to_the_whole() -> None:
    found = read("Chọn {~%50%a ~%50%b ~%50%c ~d}")
    assert (codes(found), found.skipped) == (["weights_sum"], 1)


@pytest.mark.parametrize("weight", ["150", "-101", "5,5"])
def test_a_share_out_of_range_is_refused(weight: str) -> None:
    found = read(f"Chọn {{~%{weight}%a ~b =c}}")
    assert (codes(found), found.items) == (["bad_weight"], ())


def test_penalties_that_no_native_marking_knows_are_reported() -> None:
    found = read("Chọn {~%50%a ~%50%b ~%-25%c}")
    assert (found.items[0].part_marks, codes(found)) == (None, ["penalty_lost"])
    assert codes(read("Chọn {=a ~%-50%b ~c}")) == ["penalty_lost"]


def test_right_answers_of_unequal_weight_are_reported() -> None:
    found = read("Chọn {~%70%a ~%30%b ~c}")
    assert (right(found.items[0]), codes(found)) == (["a", "b"], ["unequal_weights"])


def test_a_reply_to_each_short_answer_has_no_place_and_is_reported() -> None:
    found = read("Ai? {=không ai#Giỏi =chẳng ai#Cũng được}")
    assert codes(found) == ["answer_feedback_lost"]


def test_half_credit_beside_a_right_answer_is_reported() -> None:
    found = read("Khó {~sai ~%50%nửa đúng =đúng}")
    assert (right(found.items[0]), codes(found)) == (["đúng"], ["partial_credit_lost"])


def test_an_option_with_all_the_points_is_the_one_right_answer() -> None:
    item = one("Câu {~%100%a ~b ~c}")
    assert (item.kind, right(item)) == (Kind.SINGLE, ["a"])


def test_an_equals_sign_takes_no_other_share() -> None:
    assert codes(read("Câu {=%50%a ~b}")) == ["weight_after_equal"]


def test_two_right_answers_to_a_single_choice_are_refused() -> None:
    found = read("Câu {=a =b ~c}")
    assert (codes(found), found.items) == (["too_many_keys"], ())


def test_general_feedback_stands_behind_four_hashes() -> None:
    item = one("Câu {=a#vì a ~b ####Xem thêm\\nở đây}")
    assert (item.general, item.options[0].why) == ("Xem thêm\nở đây", "vì a")


def test_general_feedback_explains_a_short_answer() -> None:
    assert one("Câu {=a ####Vì vậy.}").accept_why == "Vì vậy."


def test_lines_of_general_feedback_may_be_the_legal_basis() -> None:
    item = one("Câu {=a ~b ####Căn cứ\\: Nghị định số 30/2020/NĐ-CP | Điều 9}")
    assert item.basis == (Basis("Nghị định số 30/2020/NĐ-CP", "Điều 9"),)
    assert item.general == ""


def test_a_format_mark_is_read_and_holds_for_the_answers() -> None:
    item = one("[html]<p>Viết H<sub>2</sub>O &amp; CO<sub>2</sub></p> {=<b>đậm</b> ~thường}")
    assert (item.stem, texts(item)) == ("Viết H₂O & CO₂", ["đậm", "thường"])


def test_markdown_becomes_plain_words() -> None:
    assert one("[markdown]Ai ở **lăng** của *ông*? {=không ai ~ông}").stem == "Ai ở lăng của ông?"


def test_plain_text_keeps_what_looks_like_markup() -> None:
    item = one("[plain]Thẻ <b> &amp; [x] {=[html]<i>a</i> ~<b>}")
    assert (item.stem, texts(item)) == ("Thẻ <b> &amp; [x]", ["a", "<b>"])


def test_a_bracket_that_names_no_format_is_text() -> None:
    assert one("[Điều 5] Câu {=a ~b}").stem == "[Điều 5] Câu"


def test_a_picture_is_reported_and_named() -> None:
    found = read('[html]Nhìn <img src\\="@@PLUGINFILE@@/so%20do.png" alt\\="Sơ đồ"> {=a ~b}')
    assert codes(found) == ["image_not_shown"]
    assert found.items[0].stem == "Nhìn [hình: Sơ đồ]"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Chỉ là lời dẫn", "mô tả"), ("Viết bài {}", "tự luận")],
)
def test_descriptions_and_essays_are_left_out_with_a_reason(text: str, kind: str) -> None:
    found = read(f"{text}\n\nCâu {{=a ~b}}")
    assert (codes(found), found.skipped, len(found.items)) == (["unsupported_kind"], 1, 1)
    assert kind in found.problems[0].message


def test_an_empty_line_between_the_braces_is_one_problem_with_its_line() -> None:
    found = read("Một {=a ~b}\n\nHai {\n=a\n\n~b}\n\nBa {=a ~b}")
    assert [item.stem for item in found.items] == ["Một", "Ba"]
    assert [(p.code, p.line) for p in found.problems] == [("blank_line_inside", 3)]


def test_a_brace_that_never_closes_costs_only_its_own_question() -> None:
    found = read("Một {=a ~b\n\nHai {=a ~b}")
    assert [item.stem for item in found.items] == ["Hai"]
    assert codes(found) == ["unclosed_brace"]


def test_a_brace_that_never_opened_costs_only_its_own_question() -> None:
    found = read("Một =a ~b}\n\nHai {=a ~b}")
    assert (codes(found), len(found.items)) == (["unclosed_brace"], 1)


def test_two_blocks_of_answers_are_refused() -> None:
    assert codes(read("Câu {=a ~b} và {=c ~d}")) == ["two_answer_blocks"]


def test_words_before_the_first_mark_are_pointed_out() -> None:
    found = read("Câu {lạc =a ~b}")
    assert codes(found) == ["unescaped_character"]
    assert "lạc" in found.problems[0].message


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_change_nothing(end: str) -> None:
    text = f"// [id:a]{end}::Tên::Câu hỏi {{{end}\t=a{end}\t~b{end}}}{end}{end}Hai {{T}}{end}"
    found = read("\ufeff" + text)
    assert found.clean
    assert [(item.title, item.stem, item.line) for item in found.items] == [
        ("Tên", "Câu hỏi", 2),
        ("", "Hai", 7),
    ]


def test_loose_marks_become_one_letter() -> None:
    item = one("Hòa bi\u0300nh {=đu\u0301ng ~sai}")
    assert (item.stem, texts(item)[0]) == ("Hòa bình", "đúng")

"""The spreadsheet template: written by people in Excel, LibreOffice or as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from tui_exam.exam.items import Basis, Kind, Level, PartMarks
from tui_exam.formats.bounds import BOUNDS
from tui_exam.formats.columns import COLUMNS
from tui_exam.formats.imported import ImportedItem
from tui_exam.formats.table_writer import write_table

from .old_workbooks import ods_of, xls_of
from .tools import codes, one, options, read, right, texts

HEAD = ["Câu hỏi", "Phương án A", "Phương án B", "Phương án C", "Đáp án"]


def csv_of(*rows: list[str], separator: str = ",") -> str:
    """A CSV file in which every cell is quoted."""
    return "".join(
        separator.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in rows
    )


def book_of(*rows: Sequence[object], title: str = "Câu hỏi") -> bytes:
    """A workbook with one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_five_columns_are_enough() -> None:
    item = one(csv_of(HEAD, ["Ai ký?", "Văn thư", "Chủ tịch", "", "B"]), "de.csv")
    assert (item.kind, item.stem, item.line) == (Kind.SINGLE, "Ai ký?", 2)
    assert right(item) == ["Chủ tịch"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_seen_from_the_header(separator: str) -> None:
    row = ["Hỏi, đáp; và\tnữa", "a", "b", "c", "A, C"]
    item = one(csv_of(HEAD, row, separator=separator), "de.csv")
    assert (item.stem, right(item)) == ("Hỏi, đáp; và nữa", ["a", "c"])


def test_excels_unicode_text_is_utf_16_with_tabs() -> None:
    text = csv_of(HEAD, ["Ai ký?", "Văn thư", "Chủ tịch", "", "B"], separator="\t")
    assert one(text.encode("utf-16"), "de.csv").stem == "Ai ký?"


def test_a_cell_may_have_several_lines_and_the_row_keeps_its_line_number() -> None:
    found = read(csv_of(HEAD, ["Một\nhai", "a", "b", "", "A"], ["Ba", "a", "b", "", "B"]), "a.csv")
    assert [(item.stem, item.line) for item in found.items] == [("Một\nhai", 2), ("Ba", 4)]


def test_headers_may_be_written_without_marks_and_in_capitals() -> None:
    head = ["CAU HOI", "phuong an a", "PHƯƠNG ÁN B", "Phương án c", "dap an"]
    assert one(csv_of(head, ["Hỏi", "a", "b", "", "A"]), "de.csv").stem == "Hỏi"


def test_a_title_may_stand_above_the_header() -> None:
    rows = [["NGÂN HÀNG CÂU HỎI"], [""], HEAD, ["Hỏi", "a", "b", "", "A"]]
    assert one(book_of(*rows), "de.xlsx").line == 4


def test_every_field_of_the_bank_has_a_column() -> None:
    row = {
        **{"Mã câu hỏi": "vt-001", "Chủ đề": "Văn thư", "Mức độ": "Vận dụng"},
        **{"Loại câu": "Nhiều đáp án", "Câu hỏi": "Chọn", "Đáp án": "A; B"},
        **{"Phương án A": "một", "Phương án B": "hai", "Phương án C": "ba"},
        **{"Giải thích A": "vì một", "Cách chấm": "Trừ điểm chọn sai"},
        **{"Căn cứ": "Nghị định số 30/2020/NĐ-CP | Điều 9\nLuật Lưu trữ"},
        **{"Hiệu lực từ": "05/3/2020", "Ngày rà soát": "2026-11-23"},
        **{"Nguồn": "tập huấn", "Thẻ": "văn thư; ký số", "Lần sửa": "3"},
    }
    item = one(csv_of(list(row), list(row.values())), "de.csv")
    assert item == ImportedItem(
        kind=Kind.MULTIPLE,
        stem="Chọn",
        options=item.options,
        line=2,
        id="vt-001",
        topic="Văn thư",
        revision=3,
        level=Level.APPLY,
        part_marks=PartMarks.RIGHT_MINUS_WRONG,
        basis=(Basis("Nghị định số 30/2020/NĐ-CP", "Điều 9"), Basis("Luật Lưu trữ")),
        valid_from=date(2020, 3, 5),
        reviewed=date(2026, 11, 23),
        source="tập huấn",
        tags=("văn thư", "ký số"),
    )
    assert (right(item), item.options[0].why) == (["một", "hai"], "vì một")


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"Phương án A": "a", "Phương án B": "b", "Đáp án": "A"}, Kind.SINGLE),
        (
            {"Phương án A": "a", "Phương án B": "b", "Phương án C": "c", "Đáp án": "AB"},
            Kind.MULTIPLE,
        ),
        ({"Đáp án": "Sai"}, Kind.TRUE_FALSE),
        ({"Đáp án chấp nhận": "3\n03"}, Kind.SHORT),
        (
            {f"Phương án {x}": x.lower() for x in "ABC"} | {f"Ghép {x}": f"{x}1" for x in "ABC"},
            Kind.MATCHING,
        ),
    ],
)
def test_the_kind_may_be_left_to_what_is_filled_in(row: dict[str, str], kind: Kind) -> None:
    item = one(csv_of(["Câu hỏi", *row], ["Hỏi", *row.values()]), "de.csv")
    assert item.kind is kind


def test_steps_are_written_in_their_right_order() -> None:
    head = ["Loại câu", "Câu hỏi", "Phương án A", "Phương án B", "Phương án C"]
    item = one(csv_of(head, ["Sắp xếp", "Xếp", "một", "hai", "ba"]), "de.csv")
    assert (item.kind, texts(item)) == (Kind.ORDERING, ["một", "hai", "ba"])


def test_numbers_and_days_of_excel_are_read_as_a_person_sees_them() -> None:
    head = [*HEAD, "Hiệu lực từ", "Hiệu lực đến"]
    row = ["Hỏi", 3, 2.5, True, "A", datetime(2020, 3, 5), date(2030, 1, 1)]
    item = one(book_of(head, row), "de.xlsx")
    assert texts(item) == ["3", "2.5", "Đúng"]
    assert (item.valid_from, item.valid_to) == (date(2020, 3, 5), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Mức độ", "Khó"),
        ("Loại câu", "Tự luận"),
        ("Cách chấm", "Tùy ý"),
        ("Hiệu lực từ", "31/02/2026"),
        ("Lần sửa", "hai"),
        ("Đáp án", "B hoặc C"),
    ],
)
def test_a_value_that_is_not_understood_names_its_column_and_costs_one_row(
    column: str, value: str
) -> None:
    head = ["Câu hỏi", "Phương án A", "Phương án B", "Đáp án"]
    head += [] if column in head else [column]
    good = ["Tốt", "a", "b", "A", ""][: len(head)]
    bad = [
        value if name == column else cell
        for name, cell in zip(head, ["Hỏng", "a", "b", "A", ""], strict=False)
    ]
    found = read(csv_of(head, bad, good), "de.csv")
    assert [item.stem for item in found.items] == ["Tốt"]
    assert [(p.code, p.line, p.item) for p in found.problems] == [("bad_value", 2, "Hỏng")]
    assert column in found.problems[0].message


def test_a_key_for_an_option_that_is_empty_is_refused() -> None:
    found = read(csv_of(HEAD, ["Hỏi", "a", "b", "", "C"]), "de.csv")
    assert codes(found) == ["answer_out_of_range"]


def test_a_gap_between_options_is_refused() -> None:
    assert codes(read(csv_of(HEAD, ["Hỏi", "a", "", "c", "A"]), "de.csv")) == ["empty_option"]


def test_columns_that_are_not_known_are_reported_once() -> None:
    found = read(csv_of([*HEAD, "Người soạn"], ["Hỏi", "a", "b", "", "A", "Lan"]), "de.csv")
    assert (codes(found), len(found.items)) == (["unknown_column"], 1)


def test_a_row_with_words_beyond_the_columns_only_is_reported() -> None:
    found = read(csv_of(HEAD, ["Hỏi", "a", "b", "", "A"]) + ",,,,,lạc\r\n", "de.csv")
    assert [(p.code, p.line) for p in found.problems] == [("no_stem", 3)]


def test_a_column_twice_is_reported() -> None:
    found = read(csv_of([*HEAD, "Đáp án"], ["Hỏi", "a", "b", "", "A", "B"]), "de.csv")
    assert (codes(found), right(found.items[0])) == (["double_column"], ["a"])


def test_a_table_without_the_header_is_refused() -> None:
    assert codes(read("a,b,c\n1,2,3\n", "de.csv")) == ["no_header"]
    assert codes(read(book_of(["a", "b"], [1, 2]), "de.xlsx")) == ["no_header"]


def test_a_quote_that_never_closes_is_reported_with_its_line() -> None:
    found = read(csv_of(HEAD, ["Hỏi", "a", "b", "", "A"]) + '"Hở,a,b,,A\n', "de.csv")
    assert [(p.code, p.line) for p in found.problems] == [("bad_sheet", 3)]
    assert len(found.items) == 1


def test_the_template_is_empty_explained_and_reads_as_empty() -> None:
    data = write_table([]).data
    assert codes(read(data, "mau.xlsx")) == ["empty_file"]
    book = load_workbook(BytesIO(data))
    assert [cell.value for cell in book["Câu hỏi"][1]] == [column.header for column in COLUMNS]
    assert all(cell.comment for cell in book["Câu hỏi"][1])
    assert book["Hướng dẫn"].max_row == len(COLUMNS) + 1


def test_no_cell_becomes_a_formula() -> None:
    words = ("=1+1", "+CMD|'/c calc'!A0", "@SUM(A1)", "-2")
    item = ImportedItem(Kind.SINGLE, '=HYPERLINK("http://x")', options(*words))
    book = load_workbook(BytesIO(write_table([item]).data))
    kinds = {
        cell.data_type for row in book["Câu hỏi"].iter_rows(min_row=2) for cell in row if cell.value
    }
    assert kinds == {"s"}
    assert texts(one(write_table([item]).data, "de.xlsx")) == list(words)


def test_names_that_people_give_the_columns_themselves_are_understood() -> None:
    head = ["STT", "Nội dung câu hỏi", "A", "B", "C", "Đáp án đúng"]
    item = one(csv_of(head, ["1", "Ai ký?", "Văn thư", "Chủ tịch", "Bảo vệ", "B"]), "de.csv")
    assert (item.stem, right(item)) == ("Ai ký?", ["Chủ tịch"])


def test_a_file_of_libreoffice_is_read() -> None:
    rows = [HEAD, ["Ai ký?", "Văn thư", "Chủ tịch", "", "B"]]
    assert right(one(ods_of(*rows), "de.ods")) == ["Chủ tịch"]


def test_a_file_of_the_old_excel_is_read() -> None:
    rows = [HEAD, ["Ai ký quyết định?", "Văn thư", "Chủ tịch", "", "B"]]
    item = one(xls_of(*rows), "de.xls")
    assert (item.stem, right(item)) == ("Ai ký quyết định?", ["Chủ tịch"])


def test_a_sheet_with_more_rows_than_questions_could_have_is_not_cut_in_silence() -> None:
    bounds = replace(BOUNDS, items=3, blank_rows=2)
    rows = [["Hỏi", "a", "b", "", "A"]] * 6
    assert codes(read(book_of(HEAD, *rows), "de.xlsx", bounds=bounds)) == ["sheet_too_large"]


def test_hidden_sheets_are_not_read() -> None:
    book = Workbook()
    shown, hidden = book.active, book.create_sheet("Nháp")
    assert shown is not None
    for sheet in (shown, hidden):
        sheet.append(HEAD)
        sheet.append([sheet.title, "a", "b", "", "A"])
    hidden.sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    assert one(out.getvalue(), "de.xlsx").stem == shown.title

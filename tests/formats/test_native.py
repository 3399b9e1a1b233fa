"""Native files out of foreign ones: gaps stay open and the bank's checker names them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_exam.exam.bank import load_bank
from tui_exam.exam.items import Basis, Kind, Level, PartMarks
from tui_exam.formats.imported import ImportedItem
from tui_exam.formats.model import from_item
from tui_exam.formats.native import topic_slug, write_native, write_native_files
from tui_exam.yaml_lines import FileFaults, parse_yaml

from .strategies import imported_items
from .tools import options, read

FULL = ImportedItem(
    Kind.SINGLE,
    "Ai ký?",
    options("Chủ tịch", "Văn thư"),
    id="vt-1",
    level=Level.RECALL,
    basis=(Basis("Luật X"),),
    valid_from=date(2026, 1, 1),
    reviewed=date(2026, 2, 1),
    next_review=date(2027, 2, 1),
)


def faults_of(data: bytes, folder: Path) -> list[tuple[int, str]]:
    """Line and place of each thing the bank's checker finds."""
    (folder / "nhap.yaml").write_bytes(data)
    try:
        load_bank(folder)
    except FileFaults as error:
        return [(fault.line, fault.where) for fault in error.faults]
    return []


def test_every_gap_of_a_foreign_question_is_named_with_its_line(tmp_path: Path) -> None:
    found = read("Ai ký? {=Chủ tịch ~Văn thư}")
    data = write_native(found.items).data
    lines = data.decode().splitlines()
    named = faults_of(data, tmp_path)
    assert {where.rpartition("]")[2].lstrip(".") for _, where in named} == {
        *("level", "why", "basis", "valid_from", "reviewed", "next_review"),
    }
    assert all("cần bổ sung" in lines[line - 1] for line, _ in named)
    assert len(named) == sum("  # cần bổ sung" in line for line in lines)


def test_a_missing_way_of_marking_is_named_once_the_rest_is_filled(tmp_path: Path) -> None:
    (item,) = read("Ai ký? {~%50%Chủ tịch#1 ~%50%Phó chủ tịch#2 ~Văn thư#3}").items
    item = replace(FULL, kind=item.kind, stem=item.stem, options=item.options)
    assert item.missing == ("part_marks",)
    data = write_native([item]).data
    assert [where for _, where in faults_of(data, tmp_path)] == ["items[0].part_marks"]


def test_when_all_gaps_are_filled_the_bank_is_whole(tmp_path: Path) -> None:
    assert faults_of(write_native([FULL], topic="van_thu", title="Văn thư").data, tmp_path) == []
    bank = load_bank(tmp_path)
    assert (bank.titles, from_item(bank.items[0])) == (
        {"van_thu": "Văn thư"},
        replace(FULL, topic="van_thu"),
    )


def test_general_feedback_becomes_the_reason_of_the_right_option(tmp_path: Path) -> None:
    (item,) = read("Ai ký? {=Chủ tịch ~Văn thư#Không ký ####Theo quy chế.}").items
    text = write_native([item]).data.decode()
    assert 'why: "Theo quy chế."' in text
    assert "giải thích chung" not in text


def test_general_feedback_that_has_no_place_stays_as_a_comment() -> None:
    (item,) = read("Ai ký? {=Chủ tịch#Vì thế ~Văn thư ####Dòng một\\nDòng hai}").items
    text = write_native([item]).data.decode()
    assert "# giải thích chung: Dòng một\n" in text
    assert "# giải thích chung: Dòng hai\n" in text


@pytest.mark.parametrize(
    ("own", "made"),
    [("vt-1", "vt-1"), ("VT 01/Mật", "vt-01-mat"), ("", "nhap-001"), ("***", "nhap-001")],
)
def test_an_id_is_kept_when_it_can_be(own: str, made: str) -> None:
    assert f"  - id: {made}\n" in write_native([replace(FULL, id=own)]).data.decode()


def test_ids_are_never_given_twice(tmp_path: Path) -> None:
    same = [FULL, replace(FULL, stem="Khác?"), replace(FULL, id="nhap-002", stem="Nữa?")]
    assert faults_of(write_native(same).data, tmp_path) == []
    assert len(load_bank(tmp_path).by_id) == 3


def test_topics_become_files_of_their_own() -> None:
    items = [replace(FULL, topic=topic) for topic in ("$course$/Văn thư", "", "Đất đai")]
    assert list(write_native_files(items)) == [
        "01-course-van-thu.yaml",
        "02-nhap.yaml",
        "03-dat-dai.yaml",
    ]
    assert topic_slug("Chuyển đổi số/An toàn") == "chuyen_doi_so_an_toan"


def test_topics_merged_into_one_file_are_named_as_lost() -> None:
    items = [replace(FULL, topic="Một"), replace(FULL, id="b", topic="Hai")]
    assert [loss.field for loss in write_native(items).losses] == ["topic", "topic"]


@pytest.mark.parametrize(
    "text",
    ['"', "\\", "a: b # c", "- x", "'", "{a}", "\U0001f600", "\ue000", "\ufffe", "no", "a\nb"],
)
def test_no_text_breaks_the_file(text: str) -> None:
    located = parse_yaml(write_native([replace(FULL, stem=text)]).data, "nhap.yaml")
    assert located.value["items"][0]["stem"] == text


@settings(max_examples=80, deadline=None)
@given(st.lists(imported_items(), min_size=1, max_size=3, unique_by=lambda item: item.id))
def test_what_a_native_file_says_is_what_the_items_said(items: list[ImportedItem]) -> None:
    located = parse_yaml(write_native(items, topic="t").data, "nhap.yaml")
    for item, shape in zip(items, located.value["items"], strict=True):
        assert shape["stem"] == item.stem
        assert shape["level"] == (item.level.value if item.level else None)
        assert (shape["basis"] == []) is (item.basis == ())
        assert shape["valid_from"] == item.valid_from
        if item.kind is Kind.MULTIPLE:
            marks = PartMarks(shape["part_marks"]) if shape["part_marks"] else None
            assert marks is item.part_marks

"""Ending items when a document stops being law: only the last days change in the files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bank_tools.samples import bank_text, item_text
from tui_exam.bank_tools.expire import apply_endings, ended, endings
from tui_exam.exam.bank import load_bank
from tui_exam.yaml_lines import parse_yaml

ON = date(2026, 7, 1)
LAST = date(2026, 6, 30)
REMARKS = """# đầu tệp

topic: van_thu   # chủ đề
title: 'Văn thư'
items:
  # câu thứ nhất
  - id: mot   # giữ nguyên
    valid_to: 2099-01-01   # tạm tính
    valid_from: 2020-03-05
  - {id: hai, valid_from: 2020-03-05, tags: [a,   b]}
  - id: ba
    valid_from: 2020-03-05   # chưa có ngày hết
    tags:
      - x
  - id: bon
    valid_from: 2020-03-05
    valid_to:
    tags: []
  - id: nam
    valid_to: null
    valid_from: 2020-03-05"""


def test_only_the_last_days_change_and_every_remark_stays() -> None:
    ids = ("mot", "hai", "ba", "bon", "nam")
    out = ended(REMARKS.encode(), "x", dict.fromkeys(ids, LAST)).decode()
    assert out == (
        REMARKS.replace("valid_to: 2099-01-01", "valid_to: 2026-06-30")
        .replace(
            "valid_from: 2020-03-05, tags", "valid_from: 2020-03-05, valid_to: 2026-06-30, tags"
        )
        .replace("# chưa có ngày hết", "# chưa có ngày hết\n    valid_to: 2026-06-30")
        .replace("valid_to:\n", "valid_to: 2026-06-30\n")
        .replace("valid_to: null", "valid_to: 2026-06-30")
    )


def test_an_item_that_ends_with_the_file_gets_its_line() -> None:
    text = "items:\n  - id: a\n    valid_from: 2020-01-01"
    assert ended(text.encode(), "x", {"a": LAST}).decode() == f"{text}\n    valid_to: 2026-06-30"


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    raw = b"\xef\xbb\xbf" + REMARKS.replace("\n", "\r\n").encode()
    out = ended(raw, "x", {"ba": LAST, "bon": LAST})
    assert out.startswith(b"\xef\xbb\xbf")
    assert out.count(b"\n") == out.count(b"\r\n") == raw.count(b"\n") + 1
    assert "# chưa có ngày hết\r\n    valid_to: 2026-06-30\r\n".encode() in out


def test_ending_nothing_changes_nothing() -> None:
    assert ended(REMARKS.encode(), "x", {}) == REMARKS.encode()


@settings(deadline=None)
@given(st.sets(st.sampled_from(["mot", "hai", "ba", "bon", "nam"])), st.dates(LAST))
def test_the_file_read_again_differs_in_exactly_those_days(ids: set[str], last: date) -> None:
    before = parse_yaml(REMARKS.encode(), "x").value
    after = parse_yaml(ended(REMARKS.encode(), "x", dict.fromkeys(ids, last)), "x").value
    for item in before["items"]:
        if item["id"] in ids:
            item["valid_to"] = last
    assert after == before


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank of two files: items resting on a decree, naming it, and neither."""
    decree = '{document: "Nghị định số 42/2022/NĐ-CP", article: "Điều 11"}'
    rests = item_text("dua-vao").replace('{document: "Nghị định số 30/2020/NĐ-CP"}', decree)
    ends = item_text("da-het").replace("valid_to:", "valid_to: 2026-01-01")
    ends = ends.replace('{document: "Nghị định số 30/2020/NĐ-CP"}', decree)
    later = item_text("ve-sau").replace("valid_from: 2020-03-05", "valid_from: 2026-07-01")
    later = later.replace('{document: "Nghị định số 30/2020/NĐ-CP"}', decree)
    names = item_text("nhac-toi", stem="Nghị định số 42/2022/NĐ-CP bị văn bản nào thay thế?")
    other = item_text("khac", stem="Nghị định số 142/2022/NĐ-CP quy định về việc gì?")
    (tmp_path / "a.yaml").write_text(bank_text(rests, ends, later), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(
        bank_text(names, other, topic="khac", title="Khác"), encoding="utf-8"
    )
    return tmp_path


@pytest.mark.parametrize("document", ["Nghị định 42/2022/NĐ-CP", "42/2022/nđ-cp"])
def test_items_resting_on_a_document_end_the_day_before(bank: Path, document: str) -> None:
    found = {ending.item: ending for ending in endings(bank, document, ON)}
    assert {name: (e.rests, e.ends) for name, e in found.items()} == {
        "dua-vao": (True, LAST),
        "da-het": (True, None),
        "ve-sau": (True, None),
        "nhac-toi": (False, None),
    }
    assert found["dua-vao"].line == 4


def test_applying_writes_only_the_file_that_changes_and_the_bank_still_loads(bank: Path) -> None:
    untouched = (bank / "b.yaml").read_bytes()
    (bank / "a.yaml").chmod(0o640)
    changed = apply_endings(endings(bank, "42/2022/NĐ-CP", ON))
    assert changed == (str(bank / "a.yaml"),)
    assert (bank / "b.yaml").read_bytes() == untouched
    assert (bank / "a.yaml").stat().st_mode & 0o777 == 0o640
    items = load_bank(bank).by_id
    assert items["dua-vao"].valid_to == LAST
    assert items["da-het"].valid_to == date(2026, 1, 1)
    assert sorted(path.name for path in bank.iterdir()) == ["a.yaml", "b.yaml"]


def test_applying_twice_changes_nothing_more(bank: Path) -> None:
    apply_endings(endings(bank, "42/2022/NĐ-CP", ON))
    once = (bank / "a.yaml").read_bytes()
    assert apply_endings(endings(bank, "42/2022/NĐ-CP", ON)) == ()
    assert (bank / "a.yaml").read_bytes() == once


def test_a_document_without_a_sign_is_found_by_its_whole_name(bank: Path) -> None:
    text = (bank / "b.yaml").read_text(encoding="utf-8")
    text = text.replace("Nghị định số 30/2020/NĐ-CP", "Kỹ năng thư điện tử", 1)
    (bank / "b.yaml").write_text(text, encoding="utf-8")
    assert [e.item for e in endings(bank, "kỹ năng THƯ điện tử", ON)] == ["nhac-toi"]
    assert endings(bank, "kỹ năng thư tay", ON) == ()


def test_a_faulty_bank_or_no_name_is_refused(bank: Path) -> None:
    with pytest.raises(ValueError, match="Chưa ghi"):
        endings(bank, " . ", ON)
    (bank / "a.yaml").write_text("topic: [", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.yaml"):
        endings(bank, "42/2022/NĐ-CP", ON)


def test_an_edit_that_would_say_something_else_is_refused() -> None:
    # Two fields of one name inside a nested mapping fool a line editor, not the second reading.
    text = "items:\n  - id: a\n    valid_from: 2020-01-01\n    valid_to: |\n      x\n"
    try:
        out = ended(text.encode(), "x", {"a": LAST})
    except ValueError as error:
        assert "sửa tay" in str(error)  # noqa: PT017
    else:
        assert parse_yaml(out, "x").value["items"][0]["valid_to"] == LAST

"""What the command line prints, writes and answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui_exam.exam.bank import load_bank
from tui_exam.formats.commands import FORMATS, export_bank, import_file, write_template
from tui_exam.formats.imported import read_file
from tui_exam.formats.native import write_native

from .test_legacy import CODED
from .test_native import FULL

GIFT = "Một {=a#vì ~b#vì}\n\n$CATEGORY: Văn thư\n\nHai {=a ~b}\n"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def gift(tmp_path: Path) -> Path:
    """A GIFT file with two good questions."""
    path = tmp_path / "de.gift"
    path.write_text(GIFT, encoding="utf-8")
    return path


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank with one question."""
    folder = tmp_path / "bank"
    folder.mkdir()
    (folder / "01.yaml").write_bytes(write_native([FULL], topic="van_thu", title="Văn thư").data)
    return folder


def test_without_a_target_an_import_shows_and_writes_nothing(gift: Path, capsys: Capture) -> None:
    before = sorted(gift.parent.iterdir())
    assert import_file(gift) == 0
    said = capsys.readouterr().out
    assert "nhận 2 câu, bỏ 0 câu" in said
    assert "* A. a" in said
    assert "căn cứ: 2 câu" in said
    assert sorted(gift.parent.iterdir()) == before


def test_a_dry_run_writes_nothing_even_with_a_target(gift: Path) -> None:
    assert import_file(gift, gift.with_suffix(".yaml"), dry_run=True) == 0
    assert not gift.with_suffix(".yaml").exists()


def test_a_target_gets_the_good_questions_and_the_code_says_something_is_wrong(
    gift: Path, capsys: Capture
) -> None:
    gift.write_text(GIFT + "\nHỏng {~a ~b}\n", encoding="utf-8")
    target = gift.with_suffix(".xlsx")
    assert import_file(gift, target) == 1
    assert "dòng 7 (câu «Hỏng {~a ~b}»): Không có đáp án đúng." in capsys.readouterr().out
    assert len(read_file(target).items) == 2


def test_a_folder_gets_one_file_for_each_topic(gift: Path) -> None:
    folder = gift.parent / "moi"
    assert import_file(gift, folder) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["01-nhap.yaml", "02-van-thu.yaml"]


def test_nothing_is_ever_written_over(gift: Path, capsys: Capture) -> None:
    target = gift.with_suffix(".yaml")
    target.write_text("của người khác", encoding="utf-8")
    assert import_file(gift, target) == 2
    assert "Đã có tệp" in capsys.readouterr().out
    assert target.read_text(encoding="utf-8") == "của người khác"
    assert sorted(path.name for path in gift.parent.iterdir()) == ["de.gift", "de.yaml"]


def test_the_json_answer_is_one_object(gift: Path, capsys: Capture) -> None:
    gift.write_text(GIFT + "\nHỏng {~a ~b}\n", encoding="utf-8")
    assert import_file(gift, as_json=True) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["imported"], answer["skipped"]) == (2, 1)
    assert answer["problems"][0]["code"] == "no_key"
    assert answer["problems"][0]["line"] == 7
    assert [item["topic"] for item in answer["items"]] == ["", "Văn thư"]


def test_an_old_file_is_refused_then_read_on_request(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "cu.gift"
    path.write_bytes(CODED["tcvn3"])
    assert import_file(path) == 2
    assert "chạy lại với bảng mã «tcvn3»" in capsys.readouterr().out
    assert import_file(path, encoding="tcvn3") == 0
    assert "Thẩm quyền ký văn bản" in capsys.readouterr().out
    assert import_file(path, encoding="viscii") == 2


def test_a_native_file_needs_no_import(bank: Path, capsys: Capture) -> None:
    assert import_file(bank / "01.yaml", as_json=True) == 2
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "native_format"


def test_a_missing_file_and_a_folder_are_refused_in_words(tmp_path: Path, capsys: Capture) -> None:
    assert import_file(tmp_path / "khong-co.gift") == 2
    assert import_file(tmp_path) == 2
    assert capsys.readouterr().out.count("Không đọc được tệp") == 2


@pytest.mark.parametrize(
    ("name", "fmt"),
    [("a.gift", ""), ("a.xml", ""), ("a.zip", ""), ("a.xlsx", ""), ("a.txt", "aiken")],
)
def test_a_bank_is_exported_by_suffix_or_by_name(
    bank: Path, tmp_path: Path, name: str, fmt: str
) -> None:
    assert export_bank(bank, tmp_path / name, fmt) == 0
    assert [item.stem for item in read_file(tmp_path / name).items] == [FULL.stem]


def test_an_export_says_what_it_left_behind(bank: Path, tmp_path: Path, capsys: Capture) -> None:
    assert export_bank(bank, tmp_path / "a.aiken") == 0
    said = capsys.readouterr().out
    assert "Đã ghi 1/1 câu" in said
    assert "không ghi được căn cứ pháp lý. (1 câu: vt-1)" in said


def test_a_bank_exported_as_native_files_is_a_bank_again(bank: Path, tmp_path: Path) -> None:
    assert export_bank(bank, tmp_path / "lai", "yaml") == 0
    assert load_bank(tmp_path / "lai").items == load_bank(bank).items


def test_a_paper_comes_with_its_key_beside_it(bank: Path, tmp_path: Path) -> None:
    assert export_bank(bank, tmp_path / "de.pdf") == 0
    assert (tmp_path / "de.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "de-dap-an.pdf").read_bytes().startswith(b"%PDF")
    assert export_bank(bank, tmp_path / "de.pdf") == 2


def test_exports_that_cannot_be_are_refused_in_words(
    bank: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert export_bank(bank, tmp_path / "a.docx") == 2
    assert ", ".join(FORMATS) in capsys.readouterr().out
    assert export_bank(tmp_path / "khong-co", tmp_path / "a.gift") == 2
    assert export_bank(bank, tmp_path / "a.gift", topic="khac") == 2
    assert export_bank(bank, tmp_path / "khong-co" / "a.gift") == 2
    assert "Không ghi được" in capsys.readouterr().out


def test_the_template_is_written_once(tmp_path: Path) -> None:
    assert write_template(tmp_path / "mau.xlsx") == 0
    assert write_template(tmp_path / "mau.xlsx") == 2

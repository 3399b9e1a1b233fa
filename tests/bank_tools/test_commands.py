"""The bank commands: what they print and how they end."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import banks
from tests.bank_tools.samples import bank_text, item_text, large_blueprint
from tui_exam.bank_tools import seal as seal_module
from tui_exam.bank_tools.commands import (
    Ask,
    expire_command,
    lint_command,
    open_command,
    schema_command,
    seal_command,
    show_command,
    stats_command,
)
from tui_exam.bank_tools.schema import schema_text
from tui_exam.exam.bank import load_bank

ROOT = Path(banks.__file__).parent
DAY = date(2026, 11, 23)


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A small bank folder."""
    (tmp_path / "a.yaml").write_text(bank_text(), encoding="utf-8")
    return tmp_path


@pytest.fixture
def out() -> io.StringIO:
    """Where a command prints."""
    return io.StringIO()


def answers(*words: str) -> Ask:
    """Someone who types these words, one a question."""
    typed: Iterator[str] = iter(words)
    return lambda _prompt: next(typed)


def test_lint_of_the_shipped_bank_ends_well_and_says_so(out: io.StringIO) -> None:
    assert lint_command(ROOT, day=DAY, out=out) == 0
    assert out.getvalue().startswith("Kết quả: 0 lỗi, 0 cảnh báo")
    assert lint_command(ROOT, day=DAY, notes=True, out=out) == 0
    assert "[expired]" in out.getvalue()


def test_lint_fails_with_findings_and_can_say_them_as_json(bank: Path, out: io.StringIO) -> None:
    assert lint_command(bank, day=DAY, as_json=True, out=out) == 1
    (finding,) = json.loads(out.getvalue())
    assert (finding["code"], finding["severity"]) == ("level-mix", "warning")


def test_lint_of_nothing_is_a_wrong_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lint_command(tmp_path / "không", day=DAY) == 2
    assert "Không có" in capsys.readouterr().err


def test_what_is_printed_holds_no_escape_sequence(tmp_path: Path, out: io.StringIO) -> None:
    (tmp_path / "x\x1b[31m.yaml").write_text('"\\e]0;t\\a": 1\n', encoding="utf-8")
    assert lint_command(tmp_path, day=DAY, out=out) == 1
    assert "\x1b" not in out.getvalue()


def test_stats_show_topics_validity_coverage_and_overlap(out: io.StringIO) -> None:
    assert stats_command(ROOT, day=DAY, out=out) == 0
    text = out.getvalue()
    for words in ("Văn thư", "Nhận biết", "câu còn hiệu lực", "Hai đề trùng nhau trung bình"):
        assert words.lower() in text.lower()
    json_out = io.StringIO()
    assert stats_command(ROOT, day=DAY, as_json=True, out=json_out) == 0
    content = json.loads(json_out.getvalue())
    assert content["digest"] == load_bank(ROOT / "chuyen_doi_so").digest
    assert sum(content["stats"]["kinds"].values()) == content["stats"]["items"]
    assert content["blueprints"]["can-tho-2022"]["overlap"]["questions"] == 30


def test_stats_of_a_bank_too_small_for_its_blueprint_say_so(bank: Path, out: io.StringIO) -> None:
    large_blueprint(bank / "blueprints")
    assert stats_command(bank, day=DAY, out=out) == 0
    assert "Không ra được đề" in out.getvalue()
    assert "MỎNG" in out.getvalue()


def test_show_prints_an_item_with_every_reason(bank: Path, out: io.StringIO) -> None:
    assert show_command(bank, "mau-1", out=out) == 0
    text = out.getvalue()
    assert "[x] A. Người có thẩm quyền" in text
    assert "Giải thích đầy đủ cho phương án thứ 4." in text
    assert "Hiệu lực: từ 05/3/2020" in text
    for item in load_bank(ROOT / "chuyen_doi_so").items[::160]:
        assert show_command(ROOT, item.id, out=out) == 0


def test_show_of_an_unknown_id_offers_near_ones(
    bank: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show_command(bank, "mau-2") == 1
    assert "Có phải: mau-1?" in capsys.readouterr().err


def test_a_dry_run_of_expire_changes_nothing_and_the_run_does(bank: Path, out: io.StringIO) -> None:
    before = (bank / "a.yaml").read_bytes()
    on = date(2026, 7, 1)
    assert expire_command(bank, "30/2020/NĐ-CP", on=on, dry_run=True, out=out) == 0
    assert (bank / "a.yaml").read_bytes() == before
    assert "Chưa sửa tệp nào" in out.getvalue()
    assert expire_command(bank, "30/2020/NĐ-CP", on=on, out=out) == 0
    assert "Đã sửa 1 tệp" in out.getvalue()
    assert load_bank(bank).items[0].valid_to == date(2026, 6, 30)


def test_expire_without_any_item_or_with_a_faulty_bank_fails(
    bank: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert expire_command(bank, "999/2020/NĐ-CP", on=DAY) == 1
    assert "Không có câu nào" in capsys.readouterr().err
    (bank / "a.yaml").write_text("x: [", encoding="utf-8")
    assert expire_command(bank, "30/2020/NĐ-CP", on=DAY) == 1


@pytest.mark.parametrize("command", ["stats", "show"])
def test_a_faulty_bank_is_told_with_its_place(
    bank: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (bank / "a.yaml").write_text("x: [", encoding="utf-8")
    code = stats_command(bank, day=DAY) if command == "stats" else show_command(bank, "x")
    assert code == 1
    assert "a.yaml, dòng 2, cột 1" in capsys.readouterr().err


def test_two_banks_beside_each_other_are_taken_as_one(tmp_path: Path, out: io.StringIO) -> None:
    for name in ("mot", "hai"):
        (tmp_path / name).mkdir()
        text = bank_text(item_text(f"{name}-1"), topic=name, title=name)
        (tmp_path / name / "a.yaml").write_text(text, encoding="utf-8")
    assert show_command(tmp_path, "mot-1", out=out) == 0
    assert show_command(tmp_path, "hai-1", out=out) == 0


def test_the_schema_is_printed_or_written(tmp_path: Path, out: io.StringIO) -> None:
    assert schema_command(out=out) == 0
    assert out.getvalue() == schema_text()
    assert schema_command(tmp_path / "s.json") == 0
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == schema_text()
    assert schema_command(tmp_path / "none" / "s.json") == 1


def test_sealing_asks_each_person_twice_and_opening_once(
    bank: Path, out: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal_module, "_MEMORY_KIB", 64)
    plan, sealed = large_blueprint(bank / "blueprints"), bank / "de.sealed"
    one, two = "cây đa bến nước", "sân đình mái ngói"
    assert seal_command(bank, plan, sealed, ask=answers(one, one, two, two), out=out) == 0
    assert open_command(sealed, ask=answers(two, one), out=out) == 0
    assert "Mở được: 1 câu" in out.getvalue()
    assert "Văn bản" not in out.getvalue()
    assert open_command(sealed, ask=answers(one, "không phải câu này"), out=out) == 1
    assert open_command(bank / "none", ask=answers(one, two), out=out) == 1


def test_a_mistyped_passphrase_seals_nothing(bank: Path, out: io.StringIO) -> None:
    plan, sealed = large_blueprint(bank / "blueprints"), bank / "de.sealed"
    ask = answers("cây đa bến nước", "cây đa bến nứơc")
    assert seal_command(bank, plan, sealed, ask=ask, out=out) == 1
    assert not sealed.exists()

"""A kept bank is used only when it is exactly the bank on disk; and it is fast."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bank_tools.samples import bank_text, item_text, large_bank, large_blueprint
from tui_exam.bank_tools import compiled
from tui_exam.bank_tools.compiled import is_kept, keep, open_bank, open_blueprint
from tui_exam.exam.bank import Bank, load_bank
from tui_exam.exam.blueprint import load_blueprint
from tui_exam.exam.paper import draw_paper, paper_seed
from tui_exam.sitting.room import shipped
from tui_exam.yaml_lines import FileFaults


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small bank."""
    folder = tmp_path / "bank"
    folder.mkdir()
    (folder / "a.yaml").write_text(bank_text(), encoding="utf-8")
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache folder that does not exist yet."""
    return tmp_path / "cache" / "tui-exam"


def kept(cache: Path) -> Path:
    """The one file in the cache."""
    (path,) = cache.iterdir()
    return path


def test_a_kept_bank_equals_the_bank_on_disk(folder: Path, cache: Path) -> None:
    first, second = open_bank(folder, cache), open_bank(folder, cache)
    assert first == second == load_bank(folder)


def test_the_yaml_is_not_read_again(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_bank(folder, cache)

    def never(*_: object, **__: object) -> Bank:
        raise AssertionError("read again")

    monkeypatch.setattr(compiled, "bank_of", never)
    assert open_bank(folder, cache).digest == load_bank(folder).digest


@pytest.mark.parametrize("change", ["edit", "add", "rename", "remove"])
def test_any_difference_on_disk_is_noticed(folder: Path, cache: Path, change: str) -> None:
    (folder / "b.yaml").write_text(bank_text(item_text("b-1")), encoding="utf-8")
    open_bank(folder, cache)
    if change == "edit":
        (folder / "a.yaml").write_text(bank_text(item_text("khac")), encoding="utf-8")
    elif change == "add":
        (folder / "c.yaml").write_text(bank_text(item_text("c-1")), encoding="utf-8")
    elif change == "rename":
        (folder / "b.yaml").rename(folder / "z.yaml")
    else:
        (folder / "b.yaml").unlink()
    assert open_bank(folder, cache) == load_bank(folder)


def test_one_file_per_bank_is_kept_however_often_it_changes(folder: Path, cache: Path) -> None:
    for n in range(5):
        (folder / "a.yaml").write_text(bank_text(item_text(f"c-{n}")), encoding="utf-8")
        open_bank(folder, cache)
    assert len(list(cache.iterdir())) == 1


def test_a_bank_of_another_reader_is_not_trusted(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_bank(folder, cache)
    before = kept(cache).read_bytes()
    monkeypatch.setattr(compiled, "_reader_digest", lambda: "b" * 64)
    assert open_bank(folder, cache) == load_bank(folder)
    assert kept(cache).read_bytes() != before


def test_without_its_source_the_program_keeps_nothing(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "_reader_digest", lambda: "")
    assert open_bank(folder, cache) == load_bank(folder)
    assert not cache.exists()


def test_a_kept_file_torn_at_any_place_is_not_trusted(folder: Path, cache: Path) -> None:
    right = open_bank(folder, cache)
    whole = kept(cache).read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 40)):
        kept(cache).write_bytes(whole[:length])
        assert open_bank(folder, cache) == right
        assert kept(cache).read_bytes() == whole, "it is mended at once"


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_a_kept_file_changed_anywhere_is_not_trusted(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    root = tmp_path_factory.mktemp("kept")
    (root / "a.yaml").write_text(bank_text(), encoding="utf-8")
    right = open_bank(root, root / "cache")
    whole = kept(root / "cache").read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    kept(root / "cache").write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
    assert open_bank(root, root / "cache") == right


def test_a_cache_that_cannot_be_written_only_costs_time(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("", encoding="utf-8")
    assert open_bank(folder, blocked) == load_bank(folder)
    assert open_bank(folder, blocked / "below") == load_bank(folder)


def test_a_faulty_bank_is_refused_and_not_kept(folder: Path, cache: Path) -> None:
    (folder / "a.yaml").write_text("topic: [", encoding="utf-8")
    with pytest.raises(FileFaults):
        open_bank(folder, cache)
    assert not cache.exists()


def test_two_banks_do_not_disturb_each_other(tmp_path: Path, folder: Path, cache: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.yaml").write_text(bank_text(item_text("x")), encoding="utf-8")
    for _ in range(2):
        assert open_bank(folder, cache) == load_bank(folder)
        assert open_bank(other, cache) == load_bank(other)
    assert len(list(cache.iterdir())) == 2


@pytest.mark.slow
def test_ten_thousand_questions_open_and_a_thousand_papers_are_drawn_in_two_seconds_each(
    tmp_path: Path,
) -> None:
    large_bank(tmp_path / "bank", 10_000)
    blueprint = load_blueprint(large_blueprint(tmp_path / "blueprints"))
    open_bank(tmp_path / "bank", tmp_path / "cache")
    start = time.process_time()
    bank = open_bank(tmp_path / "bank", tmp_path / "cache")
    opened = time.process_time()
    for n in range(1_000):
        seed = paper_seed(blueprint.id, f"TS{n}", bank.digest, "1")
        draw_paper(blueprint, bank, seed=seed, day=date(2026, 11, 23))
    drawn = time.process_time()
    assert len(bank.items) == 10_000
    assert opened - start < 2
    assert drawn - opened < 2


def test_the_program_starts_without_reading_any_bank_or_what_reading_one_needs() -> None:
    code = (
        "import sys, tui_exam.cli, tui_exam.exam.bank, tui_exam.exam.paper\n"
        "print([m for m in ('pydantic', 'argon2', 'cryptography', 'tui_exam.exam.bank_schema')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_process_of_its_own_keeps_bank_and_blueprint_for_this_one(tmp_path: Path) -> None:
    items, plan = shipped("chuyen_doi_so"), shipped("blueprints", "can-tho-2022.yaml")
    assert not is_kept(items, plan, tmp_path)
    keep(items, plan, tmp_path)
    assert is_kept(items, plan, tmp_path)
    assert open_bank(items, tmp_path) == load_bank(items)
    assert open_blueprint(plan, tmp_path) == load_blueprint(plan)


def test_where_nothing_can_be_kept_the_bank_is_read_as_it_is(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    items, plan = shipped("chuyen_doi_so"), shipped("blueprints", "can-tho-2022.yaml")
    keep(items, plan, blocked)
    assert not is_kept(items, plan, blocked)
    assert open_bank(items, blocked).digest == load_bank(items).digest

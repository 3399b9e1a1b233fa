"""What is written comes back the same, but for what the writer said it could not hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui_exam.exam.bank import Bank, load_bank
from tui_exam.exam.items import Kind
from tui_exam.formats.aiken import write_aiken
from tui_exam.formats.gift_writer import write_gift
from tui_exam.formats.imported import Imported, read_data
from tui_exam.formats.model import ImportedItem, Loss, Written, from_item
from tui_exam.formats.moodle_xml_writer import write_moodle
from tui_exam.formats.native import write_native_files
from tui_exam.formats.qti_writer import write_qti
from tui_exam.formats.table_writer import write_table

from .strategies import imported_items

BANK = Path(__file__).parents[2] / "banks" / "chuyen_doi_so"
Write = Callable[[Sequence[ImportedItem]], Written]
WRITERS: list[tuple[Write, str]] = [
    (write_gift, "de.gift"),
    (write_aiken, "de.aiken"),
    (write_moodle, "de.xml"),
    (write_qti, "de.zip"),
    (write_table, "de.xlsx"),
]
TEXT_WRITERS = [pair for pair in WRITERS if pair[0] is not write_table]
items = st.lists(imported_items(), min_size=1, max_size=4, unique_by=lambda item: item.id)
quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def bank() -> Bank:
    """The bank that ships with the program."""
    return load_bank(BANK)


def without(item: ImportedItem, losses: Sequence[Loss]) -> ImportedItem:
    """The item with everything emptied that was named as lost, and its place in the file."""
    fields = {loss.field for loss in losses}
    item = replace(item, line=0, part="", title="")
    empty: dict[str, object] = {
        **{"id": "", "topic": "", "revision": 1, "level": None, "unit": "", "source": ""},
        **{"basis": (), "tags": (), "part_marks": None},
    }
    for name, value in empty.items():
        if name in fields:
            item = replace(item, **{name: value})  # type: ignore[arg-type]
    if "stem" in fields:
        item = replace(item, stem=" ".join(item.stem.split()))
    if "why" in fields:
        item = replace(item, options=tuple(replace(o, why="") for o in item.options))
    if "general" in fields:
        item = replace(item, general="", accept_why="")
    if "dates" in fields:
        item = replace(item, valid_from=None, valid_to=None, reviewed=None, next_review=None)
    if "kind" in fields:
        item = replace(item, kind=Kind.SINGLE)
    return item


def held(item: ImportedItem) -> ImportedItem:
    """What a format that has no trouble with an item makes of it."""
    if item.kind is Kind.MULTIPLE or item.part_marks is None:
        return item
    return replace(item, part_marks=None)


def assert_comes_back(given: Sequence[ImportedItem], write: Write, name: str) -> Imported:
    """Write and read, then compare all that was not named as lost."""
    written = write(given)
    losses: dict[str, list[Loss]] = {item.id: [] for item in given}
    for loss in written.losses:
        losses[loss.item].append(loss)
    kept = [item for item in given if all(loss.field != "item" for loss in losses[item.id])]
    found = read_data(written.data, name)
    assert found.skipped == 0, found.problems
    assert len(found.items) == len(kept)
    for before, after in zip(kept, found.items, strict=True):
        assert without(after, losses[before.id]) == without(held(before), losses[before.id])
    return found


@quick
@given(items)
@pytest.mark.parametrize(("write", "name"), TEXT_WRITERS, ids=[name for _, name in TEXT_WRITERS])
def test_what_a_text_format_can_hold_comes_back(
    write: Write, name: str, items: list[ImportedItem]
) -> None:
    assert_comes_back(items, write, name)


@settings(quick, max_examples=8)
@given(items)
def test_a_spreadsheet_brings_back_every_field(items: list[ImportedItem]) -> None:
    assert_comes_back(items, write_table, "de.xlsx")


@pytest.mark.parametrize(("write", "name"), WRITERS, ids=[name for _, name in WRITERS])
def test_the_shipped_bank_comes_back_without_a_problem(bank: Bank, write: Write, name: str) -> None:
    assert assert_comes_back([from_item(item) for item in bank.items], write, name).clean


def test_the_shipped_bank_written_as_native_files_is_the_same_bank(
    bank: Bank, tmp_path: Path
) -> None:
    for name, written in write_native_files(
        [from_item(item) for item in bank.items], bank.titles
    ).items():
        (tmp_path / name).write_bytes(written.data)
    again = load_bank(tmp_path)
    assert (again.items, again.topics) == (bank.items, bank.topics)


@quick
@given(items)
def test_writing_the_same_items_twice_gives_the_same_bytes(items: list[ImportedItem]) -> None:
    for write in (write_gift, write_aiken, write_moodle, write_qti):
        assert write(items).data == write(items).data

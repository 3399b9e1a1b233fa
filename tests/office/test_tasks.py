"""Every task of the program, proved over many variants."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date, timedelta

import pytest

from mock_office.actions import KINDS
from mock_office.marks import Family
from mock_office.signing.ways import NAMES
from mock_office.tasks import builtin, library, workdays
from mock_office.tasks.definition import define
from mock_office.tasks.lint import lint
from mock_office.tasks.rehearsal import RuleHand
from mock_office.tasks.rehearsed import WAYS
from mock_office.tasks.source import parse

from .conftest import TODAY, variant

DAYS = (
    TODAY,
    date(2026, 11, 28),  # a Saturday
    date(2026, 12, 31),  # the year ends
    date(2027, 2, 3),  # before Tết
    date(2026, 9, 1),  # a holiday
)


@pytest.mark.parametrize("name", library.names())
def test_every_task_keeps_its_word_over_many_variants(name: str) -> None:
    assert lint(library.load(name), DAYS, 8, lambda task: RuleHand()) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 50, 10))
@pytest.mark.parametrize("name", library.names())
def test_every_task_keeps_its_word_over_fifty_variants_with_real_signatures(
    name: str, first: int
) -> None:
    """In tens, so that the workers of a test run share them evenly."""
    assert lint(library.load(name), DAYS, 10, first=first) == []


def test_there_are_tasks_of_every_family_with_the_points_of_the_exam() -> None:
    worth = {Family.MAIL: 12, Family.ROUTING: 18, Family.SIGNING: 15, Family.ISSUING: 10}
    for family, names in library.families().items():
        assert names
        assert {library.load(name).points for name in names} == {worth[family]}


def test_two_agencies_of_the_two_tiers_have_tasks_and_none_is_older_than_the_tiers() -> None:
    laid_in: dict[str, int] = {}
    for task in library.all_tasks():
        laid_in[task.agency.agency.id] = laid_in.get(task.agency.agency.id, 0) + 1
        assert task.valid_from is not None
        assert task.valid_from >= date(2025, 7, 1)
    assert laid_in["so_khcn"] >= 8
    assert laid_in["phuong_huong_tram"] >= 8


@pytest.mark.parametrize("key", ["phuong_huong_tram", "so_khcn"])
def test_no_agency_mentions_what_the_reform_abolished(key: str) -> None:
    text = builtin.agency(key).source.text.decode().casefold()
    told = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for gone in ("huyện", "quận", "thị xã", "thông tin và truyền thông thành phố"):
        assert gone not in told


def test_a_name_is_the_id_of_its_task_and_unknown_names_are_refused() -> None:
    assert [task.id for task in library.all_tasks()] == list(library.names())
    for name in ("khong_co", "../agencies/phuong_huong_tram", ""):
        with pytest.raises(KeyError):
            library.load(name)


@pytest.mark.parametrize("name", library.names())
def test_a_variant_follows_from_seed_and_day_alone(name: str) -> None:
    assert variant(name, b"a") == variant(name, b"a")
    others = {repr(variant(name, str(n).encode()).sheet) for n in range(12)}
    desks = {repr(variant(name, str(n).encode()).desk) for n in range(12)}
    assert len(others | desks) > 8


@pytest.mark.parametrize("name", library.names())
def test_the_day_of_a_task_is_a_working_day(name: str) -> None:
    for offset in range(0, 40, 9):
        task = variant(name, day=date(2026, 12, 26) + timedelta(days=offset))
        assert workdays.is_workday(task.day)
        assert task.desk.opened_at.date() == task.day
        assert task.desk.opened_at.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize("name", library.names())
def test_solutions_are_plain_actions_a_log_can_hold(name: str) -> None:
    task = variant(name)
    for steps in (task.solution, *(mistake.steps for mistake in task.mistakes)):
        for step in steps:
            ways = set(NAMES) if step.kind in WAYS else set()
            assert set(KINDS[step.kind]) <= set(step.data) <= set(KINDS[step.kind]) | ways
            json.dumps(dict(step.data))


@pytest.mark.parametrize("name", library.names())
def test_no_address_of_a_task_belongs_to_anybody(name: str) -> None:
    text = builtin.scenarios().joinpath("tasks", f"{name}.yaml").read_bytes().decode()
    text += library.load(name).agency.source.text.decode()
    for domain in re.findall(r"@([\w.-]+\w)|https?://([\w.-]+\w)", text):
        assert "".join(domain).endswith((".example", ".test"))


SPOILED = [
    ("loses: {A6: 2}", "loses: {A6: 1}", "mistake ban_nhap"),
    ("loses: {A6: 2}", "loses: {A6: 2, A2: 1}", "mistake ban_nhap"),
    ("attachments: [bc_da_ky]\n    body", "attachments: [bc_nhap]\n    body", "solution"),
    ("voids: true", "loses: {A2: 2}", "mistake gui_pin"),
]


@pytest.mark.parametrize(("old", "new", "what"), SPOILED)
def test_lint_sees_a_task_that_does_not_keep_its_word(old: str, new: str, what: str) -> None:
    path = builtin.scenarios().joinpath("tasks", "mail_report.yaml")
    text = path.read_bytes().decode()
    assert old in text
    spoiled = define(
        parse(text.replace(old, new, 1).encode(), "x"), builtin.agency, builtin.rubric()
    )
    faults = lint(spoiled, [TODAY], 1)
    assert what in {fault.what for fault in faults}


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, mock_office.desk, mock_office.tasks.library, mock_office.tasks.marking;"
        "print([m for m in ('holidays','pyhanko','typst','textual','email.message')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 25)),  # over the Vietnam Culture Day
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # over a weekend
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # over the New Year
        (date(2026, 11, 30), -1, date(2026, 11, 27)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
    ],
)
def test_deadlines_are_counted_in_working_days(start: date, days: int, end: date) -> None:
    assert workdays.shift(start, days) == end

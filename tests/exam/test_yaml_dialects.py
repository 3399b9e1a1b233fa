"""One reader for banks and tasks: what looks like a number differs, nothing else does."""

from __future__ import annotations

from datetime import date

import pytest

from tui_exam.yaml_lines import BANKS, Dialect, FileFaults, parse_yaml

TASKS = Dialect(core=True, largest=2_000, deepest=3)
TEXT = b"""opens: 10:45
day: 2026-11-23
flag: no
list:
  - name: 12
    half: 1.5
"""


def test_a_time_a_day_and_a_no_stay_text_in_tasks_and_are_values_in_banks() -> None:
    task, bank = parse_yaml(TEXT, "a", TASKS).value, parse_yaml(TEXT, "a", BANKS).value
    assert (task["opens"], task["day"], task["flag"]) == ("10:45", "2026-11-23", "no")
    assert (bank["opens"], bank["day"], bank["flag"]) == (10 * 60 + 45, date(2026, 11, 23), False)
    assert task["list"] == bank["list"] == [{"name": 12, "half": 1.5}]


@pytest.mark.parametrize("dialect", [TASKS, BANKS])
def test_a_field_is_found_by_its_key_and_by_its_value(dialect: Dialect) -> None:
    located = parse_yaml(TEXT, "a", dialect)
    assert (located.keys["list",], located.places["list",]) == ((4, 1), (5, 3))
    assert located.keys["list", 0, "half"] == (6, 5)
    assert located.places["list", 0, "half"] == (6, 11)
    assert ("list", 0) not in located.keys


@pytest.mark.parametrize(
    "raw",
    [
        b"a: &x [1]\nb: *x\n",
        b"a: 1\na: 2\n",
        b"a: !!python/object:os.system x\n",
        b"a: !eigen [1]\n",
        b"a: [[[[1]]]]\n",
        b"a: " + b"x" * 2_000,
        b"a: [1\n",
        b"\xff\xfea\x00",
        b"a: \x1b[31m\n",
        b"a: 1\n---\nb: 2\n",
        b"[" * 100_000,
    ],
)
def test_what_acts_repeats_or_never_ends_is_refused_with_its_line(raw: bytes) -> None:
    with pytest.raises(FileFaults) as caught:
        parse_yaml(raw, "a", TASKS)
    assert caught.value.faults[0].line >= 1
    assert caught.value.faults[0].reason

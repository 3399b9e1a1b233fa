"""YAML from strangers: nothing in it acts, and every refusal names its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_exam.yaml_lines import (
    MAX_BYTES,
    MAX_DEPTH,
    Fault,
    FileFaults,
    parse_yaml,
    read_yaml,
    spell,
)

LAW = settings(deadline=None)  # the first example also imports what it needs


def refused(raw: bytes) -> Fault:
    """The one fault that this file is refused with."""
    with pytest.raises(FileFaults) as caught:
        parse_yaml(raw, "x.yaml")
    (fault,) = caught.value.faults
    return fault


def test_every_value_knows_its_line_and_column() -> None:
    located = parse_yaml("a: 1\nb:\n  - x: ơ\n    y: [2, 3]\n".encode(), "x.yaml")
    assert located.value == {"a": 1, "b": [{"x": "ơ", "y": [2, 3]}]}
    assert located.places == {
        (): (1, 1),
        ("a",): (1, 4),
        ("b",): (3, 3),
        ("b", 0): (3, 5),
        ("b", 0, "x"): (3, 8),
        ("b", 0, "y"): (4, 8),
        ("b", 0, "y", 0): (4, 9),
        ("b", 0, "y", 1): (4, 12),
    }


@pytest.mark.parametrize(
    ("raw", "line", "column", "reason"),
    [
        (b"a: &x [1]\nb: *x\n", 2, 4, "& và *"),
        (b"a: &x 1\nb: *x\n", 2, 4, "& và *"),
        (b"a: &x [*x]\n", 1, 8, "& và *"),
        (b"ok: 1\n? [a, b]\n: 1\n", 2, 3, "tên mục"),
        (b"a: 1\nb: 2\na: 3\n", 3, 1, "hai lần"),
        (b"a: 1\n---\nb: 2\n", 2, 1, "tài liệu YAML thứ hai"),
        (b"a:\n  - {b: 1, c\n", 3, 1, "cú pháp"),
        (b"a:\n\tb: 1\n", 2, 1, "cú pháp"),
        (b'a: "no end\n', 2, 1, "cú pháp"),
        (b"a: b: c\n", 1, 5, "cú pháp"),
        (b"a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, 4, "thẻ"),
        (b"a: !!set {x, y}\n", 1, 4, "thẻ"),
        (b"a: !!binary aGk=\n", 1, 4, "không hiểu"),
        (b"a: =\n", 1, 4, "không hiểu"),
        (b"a: !!int abc\n", 1, 4, "không phải int"),
        (b"a: !!bool 2\n", 1, 4, "không phải bool"),
        (b"a: 2026-02-30\n", 1, 4, "không phải timestamp"),
        (b"a: " + b"9" * 5_000 + b"\n", 1, 4, "không phải int"),
        (b"a: x\nb: y\x1b[31mz\n", 2, 5, "U+001B"),
        (b"a: \x00\n", 1, 4, "U+0000"),
        ("a: x\ufffe\n".encode(), 1, 5, "U+FFFE"),
        (b"b: 1\na: Vi\xeat\n", 2, 6, "UTF-8"),
        ("a: xin".encode("utf-16"), 1, 1, "UTF-16"),
        (b'a: "\\ud800"\n', 1, 7, "cú pháp"),
    ],
)
def test_a_file_that_is_not_plain_data_is_refused_at_its_place(
    raw: bytes, line: int, column: int, reason: str
) -> None:
    fault = refused(raw)
    assert (fault.file, fault.line, fault.column) == ("x.yaml", line, column)
    assert reason in fault.reason


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 100_000,
        b"{a: " * 100_000,
        b"- " * 100_000,
        b"\n".join(b" " * depth + b"a:" for depth in range(2_000)),
    ],
    ids=["brackets", "braces", "dashes", "indents"],
)
def test_nesting_ends_in_a_fault_and_not_in_the_end_of_the_process(raw: bytes) -> None:
    assert f"lồng quá {MAX_DEPTH} cấp" in refused(raw).reason


def test_lists_within_the_limit_are_read() -> None:
    deep = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert parse_yaml(deep, "x").value == eval(deep)
    assert "lồng quá" in refused(b"[" + deep + b"]").reason


def test_a_file_over_the_size_limit_is_not_parsed_at_all() -> None:
    assert "quá lớn" in refused(b"#" * (MAX_BYTES + 1)).reason


def test_a_thousand_laughs_cost_nothing() -> None:
    rows = ["a0: &a0 [lol, lol]"] + [
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 40)
    ]
    assert refused("\n".join(rows).encode()).line == 2


def test_escape_sequences_never_reach_a_message() -> None:
    fault = refused(b'a: !!int "\\e]0;title\\a1"\n')
    assert "\x1b" not in str(fault)
    located = parse_yaml(b'"\\e[31mkey": 1\n', "x")
    assert "\x1b" not in str(located.fault(("\x1b[31mkey",), "lạ \x1b]0;t\x07."))


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    assert parse_yaml(b"\xef\xbb\xbfa: 1\r\nb: x\r\n", "x").value == {"a": 1, "b": "x"}


def test_an_empty_file_is_no_value() -> None:
    assert parse_yaml(b"", "x").value is None
    assert parse_yaml(b"# only a remark\n", "x").value is None


def test_a_missing_file_is_a_fault_with_the_name_it_was_given(tmp_path: Path) -> None:
    with pytest.raises(FileFaults, match=r"de\.yaml, dòng 1, cột 1: Không đọc được tệp"):
        read_yaml(tmp_path / "không có", name="de.yaml")


def test_a_fault_without_a_place_of_its_own_stands_at_the_nearest_one() -> None:
    located = parse_yaml(b"items:\n  - id: a\n", "x")
    fault = located.fault(("items", 0, "stem"), "thiếu.")
    assert (fault.line, fault.column, fault.where) == (2, 5, "items[0].stem")
    assert spell(()) == ""


def faults(raw: bytes) -> tuple[Fault, ...]:
    """The faults of a file, none when it is read."""
    try:
        parse_yaml(raw, "x")
    except FileFaults as error:
        return error.faults
    return ()


@LAW
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_place(raw: bytes) -> None:
    assert all(fault.line >= 1 and fault.column >= 1 for fault in faults(raw))


@LAW
@given(st.text(st.sampled_from("a:-[]{}&*!|>'\"#%@`,? \n\t0~<"), max_size=60))
def test_any_punctuation_is_read_or_refused_with_a_place(text: str) -> None:
    assert all(fault.line >= 1 and fault.column >= 1 for fault in faults(text.encode()))


PLAIN = st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"))
ROWS = st.lists(st.dictionaries(st.from_regex("[a-z]{1,5}", fullmatch=True), PLAIN, max_size=3))


@LAW
@given(st.dictionaries(st.from_regex("[a-z]{1,5}", fullmatch=True), PLAIN | ROWS, max_size=3))
def test_what_is_written_as_yaml_is_read_back(value: object) -> None:
    assert parse_yaml(yaml.safe_dump(value).encode(), "x").value == value

"""Task files: what authors write wrong is told with file, line, field and remedy."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_office.tasks import builtin, library
from mock_office.tasks.definition import define, load_task
from mock_office.tasks.scope import Scope, UnknownName
from mock_office.tasks.source import LARGEST, TaskFileError, parse

from .conftest import TODAY

GOOD = builtin.scenarios().joinpath("tasks", "mail_report.yaml").read_bytes().decode()


def broken(old: str, new: str) -> TaskFileError:
    """The error of the good file with one thing in it changed."""
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    with pytest.raises(TaskFileError) as caught:
        define(parse(text.encode(), "de.yaml"), builtin.agency, builtin.rubric()).variant(
            b"s", TODAY
        )
    return caught.value


def line_of(words: str) -> int:
    return GOOD[: GOOD.index(words)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ("points: 12", "points: 13", "points", "Tổng điểm"),
        ("family: mail", "family: thu", "family", "Chọn"),
        ("level: 1", "level: 9", "level", "Mức độ"),
        ("agency: phuong_huong_tram", "agency: phuong_la", "agency", "Không có cơ quan"),
        ("agency: phuong_huong_tram", "agency: ../../x", "agency", "Không có cơ quan"),
        ("me: chu_tich", "me: ai_do", "me", "Không có"),
        ("role: leader", "role: vua", "role", "Chọn"),
        ("title: Gửi báo cáo", "tilte: Gửi báo cáo", "tilte", "Có phải “title”?"),
        ("{workday: 2, from", "{workdays: 2, from", "workdays", "Có phải “workday”?"),
        ("{between: [110, 380]}", "{between: [380, 110]}", "between", "nhỏ trước"),
        ("{choice: [-1, -2]}", "{choice: []}", "choice", "ít nhất một"),
        ("code: A4", "code: Z4", "checks[3]", "Thiếu trường “check”"),
        ("- {do: mail_opened, letter: yeu_cau}", "- {do: mail_eaten}", "do", "Không có thao tác"),
        ("change: {send: {attachments", "change: {gui: {attachments", "change", "không có bước"),
        ("time: \"07:35\"", "time: \"25:99\"", "time", "giờ"),
        ("{quarter.year}\"\n      time", "{quater.year}\"\n      time", "", "quater"),
        ("{deadline:any}", "{deadline:xyz}", "", "deadline:xyz"),
        ("given: [{action: mail_sent}]", "given: []", "", "given"),
        ("{extract: thu_dien_tu}", "{extract: khong_co}", "extract", "trích đoạn"),
        ("reviewed: \"2026-11-23\"", "reviewed: hôm qua", "reviewed", "Phải là ngày"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_place_and_a_remedy(
    old: str, new: str, where: str, words: str
) -> None:
    error = broken(old, new)
    assert error.file == "de.yaml"
    assert where in error.where
    assert words in f"{error.reason} {error.remedy}"
    assert error.line > 0


def test_the_line_of_a_slip_is_the_one_it_stands_on() -> None:
    assert broken("level: 1", "level: 9").line == line_of("level: 1")
    assert broken("cc: [vp, kt]", "ccc: [vp, kt]").line == line_of("cc: [vp, kt]")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"- a\n- b",
        b"a: [",
        b"\xff\xfe",
        b"a: 1\na: 2",
        b"a: !!python/object/apply:os.system [ls]",
        b"a: &x [1]\nb: *x",
        b"[" * 100_000,
        b"- " * 100_000,
        b"a: \x00",
        b"? [1, 2]\n: 3",
        b"x" * (LARGEST + 1),
    ],
)
def test_hostile_files_are_refused_at_once(raw: bytes) -> None:
    with pytest.raises(TaskFileError) as caught:
        parse(raw, "la.yaml")
    assert str(caught.value).startswith("la.yaml")


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail_otherwise(raw: bytes) -> None:
    with contextlib.suppress(TaskFileError):
        assert isinstance(parse(raw, "la.yaml").data, dict)


def test_times_dates_and_words_stay_what_they_look_like() -> None:
    data = parse(b"a: 07:45\nb: no\nc: 2026-11-23\nd: 007\ne: 12\nf: 1.5\ng: true\nh:", "x").data
    assert data == {
        "a": "07:45", "b": "no", "c": "2026-11-23", "d": "007", "e": 12, "f": 1.5, "g": True,
        "h": None,
    }  # fmt: skip


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TaskFileError, match="Không đọc được"):
        load_task(tmp_path / "khong_co.yaml")


def test_a_task_of_ones_own_can_be_loaded_from_any_folder(tmp_path: Path) -> None:
    path = tmp_path / "cua_toi.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert load_task(path).id == "mail_report"


def test_a_field_that_is_one_name_takes_the_value_itself() -> None:
    scope = Scope({"codes": ["T1", "T2"], "day": date(2026, 1, 5), "n": 7})
    assert scope.fill("{codes}") == ["T1", "T2"]
    assert scope.fill("Hạn {day:long}, số {n:two}") == "Hạn ngày 05 tháng 01 năm 2026, số 07"
    assert scope.fill("Ngày {day}") == "Ngày 05/01/2026"
    assert "5/1" in scope.fill("{day:any}").split("|")
    with pytest.raises(UnknownName):
        scope.fill("{day.__class__}")
    with pytest.raises(UnknownName):
        scope.fill("{nobody}")


def test_the_digest_changes_with_the_text() -> None:
    one = library.load("mail_report")
    other = define(parse((GOOD + "\n# ghi chú\n").encode(), "x"), builtin.agency, builtin.rubric())
    assert one.digest != other.digest
    assert len(one.digest) == 64

"""Blueprints: what is read, what is refused, and cells that no bank can fill."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.bank_tools.samples import bank_text, item_text
from tui_exam.exam.bank import Bank, bank_of
from tui_exam.exam.blueprint import Blueprint, blueprint_of, impossible_cells, load_blueprint
from tui_exam.exam.items import Kind, Level
from tui_exam.exam.paper import draw_paper
from tui_exam.yaml_lines import FileFaults, parse_yaml

DAY = date(2026, 11, 23)
TEXT = """id: thu
version: 2
title: "Đề thử"
minutes: 60
theory:
  points: 45
  questions: 3
  kinds: [single]
  cells:
    - {topic: van_thu, nhan_biet: 2, van_dung: 1}
practice:
  tasks:
    - {family: mail, points: 30.5, pool: [a, b]}
    - {family: signing, points: 24.5, pool: [c]}
bands:
  - {least: 50, name: "Đạt", passed: true}
  - {least: 0, name: "Chưa đạt", passed: false}
"""


def blueprint(text: str = TEXT) -> Blueprint:
    """The blueprint of a text."""
    return blueprint_of(parse_yaml(text.encode(), "thu.yaml"))


def bank(*levels: str) -> Bank:
    """A bank with one item of each of those levels."""
    items = [item_text(f"cau-{at}", level=level) for at, level in enumerate(levels)]
    return bank_of({"a.yaml": bank_text(*items).encode()}, name="bank")


def test_a_blueprint_is_read_with_its_cells_and_points() -> None:
    plan = blueprint()
    assert (plan.id, plan.version, plan.minutes, plan.theory_points) == ("thu", 2, 60, 45)
    assert [(cell.level, cell.count) for cell in plan.cells] == [
        (Level.RECALL, 2),
        (Level.APPLY, 1),
    ]
    assert (plan.questions, plan.practice_points, plan.kinds) == (3, 55, (Kind.SINGLE,))


def test_a_band_holds_from_its_first_point_on() -> None:
    plan = blueprint()
    assert [plan.band(points).name for points in (0, 49.99, 50, 100)] == [
        "Chưa đạt",
        "Chưa đạt",
        "Đạt",
        "Đạt",
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("questions: 3", "questions: 4", 7, "ghi 4 câu nhưng các ô cộng lại là 3"),
        ("nhan_biet: 2", "nhan_biet: -2", 10, "nhỏ hơn mức cho phép"),
        ("nhan_biet: 2", "nhan_biet: .inf", 10, "số hữu hạn"),
        ("nhan_biet: 2", "de: 2", 10, "mục lạ"),
        ("points: 45", "points: .inf", 6, "số hữu hạn"),
        ("points: 45", "points: .nan", 6, "phải là số"),
        ("points: 45", "points: 0", 6, "nhỏ hơn mức"),
        ("minutes: 60", "minutes: 601", 4, "lớn hơn mức cho phép"),
        ("kinds: [single]", "kinds: []", 8, "quá ít phần tử"),
        ("kinds: [single]", "kinds: [essay]", 8, "giá trị cho phép"),
        ("pool: [c]", "pool: []", 14, "quá ít phần tử"),
        ("least: 0,", "least: 10,", 16, "chưa có mức nào bắt đầu từ 0"),
        ("least: 50,", "least: 0,", 16, "hai mức bắt đầu từ cùng một điểm"),
        ("id: thu", "id: Thử", 1, "ký tự không được dùng"),
        (
            "van_dung: 1}\n",
            "van_dung: 1}\n    - {topic: van_thu}\n",
            11,
            "chủ đề «van_thu» viết hai lần",
        ),
    ],
)
def test_a_faulty_blueprint_is_refused_at_its_line(
    old: str, new: str, line: int, reason: str
) -> None:
    assert old in TEXT
    with pytest.raises(FileFaults) as caught:
        blueprint(TEXT.replace(old, new, 1))
    assert any(f.line == line and reason in f.reason for f in caught.value.faults), caught.value


def test_names_of_a_blueprint_are_cleaned() -> None:
    plan = blueprint(TEXT.replace('"Đạt"', '"\\e[31mĐạt"').replace("Đề thử", "\\e]0;x\\aĐề"))
    assert (plan.title, plan.band(99).name) == ("Đề", "Đạt")


def test_a_cell_that_cannot_be_filled_is_named_with_what_is_there() -> None:
    (fault,) = impossible_cells(blueprint(), bank("nhan_biet", "van_dung"), DAY)
    assert fault.where == "van_thu × nhan_biet"
    assert "«Văn thư» × «Nhận biết» cần 2 câu, ngân hàng có 1 câu" in fault.reason


def test_every_impossible_cell_is_told_at_once_and_no_paper_is_drawn() -> None:
    with pytest.raises(FileFaults) as caught:
        draw_paper(blueprint(), bank("thong_hieu"), seed="s", day=DAY)
    assert [f.where for f in caught.value.faults] == ["van_thu × nhan_biet", "van_thu × van_dung"]
    assert {f.file for f in caught.value.faults} == {"thu.yaml"}


def test_a_cell_of_an_unknown_topic_is_told() -> None:
    plan = blueprint(TEXT.replace("topic: van_thu", "topic: la"))
    assert "không có trong ngân hàng" in impossible_cells(plan, bank("nhan_biet"), DAY)[0].reason


def test_a_cell_can_become_impossible_when_the_law_changes() -> None:
    full = bank("nhan_biet", "nhan_biet", "van_dung")
    assert impossible_cells(blueprint(), full, DAY) == ()
    assert len(impossible_cells(blueprint(), full, date(2019, 1, 1))) == 2


def test_a_blueprint_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "thu.yaml"
    path.write_text(TEXT, encoding="utf-8")
    assert load_blueprint(path) == blueprint()
    with pytest.raises(FileFaults, match="Không đọc được tệp"):
        load_blueprint(tmp_path / "khac.yaml")


@pytest.mark.parametrize("raw", ["", "[]", "7", "id: 7", "theory: []", "cells"])
def test_anything_else_is_refused(raw: str) -> None:
    with pytest.raises(FileFaults):
        blueprint(raw)

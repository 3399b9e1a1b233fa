"""What people write is read fairly: every text check of every task, in every manner of writing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mock_office.marks import TaskMark
from mock_office.tasks import library
from mock_office.tasks.matching import Group, holds, unmarked
from mock_office.tasks.rehearsal import RuleHand, points
from mock_office.tasks.rehearsed import Step
from mock_office.tasks.task import Task
from tui_exam.vietnamese import fold

from .conftest import variant

_TEXTS = ("subject", "body", "note", "reason", "remarks", "text")
NAMES = library.names()


def rewritten(task: Task, manner: object) -> TaskMark:
    """The marks of the solution with all that was written put in another manner."""
    steps = []
    for step in task.solution:
        data = {
            key: manner(value) if key in _TEXTS and value else value  # type: ignore[operator]
            for key, value in step.data.items()
        }
        steps.append(replace(step, data=data))
    return points(task, tuple(steps), RuleHand())


def old_tones(text: str) -> str:
    """Hòa as hoà, thủy as thuỷ: the tone on the other vowel, as the old manner has it."""
    for new, old in (("òa", "oà"), ("óa", "oá"), ("ủy", "uỷ"), ("úy", "uý"), ("ùy", "uỳ")):
        text = text.replace(new, old)
    return text


def without_stops(text: str) -> str:
    return "\n".join(line.rstrip(".;") for line in text.splitlines())


def with_stops(text: str) -> str:
    head, dash, signature = text.partition("\n--")
    return "\n".join(f"{x}." if x and x[-1].isalpha() else x for x in head.splitlines()) + (
        dash + signature
    )


def polite(text: str) -> str:
    return f"Kính thưa đồng chí, tôi xin phép được trân trọng viết như sau.\n{text}"


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def spread(text: str) -> str:
    return text.replace(" ", "  ")


MANNERS = (old_tones, without_stops, with_stops, polite, decomposed, spread, str.upper)


@pytest.mark.parametrize("manner", MANNERS, ids=lambda manner: manner.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_the_manner_of_writing_costs_nothing(name: str, manner: object) -> None:
    task = variant(name)
    marks = rewritten(task, manner)
    lost = {row.code: row.why for row in marks.checks if row.points < row.max}
    if manner is str.upper:  # capitals all through carry no prose to judge the marks by
        lost = {code: why for code, why in lost.items() if "có dấu" not in why}
    assert lost == {}
    assert not marks.voided


@pytest.mark.parametrize("name", NAMES)
def test_missing_marks_lose_only_the_point_that_says_so(name: str) -> None:
    task = variant(name)
    marks = rewritten(task, bare)
    asked = {c.code for c in task.checks if c.check == "text" and c.arguments["marks"]}
    lost = {row.code for row in marks.checks if row.points < row.max}
    assert lost == asked
    assert all("có dấu" in row.why for row in marks.checks if row.code in lost)


def bare(text: str) -> str:
    """The text without any mark, its capitals kept: only the head, the signature is the form's."""
    head, dash, signature = text.partition("\n--")
    return _unmarked(head) + dash + signature


def _unmarked(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in parts if unicodedata.category(char) != "Mn")


def text_checks() -> Iterator[tuple[str, str]]:
    for name in NAMES:
        for criterion in variant(name).checks:
            if criterion.check == "text" and criterion.arguments["needs"]:
                yield name, criterion.code


@pytest.mark.parametrize(("name", "code"), list(text_checks()))
def test_each_text_check_says_which_words_it_found_and_which_it_missed(
    name: str, code: str
) -> None:
    task = variant(name)
    (criterion,) = [c for c in task.checks if c.code == code]
    groups = [Group.of(item) for item in criterion.arguments["needs"]]
    (good,) = [row for row in points(task, task.solution, RuleHand()).checks if row.code == code]
    assert len(good.found) == len(groups)
    assert all(group.name in good.why for group in groups)
    (empty,) = [row for row in rewritten(task, meaningless).checks if row.code == code]
    if not empty.found:
        assert empty.points == 0
    assert "Còn thiếu" in empty.why or "chưa" in empty.why.lower() or empty.points == empty.max


def meaningless(text: str) -> str:
    return "Xin chào các đồng chí, chúc mọi người một ngày vui vẻ và nhiều sức khỏe nhé"


@pytest.mark.parametrize(
    ("text", "word", "held"),
    [
        ("KT CHỦ TỊCH", "KT. CHỦ TỊCH", True),
        ("KT.CHỦ TỊCH", "KT. CHỦ TỊCH", True),
        ("ngày 26.11 nhé", "26.11", True),
        ("ngày 26.11.2026", "26.11", True),
        ("số 12.345", "12", False),
        ("số 12.345", "345", False),
        ("số 12.345.", "12.345", True),
        ("Phòng Văn hóa-Xã hội", "Văn hóa - Xã hội", True),
        ("Phong Van hoa - Xa hoi", "Văn hóa - Xã hội", True),
        ("bao cao quy II", "báo cáo quý II", True),
        ("báo cao", "báo cáo", False),
        ("baocao", "báo cáo", False),
        ("bảo cảo", "báo cáo", False),
    ],
)
def test_full_stops_dashes_and_bare_words_are_read_fairly(text: str, word: str, held: bool) -> None:
    assert holds(text, word) is held


def test_the_signature_of_a_mail_does_not_make_it_marked() -> None:
    signature = "\n--\nNguyễn Thị Minh Hoa\nChủ tịch\nỦy ban nhân dân phường Hương Tràm"
    assert unmarked("kinh gui ban to chuc, toi gui bao cao kem theo thu nay" + signature)
    assert not unmarked("Kính gửi Ban tổ chức, tôi gửi báo cáo kèm theo thư này" + signature)
    assert fold("Đường") == "duong"


def test_words_are_not_read_into_a_text_that_says_something_else() -> None:
    task = variant("routing_finance")
    steps: list[Step] = [
        replace(s, data={**s.data, "note": "Đọc cho vui rồi để đó nhé các bạn ơi"})
        if s.name == "urgent"
        else s
        for s in task.solution
    ]
    (row,) = [r for r in points(task, steps, RuleHand()).checks if r.code == "B6.tai_chinh"]
    assert (row.points, row.found) == (0, ())

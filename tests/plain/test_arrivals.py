"""What comes in while the exam runs is said once, in one line, with the part it lies at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rooms import content
from tui_exam.exam.bank import Bank
from tui_exam.exam.blueprint import Blueprint
from tui_exam.sitting.clock import ManualClock

from .conftest import Start


def with_mail_on_its_way() -> tuple[Bank, Blueprint]:
    """The content of the tests, with a mail task to which two letters come in."""
    bank, plan = content()
    practice = tuple(
        replace(part, pool=("mail_dept_survey",)) if part.family == "mail" else part
        for part in plan.practice
    )
    return bank, replace(plan, practice=practice)


async def test_new_mail_is_said_once_wherever_one_is(
    start: Start, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.plain.conftest.content", with_mail_on_its_way)
    talk = await start()
    await talk.begin()
    assert "Thư mới" not in talk.ear.all
    clock.advance(125)
    await talk.ear.until("Thư mới (1): Gửi thư điện tử.")
    clock.advance(60)
    await talk.ear.until("Thư mới (2): Gửi thư điện tử.")
    clock.advance(60)
    await talk.ear.answer("giờ")
    assert talk.ear.all.count("Thư mới") == 2

"""Papers come in by the clock of the task, never before, and stay once they are there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_office.actions import Action
from mock_office.desk import Arrival, Desk, UnknownTarget, apply, fold
from mock_office.mail.letters import Folder

from .conftest import variant

_BASE = variant("mail_report").desk
_FIRST, *_OTHERS = _BASE.letters


def expecting(minutes: int) -> Desk:
    """The desk with its first letter still on the way."""
    later = (Arrival(_BASE.opened_at + timedelta(minutes=minutes), _FIRST),)
    return replace(_BASE, letters=tuple(_OTHERS), later=later)


def at(minutes: float) -> datetime:
    return _BASE.opened_at + timedelta(minutes=minutes)


def act_at(minutes: float, kind: str, **data: object) -> Action:
    return Action(kind, _BASE.task, at(minutes), data)


@given(due=st.integers(1, 30), now=st.integers(0, 60))
def test_a_letter_is_there_from_its_minute_on_and_not_before(due: int, now: int) -> None:
    desk = expecting(due).at(at(now))
    assert (_FIRST in desk.letters) is (now >= due)
    assert bool(desk.later) is (now < due)
    assert desk.at(at(now)) is desk


def test_what_has_not_come_in_can_not_be_opened() -> None:
    with pytest.raises(UnknownTarget):
        apply(expecting(5), act_at(4.9, "mail_opened", letter=_FIRST.id))
    opened = apply(expecting(5), act_at(5.1, "mail_opened", letter=_FIRST.id))
    assert opened.letter(_FIRST.id).read


def test_any_deed_brings_in_what_is_due_and_the_fold_is_the_same_again() -> None:
    log = [
        act_at(1, "mail_opened", letter=_OTHERS[0].id),
        act_at(6, "mail_reported", letter=_OTHERS[0].id),
        act_at(7, "mail_deleted", letter=_FIRST.id),
    ]
    desk = fold(expecting(5), log)
    assert desk.letter(_FIRST.id).folder is Folder.TRASH
    assert desk == fold(expecting(5), log)
    assert desk.origin == expecting(5)


def test_a_reset_does_not_send_back_what_has_come_in() -> None:
    desk = fold(
        expecting(5),
        [act_at(6, "mail_deleted", letter=_FIRST.id), act_at(7, "task_reset")],
    )
    assert desk.letter(_FIRST.id).folder is _FIRST.folder
    assert not desk.later


def test_looking_at_a_desk_changes_nothing_of_it() -> None:
    desk = expecting(5)
    desk.at(at(9))
    assert desk == expecting(5)

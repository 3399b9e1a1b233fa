"""A password that was right is known again, and nothing else is."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tui_exam.host.door.recall import KEPT_FOR, MOST, Recall
from tui_exam.host.worker import _heard
from tui_exam.sitting.room import Room

from .live import PASSWORD, hosting

KEPT = "$argon2id$v=19$m=19456,t=2,p=1$abc$def"


def test_what_was_right_is_known_for_a_while_and_then_checked_again() -> None:
    recall = Recall()
    mark = recall.mark(KEPT, "abcd-efgh")
    assert not recall.knows(mark, 0.0)
    recall.note(mark, 0.0)
    assert recall.knows(mark, KEPT_FOR - 1)
    assert not recall.knows(mark, KEPT_FOR + 1)


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_two_passwords_or_two_hashes_never_share_a_mark(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    recall = Recall()
    assert (recall.mark(*one) == recall.mark(*other)) == (one == other)


def test_a_password_that_was_changed_is_not_known_any_more() -> None:
    recall = Recall()
    recall.note(recall.mark(KEPT, "cũ"), 0.0)
    assert not recall.knows(recall.mark(KEPT + "x", "cũ"), 1.0)
    assert not recall.knows(recall.mark(KEPT, "mới"), 1.0)


def test_notes_mean_nothing_without_the_key_they_were_made_under() -> None:
    assert Recall().mark(KEPT, "abc") != Recall().mark(KEPT, "abc")
    shared = b"k" * 32
    assert Recall(shared).mark(KEPT, "abc") == Recall(shared).mark(KEPT, "abc")


def test_only_so_many_are_kept_the_latest_of_them() -> None:
    recall = Recall()
    for number in range(MOST + 10):
        recall.note(str(number), 0.0)
    assert not recall.knows("9", 1.0)
    assert recall.knows(str(MOST + 9), 1.0)


async def test_a_sign_in_is_told_to_the_other_workers_who_then_know_the_password(
    tmp_path: Path, room: Room
) -> None:
    async with hosting(tmp_path, room) as host:
        told: list[str] = []
        host.hall.tell_right = told.append
        for _ in range(2):
            async with host.seat() as seat:
                await seat.see("Thoát")
        account = host.hall.accounts.known("CB001")
        assert account is not None
        assert told == [host.hall.recall.mark(account.password, PASSWORD)]
        host.hall.recall = Recall()  # as a worker that was not there
        _heard(host.hall, {"t": "right", "mark": told[0]})
        assert host.hall.recall.knows(told[0], 0.0)

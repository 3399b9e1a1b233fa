"""Guessing is slow; a room behind one address stays open."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui_exam.host.door.guard import ACCOUNT_TRIES, FREE_TRIES, LONGEST_WAIT, MOST_KEPT, Guard

ROOM = "10.0.0.1"


def guessed(guard: Guard, times: int, account: str = "CB001", address: str = ROOM) -> None:
    for _ in range(times):
        guard.failed(account, address, 0.0)


def test_a_few_slips_of_the_finger_cost_nothing() -> None:
    guard = Guard()
    guessed(guard, FREE_TRIES - 1)
    assert guard.locked("CB001", ROOM, 0.0) == 0.0


def test_guessing_at_one_account_makes_it_wait_longer_each_time_up_to_a_limit() -> None:
    guard, waits = Guard(), []
    for _ in range(20):
        guard.failed("CB001", ROOM, 0.0)
        waits.append(guard.locked("CB001", ROOM, 0.0))
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT
    assert guard.locked("CB001", ROOM, LONGEST_WAIT) == 0.0


@given(st.integers(0, 500))
def test_one_person_cannot_lock_out_the_others_behind_his_address(times: int) -> None:
    guard = Guard()
    guessed(guard, times)
    assert guard.locked("CB002", ROOM, 0.0) == 0.0
    assert guard.slowness(ROOM, 0.0) <= 3.0


def test_guesses_from_elsewhere_do_not_keep_out_who_was_here_before() -> None:
    guard = Guard()
    guard.came_in("CB001", ROOM, 0.0)
    for number in range(ACCOUNT_TRIES + 5):
        guard.failed("CB001", f"192.0.2.{number}", 1.0)
    assert guard.locked("CB001", ROOM, 2.0) == 0.0
    assert guard.locked("CB001", "198.51.100.9", 2.0) > 0.0


def test_coming_in_wipes_the_slate() -> None:
    guard = Guard()
    guessed(guard, FREE_TRIES - 1)
    guard.came_in("CB001", ROOM, 0.0)
    guessed(guard, FREE_TRIES - 1)
    assert guard.locked("CB001", ROOM, 0.0) == 0.0


def test_memory_is_bounded_however_many_names_are_tried() -> None:
    guard = Guard()
    for number in range(MOST_KEPT + 500):
        guard.failed(f"X{number}", f"a{number}", 0.0)
    assert len(guard._pairs) <= MOST_KEPT
    assert len(guard._accounts) <= MOST_KEPT
    assert len(guard._addresses) <= MOST_KEPT


def test_an_address_is_forgiven_with_time() -> None:
    guard = Guard()
    guessed(guard, 60)
    assert guard.slowness(ROOM, 0.0) > 0.0
    assert guard.slowness(ROOM, 200.0) == 0.0

"""A room that arrives at once comes in; a flood neither keeps it out nor overtakes it."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from tui_exam.host.door.waiting import SILENT_FOR, Strangers, Turnstile
from tui_exam.host.settings import Limits

ROOM, FLOOD = "10.0.0.1", "192.0.2.7"


@dataclass(eq=False)
class Guest:
    address: str = ROOM
    spoke: bool = True
    alive: bool = True
    begun: list[str] = field(default_factory=list)

    def begin(self) -> bool:
        if self.alive:
            self.begun.append(self.address)
        return self.alive


def test_a_room_of_250_may_stand_before_one_worker_behind_one_address() -> None:
    limits = Limits()
    crowd = Strangers(limits.unauthenticated, limits.unauthenticated_per_address)
    assert all(crowd.come(Guest(), 0.0) == (True, None) for _ in range(250))


def test_where_an_address_is_full_there_is_still_room_for_the_others() -> None:
    limits = Limits()
    crowd = Strangers(limits.unauthenticated, limits.unauthenticated_per_address)
    while crowd.come(Guest(FLOOD), 0.0)[0]:
        continue
    assert len(crowd) == limits.unauthenticated_per_address
    assert crowd.come(Guest(ROOM), 0.0) == (True, None)


def test_who_says_nothing_leaves_for_a_newcomer_and_who_has_spoken_does_not() -> None:
    crowd = Strangers(10, 3)
    silent, talking = Guest(spoke=False), Guest()
    for each in (talking, silent, Guest()):
        crowd.come(each, 0.0)
    assert crowd.come(Guest(), SILENT_FOR - 0.1) == (False, None)
    assert crowd.come(Guest(), SILENT_FOR) == (True, silent)
    assert crowd.come(Guest(), SILENT_FOR + 9) == (False, None)
    assert crowd.at(ROOM) == 3
    assert crowd.come(Guest("elsewhere"), SILENT_FOR) == (True, None)


def test_the_silent_of_other_addresses_leave_only_when_the_whole_place_is_full() -> None:
    crowd = Strangers(4, 3)
    for _ in range(3):
        crowd.come(Guest(FLOOD, spoke=False), 0.0)
    assert crowd.come(Guest(), 5.0) == (True, None)
    admitted, leaving = crowd.come(Guest(), 5.0)
    assert admitted
    assert leaving is not None
    assert leaving.address == FLOOD


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["a", "b", "c"]), st.booleans())))
def test_the_counts_are_right_and_the_limits_hold_whatever_happens(
    steps: list[tuple[int, str, bool]],
) -> None:
    crowd, here = Strangers(6, 4), dict[int, Guest]()
    for at, (number, address, spoke) in enumerate(steps):
        if number in here:
            crowd.leave(here[number])
            crowd.leave(here.pop(number))
            continue
        guest = Guest(address, spoke)
        admitted, leaving = crowd.come(guest, float(at))
        here = {k: v for k, v in here.items() if v is not leaving}
        if admitted:
            here[number] = guest
        assert len(crowd) == len(here) <= 6
        for name in "abc":
            assert crowd.at(name) == sum(v.address == name for v in here.values()) <= 4


def test_handshakes_begin_at_once_until_the_burst_is_spent_and_then_at_their_pace() -> None:
    stile = Turnstile(10.0, 5.0, 0.0)
    crowd = [Guest() for _ in range(25)]
    begun = sum(stile.come(each, 0.0) for each in crowd)
    assert begun == 5
    for tenth in range(1, 21):
        stile.let_on(tenth / 10 + 1e-6)
    assert sum(len(each.begun) for each in crowd) == 20
    assert stile.let_on(3.0) is None


def test_a_flood_from_one_address_does_not_stand_before_the_others() -> None:
    stile = Turnstile(10.0, 1.0, 0.0)
    flood = [Guest(FLOOD) for _ in range(300)]
    for each in flood:
        stile.come(each, 0.0)
    late = Guest(ROOM)
    assert not stile.come(late, 0.0)
    stile.let_on(0.1 + 1e-6)
    stile.let_on(0.2 + 2e-6)
    assert late.begun == [ROOM]
    assert sum(len(each.begun) for each in flood) == 1 + 0


def test_who_has_hung_up_in_the_queue_costs_no_turn() -> None:
    stile = Turnstile(10.0, 1.0, 0.0)
    stile.come(Guest(), 0.0)
    dead = [Guest(alive=False) for _ in range(50)]
    last = Guest()
    for each in (*dead, last):
        stile.come(each, 0.0)
    stile.let_on(0.1 + 1e-6)
    assert last.begun == [ROOM]

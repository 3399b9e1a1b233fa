"""What every attempt store must do, whatever stands behind it.

A backend's test module subclasses `StoreConformance` and gives the fixture
`new_store`: each call returns one more store over the same data, as a second program
on the same machine, or a second machine of the same cluster, would have it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from tui_exam.store.chain import genesis, hash_of
from tui_exam.store.protocol import (
    AttemptStore,
    AttemptSummary,
    Conflict,
    Cursor,
    Event,
    HeldElsewhere,
    Lease,
    LeaseLost,
    NoSuchAttempt,
    Order,
    Sealed,
    StoreError,
)

from .tools import all_of, happened

NewStore = Callable[[], AttemptStore]
ID = "20261123-an-01"
BAD_NAMES = ["", ".", "..", "a/b", "../a", "/etc", "a\\b", "a.b", "a\0", "-a", "ă", "a" * 81, "a\n"]
SUMMARY = AttemptSummary(ID, "thu-2026", "CB001", "Nguyễn Văn An", "Sở Nội vụ", 10.0)


async def begun(store: AttemptStore, events: int = 0) -> Lease:
    """A new attempt with some events."""
    lease = await store.create(ID, owner="one", seat="tty1")
    for number in range(events):
        await store.append(lease, number, [happened(number + 1)])
    return lease


def order_of(digit: str, given: float = 10.0) -> Order:
    """An order with that digit for its id."""
    return Order(digit * 32, "time_added", {"seconds": 60, "reason": "mất điện"}, given)


async def begun_exam(store: AttemptStore, attempt: str, exam: str) -> Lease:
    """A new attempt of an exam, with its first event."""
    lease = await store.create(attempt, owner="one", seat="tty1")
    await store.append(lease, 0, [happened(1, kind="started", blueprint=exam)])
    return lease


async def seen(watch: AsyncIterator[tuple[Cursor, Event]], count: int) -> list[tuple[str, int]]:
    """Where the next events of a watch stand; they must come soon."""
    async with asyncio.timeout(10):
        told = [await anext(watch) for _ in range(count)]
    return [(event.attempt, event.seq) for _, event in told]


async def nothing_comes(watch: AsyncIterator[tuple[Cursor, Event]]) -> None:
    """The watch has nothing to tell for now; it is over then."""
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(watch), 0.15)


class StoreConformance:
    """The promises of `AttemptStore`, one test each."""

    # -- appending and reading ----------------------------------------------------

    async def test_what_was_appended_is_read_back_as_it_was(self, new_store: NewStore) -> None:
        store = new_store()
        lease = await begun(store)
        said = happened(1, text="Kính gửi: Sở\n«Nội vụ» 🙂", deep={"a": [1, 2.5, None, True]})
        receipt = await store.append(lease, 0, [said])
        [event] = await all_of(new_store().read(ID))
        assert (event.attempt, event.seq, event.hash) == (ID, 1, receipt.hash)
        assert (event.kind, event.data, event.id) == (said.kind, said.data, said.id)
        assert (event.wall, event.mono, event.boot) == (said.wall, said.mono, said.boot)
        assert (event.seat, event.actor) == ("tty1", "one")

    async def test_events_are_chained_from_the_attempts_own_beginning(
        self, new_store: NewStore
    ) -> None:
        store = new_store()
        await begun(store, 3)
        events = await all_of(store.read(ID))
        assert [event.seq for event in events] == [1, 2, 3]
        assert [event.prev for event in events] == [
            genesis(ID),
            events[0].hash,
            events[1].hash,
        ]
        assert all(hash_of(event) == event.hash for event in events)

    async def test_reading_goes_on_from_where_one_was(self, new_store: NewStore) -> None:
        store = new_store()
        await begun(store, 5)
        assert [event.seq for event in await all_of(store.read(ID, after=3))] == [4, 5]
        assert await all_of(store.read(ID, after=5)) == []

    async def test_several_events_are_written_together(self, new_store: NewStore) -> None:
        store = new_store()
        lease = await begun(store)
        receipt = await store.append(lease, 0, [happened(1), happened(2), happened(3)])
        assert receipt.seq == 3
        assert len(await all_of(store.read(ID))) == 3

    async def test_none_is_written_when_one_is_not_json(self, new_store: NewStore) -> None:
        store = new_store()
        lease = await begun(store)
        for bad in (float("nan"), object(), b"bytes", {1: "a number for a key"}, "\ud800"):
            with pytest.raises(ValueError):  # noqa: PT011, the words are the backend's own
                await store.append(lease, 0, [happened(1), happened(2, value=bad)])
        assert (await store.head(ID)).seq == 0
        assert (await store.append(lease, 0, [happened(1)])).seq == 1

    async def test_an_empty_append_only_says_where_the_end_is(self, new_store: NewStore) -> None:
        store = new_store()
        lease = await begun(store, 2)
        assert (await store.append(lease, 2, [])).seq == 2

    async def test_appends_keep_the_order_they_were_asked_for(self, new_store: NewStore) -> None:
        store = new_store()
        lease = await begun(store)
        await asyncio.gather(*(store.append(lease, n, [happened(n + 1)]) for n in range(40)))
        events = await all_of(store.read(ID))
        assert [event.id for event in events] == [happened(n + 1).id for n in range(40)]

    async def test_a_wrong_expected_sequence_is_refused(self, new_store: NewStore) -> None:
        store = new_store()
        lease = await begun(store, 3)
        for wrong in (0, 2, 4):
            with pytest.raises(Conflict) as refused:
                await store.append(lease, wrong, [happened(9)])
            assert (refused.value.last, refused.value.head) == (3, (await store.head(ID)).hash)
        assert (await store.head(ID)).seq == 3

    async def test_the_same_ids_again_give_the_same_receipt(self, new_store: NewStore) -> None:
        store = new_store()
        lease = await begun(store)
        first = await store.append(lease, 0, [happened(1), happened(2)])
        await store.append(lease, 2, [happened(3)])
        again = await store.append(lease, 0, [happened(1), happened(2)])
        assert again == replace(first, duplicate=True)
        assert (await store.head(ID)).seq == 3

    async def test_a_batch_that_was_written_in_part_is_refused(self, new_store: NewStore) -> None:
        store = new_store()
        lease = await begun(store, 1)
        with pytest.raises(Conflict):
            await store.append(lease, 1, [happened(1), happened(2)])

    async def test_one_id_cannot_stand_twice_in_a_batch(self, new_store: NewStore) -> None:
        store = new_store()
        lease = await begun(store)
        with pytest.raises(ValueError, match="id"):
            await store.append(lease, 0, [happened(1), happened(1)])

    async def test_ids_are_remembered_by_the_next_holder(self, new_store: NewStore) -> None:
        store, other = new_store(), new_store()
        lease = await begun(store, 2)
        await store.release(lease)
        lease, _ = await other.open(ID, owner="two", seat="tty2")
        assert (await other.append(lease, 0, [happened(1)])).duplicate

    async def test_what_the_caller_changes_afterwards_is_not_changed_in_the_log(
        self, new_store: NewStore
    ) -> None:
        store = new_store()
        lease = await begun(store)
        answer = ["a"]
        await store.append(lease, 0, [happened(1, answer=answer)])
        answer.append("b")
        [event] = await all_of(store.read(ID))
        event.data["answer"].append("c")
        [event] = await all_of(store.read(ID))
        assert event.data == {"answer": ["a"]}

    # -- names ----------------------------------------------------------------------

    @pytest.mark.parametrize(
        "bad",
        ["", ".", "..", "a/b", "../a", "/etc", "a\\b", "a.b", "a\0", "-a", "ă", "a" * 81, "a\n"],
    )
    async def test_a_name_that_could_leave_its_place_is_refused(
        self, new_store: NewStore, bad: str
    ) -> None:
        store = new_store()
        with pytest.raises(StoreError):
            await store.create(bad, owner="one", seat="tty1")
        with pytest.raises(NoSuchAttempt):
            await store.open(bad, owner="one", seat="tty1")
        with pytest.raises(NoSuchAttempt):
            await all_of(store.read(bad))
        with pytest.raises(NoSuchAttempt):
            await store.put_artifact(bad, "a.pdf", b"a")
        with pytest.raises(NoSuchAttempt):
            await store.append(Lease(bad, 1, "one", "tty1", 0.0), 0, [happened(1)])

    async def test_an_attempt_is_made_once(self, new_store: NewStore) -> None:
        store = new_store()
        await begun(store)
        for other in (store, new_store()):
            with pytest.raises(StoreError):
                await other.create(ID, owner="two", seat="tty2")

    async def test_an_unknown_attempt_is_said_to_be_unknown(self, new_store: NewStore) -> None:
        store = new_store()
        with pytest.raises(NoSuchAttempt):
            await store.open("none", owner="one", seat="tty1")
        with pytest.raises(NoSuchAttempt):
            await store.head("none")
        with pytest.raises(NoSuchAttempt):
            await store.holder("none")
        with pytest.raises(NoSuchAttempt):
            await all_of(store.read("none"))

    async def test_what_a_seat_is_called_cannot_act_on_a_terminal(
        self, new_store: NewStore
    ) -> None:
        lease = await new_store().create(ID, owner="one", seat="tty\x1b[31m\u202e2\n")
        assert lease.seat == "tty[31m2"

    # -- one holder -----------------------------------------------------------------

    async def test_opening_finds_the_end_of_the_log(self, new_store: NewStore) -> None:
        store, other = new_store(), new_store()
        lease = await begun(store, 4)
        await store.release(lease)
        later, head = await other.open(ID, owner="two", seat="tty2")
        assert (head.seq, head.sealed, head.mended) == (4, False, "")
        assert later.epoch > lease.epoch
        assert (await other.append(later, 4, [happened(5)])).seq == 5

    async def test_a_living_holder_is_not_pushed_aside_unasked(self, new_store: NewStore) -> None:
        store = new_store()
        lease = await begun(store, 1)
        for other in (store, new_store()):
            with pytest.raises(HeldElsewhere) as refused:
                await other.open(ID, owner="two", seat="tty2")
            assert refused.value.holder == lease
        assert (await store.append(lease, 1, [happened(2)])).seq == 2

    async def test_after_a_take_over_only_the_new_holder_writes(self, new_store: NewStore) -> None:
        store, other = new_store(), new_store()
        old = await begun(store, 2)
        new, head = await other.open(ID, owner="two", seat="tty2", take_over=True)
        assert head.seq == 2
        assert (await other.append(new, 2, [happened(3)])).seq == 3
        for _ in range(2):
            with pytest.raises(LeaseLost) as lost:
                await store.append(old, 2, [happened(4)])
            assert lost.value.holder == new
        assert [event.seat for event in await all_of(store.read(ID))] == ["tty1", "tty1", "tty2"]

    async def test_a_take_over_within_one_program_counts_as_well(self, new_store: NewStore) -> None:
        store = new_store()
        old = await begun(store, 1)
        new, _ = await store.open(ID, owner="two", seat="tty2", take_over=True)
        with pytest.raises(LeaseLost):
            await store.append(old, 1, [happened(2)])
        assert (await store.append(new, 1, [happened(2)])).seq == 2

    async def test_the_old_holder_is_told_who_has_taken_over(self, new_store: NewStore) -> None:
        store, other = new_store(), new_store()
        old = await begun(store, 1)
        assert await store.holder(ID) == old
        new, _ = await other.open(ID, owner="two", seat="tty2", take_over=True)
        assert await store.holder(ID) == new
        assert await other.holder(ID) == new
        assert await new_store().holder(ID) == new

    async def test_a_lease_that_was_given_back_is_nobodys(self, new_store: NewStore) -> None:
        store, other = new_store(), new_store()
        lease = await begun(store, 1)
        await store.release(lease)
        await store.release(lease)
        assert await store.holder(ID) is None
        assert await other.holder(ID) is None
        with pytest.raises(LeaseLost):
            await store.append(lease, 1, [happened(2)])

    async def test_a_stale_lease_gives_nothing_back(self, new_store: NewStore) -> None:
        store, other = new_store(), new_store()
        old = await begun(store, 1)
        new, _ = await other.open(ID, owner="two", seat="tty2", take_over=True)
        await store.release(old)
        assert await other.holder(ID) == new
        assert (await other.append(new, 1, [happened(2)])).seq == 2

    async def test_ten_who_want_it_at_once_get_it_one_after_the_other(
        self, new_store: NewStore
    ) -> None:
        await begun(new_store())
        stores = [new_store() for _ in range(10)]
        taken = await asyncio.gather(
            *(
                store.open(ID, owner=f"owner {n}", seat=f"tty{n}", take_over=True)
                for n, store in enumerate(stores)
            )
        )
        assert len({lease.epoch for lease, _ in taken}) == 10
        won = []
        for store, (lease, _) in zip(stores, taken, strict=True):
            try:
                await store.append(lease, 0, [happened(1)])
                won.append(lease)
            except LeaseLost:
                pass
        assert won == [max((lease for lease, _ in taken), key=lambda lease: lease.epoch)]

    # -- the organiser's orders ----------------------------------------------------

    async def test_an_order_is_found_by_the_holder_until_it_is_carried_out(
        self, new_store: NewStore
    ) -> None:
        store = new_store()
        await begun(store)
        assert await store.orders(ID) == []
        later, sooner = order_of("b", 20.0), order_of("a", 10.0)
        for order in (later, sooner):
            await new_store().order(ID, order)
        assert await store.orders(ID) == [sooner, later]
        await store.carried_out(ID, sooner.id)
        await store.carried_out(ID, sooner.id)
        assert await new_store().orders(ID) == [later]

    async def test_orders_disturb_neither_log_nor_holder(self, new_store: NewStore) -> None:
        store = new_store()
        lease = await begun(store, 2)
        await new_store().order(ID, order_of("a"))
        assert (await store.append(lease, 2, [happened(3)])).seq == 3

    async def test_no_orders_for_an_attempt_that_is_sealed_or_unknown(
        self, new_store: NewStore
    ) -> None:
        store = new_store()
        for doing in (store.order("none", order_of("a")), store.orders("none")):
            with pytest.raises(NoSuchAttempt):
                await doing
        await store.seal(await begun(store, 1))
        with pytest.raises(Sealed):
            await store.order(ID, order_of("a"))

    @pytest.mark.parametrize(
        "bad",
        [
            Order("../../a", "paused", {}, 1.0),
            Order("A" * 32, "paused", {}, 1.0),
            Order("a" * 32, "", {}, 1.0),
            Order("a" * 32, "paused", {}, -1.0),
            Order("a" * 32, "paused", {"x": object()}, 1.0),
            Order("a" * 32, "paused", {"x": "y" * 100_000}, 1.0),
        ],
    )
    async def test_an_order_that_cannot_be_one_is_refused(
        self, new_store: NewStore, bad: Order
    ) -> None:
        store = new_store()
        await begun(store)
        with pytest.raises(ValueError, match=r"order|JSON"):
            await store.order(ID, bad)
        assert await store.orders(ID) == []

    # -- how far ------------------------------------------------------------------------

    async def test_a_receipt_says_how_far_the_events_have_come(self, new_store: NewStore) -> None:
        store = new_store()
        farthest = (await store.health()).durability
        lease = await begun(store)
        assert (await store.append(lease, 0, [happened(1)])).durability in ("local", farthest)
        said = await store.append(lease, 1, [happened(2)], durability="central", timeout=0.5)
        assert said.durability in ("local", farthest)
        assert (said.seq, (await store.head(ID)).seq) == (2, 2)

    async def test_a_centre_that_does_not_answer_holds_nobody_up(self, new_store: NewStore) -> None:
        store = new_store()
        lease = await begun(store)
        wish = store.append(lease, 0, [happened(1)], durability="central", timeout=0.0)
        assert (await asyncio.wait_for(wish, 5)).seq == 1
        again = await store.append(lease, 0, [happened(1)], durability="central", timeout=0.0)
        assert again.duplicate

    # -- following a room ---------------------------------------------------------------

    async def test_a_watch_tells_what_is_there_and_then_what_comes(
        self, new_store: NewStore
    ) -> None:
        store = new_store()
        lease = await begun_exam(store, "a-1", "thu-2026")
        await store.append(lease, 1, [happened(2)])
        watch = new_store().watch("thu-2026")
        assert await seen(watch, 2) == [("a-1", 1), ("a-1", 2)]
        await store.append(lease, 2, [happened(3), happened(4)])
        other = await begun_exam(store, "a-2", "thu-2026")
        assert sorted(await seen(watch, 3)) == [("a-1", 3), ("a-1", 4), ("a-2", 1)]
        await store.append(other, 1, [happened(2)])
        assert await seen(watch, 1) == [("a-2", 2)]
        await watch.aclose()

    async def test_a_watch_gives_events_as_they_are_read(self, new_store: NewStore) -> None:
        store = new_store()
        await begun_exam(store, "a-1", "thu-2026")
        watch = new_store().watch("thu-2026")
        [(_, event)] = [await anext(watch)]
        assert [event] == await all_of(store.read("a-1"))
        await watch.aclose()

    async def test_a_watch_tells_of_its_own_exam_only_or_of_all(self, new_store: NewStore) -> None:
        store = new_store()
        for number, exam in enumerate(["thu-2026", "on-luyen", "thu-2026"]):
            await begun_exam(store, f"a-{number}", exam)
        one, every = new_store().watch("thu-2026"), new_store().watch("")
        assert await seen(one, 2) == [("a-0", 1), ("a-2", 1)]
        assert await seen(every, 3) == [("a-0", 1), ("a-1", 1), ("a-2", 1)]
        await nothing_comes(one)
        for watch in (one, every):
            await watch.aclose()

    async def test_a_watch_goes_on_behind_any_cursor_and_misses_nothing(
        self, new_store: NewStore
    ) -> None:
        store = new_store()
        leases = [await begun_exam(store, f"a-{n}", "thu-2026") for n in range(3)]
        for number in range(1, 4):
            for lease in leases:
                await store.append(lease, number, [happened(number + 1)])
        watch = store.watch("thu-2026")
        told = [await anext(watch) for _ in range(12)]
        await watch.aclose()
        for at, (cursor, _) in enumerate(told, 1):
            kept = Cursor.parse(str(cursor))
            later = new_store().watch("thu-2026", kept)
            places = {(event.attempt, event.seq) for _, event in told[at:]}
            assert places <= set(await seen(later, len(places)))
            await later.aclose()

    async def test_a_watch_sees_the_whole_of_a_sealed_attempt(self, new_store: NewStore) -> None:
        store = new_store()
        watch = new_store().watch("thu-2026")
        lease = await begun_exam(store, "a-1", "thu-2026")
        await store.append(lease, 1, [happened(2, kind="closed")])
        await store.seal(lease)
        assert await seen(watch, 2) == [("a-1", 1), ("a-1", 2)]
        await nothing_comes(watch)
        await watch.aclose()

    async def test_a_cursor_beyond_its_end_leaves_an_attempt_out(self, new_store: NewStore) -> None:
        store = new_store()
        for name in ("a-1", "a-2"):
            await begun_exam(store, name, "thu-2026")
        watch = new_store().watch("thu-2026", Cursor({"a-1": 1 << 50}))
        assert await seen(watch, 1) == [("a-2", 1)]
        await nothing_comes(watch)

    async def test_a_watch_of_an_empty_store_waits(self, new_store: NewStore) -> None:
        store = new_store()
        watch = store.watch("thu-2026")
        await nothing_comes(watch)
        watch = store.watch("thu-2026")
        await begun_exam(store, "a-1", "thu-2026")
        assert await seen(watch, 1) == [("a-1", 1)]
        await watch.aclose()

    @pytest.mark.parametrize("bad", ["", "[]", "7", "{", '{"a":"b"}', '{"a":1.5}', '{"a":true}'])
    def test_what_is_no_cursor_is_refused(self, bad: str) -> None:
        with pytest.raises(ValueError):  # noqa: PT011, the words are the parser's own
            Cursor.parse(bad)

    # -- the end --------------------------------------------------------------------

    async def test_a_sealed_attempt_takes_no_more_events(self, new_store: NewStore) -> None:
        store, other = new_store(), new_store()
        lease = await begun(store, 2)
        head = await store.seal(lease)
        assert head.sealed
        assert head.seq == 2
        with pytest.raises(Sealed):
            await store.append(lease, 2, [happened(3)])
        later, found = await other.open(ID, owner="two", seat="tty2")
        assert found == head
        with pytest.raises(Sealed):
            await other.append(later, 2, [happened(3)])
        assert await other.head(ID) == head

    async def test_sealing_twice_changes_nothing(self, new_store: NewStore) -> None:
        store = new_store()
        lease = await begun(store, 1)
        head = await store.seal(lease)
        assert await store.seal(lease) == head
        later, _ = await new_store().open(ID, owner="two", seat="tty2")
        assert await store.seal(later) == head

    async def test_a_sealed_attempt_is_nobodys_and_opens_for_anybody(
        self, new_store: NewStore
    ) -> None:
        store, other = new_store(), new_store()
        lease = await begun(store, 1)
        await store.seal(lease)
        assert await other.holder(ID) is None
        for reader in (store, other, new_store()):
            _, head = await reader.open(ID, owner="reader", seat="tty3")
            assert head.sealed

    async def test_who_has_lost_the_lease_cannot_seal(self, new_store: NewStore) -> None:
        store, other = new_store(), new_store()
        old = await begun(store, 1)
        await other.open(ID, owner="two", seat="tty2", take_over=True)
        with pytest.raises(LeaseLost):
            await store.seal(old)
        assert not (await other.head(ID)).sealed

    # -- files ----------------------------------------------------------------------

    async def test_a_file_is_kept_under_its_digest(self, new_store: NewStore) -> None:
        store = new_store()
        await begun(store)
        data = bytes(range(256)) * 1000
        ref = await store.put_artifact(ID, "dự thảo.pdf", data)
        assert (ref.sha256, ref.size) == (hashlib.sha256(data).hexdigest(), len(data))
        assert ref.name == "dự thảo.pdf"
        assert await new_store().get_artifact(ID, ref.sha256) == data

    async def test_the_same_file_again_is_the_same_file(self, new_store: NewStore) -> None:
        store = new_store()
        await begun(store)
        first = await store.put_artifact(ID, "a.pdf", b"one")
        assert await new_store().put_artifact(ID, "a.pdf", b"one") == first
        assert await store.get_artifact(ID, first.sha256) == b"one"

    @pytest.mark.parametrize("name", ["", "0" * 64, "..", "../events.log", "A" * 64])
    async def test_a_file_that_is_not_there_is_a_key_error(
        self, new_store: NewStore, name: str
    ) -> None:
        store = new_store()
        await begun(store)
        with pytest.raises(KeyError):
            await store.get_artifact(ID, name)

    async def test_a_file_needs_an_attempt(self, new_store: NewStore) -> None:
        with pytest.raises(NoSuchAttempt):
            await new_store().put_artifact("none", "a.pdf", b"a")

    # -- the list, and health ---------------------------------------------------------

    async def test_the_list_shows_what_was_put_last_newest_first(self, new_store: NewStore) -> None:
        store = new_store()
        lease = await begun(store)
        await store.create("later", owner="one", seat="tty1")
        later = replace(SUMMARY, attempt="later", started=20.0, extra={"ca": "sáng"})
        await store.summarize(SUMMARY)
        await store.summarize(later)
        done = replace(SUMMARY, closed=30.0, theory=40.5, practice=50.0, total=90.5, band="Tốt")
        await store.summarize(done)
        assert await new_store().summaries() == [later, done]
        await store.release(lease)

    async def test_a_new_store_lists_nothing(self, new_store: NewStore) -> None:
        assert await new_store().summaries() == []

    async def test_a_healthy_store_says_so(self, new_store: NewStore) -> None:
        health = await new_store().health()
        assert health.writable
        assert health.problem == ""
        assert health.free_bytes > 0
        assert health.sync_ms_p99 > 0

"""The fold of events: time, places, answers, and what they add up to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_exam.exam.attempt import Attempt, apply, carried, fold
from tui_exam.exam.paper import Paper, PaperQuestion, PaperTask

PAPER = Paper(
    "e",
    "00",
    date(2026, 11, 23),
    "bank",
    tuple(PaperQuestion(f"q-{n}", 1, ("a", "b")) for n in range(3)),
    (PaperTask("mail_report", "mail", 12, "00"),),
)
START = {
    "minutes": 60,
    "blueprint": "e",
    "person": "p",
    "paper": PAPER.to_json(),
    "version": 1,
    "program": "t",
}


@dataclass(frozen=True)
class Said:
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    mono: float = 0.0
    wall: float = 0.0
    boot: str = "one"
    seq: int = 1


def told(*said: Said) -> Attempt:
    return fold("a", said)


def fold_on(attempt: Attempt, *said: Said) -> Attempt:
    for each in said:
        attempt = apply(attempt, each)
    return attempt


def started(**times: Any) -> Said:
    return Said("started", START, **times)


def test_a_paper_survives_the_log() -> None:
    assert told(started()).paper == PAPER


def test_the_last_answer_to_a_question_counts() -> None:
    attempt = told(
        started(),
        Said("answered", {"item": "q-0", "answer": ["a"]}),
        Said("answered", {"item": "q-0", "answer": ["b"]}),
    )
    assert attempt.answers["q-0"] == ("b",)


def test_an_answer_taken_back_leaves_the_question_unanswered() -> None:
    attempt = told(
        started(),
        Said("answered", {"item": "q-1", "answer": ["a"]}),
        Said("answered", {"item": "q-1", "answer": []}),
    )
    assert attempt.unanswered == (1, 2, 3)


def test_a_flag_can_be_set_and_taken_away() -> None:
    attempt = told(started(), Said("flagged", {"item": "q-2", "on": True}))
    assert attempt.flagged == {"q-2"}
    assert apply(attempt, Said("flagged", {"item": "q-2", "on": False})).flagged == frozenset()


def test_looking_at_a_task_does_not_touch_it_but_writing_does() -> None:
    looked = Said("mail_opened", {"task": "mail_report", "letter": "x"})
    wrote = Said("mail_sent", {"task": "mail_report", "letter": "own-1"})
    assert told(started(), looked).untouched == ("mail_report",)
    assert told(started(), looked, wrote).untouched == ()


def test_time_runs_by_the_steady_clock_within_one_boot() -> None:
    attempt = told(started(mono=100, wall=1000))
    assert attempt.left_at(wall=999_999, mono=160, boot="one") == 3540


def test_time_runs_by_the_wall_clock_over_a_reboot() -> None:
    attempt = told(started(mono=100, wall=1000))
    assert attempt.left_at(wall=1600, mono=5, boot="two") == 3000


def test_no_time_comes_back_when_the_wall_clock_was_set_back_over_a_reboot() -> None:
    attempt = told(started(mono=100, wall=1000), Said("minute", mono=700, wall=1600))
    assert attempt.left_at(wall=0, mono=5, boot="two") == 3000


@pytest.mark.parametrize("jump", [-86_400 * 365 * 50, -3600, -300, 300, 3600])
def test_a_jump_of_the_wall_clock_changes_no_time_and_is_reported(jump: float) -> None:
    attempt = told(
        started(mono=0, wall=1_800_000_000), Said("minute", mono=60, wall=1_800_000_060 + jump)
    )
    assert attempt.left_at(wall=0, mono=60, boot="one") == 3540
    assert [round(each.seconds) for each in attempt.jumps] == [jump]


def test_extra_time_moves_the_deadline_at_once() -> None:
    attempt = told(started(), Said("time_added", {"seconds": 600, "reason": "mất điện", "by": "x"}))
    assert attempt.left_at(wall=0, mono=0, boot="one") == 4200


def test_time_is_counted_for_the_part_one_was_in() -> None:
    attempt = told(
        started(mono=0),
        Said("moved", {"part": "mail", "question": 0}, mono=100),
        Said("moved", {"part": "theory", "question": 2}, mono=250),
    )
    assert attempt.spent == {"theory": 100, "mail": 150}
    assert (attempt.place.part, attempt.place.question) == ("theory", 2)


def test_nothing_is_counted_beyond_the_deadline() -> None:
    attempt = told(started(mono=0), Said("closed", {"reason": "time"}, mono=100_000))
    assert attempt.elapsed == 3600
    assert attempt.left_at(wall=0, mono=100_000, boot="one") == 0


@given(st.lists(st.floats(0, 5000), max_size=30))
def test_time_left_never_grows_and_is_never_negative(steps: list[float]) -> None:
    attempt, mono, left = told(started()), 0.0, 3600.0
    for step in steps:
        mono += step
        attempt = apply(attempt, Said("minute", mono=mono))
        now = attempt.left_at(wall=0, mono=mono, boot="one")
        assert 0 <= now <= left
        left = now


def test_an_unknown_kind_of_event_changes_nothing_but_the_clock() -> None:
    attempt = told(started())
    after = apply(attempt, Said("from_the_future", {"x": 1}, mono=5))
    assert (after.answers, after.deeds, after.elapsed) == (attempt.answers, attempt.deeds, 5)


WHY = {"reason": "mất điện", "by": "Lê Thị Bình"}


def test_no_time_runs_during_a_pause_also_over_a_reboot() -> None:
    attempt = told(
        started(mono=0, wall=1000),
        Said("paused", WHY, mono=60, wall=1060),
        Said("minute", {}, mono=5, wall=5000, boot="two"),
    )
    assert attempt.paused
    assert attempt.left_at(wall=99_999, mono=9_999, boot="two") == 3540
    attempt = apply(attempt, Said("unpaused", WHY, mono=1000, wall=5995, boot="two"))
    assert attempt.left_at(wall=6055, mono=1060, boot="two") == 3480


def test_pausing_twice_and_going_on_twice_change_nothing_more() -> None:
    attempt = told(
        started(mono=0),
        *(Said("paused", WHY, mono=at) for at in (10.0, 20.0)),
        *(Said("unpaused", WHY, mono=at) for at in (30.0, 40.0)),
    )
    assert attempt.left_at(wall=0, mono=40, boot="one") == 3600 - 10 - 10


def test_what_the_organiser_decided_is_kept_with_reason_and_name() -> None:
    attempt = told(
        started(mono=0),
        Said("time_added", {"seconds": 600, **WHY}, mono=30, wall=1030, seq=2),
        Said("paused", WHY, mono=60, wall=1060, seq=3),
    )
    assert [(n.seq, n.kind, n.seconds, n.elapsed, n.wall) for n in attempt.notices] == [
        (2, "time_added", 600, 30, 1030),
        (3, "paused", 0, 60, 1060),
    ]
    assert {(n.reason, n.by) for n in attempt.notices} == {("mất điện", "Lê Thị Bình")}


def reopened(closed: Attempt, minutes: float) -> Said:
    data = {"from": closed.id, "head": "00", "minutes": minutes, "carried": carried(closed)}
    return Said("reopened", {**data, **WHY}, mono=7)


def test_a_reopened_attempt_goes_on_from_the_answers_and_the_clock_of_the_closed_one() -> None:
    closed = told(
        started(mono=0),
        Said("answered", {"item": "q-0", "answer": ["b"]}, mono=10),
        Said("flagged", {"item": "q-1", "on": True}, mono=10),
        Said("moved", {"part": "mail", "question": 2}, mono=20),
        Said("mail_sent", {"task": "mail_report", "letter": "own-1"}, mono=50, seq=9),
        Said("tokens_made", {"task": "mail_report", "artifact": "ab"}, mono=60),
        Said("closed", {"reason": "time"}, mono=5000),
    )
    attempt = told(started(mono=7), reopened(closed, 10))
    assert (attempt.answers, attempt.flagged) == (closed.answers, closed.flagged)
    assert (attempt.deeds, attempt.tokens) == (closed.deeds, closed.tokens)
    assert (attempt.place, attempt.spent) == (closed.place, closed.spent)
    assert (attempt.elapsed, attempt.closed) == (3600, "")
    assert attempt.left_at(wall=0, mono=7, boot="one") == 600
    assert (attempt.notices[0].origin, attempt.notices[0].seconds) == ("a", 600)
    assert attempt.left_at(wall=0, mono=9_000, boot="one") == 600
    later = fold_on(
        attempt,
        Said("resumed", {"seat": "s"}, mono=9_000),
        Said("closed", {"reason": "handed_in"}, mono=9_300),
    )
    assert later.elapsed == 3900


def test_what_a_reopening_carries_survives_being_written_down() -> None:
    closed = told(started(), Said("document_read", {"task": "mail_report", "document": "ư"}))
    again = json.loads(json.dumps(carried(closed)))
    said = reopened(closed, 1)
    assert apply(told(started()), Said("reopened", {**said.data, "carried": again})) == apply(
        told(started()), Said("reopened", said.data)
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["minute", "paused", "unpaused", "time_added"]), st.floats(0, 900)
        ),
        max_size=30,
    )
)
def test_only_time_outside_pauses_is_used_up_and_only_added_time_comes_back(
    steps: list[tuple[str, float]],
) -> None:
    attempt, mono = told(started()), 0.0
    for kind, step in steps:
        mono += step
        before = attempt.left_at(wall=0, mono=mono - step, boot="one")
        now = attempt.left_at(wall=0, mono=mono, boot="one")
        assert now == pytest.approx(before if attempt.paused else max(0.0, before - step))
        attempt = apply(attempt, Said(kind, {"seconds": 60, **WHY}, mono=mono))
        after = attempt.left_at(wall=0, mono=mono, boot="one")
        assert after == pytest.approx(now + (60 if kind == "time_added" else 0))


def kept(seq: int, about: str, text: str, form: str = "handed_over") -> Said:
    data = {"task": "t", "form": form, "about": about, "values": {"note": text}}
    return Said("form_kept", data, seq=seq)


def test_a_form_begins_with_what_was_typed_into_it_last() -> None:
    attempt = told(
        Said("started", START), kept(2, "d1", "a"), kept(3, "d2", "b"), kept(4, "d1", "c")
    )
    assert attempt.begun("t", "handed_over", "d1") == {"note": "c"}
    assert attempt.begun("t", "handed_over", "d2") == {"note": "b"}
    assert attempt.begun("t", "draft_numbered", "d1") == {}
    assert attempt.begun("other", "handed_over", "d1") == {}
    half = attempt.half_filled("t")
    assert half is not None
    assert (half.about, half.seq) == ("d1", 4)
    assert attempt.deeds == {}


@pytest.mark.parametrize(
    ("deed", "gone"),
    [
        (Said("handed_over", {"task": "t", "draft": "d1"}, seq=5), True),
        (Said("handed_over", {"task": "t", "draft": "d2"}, seq=5), False),
        (Said("draft_opened", {"task": "t", "draft": "d1"}, seq=5), False),
        (Said("handed_over", {"task": "t", "draft": "d1"}, seq=1), False),
        (Said("task_reset", {"task": "t"}, seq=5), True),
    ],
)
def test_a_form_that_was_carried_out_begins_empty(deed: Said, gone: bool) -> None:
    attempt = fold_on(told(Said("started", START), kept(2, "d1", "a")), deed)
    assert (attempt.begun("t", "handed_over", "d1") == {}) is gone
    assert (attempt.half_filled("t") is None) is gone

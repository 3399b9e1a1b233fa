"""Questions that are no choice: steps to order, pairs to match, a word to type."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.screens.conftest import SIZE, Person, make_app
from tui_exam.exam.blueprint import Cell
from tui_exam.exam.items import Kind
from tui_exam.exam.marking import fraction
from tui_exam.sitting.room import Room


def room_of(room: Room, kind: Kind) -> Room:
    """The same room with a paper of two questions of one kind."""
    day = room.today()
    found = [i for i in room.bank.items if i.kind is kind and i.is_law_on(day)]
    first = found[0]
    second = next(i for i in found if (i.topic, i.level) != (first.topic, first.level))
    cells = tuple(Cell(item.topic, item.level, 1) for item in (first, second))
    return replace(room, blueprint=replace(room.blueprint, kinds=(kind,), cells=cells))


async def test_steps_are_lifted_and_carried_into_order(room: Room, tmp_path: Path) -> None:
    app = make_app(room_of(room, Kind.ORDERING), tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        question = me.exam.paper.questions[0]
        item = me.exam.items[question.item]
        assert not me.exam.sitting.attempt.answered(item.id)
        for place, key in enumerate(item.keys):
            now = list(me.exam.sitting.attempt.answers.get(item.id, question.options))
            at = now.index(key)
            if at != place:
                await me.press("home", *["up"] * 9, *["down"] * at, "space")
                await me.press(*["up"] * (at - place), "space")
        assert me.exam.sitting.attempt.answers[item.id] == item.keys
        assert fraction(item, me.exam.sitting.attempt.answers[item.id]) == 1
        await me.press("n")
        assert "câu 2/2" in me.top


async def test_pairs_are_matched_by_letter(room: Room, tmp_path: Path) -> None:
    app = make_app(room_of(room, Kind.MATCHING), tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        question = me.exam.paper.questions[0]
        item = me.exam.items[question.item]
        for option in item.options:
            await me.press("abcdefgh"[question.options.index(option.key)])
        answer = me.exam.sitting.attempt.answers[item.id]
        assert answer == tuple(option.key for option in item.options)
        assert fraction(item, answer) == 1


async def test_pairs_given_in_one_packet_are_all_kept_and_belong_to_their_question(
    room: Room, tmp_path: Path
) -> None:
    app = make_app(room_of(room, Kind.MATCHING), tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        first, second = me.exam.paper.questions
        me.at_once("ab", "n")
        await me.until(lambda: "câu 2/2" in me.top)
        await me.until(lambda: me.exam.sitting.attempt.answered(first.item))
        answer = me.exam.sitting.attempt.answers[first.item]
        assert answer[:2] == first.options[:2]
        assert not any(answer[2:])
        assert not me.exam.sitting.attempt.answered(second.item)


async def test_steps_moved_in_one_packet_build_on_each_other(room: Room, tmp_path: Path) -> None:
    app = make_app(room_of(room, Kind.ORDERING), tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        first = me.exam.paper.questions[0]
        me.at_once("2", "3")  # the first step goes to the second place, then to the third
        one, two, three, *others = first.options
        await me.until(
            lambda: me.exam.sitting.attempt.answers.get(first.item) == (two, three, one, *others)
        )


async def test_a_typed_answer_is_kept_at_a_pause_and_letters_are_commands_after_enter(
    room: Room, tmp_path: Path
) -> None:
    app = make_app(room_of(room, Kind.SHORT), tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        item = me.exam.items[me.exam.paper.questions[0].item]
        await me.type("12")
        await me.until(lambda: me.exam.sitting.attempt.answered(item.id))
        await me.press("3", "enter")
        await me.until(lambda: me.exam.sitting.attempt.answers[item.id] == ("123",))
        await me.press("n")
        assert "câu 2/2" in me.top
        await me.press("escape")


@pytest.mark.parametrize("kind", [Kind.ORDERING, Kind.MATCHING, Kind.SHORT])
async def test_the_result_shows_what_was_answered_and_what_is_right(
    room: Room, tmp_path: Path, kind: Kind
) -> None:
    app = make_app(room_of(room, kind), tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        item = me.exam.items[me.exam.paper.questions[0].item]
        keys = [option.key for option in item.options]
        answer = ["không biết"] if kind is Kind.SHORT else [keys[1], keys[0], *keys[2:]]
        await me.exam.sitting.record("answered", {"item": item.id, "answer": answer})
        exam = me.exam
        await me.press("f2")
        from tui_exam.sitting.finish import close
        from tui_exam.sitting.marking import mark_exam
        from tui_exam.sitting.report import questions

        await close(exam, "handed_in")
        text = "\n".join(line for line, _ in questions(await mark_exam(exam), exam.items))
        wanted = {
            Kind.ORDERING: "đã xếp thứ",
            Kind.MATCHING: "đã ghép:",
            Kind.SHORT: "Trả lời: không biết",
        }[kind]
        assert wanted in text

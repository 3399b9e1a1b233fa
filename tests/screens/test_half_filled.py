"""Forms left half filled, by Esc or by a power cut, are as they were when one comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.conftest import SIZE, Person, make_app
from tests.screens.test_signing import app_with, choose, drafts, enter_pin
from tui_exam.app import ExamApp
from tui_exam.screens.office.compose import _end_of_own as end_of_own
from tui_exam.sitting.room import Room
from tui_exam.widgets.fields import TextField
from tui_exam.widgets.picker import Picker


@pytest.fixture
def app(room: Room, tmp_path: Path) -> ExamApp:
    return app_with(room, tmp_path, signing="signing_two_clean")


async def at_hand_over(me: Person) -> str:
    """At the form that hands a signed draft over; the draft."""
    await me.begin()
    await me.go("f5")
    draft = next(iter(drafts(me)))
    await choose(me, draft)
    await me.on("DraftScreen")
    await me.press("k")
    await me.on("SignScreen")
    await choose(me, "rieng", "cards")
    await enter_pin(me)
    await me.on("DraftScreen")
    await me.until(lambda: "c Chuyển phát hành" in me.keys)
    await me.press("c")
    await me.on("HandOverScreen")
    return draft


def note(me: Person) -> TextField:
    """The field for the note."""
    return me.screen.query_one("#note", TextField)


@pytest.mark.slow
async def test_esc_keeps_what_was_typed_into_a_form_until_it_is_carried_out(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await at_hand_over(me)
        note(me).focus()
        await me.type("Gap")
        await me.press("escape")
        await me.on("DraftScreen")
        await me.press("c")
        await me.on("HandOverScreen")
        assert note(me).text == "Gap"
        me.screen.show_picked("to", [me.screen.choices("to")[0].id])  # type: ignore[attr-defined]
        note(me).focus()
        await me.type(" lam")
        await me.press("f8")
        await me.on("Ask")
        await me.press("c")
        await me.on("DraftScreen")
        kinds = [event.kind for event in await me.exam.sitting.events()]
        assert kinds[-1] == "handed_over"
        task = me.exam.tasks["signing"].id
        assert me.exam.sitting.attempt.half_filled(task) is None


@pytest.mark.slow
async def test_a_form_half_filled_when_the_power_went_is_open_again(
    app: ExamApp, room: Room, tmp_path: Path
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await at_hand_over(me)
        to = me.screen.choices("to")[0].id  # type: ignore[attr-defined]
        me.screen.show_picked("to", [to])  # type: ignore[attr-defined]
        note(me).focus()
        await me.type("Khan")
        await me.until(lambda: bool(me.exam.sitting.attempt.forms))
        await me.until(
            lambda: (
                me.exam.sitting.attempt.forms[me.exam.tasks["signing"].id][0].values["note"]
                == "Khan"
            )
        )
        await room.store.release(me.exam.sitting.lease)  # as the end of the program would
    again = make_app(room, tmp_path)
    async with again.run_test(size=SIZE) as pilot:
        me = Person(pilot, again)
        await me.sign_in()
        await me.on("Ask")
        await me.press("c")
        await me.on("HandOverScreen")
        assert note(me).text == "Khan"
        assert me.screen.query_one("#to", Picker).picked == (to,)
        note(me).focus()
        await me.type("!")
        assert note(me).text == "Khan!"
        await me.press("escape")
        await me.on("DraftScreen")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("\n\n-- \nAn\nChủ tịch", (0, 0)),
        ("\n\n--\nAn\n\nBình đã viết:\n> Chào", (0, 0)),
        ("Kính gửi\nĐề nghị\n\n-- \nAn", (1, 7)),
        ("Kính gửi", (0, 8)),
        ("", (0, 0)),
    ],
)
def test_a_letter_is_gone_on_with_where_its_own_words_end(
    body: str, place: tuple[int, int]
) -> None:
    assert end_of_own(body) == place

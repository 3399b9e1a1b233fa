"""What is typed before a screen is there reaches it; what is pressed in one go happens in order."""

from __future__ import annotations

from tests.screens.conftest import SIZE, Person
from tui_exam.app import ExamApp
from tui_exam.widgets.fields import LineField, TextField


async def test_text_typed_before_the_form_is_there_lands_in_the_form(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f3")
        me.at_once("n", "hvlk@x.vn", "enter", "cc@x.vn")
        await me.on("ComposeScreen")
        field = me.screen.query_one("#cc", LineField)
        await me.until(lambda: field.value == "cc@x.vn")
        assert me.screen.query_one("#to", LineField).value == "hvlk@x.vn"


async def test_two_escapes_in_one_packet_go_back_two_steps(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.new_letter()
        await me.press("f1")
        await me.on("PageDialog")
        me.at_once("escape", "escape")
        await me.on("DeskScreen")


async def test_a_help_page_opened_and_closed_in_one_packet_leaves_the_question(
    app: ExamApp,
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        me.at_once("f1", "escape", "n", "1")
        await me.until(lambda: "câu 2/" in me.top)
        second = me.exam.paper.questions[1].item
        await me.until(lambda: second in me.exam.sitting.attempt.answers)


async def test_the_whole_sign_in_typed_before_the_program_answers_is_taken(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        app.ui.typing.on = False
        me.at_once("1", "An", "enter", "UBND", "enter", "A7", "enter")
        await me.on("WarmUpScreen")


async def test_a_long_text_in_one_packet_is_taken_whole(app: ExamApp) -> None:
    text = "abc xyz " * 300
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f3")
        app.ui.typing.on = False
        me.at_once("n", "x@y.vn", "tab", "tab", "tab", "De nghi", "tab", "tab", text)
        await me.on("ComposeScreen")
        body = me.screen.query_one("#body", TextField)
        await me.until(lambda: text in body.text)


async def test_all_commands_are_found_by_a_few_letters_also_from_inside_a_field(
    app: ExamApp,
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.new_letter()
        await me.press("ctrl+p")
        await me.on("MenuDialog")
        await me.type("de bai")
        await me.press("enter")
        await me.on("PageDialog")
        assert "Yêu cầu" in me.reads

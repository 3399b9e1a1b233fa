"""What a candidate does in the theory."""

from __future__ import annotations

from tests.screens.conftest import SIZE, Person
from tui_exam.app import ExamApp
from tui_exam.exam.items import Kind
from tui_exam.sitting.clock import ManualClock


async def test_a_digit_chooses_an_option_and_it_is_saved_at_once(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.press("2")
        question = me.exam.paper.questions[0]
        assert me.exam.sitting.attempt.answers[question.item] == (question.options[1],)
        assert "(x) 2." in me.reads or "[x] 2." in me.reads
        events = await me.exam.sitting.events()
        assert events[-1].kind == "answered"
        assert "Đã lưu" in me.top


async def test_a_letter_and_the_space_bar_choose_too(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        question = me.exam.paper.questions[0]
        await me.press("c")
        assert question.options[2] in me.exam.sitting.attempt.answers[question.item]
        await me.press("c", "up", "up", "up", "space")
        assert me.exam.sitting.attempt.answers[question.item] == (question.options[0],)


async def test_no_more_options_can_be_ticked_than_the_question_asks_for(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        several = next(
            at
            for at, q in enumerate(me.exam.paper.questions)
            if me.exam.items[q.item].kind is Kind.MULTIPLE
        )
        await me.press("g", *str(several + 1), "enter")
        await me.on("TheoryScreen")
        item = me.exam.items[me.exam.paper.questions[several].item]
        assert "Cách chấm" in me.reads
        await me.press(*"1234"[: item.choose + 1])
        assert len(me.exam.sitting.attempt.answers[item.id]) == item.choose
        assert f"Chỉ chọn {item.choose} phương án" in me.reads


async def test_next_back_flag_and_map_agree(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.press("1", "n", "r", "n", "p")
        assert "câu 2/30" in me.top
        assert "1x" in me.reads
        assert "[2!]" in me.reads
        await me.press("right", "left", "left")
        assert "câu 1/30" in me.top


async def test_the_next_empty_question_is_one_key_away(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.press("1", "n", "1", "p", "u")
        assert "câu 3/30" in me.top


async def test_a_number_out_of_range_is_refused_with_a_word(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.press("g", "9", "9", "enter")
        assert "từ 1 đến 30" in me.reads
        await me.press("escape")
        assert "câu 1/30" in me.top


async def test_the_clock_can_be_hidden_until_the_last_five_minutes(
    app: ExamApp, clock: ManualClock
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        assert "Còn 60 phút" in me.top
        await me.press("t")
        assert "Còn" not in me.top
        clock.advance(3600 - 290)
        await me.press("n")
        assert "Còn 4:50" in me.top


async def test_every_key_shown_at_the_foot_does_something(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        for shown in ("n Câu sau", "p Câu trước", "r Đánh dấu", "g Tới câu", "F3 Thư", "F10"):
            assert shown in me.keys
        for row in me.screen.query_one("KeyBar").rows:  # type: ignore[attr-defined]
            assert row.width <= SIZE[0]


async def test_the_menu_lists_every_command_and_carries_it_out(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.press("m")
        assert "Câu sau" in me.reads
        assert "Nộp bài" in me.reads
        await me.press("enter")
        assert "câu 2/30" in me.top


async def test_help_names_the_keys_of_this_screen(app: ExamApp) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.press("f1")
        assert "Phần lý thuyết" in me.reads
        assert "Đánh dấu để xem lại" in me.reads
        await me.press("escape")
        await me.on("TheoryScreen")


async def test_hostile_question_text_can_not_act() -> None:
    from tui_exam.widgets.question import OptionView, QuestionPane, QuestionView

    pane = QuestionPane()
    pane._view = QuestionView(
        stem="[@click=app.quit]x[/] [/nope]", options=(OptionView("a", "[RED] [b", False),)
    )
    assert "[@click=app.quit]x[/] [/nope]" in "\n".join(r.text for r in pane.build(80))

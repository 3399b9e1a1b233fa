"""A question writer looks at the bank in the quiz itself."""

from __future__ import annotations

from tests.rooms import content
from tui_exam.preview import PreviewApp
from tui_exam.ui import Ui
from tui_exam.widgets.bars import TopBar
from tui_exam.widgets.question import QuestionPane


async def test_questions_are_paged_chosen_and_explained() -> None:
    bank, _ = content()
    app = PreviewApp(Ui(), bank.items, dict(bank.titles))
    async with app.run_test(size=(80, 24)) as pilot:
        assert bank.items[0].id in app.query_one(TopBar).text
        await pilot.press("2")
        assert "(x) 2." in app.query_one(QuestionPane).text
        await pilot.press("v")
        await pilot.pause()
        assert bank.items[0].options[0].why[:20] in "\n".join(
            each.text
            for each in app.screen.query("Reading")  # type: ignore[attr-defined]
        ).replace("\n", " ")
        await pilot.press("escape", "n")
        assert bank.items[1].id in app.query_one(TopBar).text
        await pilot.press("p", "p")
        assert bank.items[-1].id in app.query_one(TopBar).text

"""The sample candidate finds the way: to the desk, to a paper, through a form."""

from __future__ import annotations

from collections.abc import Sequence

from ..screens.dialogs import Ask, TickMany
from ..screens.office.desk_screen import DeskScreen
from ..screens.office.document import DocumentScreen
from ..screens.office.draft import DraftScreen
from ..screens.office.letter import LetterScreen
from ..sitting.exam import Exam
from ..widgets.picker import Picker
from .clock import HurriedClock
from .hands import Hands, Stuck


class Walking:
    """What every piece of office work begins and ends with.

    Args:
        clock: Put forward to the minute a paper comes in; None sits the time out.
    """

    def __init__(
        self, hands: Hands, exam: Exam, part: str, clock: HurriedClock | None = None
    ) -> None:
        self._hands = hands
        self._exam = exam
        self._part = part
        self._clock = clock
        self._next_draft = ""

    async def _home(self) -> DeskScreen:
        hands = self._hands
        for _ in range(6):
            if isinstance(hands.screen, DeskScreen):
                return hands.screen
            await hands.press("escape")
        raise Stuck("the desk is not reached by Esc")

    async def _open(self, section: str, key: str) -> None:
        desk = await self._home()
        for _ in range(10):
            if desk.section == section:
                break
            await self._hands.press("tab")
        await self._hands.choose(key)

    async def _draft(self, key: str) -> DraftScreen:
        if not (isinstance(self._hands.screen, DraftScreen) and self._hands.screen.draft.id == key):
            await self._open("outgoing", key)
        return await self._hands.on(DraftScreen)

    async def _document(self, key: str) -> DocumentScreen:
        screen = self._hands.screen
        if not (isinstance(screen, DocumentScreen) and screen.document.id == key):
            await self._open("incoming", key)
        return await self._hands.on(DocumentScreen)

    async def _letter(self, key: str) -> LetterScreen:
        screen = self._hands.screen
        if not (isinstance(screen, LetterScreen) and screen.letter.id == key):
            await self._open(self._exam.desk(self._part).letter(key).folder.value, key)
        return await self._hands.on(LetterScreen)

    async def _tick(self, picker: str, wanted: Sequence[str]) -> None:
        """Pick exactly these entries in a picker."""
        hands = self._hands
        await hands.focus(picker)
        field = hands.screen.query_one(f"#{picker}", Picker)
        different = set(field.picked) ^ set(wanted)
        if not different:
            return
        await hands.press("enter")
        await hands.on(TickMany)
        for key in sorted(different):
            await hands.point(key)
            await hands.press("space")
        await hands.press("enter")
        await hands.wait(lambda: not isinstance(hands.screen, TickMany), "the list stays open")

    async def _submit(self) -> None:
        """F8, then yes to the question."""
        hands = self._hands
        form = hands.screen
        await hands.press("f8")
        await hands.on(Ask)
        await hands.say("Xem lại lần cuối, rồi bấm C để thực hiện.")
        await hands.press("c")
        await hands.wait(lambda: hands.screen is not form and not isinstance(hands.screen, Ask),
                         "the form stays open")  # fmt: skip

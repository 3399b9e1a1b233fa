"""How outgoing documents are dealt with at the screens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mock_office.signing.ways import NAMES, RIGHT, Layer, tested

from ..screens.dialogs import Choose
from ..screens.office.clerk import IssueScreen, NumberScreen
from ..screens.office.draft import DraftScreen
from ..screens.office.hand_over import HandOverScreen
from ..screens.office.remedy import RemedyScreen
from ..screens.office.return_form import ReturnDraftScreen
from ..screens.office.sign import SignScreen
from ..widgets.draft_page import DraftPage
from .hands import Hands, Stuck
from .walking import Walking


class OutgoingWork(Walking):
    """Reading, marking, signing, handing over, numbering, sealing, issuing, mending."""

    async def _draft_opened(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])

    async def _draft_read(self, data: Mapping[str, Any]) -> None:
        screen = await self._draft(data["draft"])
        await self._hands.press("end")
        await self._hands.wait(lambda: screen.draft.read_whole, "reading is not recorded")

    async def _layout_viewed(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._hands.press("x", "x")

    async def _line_marked(self, data: Mapping[str, Any]) -> None:
        hands = self._hands
        screen = await self._draft(data["draft"])
        page = screen.query_one(DraftPage)
        stops = page.stops
        if data["line"] not in stops:
            raise Stuck(f"line {data['line']} is not on the page")
        while page.line != data["line"]:
            ahead = stops.index(data["line"]) > stops.index(page.line or 0)
            await hands.press("down" if ahead else "up")
        await hands.press("space")

    async def _draft_returned(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._hands.press("l")
        await self._hands.on(ReturnDraftScreen)
        await self._hands.fill("reason", data["remarks"])
        await self._submit()

    async def _pin_tried(self, data: Mapping[str, Any]) -> None:
        """A right PIN is entered with the signature that follows; a wrong one here."""
        if data["ok"]:
            return
        hands, token = self._hands, data["token"]
        await self._draft(self._next_draft)
        await hands.press("k")
        await self._choose_way({**data, "certificate": token}, Layer.LEADER)
        tries = self._exam.desk(self._part).tries_left(token)
        right = self._exam.tasks[self._part].pins[token]
        await hands.press(*("1" if digit != "1" else "2" for digit in right), "enter")
        await hands.wait(
            lambda: self._exam.desk(self._part).tries_left(token) < tries, "the PIN passes"
        )
        await hands.press("escape")
        await hands.on(DraftScreen)

    async def _draft_signed(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._hands.press("k")
        await self._sign(data, Layer.LEADER)

    async def _draft_sealed(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._hands.press("i")
        await self._sign(data, Layer.AGENCY)

    async def _attachment_sealed(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._hands.press("a")
        await self._hands.on(Choose)
        await self._hands.choose(data["file"])
        await self._sign(data, Layer.ATTACHMENT)

    async def _sign(self, data: Mapping[str, Any], layer: Layer) -> None:
        hands = self._hands
        await self._choose_way(data, layer)
        await hands.press(*self._exam.tasks[self._part].pins[data["certificate"]], "enter")
        await hands.wait(lambda: isinstance(hands.screen, DraftScreen), "no signature")

    async def _choose_way(self, data: Mapping[str, Any], layer: Layer) -> None:
        """Choose the certificate, and how to sign where the task leaves that open."""
        hands = self._hands
        await hands.on(SignScreen)
        await hands.choose(data["certificate"], "#cards")
        asked = tested(self._exam.tasks[self._part])
        for name in NAMES:
            if name not in asked:
                continue
            await hands.choose(name, "#ways")
            await hands.on(Choose)
            await hands.choose(str(data.get(name, RIGHT[layer].to_data()[name])))
            await hands.on(SignScreen)
        await hands.wait(lambda: _focused(hands) == "pin", "no PIN field")

    async def _handed_over(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._hands.press("c")
        await self._hands.on(HandOverScreen)
        await self._tick("to", [data["to"]])
        await self._tick("files", data["files"])
        await self._hands.fill("note", data["note"])
        await self._submit()

    async def _role_taken(self, data: Mapping[str, Any]) -> None:
        desk = await self._home()
        if desk.desk.role.value != data["role"]:
            await self._hands.press("v")
            await self._hands.wait(
                lambda: desk.desk.role.value == data["role"], "no change of role"
            )

    async def _draft_numbered(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._hands.press("n")
        await self._hands.on(NumberScreen)
        await self._hands.fill("number", str(data["number"]))
        await self._hands.fill("date", f"{date.fromisoformat(data['date']):%d/%m/%Y}")
        await self._submit()

    async def _draft_issued(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._hands.press("p")
        await self._hands.on(IssueScreen)
        await self._tick("recipients", data["recipients"])
        await self._submit()

    async def _draft_filed(self, data: Mapping[str, Any]) -> None:
        screen = await self._draft(data["draft"])
        await self._hands.press("u")
        await self._hands.on(Choose)
        await self._hands.choose(data["dossier"])
        await self._hands.wait(lambda: bool(screen.draft.dossier), "not filed")

    async def _issued_corrected(self, data: Mapping[str, Any]) -> None:
        await self._remedy(data, "j")

    async def _issued_replaced(self, data: Mapping[str, Any]) -> None:
        await self._remedy(data, "e")

    async def _issued_recalled(self, data: Mapping[str, Any]) -> None:
        await self._remedy(data, "o")

    async def _remedy(self, data: Mapping[str, Any], key: str) -> None:
        await self._draft(data["draft"])
        await self._hands.press(key)
        await self._hands.on(RemedyScreen)
        await self._tick("document_kind", [data["document_kind"]])
        await self._hands.fill("text", data["text"])
        await self._tick("recipients", data["recipients"])
        await self._submit()


def _focused(hands: Hands) -> str:
    focused = hands.screen.focused
    return (focused.id or "") if focused is not None else ""

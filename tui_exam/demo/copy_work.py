"""How copies of incoming documents are made, signed and sent at the screens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mock_office.signing.ways import Layer

from ..screens.dialogs import Choose
from ..screens.office.copies import CopyScreen, SendCopyScreen
from ..screens.office.document import DocumentScreen
from .outgoing_work import OutgoingWork


class CopyWork(OutgoingWork):
    """The clerk's copies."""

    async def _copy_made(self, data: Mapping[str, Any]) -> None:
        hands = self._hands
        await self._document(data["document"])
        await hands.press("a")
        await hands.on(CopyScreen)
        await self._tick("copy_form", [data["copy_form"]])
        await self._tick("parts", data["parts"])
        await hands.fill("number", str(data["number"]))
        await hands.fill("date", f"{date.fromisoformat(data['date']):%d/%m/%Y}")
        await self._submit()

    async def _copy_sealed(self, data: Mapping[str, Any]) -> None:
        hands = self._hands
        screen = await self._document(data["document"])
        await hands.press("i")
        await self._which(data["copy"], sum(not c.sealed_with for c in screen.document.copies))
        await self._choose_way(data, Layer.COPY)
        await hands.press(*self._exam.tasks[self._part].pins[data["certificate"]], "enter")
        await hands.wait(lambda: isinstance(hands.screen, DocumentScreen), "no signature")

    async def _copy_issued(self, data: Mapping[str, Any]) -> None:
        hands = self._hands
        screen = await self._document(data["document"])
        await hands.press("p")
        await self._which(data["copy"], len(screen.document.copies))
        await hands.on(SendCopyScreen)
        await self._tick("recipients", data["recipients"])
        await self._submit()

    async def _which(self, copy: str, of: int) -> None:
        """Say which copy is meant, where there are several."""
        if of > 1:
            await self._hands.on(Choose)
            await self._hands.choose(copy)

"""How incoming documents are dealt with at the screens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..screens.dialogs import Ask
from ..screens.office.note import NoteScreen
from ..screens.office.return_form import ReturnDocumentScreen
from .walking import Walking


class IncomingWork(Walking):
    """Reading, routing, returning, securing, closing documents."""

    async def _document_opened(self, data: Mapping[str, Any]) -> None:
        await self._document(data["document"])

    async def _document_read(self, data: Mapping[str, Any]) -> None:
        screen = await self._document(data["document"])
        await self._hands.press("end")
        await self._hands.wait(lambda: screen.document.read_whole, "reading is not recorded")

    async def _document_routed(self, data: Mapping[str, Any]) -> None:
        await self._note(data)
        await self._submit()
        await self._home()

    async def _note_saved(self, data: Mapping[str, Any]) -> None:
        await self._note(data)
        await self._home()

    async def _note(self, data: Mapping[str, Any]) -> None:
        hands = self._hands
        await self._document(data["document"])
        await hands.press("b")
        await hands.on(NoteScreen)
        await hands.fill("note", data["note"])
        for key in ("lead", "supporting", "for_information"):
            await self._tick(key, data[key])
        due = date.fromisoformat(data["due"]) if data["due"] else None
        await hands.fill("due", f"{due:%d/%m/%Y}" if due else "")

    async def _document_returned(self, data: Mapping[str, Any]) -> None:
        await self._document(data["document"])
        await self._hands.press("l")
        await self._hands.on(ReturnDocumentScreen)
        await self._hands.fill("reason", data["reason"])
        await self._submit()
        await self._home()

    async def _document_secured(self, data: Mapping[str, Any]) -> None:
        await self._sure(data, "v")

    async def _document_closed(self, data: Mapping[str, Any]) -> None:
        await self._sure(data, "k")

    async def _sure(self, data: Mapping[str, Any], key: str) -> None:
        await self._document(data["document"])
        await self._hands.press(key)
        await self._hands.on(Ask)
        await self._hands.press("c")
        await self._home()

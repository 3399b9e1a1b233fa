"""How mail is dealt with at the screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mock_office.mail.letters import Folder

from ..screens.dialogs import Ask, Choose, PageDialog
from ..screens.office.compose import ComposeScreen
from ..screens.office.desk_screen import DeskScreen
from .walking import Walking

SIGNATURE = "\n--"


class MailWork(Walking):
    """Reading, reporting, writing letters."""

    async def _mail_opened(self, data: Mapping[str, Any]) -> None:
        await self._letter(data["letter"])

    async def _mail_reported(self, data: Mapping[str, Any]) -> None:
        await self._letter(data["letter"])
        await self._hands.press("x")
        await self._hands.on(DeskScreen)

    async def _mail_deleted(self, data: Mapping[str, Any]) -> None:
        await self._letter(data["letter"])
        await self._hands.press("z")
        await self._hands.on(DeskScreen)

    async def _mail_link_opened(self, data: Mapping[str, Any]) -> None:
        hands = self._hands
        screen = await self._letter(data["letter"])
        await hands.press("l")
        await hands.on(Choose)
        await hands.choose(data["target"])
        await hands.on(Ask)
        await hands.press("c")
        await hands.on(PageDialog)
        await hands.press("escape")
        await hands.wait(lambda: hands.screen is screen, "the link stays open")

    async def _mail_attachment_opened(self, data: Mapping[str, Any]) -> None:
        hands = self._hands
        screen = await self._letter(data["letter"])
        await hands.press("o")
        await hands.on(Choose)
        await hands.choose(data["file"])
        await hands.on(PageDialog)
        await hands.press("escape")
        await hands.wait(lambda: hands.screen is screen, "the file stays open")

    async def _mail_sent(self, data: Mapping[str, Any]) -> None:
        hands = self._hands
        mode = data["mode"]
        kept = [x.id for x in self._exam.desk(self._part).letters if x.folder is Folder.DRAFTS]
        if data["letter"] in kept:
            await self._open("drafts", data["letter"])
        elif mode == "new":
            await self._home()
            await hands.press("n")
        else:
            await self._letter(data["source"])
            await hands.press({"reply": "r", "reply_all": "a", "forward": "c"}[mode])
        await hands.on(ComposeScreen)
        for key in ("to", "cc", "bcc"):
            await hands.fill(key, ", ".join(data[key]))
        await hands.fill("subject", data["subject"])
        await self._tick("files", data["attachments"])
        await hands.focus("body")
        own, signed, _ = data["body"].partition(SIGNATURE)
        if data["letter"] in kept or not signed:
            await hands.clear()
            await hands.type(data["body"].rstrip())
        else:
            await hands.press("ctrl+home")
            await hands.type(own.rstrip())
        await self._submit()

"""A real browser without a window, driven over its own debugging protocol."""

from __future__ import annotations

import asyncio
import base64
import itertools
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
_SEQUENCES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class Tab:
    """One page: what it asked for, what its line carried, what it looks like."""

    def __init__(self, line: aiohttp.ClientWebSocketResponse) -> None:
        self._line = line
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.asked_for: list[str] = []
        self.windows = 0
        self.received = ""
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self._line:
            said = message.json()
            if "id" in said:
                self._answers.pop(said["id"]).set_result(said)
                continue
            about = said.get("params", {})
            match said["method"]:
                case "Network.requestWillBeSent":
                    self.asked_for.append(about["request"]["url"])
                case "Network.webSocketCreated":
                    self.asked_for.append(about["url"])
                case "Network.webSocketFrameReceived":
                    data = about["response"]["payloadData"]
                    if about["response"]["opcode"] == 2:
                        data = base64.b64decode(data).decode("utf-8", "replace")
                    self.received += _SEQUENCES.sub("", data)
                case "Page.windowOpen":
                    self.windows += 1

    async def do(self, method: str, **how: object) -> dict[str, Any]:
        """One command; its result."""
        number = next(self._numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        await self._line.send_json({"id": number, "method": method, "params": how})
        said = await asyncio.wait_for(answer, 30)
        assert "error" not in said, said
        found = said["result"]
        assert isinstance(found, dict)
        return found

    async def press(self, key: str, code: int = 0) -> None:
        """A key: a letter, or a named one with its code of the Windows table."""
        how: dict[str, object] = {"key": key}
        if code:
            how |= {"windowsVirtualKeyCode": code, "code": key}
        else:
            how |= {"text": key}
        await self.do("Input.dispatchKeyEvent", type="keyDown", **how)
        await self.do("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def see(self, words: str, within: float = 30.0) -> None:
        """Wait until these words have come over the line. TimeoutError."""
        try:
            async with asyncio.timeout(within):
                while words not in self.received:
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise TimeoutError(f"{words!r} not in: {self.received[-2000:]!r}") from None

    async def evaluate(self, script: str) -> object:
        """The value of an expression in the page."""
        found = await self.do("Runtime.evaluate", expression=script, returnByValue=True)
        return found["result"].get("value")

    async def picture(self, path: Path) -> None:
        """Keep what the page looks like."""
        found = await self.do("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(found["data"]))


@asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Tab]:
    """A browser with one empty page, its network and its windows watched."""
    assert BROWSER is not None
    # It leaves folders of its own behind, whose names must be short: sockets lie there.
    left = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    process = await asyncio.create_subprocess_exec(
        BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--remote-debugging-port=0", "--window-size=1366,768", f"--user-data-dir={folder}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": left.name},
    )  # fmt: skip
    try:
        told = folder / "DevToolsActivePort"
        async with asyncio.timeout(60):
            while not (told.exists() and told.read_text().count("\n")):
                await asyncio.sleep(0.05)
        port = told.read_text().splitlines()[0]
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                pages = [page for page in await answer.json() if page["type"] == "page"]
            line = await session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0)
            tab = Tab(line)
            for domain in ("Network", "Page", "Runtime"):
                await tab.do(f"{domain}.enable")
            yield tab
            tab._reader.cancel()
            await line.close()
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), 20)
        left.cleanup()
        await asyncio.sleep(0.05)

"""The exam in a browser on the same machine: who gets in, what goes over the line."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual_serve.app_service import AppService

from tui_exam.host.commands import serve_web
from tui_exam.host.line.inputs import PASTE_END, PASTE_LIMIT, PASTE_START
from tui_exam.host.line.terminal import LEAST, MOST
from tui_exam.host.settings import HostSettings
from tui_exam.host.web import server as web_server
from tui_exam.host.web.run import Messages, web_key
from tui_exam.store import TinyAttemptStore

from .chromium import BROWSER, Tab, browser

ROOT = Path(__file__).parents[2]
KEY = "khoa-thu"
SEAT = f"{sys.executable} -m tui_exam.host.web.seat"
_SEQUENCES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
JSONS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=7), inner)
    ),
    max_leaves=8,
)


@asynccontextmanager
async def serving(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: str = SEAT
) -> AsyncIterator[str]:
    """A server on a free port; gives the address with its key."""
    monkeypatch.setenv("TUI_EXAM_DATA", str(folder / "data"))
    monkeypatch.setenv("TUI_EXAM_SETTINGS", str(folder / "settings"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    over, out = asyncio.Event(), io.StringIO()
    task = asyncio.create_task(web_server.run(KEY, 0, out, command, over.wait))
    async with asyncio.timeout(10):
        while "http://" not in out.getvalue():
            await asyncio.sleep(0.01)
    try:
        found = re.search(r"http://\S+", out.getvalue())
        assert found is not None
        yield found[0]
    finally:
        over.set()
        assert await asyncio.wait_for(task, 30) == 0
        await asyncio.sleep(0.05)  # for the last words of processes that have ended


class Screen:
    """What a page would draw."""

    def __init__(self, line: aiohttp.ClientWebSocketResponse) -> None:
        self.line = line
        self.text = ""

    async def see(self, words: str) -> None:
        async with asyncio.timeout(30):
            while words not in self.text:
                message = await self.line.receive()
                assert message.type == aiohttp.WSMsgType.BINARY, (message, self.text[-500:])
                self.text += _SEQUENCES.sub("", message.data.decode("utf-8", "replace"))
        self.text = self.text.partition(words)[2]

    async def type(self, keys: str) -> None:
        await self.line.send_json(["stdin", keys])


async def test_only_our_own_page_with_the_key_gets_a_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        serving(tmp_path, monkeypatch, "false") as address,
        aiohttp.ClientSession() as stranger,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as guest,
    ):
        base = address.partition("/?")[0]
        evil = {"Host": "evil.example"}

        async def asked(who: aiohttp.ClientSession, path: str, **headers: str) -> int:
            async with who.get(base + path, headers=headers) as answer:
                assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
                return answer.status

        assert await asked(stranger, "/") == 403
        assert await asked(stranger, "/?key=sai") == 403
        assert await asked(stranger, "/ws") == 403
        assert await asked(stranger, "/static/../../settings.py") == 404
        assert await asked(stranger, "/download/x") == 404
        async with stranger.get(address, headers=evil) as answer:
            assert answer.status == 421
        async with guest.get(address) as answer:
            text = await answer.text()
            assert (answer.status, str(answer.url)) == (200, f"{base}/")
            assert "Đang mở bài thi" in text
            assert not re.search(r"(?:https?:)?//(?!127\.0\.0\.1)", text.replace("ws://127", "127"))
        for origin in ("", "http://evil.example", "null", "https://127.0.0.1"):
            assert await asked(guest, "/ws", Origin=origin) == 403


async def test_a_seat_in_the_page_keeps_the_answer_when_the_page_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        serving(tmp_path, monkeypatch) as address,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as guest,
    ):
        base = address.partition("/?")[0]
        await (await guest.get(address)).read()
        async with guest.ws_connect(f"{base}/ws?width=80&height=24", origin=base) as line:
            screen = Screen(line)
            await screen.see("Dự thi")
            await line.send_str("rác")
            await line.send_json(["resize", {"width": 10**9, "height": "x"}])
            await screen.type("1")
            await screen.see("Số báo danh")
            await screen.type("Le Thi Ngoc\tSo Y te\tWEB001")
            await screen.see("WEB001")
            await screen.type("\x1b[19~")
            await screen.see("Làm quen")
            await screen.type("\x1b[19~")
            await screen.see("Câu 1.")
            await screen.type("1")
            await screen.see("1x]")
        store = TinyAttemptStore(tmp_path / "data", reserve_bytes=1 << 16, low_water_bytes=0)
        async with asyncio.timeout(20):
            while not (found := await store.summaries()) or await store.holder(found[0].attempt):
                await asyncio.sleep(0.05)
        events = [event.kind async for event in store.read(found[0].attempt)]
        assert "answered" in events
        await store.close()


async def test_a_seat_that_cannot_start_closes_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        serving(tmp_path, monkeypatch, "echo hỏng >&2; exit 3") as address,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as guest,
    ):
        base = address.partition("/?")[0]
        await (await guest.get(address)).read()
        async with guest.ws_connect(f"{base}/ws", origin=base) as line:
            message = await asyncio.wait_for(line.receive(), 10)
            assert message.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}


class Process(AppService):
    """A seat's process that keeps what it was sent."""

    def __init__(self) -> None:
        self.keys = b""
        self.sizes: list[tuple[int, int]] = []

    async def send_bytes(self, data: bytes) -> bool:
        self.keys += data
        return True

    async def set_terminal_size(self, width: int, height: int) -> None:
        self.sizes.append((width, height))


@given(st.lists(st.one_of(JSONS.map(json.dumps), st.text(max_size=40)), max_size=5))
def test_whatever_a_page_sends_is_taken_or_left(said: list[str]) -> None:
    async def take() -> None:
        process = Process()
        messages = Messages(process)
        for each in said:
            await messages.take(each)
        for width, height in process.sizes:
            assert LEAST[0] <= width <= MOST[0]
            assert LEAST[1] <= height <= MOST[1]

    asyncio.run(take())


async def test_keys_pass_as_they_are_and_endless_pastes_are_cut() -> None:
    process = Process()
    messages = Messages(process)
    await messages.take('["stdin", "Kính gửi\\u001b[A"]')
    assert process.keys.decode() == "Kính gửi\x1b[A"
    process.keys = b""
    await messages.take(f'["stdin", "\\u001b[200~{"x" * 100_000}\\u001b[201~"]')
    assert process.keys.decode() == PASTE_START + "x" * PASTE_LIMIT + PASTE_END
    assert await messages.take('["ping", "12"]') == {"pong": "12"}


def test_the_key_stays_and_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "home" / "web_key"
    assert web_key(path) == web_key(path)
    assert len(web_key(path)) >= 20
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_other_machines_are_not_served(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = HostSettings(tmp_path / "data", tmp_path / "home", address="0.0.0.0")
    assert serve_web(settings) == 2
    assert "127.0.0.1" in capsys.readouterr().err


def test_without_the_optional_part_the_line_to_type_is_said(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['textual_serve'] = None\n"
        "from tui_exam.cli import main\n"
        "sys.argv = ['tui-exam', 'serve', '--web']\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TUI_EXAM_DATA": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 1
    assert 'pip install "tui-exam[web]"' in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no Chromium here")
async def test_a_real_browser_shows_the_exam_and_fetches_nothing_from_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(tmp_path, monkeypatch) as address, browser(tmp_path / "browser") as tab:
        base = address.partition("/?")[0]
        await tab.do("Page.navigate", url=address)
        await tab.see("Dự thi")
        await focused(tab)
        assert await tab.evaluate("location.href") == f"{base}/"
        assert await tab.evaluate("document.fonts.check(\"16px 'Roboto Mono'\", 'ế')") is True
        await tab.press("4")
        await tab.see("Bài thi thử này là gì")
        await tab.press("F5", 116)  # signing, in the exam; never a new load of the page
        await tab.press("Escape", 27)
        assert await tab.evaluate("String(window.open('http://127.0.0.1:9/'))") == "null"
        await tab.do("Page.reload")
        await asyncio.sleep(0.2)
        await tab.see("Dự thi")
        own = (f"{base}/", base.replace("http", "ws"), address, "data:", "about:")
        assert [url for url in tab.asked_for if not url.startswith(own)] == []
        assert sum(url == f"{base}/" for url in tab.asked_for) == 2


async def focused(tab: Tab) -> None:
    """Wait until the keyboard belongs to the screen."""
    async with asyncio.timeout(10):
        while "xterm" not in str(await tab.evaluate("document.activeElement.className")):
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("said", [b"", b'M\x00\x00\x00\x10{"type": "quit"}'])
def test_a_seat_does_not_outlive_its_page_however_early_that_is_closed(
    tmp_path: Path, said: bytes
) -> None:
    seat = subprocess.Popen(
        [sys.executable, "-m", "tui_exam.host.web.seat"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TUI_EXAM_DATA": str(tmp_path)},
    )  # fmt: skip
    try:
        out, err = seat.communicate(said, timeout=30)
    finally:
        seat.kill()
    assert out.startswith(b"__GANGLION__\n")
    assert seat.returncode == 0, err

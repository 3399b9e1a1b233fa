"""textual-serve's server with our page, our limits and our words. Needs the optional part."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import TextIO

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.server import Server, to_int

from ..line.terminal import clamped
from .run import LOOP, SEATS, STOP_WITHIN, Handler, Messages, Site, page, refused

OPENED = (
    "Mở bài thi trong trình duyệt trên chính máy này, tại địa chỉ:\n\n  {address}\n\n"
    "Địa chỉ có khóa riêng; không dùng được từ máy khác. Bấm Ctrl+C để dừng: "
    "bài làm được lưu, mở lại thì làm tiếp."
)


class WebServer(Server):
    """Serves the seat's command to pages that hold the key."""

    def __init__(self, command: str, site: Site, port: int) -> None:
        super().__init__(command, host=LOOP, port=port, title="tui-exam")
        self._site = site
        self._open = 0

    def app(self) -> web.Application:
        """The web application: one page, its parts, and the line of its screen."""
        app = web.Application(middlewares=[self._guard], client_max_size=1 << 16)
        app.add_routes(
            [
                web.get("/", self._index),
                web.get("/ws", self._line),
                web.get("/own/{name:web_page[.](?:css|js)}", _own),
                web.static("/static", self.statics_path),
            ]
        )
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        host = request.headers.get("Host", "")
        if not self._site.known_host(host):
            return web.Response(status=421, text="Misdirected request\n")
        try:
            answer = await handler(request)
        except web.HTTPException as error:
            answer = error
        if not answer.prepared:
            answer.headers.update(self._site.policy(host))
        if isinstance(answer, web.HTTPException):
            raise answer
        return answer

    def _let_in(self, request: web.Request) -> bool:
        return self._site.holds_key(request.cookies.get(self._site.cookie, ""))

    async def _index(self, request: web.Request) -> web.Response:
        if key := request.query.get("key", ""):
            if not self._site.holds_key(key):
                return web.Response(status=403, text=refused(), content_type="text/html")
            # The key leaves the address bar, and with it the history.
            kept = web.Response(status=303, headers={"Location": "/"})
            kept.set_cookie(self._site.cookie, key, httponly=True, samesite="Strict", path="/")
            return kept
        if not self._let_in(request):
            return web.Response(status=403, text=refused(), content_type="text/html")
        return web.Response(text=page(request.host), content_type="text/html")

    async def _line(self, request: web.Request) -> web.StreamResponse:
        """The line of one screen, from its page's opening to its closing."""
        if not self._let_in(request) or not self._site.own_page(request.headers.get("Origin", "")):
            return web.Response(status=403, text="Forbidden\n")
        if self._open >= SEATS:
            return web.Response(status=503, text="Too many pages\n")
        self._open += 1
        line = web.WebSocketResponse(heartbeat=15)

        async def close() -> None:
            await line.close()

        seat = AppService(
            self.command,
            write_bytes=line.send_bytes,
            write_str=line.send_str,
            close=close,
            download_manager=self.download_manager,
        )
        try:
            await line.prepare(request)
            said = (to_int(request.query.get(name, ""), 0) for name in ("width", "height"))
            await seat.start(*clamped(*said))
            await self._carry(line, seat)
        finally:
            self._open -= 1
            await _end(seat)
        return line

    async def _carry(self, line: web.WebSocketResponse, seat: AppService) -> None:
        """Pass on what the page sends until it closes, or its process has ended."""

        async def until_it_ends() -> None:
            if seat._task is not None:
                await asyncio.wait([seat._task])
            await line.close()

        ending = asyncio.create_task(until_it_ends())
        messages = Messages(seat)
        try:
            async for message in line:
                if message.type == WSMsgType.TEXT:
                    answer = await messages.take(message.data)
                    if answer is not None:
                        await line.send_json(["pong", answer["pong"]])
        finally:
            ending.cancel()


async def _own(request: web.Request) -> web.Response:
    """A part of our own page."""
    name = request.match_info["name"]
    kind = "text/css" if name.endswith("css") else "text/javascript"
    text = (files("tui_exam.host.web") / name).read_text(encoding="utf-8")
    return web.Response(text=text, content_type=kind)


async def _end(seat: AppService) -> None:
    """Let a seat's process save and end; end it when it does not."""
    process = seat._process
    if process is None:
        return
    try:
        async with asyncio.timeout(STOP_WITHIN):
            await seat.stop()
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


async def run(
    key: str, port: int, out: TextIO, command: str, stopped: Callable[[], Awaitable[None]]
) -> int:
    """Serve until `stopped` returns; pages still open are saved. Raises OSError."""
    taken = socket.create_server((LOOP, port))
    port = int(taken.getsockname()[1])
    server = WebServer(command, Site(key, port), port)
    runner = web.AppRunner(server.app(), handle_signals=False, shutdown_timeout=STOP_WITHIN + 5)
    await runner.setup()
    try:
        await web.SockSite(runner, taken).start()
        print(OPENED.format(address=f"http://{LOOP}:{port}/?key={key}"), file=out, flush=True)
        await stopped()
    finally:
        await runner.cleanup()
    return 0

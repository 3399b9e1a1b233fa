"""The host's numbers over HTTP on the loopback: /metrics, /status, /healthz. Nothing else."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable, Mapping

LONGEST_REQUEST = 4096
WITHIN = 5.0  # seconds a request may take
Facts = Callable[[], Mapping[str, object]]


class Page:
    """A small HTTP/1.0 server; each request has its own connection.

    Args:
        metrics: The Prometheus text.
        status: Facts for `tui-exam status`; `healthy` among them decides /healthz.
    """

    def __init__(self, metrics: Callable[[], str], status: Facts) -> None:
        self._metrics = metrics
        self._status = status

    async def serve(self, sock: socket.socket) -> asyncio.Server:
        """Begin to answer on a bound socket."""
        return await asyncio.start_server(self._answer, sock=sock, limit=LONGEST_REQUEST)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), WITHIN)
            writer.write(self._page(asked.split(b"\r\n", 1)[0]))
            await asyncio.wait_for(writer.drain(), WITHIN)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, OSError):
            pass
        finally:
            writer.close()

    def _page(self, line: bytes) -> bytes:
        parts = line.split(b" ")
        if len(parts) != 3 or parts[0] != b"GET":
            return _reply("400 Bad Request", "text/plain", "GET only\n")
        if parts[1] == b"/metrics":
            return _reply("200 OK", "text/plain; version=0.0.4", self._metrics())
        facts = self._status()
        if parts[1] == b"/status":
            return _reply("200 OK", "application/json", json.dumps(facts, ensure_ascii=False))
        if parts[1] == b"/healthz":
            healthy = bool(facts.get("healthy"))
            return _reply(
                "200 OK" if healthy else "503 Service Unavailable",
                "text/plain", "ok\n" if healthy else "not ready\n",
            )  # fmt: skip
        return _reply("404 Not Found", "text/plain", "no such page\n")


def _reply(state: str, kind: str, text: str) -> bytes:
    body = text.encode()
    head = (
        f"HTTP/1.0 {state}\r\nContent-Type: {kind}; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nX-Content-Type-Options: nosniff\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body

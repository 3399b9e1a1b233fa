"""The load tool's candidates of one client process, and what they are told to do together.

Reads its orders as one JSON object a line from the standard input and answers in lines of JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

import asyncssh

from .clients import F2, F3, F8, QUESTIONS, Client, Tally

ANSWERING = (b"1", b"n", b"2", b"n", b"1", b"n", b"p", b"2")
DYING = "while a worker dies"
PATIENT = 30.0  # seconds to go on trying to come in
AGAIN = 0.05
LETTER = "kinh gui uy ban nhan dan phuong de nghi bao cao ket qua chuyen doi so "


class Crowd:
    """The clients of this process.

    Args:
        order: For `Client`, and the codes of these.
    """

    def __init__(self, order: dict[str, Any]) -> None:
        self._order = order
        self.tally = Tally()
        self.pins: dict[str, str] = {}
        self._clients = [Client(order, code, self.tally) for code in order["codes"]]

    async def _all(
        self, do: Callable[[int, Client], Awaitable[None]], *, there: bool = True
    ) -> None:
        """Each does it at the same time; `there`: only those who have come in."""

        async def one(at: int, client: Client) -> None:
            try:
                await do(at, client)
            except (TimeoutError, OSError, asyncssh.Error) as error:
                self.tally.failed += 1
                print(f"{client.code}: {type(error).__name__} {error}", file=sys.stderr)

        who = [client for client in self._clients if client.is_in or not there]
        await asyncio.gather(*(one(at, client) for at, client in enumerate(who)))

    def _spread(self, at: int, seconds: float) -> float:
        return seconds * at / max(1, len(self._clients))

    async def arrive(self, seconds: float) -> None:
        """All connect, spread over this time; from the first packet to the first screen."""

        async def come(at: int, client: Client) -> None:
            await asyncio.sleep(self._spread(at, seconds))
            began = time.perf_counter()
            await client.connect()
            await client.see("Thoát")
            self.tally.first_paint.append(time.perf_counter() - began)
            await client.settle()
            self.tally.screen_bytes.append(client.painted)

        await self._all(come, there=False)

    async def begin(self, seconds: float) -> None:
        """All start their exam, spread over this time."""

        async def start(at: int, client: Client) -> None:
            await asyncio.sleep(self._spread(at, seconds))
            client.press(b"1")
            await client.see("Làm quen trước")
            client.press(F8)
            await client.see(QUESTIONS)
            await client.settle()

        await self._all(start)

    async def answer(self, seconds: float, pause: float) -> None:
        """All answer questions, a key every `pause` seconds."""
        until = time.monotonic() + seconds

        async def work(at: int, client: Client) -> None:
            await asyncio.sleep(self._spread(at, pause))
            await self._answer(client, until, pause, "answering", at)

        await self._all(work)

    async def _answer(
        self, client: Client, until: float, pause: float, phase: str, turn: int
    ) -> None:
        while time.monotonic() < until:
            next_key = time.monotonic() + pause
            await client.answer(ANSWERING[turn % len(ANSWERING)], phase)
            turn += 1
            await asyncio.sleep(max(0.0, next_key - time.monotonic()))

    async def open_letter(self, seconds: float) -> None:
        """All go to their mail and begin a letter, spread over this time."""

        async def work(at: int, client: Client) -> None:
            await asyncio.sleep(self._spread(at, seconds))
            for key, word in ((F3, "Thư nháp ("), (b"n", "Bcc")):
                client.press(key)
                await client.see(word)
                await client.settle()

        await self._all(work)

    async def write(self, seconds: float, pause: float) -> None:
        """All write in their letter, a key every `pause` seconds."""
        until = time.monotonic() + seconds

        async def work(at: int, client: Client) -> None:
            await asyncio.sleep(self._spread(at, pause))
            while time.monotonic() < until:
                next_key = time.monotonic() + pause
                letter = LETTER[len(client.seen.written) % len(LETTER)]
                if await client.timed(letter.encode(), "writing"):
                    client.seen.written += letter
                await asyncio.sleep(max(0.0, next_key - time.monotonic()))

        await self._all(work)

    async def leave_letter(self, seconds: float) -> None:
        """All return to their questions; what was written stays as a draft."""

        async def work(at: int, client: Client) -> None:
            await asyncio.sleep(self._spread(at, seconds))
            client.press(F2)
            await client.see(QUESTIONS)
            await client.settle()

        await self._all(work)

    async def sign(self, seconds: float, pause: float) -> None:
        """Each signs once within this time; who is not signing answers questions.

        As in the other phases, keys do not come from all at the same instant.
        """
        begun = time.monotonic()
        until = begun + seconds

        async def work(at: int, client: Client) -> None:
            mine = begun + self._spread(at, seconds * 0.8)
            await asyncio.sleep(self._spread(at, pause))
            await self._answer(client, mine, pause, "while others sign", at)
            if pin := self.pins.get(client.code):
                await client.sign(pin)
            await self._answer(client, until, pause, "while others sign", at)

        await self._all(work)

    async def idle(self, seconds: float) -> dict[str, float]:
        """Nobody does anything; bytes a minute a session, as frames and on the wire."""
        inside = [client for client in self._clients if client.is_in]
        frames = sum(client.painted for client in inside)
        wire = sum(client.wire_bytes() for client in inside)
        await asyncio.sleep(seconds)
        scale = 60 / max(0.1, seconds) / max(1, len(inside))
        return {
            "frame_bytes": (sum(c.painted for c in inside) - frames) * scale,
            "wire_bytes": (sum(c.wire_bytes() for c in inside) - wire) * scale,
        }

    async def drop(self) -> None:
        """All lines are cut."""
        await self._all(lambda _, client: client.hang_up())

    async def come_back(self, seconds: float) -> None:
        """All return; measured until the question is on the screen again."""

        async def come(at: int, _: Client) -> None:
            await asyncio.sleep(self._spread(at, seconds))
            began = time.perf_counter()
            await self._again(at)
            self.tally.returned.append(time.perf_counter() - began)

        await self._all(come, there=False)

    async def _again(self, at: int) -> None:
        """Another client for that candidate, until the question is on its screen."""
        before = self._clients[at]
        client = Client(self._order, before.code, self.tally)
        client.at = before.at
        await client.connect()
        await client.see(QUESTIONS)
        self._clients[at] = client

    async def outlive(self, seconds: float, pause: float, back: float) -> None:
        """All answer; those whose worker is killed meanwhile return within `back` seconds.

        Measured from connecting again until the question is on the screen.
        """
        until = time.monotonic() + seconds

        async def work(at: int, client: Client) -> None:
            await asyncio.sleep(self._spread(at, pause))
            answering = asyncio.create_task(self._answer(client, until, pause, DYING, at))
            cut = asyncio.create_task(client.cut())
            await asyncio.wait({answering, cut}, return_when=asyncio.FIRST_COMPLETED)
            if answering.done() and answering.exception() is None:
                cut.cancel()
                return
            await asyncio.wait({cut}, timeout=AGAIN)  # a key may notice it before the line does
            if not cut.done():
                cut.cancel()
                await answering
            answering.cancel()  # its last key went nowhere
            await asyncio.wait({answering})
            await asyncio.sleep(self._spread(at, back))
            began = time.perf_counter()
            await self._until_in(self._clients.index(client))
            self.tally.outlived.append(time.perf_counter() - began)

        await self._all(work)

    async def _until_in(self, at: int) -> None:
        async with asyncio.timeout(PATIENT):
            while True:
                try:
                    await self._again(at)
                except (OSError, asyncssh.Error):
                    await asyncio.sleep(AGAIN)
                else:
                    return


async def obey() -> None:
    """Carry out one order after the other until there are no more."""
    loop = asyncio.get_running_loop()
    crowd: Crowd | None = None
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order = json.loads(line)
        what = order.pop("do")
        if what == "who":
            crowd = Crowd(order)
            answer: object = {}
        elif what == "know":
            assert crowd is not None
            crowd.pins = order["pins"]
            answer = {}
        elif what == "tally":
            assert crowd is not None
            answer = asdict(crowd.tally)
        else:
            answer = await getattr(crowd, what)(**order) or {}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(obey())

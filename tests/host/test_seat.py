"""The route by OpenSSH: one process at a terminal that OpenSSH has opened."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest

from tui_exam.host.door.accounts import Accounts
from tui_exam.host.settings import HostSettings
from tui_exam.store import TinyAttemptStore

from .live import F8, SIT, enrolled, until_async

ROOT = Path(__file__).parents[2]


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A room's folder with one account."""
    folder = tmp_path / "data"
    with Accounts(HostSettings(folder, folder / "host").accounts).changing() as accounts:
        accounts["CB001"] = enrolled(1)
    yield folder
    (folder / "reserve.bin").unlink(missing_ok=True)  # as large as a real room's


def environment(data: Path, **more: str) -> dict[str, str]:
    return {
        **os.environ, "TUI_EXAM_DATA": str(data), "PYTHONPATH": str(ROOT), "TERM": "linux",
        "SSH_CONNECTION": "192.0.2.7 5000 192.0.2.1 22", **more,
    }  # fmt: skip


class Terminal:
    """The program as OpenSSH runs it, at a terminal of its own."""

    def __init__(self, data: Path, *words: str, **more: str) -> None:
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self._end, end = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tui_exam", "seat", *words],
            stdin=end, stdout=end, stderr=end, env=environment(data, **more),
            start_new_session=True,
        )  # fmt: skip
        os.close(end)

    @property
    def text(self) -> str:
        return "\n".join(self._screen.display)

    def see(self, *words: str, within: float = 30.0) -> None:
        """Wait until these words stand on the screen."""
        end = time.monotonic() + within
        while not all(word in self.text for word in words):
            assert time.monotonic() < end, self.text
            if select.select([self._end], [], [], 0.2)[0]:
                self._stream.feed(os.read(self._end, 65536))

    def press(self, keys: bytes) -> None:
        os.write(self._end, keys)

    def hang_up(self) -> None:
        """As when the line drops: OpenSSH closes the terminal and says so."""
        self.process.send_signal(signal.SIGHUP)
        os.close(self._end)
        self.process.wait(20)


@pytest.mark.slow
async def test_a_hung_up_seat_is_left_in_order_and_the_next_one_goes_on(data: Path) -> None:
    seat = Terminal(data, "cb001")
    seat.see("Dự thi", "192.0.2.7")
    seat.press(SIT)
    seat.see("Làm quen")
    seat.press(F8)
    seat.see("Câu 1.", "Còn 60 phút")
    seat.press(b"\x1b[[C")
    seat.see("Thư nháp")
    seat.press(b"n")
    seat.see("Soạn thư")
    seat.press(b"chanhvp@")
    seat.see("chanhvp@")
    seat.hang_up()
    store = TinyAttemptStore(data, reserve_bytes=1 << 16, low_water_bytes=0)
    (summary,) = await store.summaries()
    await until_async(lambda: nobody(store, summary.attempt))
    again = Terminal(data, "CB001")
    again.see("Soạn thư", "chanhvp@")
    again.hang_up()
    await store.close()


async def nobody(store: TinyAttemptStore, attempt: str) -> bool:
    return await store.holder(attempt) is None


@pytest.mark.slow
def test_who_called_sudo_is_the_candidate_only_where_the_command_says_so(data: Path) -> None:
    called = Terminal(data, "--from-sudo", SUDO_USER="cb001")
    called.see("Dự thi")
    called.hang_up()
    forged = Terminal(data, SUDO_USER="cb001")
    forged.see("Không có tài khoản")
    assert forged.process.wait(20) == 1


def test_without_a_terminal_nothing_begins_whatever_was_asked_for(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui_exam", "seat", "CB001"], stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=60, check=False,
        env=environment(data, SSH_ORIGINAL_COMMAND="id"),
    )  # fmt: skip
    assert done.returncode == 2
    assert "ssh -t" in done.stderr
    assert not (data / "attempts").exists()

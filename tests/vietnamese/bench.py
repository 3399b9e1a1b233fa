"""What typing costs: `python -m tests.vietnamese.bench`.

The engine is timed in this process. The fields run in a real pseudo-terminal, keys come one by
one, and their cost is the processor time of the whole program and the bytes it sent, per key;
the library's own widgets stand beside them.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import Input, TextArea

from tests.widgets.room import Room
from tui_exam.vietnamese import Typed, compose, press

SENTENCE = (
    "Thực hiện Nghị định số 30 của Chính phủ về công tác văn thư, đề nghị các cơ quan, đơn vị "
    "trả lời bằng văn bản trước ngày 15 tháng 7. "
)
KEYS = "Thuwcj hieenj Nghij ddinhj cuar Chinhs phur, dde nghi cacs co quan trar loiwf. "
TICKS = os.sysconf("SC_CLK_TCK")


class Stock(App[None]):
    """The library's own widget, for comparison."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "TextArea { height: 10; }"

    def __init__(self, kind: str, text: str) -> None:
        super().__init__()
        self.kind, self.text = kind, text

    def compose(self) -> ComposeResult:
        """Lay out the one widget."""
        widget = Input(self.text) if self.kind == "line" else TextArea(self.text)
        widget.cursor_blink = False
        yield widget

    def on_mount(self) -> None:
        """Begin at the end of the text."""
        begin(self)


def begin(app: App[None]) -> None:
    """Put the cursor at the end of the text of whichever widget has the focus."""
    widget = app.screen.query("Input, TextArea")[-1 if "text" in sys.argv else 0]
    widget.focus()
    if isinstance(widget, TextArea):
        widget.move_cursor(widget.document.end)


def engine() -> None:
    """Print microseconds per key of composing."""
    keys = KEYS * 60
    began = time.perf_counter()
    compose(keys)
    each = (time.perf_counter() - began) / len(keys)
    slowest = 0.0
    typed = Typed()
    for key in keys:
        began = time.perf_counter()
        typed = press(typed, key, "telex", "old")
        slowest = max(slowest, time.perf_counter() - began)
        typed = Typed() if key.isspace() else typed
    print(f"engine: {each * 1e6:.1f} us a key, slowest {slowest * 1e6:.0f} us")


def text_of(length: int, paragraph: int) -> str:
    """Return ordinary Vietnamese of a length, in paragraphs of a length."""
    text = (SENTENCE * (length // len(SENTENCE) + 1))[:length]
    return "\n".join(text[at : at + paragraph] for at in range(0, length, paragraph))


def run_child(kind: str, whose: str, length: int, paragraph: int) -> None:
    """Run one program in this terminal."""
    text = text_of(length, paragraph if kind == "text" else length + 1)
    if whose == "stock":
        Stock(kind, text).run()
        return
    room = Room(kind=kind, text=text, line_length=length + 500, text_length=length + 5000)
    room.call_later(begin, room)
    room.run()


def typed_cost(kind: str, whose: str, length: int, paragraph: int) -> tuple[float, float]:
    """Return milliseconds of processor and bytes sent, per key."""
    argv = [sys.executable, "-m", "tests.vietnamese.bench", kind, whose]
    argv += [str(length), str(paragraph)]
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(Path(__file__).resolve().parents[2])
        os.environ.update(TERM="xterm-256color", TEXTUAL_ANIMATIONS="none", COLORTERM="")
        os.execv(argv[0], argv)
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    drain(master, 2.0)
    before, sent = processor_seconds(pid), 0
    keys = KEYS * 3
    for key in keys:
        os.write(master, key.encode())
        sent += drain(master, 0.02)
    used = processor_seconds(pid) - before
    os.kill(pid, 9)
    os.close(master)
    os.waitpid(pid, 0)
    return used / len(keys) * 1000, sent / len(keys)


def drain(master: int, quiet: float) -> int:
    """Read until nothing has come for a while; return how many bytes came."""
    count = 0
    while select.select([master], [], [], quiet)[0]:
        count += len(os.read(master, 65536))
    return count


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process so far, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def main() -> None:
    """Print the table, or be one of the programs measured."""
    if len(sys.argv) > 1:
        run_child(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
        return
    engine()
    for kind, length, paragraph in (
        ("line", 10, 0),
        ("line", 1_000, 0),
        ("line", 10_000, 0),
        ("text", 10, 400),
        ("text", 1_000, 400),
        ("text", 10_000, 400),
        ("text", 10_000, 10_000),
    ):
        costs = [typed_cost(kind, whose, length, paragraph) for whose in ("stock", "ours")]
        each = " | ".join(f"{ms:5.2f} ms {size:5.0f} B" for ms, size in costs)
        print(f"{kind} {length:6} (paragraphs {paragraph:5}): stock, ours: {each}", flush=True)


if __name__ == "__main__":
    main()

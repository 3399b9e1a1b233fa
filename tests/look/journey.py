"""The way of one person through the whole program by keys, screen by screen, in a real terminal."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from tests.look.cells import Shown, Visit

PROGRAM = (sys.executable, "-m", "tui_exam")
F1, F2, F3, F4, F5, F6, F7, F8, F9, F10 = (
    b"\x1bOP", b"\x1bOQ", b"\x1bOR", b"\x1bOS", b"\x1b[15~", b"\x1b[17~", b"\x1b[18~",
    b"\x1b[19~", b"\x1b[20~", b"\x1b[21~",
)  # fmt: skip
ESC, ENTER, TAB, DOWN, END = b"\x1b", b"\r", b"\t", b"\x1b[B", b"\x1b[F"


@dataclass(frozen=True, slots=True)
class Stop:
    """One screen: the keys that lead to it and words by which one knows it."""

    name: str
    keys: tuple[bytes, ...]
    words: str


WAY = (
    Stop("home", (), "Dự thi"),
    Stop("settings", (F10, b"giao dien", ENTER), "Tương phản cao"),
    Stop("sign-in", (ESC, b"1"), "Họ và tên"),
    Stop("warm-up", (b"Nguyeexn Vawn An", ENTER, b"UBND", ENTER, b"LOOK1", ENTER), "Làm quen"),
    Stop("theory", (F8,), "câu 1/30"),
    Stop("theory, answered", (b"1", b"r"), "đã đánh dấu"),
    Stop("jump", (b"g",), "Tới câu số mấy"),
    Stop("menu", (ESC, F10), "Gõ chữ để tìm lệnh"),
    Stop("help", (ESC, F1), "Phần lý thuyết"),
    Stop("mail list", (ESC, F3), "Gửi thư điện tử"),
    Stop("sheet", (F7,), "Đề bài"),
    Stop("letter", (ESC, ENTER), "Từ:"),
    Stop("composer", (b"r",), "Soạn thư"),
    Stop("pick list", (b"\x0c",), "Danh bạ"),
    Stop("incoming list", (ESC, ESC, ESC, F4), "Văn bản đến"),
    Stop("document", (ENTER,), "Cơ quan ban hành"),
    Stop("note form", (b"b",), "Ý kiến chỉ đạo"),
    Stop("units to tick", (TAB, ENTER), "[ ]"),
    Stop("draft page", (ESC, ESC, ESC, F5, ENTER), "CỘNG HÒA"),
    Stop("layout view", (b"x",), "Times New Roman"),
    Stop("sign screen", (b"x", b"k"), "chứng thư chữ ký số:"),
    Stop("pin", (ENTER,), "PIN"),
    Stop("hand-over", (ESC, ESC, F6, ENTER, b"c"), "Chuyển cho"),
    Stop("clerk", (ESC, ESC, b"v", ENTER), "Văn"),
    Stop("number form", (b"n",), "Ngày ban hành"),
    Stop("hand-in", (ESC, ESC, F2, b"h"), "Nộp bài"),
    Stop("result", (b"c",), "Tổng điểm"),
    Stop("result, practice", (b"2",), "[-]"),
    Stop("result, theory", (b"3",), "Câu 1 ("),
    Stop("past results", (ESC, ESC, ESC, b"3"), "Kết quả đã thi"),
)


def walk(
    term: str, data: Path, *, env: dict[str, str] | None = None, size: tuple[int, int] = (80, 24)
) -> tuple[dict[str, Shown], bytes]:
    """Go the whole way; what each screen showed, and every byte sent until the end."""
    seen: dict[str, Shown] = {}
    variables = {"TUI_EXAM_DATA": str(data), "TUI_EXAM_SETTINGS": str(data), **(env or {})}
    with Visit(term, PROGRAM, size, env=variables, quiet=0.2) as visit:
        for stop in WAY:
            for key in stop.keys:
                visit.send(key)
            seen[stop.name] = visit.until(stop.words)
        visit.send(ESC)
        visit.until("Thoát")
        visit.send(b"q")
        visit.end()
        sent = visit.sent
    return seen, sent

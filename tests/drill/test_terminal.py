"""The screens of drilling in a real terminal: readable, drawable, and keys of one packet."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.look.cells import Visit
from tests.look.journey import ENTER, ESC, F8, F10, TAB, Stop

DRILL = (sys.executable, "-m", "tui_exam", "drill")

WAY = (
    Stop("who", (), "Ai ôn luyện?"),
    Stop("start", (b"An", ENTER, b"UBND", ENTER, b"D1", ENTER), "Ôn ngay"),
    Stop("goal", (b"5",), "Số phút muốn ôn"),
    Stop("kinds", (ESC, b"2", TAB, TAB, TAB, TAB, ENTER), "Tình huống văn phòng"),
    Stop("mini-task", (b"7", ENTER, F8), "Không biết"),
    Stop("explained, wrong", (b"k",), "[-] SAI"),
    Stop("question", (ESC, b"2", TAB, TAB, TAB, TAB, ENTER, b"1", ENTER, F8), "câu 1."),
    Stop("explained", (b"12",), "Căn cứ"),
    Stop("next", (ENTER,), "câu 2"),
    Stop("menu", (F10,), "Không biết"),
    Stop("tasks", (ESC, ESC, b"3"), "Luyện nhiệm vụ nào?"),
    Stop("practice", (ENTER,), "Gợi ý"),
    Stop("hint", (b"g",), "rõ hơn"),
    Stop("check", (ESC, b"k"), "[-]"),
    Stop("progress", (ESC, ESC, b"4"), "Dự báo điểm"),
    Stop("topics", (TAB,), "chưa biết"),
    Stop("days", (TAB,), "Số phút đã ôn"),
)


@pytest.mark.slow
@pytest.mark.parametrize("term", ["linux", "xterm-256color"])
def test_every_screen_of_drilling_can_be_read(term: str, tmp_path: Path) -> None:
    env = {"TUI_EXAM_DATA": str(tmp_path), "TUI_EXAM_SETTINGS": str(tmp_path)}
    with Visit(term, DRILL, env=env, quiet=0.2) as visit:
        for stop in WAY:
            for key in stop.keys:
                visit.send(key)
            shown = visit.until(stop.words)
            assert not [(c.char, c.ink, c.paper) for c in shown.faint(3.0)], stop.name
            if term == "linux":
                assert not shown.missing_glyphs(), stop.name
            if stop.name == "explained":
                assert "câu 1." in shown.text, "of two keys at once the second answers nothing"
            if stop.name == "next":
                assert "(x)" not in shown.text
                assert "[+]" not in shown.text

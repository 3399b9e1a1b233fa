"""The dialogue as the command line starts it, in a terminal of its own process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.look.cells import Visit

PLAIN = (sys.executable, "-m", "tui_exam", "take", "--plain")
HOME = PLAIN[:3]


@pytest.mark.parametrize(("term", "argv"), [("linux", PLAIN), ("dumb", PLAIN[:-1])])
def test_a_wish_for_lines_or_a_dumb_terminal_starts_the_dialogue(
    term: str, argv: tuple[str, ...], tmp_path: Path
) -> None:
    with Visit(term, argv, env={"TUI_EXAM_DATA": str(tmp_path)}) as visit:
        visit.until("Họ và tên:")
        visit.send("Nguyễn Văn An\n".encode())
        visit.until("Đơn vị công tác:")
        visit.send(b"\x04")
        assert visit.end() == 0
        assert b"\x1b" not in visit.sent


@pytest.mark.parametrize(("term", "argv"), [("dumb", HOME), ("linux", (*HOME, "--plain"))])
def test_without_a_command_the_dialogue_begins_with_what_there_is(
    term: str, argv: tuple[str, ...], tmp_path: Path
) -> None:
    with Visit(term, argv, env={"TUI_EXAM_DATA": str(tmp_path)}) as visit:
        visit.until("Chọn (? để nghe các mục):")
        visit.send(b"4\n")
        visit.until("dòng chỉ có dấu chấm là xong")
        visit.send(b"thoat\n")
        assert visit.end() == 0
        assert b"\x1b" not in visit.sent


def test_a_flag_has_typed_lines_composed_and_drills_are_held_over_a_terminal(
    tmp_path: Path,
) -> None:
    argv = (*HOME, "--plain", "--typing", "vni")
    with Visit("linux", argv, env={"TUI_EXAM_DATA": str(tmp_path)}) as visit:
        visit.until("Chọn (? để nghe các mục):")
        visit.send(b"2\n")
        for asked, said in (
            ("Họ và tên:", "Nguye6n4 Va8n An"),
            ("Đơn vị", "UBND"),
            ("Số báo", "B7"),
        ):
            visit.until(asked)
            visit.send(f"{said}\n".encode())
        visit.until("Ôn luyện: Nguyễn Văn An.")
        visit.until("Enter để ôn ngay")
        visit.send(b"\n")
        visit.until("Câu 1. Chủ đề:")
        visit.until("Trả lời:")
        visit.send("không biết\n".encode())
        visit.until("SAI.")
        visit.send(b"\x04")
        assert visit.end() == 0
        assert b"\x1b" not in visit.sent


def test_it_can_be_held_over_a_pipe_and_ends_when_the_pipe_does(tmp_path: Path) -> None:
    done = subprocess.run(
        PLAIN,
        input="An\nUBND\nP1\ncó\n?\n1\n?\n",
        capture_output=True,
        text=True,
        env={"TUI_EXAM_DATA": str(tmp_path), "PATH": "", "HOME": str(tmp_path)},
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Câu 1 trên 30." in done.stdout
    assert "đồng hồ vẫn chạy" in done.stdout


def test_the_dialogue_needs_no_screen_library() -> None:
    code = (
        "import sys, tui_exam.plain.home\n"
        "print([m for m in ('textual', 'rich') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_pin_is_not_shown(tmp_path: Path) -> None:
    code = (
        "import asyncio\n"
        "from tui_exam.plain.lines import TerminalLines\n"
        "from tui_exam.plain.talk import Talk\n"
        "from tui_exam.texts import Words\n"
        "async def main():\n"
        "    talk = Talk(TerminalLines(0, 1), Words())\n"
        "    pin = await talk.secret('PIN')\n"
        "    talk.say(f'{len(pin)} số')\n"
        "    talk.say(await talk.ask('Tên'))\n"
        "asyncio.run(main())\n"
    )
    with Visit("linux", (sys.executable, "-c", code)) as visit:
        visit.until("PIN:")
        visit.send(b"482913\n")
        visit.until("6 số")
        visit.send(b"An\n")
        visit.end()
        assert b"482913" not in visit.sent
        assert visit.sent.count(b"An") == 2  # typed lines are shown again

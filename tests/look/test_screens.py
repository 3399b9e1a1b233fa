"""Every screen of the program in a real terminal: readable, drawable, and gone at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.look.cells import Visit
from tests.look.journey import DOWN, ENTER, ESC, F10, PROGRAM, walk
from tui_exam.preferences import PreferenceFolder, Preferences

HIGH = Preferences(look="contrast", airy=True)
LOOKS = {
    "console": ("linux", {}, None),
    "console, high contrast": ("linux", {}, HIGH),
    "console, no colour": ("linux", {"NO_COLOR": "1"}, None),
    "256 colours": ("xterm-256color", {}, None),
    "256 colours, no colour": ("xterm-256color", {"NO_COLOR": "1"}, None),
}


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
def test_every_screen_can_be_read(look: str, tmp_path: Path) -> None:
    term, env, chosen = LOOKS[look]
    if chosen is not None:
        PreferenceFolder(tmp_path / "preferences").write(chosen)
    seen, sent = walk(term, tmp_path, env=env)
    for name, shown in seen.items():
        least = 3.0 if chosen is None else 4.5
        assert not [(c.char, c.ink, c.paper) for c in shown.faint(least)], name
        if term == "linux":
            assert not shown.missing_glyphs(), name
        if env:
            assert {c.ink for c in shown.cells if c.char.strip()} <= GREYS, name
    assert sent.rstrip().endswith(b"\x1b[2J\x1b[H") or b"\x1b[?1049l" in sent[-200:]


GREYS = frozenset(f"{level:02x}" * 3 for level in range(256))


def test_high_contrast_and_wide_lines_are_chosen_in_the_menu_and_remembered(
    tmp_path: Path,
) -> None:
    env = {"TUI_EXAM_DATA": str(tmp_path), "TUI_EXAM_SETTINGS": str(tmp_path)}
    with Visit("xterm-256color", PROGRAM, env=env) as visit:
        visit.until("Dự thi")
        before = visit.shown()
        for key in (F10, b"giao", ENTER, b"2"):
            visit.send(key)
        visit.until("Dự thi")
        assert {c.paper for c in visit.shown().cells} <= {"000000", "ffff00", "ffffff"}
        for key in (F10, b"giao", ENTER, b"4"):
            visit.send(key)
        shown = visit.until("Dự thi")
        assert len([line for line in shown.lines if not line]) > len(
            [line for line in before.lines if not line]
        )
        visit.send(b"q")
        visit.end()
    with Visit("xterm-256color", PROGRAM, env=env) as visit:
        assert {c.paper for c in visit.until("Dự thi").cells} <= {"000000", "ffff00", "ffffff"}


def test_english_is_chosen_in_the_menu_and_remembered(tmp_path: Path) -> None:
    env = {"TUI_EXAM_DATA": str(tmp_path), "TUI_EXAM_SETTINGS": str(tmp_path)}
    with Visit("linux", PROGRAM, env=env) as visit:
        visit.until("Dự thi")
        for key in (F10, b"english", ENTER, b"2"):
            visit.send(key)
        visit.until("Sit the exam")
        visit.send(b"q")
        visit.end()
    with Visit("linux", PROGRAM, env=env) as visit:
        visit.until("Sit the exam")
    with Visit("linux", (*PROGRAM, "--lang", "vi"), env=env) as visit:
        visit.until("Dự thi")


def test_a_terminal_too_small_says_so_and_loses_nothing(tmp_path: Path) -> None:
    env = {"TUI_EXAM_DATA": str(tmp_path), "TUI_EXAM_SETTINGS": str(tmp_path)}
    with Visit("linux", PROGRAM, env=env) as visit:
        visit.until("Dự thi")
        visit.send(b"1")
        visit.until("Họ và tên")
        visit.send(b"Nguyeexn Thij")
        visit.until("Nguyễn Thị")
        visit.resize((60, 12))
        visit.until("60 cột, 12 dòng")
        visit.send(b"xyz")
        visit.send(ESC)
        assert "Nguyễn" not in visit.shown().text
        visit.resize((80, 24))
        shown = visit.until("Nguyễn Thị")
        assert "xyz" not in shown.text
        visit.send(b" Hoa")
        visit.until("Nguyễn Thị Hoa")


def test_a_foreign_input_method_is_noticed_and_told_once(tmp_path: Path) -> None:
    env = {"TUI_EXAM_DATA": str(tmp_path), "TUI_EXAM_SETTINGS": str(tmp_path)}
    with Visit("linux", PROGRAM, env=env) as visit:
        visit.until("Dự thi")
        visit.send(b"1")
        visit.until("[VI Telex]")
        visit.send("ễ".encode())
        shown = visit.until("đã tự")
        assert "[EN]" in shown.text
        assert not shown.missing_glyphs()
        visit.send(b"\x1b[20~")
        visit.until("[VI Telex]")


def test_the_way_of_typing_is_remembered_for_the_candidate(tmp_path: Path) -> None:
    env = {"TUI_EXAM_DATA": str(tmp_path), "TUI_EXAM_SETTINGS": str(tmp_path)}
    for badge in ("[VI Telex]", "[EN]"):
        with Visit("linux", PROGRAM, env=env) as visit:
            visit.until("Dự thi")
            visit.send(b"1")
            for text in (b"An", ENTER, b"UBND", ENTER, b"TYPE1", ENTER):
                visit.send(text)
            shown = visit.until("Làm quen")
            assert badge in shown.text
            if badge != "[EN]":
                visit.send(b"\t")
                visit.send(b"\x1b[20~")
                visit.until("[EN]")


def test_a_moved_key_works_and_is_the_one_that_is_shown(tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_text('[keys]\n"home.quit" = "e"\n"no.such" = "b"\n')
    env = {"TUI_EXAM_DATA": str(tmp_path), "TUI_EXAM_SETTINGS": str(tmp_path)}
    with Visit("linux", PROGRAM, env=env) as visit:
        shown = visit.until("no.such")
        assert "e Thoát" in shown.lines[-1]
        visit.send(b"q")
        visit.until("e Thoát")
        visit.send(b"e")
        assert visit.end() == 0


def test_the_console_is_left_clear(tmp_path: Path) -> None:
    env = {"TUI_EXAM_DATA": str(tmp_path), "TUI_EXAM_SETTINGS": str(tmp_path)}
    with Visit("linux", PROGRAM, env=env) as visit:
        visit.until("Dự thi")
        visit.send(b"q")
        assert visit.end() == 0
        assert not visit.shown().text.strip()


def test_the_menu_is_searched_without_marks(tmp_path: Path) -> None:
    env = {"TUI_EXAM_DATA": str(tmp_path), "TUI_EXAM_SETTINGS": str(tmp_path)}
    with Visit("linux", PROGRAM, env=env) as visit:
        visit.until("Dự thi")
        visit.send(F10)
        visit.until("Gõ chữ để tìm lệnh")
        visit.send(b"tro giup")
        shown = visit.until("Trợ giúp")
        assert "Thoát" not in shown.text
        visit.send(DOWN)
        visit.send(ENTER)
        visit.until("Bài thi thử này là gì")

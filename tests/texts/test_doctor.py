"""The doctor: what it finds on good and bad seats, and the lines to type that it gives."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tui_exam.doctor import Grade, ask_letters, look_at
from tui_exam.doctor_keys import KEYS, keyboard, try_keys
from tui_exam.places import Places
from tui_exam.texts import Words

GOOD = {"TERM": "xterm-256color", "LANG": "vi_VN.UTF-8"}


def found(environment: dict[str, str], folder: Path, *, terminal: bool = True) -> str:
    where = Places(folder, folder, folder, folder)
    findings = look_at(environment, where, Words(), terminal=terminal)
    return "\n".join(f"{each.grade} {each.what} {' | '.join(each.remedy)}" for each in findings)


def test_a_good_seat_has_nothing_bad(tmp_path: Path) -> None:
    assert Grade.POOR not in found(GOOD, tmp_path).replace("[~] Múi giờ", "").replace(
        "[~] Trong tmux", ""
    )


@pytest.mark.parametrize(
    ("environment", "line"),
    [
        ({"TERM": "dumb"}, "tui-exam --plain"),
        ({"LANG": "vi_VN.TCVN"}, "export LANG=C.UTF-8"),
        ({"LC_ALL": "POSIX"}, "export LANG=C.UTF-8"),
        ({"ESCDELAY": "1000"}, "export ESCDELAY=50"),
        ({"ESCDELAY": "1000", "SSH_TTY": "/dev/pts/1"}, "export ESCDELAY=300"),
        ({"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, "export ESCDELAY=300"),
        ({"TMUX": "x"}, "tmux set -s escape-time 50"),
    ],
)
def test_what_is_wrong_comes_with_the_line_to_type(
    environment: dict[str, str], line: str, tmp_path: Path
) -> None:
    assert line in found({**GOOD, **environment}, tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    text = found(GOOD, tmp_path / "file" / "data")
    assert f"chmod u+rwx {tmp_path / 'file' / 'data'}" in text
    assert "[-]" in text


def test_faults_of_the_keymap_are_told(tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_text('"no.such" = "a"')
    assert "no.such" in found(GOOD, tmp_path)


def test_letters_that_cannot_be_seen_bring_the_lines_for_console_and_putty() -> None:
    said = ask_letters(Words(), lambda _: "k")
    assert said.grade is Grade.BAD
    remedy = "\n".join(said.remedy)
    for words in ('CODESET="Vietnamese"', 'FONTFACE="Fixed"', "PuTTY", "UTF-8"):
        assert words in remedy.replace("\\", "")
    assert ask_letters(Words("en"), lambda _: "y").grade is Grade.GOOD


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "iso-8859-1"])
def test_it_prints_whatever_the_encoding_of_the_terminal(encoding: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui_exam", "doctor", "--no-questions"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "TUI_EXAM_DATA": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1  # no terminal here
    assert b"terminal" in done.stdout
    assert b"Traceback" not in done.stderr


def test_the_commands_are_listed_with_ids_and_keys_in_both_languages(tmp_path: Path) -> None:
    env = {**os.environ, "TUI_EXAM_SETTINGS": str(tmp_path)}
    for language, word in (("vi", "Nộp bài"), ("en", "Hand in")):
        done = subprocess.run(
            [sys.executable, "-m", "tui_exam", "keys", "--lang", language],
            capture_output=True, text=True, env=env, timeout=60, check=True,
        )  # fmt: skip
        assert "hand_in" in done.stdout
        assert word in done.stdout


def test_every_key_is_recognised_as_the_usual_terminals_send_it() -> None:
    asked: list[str] = []
    sent = iter([next(iter(key.sent)) for key in KEYS])
    wrong, pause = try_keys(Words(), lambda: (next(sent), 0.01), asked.append)
    assert wrong == []
    assert pause == 0.01
    assert len(asked) == len(KEYS)


def test_a_key_that_does_not_arrive_is_named_with_what_does_the_same() -> None:
    wrong, _ = try_keys(Words(), lambda: (b"\r", 0.0), lambda _: None)
    assert len(wrong) == len(KEYS)
    assert "F9: nhận được (không có); bật, tắt bộ gõ bằng Ctrl+Space" in wrong[3]
    other, _ = try_keys(Words(), lambda: (b"\x1b[25~", 0.0), lambda _: None)
    assert "\x1b" not in "".join(other)
    assert "\\x1b[25~" in other[0]


def test_keys_are_read_from_the_terminal_itself_with_the_pauses_in_them() -> None:
    master, near = os.openpty()
    with keyboard(near) as pressed:
        os.write(master, b"\x1b[20~")
        assert pressed()[0] == b"\x1b[20~"
        os.write(master, b"\x1b")
        later = threading.Timer(0.1, os.write, (master, b"[21~"))
        later.start()
        data, pause = pressed()
        later.join()
    assert data == b"\x1b[21~"
    assert pause > 0.05
    os.close(master)
    os.close(near)

"""Choices and moved keys belong to one candidate, at whatever seat he signs in."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path

import pytest

from tui_exam.host.apps.personal import Personal
from tui_exam.host.line.terminal import Terminal
from tui_exam.preferences import PreferenceFolder, Preferences
from tui_exam.sitting.room import Room
from tui_exam.ui import Ui

from .live import hosting, until


async def test_a_choice_holds_for_its_candidate_at_the_next_seat_and_for_nobody_else(
    tmp_path: Path, room: Room
) -> None:
    async with hosting(tmp_path, room) as host:
        async with host.seat("CB001") as one, host.seat("CB002") as other:
            await one.see("Dự thi")
            await other.see("Dự thi")
            (mine,) = [each for each in host.hall.sessions if each.who.code == "CB001"]
            app = mine._app
            assert app is not None
            mine._context.run(app.call_next, partial(app.choose, language="en", look="contrast"))
            await one.see("Sit the exam")
            other.press(b"\x1b[B")
            await other.see("> 2. Ôn luyện")
            assert "Sit the exam" not in other.text
        kept = PreferenceFolder(tmp_path / "data" / "preferences")
        assert kept.read("CB001") == Preferences(language="en", look="contrast")
        assert kept.read("CB002") is None
        await until(lambda: not host.hall.sessions)
        async with host.seat("CB001", term="linux") as again:
            await again.see("Sit the exam")


async def test_keys_moved_for_one_candidate_move_for_him_alone(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host:
        keys = tmp_path / "home" / "keys"
        keys.mkdir()
        (keys / "CB001.toml").write_text('[keys]\n"theory.next" = "x"\n"theory.none" = "y"\n')
        async with host.seat("CB001") as one, host.seat("CB002") as other:
            for seat in (one, other):
                await seat.sit()
                seat.press(b"x")
            await one.see("Câu 2.", "x Câu sau")
            other.press(b"n")
            await other.see("Câu 2.", "n Câu sau")
        (said,) = host.log("keys refused")
        assert said["file"] == "CB001.toml"
        assert "theory.none" in said["about"]


def test_the_room_s_keys_hold_where_a_candidate_has_none_of_his_own(tmp_path: Path) -> None:
    personal = Personal(tmp_path / "data", tmp_path)
    assert personal.keymap("CB001").keys == {}
    (tmp_path / "keys.toml").write_text('"theory.next" = "x"\n')
    assert personal.keymap("CB001").keys == {"theory.next": "x"}
    (tmp_path / "keys").mkdir()
    own = tmp_path / "keys" / "CB001.toml"
    own.write_text("")
    assert personal.keymap("CB001").keys == {}
    assert personal.keymap("CB002").keys == {"theory.next": "x"}
    own.unlink()
    assert personal.keymap("CB001").keys == {"theory.next": "x"}


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"[keys", b"keys = 3", b'"theory.next" = "ctrl+c"'])
def test_a_file_of_keys_that_cannot_be_used_moves_nothing_and_is_told_once(
    tmp_path: Path, raw: bytes
) -> None:
    told: list[tuple[str, str]] = []
    personal = Personal(tmp_path, tmp_path, lambda *said: told.append(said))
    (tmp_path / "keys.toml").write_bytes(raw)
    for _ in range(3):
        assert personal.keymap("CB001").keys == {}
    assert [file for file, _ in told] == ["keys.toml"]
    os.utime(tmp_path / "keys.toml", (1, 1))
    personal.keymap("CB001")
    assert len(told) == 2


def test_a_damaged_file_of_choices_is_as_if_nothing_was_chosen(tmp_path: Path) -> None:
    folder = PreferenceFolder(tmp_path)
    assert folder.write(Preferences(language="en"), "CB001")
    (path,) = tmp_path.glob("*.json")
    path.write_text(json.dumps({"language": "\x1b[2J", "look": 7}))
    assert folder.read("CB001") == Preferences()


@pytest.mark.parametrize(("term", "words"), [("xterm", "máy chủ phòng thi"), ("linux", "giám thị")])
def test_a_file_that_was_written_on_the_server_is_not_looked_for_at_the_seat(
    term: str, words: str
) -> None:
    path = Path("/srv/tui-exam/exports/CB001")
    assert words in Terminal(term).ui().folder(path)
    assert "/srv" not in Terminal(term).ui().folder(path)
    assert Ui().folder(path) == str(path)

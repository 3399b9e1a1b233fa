"""Keys moved by a file: what holds, and what is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_exam.keymaps import EVERY_PLACE, checked, commands, is_sent, listing, read_keymap


def test_no_two_commands_of_a_place_share_a_key_as_they_come() -> None:
    for place, here in EVERY_PLACE.items():
        keys = [key for command in here for key in command.keys.split(",") if key]
        assert len(keys) == len(set(keys)), place


def test_every_usual_key_is_one_that_every_terminal_sends() -> None:
    for command in commands().values():
        # Ctrl+Space comes as NUL, by two names; the function keys and letters stand beside it.
        keys = [key for key in command.keys.split(",") if "ctrl+@" not in key]
        assert any(is_sent(key) for key in keys), command.id


def test_a_command_can_be_moved_and_two_can_change_places() -> None:
    assert checked({"theory.flag": "v"}).keys == {"theory.flag": "v"}
    both = checked({"theory.flag": "n", "theory.next": "r"})
    assert both.keys == {"theory.flag": "n", "theory.next": "r"}
    assert not both.problems


def test_a_clash_is_refused_by_name_and_the_old_keys_stay() -> None:
    found = checked({"theory.flag": "n", "letter.all": "g"})
    assert found.keys == {"letter.all": "g"}
    assert "theory.flag" in found.problems[0]
    assert "theory.next" in found.problems[0]
    assert "Lý thuyết" in found.problems[0]


def test_a_clash_with_a_command_of_the_whole_exam_is_found_in_every_place() -> None:
    assert not checked({"draft.mark": "h"}).keys
    assert checked({"home.quit": "h"}).keys == {"home.quit": "h"}


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("no.such", "a"), ("theory.flag", "ctrl+i"), ("theory.flag", "ctrl+shift+x"),
        ("theory.flag", ""), ("theory.flag", 7), ("theory.flag", "f13"), ("theory.flag", "up"),
        ("theory.flag", "3"), ("theory.flag", "\x1b[31m"),
    ],
)  # fmt: skip
def test_what_cannot_hold_is_named_and_left_out(name: str, keys: object) -> None:
    found = checked({name: keys})
    assert not found.keys
    assert name.split("\x1b")[0] in found.problems[0]
    assert "\x1b" not in found.problems[0]


def test_a_file_may_spell_ids_with_or_without_quotes(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text('[keys]\n"theory.flag" = "v"\nletter.all = "g"\n')
    assert read_keymap(path).keys == {"theory.flag": "v", "letter.all": "g"}


@pytest.mark.parametrize("data", [b"\xff", b"= =", b"keys = 3", b"[" * 3000, b"x" * 70_000])
def test_a_damaged_file_says_what_is_wrong_and_moves_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "keys.toml"
    path.write_bytes(data)
    found = read_keymap(path)
    assert not found.keys
    assert found.problems


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    assert read_keymap(tmp_path / "keys.toml") == checked({})


@given(st.dictionaries(st.sampled_from(sorted(commands())), st.text("abcdefgh,", max_size=4)))
def test_whatever_is_wished_no_place_ends_with_two_commands_on_a_key(
    wanted: dict[str, str],
) -> None:
    moved = checked(wanted).keys
    for here in EVERY_PLACE.values():
        taken: dict[str, str] = {}
        for command in here:
            for key in moved.get(command.id, command.keys).split(","):
                other = taken.setdefault(key, command.id) if key else command.id
                assert other == command.id or {other, command.id}.isdisjoint(moved)


def test_the_listing_has_every_id_with_its_keys() -> None:
    text = "\n".join(listing(checked({"theory.flag": "v"})))
    assert "theory.flag        v " in text
    for name in commands():
        assert name in text

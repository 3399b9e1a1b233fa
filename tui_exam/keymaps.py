"""Keys moved by a person: a file of command ids and keys, checked before it is believed.

The library takes any keymap and lets one command silently lose its key to another; so
clashes, unknown ids and keys that no terminal sends are found here, and said by name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .commands import BACK, EVERYWHERE, PLACES, Command, key_face
from .screens.drill import keys as drills
from .texts import Translate, as_written

MOST_BYTES = 64_000
FILE = "keys.toml"

EVERY_PLACE: Mapping[str, tuple[Command, ...]] = {
    **PLACES,
    **{
        place: (*EVERYWHERE, BACK, *own)
        for place, own in {
            "Ôn luyện": drills.START,
            "Câu ôn luyện": drills.CARD,
            "Lời giải": drills.FEEDBACK,
            "Mục tiêu ôn luyện": drills.FORM,
            "Tiến bộ": drills.PROGRESS,
            "Nhận xét sau bài thi": drills.COACH,
            "Luyện một nhiệm vụ": drills.PRACTICE,
        }.items()
    },
}
"""Every place of the program, those of the drills included."""

_NAMED = (
    "up down left right home end pageup pagedown insert delete enter escape space tab "
    "shift+tab backspace question_mark exclamation_mark comma full_stop minus plus slash "
    "asterisk equals_sign semicolon colon"
)
# Ctrl+H, I, J and M are Backspace, Tab, line feed and Enter; C, Q, S, Z belong to the terminal.
_CONTROLS = "".join(sorted(set("abdefgklnoprtuvwxy")))
# What lists, pages and the options of a question take for themselves, wherever they stand.
_TAKEN = frozenset({"up", "down", "pageup", "pagedown", "home", "end", *"123456789"})
_SENT = re.compile(rf"[a-z0-9]|f(?:[1-9]|1[0-2])|ctrl\+[{_CONTROLS}]")


@dataclass(frozen=True)
class Keymap:
    """What holds of a file of keys.

    Args:
        keys: Command id -> Textual key names, comma-separated; checked.
        problems: What was refused and why, a sentence each in Vietnamese.
    """

    keys: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def commands() -> dict[str, Command]:
    """Every command that has a key, by its id."""
    return {c.id: c for place in EVERY_PLACE.values() for c in place if c.keys}


def read_keymap(path: Path, tr: Translate = as_written) -> Keymap:
    """Read a file like `[keys]` with lines `"theory.flag" = "g"`; no file is an empty keymap."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return Keymap()
    except OSError as error:
        return Keymap(problems=(tr("{file}: {why}", file=path, why=error.strerror),))
    if len(data) > MOST_BYTES:
        return Keymap(problems=(tr("{file}: tệp quá lớn.", file=path),))
    try:
        raw = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Keymap(problems=(tr("{file}: không đọc được: {why}", file=path, why=error),))
    keys = raw.get("keys", raw)
    if not isinstance(keys, dict):
        return Keymap(problems=(tr("{file}: mục [keys] phải là bảng.", file=path),))
    return checked(_flat(keys), tr)


def checked(wanted: Mapping[str, object], tr: Translate = as_written) -> Keymap:
    """Keep what can hold: known commands, keys every terminal sends, no two on one key."""
    known = commands()
    good: dict[str, str] = {}
    problems: list[str] = []
    for name, keys in wanted.items():
        if name not in known:
            problems.append(tr("Không có lệnh tên {name}.", name=_short(name)))
        elif not isinstance(keys, str) or not keys.strip():
            problems.append(tr("{name}: chưa ghi phím.", name=name))
        elif bad := [key for key in _split(keys) if not is_sent(key)]:
            problems.append(
                tr("{name}: không dùng được phím {key}.", name=name, key=_short(bad[0]))
            )
        elif held := [key for key in _split(keys) if key in _TAKEN and key not in known[name].keys]:
            problems.append(
                tr("{name}: phím {key} dành cho danh sách và câu hỏi.", name=name, key=held[0])
            )
        else:
            good[name] = ",".join(_split(keys))
    while clash := next(_clashes(good), None):
        place, key, one, other = clash
        problems.append(
            tr(
                "{one} và {other} cùng dùng phím {key} ở màn hình «{place}»: giữ phím cũ.",
                one=one,
                other=other,
                key=key_face(key),
                place=tr(place),
            )
        )
        for name in (one, other):
            good.pop(name, None)
    return Keymap(good, tuple(problems))


def is_sent(key: str) -> bool:
    """Whether every terminal sends that key, by its Textual name."""
    return bool(_SENT.fullmatch(key)) or key in _NAMED.split()


def _clashes(moved: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Places where two commands share a key and at least one of them was moved."""
    for place, here in EVERY_PLACE.items():
        taken: dict[str, str] = {}
        for command in here:
            for key in _split(moved.get(command.id, command.keys)):
                first = taken.setdefault(key, command.id)
                if first != command.id and (first in moved or command.id in moved):
                    yield place, key, first, command.id


def _split(keys: str) -> list[str]:
    return [key.strip().lower() for key in keys.split(",") if key.strip()]


def _flat(keys: Mapping[str, object], before: str = "") -> dict[str, object]:
    """`theory.flag = "g"` without quotes is a table in TOML; both spellings are meant alike."""
    out: dict[str, object] = {}
    for name, value in keys.items():
        if isinstance(value, dict) and len(before) < 200:
            out |= _flat(value, f"{before}{name}.")
        else:
            out[f"{before}{name}"] = value
    return out


def _short(text: object) -> str:
    plain = "".join(char for char in str(text) if char.isprintable())
    return f"«{plain[:40]}»"


def listing(keymap: Keymap, tr: Translate = as_written) -> Iterator[str]:
    """All commands with ids and keys as lines of text, place by place."""
    for place, here in EVERY_PLACE.items():
        yield tr(place)
        for command in here:
            if command.keys:
                keys = keymap.keys.get(command.id, command.keys)
                yield f"  {command.id:<18} {keys:<24} {tr(command.label)}"
        yield ""

"""The command `tui-exam drill`: choose and begin a drill, or take progress along."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .cli_seat import Airy, Lang, Look, Method, Plain, Seat, language_here
from .terminal import has_terminal

if TYPE_CHECKING:
    from .drill.plan import Wishes

HELP = (
    "Ôn luyện: không ghi gì thì ôn những gì đến hạn. / Drill: without options, what is due today."
)
LEVELS = ("nhan_biet", "thong_hieu", "van_dung")
KINDS = ("single", "multiple", "true_false", "ordering", "matching", "short", "mini")


def drill(
    minutes: Annotated[
        int | None,
        typer.Option(
            min=0, max=240, help="Số phút; 0 là không giới hạn / Minutes; 0 means no limit."
        ),
    ] = None,
    number: Annotated[
        int, typer.Option(min=0, max=500, help="Số câu; 0 là theo số phút / Number of cards.")
    ] = 0,
    topic: Annotated[
        list[str] | None, typer.Option(help="Chỉ chủ đề này; ghi được nhiều lần / Only this topic.")
    ] = None,
    level: Annotated[
        list[str] | None,
        typer.Option(help=f"Chỉ mức độ này: {', '.join(LEVELS)} / Only this level."),
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help=f"Chỉ dạng này: {', '.join(KINDS)} / Only this kind.")
    ] = None,
    who: Annotated[str, typer.Option(help="Số báo danh của người học / The learner's code.")] = "",
    csv: Annotated[
        Path | None,
        typer.Option(help="Ghi tiến bộ ra tệp CSV rồi thôi / Write progress, no drill."),
    ] = None,
    anki: Annotated[
        Path | None, typer.Option(help="Ghi bộ thẻ cho Anki rồi thôi / Write an Anki deck.")
    ] = None,
    lang: Lang = "",
    look: Look = "",
    airy: Airy = False,
    typing: Method = "",
    plain: Plain = False,
) -> None:
    """Drill, or export."""
    from .seat import banks_folder

    environment = dict(os.environ)
    seat = Seat(lang, look, airy, typing, plain)
    if seat.wrong():
        _refuse(seat.wrong())
    _known("--level", level, LEVELS)
    _known("--kind", kind, KINDS)
    if csv is not None or anki is not None:
        from .drill_files import write_files

        banks, lang = banks_folder(environment), lang or language_here()
        raise typer.Exit(write_files(who, csv=csv, anki=anki, banks=banks, lang=lang))
    if minutes == 0 and not number:
        _refuse("Hãy đặt --minutes hoặc --number. / Set --minutes or --number.")
    if topic:
        _known_topics(topic, banks_folder(environment))
    in_lines = plain or environment.get("TERM") == "dumb"
    if not in_lines and not has_terminal():
        raise typer.Exit(2)
    chosen = topic or level or kind or number or minutes is not None
    wishes = _wishes(minutes, number, topic, level, kind) if chosen else None
    from .drill.plan import choice_of
    from .seat import run_plain, run_seat

    start, banks, language = choice_of(who, wishes), banks_folder(environment), language_here()
    if in_lines:
        raise typer.Exit(run_plain(language, banks=banks, settled=seat.settled, start=start))
    raise typer.Exit(run_seat(start=start, lang=language, banks=banks, settled=seat.settled))


def _wishes(
    minutes: int | None,
    number: int,
    topic: list[str] | None,
    level: list[str] | None,
    kind: list[str] | None,
) -> Wishes:
    """What the options ask for; a number alone is not cut short by the minutes."""
    from .drill.plan import Wishes
    from .exam.items import Level

    return Wishes(
        minutes=minutes if minutes is not None else 0 if number else Wishes().minutes,
        number=number,
        topics=frozenset(topic or ()),
        levels=frozenset(Level(each) for each in level or ()),
        kinds=frozenset(kind or ()),
    )


def _known(option: str, given: list[str] | None, known: tuple[str, ...]) -> None:
    for each in given or ():
        if each not in known:
            _refuse(f"{option}: {', '.join(known)}")


def _known_topics(given: list[str], banks: Path | None) -> None:
    from .drill_files import unknown_topics
    from .store.protocol import StoreError
    from .yaml_lines import FileFaults

    try:
        there = unknown_topics(given, banks)
    except (StoreError, OSError, FileFaults):
        return  # the program itself says why the bank cannot be read
    if there:
        _refuse(f"--topic:\n{there}")


def _refuse(words: str) -> None:
    print(words, file=sys.stderr)
    raise typer.Exit(2)

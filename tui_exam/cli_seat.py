"""The command line of a seat: its flags, and the commands that concern screen and keyboard."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Annotated

import typer

from .texts import LANGUAGES, language_of

Lang = Annotated[
    str, typer.Option("--lang", help="Ngôn ngữ giao diện: vi hoặc en / Language: vi or en.")
]
Look = Annotated[
    str,
    typer.Option("--look", help="Giao diện: full hoặc contrast / Look: full or contrast (high)."),
]
Airy = Annotated[
    bool, typer.Option("--airy", help="Giãn dòng cho dễ đọc / Blank lines between the lines.")
]
Method = Annotated[
    str,
    typer.Option("--typing", help="Bộ gõ: telex, vni hoặc none / Typing: telex, vni or none."),
]
Plain = Annotated[
    bool,
    typer.Option(
        "--plain",
        help="Đối thoại từng dòng, cho trình đọc màn hình / A dialogue line by line, "
        "for screen readers.",
    ),
]


@dataclass(frozen=True, slots=True)
class Seat:
    """What the flags say about this seat; empty where they say nothing."""

    lang: str = ""
    look: str = ""
    airy: bool = False
    method: str = ""
    plain: bool = False

    def wrong(self) -> str:
        """The flag that cannot be understood, with what it takes; empty when all is well."""
        for flag, value, allowed in (
            ("--lang", self.lang, (*LANGUAGES,)),
            ("--look", self.look, ("full", "contrast")),
            ("--typing", self.method, ("telex", "vni", "none")),
        ):
            if value and value not in allowed:
                return f"{flag}: {', '.join(allowed)}"
        return ""

    @property
    def settled(self) -> dict[str, object]:
        """The preferences these flags settle for this run, by name."""
        out: dict[str, object] = {}
        if self.lang:
            out["language"] = self.lang
        if self.look:
            out["look"] = self.look
        if self.airy:
            out["airy"] = True
        if self.method:
            out |= {
                "method": self.method.replace("none", ""), "composing": self.method != "none"
            }  # fmt: skip
        return out


def language_here() -> str:
    """The language of this seat, where no flag and nothing remembered says otherwise."""
    return language_of(dict(os.environ))


def register(app: typer.Typer) -> None:
    """Add the commands `keys` and `doctor`."""

    @app.command(
        help="Liệt kê mọi lệnh với mã và phím; kiểm tra tệp phím riêng. / "
        "List every command with its id and keys; check the file of own keys."
    )
    def keys(lang: Lang = "") -> None:
        """Print commands and keys."""
        from .doctor import print_keys

        raise typer.Exit(print_keys(dict(os.environ), lang or language_here()))

    @app.command(
        help="Kiểm tra terminal, phông chữ, múi giờ, nơi lưu bài; nói cách sửa. / "
        "Check terminal, font, time zone, data folder; say what to change."
    )
    def doctor(
        yes: Annotated[
            bool, typer.Option("--no-questions", help="Không hỏi gì / Ask nothing.")
        ] = False,
        lang: Lang = "",
    ) -> None:
        """Look at this seat."""
        from .doctor import run_doctor

        raise typer.Exit(run_doctor(dict(os.environ), lang or language_here(), ask=not yes))

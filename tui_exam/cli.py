"""The command line: what a person at a shell can ask for. Everything heavy is imported late."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from . import __version__
from .cli_bank import bank
from .cli_drill import HELP as DRILL_HELP
from .cli_drill import drill
from .cli_pdf import pdf
from .cli_records import records
from .cli_room import account, room
from .cli_seat import Airy, Lang, Look, Method, Plain, Seat, register
from .cli_task import task
from .terminal import has_terminal

app = typer.Typer(
    name="tui-exam",
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=(
        "Thi thử năng lực số cho cán bộ, công chức, ngay trong cửa sổ dòng lệnh. "
        "Không ghi lệnh nào thì mở màn hình chính.\n\n"
        "The practice exam on digital skills for public officials, in a terminal. "
        "Without a command it opens the home screen."
    ),
)


app.add_typer(bank, name="bank")
app.add_typer(records)
app.add_typer(pdf)
app.add_typer(task, name="task")
app.add_typer(room)
app.add_typer(account, name="account")
app.command(help=DRILL_HELP)(drill)


def main() -> None:
    """Entry point when there is a command to read."""
    app()


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tui-exam {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def home(
    context: typer.Context,
    lang: Lang = "",
    look: Look = "",
    airy: Airy = False,
    typing: Method = "",
    plain: Plain = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Phiên bản / Show the version."
        ),
    ] = False,
) -> None:
    """Open the home screen unless a command was given."""
    if context.invoked_subcommand is None:
        _run("home", Seat(lang, look, airy, typing, plain))


@app.command(help="Vào thi ngay, bỏ qua màn hình chính. / Sit the exam at once.")
def take(
    lang: Lang = "",
    look: Look = "",
    airy: Airy = False,
    typing: Method = "",
    plain: Plain = False,
    sealed: Annotated[
        Path | None,
        typer.Option(help="Đề niêm phong, hai người cùng mở / A sealed paper, two keepers."),
    ] = None,
) -> None:
    """Sign in and sit."""
    _run("sit", Seat(lang, look, airy, typing, plain), sealed)


@app.command(
    help="Liệt kê các lần thi; lọc theo đơn vị, xếp loại; xuất CSV để theo dõi, đánh giá. "
    "«results export MÃ --pdf TỆP» ghi phiếu kết quả có ký số. / "
    "List past attempts, filter them, export them as CSV. "
    "“results export ID --pdf FILE” writes a signed result slip."
)
def results(
    attempt: Annotated[
        str, typer.Argument(help="Mã lần thi để xem chi tiết / An attempt to show in full.")
    ] = "",
    exported: Annotated[
        str, typer.Argument(metavar="[MÃ]", help="Mã, sau chữ export / The ID, after “export”.")
    ] = "",
    slip: Annotated[
        Path | None, typer.Option("--pdf", help="Tệp phiếu kết quả / The slip's file.")
    ] = None,
    unit: Annotated[str, typer.Option(help="Chỉ đơn vị này / Only this unit.")] = "",
    band: Annotated[str, typer.Option(help="Chỉ xếp loại này / Only this band.")] = "",
    csv: Annotated[bool, typer.Option("--csv", help="In dạng CSV / Print as CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON / Print as JSON.")] = False,
) -> None:
    """Print past attempts, or write the signed slip of one."""
    if attempt == "export":
        from .signing_commands import export_slip

        raise typer.Exit(export_slip(exported, slip))
    from .reports import print_results

    raise typer.Exit(print_results(attempt, unit=unit, band=band, csv=csv, as_json=as_json))


@app.command(
    help="Xem một thí sinh mẫu làm cả bài thi. / Watch a sample candidate sit the whole exam."
)
def demo(
    headless: Annotated[
        bool, typer.Option("--headless", help="Không cần terminal / Without a terminal.")
    ] = False,
    candidate: Annotated[
        str, typer.Option(help="perfect, empty hoặc careless / perfect, empty or careless.")
    ] = "perfect",
    seed: Annotated[int, typer.Option(help="Số chọn đề / Chooses the paper.")] = 1,
    as_json: Annotated[
        bool, typer.Option("--json", help="In kết quả dạng JSON / Print the result as JSON.")
    ] = False,
    task: Annotated[
        str, typer.Option(help="Chỉ làm mẫu một đề thực hành / Play one practical task.")
    ] = "",
    slip: Annotated[
        str, typer.Option(help="Mắc một lỗi đã nêu tên của đề / Make one named mistake of it.")
    ] = "",
    lang: Lang = "",
) -> None:
    """Play a sample candidate through the real app, or one task."""
    if task or slip:
        if not task:
            typer.echo("--slip cần --task.", err=True)
            raise typer.Exit(2)
        if not headless:
            _need_terminal()
        from .demo.task import Wanted, run_task, today

        wanted = Wanted(task, slip, seed)
        lang = lang or _lang()
        raise typer.Exit(
            run_task(wanted, day=today(), headless=headless, as_json=as_json, lang=lang)
        )
    from .demo.run import CANDIDATES, run_demo

    if candidate not in CANDIDATES:
        typer.echo(f"--candidate: {', '.join(CANDIDATES)}", err=True)
        raise typer.Exit(2)
    if not headless:
        _need_terminal()
    raise typer.Exit(
        run_demo(candidate, seed=seed, headless=headless, as_json=as_json, lang=lang or _lang())
    )


def _lang() -> str:
    from .texts import language_of

    return language_of(dict(os.environ))


def _need_terminal() -> None:
    if not has_terminal():
        raise typer.Exit(2)


def _run(start: str, seat: Seat, sealed: Path | None = None) -> None:
    """Open the program at this seat: with screens, or as a dialogue of lines."""
    if seat.wrong():
        typer.echo(seat.wrong(), err=True)
        raise typer.Exit(2)
    plain = seat.plain or os.environ.get("TERM") == "dumb"
    if not plain:
        _need_terminal()
    from .seat import banks_folder, open_seal, run_plain, run_seat

    opened = open_seal(sealed) if sealed is not None else None
    if sealed is not None and opened is None:
        raise typer.Exit(1)
    banks = banks_folder(dict(os.environ))
    if plain:
        raise typer.Exit(
            run_plain(_lang(), banks=banks, opened=opened, settled=seat.settled, start=start)
        )
    raise typer.Exit(
        run_seat(start=start, lang=_lang(), banks=banks, opened=opened, settled=seat.settled)
    )


register(app)

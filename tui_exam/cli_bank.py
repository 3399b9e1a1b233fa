"""`tui-exam bank ...`: what a question writer does at a shell."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from .terminal import has_terminal

bank = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Ngân hàng câu hỏi: kiểm tra, thống kê, xem, nhập, xuất. / Question banks.",
)

Where = Annotated[
    Path | None,
    typer.Argument(help="Tệp hoặc thư mục ngân hàng; để trống là ngân hàng kèm theo / A bank."),
]
Day = Annotated[
    str, typer.Option("--day", help="Ngày thi, ví dụ 2026-11-23; để trống là hôm nay / Exam day.")
]
Json = Annotated[bool, typer.Option("--json", help="In dạng JSON / Print as JSON.")]


def _where(path: Path | None) -> Path:
    from .sitting.room import shipped

    return path or shipped()


def _day(text: str) -> date:
    if not text:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        typer.echo(f"Ngày «{text}» không đúng; ghi theo dạng 2026-11-23.", err=True)
        raise typer.Exit(2) from None


def _ask(prompt: str) -> str:
    from getpass import getpass

    return getpass(prompt)


@bank.command(help="Tìm lỗi trong ngân hàng. / Find what is wrong with a bank.")
def lint(
    path: Where = None,
    day: Day = "",
    notes: Annotated[bool, typer.Option("--notes", help="Cả ghi chú / Notes too.")] = False,
    as_json: Json = False,
) -> None:
    """Check a bank."""
    from .bank_tools.commands import lint_command

    raise typer.Exit(lint_command(_where(path), day=_day(day), notes=notes, as_json=as_json))


@bank.command(help="Chủ đề × mức độ, hiệu lực, độ phủ của đề. / What a bank holds.")
def stats(path: Where = None, day: Day = "", as_json: Json = False) -> None:
    """Count a bank."""
    from .bank_tools.commands import stats_command

    raise typer.Exit(stats_command(_where(path), day=_day(day), as_json=as_json))


@bank.command(help="Xem đầy đủ một câu hỏi. / Show one question in full.")
def show(
    item: Annotated[str, typer.Argument(help="Mã câu hỏi / The question's id.")],
    path: Where = None,
) -> None:
    """Print one item."""
    from .bank_tools.commands import show_command

    raise typer.Exit(show_command(_where(path), item))


@bank.command(help="Xem câu hỏi đúng như thí sinh thấy. / See questions as candidates do.")
def preview(
    path: Where = None,
    item: Annotated[str, typer.Option("--item", help="Bắt đầu từ câu này / Start here.")] = "",
) -> None:
    """Open the quiz on a bank, without clock or record."""
    if not has_terminal():
        raise typer.Exit(2)
    from .preview import run_preview

    raise typer.Exit(run_preview(_where(path), item))


@bank.command(
    help="Liệt kê, hoặc cho hết hiệu lực, các câu dựa vào một văn bản. / "
    "List, or end, what rests on a document."
)
def expire(
    document: Annotated[str, typer.Argument(help="Số hiệu văn bản / The document.")],
    on: Annotated[str, typer.Option("--on", help="Ngày hết hiệu lực / From which day on.")],
    path: Where = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem / Only look.")] = False,
) -> None:
    """What a change of law removes."""
    from .bank_tools.commands import expire_command

    raise typer.Exit(expire_command(_where(path), document, on=_day(on), dry_run=dry_run))


@bank.command(help="In lược đồ JSON của tệp ngân hàng. / Print the JSON Schema.")
def schema(file: Annotated[Path | None, typer.Argument()] = None) -> None:
    """The schema of bank files."""
    from .bank_tools.commands import schema_command

    raise typer.Exit(schema_command(file))


@bank.command(
    help="Niêm phong ngân hàng và đề cho một ngày thi; cần hai người. / "
    "Seal a bank and a blueprint; two persons are needed."
)
def seal(
    sealed: Annotated[Path, typer.Argument(help="Tệp niêm phong sẽ ghi / The file to write.")],
    folder: Annotated[Path | None, typer.Option("--bank", help="Thư mục câu hỏi / Bank.")] = None,
    blueprint: Annotated[Path | None, typer.Option("--blueprint", help="Tệp đề / Plan.")] = None,
) -> None:
    """Encrypt a bank and a blueprint."""
    from .bank_tools.commands import seal_command
    from .sitting.room import DEFAULT_BLUEPRINT, shipped

    questions = folder or shipped("chuyen_doi_so")
    plan = blueprint or shipped("blueprints", f"{DEFAULT_BLUEPRINT}.yaml")
    raise typer.Exit(seal_command(questions, plan, sealed, ask=_ask))


@bank.command("open", help="Thử mở một tệp niêm phong. / Check that a sealed file opens.")
def open_(sealed: Path) -> None:
    """Open a sealed bank and say what it is."""
    from .bank_tools.commands import open_command

    raise typer.Exit(open_command(sealed, ask=_ask))


@bank.command(
    "import",
    help="Đọc tệp GIFT, Aiken, Moodle XML, QTI, XLSX, XLS, ODS, CSV. / Read a question file.",
)
def import_(
    file: Annotated[Path, typer.Argument(help="Tệp câu hỏi / The file.")],
    to: Annotated[Path | None, typer.Option("--to", help="Ghi vào đây / Write here.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem / Only look.")] = False,
    as_json: Json = False,
    encoding: Annotated[
        str, typer.Option("--encoding", help="tcvn3, vni, windows-1258... / Its encoding.")
    ] = "",
) -> None:
    """Import questions."""
    from .formats.commands import import_file

    raise typer.Exit(import_file(file, to, dry_run, as_json, encoding or None))


@bank.command(
    help="Ghi ngân hàng ra GIFT, Aiken, Moodle XML, QTI, XLSX hoặc PDF. / Write another format."
)
def export(
    out: Annotated[Path, typer.Argument(help="Tệp sẽ ghi / The file to write.")],
    path: Where = None,
    fmt: Annotated[
        str,
        typer.Option("--format", help="gift, aiken, moodle-xml, qti, xlsx, yaml, paper / Format."),
    ] = "",
    topic: Annotated[str, typer.Option(help="Chỉ chủ đề này / Only this topic.")] = "",
    count: Annotated[int, typer.Option(help="Chỉ chừng này câu / Only so many.")] = 0,
    code: Annotated[str, typer.Option(help="Mã đề trên bản in / Code of a printed paper.")] = "001",
) -> None:
    """Export questions."""
    from .formats.commands import export_bank
    from .formats.paper import Heading
    from .sitting.room import shipped
    from .vntime import VIETNAM

    folder = path or shipped("chuyen_doi_so")
    raise typer.Exit(
        export_bank(
            folder,
            out,
            fmt,
            topic=topic,
            count=count,
            heading=Heading(code=code),
            when=datetime.now(VIETNAM).replace(microsecond=0),
        )
    )


@bank.command(help="Ghi bảng tính mẫu để soạn câu hỏi. / Write the empty spreadsheet template.")
def template(out: Path) -> None:
    """The spreadsheet for question writers."""
    from .formats.commands import write_template

    raise typer.Exit(write_template(out))

"""The command line for whoever writes practical tasks, and for reading what candidates sent."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

task = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Đề thực hành: liệt kê, kiểm tra, xem trước, xuất thư. / Practical tasks.",
)

Name = Annotated[str, typer.Argument(help="Tên đề hoặc tệp .yaml / A task's name or file.")]
Day = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Ngày mô phỏng, mặc định hôm nay / Simulated day."),
]


@task.command("list", help="Liệt kê các đề thực hành. / List the practical tasks.")
def list_tasks(
    family: Annotated[str, typer.Option(help="mail, routing, signing, issuing.")] = "",
) -> None:
    """Print one line a task."""
    from .task_tools import print_tasks

    raise typer.Exit(print_tasks(family))


@task.command(
    help="Thử đề với nhiều biến thể: lời giải được trọn điểm, không làm không có điểm, mỗi lỗi "
    "mất đúng điểm đã ghi. / Prove a task over many variants."
)
def lint(
    name: Annotated[str, typer.Argument(help="Tên đề hoặc tệp; bỏ trống: mọi đề.")] = "",
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="Số biến thể / Variants.")] = 5,
    quick: Annotated[
        bool, typer.Option("--quick", help="Không làm PDF, chữ ký thật / No real PDFs.")
    ] = False,
    day: Day = None,
    jobs: Annotated[
        int, typer.Option(min=0, max=64, help="Số tiến trình, 0: mỗi lõi một / Processes.")
    ] = 0,
) -> None:
    """Prove tasks; status 1 when one does not keep its word, 2 when it cannot be read."""
    from .task_lint import lint_tasks

    raise typer.Exit(lint_tasks(name, seeds=seeds, quick=quick, day=day and day.date(), jobs=jobs))


@task.command(
    help="In một biến thể của đề: đề bài, bàn làm việc, tiêu chí, lời giải, các lỗi và điểm mất. / "
    "Print one variant of a task."
)
def preview(
    name: Name,
    seed: Annotated[int, typer.Option(help="Số chọn biến thể / Chooses the variant.")] = 1,
    day: Day = None,
) -> None:
    """Print a variant as text."""
    from .task_tools import print_preview

    raise typer.Exit(print_preview(name, seed=seed, day=day and day.date()))


@task.command(
    help="Xuất hộp thư của một lần thi ra thư mục, để mở bằng phần mềm thư. / "
    "Export an attempt's mail for an ordinary mail program."
)
def mailbox(
    attempt: Annotated[str, typer.Argument(help="Mã lần thi / The attempt.")],
    to: Annotated[Path, typer.Option(help="Thư mục mới, chưa có / A new folder.")],
    format: Annotated[str, typer.Option(help="eml hoặc maildir / eml or maildir.")] = "maildir",  # noqa: A002
) -> None:
    """Write the letters of an attempt into a folder."""
    from .mailbox_export import FORMATS, export_mailbox

    if format not in FORMATS:
        typer.echo(f"--format: {', '.join(FORMATS)}", err=True)
        raise typer.Exit(2)
    raise typer.Exit(export_mailbox(attempt, to, format))

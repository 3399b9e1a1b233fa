"""The command line around signatures: checking signed files, unlocking tokens."""

from __future__ import annotations

from typing import Annotated

import typer

pdf = typer.Typer(rich_markup_mode=None)


@pdf.command(
    "verify-pdf",
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    help="Kiểm tra chữ ký số trên tệp PDF; --help cho xem mọi tùy chọn. / "
    "Check the signatures of PDF files; --help lists all options.",
)
def verify_pdf(context: typer.Context) -> None:
    """Check files; the options are those of `mock_office.signing.verify_options`."""
    from mock_office.signing.verify_pdf import run

    raise typer.Exit(run(context.args, prog="tui-exam verify-pdf"))


@pdf.command(
    help="Mở khóa thiết bị ký số bị khóa vì nhập sai PIN trong một bài đang thi. / "
    "Unlock the signing tokens of a running attempt."
)
def unlock_token(
    attempt: Annotated[str, typer.Argument(help="Mã lần thi / The attempt.")],
    reason: Annotated[str, typer.Option(help="Lý do, được ghi vào bài / Why; recorded.")] = "",
    by: Annotated[str, typer.Option(help="Người quyết định / Who decided.")] = "",
) -> None:
    """Unlock tokens."""
    from .signing_commands import unlock_tokens

    raise typer.Exit(unlock_tokens(attempt, reason=reason, by=by))

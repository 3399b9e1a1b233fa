"""The command line for whoever keeps attempts: checking, time, forgetting, copies."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

records = typer.Typer(rich_markup_mode=None)

Attempt = Annotated[str, typer.Argument(help="Mã lần thi / The attempt.")]
Reason = Annotated[str, typer.Option(help="Lý do, được ghi vào bài / Why; it is recorded.")]
By = Annotated[str, typer.Option(help="Người quyết định / Who decided.")]


@records.command(
    help="Đọc lại bài thi từ nhật ký, chấm lại và so với kết quả đã lưu. / "
    "Read an attempt again, mark it again, compare with the stored result."
)
def verify(
    attempt: Annotated[str, typer.Argument(help="Mã lần thi / The attempt.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Mọi lần thi / All attempts.")] = False,
    code: Annotated[
        str,
        typer.Option(help="Mã bài thí sinh đã ghi lại / The code the candidate wrote down."),
    ] = "",
) -> None:
    """Check attempts."""
    from .verifying import verify_attempts

    raise typer.Exit(verify_attempts(attempt, everything=everything, code=code))


@records.command(
    help="Thêm giờ, tạm dừng hoặc cho làm tiếp một bài đang thi. / "
    "Give time to a running attempt, stop its clock, let it go on."
)
def time(
    attempt: Attempt,
    add: Annotated[str, typer.Option(help="Thêm giờ: 10m, 1h30m, 90s / Time to add.")] = "",
    pause: Annotated[bool, typer.Option("--pause", help="Tạm dừng / Stop the clock.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Cho làm tiếp / Go on.")] = False,
    reason: Reason = "",
    by: By = "",
) -> None:
    """Change the time of a running attempt."""
    from .organising import change_time

    raise typer.Exit(change_time(attempt, add=add, stop=pause, resume=resume, reason=reason, by=by))


@records.command(
    help="Mở lại một bài đã nộp thành bài mới, làm tiếp từ chỗ cũ. / "
    "Let a candidate go on with a sealed attempt, in a new one."
)
def reopen(
    attempt: Attempt,
    minutes: Annotated[float, typer.Option(help="Số phút được làm tiếp / Minutes to go on.")],
    reason: Reason = "",
    by: By = "",
) -> None:
    """Open a sealed attempt again."""
    from .organising import reopen_attempt

    raise typer.Exit(reopen_attempt(attempt, minutes=minutes, reason=reason, by=by))


@records.command(
    help="Xóa họ tên, đơn vị, số báo danh của một thí sinh khỏi mọi bài. / "
    "Delete who a candidate is from all attempts; they still verify."
)
def forget(
    candidate: Annotated[str, typer.Argument(help="Số báo danh / The candidate's code.")],
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi lại / Do not ask.")] = False,
) -> None:
    """Forget a candidate."""
    from .organising import forget_candidate

    def ask(question: str) -> bool:
        typed = typer.prompt(f"{question} Gõ CO để xóa", default="", show_default=False)
        return bool(typed == "CO")

    raise typer.Exit(forget_candidate(candidate, yes=yes, ask=ask))


@records.command(help="Sao lưu mọi bài vào một tệp, kể cả khi đang thi. / Back up to one file.")
def backup(
    target: Annotated[Path, typer.Argument(help="Tệp mới / The file to make (.tar.gz).")],
) -> None:
    """Back everything up."""
    from .organising import back_up

    raise typer.Exit(back_up(target))


@records.command(help="Khôi phục từ bản sao, không ghi đè. / Restore a backup; never overwrites.")
def restore(
    archive: Annotated[Path, typer.Argument(help="Bản sao / The backup.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ kiểm tra / Only check the backup.")
    ] = False,
) -> None:
    """Restore a backup."""
    from .organising import restore_from

    raise typer.Exit(restore_from(archive, dry_run=dry_run))


@records.command("export-attempt", help="Xuất một bài ra một tệp. / Copy one attempt to a file.")
def export_attempt(
    attempt: Attempt,
    target: Annotated[Path, typer.Argument(help="Tệp mới / The file to make (.tar.gz).")],
) -> None:
    """Copy one attempt to a file."""
    from .organising import export_one

    raise typer.Exit(export_one(attempt, target))


@records.command(
    "import-attempt", help="Nhập một bài từ máy khác. / Take in an attempt from elsewhere."
)
def import_attempt(
    source: Annotated[Path, typer.Argument(help="Tệp đã xuất / The exported file.")],
) -> None:
    """Take in one exported attempt."""
    from .organising import import_one

    raise typer.Exit(import_one(source))


@records.command(
    help="Theo dõi phòng thi: ai đang thi, rồi từng việc đáng chú ý; Ctrl+C để thôi. / "
    "Follow the room: who sits now, then what happens; Ctrl+C ends it."
)
def follow(
    once: Annotated[
        bool, typer.Option("--once", help="Chỉ cho biết ai đang thi / Only who sits now.")
    ] = False,
) -> None:
    """Follow what happens in every attempt."""
    from .organising import follow_room

    raise typer.Exit(follow_room(once=once))

"""What the organiser's commands do: time, reopening, forgetting, copies of attempts.

Each prints what it did in Vietnamese and returns the exit status: 0 done, 1 not done,
2 asked wrongly.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from .places import places
from .reports import records_here, run
from .sitting.orders import BadOrder, add_time, go_on, pause, seconds_of
from .sitting.records import Records
from .store.protocol import AttemptSummary, Corrupt, HeldElsewhere, NoSuchAttempt, Order
from .vietnamese.text import clean
from .vntime import day_time

if TYPE_CHECKING:
    from .store import TinyAttemptStore


def change_time(attempt: str, *, add: str, stop: bool, resume: bool, reason: str, by: str) -> int:
    """Give time to an attempt, stop its clock, or let it go on; also while it is being sat."""
    if bool(add) + stop + resume != 1:
        return _wrong("Hãy chọn đúng một: --add 10m, --pause hoặc --resume.")

    async def work(records: Records) -> int:
        from .sitting.giving import give

        if await give(records, attempt, _order(records, add, stop, reason, by)):
            print("Đã ghi vào bài thi và có hiệu lực.")
        else:
            print(
                "Đã để lại cho máy đang giữ bài, nhưng máy đó chưa nhận. Lệnh được thực hiện "
                "ngay khi máy đó, hoặc máy mở bài tiếp theo, đọc tới."
            )
        return 0

    return _told(work)


def _order(records: Records, add: str, stop: bool, reason: str, by: str) -> Order:
    now = records.clock.wall()
    if add:
        return add_time(seconds_of(add), reason, by, now)
    return pause(reason, by, now) if stop else go_on(reason, by, now)


def reopen_attempt(attempt: str, *, minutes: float, reason: str, by: str) -> int:
    """Let a candidate go on with an attempt that is sealed already."""

    async def work(records: Records) -> int:
        from .sitting.reopening import reopen

        name = await reopen(records, attempt, minutes=minutes, reason=reason, by=by)
        print(f"Đã mở lại thành bài {name}. Bài {attempt} được giữ nguyên.")
        print(
            f"Thí sinh vào «Dự thi» bằng đúng số báo danh cũ; {minutes:g} phút được tính từ "
            "lúc thí sinh vào."
        )
        return 0

    return _told(work)


def forget_candidate(code: str, *, yes: bool, ask: Callable[[str], bool]) -> int:
    """Delete who a candidate is from every attempt and export kept here."""
    code = clean(code).strip().upper()

    async def work(records: Records) -> int:
        found = [each for each in await records.store.summaries() if each.candidate == code]
        if not code or not found:
            print(f"Không có bài nào của số báo danh «{code[:20]}».", file=sys.stderr)
            return 1
        for each in found:
            print(f"{each.attempt}  {day_time(each.started)}  {each.name}, {each.unit}")
        if not yes and not ask(f"Xóa hẳn họ tên, đơn vị, số báo danh khỏi {len(found)} bài này?"):
            print("Không xóa gì.")
            return 1
        return await _forget_all(records, found)

    return _told(work)


async def _forget_all(records: Records, found: list[AttemptSummary]) -> int:
    held = []
    for each in found:
        try:
            await _store(records).forget(each.attempt)
        except HeldElsewhere as error:
            held.append(f"{each.attempt} (đang mở tại {error.holder.seat})")
            continue
        for path in places(dict(os.environ)).exports.glob(f"ket-qua-{each.attempt}.*"):
            path.unlink()
    print(f"Đã xóa thông tin thí sinh khỏi {len(found) - len(held)} bài; nhật ký vẫn kiểm được.")
    print(
        "Chữ do chính thí sinh gõ trong thư, bút phê và các bản sao lưu đã làm trước đây "
        "không thay đổi; nếu trong đó có họ tên thì phải xử lý riêng."
    )
    if held:
        print(f"Chưa xóa được: {', '.join(held)}.", file=sys.stderr)
    return 1 if held else 0


def back_up(target: Path) -> int:
    """Copy everything to one file, also while exams are running."""

    async def work(records: Records) -> int:
        from .store.backup import backup

        made = backup(_store(records).root, target, now=records.clock.wall())
        print(f"Đã sao lưu {len(made.attempts)} bài ({made.files} tệp) vào {target}.")
        print("Khóa riêng của hệ thống không nằm trong bản sao.")
        return 0

    return _told(work)


def restore_from(archive: Path, *, dry_run: bool) -> int:
    """Put a backup's attempts into this data folder; none is overwritten."""

    async def work(records: Records) -> int:
        from .store.backup import restore

        found = restore(archive, _store(records).root, dry_run=dry_run)
        if not dry_run:
            await _store(records).rebuild_index()
            print(f"Đã khôi phục {len(found.attempts)} bài.")
            return 0
        print(f"Bản sao nguyên vẹn: {len(found.attempts)} bài, {found.files} tệp.")
        for name in found.conflicts:
            print(f"Đã có ở đây, sẽ không ghi đè: {name}")
        print("Không khôi phục được." if found.conflicts else "Khôi phục được. Chưa ghi gì.")
        return 1 if found.conflicts else 0

    return _told(work)


def export_one(attempt: str, target: Path) -> int:
    """Copy one attempt to one file."""

    async def work(records: Records) -> int:
        from .store.backup import export_attempt

        export_attempt(_store(records).root, attempt, target, now=records.clock.wall())
        print(f"Đã xuất bài {attempt} vào {target}.")
        return 0

    return _told(work)


def import_one(source: Path) -> int:
    """Take in an attempt from another installation; mark it when only that is missing."""

    async def work(records: Records) -> int:
        from .sitting.finish import finish_left_over
        from .store.backup import import_attempt

        report = import_attempt(source, _store(records).root)
        await _store(records).rebuild_index()
        print(f"Đã nhập bài {report.attempt}: {report.events} sự kiện, mã bài {report.short_code}.")
        for finding in report.findings:
            print(f"  [ghi chú] {finding.message}")
        done = [each for each in await finish_left_over(records) if each.attempt == report.attempt]
        if done:
            print(f"  Đã chấm tiếp: {done[0].total:g} điểm.")
        elif not report.sealed:
            print("  Bài chưa nộp; thí sinh làm tiếp ở đây bằng đúng số báo danh.")
        return 0

    return _told(work)


def follow_room(*, once: bool) -> int:
    """Show who sits and what happens until it is interrupted."""

    async def work(records: Records) -> int:
        from .following import Follower

        await Follower(records, lambda line: print(line, flush=True)).run(once=once)
        return 0

    try:
        return _told(work)
    except (KeyboardInterrupt, BrokenPipeError):
        return 0


def _store(records: Records) -> TinyAttemptStore:
    """The store of this machine, which can do more than the protocol asks."""
    from .store import TinyAttemptStore

    if not isinstance(records.store, TinyAttemptStore):
        raise BadOrder("Lệnh này chỉ dùng được với nơi lưu bài trên máy.")
    return records.store


def _told(work: Callable[[Records], Awaitable[int]]) -> int:
    async def doing() -> int:
        try:
            return await work(records_here())
        except BadOrder as error:
            return _wrong(str(error))
        except NoSuchAttempt as error:
            return _wrong(f"Không có bài thi «{clean(str(error))[:80]}».")
        except Corrupt as error:
            return _wrong(f"Tệp bị hỏng: {clean(str(error))}")

    return run(doing())


def _wrong(words: str) -> int:
    print(words, file=sys.stderr)
    return 2

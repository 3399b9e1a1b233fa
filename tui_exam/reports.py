"""What the commands `results` and `verify` print."""

from __future__ import annotations

import asyncio
import csv as csv_format
import json
import os
import sys
from collections.abc import Coroutine, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from .places import places, seat_name
from .seat import local_records
from .sitting.records import Records
from .sitting.report import as_text, points
from .store.protocol import AttemptSummary, StoreError
from .vietnamese.text import same
from .vntime import day_time

T = TypeVar("T")
COLUMNS = (
    "don_vi", "so_bao_danh", "ho_ten", "bat_dau",
    "ly_thuyet", "thuc_hanh", "tong", "xep_loai", "ma_lan_thi",
)  # fmt: skip


def print_results(attempt: str, *, unit: str, band: str, csv: bool, as_json: bool) -> int:
    """List attempts, or print one of them in full; the exit status."""

    async def work() -> int:
        records = _records()
        if attempt:
            return await _print_one(records, attempt, as_json=as_json)
        found = [
            s
            for s in await records.exams()
            if (not unit or same(s.unit, unit)) and (not band or same(s.band, band))
        ]
        if csv:
            _print_csv(found)
        elif as_json:
            print(json.dumps([_plain(s) for s in found], ensure_ascii=False, indent=2))
        else:
            _print_table(found)
        return 0

    return _run(work())


def _records() -> Records:
    return local_records(places(dict(os.environ)), seat_name())


async def _print_one(records: Records, attempt: str, *, as_json: bool) -> int:
    try:
        exam, result = await records.read_past(attempt)
    except (KeyError, ValueError) as error:
        print(f"Không đọc được kết quả của {attempt}: {error}", file=sys.stderr)
        return 1
    if as_json:
        print(json.dumps(json.loads(result.to_json()), ensure_ascii=False, indent=2))
    else:
        who = exam.who
        print(as_text(result, exam.items, f"{who.name} - {who.unit} - {who.code}"), end="")
    return 0


def _plain(summary: AttemptSummary) -> dict[str, object]:
    values = (
        summary.unit,
        summary.candidate,
        summary.name,
        day_time(summary.started),
        summary.theory,
        summary.practice,
        summary.total,
        summary.band,
        summary.attempt,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _print_csv(found: Iterable[AttemptSummary]) -> None:
    """For appraisal: one line an attempt. A leading sign would be a formula in a spreadsheet."""
    writer = csv_format.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for summary in found:
        writer.writerow([_cell(value) for value in _plain(summary).values()])


def _cell(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t"):
        return f"'{value}"
    return "" if value is None else value


def _print_table(found: Sequence[AttemptSummary]) -> None:
    if not found:
        print("Chưa có lần thi nào.")
    for s in found:
        total = points(s.total) if s.total is not None else "chưa nộp"
        print(
            f"{s.attempt}  {day_time(s.started)}  {total:>9}  {s.band or '-':<10}  "
            f"{s.candidate}  {s.name or '(đã xóa)'}, {s.unit}"
        )


def verify_attempts(attempt: str, *, everything: bool) -> int:
    """Check chain, seal and files, mark again, compare; 0 when all is well."""
    if bool(attempt) == everything:
        print("Hãy ghi mã một lần thi, hoặc --all.", file=sys.stderr)
        return 2

    async def work() -> int:
        records = _records()
        names = [attempt]
        if everything:
            names = [s.attempt for s in await records.exams()]
        good = [await _verify_one(records, places(dict(os.environ)).data, name) for name in names]
        if everything:
            print(f"{sum(good)}/{len(good)} lần thi nguyên vẹn.")
        return 0 if all(good) else 1

    return _run(work())


async def _verify_one(records: Records, data: Path, attempt: str) -> bool:
    from .sitting.marking import mark_exam
    from .sitting.result import Result
    from .store.verify import verify

    report = verify(data / "attempts" / attempt)
    print(f"{attempt}: {report.events} sự kiện, mã bài {report.short_code}")
    for finding in report.findings:
        print(f"  [{'HỎNG' if finding.damage else 'ghi chú'}] {finding.message}")
    if not report.ok:
        return False
    exam = await records.read_only(attempt)
    attempt_now = exam.sitting.attempt
    if not attempt_now.marked:
        print("  Chưa nộp bài nên chưa có kết quả để so.")
        return True
    again = await mark_exam(exam)
    stored = Result.from_json(
        await records.store.get_artifact(attempt, attempt_now.marked["artifact"])
    )
    if again == stored:
        print(f"  Chấm lại: {points(again.total)} điểm, đúng như kết quả đã lưu.")
        return True
    print(
        f"  [HỎNG] Chấm lại được {points(again.total)} điểm, kết quả đã lưu là "
        f"{points(stored.total)} điểm."
    )
    return False


def _run(work: Coroutine[Any, Any, int]) -> int:
    try:
        return asyncio.run(work)
    except (StoreError, OSError) as error:
        print(f"Không đọc được nơi lưu bài: {error}", file=sys.stderr)
    return 1

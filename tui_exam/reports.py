"""What the command `results` prints."""

from __future__ import annotations

import asyncio
import csv as csv_format
import json
import os
import sys
from collections.abc import Coroutine, Iterable, Sequence
from typing import Any

from .places import places, seat_name
from .seat import local_records
from .sitting.history import remarks
from .sitting.records import Records
from .sitting.report import as_text, points
from .store.chain import short_code
from .store.protocol import AttemptSummary, StoreError
from .vietnamese.text import same
from .vntime import day_time

COLUMNS = (
    "don_vi", "so_bao_danh", "ho_ten", "bat_dau",
    "ly_thuyet", "thuc_hanh", "tong", "xep_loai", "ma_lan_thi",
)  # fmt: skip


def print_results(attempt: str, *, unit: str, band: str, csv: bool, as_json: bool) -> int:
    """List attempts, or print one of them in full; the exit status."""

    async def work() -> int:
        records = records_here()
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

    return run(work())


def records_here() -> Records:
    """The attempts of this person's data folder."""
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
        print(f"\nMã bài: {short_code((await records.store.head(attempt)).hash)}")
        for line in remarks(exam.sitting.attempt):
            print(f"Ghi chú: {line}")
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


def run(work: Coroutine[Any, Any, int]) -> int:
    """Do a command's work to its end; what the store cannot do is told and gives 1."""
    try:
        return asyncio.run(work)
    except (StoreError, OSError) as error:
        print(f"Không đọc được nơi lưu bài: {error}", file=sys.stderr)
    return 1

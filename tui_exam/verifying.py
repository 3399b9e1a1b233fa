"""What the command `verify` does and prints: every kind of damage by its name."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .places import places
from .reports import records_here, run
from .sitting.history import remarks
from .sitting.records import DRILL_NAME, Records
from .sitting.report import points
from .store.protocol import StoreError
from .vietnamese.text import clean


def verify_attempts(attempt: str, *, everything: bool, code: str = "") -> int:
    """Check chain, seal and files, mark again, compare; 0 when all is well.

    Args:
        attempt: One attempt's id.
        everything: All attempts instead.
        code: What a candidate wrote down. With an attempt it is compared; alone it says
            which attempt to check.
    """
    if (everything and (attempt or code)) or not (everything or attempt or code):
        print("Hãy ghi mã một lần thi, hoặc --code với mã bài, hoặc --all.", file=sys.stderr)
        return 2

    async def work() -> int:
        records, data = records_here(), places(dict(os.environ)).data
        names = [attempt] if attempt else [each.attempt for each in await records.exams()]
        if code and not attempt:
            names = [name for name in names if await _has_code(records, name, code)]
            if not names:
                print(f"Không có bài thi nào ở đây mang mã {clean(code)[:20]}.", file=sys.stderr)
                return 1
        good = [await _verify_one(records, data, name, code) for name in names]
        if everything:
            print(f"{sum(good)}/{len(good)} lần thi nguyên vẹn.")
        return 0 if all(good) else 1

    return run(work())


async def _has_code(records: Records, attempt: str, code: str) -> bool:
    from .store.chain import short_code

    try:
        head = await records.store.head(attempt)
    except StoreError:
        return False
    return _letters(short_code(head.hash)) == _letters(code)


def _letters(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


async def _verify_one(records: Records, data: Path, attempt: str, code: str) -> bool:
    from .store.engine import is_attempt_id
    from .store.verify import verify

    if not is_attempt_id(attempt):
        print(f"Không có bài thi «{clean(attempt)[:80]}».", file=sys.stderr)
        return False
    report = verify(data / "attempts" / attempt, code=code)
    print(f"{attempt}: {report.events} sự kiện, mã bài {report.short_code}")
    for finding in report.findings:
        print(f"  [{'HỎNG' if finding.damage else 'ghi chú'}] {finding.message}")
    if any(finding.damage and finding.code != "foreign_key" for finding in report.findings):
        return False
    if not report.events and attempt.startswith(DRILL_NAME):
        print("  [ghi chú] Sổ ôn luyện vừa được tạo, chưa có lượt ôn nào để ghi.")
        return report.ok
    try:
        return await _read_and_mark(records, attempt) and report.ok
    except (StoreError, KeyError, ValueError) as error:
        print(f"  [HỎNG] Không đọc lại được bài để chấm: {error}")
        return False


async def _read_and_mark(records: Records, attempt: str) -> bool:
    """Read an attempt whose bytes are in order, tell what happened, mark it again."""
    from .sitting.marking import mark_exam
    from .sitting.reopening import differs_from_origin
    from .sitting.result import Result

    exam = await records.read_only(attempt)
    state = exam.sitting.attempt
    for line in remarks(state):
        print(f"  [ghi chú] {line}")
    if differs := await differs_from_origin(records, await exam.sitting.events()):
        print(f"  [HỎNG] Bài mở lại: {differs}.")
        return False
    if not state.marked:
        why = "Đã nộp nhưng chưa chấm xong" if state.closed else "Chưa nộp bài"
        print(f"  {why} nên chưa có kết quả để so.")
        return True
    again = await mark_exam(exam)
    stored = Result.from_json(await records.store.get_artifact(attempt, state.marked["artifact"]))
    if again.marks() == stored.marks():
        print(f"  Chấm lại: {points(again.total)} điểm, đúng như kết quả đã lưu.")
        if again.to_json() != stored.to_json():
            print("  [ghi chú] Lời giải thích của phiên bản này khác lúc thi; điểm như nhau.")
        return True
    print(
        f"  [HỎNG] Chấm lại được {points(again.total)} điểm, kết quả đã lưu là "
        f"{points(stored.total)} điểm; điểm của từng câu, từng việc không giống nhau."
    )
    return False

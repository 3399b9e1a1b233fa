"""What stands on a result slip, as plain values for the template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..sitting.candidate import Candidate
from ..sitting.exam import FAMILY_NAMES
from ..sitting.report import ENDED, points
from ..sitting.result import Result
from ..vntime import VIETNAM, day_time

NO_FORCE = (
    "Phiếu do chương trình thi thử lập để người dự thi tự đánh giá; không phải văn bản hành "
    "chính, không có giá trị pháp lý và không thay thế kết quả của kỳ thi chính thức."
)
SIGNED_BY = (
    "Tệp này được ký số bằng khóa của chính bản cài đặt đã chấm bài. Kiểm tra bằng lệnh: "
    "tui-exam verify-pdf TỆP --trust slips-root.pem"
)


@dataclass(frozen=True, slots=True)
class Slip:
    """Everything a slip says.

    Args:
        code: The short code of the attempt's sealed log, as the candidate was shown it.
        installation: Which installation marked the attempt.
    """

    who: Candidate
    exam: str
    started: float  # wall
    result: Result
    code: str
    installation: str


def document(slip: Slip, when: datetime) -> Mapping[str, Any]:
    """The values the template sets; strings and lists only."""
    result = slip.result
    day = when.astimezone(VIETNAM)
    verdict = "Đạt" if result.passed else "Chưa đạt"
    return {
        "title": f"Phiếu kết quả thi thử {result.attempt}",
        "exam": slip.exam,
        "installation": slip.installation,
        "date": f"Ngày {day:%d} tháng {day.month:02d} năm {day.year}",
        "facts": [
            ["Họ và tên", slip.who.name or "(đã xóa)"],
            ["Số báo danh", slip.who.code],
            ["Đơn vị công tác", slip.who.unit],
            ["Bắt đầu làm bài", day_time(slip.started)],
            ["Thời gian đã dùng", f"{points(result.minutes_used)} phút"],
            ["Kết thúc", ENDED.get(result.closed, result.closed)],
        ],
        "total": f"{points(result.total)}/100",
        "band": f"{result.band} ({verdict})",
        "parts": [
            ["Lý thuyết", points(result.theory), points(result.theory_max)],
            ["Thực hành", points(result.practice), points(result.practice_max)],
        ],
        "tasks": [
            [
                FAMILY_NAMES[mark.family.value],
                points(mark.points),
                points(mark.max),
                "Mất toàn bộ điểm" if mark.voided else "" if mark.touched else "Chưa làm",
            ]
            for mark in result.tasks
        ],
        "topics": [[each.title, points(each.points), points(each.max)] for each in result.topics],
        "codes": [["Mã lần thi", result.attempt], ["Mã bài", slip.code]],
        "notes": [NO_FORCE, SIGNED_BY],
    }

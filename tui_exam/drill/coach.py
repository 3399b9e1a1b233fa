"""After a mock exam: where the time went, and what would bring most next time.

Everything follows from the result: minutes by part, points by topic, checks lost. A
habit is something done, or left out, in several tasks alike; its worth is what it cost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .deck import PRACTICE

if TYPE_CHECKING:
    from mock_office.marks import CheckMark

    from ..exam.items import Item
    from ..sitting.result import Result

TOPICS, HABITS = 3, 2


@dataclass(frozen=True, slots=True)
class PartTime:
    """One part of the exam: minutes it took, points it brought, points it can bring."""

    part: str
    minutes: float
    points: float
    most: float

    @property
    def rate(self) -> float:
        """Points earned for each minute."""
        return self.points / self.minutes if self.minutes else 0.0


@dataclass(frozen=True, slots=True)
class Gain:
    """Something to work on and the points it cost; `topic` is what a drill is asked for."""

    title: str
    lost: float
    most: float
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """What the coach says."""

    parts: tuple[PartTime, ...]
    topics: tuple[Gain, ...]
    habits: tuple[Gain, ...]
    idle: float  # minutes that were left at the end

    @property
    def drill(self) -> frozenset[str]:
        """The topics the next drill is about."""
        return frozenset(gain.topic for gain in self.topics)


def advise(
    result: Result, items: Mapping[str, Item], names: Mapping[str, str], minutes: int
) -> Advice:
    """The coach's view of a result.

    Args:
        items: The exam's questions by id.
        names: What the parts are called ("theory", "mail", ...).
        minutes: Minutes the exam gave.
    """
    marks = {mark.family.value: (mark.points, mark.max) for mark in result.tasks}
    marks = {"theory": (result.theory, result.theory_max), **marks}
    parts = tuple(
        PartTime(part, result.spent.get(part, 0.0) / 60, points, most)
        for part, (points, most) in marks.items()
    )
    return Advice(
        parts,
        _best(_topics(result, names), TOPICS),
        _best(_habits(result, items), HABITS),
        max(0.0, minutes - result.minutes_used),
    )


def _best(gains: Iterator[Gain], count: int) -> tuple[Gain, ...]:
    found = [gain for gain in gains if gain.lost > 0.004]
    return tuple(sorted(found, key=lambda gain: (-gain.lost, gain.title))[:count])


def _topics(result: Result, names: Mapping[str, str]) -> Iterator[Gain]:
    for topic in result.topics:
        yield Gain(topic.title, round(topic.max - topic.points, 2), topic.max, topic.topic)
    for mark in result.tasks:
        family = mark.family.value
        title = names.get(family, family)
        yield Gain(title, round(mark.max - mark.points, 2), mark.max, f"{PRACTICE}{family}")


HABITS_BY_CHECK: Mapping[str, str] = {
    "B1r": "Đọc hết văn bản, dự thảo trước khi quyết định",
    "C1": "Đọc hết văn bản, dự thảo trước khi quyết định",
    "B1": "Xem mức độ khẩn của mọi văn bản rồi mới bắt đầu, việc khẩn làm trước",
    "A2": "Rà người nhận trước khi bấm gửi, chuyển, phát hành",
    "A3": "Rà người nhận trước khi bấm gửi, chuyển, phát hành",
    "A3b": "Rà người nhận trước khi bấm gửi, chuyển, phát hành",
    "B4": "Rà người nhận trước khi bấm gửi, chuyển, phát hành",
    "D2": "Rà người nhận trước khi bấm gửi, chuyển, phát hành",
    "D7": "Rà người nhận trước khi bấm gửi, chuyển, phát hành",
    "A6": "Đối chiếu tệp kèm theo với yêu cầu trước khi gửi",
    "D3": "Đối chiếu tệp kèm theo với yêu cầu trước khi gửi",
    "A4": "Viết xong thì đọc lại: đủ ý, có dấu, đúng mẫu, có chữ ký thư",
    "A5": "Viết xong thì đọc lại: đủ ý, có dấu, đúng mẫu, có chữ ký thư",
    "A7": "Viết xong thì đọc lại: đủ ý, có dấu, đúng mẫu, có chữ ký thư",
    "A8": "Trả lời đúng thư gốc, không soạn thư mới",
    "A10": "Xem kỹ địa chỉ gửi và liên kết trước khi làm theo thư",
    "A11": "Xem kỹ địa chỉ gửi và liên kết trước khi làm theo thư",
    "B2": "Đối chiếu chức năng, nhiệm vụ in kèm đề trước khi giao việc",
    "B3": "Đối chiếu chức năng, nhiệm vụ in kèm đề trước khi giao việc",
    "B5": "Bút phê luôn ghi hạn sớm hơn hạn của cấp trên",
    "B6": "Bút phê nêu rõ việc, sản phẩm, trình ai; không ghi «xem, xử lý»",
    "B8": "Đọc nơi nhận của văn bản đến trước khi cho ý kiến",
    "B8r": "Trả lại thì luôn ghi lý do",
    "B9": "Thấy dấu mật thì dừng lại và báo người phụ trách",
    "C2": "Soát dự thảo theo thể thức từ trên xuống, xem cả phần trình bày",
    "C3": "Dự thảo có lỗi thì trả lại, không ký",
    "C3r": "Trả lại thì luôn ghi lý do",
    "C4": "Xem phân công công tác trước khi ký",
    "C5": "Xem chủ thể, thời hạn, trạng thái chứng thư trước khi ký",
    "C6": "Xem chủ thể, thời hạn, trạng thái chứng thư trước khi ký",
    "C7": "Đọc lại mã PIN trong đề, không thử bừa",
    "D1": "Chỉ chuyển và phát hành bản đã ký số",
    "D3n": "Chuyển văn thư thì ghi chú nơi nhận, mức độ khẩn",
    "D5": "Xem sổ đăng ký rồi mới cấp số, ghi ngày",
    "D5d": "Xem sổ đăng ký rồi mới cấp số, ghi ngày",
    "D6": "Giữ đúng thứ tự: ký cá nhân, cấp số, ký cơ quan, phát hành",
    "D9": "Giữ đúng thứ tự: ký cá nhân, cấp số, ký cơ quan, phát hành",
    "D8": "Phát hành xong thì lưu vào đúng hồ sơ",
}
"""Check of the rubric -> the habit that would have saved it."""

CAREFUL = "Không động đến thư, văn bản ngoài việc được giao"
EMPTY = "Không bỏ trống câu nào: câu trống chắc chắn mất điểm"
UNTOUCHED = "Chia thời gian để nhiệm vụ nào cũng được làm"
FORBIDDEN = "Tránh việc bị điểm liệt: ký bằng chứng thư cơ quan, lộ mã PIN, chuyển văn bản mật"
SEVERAL = "Câu chọn nhiều phương án: chọn đúng số lượng và xét từng phương án"


def _habits(result: Result, items: Mapping[str, Item]) -> Iterator[Gain]:
    lost: defaultdict[str, float] = defaultdict(float)
    most: defaultdict[str, float] = defaultdict(float)

    def add(habit: str, points: float, of: float) -> None:
        lost[habit] += points
        most[habit] += of

    for mark in result.tasks:
        if mark.voided:
            add(FORBIDDEN, mark.max, mark.max)
        elif not mark.touched:
            add(UNTOUCHED, mark.max, mark.max)
        else:
            for check in mark.checks:
                add(_habit(check), check.max - check.points, check.max)
    for question in result.questions:
        item = items.get(question.item)
        if not question.answer:
            add(EMPTY, question.max, question.max)
        elif item is not None and item.takes_several:
            add(SEVERAL, question.max - question.points, question.max)
    for habit, points in lost.items():
        yield Gain(habit, round(points, 2), round(most[habit], 2))


def _habit(check: CheckMark) -> str:
    return HABITS_BY_CHECK.get(check.code.split(".")[0], CAREFUL)

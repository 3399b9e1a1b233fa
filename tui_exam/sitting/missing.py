"""What a candidate has not done yet, told before he hands in."""

from __future__ import annotations

from ..texts import Words
from .arrivals import unseen, unseen_words
from .exam import FAMILY_NAMES, Exam


def missing(exam: Exam, tr: Words) -> tuple[str, ...]:
    """Paragraphs; a heading starts with "# "."""
    attempt = exam.sitting.attempt
    untouched = {task.id: part for part, task in exam.tasks.items()}
    tasks = [tr(FAMILY_NAMES[untouched[name]]) for name in attempt.untouched]
    empty = attempt.unanswered
    lines = [tr("# Còn thiếu") if empty or tasks else tr("# Đã làm đủ các phần")]
    if empty:
        numbers = ", ".join(str(number) for number in empty)
        lines.append(tr.count("Chưa trả lời {n} câu: {numbers}.", len(empty), numbers=numbers))
    lines += [tr("Chưa làm nhiệm vụ: {name}.", name=name) for name in tasks]
    if news := unseen_words(unseen(exam), tr, lambda part: tr(FAMILY_NAMES[part])):
        lines.append(tr("Đến trong giờ làm bài mà chưa mở: {what}.", what=news))
    if waiting := exam.sitting.waiting:
        lines.append(
            tr.count(
                "Còn {n} việc đang chờ ghi xuống ổ đĩa; danh sách trên chưa tính tới.", waiting
            )
        )
    return tuple(lines)

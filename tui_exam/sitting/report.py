"""A result in words: what the screen shows and the text export writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mock_office.model import CheckMark, TaskMark

from ..exam.items import LEVEL_NAMES, Item, Kind
from ..exam.marking import RULE_NAMES, QuestionMark
from .exam import FAMILY_NAMES
from .result import Result

BAR = 20
Line = tuple[str, str]  # text, style name of widgets.rows

ENDED = {"handed_in": "Thí sinh nộp bài", "time": "Hết giờ, bài tự nộp"}


def points(value: float) -> str:
    """Points as people write them: 13,5."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


def bar(value: float, most: float) -> str:
    """A bar that needs no colour: [########------------]."""
    full = round(BAR * value / most) if most else 0
    return f"[{'#' * full}{'-' * (BAR - full)}]"


def overview(result: Result) -> Iterator[Line]:
    """Total, band, both parts, each task, time, topics."""
    yield f"Tổng điểm: {points(result.total)}/100   Xếp loại: {result.band.upper()}", "title"
    verdict = "ĐẠT (từ 50 điểm)" if result.passed else "CHƯA ĐẠT (dưới 50 điểm)"
    yield f"Kết luận: {verdict}", "good" if result.passed else "bad"
    yield ENDED.get(result.closed, ""), ""
    yield "", ""
    yield "Hai phần", "title"
    yield _scored("Lý thuyết", result.theory, result.theory_max, result.spent.get("theory", 0)), ""
    spent = sum(seconds for part, seconds in result.spent.items() if part != "theory")
    yield _scored("Thực hành", result.practice, result.practice_max, spent), ""
    yield "", ""
    yield "Từng nhiệm vụ thực hành", "title"
    for mark in result.tasks:
        name = FAMILY_NAMES[mark.family.value]
        yield _scored(name, mark.points, mark.max, result.spent.get(mark.family.value, 0)), ""
        if mark.voided:
            yield f"   MẤT TOÀN BỘ ĐIỂM: {mark.voided}", "bad"
        elif not mark.touched:
            yield "   Chưa làm.", "warn"
    yield "", ""
    yield "Lý thuyết theo chủ đề", "title"
    for topic in result.topics:
        share = f"{points(topic.points)}/{points(topic.max)}"
        yield f" {bar(topic.points, topic.max)} {share:>9}  {topic.title}", ""
    yield "", ""
    yield f"Thời gian đã dùng: {points(result.minutes_used)} phút.", ""


def _scored(name: str, got: float, most: float, seconds: float) -> str:
    share = f"{points(got)}/{points(most)}"
    return f" {bar(got, most)} {share:>9}  {name} ({seconds / 60:.0f} phút)"


def tasks(result: Result) -> Iterator[Line]:
    """Each practical task with every check."""
    for mark in result.tasks:
        yield from task_lines(mark)
        yield "", ""


def task_lines(mark: TaskMark) -> Iterator[Line]:
    """One practical task with every check."""
    name = FAMILY_NAMES[mark.family.value]
    yield f"{name}: {points(mark.points)}/{points(mark.max)} điểm", "title"
    if mark.voided:
        yield f" MẤT TOÀN BỘ ĐIỂM CỦA NHIỆM VỤ: {mark.voided}", "bad"
    if not mark.touched:
        yield " Chưa làm nhiệm vụ này.", "warn"
    for check in mark.checks:
        yield from _check(check)


def _check(check: CheckMark) -> Iterator[Line]:
    full = check.points >= check.max
    sign = "[+]" if full else "[-]" if check.points <= 0 else "[~]"
    style = "good" if full else "bad" if check.points <= 0 else "warn"
    share = f"{points(check.points)}/{points(check.max)}"
    yield f" {sign} {share}  {check.title}", style
    yield f"     {check.why}", ""
    if check.found:
        yield f"     Đã tìm thấy: {'; '.join(check.found)}", "muted"
    if check.basis:
        yield f"     Căn cứ: {check.basis}", "muted"


def questions(result: Result, items: Mapping[str, Item]) -> Iterator[Line]:
    """Each question with the explanation of every option."""
    for number, mark in enumerate(result.questions, 1):
        yield from _question(number, mark, items[mark.item])
        yield "", ""


def _question(number: int, mark: QuestionMark, item: Item) -> Iterator[Line]:
    sign = "[+]" if mark.right else "[-]" if mark.fraction <= 0 else "[~]"
    style = "good" if mark.right else "bad" if mark.fraction <= 0 else "warn"
    share = f"{points(mark.points)}/{points(mark.max)}"
    yield (
        f"{sign} Câu {number} ({share} điểm, {LEVEL_NAMES[item.level].lower()}): {item.stem}",
        style,
    )
    if not mark.answer:
        yield "   Chưa trả lời.", "warn"
    if item.kind is Kind.MULTIPLE:
        yield f"   Cách chấm: {RULE_NAMES[item.part_marks]}.", "muted"
    if item.kind is Kind.SHORT:
        yield f"   Trả lời: {''.join(mark.answer)}   Đáp án: {'; '.join(item.accept)}", ""
        yield f"   {item.accept_why}", "muted"
    for option in item.options:
        picked = "chọn" if option.key in mark.answer else ""
        key = "ĐÚNG" if option.correct else "sai"
        words = f"{key}, đã chọn" if picked else key
        shown = f"{option.text} = {option.match}" if option.match else option.text
        yield f"   ({words}) {shown}", "strong" if option.correct else ""
        yield f"      {option.why}", "muted"
    yield f"   Căn cứ: {'; '.join(str(basis) for basis in item.basis)}", "muted"


def as_text(result: Result, items: Mapping[str, Item], heading: str) -> str:
    """The whole result as plain text for a file."""
    lines = [heading, ""]
    for part in (overview(result), tasks(result), questions(result, items)):
        lines += [text for text, _ in part]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"

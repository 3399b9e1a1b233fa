"""What the coach says after a mock exam, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..texts import Words
from .coach import Advice, Gain
from .deck import PRACTICE
from .uncertainty import Measured
from .words import part_name

Line = tuple[str, str]  # text, name of a style; "plot" for what must not be broken

BAR = 10
"""Cells of a bar: a line with the longest name of a part still fits 80 columns."""

IDLE = 3
"""Minutes left over at the end from which they are worth a word."""


def coach_lines(
    advice: Advice, marks: tuple[Measured, Measured, Measured], tr: Words
) -> Iterator[Line]:
    """Marks with their errors, time against points, three topics, two habits.

    Args:
        marks: Theory, practice, total.
    """
    theory, practice, total = marks
    yield tr("Tổng điểm: {score}", score=scored(total, tr)), "title"
    yield tr("Lý thuyết: {score}", score=scored(theory, tr)), ""
    yield tr("Thực hành: {score}", score=scored(practice, tr)), ""
    yield tr("Với đề khác cùng loại, cứ ba lần thì khoảng hai lần điểm nằm trong khoảng này."), ""
    yield "", ""
    yield tr("Thời gian đã dùng và điểm thu được"), "title"
    longest = max((part.minutes for part in advice.parts), default=0.0)
    for part in advice.parts:
        share = f"{tr.number(part.points)}/{tr.number(part.most)}"
        words = tr(
            "{minutes} phút  {share}  {part}",
            minutes=f"{part.minutes:2.0f}", share=f"{share:>7}", part=part_name(part.part, tr),
        )  # fmt: skip
        yield f"{_bar(part.minutes, longest)} {words}", "plot"
    if advice.idle >= IDLE and any(gain.lost for gain in advice.topics):
        yield (
            tr("Còn thừa {n} phút khi nộp bài: nên dùng để soát lại.", n=f"{advice.idle:.0f}"),
            "warn",
        )
    yield "", ""
    yield from _gains(tr("Ba chủ đề đáng ôn nhất"), advice.topics, tr)
    yield from _gains(tr("Hai thói quen đáng sửa nhất"), advice.habits, tr)


def _bar(value: float, most: float) -> str:
    full = round(BAR * value / most) if most else 0
    return f"[{'#' * full}{'-' * (BAR - full)}]"


def scored(measure: Measured, tr: Words) -> str:
    """A mark and how sure it is: "62/100, sai số ±6 (từ 56 đến 68)"."""
    return tr(
        "{points}/{most}, sai số ±{error} (từ {low} đến {high})",
        points=tr.number(measure.points), most=tr.number(measure.most),
        error=max(1, round(measure.error)), low=f"{measure.low:.0f}", high=f"{measure.high:.0f}",
    )  # fmt: skip


def _gains(title: str, gains: Sequence[Gain], tr: Words) -> Iterator[Line]:
    if not gains:
        return
    yield title, "title"
    for number, gain in enumerate(gains, 1):
        name = part_name(gain.topic.removeprefix(PRACTICE), tr) if gain.topic else tr(gain.title)
        said = tr(
            "{what}: mất {lost} trên {most} điểm",
            what=name if gain.topic.startswith(PRACTICE) else tr(gain.title),
            lost=tr.number(gain.lost), most=tr.number(gain.most),
        )  # fmt: skip
        yield f"{number}. {said}", ""
    yield "", ""

"""A result in words: what the screen shows and the text export writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mock_office.marks import CheckMark, TaskMark

from ..drill.uncertainty import measured
from ..exam.items import LEVEL_NAMES, Item, Kind
from ..exam.marking import RULE_NAMES, QuestionMark
from ..texts import Words, msg
from .exam import FAMILY_NAMES
from .reasons import reason, title
from .result import Result

BAR = 20
Line = tuple[str, str]  # text, style name of widgets.rows

ENDED = {"handed_in": "Thí sinh nộp bài", "time": "Hết giờ, bài tự nộp"}
PASSED, FAILED = "Kết luận: ĐẠT (từ 50 điểm)", "Kết luận: CHƯA ĐẠT (dưới 50 điểm)"
RIGHT, WRONG = "ĐÚNG", msg("sai")


def points(value: float) -> str:
    """Points as people write them: 13,5."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


def bar(value: float, most: float) -> str:
    """A bar that needs no colour: [########------------]."""
    full = round(BAR * value / most) if most else 0
    return f"[{'#' * full}{'-' * (BAR - full)}]"


def overview(result: Result, tr: Words | None = None) -> Iterator[Line]:
    """Total, band, both parts, each task, time, topics."""
    tr = tr or Words()
    total, band = tr.number(result.total), tr(result.band).upper()
    yield tr("Tổng điểm: {total}/100   Xếp loại: {band}", total=total, band=band), "title"
    sure = measured(result)[2]
    error, low, high = (f"{each:.0f}" for each in (max(1, sure.error), sure.low, sure.high))
    words = (
        "Sai số ±{error} điểm: với đề khác cùng loại, cứ ba lần thi thì khoảng hai lần điểm nằm "
        "trong khoảng từ {low} đến {high}."
    )
    yield tr(words, error=error, low=low, high=high), ""
    verdict = PASSED if result.passed else FAILED
    yield tr(verdict), "good" if result.passed else "bad"
    yield tr(ENDED.get(result.closed, "")), ""
    yield "", ""
    yield tr("Hai phần"), "title"
    theory = result.spent.get("theory", 0)
    yield _scored("Lý thuyết", result.theory, result.theory_max, theory, tr), ""
    spent = sum(seconds for part, seconds in result.spent.items() if part != "theory")
    yield _scored("Thực hành", result.practice, result.practice_max, spent, tr), ""
    yield "", ""
    yield tr("Từng nhiệm vụ thực hành"), "title"
    for mark in result.tasks:
        name, spent = FAMILY_NAMES[mark.family.value], result.spent.get(mark.family.value, 0)
        yield _scored(name, mark.points, mark.max, spent, tr), ""
        if mark.voided:
            yield "   " + tr("MẤT TOÀN BỘ ĐIỂM: {why}", why=reason(mark.voided, tr)), "bad"
        elif not mark.touched:
            yield "   " + tr("Chưa làm."), "warn"
    yield "", ""
    yield tr("Lý thuyết theo chủ đề"), "title"
    for topic in result.topics:
        share = _share(topic.points, topic.max, tr)
        yield f" {bar(topic.points, topic.max)} {share:>9}  {topic.title}", ""
    yield "", ""
    yield tr("Thời gian đã dùng: {n} phút.", n=tr.number(result.minutes_used)), ""


def _scored(name: str, got: float, most: float, seconds: float, tr: Words) -> str:
    named = tr("{name} ({n} phút)", name=tr(name), n=f"{seconds / 60:.0f}")
    return f" {bar(got, most)} {_share(got, most, tr):>9}  {named}"


def _share(got: float, most: float, tr: Words) -> str:
    return f"{tr.number(got)}/{tr.number(most)}"


def tasks(result: Result, tr: Words | None = None) -> Iterator[Line]:
    """Each practical task with every check."""
    for mark in result.tasks:
        yield from task_lines(mark, tr)
        yield from _signed(result, mark.family.value, tr or Words())
        yield "", ""


def _signed(result: Result, family: str, tr: Words) -> Iterator[Line]:
    """What checking found about the files signed in a task."""
    files = [file for file in result.signed if file.family == family]
    if files:
        yield " " + tr("Kiểm tra chữ ký số của các tệp đã ký:"), "strong"
    for file in files:
        for text, style in file.lines(tr.language):
            yield f"   {text}", style


def task_lines(mark: TaskMark, tr: Words | None = None) -> Iterator[Line]:
    """One practical task with every check."""
    tr = tr or Words()
    name, share = tr(FAMILY_NAMES[mark.family.value]), _share(mark.points, mark.max, tr)
    yield tr("{name}: {share} điểm", name=name, share=share), "title"
    if mark.voided:
        why = reason(mark.voided, tr)
        yield " " + tr("MẤT TOÀN BỘ ĐIỂM CỦA NHIỆM VỤ: {why}", why=why), "bad"
    if not mark.touched:
        yield " " + tr("Chưa làm nhiệm vụ này."), "warn"
    for check in mark.checks:
        yield from _check(check, tr)


def _check(check: CheckMark, tr: Words) -> Iterator[Line]:
    full = check.points >= check.max
    sign = "[+]" if full else "[-]" if check.points <= 0 else "[~]"
    style = "good" if full else "bad" if check.points <= 0 else "warn"
    yield f" {sign} {_share(check.points, check.max, tr)}  {title(check.title, tr)}", style
    yield f"     {reason(check.why, tr)}", ""
    if check.found:
        yield "     " + tr("Đã tìm thấy: {found}", found="; ".join(check.found)), "muted"
    if check.basis:
        yield "     " + tr("Căn cứ: {basis}", basis=check.basis), "muted"


def questions(result: Result, items: Mapping[str, Item], tr: Words | None = None) -> Iterator[Line]:
    """Each question with the explanation of every option."""
    for number, mark in enumerate(result.questions, 1):
        yield from _question(number, mark, items[mark.item], tr or Words())
        yield "", ""


def _question(number: int, mark: QuestionMark, item: Item, tr: Words) -> Iterator[Line]:
    sign = "[+]" if mark.right else "[-]" if mark.fraction <= 0 else "[~]"
    style = "good" if mark.right else "bad" if mark.fraction <= 0 else "warn"
    head = tr(
        "Câu {n} ({share} điểm, {level})",
        n=number,
        share=_share(mark.points, mark.max, tr),
        level=tr(LEVEL_NAMES[item.level]).lower(),
    )
    yield f"{sign} {head}: {item.stem}", style
    if not mark.answer:
        yield "   " + tr("Chưa trả lời."), "warn"
    if item.kind is Kind.MULTIPLE:
        yield "   " + tr("Cách chấm: {rule}.", rule=tr(RULE_NAMES[item.part_marks])), "muted"
    if item.kind is Kind.SHORT:
        given, key = "".join(mark.answer), "; ".join(item.accept)
        yield "   " + tr("Trả lời: {given}   Đáp án: {key}", given=given, key=key), ""
        yield f"   {item.accept_why}", "muted"
    if item.kind in (Kind.ORDERING, Kind.MATCHING):
        yield from _placed(mark, item, tr)
    else:
        yield from _options(mark, item, tr)
    basis = "; ".join(str(basis) for basis in item.basis)
    yield "   " + tr("Căn cứ: {basis}", basis=basis), "muted"


def _placed(mark: QuestionMark, item: Item, tr: Words) -> Iterator[Line]:
    """The steps in their right order, or the right pairs, each with what was answered."""
    for at, option in enumerate(item.options):
        if item.kind is Kind.ORDERING:
            place = mark.answer.index(option.key) + 1 if option.key in mark.answer else 0
            given, shown = tr("đã xếp thứ {place}", place=place), option.text
            right = place == at + 1
        else:
            key = mark.answer[at] if at < len(mark.answer) else ""
            match = item.option(key).match if key else tr("chưa ghép")
            given, shown = tr("đã ghép: {match}", match=match), f"{option.text} = {option.match}"
            right = key == option.key
        said = f" ({given})" if mark.answer and not right else ""
        yield f"   {at + 1}. {shown}{said}", "good" if right else ""
        yield f"      {option.why}", "muted"


def _options(mark: QuestionMark, item: Item, tr: Words) -> Iterator[Line]:
    """Every option with right or wrong, ticked or not, and why."""
    for option in item.options:
        words = tr(RIGHT if option.correct else WRONG)
        if option.key in mark.answer:
            words = tr("{right_or_wrong}, đã chọn", right_or_wrong=words)
        yield f"   ({words}) {option.text}", "strong" if option.correct else ""
        yield f"      {option.why}", "muted"


def as_text(
    result: Result, items: Mapping[str, Item], heading: str, tr: Words | None = None
) -> str:
    """The whole result as plain text for a file."""
    lines = [heading, ""]
    for part in (overview(result, tr), tasks(result, tr), questions(result, items, tr)):
        lines += [text for text, _ in part]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"

"""Checks of what was written and chosen: addresses, places, values, texts, dates."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..documents.incoming import IncomingState
from ..documents.outgoing import DraftState
from . import workdays
from .case import Case
from .criteria import Criterion
from .matching import Group, unmarked
from .outcome import Outcome


def addressed(case: Case, criterion: Criterion) -> Outcome:
    """The boxes a letter went to; one that should not be there takes the whole mark."""
    letter = case.thing(criterion.of)
    if letter is None:
        return Outcome(0, "Chưa gửi thư.")
    found = {address.address.lower() for address in getattr(letter, criterion.field)}
    wanted = {str(box).lower() for box in criterion.arguments["is"] or ()}
    why = f"Đã ghi: {_listed(found)}. Cần: {_listed(wanted)}."
    if found - wanted:
        what = "Sai người nhận." if wanted - found else "Thừa người nhận."
        return Outcome(0, f"{what} {why}")
    share = len(found) / len(wanted) if wanted else 1.0
    return Outcome(share, why)


def _listed(boxes: set[str]) -> str:
    return ", ".join(sorted(boxes)) or "(không có)"


def chosen(case: Case, criterion: Criterion) -> Outcome:
    """Units, people or files chosen: right ones less wrong ones, or all or nothing."""
    value = case.value(criterion.of, criterion.field)
    if value is None:
        return Outcome(0, _undone(case, criterion, "Chưa thực hiện."))
    found, wanted = set(value), set(criterion.arguments["is"] or ())
    why = f"Đã chọn: {case.called(sorted(found))}. Cần: {case.called(sorted(wanted))}."
    if criterion.arguments["exact"] or not wanted:
        return Outcome(float(found == wanted), why)
    return Outcome(max(0, len(found & wanted) - len(found - wanted)) / len(wanted), why)


def value(case: Case, criterion: Criterion) -> Outcome:
    """A field has one of the accepted values."""
    found = case.value(criterion.of, criterion.field)
    accepted = criterion.arguments["is"]
    accepted = accepted if isinstance(accepted, list) else [accepted]
    shown = " hoặc ".join(case.called(item) for item in accepted)
    why = f"Kết quả: {case.called(found)}. Cần: {shown}."
    return Outcome(float(found in accepted), why)


def text(case: Case, criterion: Criterion) -> Outcome:
    """A text says what it must, in whatever words; see `matching`."""
    found = case.value(criterion.of, criterion.field)
    if not found:
        return Outcome(0, _undone(case, criterion, "Chưa có nội dung."))
    text = str(found)
    if criterion.arguments["marks"] and unmarked(text):
        return Outcome(0, "Phải viết tiếng Việt có dấu; nội dung đã viết hầu hết không có dấu.")
    count, least = len(text.split()), int(criterion.arguments["words"] or 0)
    if count < least:
        return Outcome(
            0,
            f"Nội dung quá ngắn, chưa nêu rõ ý kiến: có {count} tiếng, cần ít nhất {least} tiếng.",
        )
    for bad in criterion.arguments["not"] or ():
        if word := Group.of(bad).found_in(text):
            return Outcome(0, f"Không được có “{word}”.", (f"“{word}”",))
    groups = [Group.of(item) for item in criterion.arguments["needs"] or ()]
    if not groups:
        return Outcome(1, "Có nội dung như yêu cầu.")
    said = {group: group.found_in(text) for group in groups}
    missing = [group.shown for group, word in said.items() if not word]
    wanted = "; ".join(group.name for group in groups)
    why = f"Cần có: {wanted}. "
    why += f"Còn thiếu: {'; '.join(missing)}." if missing else "Đủ nội dung cần có."
    share = 1 - len(missing) / len(groups)
    return Outcome(share, why, tuple(f"“{word}”" for word in said.values() if word))


def window(case: Case, criterion: Criterion) -> Outcome:
    """A date is a working day within its first and last day."""
    found = case.value(criterion.of, criterion.field)
    if not isinstance(found, date):
        return Outcome(0, _undone(case, criterion, "Chưa ghi thời hạn."))
    after, until = _day(criterion.arguments["after"]), _day(criterion.arguments["until"])
    span = f"từ {after:%d/%m/%Y} đến {until:%d/%m/%Y}" if after < until else f"{until:%d/%m/%Y}"
    why = f"Hạn đã ghi: {found:%d/%m/%Y}. Cần: {span}."
    if not workdays.is_workday(found):
        return Outcome(0, f"Hạn đã ghi không phải ngày làm việc. {why}")
    return Outcome(float(after <= found <= until), why)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _undone(case: Case, criterion: Criterion, otherwise: str) -> str:
    """Why a field counts as empty: the paper was not sent on its way, or nothing was written."""
    thing, field = case.thing(criterion.of), criterion.field
    if thing is None:
        return "Chưa gửi thư."
    if field.startswith("routing.") and thing.state is not IncomingState.ROUTED:
        return "Chưa bút phê, chuyển xử lý văn bản này."
    if field == "return_reason" and thing.state is not IncomingState.RETURNED:
        return "Chưa trả lại văn bản này."
    if field == "remarks" and thing.state is not DraftState.RETURNED:
        return "Chưa trả lại dự thảo này."
    return otherwise

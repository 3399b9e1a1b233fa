"""Checks of the way a task was done: deeds, their order, reading first, collateral damage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..actions import Action
from ..signing.ways import NAMES
from .case import Case
from .criteria import Criterion
from .outcome import Outcome


def happened(case: Case, criterion: Criterion) -> Outcome:
    """One of these things was done."""
    wanted = criterion.arguments["events"] or ()
    if case.events(wanted):
        return Outcome(1, "Đã thực hiện.")
    return Outcome(0, f"Chưa thực hiện: {' hoặc '.join(case.told(item) for item in wanted)}.")


def avoided(case: Case, criterion: Criterion) -> Outcome:
    """None of these things was done."""
    done = [
        case.told({"action": action.kind, **action.data}) + _way(case, matcher)
        for matcher in criterion.arguments["events"] or ()
        for _, action in case.events([matcher])
    ]
    if not done:
        return Outcome(1, "Không mắc lỗi này.")
    return Outcome(0, f"Đã làm việc không được làm: {'; '.join(dict.fromkeys(done))}.")


def _way(case: Case, matcher: Mapping[str, Any]) -> str:
    """How something was done, where that is what was wrong with it."""
    ways = [case.called(matcher[name]) for name in NAMES if name in matcher]
    return f" ({', '.join(ways)})" if ways else ""


def order(case: Case, criterion: Criterion) -> Outcome:
    """What was done before the first paper had come in could not wait for it."""
    target = criterion.arguments["first"]
    wanted = case.told(target)
    first = case.events([target])
    came = case.came_in(target)
    then = [
        found
        for found in case.events(criterion.arguments["then"] or ())
        if came is None or found[1].at >= came
    ]
    if not first:
        return Outcome(0, f"Chưa thực hiện việc phải làm trước: {wanted}.")
    if then and then[0][0] < first[0][0]:
        early = case.told({"action": then[0][1].kind, **then[0][1].data})
        return Outcome(0, f"Sai thứ tự: phải {wanted} trước, thực tế đã {early} trước.")
    return Outcome(1, "Đúng thứ tự.")


def tries(case: Case, criterion: Criterion) -> Outcome:
    """No more wrong PINs than allowed."""
    wrong = len(case.events([{"action": "pin_tried", "ok": False}]))
    most = int(criterion.arguments["most"] or 0)
    return Outcome(float(wrong <= most), f"Nhập sai mã PIN {wrong} lần; cho phép {most} lần.")


_DEEDS: Final = (
    "draft_signed", "draft_returned", "document_routed", "document_returned", "document_secured",
    "issued_corrected", "issued_replaced", "issued_recalled",
)  # fmt: skip


def read_first(case: Case, criterion: Criterion) -> Outcome:
    """Papers were read to their end before anything was done with them."""
    things = [
        thing for thing in map(str, criterion.arguments["things"] or ()) if thing not in case.absent
    ]
    untouched = [thing for thing in things if not _deeds(case, thing)]
    unread = [thing for thing in things if thing not in untouched and not _was_read(case, thing)]
    share = 1 - len(untouched + unread) / len(things) if things else 0.0
    told = [
        f"{words}: {'; '.join(_title(case, thing) for thing in missed)}."
        for words, missed in (("Xử lý khi chưa đọc hết", unread), ("Chưa xử lý", untouched))
        if missed
    ]
    return Outcome(share, " ".join(told) or "Đã đọc hết trước khi xử lý.")


def _deeds(case: Case, of: str) -> list[tuple[int, Action]]:
    """What was decided about a paper, with the places in the log."""
    kind, _, key = of.partition(":")
    return case.events([{"action": deed, kind: key} for deed in _DEEDS])


def _was_read(case: Case, of: str) -> bool:
    kind, _, key = of.partition(":")
    read = case.events([{"action": f"{kind}_read", kind: key}])
    return bool(read and read[0][0] < _deeds(case, of)[0][0])


def _title(case: Case, of: str) -> str:
    thing = case.thing(of)
    return f"{thing.kind} “{thing.excerpt}”"


def unchanged(case: Case, criterion: Criterion) -> Outcome:
    """Nothing but what the task is about was touched, and no letter sent too many."""
    spared = {str(name) for name in criterion.arguments["except"] or ()}
    harmed = [
        case.titled(name)
        for name, before, after in _pairs(case)
        if name not in spared and before != after
    ]
    more = len(case.sent()) - int(criterion.arguments["sends"] or 0)
    told = [f"Đã làm thay đổi những thứ không được giao: {'; '.join(harmed)}."] if harmed else []
    if more > 0:
        told.append(f"Đã gửi thừa {more} thư.")
    if told:
        return Outcome(0, " ".join(told))
    return Outcome(1, "Không làm thay đổi gì ngoài việc được giao.")


def _pairs(case: Case) -> list[tuple[str, Any, Any]]:
    """What lay on the desk or came in, with what counts of it before and after."""
    start, now = case.given_desk, case.desk
    folders = {letter.id: letter.folder for letter in now.letters}
    found: list[tuple[str, Any, Any]] = [
        (f"letter:{letter.id}", letter.folder, folders.get(letter.id)) for letter in start.letters
    ]
    for document in start.incoming:
        after = now.document(document.id)
        found.append((f"document:{document.id}", document.state, after.state))
    for draft in start.drafts:
        left = now.draft(draft.id)
        before = (draft.state, draft.remedies)
        found.append((f"draft:{draft.id}", before, (left.state, left.remedies)))
    return found

"""Rules of addressees, recipients and the signature block (T17 to T22)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .composition import ADDRESSED, LAYOUTS, authority
from .outgoing import DraftLine, OutgoingDraft
from .rules import Found, NotApplicable, Page, Rule, first, rewrite, texts, with_line, without

_DEGREES = re.compile(r"(?:ThS|TS|PGS|GS|BS|CN|KS|CK1|CK2)\.")
_UNOFFICIAL = re.compile(r"THƯỜNG TRỰC|PHỤ TRÁCH|ĐIỀU HÀNH")


def _find_addressee(page: Page) -> Iterator[Found]:
    lines = list(page.lines("addressee"))
    names = [unit.name for unit in page.agency.units]
    for n, text in lines:
        if page.draft.kind not in ADDRESSED:
            yield n, f"{page.draft.kind} không ghi “Kính gửi”."
        elif sum(name in text for name in names) > 1:
            yield n, "Gửi nhiều nơi thì mỗi nơi một dòng, gạch đầu dòng, cuối dòng chấm phẩy."
    listed = [(n, text) for n, text in lines if text.startswith("-")]
    for position, (n, text) in enumerate(listed, 1):
        if not text.endswith("." if position == len(listed) else ";"):
            yield n, "Cuối mỗi dòng nơi gửi là chấm phẩy, dòng cuối là dấu chấm."


def _plant_addressee(draft: OutgoingDraft) -> OutgoingDraft:
    lines = list(texts(draft, "addressee"))
    if draft.kind not in ADDRESSED:
        at = max(n for n, _ in texts(draft, "excerpt", "kind")) + 1
        text = "Kính gửi: Các cơ quan, đơn vị liên quan"
        return with_line(draft, at, (DraftLine("addressee", text, "full", LAYOUTS["addressee"]),))
    if len(lines) < 3:
        raise NotApplicable("Dự thảo chỉ gửi một nơi.")
    joined = "Kính gửi: " + ", ".join(text.strip("- ;.") for _, text in lines[1:]) + "."
    for n, _ in reversed(lines[1:]):
        draft = without(draft, n)
    return rewrite(draft, lines[0][0], joined)


def _opening(kind: str) -> str:
    """How the list of recipients must open for that kind; "" when any way will do."""
    if kind in ADDRESSED:
        return "- Như trên;"
    return "- Như Điều " if kind == "Quyết định" else ""


def _find_opening(page: Page) -> Iterator[Found]:
    wanted = _opening(page.draft.kind)
    items = [(n, text) for n, text in page.lines("recipients") if text.startswith("-")]
    if not wanted or not items:
        return
    n, text = items[0]
    if not text.startswith(wanted):
        yield n, f"{page.draft.kind}: nơi nhận mở đầu bằng “{wanted.strip('; ')}…”."


def _plant_opening(draft: OutgoingDraft) -> OutgoingDraft:
    wanted = _opening(draft.kind)
    for n, text in texts(draft, "recipients"):
        if wanted and text.startswith(wanted):
            return rewrite(draft, n, "- Như Điều 3;" if "trên" in wanted else "- Như trên;")
    raise NotApplicable(f"{draft.kind} không có dòng “Như …” ở nơi nhận.")


def _find_filing(page: Page) -> Iterator[Found]:
    items = list(page.lines("recipients"))
    if not items:
        return
    n, text = items[-1]
    if not re.fullmatch(r"- Lưu: VT(?:, [^\s,]+)*\.", text):
        yield n, "Dòng cuối nơi nhận ghi “- Lưu: VT, <đơn vị soạn thảo>.” có dấu chấm."


def _plant_filing(draft: OutgoingDraft) -> OutgoingDraft:
    lines = list(texts(draft, "recipients"))
    if not lines:
        raise NotApplicable("Dự thảo không có nơi nhận.")
    n, text = lines[-1]
    return rewrite(draft, n, text.replace("Lưu:", "Lưu").rstrip("."))


def _find_authority(page: Page) -> Iterator[Found]:
    lines = list(page.lines("authority"))
    wanted = authority(page.agency.person(page.draft.signer), page.agency)
    found = tuple(text for _, text in lines)
    if found == wanted or any(_UNOFFICIAL.search(text) for text in found):
        return
    shown = " / ".join(wanted)
    wrong = next((n for n, text in lines if text not in wanted), lines[-1][0] if lines else None)
    yield wrong, f"Quyền hạn, chức vụ của người ký phải ghi: {shown}."


def _plant_authority(draft: OutgoingDraft) -> OutgoingDraft:
    lines = list(texts(draft, "authority"))
    for n, text in lines:
        if text.startswith("KT. "):
            follower = next((m for m, _ in lines if m > n), None)
            draft = without(draft, follower) if follower is not None else draft
            return rewrite(draft, n, text.removeprefix("KT. "))
        if text.startswith("TL. "):
            return rewrite(draft, n, text.removeprefix("TL. "))
    n, text = lines[-1]
    return rewrite(draft, n, f"KT. {text}")


def _find_unofficial(page: Page) -> Iterator[Found]:
    for n, text in page.lines("authority"):
        if _UNOFFICIAL.search(text):
            yield n, f"“{text}” không phải chức vụ chính thức được ghi ở khối ký."


def _plant_unofficial(draft: OutgoingDraft) -> OutgoingDraft:
    n, text = list(texts(draft, "authority"))[-1]
    return rewrite(draft, n, f"{text} THƯỜNG TRỰC" if text.startswith("PHÓ") else "PHỤ TRÁCH")


def _find_name(page: Page) -> Iterator[Found]:
    for n, text in page.lines("name"):
        if _DEGREES.match(text):
            yield n, "Trước họ tên người ký không ghi học hàm, học vị."
        elif text.isupper():
            yield n, "Họ tên người ký viết chữ thường, không in hoa toàn bộ."


def _plant_name(draft: OutgoingDraft) -> OutgoingDraft:
    n, line = first(draft, "name")
    return rewrite(draft, n, f"ThS. {line.text}")


RULES: Final = (
    Rule(
        "T17", "“Kính gửi” đúng loại văn bản, mỗi nơi một dòng",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.9", _find_addressee, _plant_addressee,
    ),
    Rule(
        "T18", "Nơi nhận mở đầu “Như trên” hoặc “Như Điều …”",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.9; Phụ lục III", _find_opening, _plant_opening,
    ),
    Rule(
        "T19", "Dòng lưu ở nơi nhận",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.9d", _find_filing, _plant_filing,
    ),
    Rule(
        "T20", "Ghi quyền hạn ký: TM., KT., TL.",
        "NĐ 30/2020/NĐ-CP, Điều 13; Phụ lục I, mục II.7b", _find_authority, _plant_authority,
    ),
    Rule(
        "T21", "Chỉ ghi chức vụ chính thức",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.7", _find_unofficial, _plant_unofficial,
    ),
    Rule(
        "T22", "Họ tên người ký",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.7", _find_name, _plant_name,
    ),
)  # fmt: skip
"""The rules T17 to T22."""

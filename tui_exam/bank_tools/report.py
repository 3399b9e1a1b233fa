"""How items and counts of a bank are written out for people at a shell, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ..exam.bank import Bank
from ..exam.blueprint import Blueprint
from ..exam.items import LEVEL_NAMES, Item, Kind, Level
from ..exam.marking import RULE_NAMES
from .expire import Ending
from .findings import day_text
from .stats import CellCover, Overlap, Stats

KIND_NAMES = {
    Kind.SINGLE: "chọn một",
    Kind.MULTIPLE: "chọn nhiều",
    Kind.TRUE_FALSE: "đúng/sai",
    Kind.ORDERING: "sắp xếp",
    Kind.MATCHING: "ghép đôi",
    Kind.SHORT: "trả lời ngắn",
}


def item_lines(item: Item, titles: Mapping[str, str]) -> Iterator[str]:
    """One item in full: question, options with their reasons, basis, dates."""
    title = titles.get(item.topic, item.topic)
    level, kind = LEVEL_NAMES[item.level], KIND_NAMES[item.kind]
    yield f"{item.id} (bản {item.revision}) | {title} | {level} | {kind}"
    yield ""
    yield from item.stem.split("\n")
    yield ""
    for option in item.options:
        mark = "x" if option.correct or item.kind in (Kind.ORDERING, Kind.MATCHING) else " "
        match = f" → {option.match}" if option.match else ""
        yield f"[{mark}] {option.key.upper()}. {option.text}{match}"
        yield f"       {option.why}"
    if item.accept:
        unit = f" ({item.unit})" if item.unit else ""
        yield f"Chấp nhận: {'; '.join(item.accept)}{unit}"
        yield f"       {item.accept_why}"
    if item.kind is Kind.MULTIPLE:
        yield f"Chọn {item.choose}. Cách chấm: {RULE_NAMES[item.part_marks]}."
    yield ""
    yield f"Căn cứ: {'; '.join(str(basis) for basis in item.basis)}"
    until = f" đến {day_text(item.valid_to)}" if item.valid_to else ""
    yield f"Hiệu lực: từ {day_text(item.valid_from)}{until}"
    yield f"Rà soát: {day_text(item.reviewed)}; lần tới: {day_text(item.next_review)}"
    if item.source:
        yield f"Nguồn: {item.source}"
    if item.tags:
        yield f"Từ khóa: {', '.join(item.tags)}"


def stats_lines(bank: Bank, stats: Stats, day: date) -> Iterator[str]:
    """The counts of a bank."""
    yield f"Ngân hàng: {stats.items} câu, {len(stats.topics)} chủ đề, mã {bank.digest[:12]}"
    yield ""
    heads = [LEVEL_NAMES[level] for level in Level]
    yield f"{'Chủ đề':<40}" + "".join(f"{head:>12}" for head in (*heads, "Cộng"))
    for topic, levels in stats.topics.items():
        numbers = [levels[level] for level in Level]
        name = bank.titles[topic]
        yield f"{name[:39]:<40}" + "".join(f"{n:>12}" for n in (*numbers, sum(numbers)))
    totals = [sum(levels[level] for levels in stats.topics.values()) for level in Level]
    yield f"{'Cộng':<40}" + "".join(f"{n:>12}" for n in (*totals, stats.items))
    if stats.items:
        shares = [f"{n / stats.items:.0%}" for n in totals]
        yield f"{'Tỷ lệ':<40}" + "".join(f"{share:>12}" for share in shares)
    yield ""
    yield "Loại câu: " + ", ".join(
        f"{KIND_NAMES[kind]} {n}" for kind, n in stats.kinds.items() if n
    )
    v = stats.validity
    yield (
        f"Ngày {day_text(day)}: {v.valid} câu còn hiệu lực (trong đó {v.ending} câu có ngày hết), "
        f"{v.expired} đã hết, {v.not_yet} chưa đến; {v.review_due} câu đến hạn rà soát."
    )


def cover_lines(
    blueprint: Blueprint, bank: Bank, cells: tuple[CellCover, ...], shared: Overlap | None
) -> Iterator[str]:
    """How far a bank carries a blueprint, thin cells marked."""
    yield f"Đề {blueprint.id} (bản {blueprint.version}): {blueprint.questions} câu lý thuyết"
    for cell in cells:
        title = bank.titles.get(cell.topic, cell.topic)
        mark = "  MỎNG" if cell.thin else ""
        level = LEVEL_NAMES[cell.level]
        yield f"  {title[:39]:<40}{level:<12} lấy {cell.takes} trong {cell.has}{mark}"
    if shared is None:
        yield "  Không ra được đề: có ô thiếu câu."
    else:
        yield (
            f"  Hai đề trùng nhau trung bình {shared.mean:.1f}/{shared.questions} câu; "
            f"95 % số cặp đề trùng không quá {shared.most} câu."
        )


def ending_lines(found: tuple[Ending, ...]) -> Iterator[str]:
    """The items that a change of law concerns: first those that end, then those to look at."""
    ends = [ending for ending in found if ending.ends is not None]
    stays = [ending for ending in found if ending.rests and ending.ends is None]
    named = [ending for ending in found if not ending.rests]
    for title, group in (
        ("Hết hiệu lực", ends),
        ("Đã có ngày hết hoặc chỉ bắt đầu sau đó, giữ nguyên", stays),
        ("Chỉ nhắc tới văn bản, nên rà soát", named),
    ):
        if not group:
            continue
        yield f"{title}: {len(group)} câu"
        for ending in group:
            until = f" [valid_to {ending.ends}]" if ending.ends else ""
            yield f"  {ending.file}:{ending.line}: {ending.item}{until} {ending.stem}"

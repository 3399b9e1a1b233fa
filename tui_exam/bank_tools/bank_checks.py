"""Checks across a bank: twins, positions of keys, negative stems, levels, thin cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from ..exam.bank import Bank
from ..exam.blueprint import Cell, blueprint_of
from ..exam.items import LEVEL_NAMES, Item, Kind, Level
from ..yaml_lines import FileFaults, read_yaml
from .findings import Finding, Severity, of_fault
from .near import near_pairs, word_list
from .sources import Collection, Source

ALIKE = 0.75
"""Jaccard likeness of two stems from which on they are reported as near twins."""
SPARE = 3
"""A cell should hold so many times the questions that a paper takes from it."""
MIX = {Level.RECALL: 40, Level.UNDERSTAND: 35, Level.APPLY: 25}  # percent
MIX_FAR = 10  # points of percent
NEGATIVE = 10  # at most one stem in so many asks for what is NOT so
POSITIONS_FROM = 12  # single-answer items from which on positions say something
POSITION_SHARES = 0.10, 0.40

_NOT = re.compile(r"\bKHÔNG\b")


def twin_findings(collection: Collection) -> Iterator[Finding]:
    """Stems that stand twice, or nearly, anywhere in the bank."""
    placed = list(collection.each())
    lists = [word_list(item.stem) for _, _, item in placed]
    for first, second, likeness in near_pairs([frozenset(words) for words in lists], ALIKE):
        other_source, other_at, other = placed[first]
        source, at, item = placed[second]
        place = f"{other.id} ({other_source.file}:{other_source.line(other_at, 'stem')})"
        same = lists[first] == lists[second]
        yield Finding(
            source.file,
            source.line(at, "stem"),
            item.id,
            "same-stem" if same else "near-stem",
            Severity.ERROR if same else Severity.WARNING,
            f"câu dẫn {'trùng với' if same else f'giống {likeness:.0%} với'} {place}.",
            "Bỏ một câu, hoặc hỏi một điều khác.",
        )


def file_findings(source: Source) -> Iterator[Finding]:
    """What only shows in a whole file: where the keys stand, how many stems are negative."""
    singles = [item for item in source.items if item.kind is Kind.SINGLE]
    places = Counter(key for item in singles for key in item.keys)
    letters = sorted({option.key for item in singles for option in item.options})
    low, high = POSITION_SHARES
    if len(singles) >= POSITIONS_FROM and any(
        not low <= places[letter] / len(singles) <= high for letter in letters[:4]
    ):
        shares = ", ".join(f"{letter.upper()} {places[letter]}" for letter in letters)
        yield _whole(
            source,
            "key-positions",
            f"vị trí đáp án không đều: {shares} trên {len(singles)} câu.",
            "Đổi thứ tự phương án để đáp án rải đều.",
        )
    negative = [item.id for item in source.items if _NOT.search(item.stem)]
    if len(negative) > max(1, len(source.items) // NEGATIVE):
        yield _whole(
            source,
            "negative-stems",
            f"{len(negative)} trên {len(source.items)} câu hỏi theo lối «KHÔNG».",
            f"Nhiều nhất một trên {NEGATIVE} câu; đổi thành câu hỏi thuận.",
        )


def mix_findings(collection: Collection) -> Iterator[Finding]:
    """Whether the levels of the whole bank are far from the mix that is asked of it."""
    levels = Counter(item.level for _, _, item in collection.each())
    total = levels.total()
    far = total and any(
        abs(100 * levels[level] / total - wanted) > MIX_FAR for level, wanted in MIX.items()
    )
    if far:
        have = "/".join(f"{100 * levels[level] / total:.0f}" for level in MIX)
        want = "/".join(str(wanted) for wanted in MIX.values())
        yield _whole(
            collection.sources[0],
            "level-mix",
            f"tỷ lệ {' / '.join(LEVEL_NAMES[level] for level in MIX).lower()} là {have} %.",
            f"Hướng tới {want} %.",
        )


def blueprint_findings(collection: Collection, day: date) -> Iterator[Finding]:
    """Faults of the blueprints, and their cells that the bank fills thinly or not at all."""
    bank = _bank(collection.sources)
    for path in collection.blueprints:
        name = str(path)
        try:
            located = read_yaml(path, name=name)
            blueprint = blueprint_of(located)
        except FileFaults as error:
            yield from (of_fault(fault, name) for fault in error.faults)
            continue
        lines = {
            row["topic"]: located.fault(("theory", "cells", at), "").line
            for at, row in enumerate(located.value["theory"]["cells"])
        }
        for cell in blueprint.cells:
            have = len(bank.on(day, cell.topic, cell.level, blueprint.kinds))
            if have < cell.count * SPARE:
                yield _thin(name, lines[cell.topic], bank, cell, have)


def _thin(file: str, line: int, bank: Bank, cell: Cell, have: int) -> Finding:
    title = bank.titles.get(cell.topic, cell.topic)
    impossible = have < cell.count
    return Finding(
        file,
        line,
        "",
        "impossible-cell" if impossible else "thin-cell",
        Severity.ERROR if impossible else Severity.WARNING,
        f"ô «{title}» × «{LEVEL_NAMES[cell.level]}» lấy {cell.count} câu "
        f"mà ngân hàng chỉ có {have} câu còn hiệu lực.",
        f"Cần ít nhất {cell.count * SPARE} câu để đề của hai người khác nhau.",
    )


def _bank(sources: Sequence[Source]) -> Bank:
    topics = {source.topic.id: source.topic for source in sources}
    items: list[Item] = [item for source in sources for item in source.items]
    return Bank(tuple(topics.values()), tuple(items), "")


def _whole(source: Source, code: str, message: str, remedy: str) -> Finding:
    return Finding(source.file, 1, "", code, Severity.WARNING, message, remedy)

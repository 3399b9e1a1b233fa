"""Reading a question bank: files in, checked items out, every fault with its place."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..vietnamese.text import clean
from .items import Basis, Item, Kind, Level, Option, PartMarks, Topic
from .yaml_lines import Fault, FileFaults, Located, read_yaml

if TYPE_CHECKING:  # pydantic is imported when a bank is read, not when the program starts
    from .bank_schema import ItemShape

LETTERS = "abcdefgh"


@dataclass(frozen=True)
class Bank:
    """All questions of a bank, with the digest that names exactly this content."""

    topics: tuple[Topic, ...]
    items: tuple[Item, ...]
    digest: str

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """Item id -> item."""
        return {item.id: item for item in self.items}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Topic id -> title."""
        return {topic.id: topic.title for topic in self.topics}

    def on(self, day: date, topic: str, level: Level, kinds: Iterable[Kind]) -> tuple[Item, ...]:
        """The items of one blueprint cell that are law on that day."""
        wanted = frozenset(kinds)
        return tuple(
            item
            for item in self.items
            if item.topic == topic
            and item.level is level
            and item.kind in wanted
            and item.is_law_on(day)
        )


def load_bank(folder: Path) -> Bank:
    """Read every `*.yaml` of a folder; FileFaults with all faults of all files."""
    files = sorted(folder.glob("*.yaml"))
    faults: list[Fault] = []
    topics: list[Topic] = []
    items: list[Item] = []
    digest = hashlib.sha256()
    places: dict[str, str] = {}
    if not files:
        faults.append(
            Fault(str(folder), 1, 1, "", "Không có tệp ngân hàng câu hỏi nào.", "Kiểm tra thư mục.")
        )
    for path in files:
        try:
            located = read_yaml(path)
            topic, here = _read_topic(located)
        except FileFaults as error:
            faults.extend(error.faults)
            continue
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        topics.append(topic)
        for at, item in enumerate(here):
            if item.id in places:
                faults.append(
                    located.fault(
                        ("items", at, "id"),
                        f"mã câu hỏi «{item.id}» đã dùng trong {places[item.id]}.",
                        "Đặt mã khác.",
                    )
                )
            places[item.id] = path.name
            items.append(item)
    if faults:
        raise FileFaults(tuple(faults))
    return Bank(tuple(topics), tuple(items), digest.hexdigest())


def _read_topic(located: Located) -> tuple[Topic, list[Item]]:
    from .bank_schema import BankShape
    from .shapes import shaped

    shape = shaped(located, BankShape)
    faults: list[Fault] = []

    def item(at: int, one: ItemShape) -> Item:
        for path, reason, remedy in _rules(one):
            faults.append(located.fault(("items", at, *path), reason, remedy))
        return Item(
            id=one.id,
            revision=one.revision,
            topic=shape.topic,
            level=one.level,
            kind=one.kind,
            stem=clean(one.stem, multiline=True),
            options=_options(one),
            choose=one.choose or 1,
            part_marks=one.part_marks or PartMarks.ALL_OR_NOTHING,
            accept=tuple(clean(str(word)) for word in one.accept),
            accept_why=clean(one.answer_why),
            unit=clean(one.unit),
            basis=tuple(Basis(clean(b.document), clean(b.article)) for b in one.basis),
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            reviewed=one.reviewed,
            next_review=one.next_review,
            source=clean(one.source),
            tags=tuple(one.tags),
        )

    items = [item(at, one) for at, one in enumerate(shape.items)]
    if faults:
        raise FileFaults(tuple(faults))
    return Topic(shape.topic, clean(shape.title)), items


def _options(one: ItemShape) -> tuple[Option, ...]:
    if one.kind is Kind.ORDERING:
        return tuple(
            Option(LETTERS[at], clean(step.text), clean(step.why))
            for at, step in enumerate(one.steps)
        )
    if one.kind is Kind.MATCHING:
        return tuple(
            Option(LETTERS[at], clean(pair.left), clean(pair.why), match=clean(pair.right))
            for at, pair in enumerate(one.pairs)
        )
    return tuple(
        Option(LETTERS[at], clean(option.text), clean(option.why), option.correct)
        for at, option in enumerate(one.options)
    )


def _rules(one: ItemShape) -> list[tuple[tuple[str | int, ...], str, str]]:
    """What the shape alone cannot say: (path inside the item, reason, remedy)."""
    out: list[tuple[tuple[str | int, ...], str, str]] = []
    right = sum(option.correct for option in one.options)
    number = len(one.options)
    if one.kind is Kind.SINGLE and not (2 <= number <= 6 and right == 1):
        out.append((("options",), "câu chọn một cần 2–6 phương án và đúng một đáp án.", "Sửa lại."))
    if one.kind is Kind.TRUE_FALSE and not (number == 2 and right == 1):
        out.append((("options",), "câu đúng/sai cần hai phương án, một đáp án.", "Sửa lại."))
    if one.kind is Kind.MULTIPLE:
        if not (3 <= number <= 6 and 2 <= right < number):
            out.append(
                (("options",), "câu chọn nhiều cần 3–6 phương án, từ hai đáp án.", "Sửa lại.")
            )
        if one.choose != right:
            out.append(
                (("choose",), f"«choose» phải bằng số đáp án đúng ({right}).", f"Ghi {right}.")
            )
        if one.part_marks is None:
            out.append((("part_marks",), "câu chọn nhiều phải ghi cách chấm.", "Thêm part_marks."))
    if one.kind is Kind.ORDERING and len(one.steps) < 3:
        out.append((("steps",), "câu sắp xếp cần ít nhất ba bước.", "Bổ sung các bước."))
    if one.kind is Kind.MATCHING and len(one.pairs) < 3:
        out.append((("pairs",), "câu ghép đôi cần ít nhất ba cặp.", "Bổ sung các cặp."))
    if one.kind is Kind.SHORT and not (one.accept and one.answer_why):
        out.append((("accept",), "câu trả lời ngắn cần «accept» và «answer_why».", "Bổ sung."))
    texts = [option.text.casefold() for option in one.options]
    if len(set(texts)) < len(texts):
        out.append((("options",), "hai phương án giống nhau.", "Viết lại một phương án."))
    if one.valid_to is not None and one.valid_to < one.valid_from:
        out.append((("valid_to",), "«valid_to» sớm hơn «valid_from».", "Xem lại hai ngày."))
    return out


def main(argv: list[str]) -> int:
    """List the faults of a bank folder; 0 when there are none."""
    try:
        bank = load_bank(Path(argv[0]))
    except FileFaults as error:
        print(error)
        return 1
    print(f"{len(bank.items)} items, {len(bank.topics)} topics, digest {bank.digest[:12]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

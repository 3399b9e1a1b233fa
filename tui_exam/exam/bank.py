"""Reading a question bank: files in, checked items out, every fault with its place."""

from __future__ import annotations

import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..vietnamese.text import clean
from ..yaml_lines import Fault, FileFaults, Located, parse_yaml, read_limited
from .items import Basis, Item, Kind, Level, Option, PartMarks, Topic

if TYPE_CHECKING:  # pydantic is imported when a bank is read, not when the program starts
    from .bank_schema import ItemShape

LETTERS = "abcdefgh"
MAX_POOLS = 2_000  # cells of some dozens of days; a program left running forgets the rest

Files = Mapping[str, bytes]
"""The content of a bank: file name -> bytes."""


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
        """The items of one blueprint cell that are law on that day, in the bank's order."""
        wanted = frozenset(kinds)
        name = (day, topic, level, wanted)
        pool = self._pools.get(name)
        if pool is None:
            cell = self._cells.get((topic, level), ())
            pool = tuple(item for item in cell if item.kind in wanted and item.is_law_on(day))
            if len(self._pools) >= MAX_POOLS:
                self._pools.clear()
            self._pools[name] = pool
        return pool

    @cached_property
    def _cells(self) -> Mapping[tuple[str, Level], tuple[Item, ...]]:
        cells: defaultdict[tuple[str, Level], list[Item]] = defaultdict(list)
        for item in self.items:
            cells[item.topic, item.level].append(item)
        return {name: tuple(cell) for name, cell in cells.items()}

    @cached_property
    def _pools(self) -> dict[tuple[date, str, Level, frozenset[Kind]], tuple[Item, ...]]:
        """Pools already asked for: a room draws a thousand papers for one day."""
        return {}


def load_bank(folder: Path, *, workers: int = 1) -> Bank:
    """Read every `*.yaml` of a folder; FileFaults with all faults of all files."""
    return bank_of(bank_files(folder), name=str(folder), workers=workers)


def bank_files(folder: Path) -> Files:
    """The bytes of a folder's bank files, by name; FileFaults for what cannot be read."""
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            files[path.name] = read_limited(path, path.name)
        except FileFaults as error:
            faults.extend(error.faults)
    if faults:
        raise FileFaults(tuple(faults))
    return files


def bank_digest(files: Files) -> str:
    """The digest of a bank's content (hex SHA-256 over names and bytes, in order of names)."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name] + b"\0")
    return digest.hexdigest()


def bank_of(files: Files, *, name: str, workers: int = 1) -> Bank:
    """Make a bank of its files' bytes; FileFaults with all faults of all files.

    Args:
        files: File name -> bytes.
        name: What to call the whole when it is empty.
        workers: Processes to read in; more than one only where nothing else runs (they are
            forked), and only worth it for banks of thousands of questions.
    """
    faults: list[Fault] = []
    topics: dict[str, Topic] = {}
    items: list[Item] = []
    places: dict[str, str] = {}
    if not files:
        reason = "Không có tệp ngân hàng câu hỏi nào."
        faults.append(Fault(name, 1, 1, "", reason, "Kiểm tra thư mục."))
    for read in _read_all(sorted(files.items()), workers):
        if not isinstance(read, _Read):
            faults.extend(read)
            continue
        topic = read.topic
        if topics.setdefault(topic.id, topic) != topic:
            reason = f"chủ đề «{topic.id}» đã có tên khác trong một tệp trước."
            fault = Fault(read.file, *read.title, "title", reason, "Dùng một tên cho một chủ đề.")
            faults.append(fault)
        for at, (item, place) in enumerate(zip(read.items, read.ids, strict=True)):
            if item.id in places:
                reason = f"mã câu hỏi «{item.id}» đã dùng trong {places[item.id]}."
                faults.append(Fault(read.file, *place, f"items[{at}].id", reason, "Đặt mã khác."))
            places[item.id] = read.file
            items.append(item)
    if faults:
        raise FileFaults(tuple(faults))
    return Bank(tuple(topics.values()), tuple(items), bank_digest(files))


Place = tuple[int, int]  # line, column


@dataclass(frozen=True, slots=True)
class _Read:
    """One good file: its items, and where its title and ids stand."""

    file: str
    topic: Topic
    items: tuple[Item, ...]
    title: Place
    ids: tuple[Place, ...]


def _read_one(file: tuple[str, bytes]) -> _Read | tuple[Fault, ...]:
    name, raw = file
    try:
        located = parse_yaml(raw, name)
        topic, items = read_topic(located)
    except FileFaults as error:
        return error.faults
    ids = tuple(located.places["items", at, "id"] for at in range(len(items)))
    return _Read(name, topic, tuple(items), located.places["title",], ids)


def _read_all(
    files: Sequence[tuple[str, bytes]], workers: int
) -> Iterable[_Read | tuple[Fault, ...]]:
    if workers <= 1 or len(files) <= 1:
        return map(_read_one, files)
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from . import bank_schema, shapes  # noqa: F401 - imported once, before the fork

    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        return list(pool.map(_read_one, files))


def read_topic(located: Located) -> tuple[Topic, list[Item]]:
    """The topic and the items of one file; FileFaults with every fault and its place."""
    from .bank_rules import broken_rules
    from .bank_schema import BankShape
    from .shapes import shaped

    shape = shaped(located, BankShape)
    faults = tuple(
        located.fault(("items", at, *path), reason, remedy)
        for at, one in enumerate(shape.items)
        for path, reason, remedy in broken_rules(one)
    )
    if faults:
        raise FileFaults(faults)
    return Topic(shape.topic, clean(shape.title)), [_item(shape.topic, one) for one in shape.items]


def _item(topic: str, one: ItemShape) -> Item:
    return Item(
        id=one.id,
        revision=one.revision,
        topic=topic,
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
        tags=tuple(clean(tag) for tag in one.tags),
    )


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

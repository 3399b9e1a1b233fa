"""An exam room: bank and blueprint opened once, papers drawn from them for many sittings."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

from mock_office.tasks import library

from ..bank_tools.compiled import is_kept, keep, open_bank, open_blueprint
from ..exam.bank import Bank, load_bank
from ..exam.blueprint import Blueprint, empty_families, impossible_cells, load_blueprint
from ..exam.paper import draw_paper, paper_seed
from ..store.personal import make_card
from ..store.protocol import AttemptSummary
from ..vntime import VIETNAM
from ..yaml_lines import Fault, FileFaults
from .candidate import Candidate
from .content import Content
from .exam import Exam
from .records import Records
from .sitting import Sitting

DEFAULT_BLUEPRINT = "can-tho-2022"


@dataclass(frozen=True)
class Room(Records):
    """Everything that sittings of one exam share. Opened by `open_room`."""

    bank: Bank
    blueprint: Blueprint
    program: str
    sealed: str = ""  # SHA-256 (hex) of the sealed file the questions came from

    def today(self) -> date:
        """The day in Vietnam by the room's clock."""
        return datetime.fromtimestamp(self.clock.wall(), VIETNAM).date()

    async def begin(self, who: Candidate, *, seed: str | None = None) -> Exam:
        """Draw a paper, start the clock and the log.

        Args:
            who: The candidate.
            seed: Replaces the seed that follows from candidate and sitting.

        Raises FileFaults when the paper cannot be drawn, and StoreError.
        """
        store = self.store
        if seed is None:
            seed = await self._seed(who)
        day = self.today()
        paper = draw_paper(self.blueprint, self.bank, seed=seed, day=day, in_force=in_force)
        content = Content(
            self.blueprint,
            {q.item: self.bank.by_id[q.item] for q in paper.questions},
            self.bank.titles,
            {task.name: library.load(task.name).snapshot() for task in paper.tasks},
        )
        attempt = f"{self.today():%Y%m%d}-{secrets.token_hex(5)}"
        sitting = await Sitting.create(store, self.clock, attempt, seat=self.seat)
        exam = Exam.build(sitting, content, paper, who, self.background)
        card = make_card(who.code, who.name, who.unit, secrets.token_bytes(16))
        person = await store.put_artifact(attempt, "person", card)
        kept = await store.put_artifact(attempt, "content", content.to_json())
        await sitting.record(
            "started",
            {
                "person": person.sha256,
                "content": kept.sha256,
                "blueprint": self.blueprint.id,
                "version": self.blueprint.version,
                "minutes": self.blueprint.minutes,
                "paper": paper.to_json(),
                "tasks": {task.id: task.digest for task in exam.tasks.values()},
                "program": self.program,
                "sealed": self.sealed,
            },
        )
        await store.summarize(
            AttemptSummary(
                attempt, self.blueprint.id, who.code, who.name, who.unit, self.clock.wall()
            )
        )
        return exam

    async def _seed(self, who: Candidate) -> str:
        """Each further sitting of a candidate gives another paper, always the same one."""
        earlier = [
            s
            for s in await self.store.summaries()
            if s.candidate == who.code and s.exam == self.blueprint.id
        ]
        return paper_seed(self.blueprint.id, who.code, self.bank.digest, str(len(earlier) + 1))


def in_force(task: str, day: date) -> bool:
    """Whether a practical task of the program rests on law of that day; no such task never does."""
    try:
        return library.load(task).valid_on(day)
    except KeyError:
        return False


def unknown_tasks(plan: Blueprint, file: str) -> tuple[Fault, ...]:
    """The practical tasks a plan names that the program does not have."""
    known = frozenset(library.names())
    return tuple(
        Fault(
            file,
            1,
            1,
            f"practice.{part.family}",
            f"không có nhiệm vụ thực hành tên «{name}».",
            "Xem tên các nhiệm vụ bằng lệnh «tui-exam task list».",
        )
        for part in plan.practice
        for name in part.pool
        if name not in known
    )


def shipped(*parts: str) -> Path:
    """A file or folder that comes with the program's banks."""
    return Path(str(files("banks").joinpath(*parts)))


async def open_room(
    records: Records,
    *,
    program: str,
    banks: Path | None = None,
    blueprint: str = DEFAULT_BLUEPRINT,
    cache: Path | None = None,
) -> Room:
    """Read bank and blueprint in a worker thread. FileFaults with every fault found.

    Args:
        banks: The organiser's own folder; None for the banks that come with the program.
        cache: Where what was read and checked may be kept for the next start.
    """
    folder = banks or shipped()

    def read() -> tuple[Bank, Blueprint]:
        plan, items = folder / "blueprints" / f"{blueprint}.yaml", folder / "chuyen_doi_so"
        if cache is None:
            return load_bank(items), load_blueprint(plan)
        if not is_kept(items, plan, cache):
            keep(items, plan, cache)
        return open_bank(items, cache), open_blueprint(plan, cache)

    bank, plan = await asyncio.to_thread(read)
    room = Room(
        records.store, records.clock, records.seat, bank, plan, program,
        background=records.background,
    )  # fmt: skip
    day, file = room.today(), f"{blueprint}.yaml"
    faults = impossible_cells(plan, bank, day, file=file)
    faults += unknown_tasks(plan, file) or empty_families(plan, in_force, day, file=file)
    if faults:
        raise FileFaults(faults)
    return room

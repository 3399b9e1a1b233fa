"""An exam room: the store, the clock and the content, opened once for many sittings."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

from ..exam.bank import Bank, load_bank
from ..exam.blueprint import Blueprint, impossible_cells, load_blueprint
from ..exam.codec import items_from_json, items_to_json
from ..exam.paper import draw_paper, paper_seed
from ..exam.yaml_lines import FileFaults
from ..store.personal import make_card, read_card
from ..store.protocol import AttemptStore, AttemptSummary, StoreError
from ..vntime import VIETNAM
from .candidate import Candidate
from .clock import Clock
from .exam import Exam
from .sitting import Sitting

DEFAULT_BLUEPRINT = "can-tho-2022"


@dataclass(frozen=True)
class Room:
    """Everything that sittings of one exam share. Opened by `open_room`."""

    store: AttemptStore
    clock: Clock
    bank: Bank
    blueprint: Blueprint
    seat: str
    program: str

    def today(self) -> date:
        """The day in Vietnam by the room's clock."""
        return datetime.fromtimestamp(self.clock.wall(), VIETNAM).date()

    async def unfinished(self, code: str) -> AttemptSummary | None:
        """The newest attempt of that candidate that is not closed."""
        for summary in await self.store.summaries():
            if summary.candidate == code and summary.closed is None:
                return summary
        return None

    async def begin(self, who: Candidate, *, seed: str | None = None) -> Exam:
        """Draw a paper, start the clock and the log.

        Args:
            who: The candidate.
            seed: Replaces the seed that follows from candidate and sitting (hex or text).

        Raises FileFaults when the paper cannot be drawn, and StoreError.
        """
        earlier = [
            s
            for s in await self.store.summaries()
            if s.candidate == who.code and s.exam == self.blueprint.id
        ]
        if seed is None:
            seed = paper_seed(self.blueprint.id, who.code, self.bank.digest, str(len(earlier) + 1))
        day = self.today()
        paper = draw_paper(self.blueprint, self.bank, seed=seed, day=day)
        items = {q.item: self.bank.by_id[q.item] for q in paper.questions}
        attempt_id = f"{day:%Y%m%d}-{secrets.token_hex(5)}"
        sitting = await Sitting.create(self.store, self.clock, attempt_id, seat=self.seat)
        card = await self.store.put_artifact(
            attempt_id, "person", make_card(who.code, who.name, who.unit, secrets.token_bytes(16))
        )
        content = await self.store.put_artifact(
            attempt_id, "items", items_to_json(items.values(), self.bank.titles)
        )
        exam = Exam.build(sitting, self.blueprint, paper, items, self.bank.titles, who)
        await sitting.record(
            "started",
            {
                "person": card.sha256,
                "blueprint": self.blueprint.id,
                "version": self.blueprint.version,
                "minutes": self.blueprint.minutes,
                "paper": paper.to_json(),
                "content": content.sha256,
                "tasks": {task.name: exam.tasks[task.family].digest for task in paper.tasks},
                "program": self.program,
            },
        )
        await self.store.summarize(
            AttemptSummary(
                attempt_id, self.blueprint.id, who.code, who.name, who.unit, self.clock.wall()
            )
        )
        return exam

    async def resume(self, summary: AttemptSummary, *, take_over: bool = False) -> Exam:
        """Continue an attempt where it was. Raises HeldElsewhere and other StoreErrors."""
        sitting = await Sitting.reopen(
            self.store, self.clock, summary.attempt, seat=self.seat, take_over=take_over
        )
        exam = await self.rebuild(sitting)
        if not exam.sitting.attempt.closed:
            await sitting.record("resumed", {"seat": self.seat})
        return exam

    async def rebuild(self, sitting: Sitting) -> Exam:
        """The exam of an attempt's log, with the questions it was sat with."""
        attempt = sitting.attempt
        started = next(e for e in await sitting.events() if e.kind == "started")
        if attempt.paper is None:
            raise StoreError("the log has no beginning")
        content = await self.store.get_artifact(attempt.id, started.data["content"])
        items, titles = items_from_json(content)
        try:
            card = read_card(await self.store.get_artifact(attempt.id, attempt.person))
            who = Candidate(card.code, card.name, card.unit)
        except KeyError:
            who = Candidate("", "(đã xóa thông tin)", "")
        return Exam.build(sitting, self.blueprint, attempt.paper, items, titles, who)


def shipped(*parts: str) -> Path:
    """A file or folder that comes with the program's banks."""
    return Path(str(files("banks").joinpath(*parts)))


async def open_room(
    store: AttemptStore,
    clock: Clock,
    *,
    seat: str,
    program: str,
    banks: Path | None = None,
    blueprint: str = DEFAULT_BLUEPRINT,
) -> Room:
    """Read bank and blueprint in a worker thread. FileFaults with every fault found."""
    folder = banks or shipped()

    def read() -> tuple[Bank, Blueprint]:
        plan = load_blueprint(folder / "blueprints" / f"{blueprint}.yaml")
        return load_bank(folder / "chuyen_doi_so"), plan

    bank, plan = await asyncio.to_thread(read)
    room = Room(store, clock, bank, plan, seat, program)
    faults = impossible_cells(plan, bank, room.today(), file=f"{blueprint}.yaml")
    if faults:
        raise FileFaults(faults)
    return room

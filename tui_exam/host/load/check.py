"""Whether everything the load tool's candidates were shown as done stands in their logs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...exam.items import Kind
from ...sitting.clock import SystemClock
from ...sitting.exam import Exam
from ...sitting.records import Records
from ...store import TinyAttemptStore
from ...store.protocol import Event

SIGNED = frozenset({"draft_signed"})
LITTLE = 1 << 16  # bytes set aside where nothing is written
Told = Mapping[str, Any]
"""What a client process tells of one candidate: `Seen` as JSON."""


@dataclass
class Findings:
    """What the logs say of what was seen.

    Attributes:
        events: All events in the logs.
        ticks, letters, signatures: How many of each were seen as done.
        lost: What was seen as done and is not in the log, in words.
        still: Keys that rightly painted nothing, such as an option the question has not got.
        unpainted: Keys that should have painted something, and did not.
    """

    events: int = 0
    ticks: int = 0
    letters: int = 0
    signatures: int = 0
    lost: list[str] = field(default_factory=list)
    still: int = 0
    unpainted: list[str] = field(default_factory=list)


async def pins(data: Path) -> dict[str, str]:
    """The PIN of each candidate's first signing token, by code."""
    found = {}
    async for code, exam, _ in _attempts(data):
        if "signing" in exam.tasks:
            found[code] = next(iter(exam.tasks["signing"].pins.values()), "")
    return found


async def check(data: Path, seen: Mapping[str, Told]) -> Findings:
    """Read every attempt and compare. The host may run, or have ended."""
    findings, there = Findings(), set[str]()
    async for code, exam, events in _attempts(data):
        there.add(code)
        findings.events += len(events)
        if code in seen:
            _compare(findings, code, exam, events, seen[code])
    findings.lost += [f"{code}: no attempt" for code in seen if code not in there]
    return findings


async def _attempts(data: Path) -> Any:
    store = TinyAttemptStore(data, reserve_bytes=LITTLE, low_water_bytes=0)
    records = Records(store, SystemClock.read(), "load")
    try:
        for summary in await records.exams():
            exam = await records.read_only(summary.attempt)
            yield summary.candidate, exam, await exam.sitting.events()
    finally:
        await store.close()


def _compare(
    findings: Findings, code: str, exam: Exam, events: Sequence[Event], told: Told
) -> None:
    ticks = [(int(question), int(option)) for question, option in told["ticks"]]
    findings.ticks += len(ticks)
    missing = missing_ticks(exam, ticks, (e for e in events if e.kind == "answered"))
    findings.lost += [f"{code}: tick {question + 1}.{option}" for question, option in missing]
    kinds = Counter(event.kind for event in events)
    findings.signatures += told["signed"]
    if sum(kinds[kind] for kind in SIGNED) < told["signed"]:
        findings.lost.append(f"{code}: signature")
    if told["written"]:
        findings.letters += len(told["written"])
        drafts = [e for e in events if e.kind == "mail_draft_saved"]
        kept = " ".join(drafts[-1].data["to"]) if drafts else ""
        if kept.strip() != told["written"].strip():
            findings.lost.append(f"{code}: wrote {told['written']!r}, kept {kept!r}")
    for phase, key, question in told["unpainted"]:
        if key.isdigit() and rightly_still(exam, question, int(key)):
            findings.still += 1
        else:
            findings.unpainted.append(f"{code}: {key!r} while {phase}, question {question + 1}")


def missing_ticks(
    exam: Exam, ticks: Iterable[tuple[int, int]], answers: Iterable[Event]
) -> Iterator[tuple[int, int]]:
    """Those ticks, of question from 0 and option from 1, that no answer in the log ever held.

    A screen may show a tick more than once, and one that is being taken back, so the order says
    nothing.
    """
    held = {(event.data["item"], key) for event in answers for key in event.data["answer"]}
    for question, option in dict.fromkeys(ticks):
        asked = exam.paper.questions[question]
        key = asked.options[option - 1] if option <= len(asked.options) else ""
        if (asked.item, key) not in held:
            yield question, option


def rightly_still(exam: Exam, question: int, option: int) -> bool:
    """Whether a digit does nothing at a question: no such option, or not answered by digits."""
    asked = exam.paper.questions[question]
    item = exam.items[asked.item]
    if item.kind in {Kind.ORDERING, Kind.MATCHING, Kind.SHORT}:
        return True
    full = item.takes_several  # the remark that no more may be ticked stands there already
    return option > len(asked.options) or full

"""One sitting, as the fold of its events.

Nothing here reads a clock or a file: an event carries its times, and whatever has
to know the time now is given it. Folding the same events gives the same state on
any machine, so resume, take-over, replay and appeal are one operation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from .attempt_parts import THEORY, ClockJump, Deed, HalfFilled, Notice, Place
from .paper import Paper

__all__ = [
    "EXAM_KINDS", "JUMP_SECONDS", "THEORY", "Attempt", "ClockJump", "Deed", "HalfFilled",
    "Happened", "Notice", "Place", "apply", "carried", "fold",
]  # fmt: skip

JUMP_SECONDS = 5.0

EXAM_KINDS: Mapping[str, tuple[str, ...]] = {
    "started": ("person", "blueprint", "version", "minutes", "paper", "program"),
    "resumed": ("seat",),
    "moved": ("part", "question"),
    "answered": ("item", "answer"),
    "flagged": ("item", "on"),
    "minute": (),
    "time_added": ("seconds", "reason", "by"),
    "paused": ("reason", "by"),
    "unpaused": ("reason", "by"),
    "reopened": ("from", "head", "minutes", "reason", "by", "carried"),
    "tokens_made": ("task", "artifact"),
    "form_kept": ("task", "form", "about", "values"),
    "closed": ("reason",),
    "marked": ("artifact", "total", "theory", "practice", "band"),
}
"""Kinds of event the exam itself knows -> the keys of their data. Everything else in
a log is an action in the mock office and has a `task`."""


class Happened(Protocol):
    """What the fold needs of a stored event."""

    @property
    def seq(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...
    @property
    def wall(self) -> float: ...
    @property
    def mono(self) -> float: ...
    @property
    def boot(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Attempt:
    """Everything known of a sitting after its events so far."""

    id: str
    seq: int = 0
    started: float = 0.0  # wall
    minutes: int = 0
    added: float = 0.0  # extra seconds
    blueprint: str = ""
    person: str = ""  # digest of the personal card
    paper: Paper | None = None
    place: Place = field(default_factory=Place)
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    flagged: frozenset[str] = frozenset()
    deeds: Mapping[str, tuple[Deed, ...]] = field(default_factory=dict)
    tokens: Mapping[str, str] = field(default_factory=dict)  # task -> artifact
    forms: Mapping[str, tuple[HalfFilled, ...]] = field(default_factory=dict)  # by task
    elapsed: float = 0.0
    spent: Mapping[str, float] = field(default_factory=dict)  # part -> seconds
    jumps: tuple[ClockJump, ...] = ()
    paused: bool = False
    awaited: bool = False  # reopened, and the candidate has not come back yet
    notices: tuple[Notice, ...] = ()
    closed: str = ""  # "", "handed_in" or "time"
    marked: Mapping[str, Any] = field(default_factory=dict)
    last_wall: float = 0.0
    last_mono: float = 0.0
    last_boot: str = ""

    @property
    def allowed(self) -> float:
        """Seconds from start to deadline, extra time included."""
        return self.minutes * 60 + self.added

    def elapsed_at(self, wall: float, mono: float, boot: str) -> float:
        """Seconds sat so far: by the steady clock, by the wall clock over a reboot.

        A pause counts for nothing, however long it lasts, nor does waiting for the candidate
        of a reopened attempt, nor what follows the closing: marking again must see the same
        clock.
        """
        if not self.last_boot:
            return 0.0
        if self.paused or self.awaited or self.closed:
            return self.elapsed
        if boot == self.last_boot:
            return self.elapsed + max(0.0, mono - self.last_mono)
        return self.elapsed + max(0.0, wall - self.last_wall)

    def left_at(self, wall: float, mono: float, boot: str) -> float:
        """Seconds until the deadline, never below zero; zero once closed."""
        if self.closed:
            return 0.0
        return max(0.0, self.allowed - self.elapsed_at(wall, mono, boot))

    def answered(self, item: str) -> bool:
        """Whether that question has an answer."""
        return bool(self.answers.get(item))

    def half_filled(self, task: str) -> HalfFilled | None:
        """The form of a task that was left half filled last, unless its action was done since."""
        for half in reversed(self.forms.get(task, ())):
            if not self._is_done(task, half):
                return half
        return None

    def begun(self, task: str, form: str, about: str) -> Mapping[str, Any]:
        """What a form opens with: what stood in it when it was left, if it was not done since."""
        for half in self.forms.get(task, ()):
            if (half.form, half.about) == (form, about) and not self._is_done(task, half):
                return half.values
        return {}

    def _is_done(self, task: str, half: HalfFilled) -> bool:
        return any(
            deed.seq > half.seq and deed.kind in (half.form, "task_reset")
            and (deed.kind != half.form or half.about in deed.data.values())
            for deed in self.deeds.get(task, ())
        )  # fmt: skip

    @property
    def unanswered(self) -> tuple[int, ...]:
        """Numbers (from 1) of the questions without an answer."""
        if self.paper is None:
            return ()
        return tuple(
            number
            for number, question in enumerate(self.paper.questions, 1)
            if not self.answered(question.item)
        )

    @property
    def untouched(self) -> tuple[str, ...]:
        """Names of the tasks in which nothing has been done beyond looking."""
        if self.paper is None:
            return ()
        return tuple(
            task.name
            for task in self.paper.tasks
            if not any(deed.kind not in _LOOKING for deed in self.deeds.get(task.name, ()))
        )


_LOOKING = frozenset(
    {
        "mail_opened", "mail_attachment_opened", "document_opened", "document_read",
        "draft_typeset", "draft_opened", "draft_read", "layout_viewed", "role_taken", "task_reset",
    }
)  # fmt: skip


def apply(attempt: Attempt, event: Happened) -> Attempt:
    """The attempt after one more event. Unknown kinds without a task change nothing."""
    attempt = _clocked(attempt, event)
    data = event.data
    match event.kind:
        case "started":
            return replace(
                attempt,
                started=event.wall,
                minutes=data["minutes"],
                blueprint=data["blueprint"],
                person=data["person"],
                paper=Paper.from_json(data["paper"]),
            )
        case "resumed":
            return replace(attempt, awaited=False)
        case "moved":
            return replace(attempt, place=Place(data["part"], data["question"]))
        case "answered":
            return replace(
                attempt, answers={**attempt.answers, data["item"]: tuple(data["answer"])}
            )
        case "flagged":
            one = frozenset({data["item"]})
            flagged = attempt.flagged | one if data["on"] else attempt.flagged - one
            return replace(attempt, flagged=flagged)
        case "time_added":
            attempt = _noted(attempt, event, seconds=data["seconds"])
            return replace(attempt, added=attempt.added + data["seconds"])
        case "paused" | "unpaused":
            return replace(_noted(attempt, event), paused=event.kind == "paused")
        case "reopened":
            seconds = data["minutes"] * 60.0
            attempt = _noted(attempt, event, seconds=seconds, origin=data["from"])
            return _carried_on(attempt, data["carried"], seconds)
        case "tokens_made":
            return replace(attempt, tokens={**attempt.tokens, data["task"]: data["artifact"]})
        case "form_kept":
            return _kept(attempt, event)
        case "closed":
            return replace(attempt, closed=data["reason"])
        case "marked":
            return replace(attempt, marked=data)
    if event.kind not in EXAM_KINDS and "task" in data:
        task = data["task"]
        deed = Deed(event.seq, event.kind, attempt.elapsed, data)
        return replace(attempt, deeds={**attempt.deeds, task: (*attempt.deeds.get(task, ()), deed)})
    return attempt


def fold(attempt_id: str, events: Iterable[Happened]) -> Attempt:
    """The attempt after all these events."""
    attempt = Attempt(attempt_id)
    for event in events:
        attempt = apply(attempt, event)
    return attempt


def carried(attempt: Attempt) -> dict[str, Any]:
    """All a reopened attempt takes with it from the closed one, as plain JSON."""
    return {
        "place": [attempt.place.part, attempt.place.question],
        "answers": {item: list(answer) for item, answer in attempt.answers.items()},
        "flagged": sorted(attempt.flagged),
        "deeds": {
            task: [[deed.seq, deed.kind, deed.elapsed, dict(deed.data)] for deed in deeds]
            for task, deeds in attempt.deeds.items()
        },
        "tokens": [
            {"task": task, "artifact": artifact} for task, artifact in attempt.tokens.items()
        ],
        "elapsed": attempt.elapsed,
        "spent": dict(attempt.spent),
    }


def _carried_on(attempt: Attempt, said: Mapping[str, Any], seconds: float) -> Attempt:
    """The attempt with what a closed one left, and that many seconds from here on.

    The exam's clock goes on where it stood, so that the simulated day does too, and not
    before the candidate is back.
    """
    return replace(
        attempt,
        place=Place(*said["place"]),
        answers={item: tuple(answer) for item, answer in said["answers"].items()},
        flagged=frozenset(said["flagged"]),
        deeds={task: tuple(Deed(*deed) for deed in deeds) for task, deeds in said["deeds"].items()},
        tokens={each["task"]: each["artifact"] for each in said["tokens"]},
        elapsed=said["elapsed"],
        spent=dict(said["spent"]),
        added=said["elapsed"] + seconds - attempt.minutes * 60,
        awaited=True,
    )


def _kept(attempt: Attempt, event: Happened) -> Attempt:
    task, data = event.data["task"], event.data
    half = HalfFilled(event.seq, data["form"], data["about"], data["values"])
    others = (
        each for each in attempt.forms.get(task, ())
        if (each.form, each.about) != (half.form, half.about)
    )  # fmt: skip
    return replace(attempt, forms={**attempt.forms, task: (*others, half)})


def _noted(attempt: Attempt, event: Happened, *, seconds: float = 0.0, origin: str = "") -> Attempt:
    data = event.data
    notice = Notice(
        event.seq, event.kind, event.wall, attempt.elapsed, data["reason"], data["by"],
        seconds, origin,
    )  # fmt: skip
    return replace(attempt, notices=(*attempt.notices, notice))


def _clocked(attempt: Attempt, event: Happened) -> Attempt:
    """Move the exam's clock to the event, noting a wall clock that jumped."""
    elapsed = attempt.elapsed_at(event.wall, event.mono, event.boot)
    if not attempt.closed:
        elapsed = min(elapsed, attempt.allowed) if attempt.minutes else elapsed
    passed = elapsed - attempt.elapsed
    spent, jumps = attempt.spent, attempt.jumps
    if passed and not attempt.closed:
        part = attempt.place.part
        spent = {**spent, part: spent.get(part, 0.0) + passed}
    if attempt.last_boot == event.boot:
        jump = (event.wall - attempt.last_wall) - (event.mono - attempt.last_mono)
        if abs(jump) > JUMP_SECONDS:
            jumps = (*jumps, ClockJump(event.seq, jump))
    return replace(
        attempt,
        seq=event.seq,
        elapsed=elapsed,
        spent=spent,
        jumps=jumps,
        last_wall=event.wall,
        last_mono=event.mono,
        last_boot=event.boot,
    )

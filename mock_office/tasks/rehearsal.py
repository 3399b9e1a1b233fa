"""Playing a list of steps on a task, with real PDFs and real signatures.

Used to prove tasks (`lint`) and to try them out. `SigningHand` typesets, signs and
validates through `mock_office.signing`. `RuleHand` knows the outcome from the steps
alone, in microseconds; it is for trying thousands of variants.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from ..desk import apply
from ..model import Action, OutgoingDraft, TaskMark, TokenSpec, TokenState
from ..tabletop import Desk
from .case import VerdictLike
from .marking import ToValidate, mark, to_validate
from .rehearsed import Step
from .task import Task

_STEP = timedelta(seconds=40)


class Hand(Protocol):
    """Who makes the PDFs of a rehearsal. Artifacts are SHA-256 (hex)."""

    def typeset(self, draft: OutgoingDraft, when: datetime) -> str:
        """The draft as a PDF before any signature."""
        ...

    def sign(self, draft: OutgoingDraft, token: TokenSpec, when: datetime) -> str:
        """The draft's newest PDF with a leader's signature."""
        ...

    def seal(self, draft: OutgoingDraft, token: TokenSpec, when: datetime) -> str:
        """The draft's newest PDF with number, date and the agency's signature."""
        ...

    def verdict(self, wanted: ToValidate, when: datetime) -> VerdictLike:
        """What validation says of a PDF."""
        ...


@dataclass(frozen=True)
class Rehearsal:
    """What came of the steps: ready to be marked."""

    desk: Desk
    log: tuple[Action, ...]
    verdicts: dict[str, VerdictLike]


def rehearse(task: Task, steps: Sequence[Step], hand: Hand) -> Rehearsal:
    """Lay the desk out, do the steps one after the other, validate what was signed."""
    desk, log = task.desk, list(laid_out(task, hand))
    for action in log:
        desk = apply(desk, action)
    for place, step in enumerate(steps, 1):
        when = task.desk.opened_at + place * _STEP
        action = Action(step.kind, task.id, when, dict(_with_artifact(desk, step, hand, when)))
        desk = apply(desk, action)
        log.append(action)
    end = task.desk.opened_at + timedelta(hours=1)
    verdicts = {item.artifact: hand.verdict(item, end) for item in to_validate(task, log)}
    return Rehearsal(desk, tuple(log), verdicts)


def points(task: Task, steps: Sequence[Step], hand: Hand) -> TaskMark:
    """The TaskMark of the steps."""
    played = rehearse(task, steps, hand)
    return mark(task, played.desk, played.log, played.verdicts)


def laid_out(task: Task, hand: Hand) -> Sequence[Action]:
    """The office's own actions before the candidate's first: every draft typeset.

    A draft the candidate signed "this morning" is signed for real here.
    """
    found: list[Action] = []
    for draft in task.desk.drafts:
        when = draft.signed_at or task.desk.opened_at - timedelta(minutes=30)
        issued = hand.typeset(replace(draft, signed_with="", signed_at=None), when)
        found.append(_typeset(task, draft, issued, True, when))
        if draft.signed_with:
            unsigned = replace(draft, pdf=issued)
            signed = hand.sign(unsigned, task.desk.token(draft.signed_with), when)
            found.append(_typeset(task, draft, signed, False, when))
    return found


def _typeset(task: Task, draft: OutgoingDraft, artifact: str, issued: bool, at: datetime) -> Action:
    data = {"draft": draft.id, "issued": issued, "artifact": artifact}
    return Action("draft_typeset", task.id, at, data)


def _with_artifact(desk: Desk, step: Step, hand: Hand, when: datetime) -> dict[str, Any]:
    data = dict(step.data)
    if step.kind in {"draft_signed", "draft_sealed"}:
        make = hand.sign if step.kind == "draft_signed" else hand.seal
        data["artifact"] = make(desk.draft(data["draft"]), desk.token(data["certificate"]), when)
    return data


@dataclass(frozen=True)
class RuleVerdict:
    """A verdict known from the steps, not from bytes."""

    verdict: str
    codes: tuple[str, ...] = ()


@dataclass
class RuleHand:
    """Makes no PDFs: names them by what was done and knows what is right.

    Signed by the right token in its valid state, then sealed by the agency's: valid.
    """

    layers: dict[str, tuple[tuple[int, TokenSpec], ...]] = field(default_factory=dict)

    def typeset(self, draft: OutgoingDraft, when: datetime) -> str:
        """A name for the unsigned draft."""
        return self._name(draft, ())

    def sign(self, draft: OutgoingDraft, token: TokenSpec, when: datetime) -> str:
        """A name for the draft with one more leader's signature."""
        return self._name(draft, (*self.layers.get(draft.pdf, ()), (1, token)))

    def seal(self, draft: OutgoingDraft, token: TokenSpec, when: datetime) -> str:
        """A name for the draft with one more seal."""
        return self._name(draft, (*self.layers.get(draft.pdf, ()), (2, token)))

    def verdict(self, wanted: ToValidate, when: datetime) -> VerdictLike:
        """Valid when the layers are the wanted ones, in order, by the right valid tokens."""
        layers = self.layers.get(wanted.artifact, ())
        states = {token.state for _, token in layers}
        if not states <= {TokenState.VALID, TokenState.OLD_UNIT}:
            return RuleVerdict("untrusted")
        right = [(1, wanted.signer_token)]
        if wanted.layers == 2:
            right.append((2, wanted.agency_token))
        found = [(layer, token.id) for layer, token in layers]
        return RuleVerdict("valid" if found == right else "incomplete")

    def _name(self, draft: OutgoingDraft, layers: tuple[tuple[int, TokenSpec], ...]) -> str:
        text = repr((draft.id, [(layer, token.id) for layer, token in layers]))
        name = hashlib.sha256(text.encode()).hexdigest()
        self.layers[name] = layers
        return name


class SigningHand:
    """Makes every PDF and signature for real, with a test PKI of its own.

    The same work asked for again is not done again: rehearsals of one task differ in a
    step or two.
    """

    def __init__(self, task: Task) -> None:
        from ..signing import pki

        self._task = task
        self._pki = pki.build(
            task.desk.tokens, now=task.desk.opened_at, agency=task.desk.agency.name
        )
        self._files: dict[str, bytes] = {}
        self._done: dict[tuple[Hashable, ...], Any] = {}

    def typeset(self, draft: OutgoingDraft, when: datetime) -> str:
        """The draft as a PDF before any signature."""
        from ..signing.typeset import typeset

        return self._once(
            ("typeset", draft.id), lambda: typeset(draft, self._task.desk.agency, when=when).data
        )

    def sign(self, draft: OutgoingDraft, token: TokenSpec, when: datetime) -> str:
        """The draft's newest PDF with a leader's signature."""
        from ..signing.sign import sign_as_leader

        pdf = self._files[draft.pdf]
        return self._once(
            ("sign", draft.pdf, token.id),
            lambda: sign_as_leader(pdf, self._pki, self._open(token), when=when),
        )

    def seal(self, draft: OutgoingDraft, token: TokenSpec, when: datetime) -> str:
        """The draft's newest PDF with number, date and the agency's signature."""
        from ..signing import form
        from ..signing.sign import number_and_seal, seal_only

        pdf, number = self._files[draft.pdf], draft.number
        day = draft.issue_date or self._task.day
        key = ("seal", draft.pdf, token.id, number, day)
        if number is None:
            return self._once(key, lambda: seal_only(pdf, self._pki, self._open(token), when=when))
        return self._once(
            key,
            lambda: number_and_seal(
                pdf,
                self._pki,
                self._open(token),
                number_text=form.number_text(number),
                date_text=form.date_text(day),
                when=when,
            ),
        )

    def verdict(self, wanted: ToValidate, when: datetime) -> VerdictLike:
        """What `mock_office.signing.validate` says of the PDF."""
        from ..signing.validate import validate
        from ..signing.verdict import Expectation

        key = ("verdict", wanted, when)
        if key not in self._done:
            expectation = Expectation.of(
                self._pki.trust,
                when,
                leader=self._fingerprint(wanted.signer_token),
                agency=self._fingerprint(wanted.agency_token),
                layers=("leader", "agency")[: wanted.layers],
                draft=self._files.get(wanted.issued),
            )
            self._done[key] = validate(self._files[wanted.artifact], expectation)
        verdict: VerdictLike = self._done[key]
        return verdict

    def _open(self, token: TokenSpec) -> Any:
        return self._pki.unlock(token.id, token.pin)

    def _fingerprint(self, token: str) -> str | None:
        return self._pki.fingerprint(token) if token else None

    def _once(self, key: tuple[Hashable, ...], make: Callable[[], bytes]) -> str:
        if key not in self._done:
            data = make()
            self._done[key] = hashlib.sha256(data).hexdigest()
            self._files[self._done[key]] = data
        return str(self._done[key])

"""Playing a list of steps on a task, with real PDFs and real signatures.

Used to prove tasks (`lint`) and to try them out. `signing_hand.SigningHand` typesets,
signs and validates through `mock_office.signing`. `RuleHand` knows the outcome from the steps
alone, in microseconds; it is for trying thousands of variants.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from ..actions import Action
from ..copies import Copy
from ..copy_moves import copy_of
from ..desk import apply
from ..documents.incoming import IncomingDocument
from ..documents.outgoing import OutgoingDraft
from ..marks import TaskMark
from ..signing.ways import RIGHT, Layer, Position, Way
from ..tabletop import Desk
from ..tokens import TokenSpec, TokenState
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

    def sign(self, draft: OutgoingDraft, token: TokenSpec, way: Way, when: datetime) -> str:
        """The draft's newest PDF with a leader's signature."""
        ...

    def seal(self, draft: OutgoingDraft, token: TokenSpec, way: Way, when: datetime) -> str:
        """The draft's newest PDF with number, date and the agency's signature."""
        ...

    def seal_file(
        self, draft: OutgoingDraft, file: str, token: TokenSpec, way: Way, when: datetime
    ) -> tuple[str, str]:
        """An annex of the draft as typeset, and with the agency's signature."""
        ...

    def seal_copy(
        self, document: IncomingDocument, copy: Copy, token: TokenSpec, way: Way, when: datetime
    ) -> tuple[str, str]:
        """A copy of an incoming document as made, and with the agency's signature."""
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
    when = task.desk.opened_at
    for step in steps:
        when = max([when + _STEP, *waited_for(desk, step)])
        action = Action(step.kind, task.id, when, dict(_with_artifact(desk, step, hand, when)))
        desk = apply(desk, action)
        log.append(action)
    end = task.desk.opened_at + timedelta(hours=1)
    desk = desk.at(end)
    verdicts = {item.artifact: hand.verdict(item, end) for item in to_validate(task, log)}
    return Rehearsal(desk, tuple(log), verdicts)


def waited_for(desk: Desk, step: Step) -> list[datetime]:
    """When the papers a step is about come in, if they are still on their way."""
    named = {f"{sort}:{step.data.get(sort, '')}" for sort in ("letter", "document")}
    named.add(f"letter:{step.data.get('source', '')}")
    return [arrival.at for arrival in desk.later if arrival.of in named]


def points(task: Task, steps: Sequence[Step], hand: Hand) -> TaskMark:
    """The TaskMark of the steps."""
    played = rehearse(task, steps, hand)
    return mark(task, played.desk, played.log, played.verdicts)


def laid_out(task: Task, hand: Hand) -> Sequence[Action]:
    """The office's own actions before the candidate's first: every draft typeset.

    A draft the candidate signed "this morning" is signed for real here, and a document
    that went out days ago is signed and sealed.
    """
    found: list[Action] = []
    for draft in task.desk.drafts:
        when = draft.signed_at or task.desk.opened_at - timedelta(minutes=30)
        issued = hand.typeset(replace(draft, signed_with="", signed_at=None), when)
        found.append(_typeset(task, draft, issued, True, when))
        if draft.signed_with:
            unsigned = replace(draft, pdf=issued)
            token = task.desk.token(draft.signed_with)
            done = hand.sign(unsigned, token, RIGHT[Layer.LEADER], when)
            if draft.sealed_with:
                token, signed = task.desk.token(draft.sealed_with), replace(draft, pdf=done)
                done = hand.seal(signed, token, RIGHT[Layer.AGENCY], when + _STEP)
            found.append(_typeset(task, draft, done, False, when))
    return found


def _typeset(task: Task, draft: OutgoingDraft, artifact: str, issued: bool, at: datetime) -> Action:
    data = {"draft": draft.id, "issued": issued, "artifact": artifact}
    return Action("draft_typeset", task.id, at, data)


def _with_artifact(desk: Desk, step: Step, hand: Hand, when: datetime) -> dict[str, Any]:
    data = dict(step.data)
    if step.kind not in _LAYERS:
        return data
    layer, way = _LAYERS[step.kind], Way.of(_LAYERS[step.kind], data)
    token = desk.token(data["certificate"])
    if layer is Layer.COPY:
        document = desk.document(data["document"])
        copy = copy_of(document, data["copy"])
        data["issued"], data["artifact"] = hand.seal_copy(document, copy, token, way, when)
        return {**data, **way.to_data()}
    draft = desk.draft(data["draft"])
    if layer is Layer.ATTACHMENT:
        data["issued"], data["artifact"] = hand.seal_file(draft, data["file"], token, way, when)
    else:
        make = hand.sign if layer is Layer.LEADER else hand.seal
        data["artifact"] = make(draft, token, way, when)
    return {**data, **way.to_data()}


_LAYERS: Final = {
    "draft_signed": Layer.LEADER,
    "draft_sealed": Layer.AGENCY,
    "attachment_sealed": Layer.ATTACHMENT,
    "copy_sealed": Layer.COPY,
}


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
    moved: set[str] = field(default_factory=set)

    def typeset(self, draft: OutgoingDraft, when: datetime) -> str:
        """A name for the unsigned draft."""
        return self._name(draft, ())

    def sign(self, draft: OutgoingDraft, token: TokenSpec, way: Way, when: datetime) -> str:
        """A name for the draft with one more leader's signature."""
        return self._name(draft, (*self.layers.get(draft.pdf, ()), (1, token)), way)

    def seal(self, draft: OutgoingDraft, token: TokenSpec, way: Way, when: datetime) -> str:
        """A name for the draft with one more seal."""
        return self._name(draft, (*self.layers.get(draft.pdf, ()), (2, token)), way)

    def seal_file(
        self, draft: OutgoingDraft, file: str, token: TokenSpec, way: Way, when: datetime
    ) -> tuple[str, str]:
        """Names for an annex before and with the seal."""
        annex = replace(draft, id=f"{draft.id}/{file}", pdf="")
        return self._name(annex, ()), self._name(annex, ((2, token),))

    def seal_copy(
        self, document: IncomingDocument, copy: Copy, token: TokenSpec, way: Way, when: datetime
    ) -> tuple[str, str]:
        """Names for a copy before and with the seal."""
        text = repr((document.id, copy.id, copy.form, copy.parts))
        plain = hashlib.sha256(text.encode()).hexdigest()
        sealed = hashlib.sha256(f"{text} {token.id}".encode()).hexdigest()
        self.layers[plain], self.layers[sealed] = (), ((2, token),)
        return plain, sealed

    def verdict(self, wanted: ToValidate, when: datetime) -> VerdictLike:
        """Valid when the layers are the wanted ones, in order, by the right valid tokens."""
        layers = self.layers.get(wanted.artifact, ())
        states = {token.state for _, token in layers}
        if not states <= {TokenState.VALID, TokenState.OLD_UNIT}:
            return RuleVerdict("untrusted")
        leader, agency = (1, wanted.signer_token), (2, wanted.agency_token)
        right = [agency] if wanted.file else [leader, agency][: wanted.layers]
        found = [(layer, token.id) for layer, token in layers]
        if found != right:
            return RuleVerdict("incomplete")
        if wanted.artifact in self.moved:
            return RuleVerdict("incomplete", ("PICTURE_MOVED",))
        return RuleVerdict("valid")

    def _name(
        self,
        draft: OutgoingDraft,
        layers: tuple[tuple[int, TokenSpec], ...],
        way: Way | None = None,
    ) -> str:
        moved = way is not None and way.position is not Position.IN_PLACE
        moved = moved or draft.pdf in self.moved
        text = repr((draft.id, [(layer, token.id) for layer, token in layers], moved))
        name = hashlib.sha256(text.encode()).hexdigest()
        self.layers[name] = layers
        if moved:
            self.moved.add(name)
        return name

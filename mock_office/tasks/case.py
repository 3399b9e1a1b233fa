"""What a candidate left behind, as the checks look at it: desk, log and verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol

from ..actions import Action
from ..documents.incoming import IncomingState
from ..documents.outgoing import DraftState
from ..mail.addresses import same_box
from ..mail.compose import own_words
from ..mail.letters import Folder, Letter
from ..signing.ways import NAMES, RIGHT, Layer
from ..tabletop import Desk, UnknownTarget
from .task import Task
from .words import DEEDS, SORTS, STATES, token_words


class VerdictLike(Protocol):
    """As much of a signature verdict as marking needs."""

    @property
    def verdict(self) -> str:
        """valid, invalid, untrusted, incomplete, unsigned or unreadable."""
        ...

    @property
    def codes(self) -> Sequence[Any]:
        """What was found, as the signing package names it."""
        ...


@dataclass(frozen=True)
class Case:
    """Everything marking may look at.

    Args:
        desk: The final desk.
        log: The candidate's actions on this task since the last reset, in order.
        verdicts: SHA-256 (hex) of a PDF -> what was found about its signatures.
    """

    task: Task
    desk: Desk
    log: tuple[Action, ...]
    verdicts: Mapping[str, VerdictLike]

    @cached_property
    def absent(self) -> frozenset[str]:
        """What had not come in when the candidate ended: `letter:…`, `document:…`."""
        return frozenset(arrival.of for arrival in self.desk.later)

    @cached_property
    def given_desk(self) -> Desk:
        """The starting desk with everything that came in by the end, untouched."""
        origin = self.desk.origin
        came = [arrival.at for arrival in origin.later if arrival.of not in self.absent]
        return origin.at(max(came)) if came else origin

    def came_in(self, matcher: Mapping[str, Any]) -> datetime | None:
        """When the paper an action is about came in; None when it lay there all the time."""
        for arrival in self.desk.origin.later:
            sort, _, key = arrival.of.partition(":")
            if matcher.get(sort) == key:
                return arrival.at
        return None

    def events(self, matchers: Iterable[Mapping[str, Any]]) -> list[tuple[int, Action]]:
        """The log's actions, with their places, that fit one of the matchers.

        A matcher names an `action`; its other fields must be equal to the action's
        data, or be held by it where that is a list.
        """
        wanted = list(matchers)
        return [
            (place, action)
            for place, action in enumerate(self.log)
            if any(_fits(action, matcher) for matcher in wanted)
        ]

    def sent(self) -> list[Letter]:
        """The letters the candidate sent, in the order of the desk."""
        before = {x.id for x in self.desk.origin.letters if x.folder is Folder.SENT}
        return [x for x in self.desk.letters if x.folder is Folder.SENT and x.id not in before]

    def letter(self) -> Letter | None:
        """The sent letter that comes nearest to the one asked for; the newest of equals."""
        sent = self.sent()
        source, to = self.task.answer.get("source", ""), self.task.answer.get("to", "")

        def nearness(letter: Letter) -> int:
            boxes = [address.address for address in (*letter.to, *letter.cc, *letter.bcc)]
            return 4 * any(same_box(to, box) for box in boxes) + 2 * (letter.source == source)

        return max(reversed(sent), key=nearness, default=None)

    def thing(self, of: str) -> Any:
        """What `letter`, `document:…` or `draft:…` stands for; None when it is not there."""
        kind, _, key = of.partition(":")
        if kind == "letter" and not key:
            return self.letter()
        find = {"letter": self.desk.letter, "document": self.desk.document}
        try:
            return find.get(kind, self.desk.draft)(key)
        except UnknownTarget:
            return None

    def value(self, of: str, field: str) -> Any:
        """A field of a thing, as it counts; None when it was never given.

        A directive note counts only when the document was routed, remarks only when
        the draft was returned: what was half written and not sent decides nothing.
        """
        thing = self.thing(of)
        if thing is None:
            return None
        if field.startswith("routing."):
            routed = thing.state is IncomingState.ROUTED
            return getattr(thing.routing, field.removeprefix("routing.")) if routed else None
        if field.startswith("copy."):
            return self._copy(thing, field.removeprefix("copy."))
        if field == "return_reason" and thing.state is not IncomingState.RETURNED:
            return None
        if field == "remarks":
            sent = self.events([{"action": "draft_returned", "draft": thing.id}])
            returned = thing.state is DraftState.RETURNED and sent
            return sent[-1][1].data["remarks"] or None if returned else None
        if field.startswith("remedy."):
            name = field.removeprefix("remedy.")
            return getattr(thing.remedies[-1], name) or None if thing.remedies else None
        if field.startswith(("signed.", "sealed.")):
            return self._way(thing.id, *field.split("."))
        if field == "sealed_files":
            return tuple(file for file, _ in thing.sealed_files) or None
        if field == "own_words":
            return own_words(thing.body)
        if field == "attachments":
            return tuple(file.id for file in thing.attachments)
        value = getattr(thing, field)
        return value if value != "" else None

    def _way(self, draft: str, done: str, choice: str) -> Any:
        """How the newest signature or seal of a draft was made; see `mock_office.signing.ways`."""
        layer = Layer.LEADER if done == "signed" else Layer.AGENCY
        found = self.events([{"action": f"draft_{done}", "draft": draft}])
        if not found:
            return None
        return found[-1][1].data.get(choice, RIGHT[layer].to_data()[choice])

    def _copy(self, document: Any, field: str) -> Any:
        """A field of the newest copy of a document, or how it was signed."""
        if not document.copies:
            return None
        if field not in NAMES:
            return getattr(document.copies[-1], field) or None
        found = self.events([{"action": "copy_sealed", "document": document.id}])
        right = RIGHT[Layer.COPY].to_data()[field]
        return found[-1][1].data.get(field, right) if found else None

    def copy_artifact(self, document: str) -> str:
        """SHA-256 of the newest signed copy of a document; "" when there is none."""
        found = self.events([{"action": "copy_sealed", "document": document}])
        return str(found[-1][1].data["artifact"]) if found else ""

    def artifact(self, draft: str, layer: int) -> str:
        """SHA-256 of the draft's PDF as signed (1) or sealed (2); "" when it never was."""
        kind = "draft_sealed" if layer == 2 else "draft_signed"
        found = self.events([{"action": kind, "draft": draft}])
        return str(found[-1][1].data["artifact"]) if found else ""

    def told(self, action: Mapping[str, Any]) -> str:
        """An action or a matcher in words: what was done, and to which paper."""
        words = DEEDS.get(str(action.get("action")), str(action.get("action")))
        for sort in ("document", "draft", "letter"):
            if action.get(sort) and self.thing(f"{sort}:{action[sort]}") is not None:
                return f"{words} {self.titled(f'{sort}:{action[sort]}')}"
        return words

    def titled(self, of: str) -> str:
        """A paper by its excerpt or subject, as people know it; never by its id."""
        thing = self.thing(of)
        title = getattr(thing, "excerpt", "") or getattr(thing, "subject", "")
        return f"“{title}”" if title else SORTS.get(of.partition(":")[0], "một mục")

    def called(self, key: Any) -> str:
        """How a value is shown to people: names for ids, Vietnamese dates, words for states."""
        if isinstance(key, date):
            return f"{key:%d/%m/%Y}"
        if isinstance(key, tuple | list | set | frozenset):
            return "; ".join(self.called(item) for item in key) or "(không có)"
        if key is None or key == "":
            return "(chưa có)"
        agency = self.desk.agency
        for person in agency.people:
            if person.id == key:
                return f"{person.title} {person.name}"
        names = {unit.id: unit.name for unit in agency.units}
        names |= {dossier.id: dossier.title for dossier in self.desk.dossiers}
        names |= {file.id: file.name for file in self.desk.all_files()}
        names |= {letter.id: _letter(letter) for letter in self.desk.origin.letters}
        names |= {token.id: token_words(token.purpose, token.state) for token in self.desk.tokens}
        names |= {draft.id: f"tệp chính của {draft.kind}" for draft in self.desk.drafts}
        return names.get(str(key)) or STATES.get(str(key)) or str(key)


def _letter(letter: Letter) -> str:
    """A letter by subject and hour: a later one often has the same subject."""
    when = f" lúc {letter.date:%H:%M ngày %d/%m}" if letter.date else ""
    return f"thư “{letter.subject}”{when}"


def _fits(action: Action, matcher: Mapping[str, Any]) -> bool:
    if action.kind != matcher.get("action"):
        return False
    for key, wanted in matcher.items():
        if key == "action":
            continue
        found = action.data.get(key)
        held = isinstance(found, list | tuple) and wanted in found
        if found != wanted and not held:
            return False
    return True

"""The hand that makes every PDF of a rehearsal for real: typeset, signed, sealed, judged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any

from ..copies import Copy
from ..documents.incoming import IncomingDocument
from ..documents.outgoing import OutgoingDraft
from ..signing.ways import Layer, Way
from ..tokens import TokenSpec
from .case import VerdictLike
from .marking import ToValidate
from .task import Task


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

    def sign(self, draft: OutgoingDraft, token: TokenSpec, way: Way, when: datetime) -> str:
        """The draft's newest PDF with a leader's signature."""
        return self._layer(Layer.LEADER, draft, token, way, when)

    def seal(self, draft: OutgoingDraft, token: TokenSpec, way: Way, when: datetime) -> str:
        """The draft's newest PDF with number, date and the agency's signature."""
        return self._layer(Layer.AGENCY, draft, token, way, when)

    def _layer(
        self, layer: Layer, draft: OutgoingDraft, token: TokenSpec, way: Way, when: datetime
    ) -> str:
        from ..signing import form
        from ..signing.sign import sign_in_way, signing_time

        number, day = draft.number, draft.issue_date or self._task.day
        return self._once(
            (layer, draft.pdf, token.id, way, number, day),
            lambda: sign_in_way(
                self._files[draft.pdf],
                self._pki,
                self._open(token),
                layer,
                way,
                when=when,
                number_text=form.number_text(number) if number else "",
                date_text=form.date_text(day) if number else "",
                lines=[self._task.desk.agency.name, signing_time(when)],
            ),
        )

    def seal_file(
        self, draft: OutgoingDraft, file: str, token: TokenSpec, way: Way, when: datetime
    ) -> tuple[str, str]:
        """An annex of the draft as typeset, and with the agency's signature."""
        from ..signing.sign import sign_in_way, signing_time
        from ..signing.typeset import typeset_annex

        opened = self._task.desk.opened_at
        item = next(each for each in draft.attachments if each.id == file)
        plain = self._once(
            ("annex", draft.id, file), lambda: typeset_annex(draft, item, when=opened)
        )
        named = f"{draft.number:02d}/{draft.symbol}" if draft.number else f"/{draft.symbol}"
        sealed = self._once(
            ("seal annex", plain, token.id, way, named),
            lambda: sign_in_way(
                self._files[plain],
                self._pki,
                self._open(token),
                Layer.ATTACHMENT,
                way,
                when=when,
                lines=[f"{named}; {signing_time(when)}"],
            ),
        )
        return plain, sealed

    def seal_copy(
        self, document: IncomingDocument, copy: Copy, token: TokenSpec, way: Way, when: datetime
    ) -> tuple[str, str]:
        """A copy of an incoming document as made, and with the agency's signature."""
        from ..signing.copied import copy_lines, typeset_copy
        from ..signing.sign import sign_in_way

        desk = self._task.desk
        plain = self._once(
            ("copy", document.id, copy.form, copy.parts),
            lambda: typeset_copy(document, copy, desk.agency, when=desk.opened_at),
        )
        sealed = self._once(
            ("seal copy", plain, token.id, way, copy.form),
            lambda: sign_in_way(
                self._files[plain],
                self._pki,
                self._open(token),
                Layer.COPY,
                way,
                when=when,
                lines=copy_lines(copy, desk.agency, when),
            ),
        )
        return plain, sealed

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
                layers=("agency",) if wanted.file else ("leader", "agency")[: wanted.layers],
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

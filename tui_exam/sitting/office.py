"""The heavy work of the office: test keys, typesetting, signing, checking.

Everything that costs more than a few milliseconds is done in the exam's background, and
every PDF is on the disk before an event names it. No PIN is ever recorded.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from mock_office.documents.outgoing import DraftState, OutgoingDraft
from mock_office.signing.background import in_background
from mock_office.signing.libraries import load_libraries, loaded
from mock_office.signing.ways import Layer, Way, tested

from ..texts import msg
from .copying import Copying
from .exam import Exam
from .refusals import FileGone

if TYPE_CHECKING:
    from mock_office.signing.pki import OpenToken, Pki
    from mock_office.signing.verdict import Verdict


_NOT_SIGNED = msg(
    "Không ký được: ô chữ ký này đã có chữ ký, hoặc tệp đã bị khóa. Tệp vẫn giữ nguyên như trước."
)


_LOOK = 0.1  # seconds


class Locked(Exception):
    """The token has no tries left."""


class SigningFailed(Exception):
    """The file could not be signed in this way; the message says why, in Vietnamese."""


class Office:
    """The office of one exam: makes what a task needs when its desk is first opened."""

    def __init__(self, exam: Exam) -> None:
        self.exam = exam
        self._pki: dict[str, Pki] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._annexes: dict[tuple[str, str], bytes] = {}
        self._verdicts: dict[tuple[str, bool], Verdict] = {}
        self.background = exam.background
        self._store = Artifacts(exam)
        self.copies = Copying(exam, self._store, self.keys)

    async def prepare(self, part: str) -> None:
        """Make the keys and the PDFs of a task, once; later calls return at once."""
        async with self._locks.setdefault(part, asyncio.Lock()):
            desk = self.exam.desk(part)
            signs = desk.drafts or (desk.tokens and desk.incoming)
            if signs and not loaded():
                await in_background(load_libraries)
            if desk.tokens and signs and part not in self._pki:
                await self._load_keys(part)
            for draft in desk.drafts:
                if not draft.issued_pdf:
                    await self._typeset(part, draft)

    async def ready(self, part: str) -> bool:
        """Whether a desk is laid out; False when the disk is in the way.

        For whoever must not be held up longer than the work itself takes: a key that waits
        holds up the keys behind it. Raises what `prepare` does.
        """
        task = asyncio.create_task(self.prepare(part))
        try:
            while not task.done() and not self.exam.sitting.trouble:
                await asyncio.wait({task}, timeout=_LOOK)
            return task.done() and task.result() is None
        finally:
            task.cancel()

    async def _load_keys(self, part: str) -> None:
        from mock_office.signing.pki import Pki, build

        task = self.exam.tasks[part]
        known = self.exam.sitting.attempt.tokens.get(task.id)
        if known:
            data = await self._store.get(known)
            self._pki[part] = Pki.from_bytes(data)
            return
        desk = task.desk
        pki = await self.background(build, desk.tokens, now=desk.opened_at, agency=desk.agency.name)
        digest = await self._store.put("keys", pki.to_bytes())
        await self.exam.act_patiently(part, "tokens_made", artifact=digest)
        self._pki[part] = pki

    async def _typeset(self, part: str, draft: OutgoingDraft) -> None:
        from mock_office.signing.beforehand import sign_beforehand
        from mock_office.signing.typeset import typeset

        desk = self.exam.tasks[part].desk
        made = await self.background(typeset, draft, desk.agency, when=desk.opened_at)
        digest = await self._store.put(f"{draft.id}.pdf", made.data)
        await self.exam.act_patiently(
            part, "draft_typeset", draft=draft.id, issued=True, artifact=digest
        )
        if draft.signed_with:
            signed = await self.background(
                sign_beforehand, made.data, draft, self._pki[part], self.exam.tasks[part].pins,
                opened_at=desk.opened_at,
            )  # fmt: skip
            digest = await self._store.put(f"{draft.id}.pdf", signed)
            await self.exam.act_patiently(
                part, "draft_typeset", draft=draft.id, issued=False, artifact=digest
            )

    # -- keys ----------------------------------------------------------------------

    def keys(self, part: str) -> Pki:
        """The keys of a task; `prepare` must have been awaited."""
        return self._pki[part]

    async def unlock(self, part: str, token: str, pin: str) -> OpenToken | None:
        """Try a PIN; None when it is wrong. Locked when no tries are left.

        The try itself is recorded before the answer is given, so that pulling the
        plug does not give tries back.
        """
        from mock_office.signing.pki import WrongPin

        if self.exam.desk(part).tries_left(token) <= 0:
            raise Locked(token)
        opened: OpenToken | None
        try:
            opened = await self.background(self._pki[part].unlock, token, pin)
        except WrongPin:
            opened = None
        await self.exam.act_patiently(part, "pin_tried", token=token, ok=opened is not None)
        return opened

    # -- signing ---------------------------------------------------------------------

    def tested(self, part: str) -> frozenset[str]:
        """The choices of the signing form that a task tests: there nothing is preselected."""
        return tested(self.exam.tasks[part])

    async def sign(
        self, part: str, draft: str, key: OpenToken, chosen: Mapping[str, Any] | None = None
    ) -> None:
        """Sign a draft in the leader's field with whatever token was chosen.

        Args:
            chosen: How, where it is not the usual way; see `mock_office.signing.ways`.
        """
        await self._layer(part, draft, key, Layer.LEADER, chosen or {})

    async def seal(
        self, part: str, draft: str, key: OpenToken, chosen: Mapping[str, Any] | None = None
    ) -> None:
        """Fill in number and date as given, and sign in the agency's field."""
        await self._layer(part, draft, key, Layer.AGENCY, chosen or {})

    async def _layer(
        self, part: str, draft: str, key: OpenToken, layer: Layer, chosen: Mapping[str, Any]
    ) -> None:
        way = Way.of(layer, chosen)
        pdf = await self._store.get(self.exam.desk(part).draft(draft).pdf)
        made = await self._made(part, draft, pdf, key, layer, way)
        digest = await self._store.put(f"{draft}.pdf", made)
        kind = "draft_signed" if layer is Layer.LEADER else "draft_sealed"
        await self.exam.act_patiently(
            part, kind, draft=draft, certificate=key.id, artifact=digest, **way.to_data()
        )

    async def seal_copy(
        self,
        part: str,
        document: str,
        copy: str,
        key: OpenToken,
        chosen: Mapping[str, Any] | None = None,
    ) -> None:
        """Put the agency's signature on a copy of an incoming document."""
        from mock_office.signing.sign import CannotSign

        try:
            await self.copies.seal(part, document, copy, key, chosen or {})
        except CannotSign:
            raise SigningFailed(_NOT_SIGNED) from None

    async def seal_attachment(
        self,
        part: str,
        draft: str,
        file: str,
        key: OpenToken,
        chosen: Mapping[str, Any] | None = None,
    ) -> None:
        """Put the agency's signature on an annex that goes out as a file of its own."""
        layer = Layer.ATTACHMENT
        way = Way.of(layer, chosen or {})
        made = await self._made(part, draft, await self.annex(part, draft, file), key, layer, way)
        plain = await self._store.put(f"{file}.pdf", await self._plain_annex(part, draft, file))
        digest = await self._store.put(f"{file}.pdf", made)
        await self.exam.act_patiently(
            part, "attachment_sealed", draft=draft, file=file, certificate=key.id,
            artifact=digest, issued=plain, **way.to_data(),
        )  # fmt: skip

    async def _made(
        self, part: str, draft: str, pdf: bytes, key: OpenToken, layer: Layer, way: Way
    ) -> bytes:
        from mock_office.signing import form
        from mock_office.signing.sign import CannotSign, sign_in_way, signing_time

        desk, now = self.exam.desk(part), self.exam.now(part)
        paper = desk.draft(draft)
        time = signing_time(now)
        named = f"{paper.number:02d}/{paper.symbol}" if paper.number else f"/{paper.symbol}"
        work = partial(
            sign_in_way,
            pdf,
            self._pki[part],
            key,
            layer,
            way,
            when=now,
            number_text=form.number_text(paper.number) if paper.number else "",
            date_text=form.date_text(paper.issue_date) if paper.issue_date else "",
            lines=[f"{named}; {time}"] if layer is Layer.ATTACHMENT else [desk.agency.name, time],
        )
        try:
            return await self.background(work)
        except CannotSign:
            raise SigningFailed(_NOT_SIGNED) from None

    async def pdf(self, part: str, draft: str) -> bytes:
        """The newest PDF of a draft."""
        return await self._store.get(self.exam.desk(part).draft(draft).pdf)

    async def annex(self, part: str, draft: str, file: str) -> bytes:
        """The newest PDF of an annex: sealed, or as it was typeset."""
        sealed = dict(self.exam.desk(part).draft(draft).sealed_files).get(file)
        return await (self._store.get(sealed) if sealed else self._plain_annex(part, draft, file))

    async def _plain_annex(self, part: str, draft: str, file: str) -> bytes:
        """An annex before any signature; what it says follows from the task, always the same."""
        if (part, file) not in self._annexes:
            from mock_office.signing.typeset import typeset_annex

            desk = self.exam.tasks[part].desk
            paper = desk.draft(draft)
            item = next(each for each in paper.attachments if each.id == file)
            work = partial(typeset_annex, paper, item, when=desk.opened_at)
            self._annexes[(part, file)] = await self.background(work)
        return self._annexes[(part, file)]

    # -- checking --------------------------------------------------------------------

    async def verdict(self, part: str, draft: str, file: str = "") -> Verdict:
        """What checking software says of a draft's newest PDF, or of an annex of it.

        It knows the trusted root and the draft as submitted, and not who should have signed:
        that is for the marking. Of a document that went out both layers are asked for.
        """
        paper = self.exam.desk(part).draft(draft)
        digest = dict(paper.sealed_files).get(file, "") if file else paper.pdf
        out = paper.state in {DraftState.ISSUED, DraftState.FILED}
        both = not file and bool(paper.sealed_with or out)
        if (digest, both) not in self._verdicts:
            from mock_office.signing.validate import validate
            from mock_office.signing.verdict import LAYERS, Expectation

            layers = ("agency",) if file else LAYERS if both else ("leader",)
            issued = self._plain_annex(part, draft, file) if file else (
                self._store.get(paper.issued_pdf)
            )  # fmt: skip
            expected = Expectation.of(
                self._pki[part].trust, self.exam.now(part), layers=layers, draft=await issued
            )
            data = await self._store.get(digest) if digest else await issued
            self._verdicts[digest, both] = await self.background(validate, data, expected)
        return self._verdicts[digest, both]


class Artifacts:
    """An attempt's artifacts, without saying each time whose they are."""

    def __init__(self, exam: Exam) -> None:
        self._sitting = exam.sitting
        self._store = exam.sitting.store
        self._attempt = exam.sitting.attempt.id

    async def put(self, name: str, data: bytes) -> str:
        """Store bytes durably, waiting out a slow or full disk; returns their SHA-256."""
        return await self._sitting.keep_file(name, data)

    async def get(self, digest: str) -> bytes:
        """The bytes of a digest. FileGone when they are not there any more, StoreError."""
        try:
            return await self._store.get_artifact(self._attempt, digest)
        except KeyError:
            raise FileGone(digest) from None

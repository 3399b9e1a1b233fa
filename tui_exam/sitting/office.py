"""The heavy work of the office: test keys, typesetting, signing, checking.

Everything that costs more than a few milliseconds runs in a worker thread, and
every PDF is on the disk before an event names it. No PIN is ever recorded.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from mock_office.model import DraftState, OutgoingDraft

from .exam import Exam

if TYPE_CHECKING:
    from mock_office.signing.pki import OpenToken, Pki

T = TypeVar("T")


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
        self._store = Artifacts(exam)

    async def prepare(self, part: str) -> None:
        """Make the keys and the PDFs of a task, once; later calls return at once."""
        async with self._locks.setdefault(part, asyncio.Lock()):
            desk = self.exam.desk(part)
            if desk.tokens and desk.drafts and part not in self._pki:
                await self._load_keys(part)
            for draft in desk.drafts:
                if not draft.issued_pdf:
                    await self._typeset(part, draft)

    async def _load_keys(self, part: str) -> None:
        from mock_office.signing.pki import Pki, build

        task = self.exam.tasks[part]
        known = self.exam.sitting.attempt.tokens.get(task.id)
        if known:
            data = await self._store.get(known)
            self._pki[part] = await asyncio.to_thread(Pki.from_bytes, data)
            return
        desk = task.desk
        pki = await asyncio.to_thread(
            build, desk.tokens, now=desk.opened_at, agency=desk.agency.name
        )
        digest = await self._store.put("keys", await asyncio.to_thread(pki.to_bytes))
        await self.exam.sitting.record("tokens_made", {"task": task.id, "artifact": digest})
        self._pki[part] = pki

    async def _typeset(self, part: str, draft: OutgoingDraft) -> None:
        from mock_office.signing.typeset import typeset

        desk = self.exam.tasks[part].desk
        made = await asyncio.to_thread(typeset, draft, desk.agency, when=desk.opened_at)
        digest = await self._store.put(f"{draft.id}.pdf", made.data)
        await self.exam.act(part, "draft_typeset", draft=draft.id, issued=True, artifact=digest)
        if draft.state is DraftState.SIGNED:
            signed = await asyncio.to_thread(self._sign_beforehand, part, draft, made.data)
            digest = await self._store.put(f"{draft.id}.pdf", signed)
            await self.exam.act(
                part, "draft_typeset", draft=draft.id, issued=False, artifact=digest
            )

    def _sign_beforehand(self, part: str, draft: OutgoingDraft, pdf: bytes) -> bytes:
        """The signature that a task says was given before it begins."""
        from mock_office.signing.sign import sign_as_leader

        task = self.exam.tasks[part]
        key = self._pki[part].unlock(draft.signed_with, task.pins[draft.signed_with])
        return sign_as_leader(
            pdf, self._pki[part], key, when=draft.signed_at or task.desk.opened_at
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
            opened = await asyncio.to_thread(self._pki[part].unlock, token, pin)
        except WrongPin:
            opened = None
        await self.exam.act(part, "pin_tried", token=token, ok=opened is not None)
        return opened

    # -- signing ---------------------------------------------------------------------

    async def sign(self, part: str, draft: str, key: OpenToken) -> None:
        """Sign a draft in the leader's field with whatever token was chosen."""
        from mock_office.signing.sign import sign_as_leader

        def work(pdf: bytes) -> bytes:
            return sign_as_leader(pdf, self._pki[part], key, when=self.exam.now(part))

        digest = await self._revise(part, draft, work)
        await self.exam.act(part, "draft_signed", draft=draft, certificate=key.id, artifact=digest)

    async def seal(self, part: str, draft: str, key: OpenToken) -> None:
        """Fill in number and date as given, and sign in the agency's field."""
        from mock_office.signing.form import date_text, number_text
        from mock_office.signing.sign import number_and_seal

        paper = self.exam.desk(part).draft(draft)

        def work(pdf: bytes) -> bytes:
            return number_and_seal(
                pdf,
                self._pki[part],
                key,
                number_text=number_text(paper.number) if paper.number else "",
                date_text=date_text(paper.issue_date) if paper.issue_date else "",
                when=self.exam.now(part),
            )

        digest = await self._revise(part, draft, work)
        await self.exam.act(part, "draft_sealed", draft=draft, certificate=key.id, artifact=digest)

    async def _revise(self, part: str, draft: str, work: Callable[[bytes], bytes]) -> str:
        from mock_office.signing.sign import CannotSign

        pdf = await self._store.get(self.exam.desk(part).draft(draft).pdf)
        try:
            made = await asyncio.to_thread(work, pdf)
        except CannotSign:
            raise SigningFailed(
                "Không ký được: ô chữ ký này đã có chữ ký, hoặc tệp đã bị khóa. "
                "Tệp vẫn giữ nguyên như trước."
            ) from None
        return await self._store.put(f"{draft}.pdf", made)

    async def pdf(self, part: str, draft: str) -> bytes:
        """The newest PDF of a draft."""
        return await self._store.get(self.exam.desk(part).draft(draft).pdf)


class Artifacts:
    """An attempt's artifacts, without saying each time whose they are."""

    def __init__(self, exam: Exam) -> None:
        self._store = exam.sitting.store
        self._attempt = exam.sitting.attempt.id

    async def put(self, name: str, data: bytes) -> str:
        """Store bytes durably; returns their SHA-256."""
        return (await self._store.put_artifact(self._attempt, name, data)).sha256

    async def get(self, digest: str) -> bytes:
        """The bytes of a digest."""
        return await self._store.get_artifact(self._attempt, digest)


def next_number_hint(register_next: int, day: date) -> str:
    """What the register shows the clerk: the next free number of the year."""
    return f"Số kế tiếp trong sổ đăng ký văn bản đi năm {day.year}: {register_next:02d}"

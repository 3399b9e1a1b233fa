"""Electronic copies of incoming documents: making the file, signing it, checking it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from mock_office.copy_moves import copy_of
from mock_office.signing.ways import Layer, Way

from .exam import Exam

if TYPE_CHECKING:
    from mock_office.signing.pki import OpenToken, Pki
    from mock_office.signing.verdict import Verdict


class Store(Protocol):
    """Where an attempt's files lie, by their SHA-256."""

    async def put(self, name: str, data: bytes) -> str:
        """Store bytes durably; returns their SHA-256."""
        ...

    async def get(self, digest: str) -> bytes:
        """The bytes of a digest."""
        ...


class Copying:
    """The copies of one exam. Heavy work is done in its background.

    Args:
        keys: The keys of a task by its part; it must have been prepared.
    """

    def __init__(self, exam: Exam, store: Store, keys: Callable[[str], Pki]) -> None:
        self._exam = exam
        self._store = store
        self._keys = keys
        self._plain: dict[tuple[object, ...], bytes] = {}
        self._verdicts: dict[str, Verdict] = {}

    async def seal(
        self, part: str, document: str, copy: str, key: OpenToken, chosen: Mapping[str, Any]
    ) -> None:
        """Put the agency's signature on a copy and record it.

        Raises:
            CannotSign: The file could not take the signature.
        """
        from mock_office.signing.copied import copy_lines
        from mock_office.signing.sign import sign_in_way

        desk, now = self._exam.desk(part), self._exam.now(part)
        way = Way.of(Layer.COPY, chosen)
        plain = await self._unsigned(part, document, copy)
        lines = copy_lines(copy_of(desk.document(document), copy), desk.agency, now)
        sign = partial(
            sign_in_way, plain, self._keys(part), key, Layer.COPY, way, when=now, lines=lines
        )
        made = await self._exam.background(sign)
        name = f"{document}-{copy}.pdf"
        issued, digest = await self._store.put(name, plain), await self._store.put(name, made)
        await self._exam.act_patiently(
            part, "copy_sealed", document=document, copy=copy, certificate=key.id,
            artifact=digest, issued=issued, **way.to_data(),
        )  # fmt: skip

    async def pdf(self, part: str, document: str, copy: str) -> bytes:
        """The newest file of a copy: signed, or as it was made."""
        signed = copy_of(self._exam.desk(part).document(document), copy).pdf
        if signed:
            return await self._store.get(signed)
        return await self._unsigned(part, document, copy)

    async def _unsigned(self, part: str, document: str, copy: str) -> bytes:
        """A copy before its signature: it follows from the document and the form of copy."""
        desk = self._exam.desk(part)
        paper = desk.document(document)
        asked = copy_of(paper, copy)
        place = (part, document, asked.form, asked.parts)
        if place not in self._plain:
            from mock_office.signing.copied import typeset_copy

            work = partial(typeset_copy, paper, asked, desk.agency, when=desk.opened_at)
            self._plain[place] = await self._exam.background(work)
        return self._plain[place]

    async def verdict(self, part: str, document: str, copy: str) -> Verdict:
        """What checking software says of a copy's newest file."""
        digest = copy_of(self._exam.desk(part).document(document), copy).pdf
        if digest not in self._verdicts or not digest:
            from mock_office.signing.validate import validate
            from mock_office.signing.verdict import Expectation

            expected = Expectation.of(
                self._keys(part).trust,
                self._exam.now(part),
                layers=("agency",),
                draft=await self._unsigned(part, document, copy),
            )
            data = await self.pdf(part, document, copy)
            self._verdicts[digest] = await self._exam.background(validate, data, expected)
        return self._verdicts[digest]

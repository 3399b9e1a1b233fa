"""Electronic copies of an incoming document in lines: made, signed for the agency, sent.

Decree 30/2020/NĐ-CP articles 25 to 27: which form of copy is right follows from what the
document is, and nothing here says it.
"""

from __future__ import annotations

from mock_office.copies import COPY_NAMES, Copy, CopyForm, copy_symbol
from mock_office.copy_moves import next_copy_id
from mock_office.desk import Desk, issue_choices
from mock_office.documents.incoming import IncomingDocument

from ..screens.office.dates import parse_day
from ..screens.office.words import copy_title, day, names
from ..texts import msg
from .session import Session
from .signing import SigningTalk
from .talk import BACK, GO_BACK, Say

CHECK = Say("check", msg("chữ ký"), "Nghe kết quả kiểm tra chữ ký số của các bản sao.")


class CopyTalk:
    """The copies of one document."""

    def __init__(self, session: Session, part: str, document: str) -> None:
        self._session = session
        self._talk = session.talk
        self._part = part
        self._key = document

    @property
    def _desk(self) -> Desk:
        return self._session.exam.desk(self._part)

    @property
    def _document(self) -> IncomingDocument:
        return self._desk.document(self._key)

    async def do(self, kind: str) -> bool:
        """One of the moves with copies; whether it was done."""
        if not await self._session.prepare(self._part):
            return False
        match kind:
            case "copy_made":
                return await self._make()
            case "copy_sealed":
                copy = await self._which()
                seal = SigningTalk(self._session, self._part).seal_copy
                return copy is not None and await seal(self._key, copy.id)
            case _:
                copy = await self._which()
                return copy is not None and await self._send(copy)

    def told(self) -> list[str]:
        """Every copy there is, whether it is signed, and where it went."""
        tr, desk, out = self._session.tr, self._desk, []
        for copy in self._document.copies:
            out.append(tr("Bản sao: {title} ({state})", title=self._title(copy),
                          state=self._state(copy)))  # fmt: skip
            if copy.issued_to:
                places = "; ".join(names(desk.agency, copy.issued_to))
                out.append(tr("Đã gửi: {to}", to=places))
        return out

    async def check(self) -> None:
        """Tell the verdict on every signed copy."""
        signing = SigningTalk(self._session, self._part)
        for copy in self._document.copies:
            if copy.pdf:
                self._talk.say(self._title(copy), *await signing.copy_verdict(self._key, copy.id))

    def _title(self, copy: Copy) -> str:
        return copy_title(self._desk.agency, self._document, copy)

    def _state(self, copy: Copy) -> str:
        tr = self._session.tr
        return tr("đã ký số") if copy.sealed_with else tr("chưa ký số")

    async def _make(self) -> bool:
        tr, talk, desk, document = self._session.tr, self._talk, self._desk, self._document
        forms = [(f.value, tr(COPY_NAMES[f])) for f in CopyForm]
        answer = await talk.pick(tr("Hình thức sao:"), forms, [GO_BACK])
        if answer.key == BACK:
            return False
        form = CopyForm(answer.key)
        parts: tuple[str, ...] = ()
        if form is CopyForm.EXTRACT:
            paragraphs = [(str(n), text) for n, text in enumerate(document.body, 1)]
            parts = await talk.tick(tr("Đoạn cần trích"), paragraphs, ())
            if not parts:
                talk.say(tr("Chưa chọn đoạn cần trích."))
                return False
        last, today = f"{desk.copies_next - 1:02d}", day(desk.today)
        number = await talk.ask(tr("Số bản sao; số gần nhất đã cấp là {n}", n=last), limit=6)
        typed = await talk.ask(
            tr("Ngày sao (ngày/tháng/năm); hôm nay là {day}", day=today), limit=10
        )
        when = parse_day(typed, desk.today)
        good = number.isascii() and number.isdecimal() and 0 < int(number) < 100_000
        if not good or when is None:
            talk.say(tr("Số phải là chữ số, ví dụ 08; ngày theo dạng 26/11/2026."))
            return False
        symbol = copy_symbol(form, int(number), desk.agency.name)
        if not await talk.sure(f"{tr(COPY_NAMES[form])} {symbol}, {day(when)}."):
            return False
        return await self._session.act(
            self._part, "copy_made", document=self._key, copy=next_copy_id(document),
            copy_form=form.value, number=int(number), date=when.isoformat(), parts=list(parts),
        )  # fmt: skip

    async def _which(self) -> Copy | None:
        """The copy that is meant: asked for only where there are several."""
        copies = self._document.copies
        if len(copies) == 1:
            return copies[0]
        options = [(copy.id, f"{self._title(copy)} ({self._state(copy)})") for copy in copies]
        answer = await self._talk.pick(self._session.tr("Bản sao nào?"), options, [GO_BACK])
        return next((copy for copy in copies if copy.id == answer.key), None)

    async def _send(self, copy: Copy) -> bool:
        tr, talk, keys = self._session.tr, self._talk, issue_choices(self._desk)
        shown = names(self._desk.agency, tuple(keys))
        picked = await talk.tick(tr("Gửi tới"), list(zip(keys, shown, strict=True)), ())
        if not picked:
            talk.say(tr("Chưa chọn nơi nhận."))
            return False
        if not await talk.sure(tr("Gửi bản sao tới {n} nơi?", n=len(picked))):
            return False
        return await self._session.act(
            self._part, "copy_issued", document=self._key, copy=copy.id, recipients=list(picked)
        )

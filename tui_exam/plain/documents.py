"""Incoming documents in lines: reading, the directive note, returning, closing."""

from __future__ import annotations

from datetime import date

from mock_office.desk import Desk
from mock_office.documents.incoming import IncomingDocument, IncomingState
from mock_office.documents.workflow import offered

from ..screens.office.dates import parse_day
from ..screens.office.words import day, names, register_lines
from ..texts import msg
from .copies import CHECK, CopyTalk
from .session import Session
from .talk import GO_BACK, Say

AGAIN = Say("again", msg("lại"), "Đọc lại.")
ROLES = (
    ("lead", msg("Chủ trì (xử lý chính)")),
    ("supporting", msg("Phối hợp")),
    ("for_information", msg("Xem để biết")),
)
FIELDS = (("note", msg("Ý kiến chỉ đạo (bút phê)")), *ROLES, ("due", msg("Hạn xử lý")))
DONE = Say("done", msg("thực hiện"), "Nghe lại rồi thực hiện.")


class DocumentTalk:
    """One incoming document."""

    def __init__(self, session: Session, part: str, key: str) -> None:
        self._session = session
        self._talk = session.talk
        self._part = part
        self._key = key
        self._copies = CopyTalk(session, part, key)

    @property
    def _desk(self) -> Desk:
        return self._session.exam.desk(self._part)

    @property
    def _document(self) -> IncomingDocument:
        return self._desk.document(self._key)

    async def run(self) -> None:
        """Read it out whole, then offer what can be done with it."""
        tr = self._session.tr
        await self._session.act(self._part, "document_opened", document=self._key)
        self._read()
        if not self._document.read_whole:
            await self._session.act(self._part, "document_read", document=self._key)
        while True:
            moves = [(m.kind, tr(m.label)) for m in offered(self._desk, self._document)]
            check = [CHECK] if any(copy.pdf for copy in self._document.copies) else []
            words = [AGAIN, *check, GO_BACK]
            answer = await self._talk.pick(tr("Với văn bản này:"), moves, words)
            match answer.key:
                case "back":
                    return
                case "again":
                    self._read()
                case "check":
                    await self._copies.check()
                case "copy_made" | "copy_sealed" | "copy_issued":
                    made = await self._copies.do(answer.key)
                    self._talk.say(tr("Đã làm." if made else "Chưa làm gì."), *self._copies.told())
                case "document_routed":
                    done = await self._route()
                case "document_returned":
                    done = await self._return()
                case "document_secured" | "document_closed":
                    done = await self._sure(answer.key, dict(moves)[answer.key])
            if answer.key.startswith("document_") and done:
                self._talk.say(tr("Đã làm."))
                return

    def _read(self) -> None:
        tr, document = self._session.tr, self._document
        self._talk.say(*(" ".join(line.split()) for line in register_lines(document, tr)))
        if document.state is IncomingState.ROUTED:
            routing = document.routing
            self._talk.say(*self._lines({
                "note": routing.note, "lead": routing.lead, "supporting": routing.supporting,
                "for_information": routing.for_information,
                "due": routing.due.isoformat() if routing.due else "",
            }))  # fmt: skip
        self._talk.say(*self._copies.told(), *document.body)
        for file in document.attachments:
            name = f"{file.name} {file.note}".strip()
            self._talk.say(tr("Tệp kèm theo: {name}", name=name))

    # -- the directive note --------------------------------------------------------------------

    async def _route(self) -> bool:
        tr, talk = self._session.tr, self._talk
        routing = self._document.rerouting or self._document.routing
        values: dict[str, object] = {
            "document": self._key,
            "note": routing.note,
            **{key: list(getattr(routing, key)) for key, _ in ROLES},
            "due": routing.due.isoformat() if routing.due else "",
        }
        while True:
            options = [(key, tr(name)) for key, name in FIELDS]
            answer = await talk.pick(tr("Điền ô:"), options, [DONE, AGAIN, GO_BACK])
            match answer.key:
                case "back":
                    return False
                case "again":
                    talk.say(*self._lines(values))
                case "done":
                    talk.say(*self._lines(values))
                    if await talk.sure(tr("Chuyển văn bản như trên?")):
                        return await self._session.act(self._part, "document_routed", **values)
                case field:
                    await self._fill(field, values)
                    if await self._session.act(self._part, "note_draft_saved", **values):
                        talk.say(tr("Đã lưu."))

    async def _fill(self, field: str, values: dict[str, object]) -> None:
        tr, talk = self._session.tr, self._talk
        name = tr(dict(FIELDS)[field])

        async def keep(text: str) -> None:
            await self._session.act(self._part, "note_draft_saved", **{**values, "note": text})

        if field == "note":
            values[field] = await talk.text(name, str(values[field]), keep, limit=2000)
        elif field == "due":
            await self._fill_due(values)
        else:
            picked = values[field]
            assert isinstance(picked, list)
            values[field] = list(await talk.tick(name, self._people(), picked))

    async def _fill_due(self, values: dict[str, object]) -> None:
        tr, old = self._session.tr, str(values["due"])
        shown = day(date.fromisoformat(old)) if old else ""
        typed = await self._talk.ask(
            tr("Hạn xử lý (ngày/tháng/năm, ví dụ 26/11/2026)"), old=shown, limit=10
        )
        due = parse_day(typed, self._desk.today) if typed else None
        if typed and due is None:
            self._talk.say(tr("Không đọc được ngày «{typed}».", typed=typed))
            return
        values["due"] = due.isoformat() if due else ""

    def _people(self) -> list[tuple[str, str]]:
        agency = self._desk.agency
        units = [
            (u.id, f"{u.name}: {u.duties}" if u.duties else u.name)
            for u in agency.units
            if not u.outside
        ]
        return [*units, *((p.id, f"{p.name} ({agency.post(p)})") for p in agency.people)]

    def _lines(self, values: dict[str, object]) -> list[str]:
        tr, agency = self._session.tr, self._desk.agency
        out = [f"{tr(dict(FIELDS)['note'])}: {values['note'] or tr('(chưa ghi)')}"]
        for key, name in ROLES:
            picked = values[key]
            assert isinstance(picked, list | tuple)
            words = "; ".join(names(agency, tuple(picked))) or tr("(chưa chọn)")
            out.append(f"{tr(name)}: {words}")
        due = str(values["due"])
        shown = day(date.fromisoformat(due)) if due else tr("(chưa ghi)")
        return [*out, f"{tr('Hạn xử lý')}: {shown}"]

    # -- the other moves -----------------------------------------------------------------------

    async def _return(self) -> bool:
        tr = self._session.tr

        async def keep(_: str) -> None:
            """The reason is recorded with the return itself; there is no draft of it."""

        old = self._document.return_reason
        reason = await self._talk.text(tr("Lý do trả lại"), old, keep, limit=2000)
        if not await self._talk.sure(tr("Trả lại văn bản này?")):
            return False
        return await self._session.act(
            self._part, "document_returned", document=self._key, reason=reason
        )

    async def _sure(self, kind: str, label: str) -> bool:
        if not await self._talk.sure(f"{label}: {self._document.excerpt}."):
            return False
        return await self._session.act(self._part, kind, document=self._key)

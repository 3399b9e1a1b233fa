"""Outgoing drafts in lines: reading, marking errors, and every move of leader and clerk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from mock_office.desk import Desk, handover_choices, issue_choices
from mock_office.documents.outgoing import OutgoingDraft
from mock_office.documents.text_page import layout_lines
from mock_office.documents.workflow import offered
from mock_office.remedy_moves import KINDS_OF_DOCUMENT

from ..screens.office.dates import parse_day
from ..screens.office.words import CURE, DRAFT_STATE, day, draft_title, names
from ..texts import msg
from .session import Session
from .signing import SigningTalk
from .talk import BACK, GO_BACK, Say

AGAIN = Say("again", msg("lại"), "Đọc lại.")
LAYOUT = Say("layout", msg("trình bày"), "Nghe phông, cỡ, kiểu chữ và lề.")
MARK = Say("mark", msg("lỗi"), "Đánh dấu hoặc bỏ dấu dòng có lỗi: gõ lỗi 5.")
CHECK = Say("check", msg("chữ ký"), "Nghe kết quả kiểm tra chữ ký số.")
DETAILS = Say("details", msg("chi tiết"), "Nghe từng chữ ký: ai ký, lúc nào, chứng thư nào.")


class DraftTalk:
    """One outgoing draft."""

    def __init__(self, session: Session, part: str, key: str) -> None:
        self._session = session
        self._talk = session.talk
        self._part = part
        self._key = key
        self._signing = SigningTalk(session, part)
        self._moves: dict[str, Callable[[], Awaitable[bool]]] = {
            "draft_signed": lambda: self._signing.sign(self._key),
            "draft_sealed": lambda: self._signing.seal(self._key),
            "attachment_sealed": self._seal_annex,
            "draft_returned": self._return,
            "handed_over": self._hand_over,
            "draft_numbered": self._number,
            "draft_issued": self._issue,
            "draft_filed": self._file,
            "issued_corrected": lambda: self._cure("issued_corrected"),
            "issued_replaced": lambda: self._cure("issued_replaced"),
            "issued_recalled": lambda: self._cure("issued_recalled"),
        }

    @property
    def _desk(self) -> Desk:
        return self._session.exam.desk(self._part)

    @property
    def _draft(self) -> OutgoingDraft:
        return self._desk.draft(self._key)

    async def _act(self, kind: str, **data: object) -> bool:
        return await self._session.act(self._part, kind, draft=self._key, **data)

    async def run(self) -> None:
        """Read it out whole, then offer what can be done with it."""
        tr = self._session.tr
        await self._act("draft_opened")
        self._read()
        if not self._draft.read_whole:
            await self._act("draft_read")
        while True:
            moves = [(m.kind, tr(m.label)) for m in offered(self._desk, self._draft)]
            signed = [CHECK, DETAILS] if self._signed or self._draft.sealed_files else []
            words = [AGAIN, LAYOUT, MARK, *signed, GO_BACK]
            answer = await self._talk.pick(tr("Với dự thảo này:"), moves, words)
            match answer.key:
                case "back":
                    return
                case "again":
                    self._read()
                case "layout":
                    await self._layout()
                case "mark":
                    await self._mark(answer.number)
                case "check":
                    await self._check()
                case "details":
                    await self._details()
                case kind:
                    done = await self._moves[kind]()
                    self._talk.say(tr("Đã làm." if done else "Chưa làm gì."))

    # -- reading -------------------------------------------------------------------------------

    def _read(self) -> None:
        tr, draft = self._session.tr, self._draft
        state = [tr(DRAFT_STATE[draft.state]), *(tr(CURE[each.cure]) for each in draft.remedies)]
        self._talk.say(draft_title(draft), *state)
        if draft.number:
            self._talk.say(tr("Số {number}", number=f"{draft.number:02d}/{draft.symbol}"))
        for number, line in enumerate(draft.lines, 1):
            mark = tr("có lỗi") + ", " if number - 1 in draft.marked_lines else ""
            self._talk.say(tr("Dòng {n}: {mark}{text}", n=number, mark=mark, text=line.text))
        sealed = dict(draft.sealed_files)
        for file in draft.attachments:
            signed = tr("(đã ký số)") if file.id in sealed else ""
            name = " ".join(filter(None, (file.name, file.note, signed)))
            self._talk.say(tr("Tệp kèm theo: {name}", name=name))

    async def _layout(self) -> None:
        for text, line in layout_lines(self._draft, self._session.tr):
            head = "" if line is None else self._session.tr("Dòng {n}", n=line + 1) + ": "
            self._talk.say(f"{head}{text}")
        if not self._draft.layout_viewed:
            await self._act("layout_viewed")

    async def _mark(self, number: int) -> None:
        tr = self._session.tr
        if not 0 < number <= len(self._draft.lines):
            self._talk.say(tr("Hãy gõ số từ 1 đến {n}.", n=len(self._draft.lines)))
            return
        on = number - 1 not in self._draft.marked_lines
        if await self._act("line_marked", line=number - 1, on=on):
            self._talk.say(tr("Đã đánh dấu." if on else "Đã bỏ dấu."))

    async def _check(self) -> None:
        """Tell the verdict on the draft and on every annex that is signed by itself."""
        tr, names = self._session.tr, {file.id: file.name for file in self._draft.attachments}
        if self._signed:
            self._talk.say(*await self._signing.verdict(self._key))
        for file, _ in self._draft.sealed_files:
            self._talk.say(tr("Tệp kèm theo: {name}", name=names.get(file, file)))
            self._talk.say(*await self._signing.verdict(self._key, file))

    async def _details(self) -> None:
        """Tell everything of every signature: the draft's own and its annexes'."""
        from mock_office.signing.details import details

        files = [*([""] if self._signed else []), *(file for file, _ in self._draft.sealed_files)]
        for file in files:
            verdict = await self._signing.report(self._key, file)
            for signature in verdict.signatures if verdict is not None else ():
                self._talk.say(*details(signature, self._session.tr.language))

    @property
    def _signed(self) -> bool:
        return bool(self._draft.signed_with or self._draft.sealed_with)

    # -- the leader's moves ----------------------------------------------------------------------

    async def _return(self) -> bool:
        tr = self._session.tr

        async def keep(text: str) -> None:
            await self._act("remarks_saved", remarks=text)

        remarks = await self._talk.text(tr("Ý kiến trả lại"), self._draft.remarks, keep, limit=2000)
        if not await self._talk.sure(tr("Trả lại dự thảo này?")):
            return False
        return await self._act("draft_returned", remarks=remarks)

    async def _hand_over(self) -> bool:
        tr, talk, desk = self._session.tr, self._talk, self._desk
        people = [
            (p.id, f"{p.name} ({desk.agency.post(p)})")
            for p in desk.agency.people
            if p.id != desk.actor.id
        ]
        draft = self._draft
        old = [draft.handed_to] if draft.handed_to else []
        to = await talk.tick(tr("Chuyển cho"), people, old, single=True)
        if not to:
            talk.say(tr("Chưa chọn người nhận."))
            return False
        choices = [
            (f.id, f"{f.name}, {f.note}" if f.note else f.name)
            for f in handover_choices(desk, draft)
        ]
        files = await talk.tick(tr("Tệp chuyển kèm"), choices, list(draft.handover_files))
        note = await talk.ask(
            tr("Ghi chú phát hành (nơi nhận, mức độ khẩn)"), old=draft.handover_note, limit=2000
        )
        if not await talk.sure(tr("Chuyển như trên?")):
            return False
        return await self._act("handed_over", to=to[0], note=note, files=list(files))

    # -- the clerk's moves -----------------------------------------------------------------------

    async def _number(self) -> bool:
        tr, desk = self._session.tr, self._desk
        last = f"{desk.register_next - 1:02d}"
        self._talk.say(tr("Sổ đăng ký văn bản đi: số gần nhất đã cấp là {n}.", n=last))
        number = await self._talk.ask(tr("Số"), limit=6)
        today = day(desk.today)
        typed = await self._talk.ask(tr("Ngày ban hành; hôm nay là {day}", day=today), limit=10)
        when = parse_day(typed, desk.today)
        if not number.isdecimal() or not 0 < int(number) < 100_000 or when is None:
            self._talk.say(tr("Số phải là chữ số, ví dụ 08; ngày theo dạng 26/11/2026."))
            return False
        shown = f"{int(number):02d}/{self._draft.symbol}, {day(when)}"
        if not await self._talk.sure(tr("Cấp số {number}?", number=shown)):
            return False
        return await self._act("draft_numbered", number=int(number), date=when.isoformat())

    async def _issue(self) -> bool:
        tr = self._session.tr
        picked = await self._places(tr("Gửi tới"))
        if not picked:
            self._talk.say(tr("Chưa chọn nơi nhận."))
            return False
        if not await self._talk.sure(tr("Phát hành tới {n} nơi?", n=len(picked))):
            return False
        return await self._act("draft_issued", recipients=list(picked))

    async def _places(self, prompt: str) -> tuple[str, ...]:
        keys = issue_choices(self._desk)
        words = names(self._desk.agency, tuple(keys))
        return await self._talk.tick(prompt, list(zip(keys, words, strict=True)), ())

    async def _file(self) -> bool:
        options = [(each.id, f"{each.code}, {each.title}") for each in self._desk.dossiers]
        words = self._session.tr("Lưu vào hồ sơ nào?")
        answer = await self._talk.pick(words, options, [GO_BACK])
        if answer.key == BACK:
            return False
        return await self._act("draft_filed", dossier=answer.key)

    async def _seal_annex(self) -> bool:
        tr, sealed = self._session.tr, dict(self._draft.sealed_files)
        options = [
            (f.id, f"{f.name}, " + tr("đã ký số" if f.id in sealed else "chưa ký số"))
            for f in self._draft.attachments
            if f.name.lower().endswith(".pdf")
        ]
        answer = await self._talk.pick(tr("Ký số phụ lục nào?"), options, [GO_BACK])
        if answer.key == BACK:
            return False
        return await self._signing.seal_annex(self._key, answer.key)

    async def _cure(self, kind: str) -> bool:
        """Do something about a mistake in an issued document."""
        tr, talk = self._session.tr, self._talk
        options = [(each, each) for each in KINDS_OF_DOCUMENT]
        made_by = await talk.pick(tr("Bằng loại văn bản nào?"), options, [GO_BACK])
        if made_by.key == BACK:
            return False

        async def keep(_: str) -> None:
            """The text is recorded with the remedy itself; there is no draft of it."""

        text = await talk.text(tr("Nội dung"), "", keep, limit=2000)
        places = await self._places(tr("Gửi tới"))
        if not await talk.sure(tr("Thực hiện?")):
            return False
        return await self._act(kind, document_kind=made_by.key, text=text, recipients=list(places))

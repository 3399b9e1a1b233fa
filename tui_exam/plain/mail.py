"""Letters in lines: reading, answering, writing, reporting."""

from __future__ import annotations

from mock_office.desk import Desk
from mock_office.files import FileRef
from mock_office.mail.addresses import parse
from mock_office.mail.compose import forward, new, reply
from mock_office.mail.letters import Folder, Letter

from ..screens.office.words import letter_lines
from ..texts import msg
from .session import Session
from .talk import BACK, GO_BACK, Say

REPLY = Say("reply", msg("trả lời"), "Trả lời người gửi.")
REPLY_ALL = Say("reply_all", msg("trả lời tất cả"), "Trả lời mọi người.")
FORWARD = Say("forward", msg("chuyển tiếp"), "Gửi tiếp cho người khác.")
REPORT = Say("report", msg("báo thư giả"), "Báo bộ phận CNTT đây là thư giả mạo.")
DELETE = Say("delete", msg("xóa"), "Chuyển thư vào thùng rác.")
FILES = Say("files", msg("tệp"), "Xem tệp đính kèm.")
LINKS = Say("links", msg("liên kết"), "Mở liên kết trong thư.")
AGAIN = Say("again", msg("lại"), "Đọc lại.")
FIELDS = (
    ("to", msg("Đến")),
    ("cc", "Cc"),
    ("bcc", "Bcc"),
    ("subject", msg("Chủ đề")),
    ("body", msg("Nội dung")),
    ("attachments", msg("Tệp đính kèm")),
)
SEND = Say("send", msg("gửi"), "Nghe lại rồi gửi thư.")
BOOK = Say("book", msg("danh bạ"), "Nghe danh bạ địa chỉ.")
DROP = Say("drop", msg("bỏ thư"), "Bỏ thư đang soạn.")


class MailTalk:
    """The letters of one task."""

    def __init__(self, session: Session, part: str) -> None:
        self._session = session
        self._talk = session.talk
        self._part = part

    @property
    def _desk(self) -> Desk:
        return self._session.exam.desk(self._part)

    async def open(self, key: str) -> None:
        """Read a letter, and do with it what the person says; a draft is written on."""
        tr, desk = self._session.tr, self._desk
        if desk.letter(key).folder is Folder.DRAFTS:
            await self.write(desk.letter(key))
            return
        if not desk.letter(key).read:
            await self._session.act(self._part, "mail_opened", letter=key)
        self._read(key)
        while True:
            letter = self._desk.letter(key)
            answer = await self._talk.pick(tr("Với thư này:"), (), self._words(letter))
            match answer.key:
                case "back":
                    return
                case "again":
                    self._read(key)
                case "files":
                    await self._open_file(letter)
                case "links":
                    await self._open_link(letter)
                case "report" | "delete":
                    kind = "mail_reported" if answer.key == "report" else "mail_deleted"
                    if await self._session.act(self._part, kind, letter=key):
                        self._talk.say(tr("Đã làm."))
                        return
                case mode:
                    await self._answer(letter, mode)

    def _words(self, letter: Letter) -> list[Say]:
        words = [REPLY, REPLY_ALL, FORWARD, AGAIN, GO_BACK]
        if letter.folder is Folder.INBOX:
            words += [REPORT, DELETE]
        if letter.attachments:
            words.append(FILES)
        return words + ([LINKS] if letter.links else [])

    def _read(self, key: str) -> None:
        letter, tr = self._desk.letter(key), self._session.tr
        self._talk.say(*(" ".join(line.split()) for line in letter_lines(letter, tr)), letter.body)
        for number, link in enumerate(letter.links, 1):
            self._talk.say(
                tr("Liên kết {n}: {text}. Địa chỉ thật: {target}", n=number, text=link.text,
                   target=link.target)
            )  # fmt: skip

    async def _open_file(self, letter: Letter) -> None:
        tr = self._session.tr
        options = [(file.id, _file_words(file)) for file in letter.attachments]
        answer = await self._talk.pick(tr("Mở tệp nào?"), options, [GO_BACK])
        if answer.key == BACK:
            return
        await self._session.act(
            self._part, "mail_attachment_opened", letter=letter.id, file=answer.key
        )
        file = next(each for each in letter.attachments if each.id == answer.key)
        self._talk.say(file.text or tr("Tệp này không xem được dưới dạng chữ."))

    async def _open_link(self, letter: Letter) -> None:
        tr = self._session.tr
        options = [(link.target, f"{link.text}, {link.target}") for link in letter.links]
        answer = await self._talk.pick(tr("Mở liên kết nào?"), options, [GO_BACK])
        if answer.key == BACK or not await self._talk.sure(tr("Mở liên kết này?")):
            return
        await self._session.act(self._part, "mail_link_opened", letter=letter.id, target=answer.key)
        self._talk.say(tr("Máy thi không nối ra ngoài. Việc mở đã được ghi lại."))

    # -- writing -----------------------------------------------------------------------------

    async def new(self) -> None:
        """Write a new letter."""
        desk = self._desk
        await self.write(new(desk.actor, agency=desk.agency, key=self._new_id()))

    def _new_id(self) -> str:
        taken = {letter.id for letter in self._desk.letters}
        return next(f"own-{n}" for n in range(1, len(taken) + 2) if f"own-{n}" not in taken)

    async def _answer(self, letter: Letter, mode: str) -> None:
        me, agency, key = self._desk.actor, self._desk.agency, self._new_id()
        if mode == "forward":
            await self.write(forward(letter, me, agency=agency, key=key))
        else:
            await self.write(reply(letter, me, all=mode == "reply_all", agency=agency, key=key))

    async def write(self, letter: Letter) -> None:
        """Fill in a letter field by field; it is kept as a draft after every change."""
        talk, tr = self._talk, self._session.tr
        values: dict[str, object] = {
            "letter": letter.id,
            "mode": letter.mode,
            "source": letter.source,
            **{key: [str(each) for each in getattr(letter, key)] for key in ("to", "cc", "bcc")},
            "subject": letter.subject,
            "body": letter.body,
            "attachments": [file.id for file in letter.attachments],
        }
        files = {file.id: file for file in (*letter.attachments, *self._desk.all_files())}
        self._tell(values, files)
        while True:
            options = [(key, tr(name)) for key, name in FIELDS]
            words = [SEND, BOOK, AGAIN, DROP, GO_BACK]
            answer = await talk.pick(tr("Điền ô:"), options, words)
            match answer.key:
                case "back":
                    await self._session.act(self._part, "mail_draft_saved", **values)
                    return
                case "again":
                    self._tell(values, files)
                case "book":
                    self._tell_book()
                case "drop":
                    if await self._drop(letter.id):
                        return
                case "send":
                    if await self._send(values, files):
                        return
                case field:
                    await self._fill(field, values, files)

    async def _fill(self, field: str, values: dict[str, object], files: dict[str, FileRef]) -> None:
        tr, talk = self._session.tr, self._talk
        name = tr(dict(FIELDS)[field])

        async def keep(text: str) -> None:
            await self._session.act(self._part, "mail_draft_saved", **{**values, "body": text})

        if field == "attachments":
            options = [(file.id, _file_words(file)) for file in files.values()]
            values[field] = list(await talk.tick(name, options, _listed(values[field])))
        elif field == "body":
            values[field] = await talk.text(name, str(values[field]), keep)
        elif field == "subject":
            values[field] = await talk.ask(name, old=str(values[field]))
        else:
            typed = await talk.ask(name, old=", ".join(_listed(values[field])), limit=2000)
            values[field] = [part.strip() for part in _parts(typed)]
        if await self._session.act(self._part, "mail_draft_saved", **values):
            talk.say(tr("Đã lưu vào thư nháp."))

    def _tell(self, values: dict[str, object], files: dict[str, FileRef]) -> None:
        tr = self._session.tr
        nothing = tr("(không có)")
        self._talk.say(
            *(f"{tr(dict(FIELDS)[key])}: {', '.join(_listed(values[key])) or nothing}"
              for key in ("to", "cc", "bcc")),
            f"{tr('Chủ đề')}: {values['subject'] or nothing}",
            f"{tr('Nội dung')}: {values['body']}",
        )  # fmt: skip
        names = [files[key].name for key in _listed(values["attachments"]) if key in files]
        self._talk.say(f"{tr('Tệp đính kèm')}: {'; '.join(names) or nothing}")

    def _tell_book(self) -> None:
        agency = self._desk.agency
        people = [(each.name, each.address) for each in agency.people]
        boxes = [*people, *((each.name, each.address) for each in agency.units)]
        self._talk.say(*(f"{name}: {address}" for name, address in boxes if address))

    async def _drop(self, key: str) -> bool:
        if not await self._talk.sure(self._session.tr("Bỏ thư này?")):
            return False
        if any(letter.id == key for letter in self._desk.letters):
            return await self._session.act(self._part, "mail_draft_discarded", letter=key)
        return True

    async def _send(self, values: dict[str, object], files: dict[str, FileRef]) -> bool:
        tr = self._session.tr
        typed = [each for key in ("to", "cc", "bcc") for each in _listed(values[key])]
        wrong = parse(", ".join(typed))[1]
        if wrong:
            self._talk.say(
                tr("Địa chỉ «{address}»: {why}", address=wrong[0].typed, why=wrong[0].message)
            )
            return False
        if not typed:
            self._talk.say(tr("Chưa có người nhận. Hãy điền ô Đến."))
            return False
        self._tell(values, files)
        if not await self._talk.sure(tr("Gửi thư này? Thư gửi rồi thì không lấy lại được.")):
            return False
        if not await self._session.act(self._part, "mail_sent", **values):
            return False
        self._talk.say(tr("Đã gửi."))
        return True


def _listed(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else []


def _parts(typed: str) -> list[str]:
    return [part for part in typed.replace(";", ",").split(",") if part.strip()]


def _file_words(file: FileRef) -> str:
    return f"{file.name}, {file.note}" if file.note else file.name

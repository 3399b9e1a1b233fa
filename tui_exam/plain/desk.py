"""A task's desk in lines: its drawers, and what lies in them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from mock_office.agency import Role
from mock_office.desk import Desk
from mock_office.documents.incoming import IncomingDocument
from mock_office.documents.outgoing import OutgoingDraft
from mock_office.mail.letters import Folder, Letter

from ..screens.office.words import (
    DRAFT_STATE,
    FOLDER,
    INCOMING_STATE,
    SECRECY,
    URGENCY,
    day,
    draft_title,
)
from ..texts import Translate, msg
from ..vietnamese import find
from .batch import BATCH, BatchTalk, to_sign
from .documents import DocumentTalk
from .drafts import DraftTalk
from .mail import MailTalk
from .session import Session
from .talk import BACK, GO_BACK, Say

INCOMING, OUTGOING = "incoming", "outgoing"
SHEET = Say("sheet", msg("đề"), "Đọc đề bài và trích quy chế.")
NEW = Say("new", msg("thư mới"), "Soạn một thư mới.")
FIND = Say("find", msg("tìm"), "Tìm thư theo vài chữ, có dấu hay không dấu đều được.")
ROLE = Say("role", msg("vai"), "Vào vai văn thư, hoặc trở lại vai lãnh đạo.")


class DeskTalk:
    """Goes from drawer to paper and back.

    Args:
        more: Further words understood at the drawers, with what they do; one that returns
            False ends the work here.
    """

    def __init__(
        self,
        session: Session,
        part: str,
        more: Sequence[tuple[Say, Callable[[], Awaitable[bool]]]] = (),
    ) -> None:
        self._more = {word.key: (word, act) for word, act in more}
        self._session = session
        self._talk = session.talk
        self._part = part
        self._mail = MailTalk(session, part)

    @property
    def _desk(self) -> Desk:
        return self._session.exam.desk(self._part)

    async def run(self) -> None:
        """Work at this desk until the person wants to be elsewhere."""
        tr = self._session.tr
        if not await self._session.prepare(self._part):
            return
        self._talk.say(self._session.name(self._part), tr("Gõ đề để đọc đề bài."))
        while True:
            own = [word for word, _ in self._more.values()]
            words = [SHEET, *self._words(), *own, GO_BACK]
            answer = await self._talk.pick(tr("Mở ngăn:"), self._drawers(), words)
            match answer.key:
                case "back":
                    return
                case "sheet":
                    self._talk.paragraphs(self._session.exam.sheet(self._part))
                case "new":
                    await self._mail.new()
                case "find":
                    await self._find()
                case "role":
                    await self._change_role()
                case "batch":
                    await BatchTalk(self._session, self._part).run()
                case word if word in self._more:
                    if not await self._more[word][1]():
                        return
                case drawer:
                    await self._open(drawer)

    def _words(self) -> list[Say]:
        desk = self._desk
        answer = self._session.exam.tasks[self._part].answer
        mail = [NEW, FIND] if desk.letters or answer or self._part == "mail" else []
        batch = [BATCH] if len(to_sign(desk)) > 1 else []
        return [*mail, *batch, *([ROLE] if desk.clerk else [])]

    def _drawers(self) -> list[tuple[str, str]]:
        tr, desk = self._session.tr, self._desk
        out = []
        if desk.incoming:
            out.append((INCOMING, tr("Văn bản đến ({n})", n=len(desk.incoming))))
        if desk.drafts:
            name = "Văn thư: văn bản đi ({n})" if desk.role is Role.CLERK else (
                "Dự thảo văn bản đi ({n})"
            )  # fmt: skip
            out.append((OUTGOING, tr(name, n=len(desk.drafts))))
        for folder in Folder:
            count = sum(letter.folder is folder for letter in desk.letters)
            usual = self._part == "mail" and folder in (Folder.INBOX, Folder.SENT, Folder.DRAFTS)
            if count or usual:
                out.append((folder.value, f"{tr(FOLDER[folder])} ({count})"))
        return out

    async def _change_role(self) -> None:
        tr, start = self._session.tr, self._session.exam.tasks[self._part].desk.role
        role = start if self._desk.role is Role.CLERK else Role.CLERK
        if await self._session.act(self._part, "role_taken", role=role.value):
            clerk = role is Role.CLERK
            self._talk.say(tr("Đang ở vai văn thư." if clerk else "Đang ở vai lãnh đạo."))

    async def _find(self) -> None:
        """Open a letter found by some of its words, whichever drawer it lies in."""
        tr = self._session.tr
        typed = await self._talk.ask(tr("Tìm thư có chữ"), limit=60)
        found = [
            (letter.id, f"{tr(FOLDER[letter.folder])}: {letter_words(letter, tr)}")
            for letter in self._desk.letters
            if find(typed, " ".join((letter.subject, str(letter.sender), letter.body)))
        ]
        if not found:
            self._talk.say(tr("Không tìm thấy."))
            return
        answer = await self._talk.pick(tr("Mở:"), found, [GO_BACK])
        if answer.key != BACK:
            await self._mail.open(answer.key)

    async def _open(self, drawer: str) -> None:
        tr = self._session.tr
        while True:
            papers = self._papers(drawer)
            if not papers:
                self._talk.say(tr("Ngăn này chưa có gì."))
                return
            answer = await self._talk.pick(tr("Mở:"), papers, [GO_BACK])
            if answer.key == BACK:
                return
            if drawer == INCOMING:
                await DocumentTalk(self._session, self._part, answer.key).run()
            elif drawer == OUTGOING:
                await DraftTalk(self._session, self._part, answer.key).run()
            else:
                await self._mail.open(answer.key)

    def _papers(self, drawer: str) -> list[tuple[str, str]]:
        tr, desk = self._session.tr, self._desk
        if drawer == INCOMING:
            return [(each.id, incoming_words(each, tr)) for each in desk.incoming]
        if drawer == OUTGOING:
            return [(each.id, draft_words(each, tr)) for each in desk.drafts]
        letters = [letter for letter in desk.letters if letter.folder.value == drawer]
        letters.sort(key=lambda each: each.date.timestamp() if each.date else 0, reverse=True)
        return [(each.id, letter_words(each, tr)) for each in letters]


def letter_words(letter: Letter, tr: Translate) -> str:
    """A letter in one line."""
    who = letter.sender.name or letter.sender.address
    if letter.folder in (Folder.SENT, Folder.DRAFTS):
        who = ", ".join(str(each) for each in letter.to) or tr("(chưa có người nhận)")
    when = f"{letter.date:%H:%M %d/%m}" if letter.date else ""
    files = tr("{n} tệp", n=len(letter.attachments)) if letter.attachments else ""
    new = "" if letter.read else tr("MỚI")
    subject = letter.subject or tr("(không có chủ đề)")
    return ", ".join(filter(None, (new, subject, who, when, files)))


def incoming_words(document: IncomingDocument, tr: Translate) -> str:
    """An incoming document in one line."""
    marks = (SECRECY[document.secrecy], URGENCY[document.urgency])
    return ", ".join(
        filter(
            None,
            (
                *marks,
                f"{document.symbol} {document.author}",
                document.excerpt,
                tr(INCOMING_STATE[document.state]),
                tr("Hạn: {day}", day=day(document.deadline)) if document.deadline else "",
            ),
        )
    )


def draft_words(draft: OutgoingDraft, tr: Translate) -> str:
    """An outgoing draft in one line."""
    words = (draft_title(draft), tr(DRAFT_STATE[draft.state]), URGENCY[draft.urgency])
    return ", ".join(filter(None, words))

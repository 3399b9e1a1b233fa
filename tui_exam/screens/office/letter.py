"""Reading a letter, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from mock_office.files import FileRef
from mock_office.mail.compose import forward, reply
from mock_office.mail.letters import Folder, Letter, Link

from ...commands import LETTER, bindings
from ...widgets.picklist import Entry
from ...widgets.rows import EMPTY, Row, paragraph, row
from ..dialogs import CHOOSE_KEYS, Ask, Choose, PageDialog, Reading, text_rows
from ..exam_screen import CLOSE_KEYS
from .step import DeskStep
from .words import letter_lines

if TYPE_CHECKING:
    from .desk_screen import DeskScreen


class LetterScreen(DeskStep):
    """One letter, read from top to bottom."""

    BINDINGS = bindings(LETTER)
    COMMANDS_HERE = LETTER
    HELP_TEXT = (
        "# Đọc thư",
        "Xem kỹ địa chỉ người gửi, địa chỉ trả lời và đích thật của liên kết (ghi trong ngoặc "
        "nhọn) trước khi làm theo một lá thư.",
    )

    def __init__(self, home: DeskScreen, letter: str) -> None:
        super().__init__(home)
        self._key = letter

    @property
    def letter(self) -> Letter:
        """The letter as it is now."""
        return self.desk.letter(self._key)

    @property
    def heading(self) -> str:
        return self.ui.tr("Thư: {subject}", subject=self.letter.subject)

    def body(self) -> ComposeResult:
        yield Reading(self._rows, id="reading")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Reading).focus()

    def _rows(self, width: int) -> Sequence[Row]:
        letter = self.letter
        text = min(width - 2, 96)
        rows: list[Row] = []
        for line in letter_lines(letter, self.ui.tr):
            rows += paragraph(line, text, "muted", first=" ", rest=" " * 10)
        rows += [EMPTY, *paragraph(letter.body, text, "", first=" ", rest=" ")]
        if letter.links:
            rows.append(EMPTY)
        for number, link in enumerate(letter.links, 1):
            rows += paragraph(
                self.ui.tr("Liên kết {n}: {text}", n=number, text=f"{link.text} <{link.target}>"),
                text,
                "",
                first=" ",
            )
        return rows

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        letter = self.letter
        if action == "open_file":
            return bool(letter.attachments)
        if action == "open_link":
            return bool(letter.links)
        if action in ("report", "delete"):
            return letter.folder is Folder.INBOX
        return True

    def action_answer(self, mode: str) -> None:
        """Begin an answer or pass the letter on."""
        from .compose import ComposeScreen

        me, agency, key = self.desk.actor, self.desk.agency, self.home.new_letter_id()
        if mode == "forward":
            draft = forward(self.letter, me, agency=agency, key=key)
        else:
            draft = reply(self.letter, me, all=mode == "reply_all", agency=agency, key=key)
        self.app.push_screen(ComposeScreen(self.home, draft), lambda _: self.refresh_view())

    async def action_report(self) -> None:
        """Report the letter as a forgery; it leaves the inbox."""
        if await self.record_here("mail_reported", letter=self._key):
            self.dismiss(None)

    async def action_delete(self) -> None:
        """Put the letter into the bin."""
        if await self.record_here("mail_deleted", letter=self._key):
            self.dismiss(None)

    def action_open_file(self) -> None:
        """Look into an attachment."""
        files = {file.id: file for file in self.letter.attachments}

        async def open_it(key: str | None) -> None:
            if key:
                await self.record_here("mail_attachment_opened", letter=self._key, file=key)
                self._show(files[key])

        entries = [Entry(key, _drawer(file.name, file.note)) for key, file in files.items()]
        self.app.push_screen(Choose(self.ui.tr("Mở tệp nào?"), entries, keys=CHOOSE_KEYS), open_it)

    def _show(self, file: FileRef) -> None:
        text = file.text or self.ui.tr("Tệp này không xem được dưới dạng chữ.")
        self.app.push_screen(PageDialog(file.name, text_rows(*text.split("\n")), keys=CLOSE_KEYS))

    def action_open_link(self) -> None:
        """Follow a link, after being shown where it leads."""
        links = {link.target: link for link in self.letter.links}

        def ask(target: str | None) -> None:
            if target:
                self._follow(links[target])

        entries = [Entry(target, _drawer(link.text, link.target)) for target, link in links.items()]
        self.app.push_screen(Choose(self.ui.tr("Mở liên kết nào?"), entries, keys=CHOOSE_KEYS), ask)

    def _follow(self, link: Link) -> None:
        async def opened(yes: bool | None) -> None:
            if yes:
                await self.record_here("mail_link_opened", letter=self._key, target=link.target)
                self.app.push_screen(
                    PageDialog(
                        link.target,
                        text_rows(
                            self.ui.tr("Máy thi không nối ra ngoài. Việc mở đã được ghi lại.")
                        ),
                        keys=CLOSE_KEYS,
                    )
                )

        tr = self.ui.tr
        body = text_rows(
            tr("Chữ hiển thị: {text}", text=link.text),
            tr("Địa chỉ thật: {target}", target=link.target),
        )
        self.app.push_screen(
            Ask(tr("Mở liên kết này?"), body, yes=tr("Có, mở"), no=tr("Không mở")), opened
        )


def _drawer(text: str, note: str) -> Callable[[int], Sequence[Row]]:
    def draw(width: int) -> Sequence[Row]:
        return [row((text, "strong")), *paragraph(note, width, "muted", first="   ", rest="   ")]

    return draw

"""A task's desk: its letters, documents and drafts in sections, one list at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen

from mock_office.agency import Role
from mock_office.desk import Desk
from mock_office.documents.workflow import offered
from mock_office.mail.letters import Folder

from ...commands import MAIL_LIST, Command, bindings
from ...sitting.exam import FAMILY_NAMES, Exam
from ...sitting.office import Office
from ...sitting.sitting import NotSaved, TakenOver, TimeIsUp, in_words
from ...store.protocol import StoreError
from ...ui import Ui
from ...widgets.label import Label
from ...widgets.picklist import Entry, PickList
from ..exam_screen import ExamScreen
from .desk_rows import draft_rows, incoming_rows, letter_rows
from .reopening import last_open
from .words import FOLDER

INCOMING, OUTGOING = "incoming", "outgoing"


@dataclass(frozen=True, slots=True)
class Section:
    """One drawer of the desk: a mail folder, the incoming or the outgoing queue."""

    id: str
    title: str
    count: int


class DeskScreen(ExamScreen):
    """Base screen of a practical task."""

    CSS_PATH = "desk.tcss"
    BINDINGS = bindings(MAIL_LIST)
    HELP_TEXT = (
        "# Bàn làm việc của nhiệm vụ",
        "Dòng trên cùng là các ngăn: hộp thư, văn bản đến, dự thảo văn bản đi. Phím Tab hoặc mũi "
        "tên trái, phải chuyển ngăn; mũi tên lên, xuống chọn; Enter mở.",
        "Dự thảo đã đọc và thấy đúng: bấm phím Cách để đánh dấu, rồi b để ký hàng loạt với một "
        "lần nhập PIN.",
        "Đọc đề bài và trích quy chế của nhiệm vụ bằng phím F7 trước khi làm.",
    )

    def __init__(
        self, ui: Ui, exam: Exam, office: Office, part: str, *, reopen: bool = False
    ) -> None:
        super().__init__(ui, exam)
        self._reopen = reopen
        self.office = office
        self._part = part
        self._section = ""
        self._waiting = len(self.desk.later)
        self._marked: tuple[str, ...] = ()  # drafts to be signed together

    # -- values --------------------------------------------------------------------

    @property
    def part(self) -> str:
        return self._part

    @property
    def desk(self) -> Desk:
        """The desk as it is now."""
        return self.exam.desk(self._part)

    @property
    def has_mail(self) -> bool:
        """Whether letters belong to this task: there are some, or one is asked for."""
        task = self.exam.tasks[self._part]
        return bool(self.desk.letters or task.answer) or self._part == "mail"

    @property
    def heading(self) -> str:
        tr = self.ui.tr
        # The role first: it must not be what a narrow screen cuts off.
        role = tr("[vai văn thư]") + " " if self.desk.role is Role.CLERK else ""
        return role + tr(FAMILY_NAMES[self._part])

    def sections(self) -> list[Section]:
        """The drawers this desk has."""
        desk = self.desk
        out = []
        if desk.incoming:
            out.append(Section(INCOMING, self.ui.tr("Văn bản đến"), len(desk.incoming)))
        if desk.drafts:
            title = "Văn thư: văn bản đi" if desk.role is Role.CLERK else "Dự thảo văn bản đi"
            title = self.ui.tr(title)
            out.append(Section(OUTGOING, title, len(desk.drafts)))
        if self.has_mail:
            for folder in Folder:
                letters = [letter for letter in desk.letters if letter.folder is folder]
                if letters or folder in (Folder.INBOX, Folder.SENT, Folder.DRAFTS):
                    out.append(Section(folder.value, self.ui.tr(FOLDER[folder]), len(letters)))
        return out

    @property
    def section(self) -> str:
        """Id of the drawer that is open."""
        ids = [section.id for section in self.sections()]
        return self._section if self._section in ids else ids[0] if ids else ""

    def tick(self) -> None:
        """A second has passed: what has come in by now appears; the pointer stays."""
        super().tick()
        waiting = len(self.desk.later)
        if waiting != self._waiting and self.is_mounted and self.is_current:
            self._waiting = waiting
            self.refresh_view()

    # -- drawing -------------------------------------------------------------------

    def body(self) -> ComposeResult:
        yield Label("", "", id="sections")
        yield PickList(empty=self.ui.tr("Ngăn này chưa có gì."), id="list")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(PickList).focus()
        self.run_worker(self._prepare(), group="prepare", exit_on_error=True)

    async def _prepare(self) -> None:
        """Keys and PDFs are made when a desk is first seen, in a worker thread."""
        try:
            await self.office.prepare(self._part)
        except (NotSaved, TakenOver, TimeIsUp):
            self.draw_bars()
        except (StoreError, OSError) as error:
            self.top_bar.remark(self.ui.tr(in_words(error)))
        if self._reopen:
            self._reopen = False
            self._open_last()

    async def _laid_out(self) -> bool:
        """Whether keys and files lie ready; on the screen stands why when they do not."""
        try:
            if await self.office.ready(self._part):
                return True
        except (StoreError, OSError) as error:
            self.top_bar.remark(self.ui.tr(in_words(error)))
        except (NotSaved, TakenOver, TimeIsUp):
            pass
        self.draw_bars()
        return False

    def _open_last(self) -> None:
        """After an interruption, open again what was being worked on."""
        task = self.exam.tasks[self._part]
        screens = last_open(self, self.exam.sitting.attempt.deeds.get(task.id, ()))
        for screen in screens:
            self.app.push_screen(screen, lambda _: self.refresh_view())

    def refresh_view(self) -> None:
        super().refresh_view()
        here = self.section
        tabs = "   ".join(
            f"[{each.title} ({each.count})]"
            if each.id == here
            else f" {each.title} ({each.count}) "
            for each in self.sections()
        )
        self.query_one("#sections", Label).take(tabs, "title")
        self.query_one(PickList).take(self._entries(here))

    def _entries(self, section: str) -> list[Entry]:
        desk = self.desk
        if section == INCOMING:
            return [Entry(each.id, incoming_rows(each, self.ui.tr)) for each in desk.incoming]
        if section == OUTGOING:
            return [
                Entry(each.id, draft_rows(each, self.ui.tr, marked=each.id in self._marked))
                for each in desk.drafts
            ]
        letters = [letter for letter in desk.letters if letter.folder.value == section]
        letters.sort(key=lambda each: each.date.timestamp() if each.date else 0, reverse=True)
        return [Entry(each.id, letter_rows(each, self.ui.tr)) for each in letters]

    def commands_here(self) -> Sequence[Command]:
        role = "Vai lãnh đạo" if self.desk.role is Role.CLERK else "Vai văn thư"
        return [replace(c, label=role) if c.id == "desk.role" else c for c in MAIL_LIST]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "role":
            return bool(self.desk.clerk)
        if action in ("new_letter", "find_letter"):
            return self.has_mail
        if action == "sign_batch":
            return bool(self._to_sign())
        if action == "section":
            return len(self.sections()) > 1
        return True

    # -- signing several drafts together -----------------------------------------------

    @on(PickList.Marked)
    def _mark(self, event: PickList.Marked) -> None:
        event.stop()
        if self.section != OUTGOING:
            return
        key, before = event.entry, self._marked
        self._marked = tuple(k for k in before if k != key) if key in before else (*before, key)
        self.refresh_view()

    def _to_sign(self) -> list[str]:
        """The marked drafts that can be signed in this role, in the order of the list."""
        kind = "draft_sealed" if self.desk.role is Role.CLERK else "draft_signed"
        return [
            draft.id
            for draft in self.desk.drafts
            if draft.id in self._marked
            and kind in {move.kind for move in offered(self.desk, draft)}
        ]

    async def action_sign_batch(self) -> None:
        """Sign the marked drafts with one PIN."""
        from .sign import SignScreen

        keys = self._to_sign()
        if not await self._laid_out():
            return
        seal = self.desk.role is Role.CLERK

        def back(_: None) -> None:
            self._marked = ()
            self.refresh_view()

        self.app.push_screen(SignScreen(self, keys[0], seal=seal, more=keys[1:]), back)

    # -- what a person does ----------------------------------------------------------

    def action_section(self, steps: int) -> None:
        """Open a neighbouring drawer."""
        ids = [section.id for section in self.sections()]
        if ids:
            self._section = ids[(ids.index(self.section) + steps) % len(ids)]
            self.refresh_view()

    def action_open(self) -> None:
        """Open what the cursor is on."""
        self.query_one(PickList).action_choose()

    async def action_role(self) -> None:
        """Take the clerk's role, or give it back."""
        start = self.exam.tasks[self._part].desk.role
        role = start if self.desk.role is Role.CLERK else Role.CLERK
        await self.record_here("role_taken", role=role.value)
        self.refresh_view()

    async def record_here(self, kind: str, **data: object) -> bool:
        """Record an action at this desk."""
        return await self.record(kind, task=self.exam.tasks[self._part].id, **data)

    @on(PickList.Chosen)
    async def _chosen(self, event: PickList.Chosen) -> None:
        event.stop()
        await self._show(self._screen_for(event.entry))

    async def _show(self, making: Awaitable[Screen[None] | None]) -> None:
        """Open a screen, once what opening it records is on the disk."""
        try:
            screen = await making
        except (NotSaved, TakenOver, TimeIsUp):
            self.draw_bars()
            return
        if screen is not None:
            self.app.push_screen(screen, lambda _: self.refresh_view())

    async def _screen_for(self, key: str) -> Screen[None] | None:
        from .document import DocumentScreen
        from .draft import DraftScreen

        section = self.section
        if section == INCOMING:
            await self.record_here("document_opened", document=key)
            return DocumentScreen(self, key)
        if section == OUTGOING:
            if not await self._laid_out():
                return None
            await self.record_here("draft_opened", draft=key)
            return DraftScreen(self, key)
        return await self._letter_screen(key)

    async def _letter_screen(self, key: str) -> Screen[None]:
        from .compose import ComposeScreen
        from .letter import LetterScreen

        letter = self.desk.letter(key)
        if letter.folder is Folder.DRAFTS:
            return ComposeScreen(self, letter)
        if not letter.read:
            await self.record_here("mail_opened", letter=key)
        return LetterScreen(self, key)

    def action_find_letter(self) -> None:
        """Find a letter in any folder by a few words, and open it."""
        from mock_office.mail.search import search_letters

        from .finder import Finder

        def found(typed: str) -> list[Entry]:
            letters = search_letters(self.desk.letters, typed)
            return [Entry(each.id, letter_rows(each, self.ui.tr)) for each in letters]

        async def chosen(key: str | None) -> None:
            if key:
                await self._show(self._letter_screen(key))

        self.app.push_screen(Finder(self.ui, self.ui.tr("Tìm thư"), found), chosen)

    def action_new_letter(self) -> None:
        """Begin a new letter."""
        from mock_office.mail.compose import new

        from .compose import ComposeScreen

        desk = self.desk
        letter = new(desk.actor, agency=desk.agency, key=self.new_letter_id())
        self.app.push_screen(ComposeScreen(self, letter), lambda _: self.refresh_view())

    def new_letter_id(self) -> str:
        """An id no other letter of this desk has."""
        taken = {letter.id for letter in self.desk.letters}
        number = 1
        while f"own-{number}" in taken:
            number += 1
        return f"own-{number}"

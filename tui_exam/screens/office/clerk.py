"""The clerk's work: number and date, issuing, filing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from mock_office.desk import Dossier, issue_choices
from mock_office.documents.outgoing import OutgoingDraft
from mock_office.files import FileRef

from ...widgets.fields import FormField, LineField
from ...widgets.label import Label
from ...widgets.picker import Picker
from ...widgets.picklist import Entry
from ...widgets.rows import Row, paragraph, row
from ..dialogs import CHOOSE_KEYS, Choose, Tick
from .dates import parse_day
from .form import FormScreen
from .words import day, draft_title, names

if TYPE_CHECKING:
    from .desk_screen import DeskScreen
    from .draft import DraftScreen


class NumberScreen(FormScreen):
    """Gives a document its number and date in the register of outgoing documents."""

    LEADS_TO = "draft_numbered"
    TITLE_TEXT = "Cấp số, ngày ban hành"
    QUESTION = "Cấp số như sau?"

    def __init__(self, home: DeskScreen, draft: str) -> None:
        super().__init__(home)
        self._key = draft

    def fields(self) -> ComposeResult:
        tr, desk = self.ui.tr, self.desk
        yield Label(draft_title(desk.draft(self._key)))
        yield Label(
            tr("Sổ đăng ký văn bản đi: số gần nhất đã cấp là") + f" {desk.register_next - 1:02d}.",
            "muted",
        )
        yield Label(partial(tr, "Số"))
        yield FormField(typing=self.ui.typing, purpose="code", id="number", max_length=6)
        yield Label(tr("Ngày ban hành (ngày/tháng/năm); hôm nay là") + f" {day(desk.today)}")
        yield FormField(typing=self.ui.typing, purpose="code", id="date", max_length=10)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#number").focus()

    def _typed(self, key: str) -> str:
        return self.query_one(f"#{key}", LineField).value.strip()

    def problem(self) -> str:
        if not self._typed("number").isdecimal() or not 0 < int(self._typed("number")) < 100_000:
            return self.ui.tr("Số phải là chữ số, ví dụ 08.")
        if parse_day(self._typed("date"), self.desk.today) is None:
            return self.ui.tr(
                "Không đọc được ngày «{typed}». Hãy ghi theo dạng 26/11/2026.",
                typed=self._typed("date"),
            )
        return ""

    def summary(self) -> Sequence[str]:
        draft = self.desk.draft(self._key)
        number = int(self._typed("number"))
        return (
            self.ui.tr("Số, ký hiệu: {number}", number=f"{number:02d}/{draft.symbol}"),
            self.ui.tr("Ngày: {day}", day=day(parse_day(self._typed("date"), self.desk.today))),
        )

    async def carry_out(self) -> bool:
        when = parse_day(self._typed("date"), self.desk.today)
        return when is not None and await self.record_here(
            "draft_numbered",
            draft=self._key,
            number=int(self._typed("number")),
            date=when.isoformat(),
        )


class IssueScreen(FormScreen):
    """Sends the document to its recipients through the document system."""

    LEADS_TO = "draft_issued"
    TITLE_TEXT = "Phát hành"
    QUESTION = "Phát hành tới các nơi sau?"

    def __init__(self, home: DeskScreen, draft: str) -> None:
        super().__init__(home)
        self._key = draft

    def fields(self) -> ComposeResult:
        tr = self.ui.tr
        yield Label(draft_title(self.desk.draft(self._key)))
        yield Label(partial(tr, "Gửi tới"))
        yield Picker(partial(tr, "chưa chọn; Enter để chọn"), id="recipients")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#recipients").focus()

    def choices(self, picker: str) -> Sequence[Tick]:
        keys = issue_choices(self.desk)
        return [
            Tick(key, name)
            for key, name in zip(keys, names(self.desk.agency, tuple(keys)), strict=True)
        ]

    def problem(self) -> str:
        if not self.query_one("#recipients", Picker).picked:
            return self.ui.tr("Chưa chọn nơi nhận.")
        return ""

    def summary(self) -> Sequence[str]:
        picked = self.query_one("#recipients", Picker).picked
        return (
            draft_title(self.desk.draft(self._key)),
            *(f"- {name}" for name in names(self.desk.agency, picked)),
        )

    async def carry_out(self) -> bool:
        picked = self.query_one("#recipients", Picker).picked
        return await self.record_here("draft_issued", draft=self._key, recipients=list(picked))


def file_draft(screen: DraftScreen, draft: str) -> None:
    """Ask for the dossier and put the document into it."""

    def drawer(dossier: Dossier) -> Callable[[int], Sequence[Row]]:
        return lambda width: [row((dossier.code, "strong"), (f"  {dossier.title}", ""))]

    async def chosen(dossier: str | None) -> None:
        if dossier:
            await screen.record_here("draft_filed", draft=draft, dossier=dossier)
            screen.refresh_view()

    entries = [Entry(each.id, drawer(each)) for each in screen.desk.dossiers]
    screen.app.push_screen(
        Choose(screen.ui.tr("Lưu vào hồ sơ nào?"), entries, keys=CHOOSE_KEYS), chosen
    )


def annexes(draft: OutgoingDraft) -> tuple[FileRef, ...]:
    """The annexes of a draft that go out as PDF files of their own."""
    return tuple(file for file in draft.attachments if file.name.lower().endswith(".pdf"))


def choose_file(
    screen: DraftScreen,
    draft: str,
    chosen: Callable[[str | None], None],
    *,
    question: str,
    main: bool = True,
) -> None:
    """Ask for a file of a draft: an annex, or the `main` file by the draft's own id."""
    tr, paper = screen.ui.tr, screen.desk.draft(draft)
    sealed = dict(paper.sealed_files)

    def drawer(file: FileRef) -> Callable[[int], Sequence[Row]]:
        state = tr("đã ký số") if file.id in sealed else tr("chưa ký số")
        return lambda width: [row((file.name, "strong"), (f"  {file.note} ({state})", ""))]

    entries = [Entry(file.id, drawer(file)) for file in annexes(paper)]
    if main:
        title = draft_title(paper)
        entries.insert(0, Entry(draft, lambda width: paragraph(title, width, "strong")))
    screen.app.push_screen(Choose(question, entries, keys=CHOOSE_KEYS), chosen)

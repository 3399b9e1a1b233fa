"""Writing a letter: addresses, subject, attachments, text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid

from mock_office.files import FileRef
from mock_office.mail.address_book import cards
from mock_office.mail.addresses import parse
from mock_office.mail.compose import SIGNATURE_MARK
from mock_office.mail.letters import Letter

from ...commands import WRITE, bindings
from ...texts import msg
from ...widgets.fields import FormField, LineField, Paused, TextField
from ...widgets.label import Label
from ...widgets.picker import Picker
from ..dialogs import TICK_KEYS, Ask, Tick, TickMany, text_rows
from .address_book import AddressBook
from .step import DeskStep
from .words import addresses

if TYPE_CHECKING:
    from .desk_screen import DeskScreen

LINES = (("to", msg("Đến")), ("cc", "Cc"), ("bcc", "Bcc"), ("subject", msg("Chủ đề")))


class ComposeScreen(DeskStep):
    """A letter being written. It is kept as a draft at every pause and on leaving."""

    CSS_PATH = "compose.tcss"
    BINDINGS = bindings(WRITE)
    COMMANDS_HERE = WRITE
    HELP_TEXT = (
        "# Soạn thư",
        "Phím Tab sang ô kế tiếp. Nhiều địa chỉ cách nhau bằng dấu phẩy; Ctrl+L chọn từ danh bạ. "
        "Ở ô Tệp, bấm Enter để chọn tệp đính kèm. F8 cho xem lại rồi mới gửi. "
        "Esc cất thư vào ngăn Thư nháp.",
    )

    def __init__(self, home: DeskScreen, letter: Letter) -> None:
        super().__init__(home)
        self._letter = letter
        self._saved: dict[str, object] | None = None

    @property
    def heading(self) -> str:
        return f"{self.ui.tr('Soạn thư')}  {self.ui.badge()}"

    def body(self) -> ComposeResult:
        letter, typing = self._letter, self.ui.typing
        values = {
            "to": addresses(letter.to),
            "cc": addresses(letter.cc),
            "bcc": addresses(letter.bcc),
            "subject": letter.subject,
        }
        with Grid(id="compose"):
            for key, label in LINES:
                yield Label(partial(self.ui.tr, label))
                yield FormField(
                    typing=typing,
                    value=values[key],
                    purpose="text" if key == "subject" else "address",
                    id=key,
                    max_length=500 if key == "subject" else 2000,
                )
            yield Label(partial(self.ui.tr, "Tệp"))
            yield Picker(partial(self.ui.tr, "chưa đính kèm tệp; Enter để chọn"), id="files")
            yield TextField(typing=typing, text=letter.body, id="body", max_length=20_000)

    def on_mount(self) -> None:
        super().on_mount()
        self._show_files([file.id for file in self._letter.attachments])
        body = self.query_one("#body", TextField)
        body.move_cursor(_end_of_own(body.text))
        first = "to" if not self._letter.to else "subject" if not self._letter.subject else "body"
        self.query_one(f"#{first}").focus()
        self._saved = self._values() if not self._letter.date else None

    # -- values ----------------------------------------------------------------------

    def _files(self) -> dict[str, FileRef]:
        own = {file.id: file for file in self._letter.attachments}
        return {file.id: file for file in self.desk.all_files()} | own

    def _values(self) -> dict[str, object]:
        return {
            "letter": self._letter.id,
            "mode": self._letter.mode,
            "source": self._letter.source,
            **{key: list(self._entries(key)) for key in ("to", "cc", "bcc")},
            "subject": self.query_one("#subject", LineField).value,
            "body": self.query_one("#body", TextField).text,
            "attachments": list(self.query_one("#files", Picker).picked),
        }

    def _entries(self, key: str) -> Iterator[str]:
        text = self.query_one(f"#{key}", LineField).value
        for part in text.replace(";", ",").split(","):
            if part.strip():
                yield part.strip()

    # -- keeping ---------------------------------------------------------------------

    async def keep(self) -> None:
        """Save the draft when something differs from what was saved last."""
        values = self._values()
        if values != self._saved and await self.record_here("mail_draft_saved", **values):
            self._saved = values

    @on(Paused)
    async def _paused(self) -> None:
        await self.keep()

    # -- what a person does ------------------------------------------------------------

    def action_focus_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def on_input_method_toggled(self) -> None:
        self.draw_bars()

    @on(Picker.Asked)
    def _pick_files(self) -> None:
        files = self._files()
        ticks = [Tick(file.id, file.name, file.note) for file in files.values()]

        async def picked(chosen: tuple[str, ...] | None) -> None:
            if chosen is not None:
                self._show_files(list(chosen))
                await self.keep()

        self.app.push_screen(
            TickMany(
                self.ui.tr("Đính kèm tệp nào?"),
                ticks,
                self.query_one("#files", Picker).picked,
                keys=TICK_KEYS,
            ),
            picked,
        )

    def _show_files(self, chosen: list[str]) -> None:
        files = self._files()
        self.query_one("#files", Picker).take(chosen, [files[key].name for key in chosen])

    def action_book(self) -> None:
        """Choose an address; it goes to the address field one is in, else to the first."""
        focused = self.focused.id if self.focused is not None else ""
        field = focused if focused in ("to", "cc", "bcc") else "to"

        def chosen(address: str | None) -> None:
            if address:
                box = self.query_one(f"#{field}", LineField)
                box.value = f"{box.value.rstrip(', ')}, {address}" if box.value.strip() else address
                box.cursor_position = len(box.value)
                box.focus()

        self.app.push_screen(AddressBook(self.ui, cards(self.desk.agency)), chosen)

    async def action_send(self) -> None:
        """Show once more what goes to whom, then send."""
        await self.keep()
        values, files = self._values(), self._files()
        tr, none = self.ui.tr, self.ui.tr("(không có)")
        wrong = [
            problem
            for key in ("to", "cc", "bcc")
            for problem in parse(self.query_one(f"#{key}", LineField).value)[1]
        ]
        if wrong:
            self._refuse(
                tr("Địa chỉ «{address}»: {why}", address=wrong[0].typed, why=tr(wrong[0].message))
            )
            return
        if not any(values[key] for key in ("to", "cc", "bcc")):
            self._refuse(tr("Chưa có người nhận. Hãy điền ô Đến."))
            return
        names = [files[str(key)].name for key in self.query_one("#files", Picker).picked]
        body = text_rows(
            f"{tr('Đến')}: {', '.join(self._entries('to'))}",
            f"Cc: {', '.join(self._entries('cc')) or none}",
            f"Bcc: {', '.join(self._entries('bcc')) or none}",
            f"{tr('Chủ đề')}: {values['subject'] or none}",
            f"{tr('Tệp đính kèm')}: {'; '.join(names) or none}",
            tr("# Thư gửi rồi thì không lấy lại được."),
        )

        async def answered(yes: bool | None) -> None:
            if yes and await self.record_here("mail_sent", **values):
                self._saved = values
                self.dismiss(None)
            elif yes and self.close_when_saved():
                self._saved = values

        tr = self.ui.tr
        self.app.push_screen(
            Ask(tr("Gửi thư này?"), body, yes=tr("Có, gửi"), no=tr("Chưa gửi")), answered
        )

    def _refuse(self, why: str) -> None:
        self.app.push_screen(
            Ask(
                self.ui.tr("Chưa gửi được"),
                text_rows(why),
                yes=self.ui.tr("Đã hiểu"),
                no=self.ui.tr("Quay lại"),
            )
        )

    async def action_discard(self) -> None:
        """Throw the draft away."""

        async def answered(yes: bool | None) -> None:
            if not yes:
                return
            if any(letter.id == self._letter.id for letter in self.desk.letters):
                await self.record_here("mail_draft_discarded", letter=self._letter.id)
            self._saved = self._values()
            self.dismiss(None)

        tr = self.ui.tr
        self.app.push_screen(
            Ask(tr("Bỏ thư này?"), text_rows(tr("Thư đang soạn sẽ không còn.")),
                yes=tr("Có, bỏ"), no=tr("Giữ lại")),
            answered,
        )  # fmt: skip


def _end_of_own(body: str) -> tuple[int, int]:
    """Row and column behind what was written so far, above the signature block."""
    lines = body.split("\n")
    marks = (at for at, line in enumerate(lines) if line.rstrip() == SIGNATURE_MARK.rstrip())
    own = "\n".join(lines[: next(marks, len(lines))]).rstrip("\n")
    return len(own.split("\n")) - 1, len(own) - own.rfind("\n") - 1

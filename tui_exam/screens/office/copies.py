"""The clerk's copies of an incoming document: their form, number and date; sending them.

Decree 30/2020/NĐ-CP articles 25 to 27: nothing here says which form is right. It follows
from what the document is, and that stands in its register fields.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from mock_office.copies import Copy, CopyForm, copy_symbol
from mock_office.copy_moves import next_copy_id
from mock_office.desk import issue_choices
from mock_office.documents.incoming import IncomingDocument

from ...texts import msg
from ...widgets.fields import FormField, LineField
from ...widgets.label import Label
from ...widgets.picker import Picker
from ...widgets.picklist import Entry
from ...widgets.rows import clip, paragraph
from ..dialogs import CHOOSE_KEYS, Choose, Tick
from .dates import parse_day
from .form import FormScreen
from .step import DeskStep
from .words import copy_title, day, names

if TYPE_CHECKING:
    from .desk_screen import DeskScreen

FORM_WORDS = {
    CopyForm.FULL: msg("Sao y"),
    CopyForm.OF_COPY: msg("Sao lục"),
    CopyForm.EXTRACT: msg("Trích sao"),
}
"""The forms of copy as they are chosen; what each is for is the clerk's to know."""


class CopyScreen(FormScreen):
    """Makes an electronic copy of an incoming document and enters it in the register."""

    LEADS_TO = "copy_made"
    TITLE_TEXT = "Sao văn bản"
    QUESTION = "Sao văn bản như sau?"
    HELP_TEXT = (
        "# Sao văn bản sang định dạng điện tử",
        "Chọn hình thức sao theo văn bản đang có và theo yêu cầu; cấp số, ngày cho bản sao. Số "
        "của các bản sao đánh chung một dãy trong năm. Trích sao thì chọn thêm đoạn cần trích. "
        "Sau đó ký số của cơ quan lên bản sao: góc trên, bên phải trang đầu, không có hình.",
    )

    def __init__(self, home: DeskScreen, document: str) -> None:
        super().__init__(home)
        self._key = document

    @property
    def document(self) -> IncomingDocument:
        """The document that is copied, as it is now."""
        return self.desk.document(self._key)

    def fields(self) -> ComposeResult:
        tr, desk, document = self.ui.tr, self.desk, self.document
        yield Label(f"{document.kind} {document.symbol}: {document.excerpt}")
        yield Label(partial(tr, "Hình thức sao"))
        yield Picker(partial(tr, "chưa chọn; Enter để chọn"), id="copy_form")
        yield Label(partial(tr, "Đoạn cần trích (chỉ khi trích sao)"))
        yield Picker(partial(tr, "chưa chọn; Enter để chọn"), id="parts")
        last = f"{desk.copies_next - 1:02d}"
        yield Label(tr("Số bản sao; số gần nhất đã cấp là {n}", n=last))
        yield FormField(typing=self.ui.typing, purpose="code", id="number", max_length=6)
        yield Label(tr("Ngày sao (ngày/tháng/năm); hôm nay là {day}", day=day(desk.today)))
        yield FormField(typing=self.ui.typing, purpose="code", id="date", max_length=10)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#copy_form").focus()

    def choices(self, picker: str) -> Sequence[Tick]:
        tr = self.ui.tr
        if picker == "copy_form":
            return [Tick(f.value, tr(FORM_WORDS[f])) for f in CopyForm]
        return [Tick(str(n), text) for n, text in enumerate(self.document.body, 1)]

    def single(self, picker: str) -> bool:
        return picker == "copy_form"

    def _picked(self, picker: str) -> tuple[str, ...]:
        return tuple(self.query_one(f"#{picker}", Picker).picked)

    def _typed(self, key: str) -> str:
        return self.query_one(f"#{key}", LineField).value.strip()

    @property
    def _form(self) -> CopyForm:
        return CopyForm(self._picked("copy_form")[0])

    @property
    def _parts(self) -> tuple[str, ...]:
        """What was picked counts for an extract alone: the other forms take the whole."""
        return self._picked("parts") if self._form is CopyForm.EXTRACT else ()

    def problem(self) -> str:
        tr, number = self.ui.tr, self._typed("number")
        if not self._picked("copy_form"):
            return tr("Chưa chọn hình thức sao.")
        if self._form is CopyForm.EXTRACT and not self._parts:
            return tr("Chưa chọn đoạn cần trích.")
        if not (number.isascii() and number.isdecimal() and 0 < int(number) < 100_000):
            return tr("Số phải là chữ số, ví dụ 08.")
        if parse_day(self._typed("date"), self.desk.today) is None:
            return tr(
                "Không đọc được ngày «{typed}». Hãy ghi theo dạng 26/11/2026.",
                typed=self._typed("date"),
            )
        return ""

    def summary(self) -> Sequence[str]:
        tr, form = self.ui.tr, self._form
        symbol = copy_symbol(form, int(self._typed("number")), self.desk.agency.name)
        lines = [
            tr("Hình thức sao: {form}", form=tr(FORM_WORDS[form])),
            tr("Số, ký hiệu: {number}", number=symbol),
            tr("Ngày: {day}", day=day(parse_day(self._typed("date"), self.desk.today))),
        ]
        taken = [self.document.body[int(part) - 1] for part in self._parts]
        return [*lines, *(f"- {clip(text, 70)}" for text in taken)]

    async def carry_out(self) -> bool:
        when = parse_day(self._typed("date"), self.desk.today)
        return when is not None and await self.record_here(
            "copy_made",
            document=self._key,
            copy=next_copy_id(self.document),
            copy_form=self._form.value,
            number=int(self._typed("number")),
            date=when.isoformat(),
            parts=list(self._parts),
        )


class SendCopyScreen(FormScreen):
    """Sends a copy to its receivers through the document system."""

    LEADS_TO = "copy_issued"
    TITLE_TEXT = "Gửi bản sao"
    QUESTION = "Gửi bản sao tới các nơi sau?"

    def __init__(self, home: DeskScreen, document: str, copy: Copy) -> None:
        super().__init__(home)
        self._key = document
        self._copy = copy

    @property
    def _title(self) -> str:
        return copy_title(self.desk.agency, self.desk.document(self._key), self._copy)

    def fields(self) -> ComposeResult:
        yield Label(self._title)
        yield Label(partial(self.ui.tr, "Gửi tới"))
        yield Picker(partial(self.ui.tr, "chưa chọn; Enter để chọn"), id="recipients")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#recipients").focus()

    def choices(self, picker: str) -> Sequence[Tick]:
        keys = issue_choices(self.desk)
        shown = names(self.desk.agency, tuple(keys))
        return [Tick(key, name) for key, name in zip(keys, shown, strict=True)]

    @property
    def _picked(self) -> tuple[str, ...]:
        return tuple(self.query_one("#recipients", Picker).picked)

    def problem(self) -> str:
        return "" if self._picked else self.ui.tr("Chưa chọn nơi nhận.")

    def summary(self) -> Sequence[str]:
        return (self._title, *(f"- {name}" for name in names(self.desk.agency, self._picked)))

    async def carry_out(self) -> bool:
        return await self.record_here(
            "copy_issued",
            document=self._key,
            copy=self._copy.id,
            recipients=list(self._picked),
        )


def choose_copy(
    screen: DeskStep, document: IncomingDocument, chosen: Callable[[Copy], None]
) -> None:
    """Go on with the copy that is meant: asked for only where there are several."""
    if len(document.copies) == 1:
        chosen(document.copies[0])
        return
    tr = screen.ui.tr

    def entry(copy: Copy) -> Entry:
        state = tr("đã ký số") if copy.sealed_with else tr("chưa ký số")
        words = f"{copy_title(screen.desk.agency, document, copy)} ({state})"
        return Entry(copy.id, lambda width: paragraph(words, width))

    def back(key: str | None) -> None:
        for copy in document.copies:
            if copy.id == key:
                chosen(copy)

    entries = [entry(copy) for copy in document.copies]
    screen.app.push_screen(Choose(tr("Bản sao nào?"), entries, keys=CHOOSE_KEYS), back)

"""The directive note (bút phê): words, lead, supporting, for information, due date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from mock_office.documents.incoming import IncomingDocument, Routing

from ...widgets.fields import FormField, LineField, TextField
from ...widgets.label import Label
from ...widgets.picker import Picker
from ..dialogs import Tick
from .dates import parse_day
from .form import FormScreen
from .words import day

if TYPE_CHECKING:
    from .desk_screen import DeskScreen

ROLES = (
    ("lead", "Chủ trì (xử lý chính)"),
    ("supporting", "Phối hợp"),
    ("for_information", "Xem để biết"),
)


class NoteScreen(FormScreen):
    """Writes the directive note and routes the document."""

    TITLE_TEXT = "Bút phê và chuyển xử lý"
    QUESTION = "Chuyển văn bản như sau?"

    def __init__(self, home: DeskScreen, document: str) -> None:
        super().__init__(home)
        self._key = document
        self._saved: dict[str, object] | None = None

    @property
    def document(self) -> IncomingDocument:
        """The document as it is now."""
        return self.desk.document(self._key)

    @property
    def _begun(self) -> Routing:
        """What the form opens with: what was half filled in again, else what was sent."""
        return self.document.rerouting or self.document.routing

    def fields(self) -> ComposeResult:
        tr, routing = self.ui.tr, self._begun
        yield Label(partial(tr, "Ý kiến chỉ đạo (bút phê)"))
        yield TextField(typing=self.ui.typing, text=routing.note, id="note", max_length=2000)
        for key, label in ROLES:
            yield Label(partial(tr, label))
            yield Picker(partial(tr, "chưa chọn; Enter để chọn"), id=key)
        yield Label(partial(tr, "Hạn xử lý (ngày/tháng/năm, ví dụ 26/11/2026)"))
        yield FormField(
            typing=self.ui.typing,
            value=day(routing.due) if routing.due else "",
            purpose="code",
            id="due",
            max_length=10,
        )

    def on_mount(self) -> None:
        super().on_mount()
        routing = self._begun
        for key, _ in ROLES:
            self.show_picked(key, getattr(routing, key))
        self._saved = self._values()
        self.query_one("#note").focus()

    def choices(self, picker: str) -> Sequence[Tick]:
        agency = self.desk.agency
        units = [Tick(u.id, u.name, u.duties) for u in agency.units if not u.outside]
        people = [Tick(p.id, f"{p.name} ({agency.post(p)})") for p in agency.people]
        return [*units, *people]

    def _values(self) -> dict[str, object]:
        due = parse_day(self.query_one("#due", LineField).value, self.desk.today)
        return {
            "document": self._key,
            "note": self.query_one("#note", TextField).text,
            **{key: list(self.query_one(f"#{key}", Picker).picked) for key, _ in ROLES},
            "due": due.isoformat() if isinstance(due, date) else "",
        }

    async def keep(self) -> None:
        values = self._values()
        if (
            values != self._saved
            and not self._carried_out
            and await self.record_here("note_draft_saved", **values)
        ):
            self._saved = values

    def problem(self) -> str:
        typed = self.query_one("#due", LineField).value.strip()
        if typed and parse_day(typed, self.desk.today) is None:
            return self.ui.tr(
                "Không đọc được ngày «{typed}». Hãy ghi theo dạng 26/11/2026, hoặc để trống.",
                typed=typed,
            )
        return ""

    def summary(self) -> Sequence[str]:
        tr = self.ui.tr

        def shown(key: str) -> str:
            names = {tick.id: tick.text for tick in self.choices(key)}
            picked = self.query_one(f"#{key}", Picker).picked
            return "; ".join(names[each] for each in picked) or tr("(chưa chọn)")

        due = parse_day(self.query_one("#due", LineField).value, self.desk.today)
        return (
            f"{tr('Văn bản')}: {self.document.symbol}, {self.document.excerpt}",
            f"{tr('Bút phê')}: {self.query_one('#note', TextField).text or tr('(chưa ghi)')}",
            *(f"{tr(label)}: {shown(key)}" for key, label in ROLES),
            f"{tr('Hạn xử lý')}: {day(due) if due else tr('(chưa ghi)')}",
        )

    async def carry_out(self) -> bool:
        return await self.record_here("document_routed", **self._values())

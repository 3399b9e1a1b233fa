"""Handing a document over to be issued: to whom, which files, what note."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from mock_office.desk import handover_choices

from ...widgets.fields import TextField
from ...widgets.label import Label
from ...widgets.picker import Picker
from ..dialogs import Tick
from .form import FormScreen
from .words import draft_title

if TYPE_CHECKING:
    from .desk_screen import DeskScreen


class HandOverScreen(FormScreen):
    """Hands the draft over."""

    LEADS_TO = "handed_over"
    TITLE_TEXT = "Chuyển phát hành"
    QUESTION = "Chuyển như sau?"

    def __init__(self, home: DeskScreen, draft: str) -> None:
        super().__init__(home)
        self._key = draft

    def fields(self) -> ComposeResult:
        tr = self.ui.tr
        yield Label(partial(tr, "Chuyển cho"))
        yield Picker(partial(tr, "chưa chọn; Enter để chọn"), id="to")
        yield Label(partial(tr, "Tệp chuyển kèm"))
        yield Picker(partial(tr, "chưa chọn; Enter để chọn"), id="files")
        yield Label(partial(tr, "Ghi chú phát hành (nơi nhận, mức độ khẩn)"))
        yield TextField(
            typing=self.ui.typing,
            text=self.desk.draft(self._key).handover_note,
            id="note",
            max_length=2000,
        )

    def on_mount(self) -> None:
        super().on_mount()
        draft = self.desk.draft(self._key)
        self.show_picked("to", [draft.handed_to] if draft.handed_to else [])
        self.show_picked("files", draft.handover_files)
        self.query_one("#to").focus()

    def choices(self, picker: str) -> Sequence[Tick]:
        if picker == "to":
            me = self.desk.actor.id
            people = self.desk.agency.people
            post = self.desk.agency.post
            return [Tick(p.id, f"{p.name} ({post(p)})") for p in people if p.id != me]
        files = handover_choices(self.desk, self.desk.draft(self._key))
        return [Tick(file.id, file.name, file.note) for file in files]

    def single(self, picker: str) -> bool:
        return picker == "to"

    def problem(self) -> str:
        if not self.query_one("#to", Picker).picked:
            return self.ui.tr("Chưa chọn người nhận. Hãy chọn ở ô «Chuyển cho».")
        return ""

    def summary(self) -> Sequence[str]:
        tr, none = self.ui.tr, self.ui.tr("(không có)")
        people = {tick.id: tick.text for tick in self.choices("to")}
        files = {tick.id: tick.text for tick in self.choices("files")}
        picked = self.query_one("#files", Picker).picked
        return (
            f"{tr('Văn bản')}: {draft_title(self.desk.draft(self._key))}",
            f"{tr('Chuyển cho')}: {people[self.query_one('#to', Picker).picked[0]]}",
            f"{tr('Tệp')}: {'; '.join(files[key] for key in picked) or none}",
            f"{tr('Ghi chú')}: {self.query_one('#note', TextField).text or none}",
        )

    async def carry_out(self) -> bool:
        return await self.record_here(
            "handed_over",
            draft=self._key,
            to=self.query_one("#to", Picker).picked[0],
            note=self.query_one("#note", TextField).text,
            files=list(self.query_one("#files", Picker).picked),
        )

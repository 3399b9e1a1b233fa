"""A form on a desk: labelled fields, checked and shown once more before it is carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from ...commands import FORM, bindings
from ...widgets.fields import LineField, Paused, TextField
from ...widgets.picker import Picker
from ..dialogs import TICK_KEYS, Ask, Tick, TickMany, text_rows
from .step import DeskStep

if TYPE_CHECKING:
    from .desk_screen import DeskScreen


class FormScreen(DeskStep):
    """Base of the forms. Subclasses give `fields`, `summary`, `carry_out`."""

    CSS_PATH = "../form.tcss"
    BINDINGS = bindings(FORM)
    COMMANDS_HERE = FORM
    LEADS_TO = ""  # the kind of action it leads to; what is half typed is kept under it
    TITLE_TEXT = ""
    QUESTION = "Thực hiện?"
    HELP_TEXT = (
        "# Điền biểu mẫu",
        "Tab sang ô kế tiếp. Ở ô chọn, bấm Enter để mở danh sách, phím Cách để đánh dấu, Enter "
        "khi xong. F8 cho xem lại lần cuối rồi mới thực hiện. Esc quay lại, chữ đã gõ được giữ.",
    )

    def __init__(self, home: DeskScreen) -> None:
        super().__init__(home)
        self._carried_out = False
        self._key = ""  # the document or draft it is about
        self._kept: dict[str, object] = {}

    @property
    def heading(self) -> str:
        return f"{self.ui.tr(self.TITLE_TEXT)}  {self.ui.badge()}"

    def fields(self) -> ComposeResult:
        """The labelled fields."""
        yield from ()

    def body(self) -> ComposeResult:
        with Vertical(classes="form"):
            yield from self.fields()

    def on_mount(self) -> None:
        # Called once more behind the `on_mount` of the form itself, so that what was half
        # filled stands over what the form begins with.
        super().on_mount()
        for area in self.query(TextField):
            area.move_cursor(area.document.end)
        if self.LEADS_TO:
            task = self.exam.tasks[self.part].id
            self._fill(self.exam.sitting.attempt.begun(task, self.LEADS_TO, self._key))
            self._kept = self._filled()

    def _fill(self, values: Mapping[str, Any]) -> None:
        for field in self.query(LineField):
            if isinstance(text := values.get(field.id or ""), str):
                field.value = text
                field.cursor_position = len(text)
        for area in self.query(TextField):
            if isinstance(text := values.get(area.id or ""), str):
                area.text = text
                area.move_cursor(area.document.end)
        for picker in self.query(Picker):
            if isinstance(chosen := values.get(picker.id or ""), list):
                self.show_picked(picker.id or "", chosen)

    def _filled(self) -> dict[str, object]:
        return {
            **{field.id or "": field.value for field in self.query(LineField)},
            **{area.id or "": area.text for area in self.query(TextField)},
            **{picker.id or "": list(picker.picked) for picker in self.query(Picker)},
        }

    async def keep(self) -> None:
        """Record what is half filled, as far as it has changed."""
        if not self.LEADS_TO or self._carried_out:
            return
        values = self._filled()
        if values != self._kept and await self.record_here(
            "form_kept", form=self.LEADS_TO, about=self._key, values=values
        ):
            self._kept = values

    def problem(self) -> str:
        """Why the form cannot be carried out at all, or nothing."""
        return ""

    def summary(self) -> Sequence[str]:
        """What will be done, as paragraphs."""
        return ()

    async def carry_out(self) -> bool:
        """Do it; True when it is recorded."""
        return False

    # -- picking from lists ------------------------------------------------------------

    def choices(self, picker: str) -> Sequence[Tick]:
        """What can be picked in that picker."""
        return ()

    def single(self, picker: str) -> bool:
        """Whether that picker takes one entry only."""
        return False

    def show_picked(self, picker: str, chosen: Sequence[str]) -> None:
        """Put the chosen entries into a picker."""
        names = {tick.id: tick.text for tick in self.choices(picker)}
        known = [key for key in chosen if key in names]
        self.query_one(f"#{picker}", Picker).take(known, [names[key] for key in known])

    @on(Picker.Asked)
    def _ask(self, event: Picker.Asked) -> None:
        event.stop()
        picker = event.picker.id or ""

        async def picked(chosen: tuple[str, ...] | None) -> None:
            if chosen is not None:
                self.show_picked(picker, chosen)
                await self.keep()

        self.app.push_screen(
            TickMany(
                self.ui.tr("Chọn"),
                self.choices(picker),
                event.picker.picked,
                single=self.single(picker),
                keys=TICK_KEYS,
            ),
            picked,
        )

    # -- what a person does --------------------------------------------------------------

    def on_input_method_toggled(self) -> None:
        self.draw_bars()

    @on(Paused)
    async def _paused(self) -> None:
        await self.keep()

    def action_focus_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_pick(self) -> None:
        """Open the list of the field one is in."""
        if isinstance(self.focused, Picker):
            self.focused.action_ask()

    async def action_done(self) -> None:
        """Show once more what will be done, then do it."""
        await self.keep()
        tr = self.ui.tr
        why = self.problem()
        if why:
            self.app.push_screen(
                Ask(tr("Chưa thực hiện được"), text_rows(why), yes=tr("Đã hiểu"), no=tr("Quay lại"))
            )
            return

        async def answered(yes: bool | None) -> None:
            if not yes or self._carried_out:
                return
            if await self.carry_out():
                self._carried_out = True
                self.dismiss(None)
            else:
                self._carried_out = self.close_when_saved()

        self.app.push_screen(
            Ask(tr(self.QUESTION), text_rows(*self.summary()), yes=tr("Có"), no=tr("Chưa")),
            answered,
        )

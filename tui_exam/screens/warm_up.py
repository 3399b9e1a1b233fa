"""Before the clock: try moving, choosing, typing and the help. Can be skipped."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from ..commands import HELP, MENU, TYPING, WARM_UP, bindings
from ..ui import Ui
from ..vietnamese.text import same
from ..widgets.bars import KeyBar, TopBar, TopValues
from ..widgets.fields import LineField
from ..widgets.label import Label
from ..widgets.question import OptionView, QuestionPane, QuestionView
from ..widgets.rows import Row, paragraph, row
from .dialogs import Reading
from .place import Place

SENTENCE = "Kính gửi Ủy ban nhân dân phường"
STEPS = (
    "Di chuyển: bấm phím mũi tên xuống hoặc lên.",
    "Chọn: bấm số 2 để chọn phương án thứ hai.",
    "Gõ tiếng Việt: bấm Tab, gõ dòng «{sentence}» rồi Enter.",
    "Trợ giúp: bấm F1 (hoặc dấu ?), đọc rồi bấm Esc.",
)
HELP_TEXT = (
    "# Gõ tiếng Việt",
    "Chương trình có sẵn bộ gõ Telex và VNI; phím F9 bật hoặc tắt. Telex: aa = â, ee = ê, "
    "oo = ô, aw = ă, ow = ơ, uw = ư, dd = đ; dấu: s sắc, f huyền, r hỏi, x ngã, j nặng. "
    "Ví dụ: «Kinhs guwir Uyr ban nhaan daan».",
    "Nếu máy của ông/bà đã bật UniKey hay bộ gõ khác, chương trình tự nhận ra và tắt bộ gõ của "
    "mình.",
    "# Trợ giúp",
    "Ở màn hình nào F1 cũng mở phần hướng dẫn của màn hình đó. Bấm Esc để đóng.",
)


class WarmUpScreen(Place[None]):
    """Four small exercises; each gets its tick when it has been done."""

    CSS_PATH = "warm_up.tcss"
    BINDINGS = bindings(WARM_UP)
    COMMANDS_HERE = WARM_UP
    HELP_TEXT = HELP_TEXT

    class Begin(Message):
        """The candidate is ready; the clock may start."""

    def __init__(self, ui: Ui, *, minutes: int) -> None:
        super().__init__(ui)
        self._minutes = minutes
        self._done = [False] * len(STEPS)
        self._picked = ""

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield Reading(self._steps, id="steps")
        yield QuestionPane()
        yield Label(lambda: self.ui.tr("Dòng chữ tập gõ:"))
        yield LineField(typing=self.ui.typing, purpose="text", id="line", max_length=200)
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        self.query_one("#steps", Reading).can_focus = False
        self.query_one(QuestionPane).focus()
        self._draw()

    def _steps(self, width: int) -> Sequence[Row]:
        tr = self.ui.tr
        return [
            row((f" {tr('Làm quen trước khi tính giờ (có thể bỏ qua bằng phím F8):')}", "title")),
            *(
                line
                for number, (step, done) in enumerate(zip(STEPS, self._done, strict=True), 1)
                for line in paragraph(
                    f"{'[x]' if done else '[ ]'} {number}. {tr(step, sentence=SENTENCE)}",
                    width - 1,
                    "good" if done else "",
                    first=" ",
                    rest=" " * 8,
                )
            ),
        ]

    def relabel(self) -> None:
        self._draw()

    def _draw(self) -> None:
        tr = self.ui.tr
        self.query_one(TopBar).take(
            TopValues(title=tr("Làm quen: chưa tính giờ"), clock=self.ui.badge())
        )
        self.query_one(KeyBar).take(
            [
                (
                    self.ui.face(WARM_UP[0]),
                    tr("Bắt đầu tính giờ ({n} phút)", n=self._minutes),
                ),
                *self.key_pairs((HELP, MENU)),
                ("Tab", tr("Chuyển ô")),
                (self.ui.face(TYPING), tr("Bộ gõ")),
                *self.key_pairs(WARM_UP[1:]),
            ]
        )
        self.query_one("#steps", Reading).redraw()
        self.query_one(QuestionPane).take(
            QuestionView(
                number=1,
                of=1,
                stem=tr("Câu tập: phím nào mở đề bài của nhiệm vụ thực hành?"),
                options=tuple(
                    OptionView(key, text, key == self._picked)
                    for key, text in (("a", "F1"), ("b", "F7"), ("c", "F8"))
                ),
            )
        )

    def _tick(self, step: int) -> None:
        self._done[step] = True
        self._draw()

    @on(QuestionPane.Moved)
    def _moved(self) -> None:
        self._tick(0)

    @on(QuestionPane.Picked)
    def _chosen(self, event: QuestionPane.Picked) -> None:
        event.stop()
        self._picked = "" if self._picked == event.key else event.key
        if event.key == "b":
            self._done[1] = True
        self._draw()

    @on(LineField.Submitted)
    def _typed(self, event: LineField.Submitted) -> None:
        event.stop()
        if same(event.value, SENTENCE):
            self._tick(2)
        else:
            self.query_one(TopBar).take(
                TopValues(
                    title=self.ui.tr("Làm quen: chưa tính giờ"),
                    clock=self.ui.badge(),
                    trouble=self.ui.tr("Chưa giống dòng mẫu. Xem lại dấu, sửa rồi bấm Enter."),
                )
            )

    def on_input_method_toggled(self) -> None:
        self._draw()

    def action_help(self) -> None:
        """Show how typing and help work."""
        self._tick(3)
        super().action_help()

    def action_begin(self) -> None:
        """Start the clock."""
        self.post_message(self.Begin())

    def action_back(self) -> None:
        """Back without starting anything."""
        self.dismiss(None)

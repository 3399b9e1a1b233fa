"""Signing: choose a token and how to sign, enter the PIN, sign one file or several."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult

from mock_office.copy_moves import copy_of
from mock_office.signing.ways import Layer

from ...commands import SIGN
from ...sitting.office import Locked, SigningFailed
from ...sitting.sitting import NotSaved, TakenOver, TimeIsUp, in_words
from ...store.protocol import StoreError
from ...widgets.fields import LineField, VietnameseInPin
from ...widgets.label import Label
from ...widgets.picklist import Entry, PickList
from ...widgets.rows import paragraph
from ..dialogs import Choose, PageDialog
from ..exam_screen import CLOSE_KEYS
from .step import DeskStep
from .token_cards import card_entries
from .verdict_lines import Outcome, batch_rows
from .ways_form import CLOSED, WaysForm
from .ways_words import TITLES
from .words import copy_title, draft_title

if TYPE_CHECKING:
    from mock_office.signing.pki import OpenToken

    from .desk_screen import DeskScreen

HEADINGS = {
    Layer.LEADER: "Ký số",
    Layer.AGENCY: "Ký số của cơ quan",
    Layer.ATTACHMENT: "Ký số của cơ quan trên phụ lục",
    Layer.COPY: "Ký số của cơ quan trên bản sao",
}


class SignScreen(DeskStep):
    """Chooses the token, the way of signing and the PIN; the work runs in worker threads.

    Args:
        draft: The draft to sign, or the incoming document whose copy is signed.
        seal: For the agency, not as the leader.
        file: The annex of the draft to seal instead of the draft itself.
        copy: The copy of the incoming document to seal.
        more: Further drafts to sign with the same PIN.
    """

    CSS_PATH = "draft.tcss"
    COMMANDS_HERE = SIGN
    HELP_TEXT = (
        "# Ký số",
        "Xem kỹ chủ thể, cơ quan cấp và thời hạn của từng chứng thư rồi chọn bằng Enter. Mã PIN "
        "thử in trong đề bài (F7). Nhập sai ba lần liên tiếp thì thiết bị bị khóa; chỉ người tổ "
        "chức mở khóa được.",
        "Cách ký: Tab sang ô «Cách ký», Enter để đổi vị trí, hình thức hiện, dấu thời gian, mức "
        "chữ ký. Đề nào chấm những điểm này thì phải tự chọn.",
        "Khi ký hàng loạt, Esc dừng sau tệp đang ký; các tệp đã ký vẫn giữ chữ ký.",
    )

    def __init__(
        self,
        home: DeskScreen,
        draft: str,
        *,
        seal: bool,
        file: str = "",
        copy: str = "",
        more: Sequence[str] = (),
    ) -> None:
        super().__init__(home)
        self._keys = (draft, *more)
        self._file = file or copy
        self._layer = _layer(seal=seal, file=file, copy=copy)
        self._token = ""
        self._busy = False
        self._stop = False
        self._tries = dict(self.desk.tries)
        self._ways = WaysForm(self._layer, home.office.tested(self.part), self.ui.tr)

    @property
    def heading(self) -> str:
        tr = self.ui.tr
        return tr("Ký số hàng loạt") if len(self._keys) > 1 else tr(HEADINGS[self._layer])

    def body(self) -> ComposeResult:
        tr = self.ui.tr
        yield Label(self._what())
        cards = self._entries()
        yield Label(self._question(len(cards)), "title")
        yield PickList(cards, id="cards")
        yield Label(tr("Cách ký:"), "title")
        yield PickList(self._ways.entries(), id="ways")
        yield Label("", "strong", id="word")
        yield LineField(typing=self.ui.typing, purpose="pin", id="pin", max_length=16)

    def _question(self, cards: int) -> str:
        """With how many there are: the last ones may be out of sight on a small screen."""
        tr = self.ui.tr
        if cards == 1:
            return tr("Chọn chứng thư chữ ký số:")
        return tr("Chọn một trong {n} chứng thư chữ ký số:", n=cards)

    def _what(self) -> str:
        if len(self._keys) > 1:
            return self.ui.tr("{n} dự thảo, một lần nhập PIN", n=len(self._keys))
        if self._layer is Layer.COPY:
            document = self.desk.document(self._keys[0])
            return copy_title(self.desk.agency, document, copy_of(document, self._file))
        draft = self.desk.draft(self._keys[0])
        if self._file:
            return f"{self.desk.file(self._file).name} - {draft_title(draft)}"
        return draft_title(draft)

    def on_mount(self) -> None:
        super().on_mount()
        self._pin.display = False
        self._list("cards").focus()

    @property
    def _pin(self) -> LineField:
        return self.query_one("#pin", LineField)

    def _list(self, key: str) -> PickList:
        return self.query_one(f"#{key}", PickList)

    def _entries(self) -> list[Entry]:
        cards = self.home.office.keys(self.part).cards()
        return card_entries(cards, self.desk, self._token, self.ui.tr)

    def _say(self, text: str, style: str = "warn") -> None:
        word = self.query_one("#word", Label)
        word.take(text, style)
        word.refresh(layout=True)

    def tick(self) -> None:
        super().tick()
        if dict(self.desk.tries) != self._tries:  # the organiser may have unlocked a token
            self._tries = dict(self.desk.tries)
            self._list("cards").take(self._entries())

    # -- choosing ------------------------------------------------------------------------

    @on(PickList.Chosen, "#cards")
    def _card_chosen(self, event: PickList.Chosen) -> None:
        event.stop()
        if self._busy:
            return
        self._token = event.entry
        self._list("cards").take(self._entries())
        if self.desk.tries_left(self._token) <= 0:
            self._say_locked()
            return
        self._next_step()

    @on(PickList.Chosen, "#ways")
    def _way_chosen(self, event: PickList.Chosen) -> None:
        event.stop()
        name = event.entry
        if self._busy:
            return
        if name == CLOSED:
            self._ways.opened = True
            self._show_ways()
            return

        def entry(key: str, word: str) -> Entry:
            return Entry(key, lambda width: paragraph(word, width))

        def chosen(key: str | None) -> None:
            if key:
                self._ways.choose(name, key)
                self._show_ways()
                if self._token:
                    self._next_step()

        tr = self.ui.tr
        entries = [entry(key, word) for key, word in self._ways.options(name)]
        keys = (("Enter", tr("Chọn")), ("Esc", tr("Quay lại")))
        self.app.push_screen(Choose(tr(TITLES[name]), entries, keys=keys), chosen)

    def _show_ways(self) -> None:
        ways = self._list("ways")
        ways.take(self._ways.entries(), self._ways.open_choice or None)
        ways.refresh(layout=True)

    def _next_step(self) -> None:
        """To what is still to be decided, or to the PIN."""
        tr = self.ui.tr
        if self._ways.missing:
            self._say(tr("Chọn cách ký. Chưa chọn: {what}.", what=self._ways.missing), "strong")
            self._list("ways").focus()
            return
        self._pin.display = True
        self._say(tr("Nhập mã PIN rồi bấm Enter để ký:"), "strong")
        self._pin.focus()

    @on(VietnameseInPin)
    def _telex_in_pin(self) -> None:
        self._say(self.ui.tr("Bộ gõ tiếng Việt đang bật trên máy. Hãy tắt đi khi nhập PIN."))

    # -- signing -------------------------------------------------------------------------

    @on(LineField.Submitted)
    def _entered(self, event: LineField.Submitted) -> None:
        event.stop()
        pin, event.input.value = event.value, ""
        if pin and self._token and not self._busy and not self._ways.missing:
            self._busy, self._stop = True, False
            self._say(self.ui.tr("Đang mở thiết bị ký số..."), "strong")
            self._sign(pin)

    @work(group="signing", exit_on_error=True)
    async def _sign(self, pin: str) -> None:
        tr = self.ui.tr
        try:
            key = await self.home.office.unlock(self.part, self._token, pin)
            if key is None:
                self._wrong_pin()
            elif len(self._keys) > 1:
                await self._sign_all(key)
            else:
                self._say(tr("Đang ký..."), "strong")
                await self._sign_one(self._keys[0], key)
                self.dismiss(None)
        except Locked:
            self._say_locked()
        except SigningFailed as error:
            self._say(tr(str(error)), "bad")
        except (NotSaved, TakenOver, TimeIsUp):
            self.draw_bars()
            self._say(tr("Chữ ký chưa được lưu. Xem dòng báo ở đầu màn hình."), "bad")
        except (StoreError, OSError) as error:
            self._say(tr(in_words(error)), "bad")
        finally:
            self._busy = False

    async def _sign_one(self, draft: str, key: OpenToken) -> None:
        office, chosen = self.home.office, self._ways.chosen
        if self._layer is Layer.COPY:
            await office.seal_copy(self.part, draft, self._file, key, chosen)
        elif self._layer is Layer.ATTACHMENT:
            await office.seal_attachment(self.part, draft, self._file, key, chosen)
        elif self._layer is Layer.AGENCY:
            await office.seal(self.part, draft, key, chosen)
        else:
            await office.sign(self.part, draft, key, chosen)

    async def _sign_all(self, key: OpenToken) -> None:
        """One after the other, each an event of its own; Esc stops between two."""
        tr = self.ui.tr
        done: list[Outcome] = []
        self._pin.display = False
        for number, draft in enumerate(self._keys, 1):
            if self._stop:
                break
            title = draft_title(self.desk.draft(draft))
            self._say(
                tr("Đang ký {n}/{of}: {title} (Esc: dừng sau tệp này)",
                   n=number, of=len(self._keys), title=title),
                "strong",
            )  # fmt: skip
            try:
                await self._sign_one(draft, key)
            except SigningFailed as error:
                done.append(Outcome(title, tr(str(error))))
            else:
                verdict = await self.home.office.verdict(self.part, draft)
                done.append(Outcome(title, verdict=verdict))
        self._report(done)

    def _report(self, done: Sequence[Outcome]) -> None:
        """What came out for each file, in place of this screen."""
        tr = self.ui.tr
        rows = partial(batch_rows, done, len(self._keys), tr, tr.language)
        app = self.app
        self.dismiss(None)
        app.push_screen(PageDialog(tr("Ký số hàng loạt"), rows, keys=CLOSE_KEYS))

    def _say_locked(self) -> None:
        self._say(
            self.ui.tr(
                "Thiết bị này đã bị khóa vì nhập sai PIN ba lần. Xin báo người tổ chức để mở "
                "khóa, hoặc chọn thiết bị khác."
            ),
            "bad",
        )

    def _wrong_pin(self) -> None:
        left = self.desk.tries_left(self._token)
        self._list("cards").take(self._entries())
        if left:
            text = "Sai mã PIN. Còn {n} lần nhập; sai hết thì thiết bị bị khóa."
            self._say(self.ui.tr(text, n=left), "bad")
        else:
            self._say_locked()
            self._pin.display = False
            self._list("cards").focus()

    # -- keys ----------------------------------------------------------------------------

    def action_choose(self) -> None:
        """Choose what the pointer of the list with the focus is on."""
        focused = self.focused
        (focused if isinstance(focused, PickList) else self._list("cards")).action_choose()

    def action_focus_next_field(self) -> None:
        """Go between the lists and the PIN."""
        self.focus_next()

    async def action_back(self) -> None:
        """Go back; while several files are being signed, stop after this one instead."""
        if not self._busy:
            await super().action_back()
        elif len(self._keys) > 1:
            self._stop = True


def _layer(*, seal: bool, file: str, copy: str) -> Layer:
    if copy:
        return Layer.COPY
    if file:
        return Layer.ATTACHMENT
    return Layer.AGENCY if seal else Layer.LEADER

"""The page as a picture: the block of signatures, or whole pages; its words beside it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.screen import ModalScreen

from mock_office.signing.background import Background, NotDone

from ...ui import Ui
from ...widgets.bars import KeyBar, TopBar, TopValues
from ...widgets.lines import Page
from ...widgets.page_picture import PagePicture, ink_for
from ...widgets.rows import Row, paragraph
from ..dialogs import Reading


class PageViewScreen(ModalScreen[None]):
    """Draws a PDF file and says beside it, or below on a narrow screen, what can be read there.

    Args:
        background: Where it is drawn.
    """

    BINDINGS = [
        Binding("escape,w,q", "close", "Đóng", show=False, id="page_view.close"),
        Binding("tab,v", "whole", "Cả trang", show=False, id="page_view.whole"),
        Binding("left", "page(-1)", "Trang trước", show=False, id="page_view.back"),
        Binding("right", "page(1)", "Trang sau", show=False, id="page_view.next"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    DEFAULT_CSS = """
    PageViewScreen #page-parts { height: 1fr; width: 1fr; }
    PageViewScreen PagePicture { height: 1fr; width: 1fr; }
    PageViewScreen.-narrow #page-parts { layout: vertical; }
    PageViewScreen.-narrow #words { height: 6; }
    PageViewScreen.-wide #page-parts { layout: horizontal; }
    PageViewScreen.-wide #words { width: 40%; height: 1fr; }
    """

    def __init__(self, ui: Ui, title: str, data: bytes, background: Background) -> None:
        super().__init__()
        self.ui = ui
        self._title = title
        self._data = data
        self._background = background
        self._block = True
        self._page = 0
        self._pages = 1
        self._word = ui.tr("Đang vẽ trang...")
        self._words: Sequence[str] = ()

    def compose(self) -> ComposeResult:
        yield TopBar()
        with Container(id="page-parts"):
            yield PagePicture(id="picture")
            yield Reading(self._rows, id="words")
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        tr = self.ui.tr
        self.query_one(KeyBar).take(
            [
                ("w", tr("Về bản chữ")),
                ("Tab", tr("Khối chữ ký/cả trang")),
                ("←→", tr("Trang")),
                ("↑↓", tr("Cuộn")),
                ("Esc", tr("Đóng")),
            ]
        )
        self.query_one("#words", Reading).can_focus = False
        self.query_one(PagePicture).focus()
        self._bar()
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        if self.is_mounted:
            self.call_after_refresh(self._draw)

    def _rows(self, width: int) -> list[Row]:
        return [
            each for line in self._words for each in paragraph(line, width - 1, first=" ", rest=" ")
        ]

    def _bar(self) -> None:
        where = self.ui.tr("khối chữ ký") if self._block else f"{self._page + 1}/{self._pages}"
        self.query_one(TopBar).take(TopValues(title=self._title, clock=where, trouble=self._word))

    @work(group="picture", exclusive=True)
    async def _draw(self) -> None:
        """Drawn in the background: a page takes some ten milliseconds, the first one more."""
        from mock_office.signing.view import View, look_at

        picture = self.query_one(PagePicture)
        width, height = picture.size
        if width < 4 or height < 2:
            return
        ink = ink_for(self.ui.look, self.app)
        number = None if self._block else self._page
        try:
            view = await self._background(
                look_at, self._data, number, columns=width, rows=height, ink=ink,
                lang=self.ui.tr.language,
            )  # fmt: skip
        except NotDone:
            view = View()
        self._words = view.words
        if number is not None:
            self._page, self._pages = view.page, view.pages
        self._word = "" if view.cells else self.ui.tr("Không vẽ được trang này.")
        picture.take(view.cells)
        words = self.query_one("#words", Reading)
        words.fresh()
        words.redraw()
        if self._block:  # what is seen of the signatures stands at the end
            words.scroll_rows(len(words.rows))
        self._bar()

    @on(Page.Scrolled)
    def _follow(self, event: Page.Scrolled) -> None:
        """The words of a whole page move along with its picture."""
        event.stop()
        picture, words = self.query_one(PagePicture), self.query_one("#words", Reading)
        if event.page is picture and not self._block:
            hidden = max(1, len(picture.rows) - picture.size.height)
            more = max(0, len(words.rows) - words.size.height)
            words.scroll_rows(round(more * picture.top / hidden))

    def action_whole(self) -> None:
        """Change between the block of signatures and the whole page."""
        self._block = not self._block
        self._draw()

    def action_page(self, steps: int) -> None:
        """Go to a neighbouring page."""
        self._block = False
        self._page += steps
        self._draw()

    def action_close(self) -> None:
        """Back to the text."""
        self.dismiss(None)

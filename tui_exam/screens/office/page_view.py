"""The page as a picture: the block of signatures, or whole pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from mock_office.signing.background import in_background

from ...ui import Ui
from ...widgets.bars import KeyBar, TopBar, TopValues
from ...widgets.page_picture import PagePicture, ink_for

if TYPE_CHECKING:
    from mock_office.signing.page import Cell, Ink


class PageViewScreen(ModalScreen[None]):
    """Draws a PDF file. The text of the document is one key away, on the screen below."""

    BINDINGS = [
        Binding("escape,w,q", "close", "Đóng", show=False, id="page_view.close"),
        Binding("tab,v", "whole", "Cả trang", show=False, id="page_view.whole"),
        Binding("left", "page(-1)", "Trang trước", show=False, id="page_view.back"),
        Binding("right", "page(1)", "Trang sau", show=False, id="page_view.next"),
    ]
    DEFAULT_CSS = "PageViewScreen PagePicture { height: 1fr; width: 1fr; }"

    def __init__(self, ui: Ui, title: str, data: bytes) -> None:
        super().__init__()
        self.ui = ui
        self._title = title
        self._data = data
        self._block = True
        self._page = 0
        self._pages = 1
        self._word = ui.tr("Đang vẽ trang...")

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield PagePicture(id="picture")
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
        self.query_one(PagePicture).focus()
        self._bar()

    def on_resize(self) -> None:
        self._draw()

    def _bar(self) -> None:
        where = self.ui.tr("khối chữ ký") if self._block else f"{self._page + 1}/{self._pages}"
        self.query_one(TopBar).take(TopValues(title=self._title, clock=where, trouble=self._word))

    @work(group="picture", exclusive=True)
    async def _draw(self) -> None:
        """Draw in a worker thread: a page takes some ten milliseconds, the first one more."""
        picture = self.query_one(PagePicture)
        width, height = picture.size
        if width < 4 or height < 2:
            return
        ink = ink_for(self.ui.look, self.app)
        cells = await in_background(self._cells, width, height, ink)
        self._word = "" if cells else self.ui.tr("Không vẽ được trang này.")
        picture.take(cells)
        self._bar()

    def _cells(self, width: int, height: int, ink: Ink) -> Sequence[Sequence[Cell]]:
        from mock_office.signing import page

        try:
            if self._block:
                return page.signing_block(self._data, columns=width, rows=max(height, 18), ink=ink)
            self._pages = page.page_count(self._data)
            self._page %= self._pages
            return page.page_cells(self._data, self._page, columns=width, ink=ink)
        except page.CannotShow:
            return ()

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

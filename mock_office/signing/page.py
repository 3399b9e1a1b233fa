"""A page as coloured half blocks, for a terminal that shows text and nothing else.

Letters cannot be read at that size; what can be seen is what matters for signing: the
layout, the blue stroke, the red ring, and whether the ring covers the stroke's left
third. Sixteen colours are enough for that. A Vietnamese console has no half blocks in its
font, and some screens no colours: both are served by one whole cell for two pixels.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

Colour = int | tuple[int, int, int]  # a number of the 16-colour palette, or red, green, blue
Cell = tuple[str, Colour, Colour]  # character, foreground, background
Rect = tuple[float, float, float, float]

BLACK, RED, BLUE, PAPER, GREY = 0, 1, 4, 7, 8
TINT = 42  # how far red or blue must stand out: above the fringes of smoothed text
LIGHT, DARK = 205, 120  # luminance: above is paper, below is black
AROUND = 60.0  # points shown around the signature fields
MAX_COLUMNS = 400
MAX_ROWS = 1000

# The renderer keeps state for the whole process and may run in one thread at a time.
_ONE_AT_A_TIME = threading.Lock()


class Ink(StrEnum):
    """What a terminal can draw with."""

    TRUE = "true"  # half blocks in any colour: red, green, blue
    SIXTEEN = "sixteen"  # half blocks in sixteen colours on eight
    CONSOLE = "console"  # whole cells: only glyphs of the Vietnamese console font
    PLAIN = "plain"  # whole cells told apart by their glyph alone


class CannotShow(Exception):
    """The file has no such page, or cannot be drawn at all."""


def page_count(data: bytes) -> int:
    """How many pages a file has. Raises CannotShow."""
    with opened(data) as document:
        return len(document)


def page_cells(
    data: bytes,
    page: int = 0,
    *,
    columns: int = 80,
    area: Rect | None = None,
    ink: Ink = Ink.SIXTEEN,
) -> list[list[Cell]]:
    """A page, or an area of it, as rows of cells.

    Args:
        page: From 0; negative numbers count from the last page.
        columns: Width of the picture in cells; its height follows from the page.
        area: Left, bottom, right, top in points; None for the whole page.
        ink: What to draw with; only `Ink.TRUE` gives red-green-blue triples.

    Raises:
        CannotShow: There is no such page, or the file cannot be drawn.
    """
    columns = max(4, min(columns, MAX_COLUMNS))
    with opened(data) as document:
        if not -len(document) <= page < len(document):
            raise CannotShow(f"there is no page {page}")
        drawn = document[page % len(document)]
        width, height = drawn.get_size()
        left, bottom, right, top = _within(area or (0.0, 0.0, width, height), width, height)
        scale = columns / (right - left)
        if (top - bottom) * scale > 2 * MAX_ROWS:
            raise CannotShow("the page is far too tall")
        bitmap = drawn.render(
            scale=scale,
            crop=(left, bottom, width - right, height - top),
            may_draw_forms=True,
            rev_byteorder=True,
            no_smoothtext=False,
        )
        pixels = _pixels(bitmap)
    return _cells(pixels, _DRAW[ink])


def signing_block(
    data: bytes, *, columns: int = 80, rows: int = 0, ink: Ink = Ink.SIXTEEN
) -> list[list[Cell]]:
    """The part of the page around the signature fields; the last page where there are none.

    Args:
        rows: When given, the picture is no higher than that, and narrower if need be.

    Raises:
        CannotShow: The file cannot be drawn.
    """
    found = signature_area(data)
    if found is None:
        return page_cells(data, -1, columns=columns, ink=ink)
    page, area = found
    if rows:
        left, bottom, right, top = area
        columns = min(columns, int(2 * rows * (right - left) / (top - bottom)))
    return page_cells(data, page, columns=columns, area=area, ink=ink)


def signature_area(data: bytes) -> tuple[int, Rect] | None:
    """Page (from 0) and area in points around the signature fields, or None."""
    with opened(data) as document:
        for number in range(len(document) - 1, -1, -1):
            kind = _signature_kind()
            rects = [rect for _, rect in widgets(document, document[number], kind)]
            if rects:
                lefts, bottoms, rights, tops = zip(*rects, strict=True)
                around = (
                    min(lefts) - AROUND,
                    min(bottoms) - AROUND / 2,
                    max(rights) + AROUND,
                    max(tops) + AROUND / 2,
                )
                return number, around
    return None


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document with its form ready: without, signature pictures are not drawn."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise CannotShow(str(error)) from error
        try:
            document.init_forms()
            yield document
        except pypdfium2.PdfiumError as error:
            raise CannotShow(str(error)) from error
        finally:
            document.close()


def _signature_kind() -> int:
    from pypdfium2 import raw

    return int(raw.FPDF_FORMFIELD_SIGNATURE)


def widgets(document: Any, page: Any, kind: int) -> Iterator[tuple[Any, Rect]]:
    """The form fields of one kind on a page of an opened document, and their places in points."""
    import ctypes

    from pypdfium2 import raw

    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        try:
            if raw.FPDFAnnot_GetFormFieldType(document.formenv, annotation) != kind:
                continue
            box = raw.FS_RECTF()
            if raw.FPDFAnnot_GetRect(annotation, ctypes.byref(box)):
                yield annotation, (box.left, box.bottom, box.right, box.top)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _within(area: Rect, width: float, height: float) -> Rect:
    """The area cut to the page, never empty."""
    left, bottom, right, top = area
    left, right = max(0.0, left), min(width, right)
    bottom, top = max(0.0, bottom), min(height, top)
    if right - left < 1 or top - bottom < 1:
        raise CannotShow("the area lies outside the page")
    return left, bottom, right, top


Pixel = tuple[int, int, int]


def drawn_pixels(page: Any, area: Rect, *, fields: bool) -> list[list[Pixel]]:
    """An area of a page of an opened document, one pixel for each point, from the top down.

    Args:
        fields: With what is drawn in form fields, or the page's own content alone.

    Raises:
        CannotShow: The area lies outside the page, or is larger than any paper.
    """
    width, height = page.get_size()
    left, bottom, right, top = _within(area, width, height)
    if max(right - left, top - bottom) > 2 * MAX_ROWS:
        raise CannotShow("the page is far too large")
    bitmap = page.render(
        scale=1,
        crop=(left, bottom, width - right, height - top),
        draw_annots=fields,
        may_draw_forms=fields,
        rev_byteorder=True,
    )
    return _pixels(bitmap)


def _pixels(bitmap: Any) -> list[list[Pixel]]:
    """Rows of red-green-blue triples out of the renderer's buffer."""
    channels, stride = bitmap.n_channels, bitmap.stride
    buffer = bytes(bitmap.buffer)
    rows = []
    for y in range(bitmap.height):
        line = buffer[y * stride : y * stride + bitmap.width * channels]
        if channels == 1:
            rows.append([(tone, tone, tone) for tone in line])
        else:
            triples = (line[colour::channels] for colour in range(3))
            rows.append(list(zip(*triples, strict=True)))
    bitmap.close()
    return rows


def _cells(
    pixels: Sequence[Sequence[Pixel]], cell: Callable[[Pixel, Pixel], Cell]
) -> list[list[Cell]]:
    blank: list[Pixel] = [(255, 255, 255)] * (len(pixels[0]) if pixels else 0)
    rows = []
    for y in range(0, len(pixels), 2):
        lower = pixels[y + 1] if y + 1 < len(pixels) else blank
        rows.append([cell(above, below) for above, below in zip(pixels[y], lower, strict=True)])
    return rows


def _true(above: Pixel, below: Pixel) -> Cell:
    return "▀", above, below


def _sixteen(above: Pixel, below: Pixel) -> Cell:
    """One cell whose background stays within the eight colours a console has for it."""
    top, bottom = palette(above), palette(below)
    if top == bottom:
        return ("█", top, BLACK) if top > PAPER else (" ", BLACK, top)
    if bottom > PAPER:
        return "▄", bottom, top
    return "▀", top, bottom


def _console(above: Pixel, below: Pixel) -> Cell:
    """One colour for both pixels: the strongest, as grey a shade between ink and paper."""
    colour = _strongest(above, below)
    return ("▒", BLACK, PAPER) if colour == GREY else (" ", PAPER, colour)


def _plain(above: Pixel, below: Pixel) -> Cell:
    return _GLYPHS[_strongest(above, below)], PAPER, BLACK


def _strongest(above: Pixel, below: Pixel) -> int:
    both = {palette(above), palette(below)}
    found = next(colour for colour in (RED, BLUE, BLACK, GREY, PAPER) if colour in both)
    return GREY if found == BLACK and PAPER in both else found


_GLYPHS = {BLACK: "█", GREY: "░", RED: "▒", BLUE: "■", PAPER: " "}
_DRAW: dict[Ink, Callable[[Pixel, Pixel], Cell]] = {
    Ink.TRUE: _true,
    Ink.SIXTEEN: _sixteen,
    Ink.CONSOLE: _console,
    Ink.PLAIN: _plain,
}


def palette(pixel: Pixel) -> int:
    """The palette number of a pixel: red and blue win over grey, however pale they are."""
    red, green, blue = pixel
    if red - max(green, blue) > TINT:
        return RED
    if blue - max(red, green) > TINT:
        return BLUE
    light = (299 * red + 587 * green + 114 * blue) // 1000
    if light > LIGHT:
        return PAPER
    return BLACK if light < DARK else GREY

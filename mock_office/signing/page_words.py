"""What a picture of a page shows, in words: its text, and what is seen of each signature.

For whoever cannot see the picture, or not in colours. What is said of a signature is
looked at on the drawn page, not read out of the file: a seal that is not drawn is not told.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mock_office.signing import form, page
from mock_office.signing.messages import shown
from mock_office.signing.page import Pixel, Rect

FEW = 6  # drawn points a picture has at least; fewer are the edge of a neighbour
LETTERS = 12  # the same for lines of text
STRONG = 110  # how far a colour stands out; the fringes of smoothed letters reach 90
LIGHT = 160  # the mean of a point that belongs to no letter; the mark across the page is lighter
MARK = "THITHỬ"  # stands across every page, letter by letter


@dataclass(frozen=True, slots=True)
class Seen:
    """One signature field as it looks: its name, and what is drawn where it stands alone."""

    field: str
    rect: Rect
    look: str  # "blue", "red", "text" or "none"


def page_words(data: bytes, number: int | None = None, lang: str = "vi") -> tuple[str, ...]:
    """The text of a page, and a line for each signature on it.

    Args:
        number: From 0; None takes the part around the signatures, as `page.signing_block`.

    Raises:
        CannotShow: There is no such page, or the file cannot be drawn.
    """
    area: Rect | None = None
    if number is None:
        found = page.signature_area(data)
        number, area = found if found is not None else (-1, None)
    with page.opened(data) as document:
        if not -len(document) <= number < len(document):
            raise page.CannotShow(f"there is no page {number}")
        drawn = document[number % len(document)]
        seen = [Seen(name, rect, "") for name, rect in _signatures(document, drawn)]
        looks = _looks(drawn, [each.rect for each in seen])
        lines = [*_text(drawn, area), *(() if area else _filled(document, drawn, lang))]
    lang = "en" if lang == "en" else "vi"
    told = [Seen(s.field, s.rect, look) for s, look in zip(seen, looks, strict=True)]
    return (*lines, *_told(told, lang))


def _text(drawn: Any, area: Rect | None) -> list[str]:
    text = drawn.get_textpage()
    try:
        whole = _lines(text.get_text_bounded())
        if area is None:
            return whole
        seen = (_uncut(line, whole) for line in _lines(text.get_text_bounded(*area)))
        return [line for line in seen if line]
    finally:
        text.close()


def _lines(found: str) -> list[str]:
    lines = (shown(" ".join(line.split())) for line in found.splitlines())
    return [line for line in lines if line and line.replace(" ", "") not in MARK]


def _uncut(line: str, whole: Sequence[str]) -> str:
    """The line of the page that the edge of an area cut a few letters off.

    Nothing for the few letters that reach in from a line beside the area.
    """
    if line in whole:
        return line
    for full in whole:
        if full.endswith(line) or full.startswith(line):
            return full if len(full) < 2 * len(line) else ""
    return line


def _signatures(document: Any, drawn: Any) -> Iterator[tuple[str, Rect]]:
    """The signature fields of a page by name."""
    from pypdfium2 import raw

    for annotation, rect in page.widgets(document, drawn, raw.FPDF_FORMFIELD_SIGNATURE):
        yield _said(raw.FPDFAnnot_GetFormFieldName, document, annotation), rect


def _filled(document: Any, drawn: Any, lang: str) -> Iterator[str]:
    """What was written into the form: number and date."""
    from pypdfium2 import raw

    for annotation, _ in page.widgets(document, drawn, raw.FPDF_FORMFIELD_TEXTFIELD):
        name = _said(raw.FPDFAnnot_GetFormFieldName, document, annotation)
        value = _said(raw.FPDFAnnot_GetFormFieldValue, document, annotation)
        words = _WORDS["en" if lang == "en" else "vi"]
        yield f"[{words.get(name, name)}: {value or words['none']}]"


def _said(ask: Any, document: Any, annotation: Any) -> str:
    """A text the renderer gives in a buffer of ours."""
    size = ask(document.formenv, annotation, None, 0)
    buffer = ctypes.create_string_buffer(max(2, min(size, 400)))
    place = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    ask(document.formenv, annotation, place, len(buffer))
    return shown(buffer.raw.decode("utf-16-le", "replace").partition("\0")[0])


def _looks(drawn: Any, rects: Sequence[Rect]) -> list[str]:
    """What is drawn in each place over the page's own content, where no other place is."""
    looks = []
    for rect in rects:
        left, _, _, top = rect
        rest = [other for other in rects if other != rect]
        counted = {"red": 0, "blue": 0, "text": 0, "none": 0}
        with_fields = page.drawn_pixels(drawn, rect, fields=True)
        without = page.drawn_pixels(drawn, rect, fields=False)
        for y, (row, plain) in enumerate(zip(with_fields, without, strict=True)):
            for x, (point, before) in enumerate(zip(row, plain, strict=True)):
                if point == before or any(_inside(left + x, top - y, r) for r in rest):
                    continue
                counted[_kind(point)] += 1
        colour = max(("red", "blue"), key=counted.__getitem__)
        if counted[colour] < FEW:
            colour = "text" if counted["text"] >= LETTERS else "none"
        looks.append(colour)
    return looks


def _kind(point: Pixel) -> str:
    red, green, blue = point
    if red - max(green, blue) > STRONG:
        return "red"
    if blue - max(red, green) > STRONG:
        return "blue"
    return "text" if sum(point) < 3 * LIGHT else "none"


def _inside(x: float, y: float, rect: Rect) -> bool:
    return rect[0] <= x <= rect[2] and rect[1] <= y <= rect[3]


def _told(seen: Sequence[Seen], lang: str) -> Iterator[str]:
    words = _WORDS[lang]
    for each in seen:
        whose = words.get(each.field, words["other"].format(name=each.field))
        yield f"[{whose}: {words[each.look]}{_cover(each, seen, words)}]"


def _cover(each: Seen, seen: Sequence[Seen], words: dict[str, str]) -> str:
    """How much of the leader's picture the seal covers (annex I, II.8a: about a third, left)."""
    leader = next((s for s in seen if s.field == form.LEADER and s.look == "blue"), None)
    if each.field != form.AGENCY or each.look != "red" or leader is None:
        return ""
    left, bottom, right, top = leader.rect
    over = min(each.rect[2], right) - max(each.rect[0], left)
    apart = each.rect[3] <= bottom or each.rect[1] >= top or over <= 0
    share = 0 if apart else round(100 * over / (right - left))
    side = words["left" if each.rect[0] < left else "right"] if share else ""
    return words["cover"].format(share=share) + side


_WORDS = {
    "vi": {
        form.LEADER: "Chữ ký của người có thẩm quyền",
        form.AGENCY: "Chữ ký của cơ quan",
        form.NUMBER: "Số văn bản",
        form.DATE: "Ngày, tháng ban hành",
        "other": "Ô chữ ký {name}",
        "blue": "hình màu xanh",
        "red": "hình màu đỏ",
        "text": "dòng chữ, không có hình",
        "none": "không thấy gì",
        "cover": ", trùm {share}% hình chữ ký",
        "left": ", về bên trái",
        "right": ", về bên phải",
    },
    "en": {
        form.LEADER: "The competent person's signature",
        form.AGENCY: "The agency's signature",
        form.NUMBER: "Number",
        form.DATE: "Day and month of issue",
        "other": "Signature field {name}",
        "blue": "a blue picture",
        "red": "a red picture",
        "text": "lines of text, no picture",
        "none": "nothing to be seen",
        "cover": ", over {share}% of the signature",
        "left": ", on its left",
        "right": ", on its right",
    },
}

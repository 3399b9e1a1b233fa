"""PDF objects from plain values, and the fonts that form fields are filled in with.

The only module that builds objects of the PDF library; everything else passes dicts,
lists, numbers and strings.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from mock_office.signing import ink

FONTS = {"Regular": "TinosR", "Italic": "TinosI"}  # face -> name in the resources
CAPITAL = 722  # width of most capitals, thousandths
FILLED = "0123456789 tháng THI Ử/-.,"  # what is written into the form and on the seal


def let_go(handler: Any) -> None:
    """Take a reader or writer of a file apart that nobody needs any more.

    Every object it gave out refers back to it. Left as they are, some ten thousand of them
    wait for a garbage collection, which then stops every thread for a tenth of a second.
    """
    parts = vars(handler)
    inner = [parts.get("prev"), *parts.get("_historical_resolver_cache", {}).values()]
    parts.clear()
    for each in inner:
        if each is not None:
            let_go(each)


def pdf(value: Any) -> Any:
    """A value as a PDF object: "/Name" a name, other strings text, dicts, lists, numbers.

    What is a PDF object already (a reference, a stream) is left as it is.
    """
    from pyhanko.pdf_utils import generic

    library: Any = generic
    if isinstance(value, generic.PdfObject):
        return value
    if isinstance(value, Mapping):
        pairs = {library.NameObject(key): pdf(item) for key, item in value.items()}
        return library.DictionaryObject(pairs)
    if isinstance(value, str):
        return library.NameObject(value) if value.startswith("/") else text(value)
    if isinstance(value, int):
        return library.NumberObject(value)
    if isinstance(value, float):
        return library.FloatObject(f"{value:.2f}")
    return library.ArrayObject([pdf(item) for item in value])


def text(value: str) -> Any:
    """A text string, also where it starts with a slash and is no name."""
    from pyhanko.pdf_utils import generic

    return generic.TextStringObject(value)


def identity(first: bytes, second: bytes) -> Any:
    """The two names of a file (ISO 32000-2, 14.4): as first made, and of this state."""
    from pyhanko.pdf_utils import generic

    return generic.ArrayObject([generic.ByteStringObject(item) for item in (first, second)])


def put(dictionary: Any, key: str, value: Any) -> None:
    """Set an entry of a PDF dictionary."""
    dictionary[pdf(key)] = pdf(value)


def stream(data: bytes, entries: Mapping[str, Any] | None = None, *, packed: bool = False) -> Any:
    """A stream object.

    Args:
        packed: The data is compressed already (zlib); otherwise it is stored plainly.
    """
    from pyhanko.pdf_utils import generic

    library: Any = generic
    if not packed:
        return library.StreamObject(pdf(entries or {}), stream_data=data)
    result = library.StreamObject(pdf(entries or {}), encoded_data=data)
    put(result, "/Filter", "/FlateDecode")
    return result


def picture(width: float, height: float, operators: str, resources: Any) -> Any:
    """A form XObject of that size in points, as an appearance needs it."""
    entries = {
        "/Type": "/XObject",
        "/Subtype": "/Form",
        "/BBox": [0, 0, float(width), float(height)],
        "/Resources": resources or {},
    }
    return stream(zlib.compress(operators.encode("ascii")), entries, packed=True)


def font_resources(writer: Any, faces: Iterable[str], *, letters: bool = False) -> Any:
    """A resource dictionary with the shipped faces embedded, under the names of FONTS.

    Args:
        letters: Give the widths of all letters. Without, those that neither a number nor a
            date nor the seal needs count as wide as a capital, which spares every reader.
    """
    fonts = {f"/{FONTS[face]}": _font(writer, face, letters) for face in sorted(faces)}
    return pdf({"/Font": fonts})


@cache
def _font_file(face: str) -> tuple[int, bytes]:
    raw = (ink.FONTS / f"Tinos-{face}.ttf").read_bytes()
    return len(raw), zlib.compress(raw, 9)


@cache
def _to_unicode(face: str) -> bytes:
    """The map from glyph numbers back to characters, so that text can be read out."""
    rows = sorted((glyph, char) for char, (glyph, _) in ink.metrics(face).items())
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for start in range(0, len(rows), 100):
        part = rows[start : start + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [f"<{glyph:04X}> <{char.encode('utf-16-be').hex()}>" for glyph, char in part]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return zlib.compress("\n".join(lines).encode("ascii"), 9)


def _widths(face: str, letters: bool) -> Sequence[Any]:
    """The width table of a face (ISO 32000-2, 9.7.4.3): runs of one width, [first, last, width].

    Every entry is read and walked again at each check of a signature.
    """
    known = ink.metrics(face)
    wanted = known if letters else [char for char in FILLED if char in known]
    runs: list[list[int]] = []
    for glyph, width in sorted(known[char] for char in wanted):
        if runs and runs[-1][1] + 1 == glyph and runs[-1][2] == width:
            runs[-1][1] = glyph
        else:
            runs.append([glyph, glyph, width])
    return [number for run in runs for number in run]


def _font(writer: Any, face: str, letters: bool) -> Any:
    """A composite font addressed by glyph number (ISO 32000-2, 9.7)."""
    length, packed = _font_file(face)
    italic = face == "Italic"
    name = f"/TINOSX+Tinos-{face}"
    descriptor = {
        "/Type": "/FontDescriptor",
        "/FontName": name,
        "/Flags": 4 + (64 if italic else 0),
        "/FontBBox": [-200, -300, 1100, 1100],
        "/ItalicAngle": -16 if italic else 0,
        "/Ascent": 891,
        "/Descent": -216,
        "/CapHeight": 662,
        "/StemV": 80,
        "/FontFile2": writer.add_object(stream(packed, {"/Length1": length}, packed=True)),
    }
    descendant = {
        "/Type": "/Font",
        "/Subtype": "/CIDFontType2",
        "/BaseFont": name,
        "/CIDSystemInfo": {"/Registry": "Adobe", "/Ordering": "Identity", "/Supplement": 0},
        "/FontDescriptor": writer.add_object(pdf(descriptor)),
        "/CIDToGIDMap": "/Identity",
        "/DW": CAPITAL,
        "/W": _widths(face, letters),
    }
    font = {
        "/Type": "/Font",
        "/Subtype": "/Type0",
        "/BaseFont": name,
        "/Encoding": "/Identity-H",
        "/DescendantFonts": [writer.add_object(pdf(descendant))],
        "/ToUnicode": writer.add_object(stream(_to_unicode(face), packed=True)),
    }
    return writer.add_object(pdf(font))

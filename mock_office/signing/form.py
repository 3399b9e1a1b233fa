"""The form in a draft: number and date for the clerk, fields for two signatures.

The clerk numbers a document after the leader has signed it (Decree 30/2020/NĐ-CP,
articles 15 and 17). Filling in a form field is a change a signature can allow, so the
number and the date are fields from the start and not text put in later.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from mock_office.signing import ink

NUMBER = "SoVanBan"
DATE = "NgayBanHanh"
LEADER = "LanhDao"
AGENCY = "CoQuan"
MM = 72 / 25.4
SEAL = 36 * MM  # the real size of a seal, points
SIGNATURE = (48 * MM, 24 * MM)
GAPS = "/ExamGaps"  # private key: where inside the field the figures go
FONTS = {"Regular": "TinosR", "Italic": "TinosI"}
TITLES = {
    NUMBER: "Số văn bản",
    DATE: "Ngày, tháng ban hành",
    LEADER: "Chữ ký số của người có thẩm quyền",
    AGENCY: "Chữ ký số của cơ quan, tổ chức",
}


@dataclass(frozen=True, slots=True)
class Box:
    """A field's place: page from 0 (-1 the last), corners in points from below left."""

    name: str
    page: int
    rect: tuple[float, float, float, float]
    size: float = 13
    italic: bool = False
    gaps: tuple[tuple[float, float], ...] = ()  # left and right ends of the blanks


def number_text(number: int) -> str:
    """The number as it is written: below ten with a nought before it (annex I, II.3)."""
    return f"{number:02d}"


def date_text(day: date) -> str:
    """Day and month as they are written: nought before days < 10, months 1 and 2 (II.4)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d} tháng {month}"


def boxes(places: Iterable[Mapping[str, Any]], page_height: float) -> tuple[Box, ...]:
    """Field boxes from what the template says of its places (points from above left)."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for place in places:
        found.setdefault(place["name"], []).append(place)
    result = [_text_box(name, found[name], page_height) for name in (NUMBER, DATE) if name in found]
    room = found.get("signature")
    if room:
        return (*result, *_signature_boxes(room[-1], page_height))
    return (*result, *signature_boxes(-1, 424, 150))


def signature_boxes(page: int, x: float, y: float) -> tuple[Box, Box]:
    """The leader's and the agency's box around the middle (x, y) of a signature.

    The seal covers about a third of the signature, on its left (annex I, II.8a).
    """
    width, height = SIGNATURE
    left = x - width / 2
    right = left + width / 3
    return (
        Box(LEADER, page, (left, y - height / 2, left + width, y + height / 2)),
        Box(AGENCY, page, (right - SEAL, y - SEAL / 2, right, y + SEAL / 2)),
    )


def _signature_boxes(room: Mapping[str, Any], page_height: float) -> tuple[Box, Box]:
    return signature_boxes(
        room["page"] - 1,
        room["x"] + room["width"] / 2,
        page_height - room["y"] - room["height"] / 2,
    )


def _text_box(name: str, places: Sequence[Mapping[str, Any]], page_height: float) -> Box:
    first = places[0]
    size = first["size"]
    same_line = [place for place in places if place["page"] == first["page"]]
    baseline = page_height - first["y"] - 0.8 * size
    left = min(place["x"] for place in same_line)
    right = max(place["x"] + place["width"] for place in same_line)
    return Box(
        name,
        first["page"] - 1,
        (left, baseline - 0.25 * size, right, baseline + 0.85 * size),
        size,
        first["italic"],
        tuple((place["x"], place["x"] + place["width"]) for place in same_line),
    )


def add_fields(data: bytes, wanted: Sequence[Box]) -> bytes:
    """The file with an empty form added behind it, in one update of its own."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec
    from pyhanko.sign.fields import append_signature_field

    writer = IncrementalPdfFileWriter(BytesIO(data))
    fields = generic.ArrayObject()
    acro_form = generic.DictionaryObject(
        # Flags of a form that is to be signed: signing must not have to change them.
        {pdf_name("/Fields"): fields, pdf_name("/SigFlags"): generic.NumberObject(3)}
    )
    texts = [box for box in wanted if box.name in (NUMBER, DATE)]
    if texts:
        acro_form[pdf_name("/DR")] = font_resources(
            writer, {"Italic" if box.italic else "Regular" for box in texts} | {"Regular"}
        )
    writer.root[pdf_name("/AcroForm")] = writer.add_object(acro_form)
    writer.update_root()
    for box in texts:
        fields.append(_text_field(writer, box))
    lock = FieldMDPSpec(FieldMDPAction.ALL)
    for box in wanted:
        if box.name not in (LEADER, AGENCY):
            continue
        sealing = box.name == AGENCY
        append_signature_field(
            writer,
            SigFieldSpec(
                box.name,
                on_page=box.page,
                box=tuple(round(edge) for edge in box.rect),  # type: ignore[arg-type]
                field_mdp_spec=lock if sealing else None,
                doc_mdp_update_value=MDPPerm.NO_CHANGES if sealing else None,
                readable_field_name=TITLES[box.name],
            ),
        )
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _text_field(writer: Any, box: Box) -> Any:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name

    page = writer.find_page_for_modification(box.page)[0]
    left, bottom, right, top = box.rect
    font = FONTS["Italic" if box.italic else "Regular"]
    field = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): generic.TextStringObject(box.name),
            pdf_name("/TU"): generic.TextStringObject(TITLES[box.name]),
            pdf_name("/F"): generic.NumberObject(4),
            pdf_name("/P"): page,
            pdf_name("/Rect"): _numbers(left, bottom, right, top),
            pdf_name("/DA"): generic.TextStringObject(f"/{font} {box.size:g} Tf 0 g"),
            pdf_name(GAPS): _numbers(*(edge - left for gap in box.gaps for edge in gap)),
        }
    )
    field[pdf_name("/AP")] = generic.DictionaryObject(
        {pdf_name("/N"): writer.add_object(picture(right - left, top - bottom, "", None))}
    )
    reference = writer.add_object(field)
    writer.register_annotation(page, reference)
    return reference


def fill(writer: Any, name: str, value: str) -> bool:
    """Write a value into a text field and draw it; False when there is no such field."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name

    reference = find(writer, name)
    if reference is None:
        return False
    field = reference.get_object()
    left, bottom, right, top = (float(edge) for edge in field["/Rect"])
    font, size = str(field["/DA"]).split()[:2]
    face = next(face for face, short in FONTS.items() if short == font.lstrip("/"))
    edges = [float(edge) for edge in field.get(GAPS, [])] or [0.0, right - left]
    gaps = list(zip(edges[::2], edges[1::2], strict=False))
    resources = writer.root["/AcroForm"]["/DR"]
    drawn = _figures(value, gaps, float(size), 0.25 * float(size), font.lstrip("/"), face)
    field[pdf_name("/V")] = generic.TextStringObject(value)
    field[pdf_name("/AP")] = generic.DictionaryObject(
        {pdf_name("/N"): writer.add_object(picture(right - left, top - bottom, drawn, resources))}
    )
    writer.mark_update(reference)
    return True


def _figures(
    value: str,
    gaps: Sequence[tuple[float, float]],
    size: float,
    baseline: float,
    font: str,
    face: str,
) -> str:
    """A value drawn into its blanks: one figure in each, or all of it in the first."""
    parts = [value]
    if len(gaps) > 1:
        figures = re.findall(r"\d+", value)
        if re.match(r"\s*\d{4}-", value):
            figures = figures[2:0:-1]
        if len(figures) >= len(gaps):
            parts = figures[: len(gaps)]
    drawn = []
    for part, (left, right) in zip(parts, gaps, strict=False):
        start = max(0.0, (left + right - ink.width_of(part, size, face)) / 2)
        drawn.append(ink.text_at(part, start, baseline, size, font=font, face=face))
    return "\n".join(drawn)


def find(writer: Any, name: str) -> Any:
    """Reference of the top-level field of that name, or None."""
    try:
        fields = writer.root["/AcroForm"]["/Fields"]
    except KeyError:
        return None
    return next((ref for ref in fields if ref.get_object().get("/T") == name), None)


def picture(width: float, height: float, operators: str, resources: Any) -> Any:
    """A form XObject of that size, as an appearance needs it."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name

    stream = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): _numbers(0, 0, width, height),
            pdf_name("/Resources"): resources or generic.DictionaryObject(),
        },
        stream_data=operators.encode("ascii"),
    )
    stream.compress()
    return stream


def font_resources(writer: Any, faces: Iterable[str]) -> Any:
    """A resource dictionary with the shipped faces embedded, under the names of FONTS."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name

    fonts = generic.DictionaryObject(
        {pdf_name(f"/{FONTS[face]}"): _font(writer, face) for face in sorted(faces)}
    )
    return generic.DictionaryObject({pdf_name("/Font"): fonts})


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


def _font(writer: Any, face: str) -> Any:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name

    def flate(encoded: bytes, **entries: int) -> Any:
        stream = generic.StreamObject(encoded_data=encoded)
        stream[pdf_name("/Filter")] = pdf_name("/FlateDecode")
        for key, number in entries.items():
            stream[pdf_name(f"/{key}")] = generic.NumberObject(number)
        return writer.add_object(stream)

    length, packed = _font_file(face)
    name = pdf_name(f"/TINOSX+Tinos-{face}")
    italic = face == "Italic"
    descriptor = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/FontDescriptor"),
            pdf_name("/FontName"): name,
            pdf_name("/Flags"): generic.NumberObject(4 + (64 if italic else 0)),
            pdf_name("/FontBBox"): _numbers(-200, -300, 1100, 1100),
            pdf_name("/ItalicAngle"): generic.NumberObject(-16 if italic else 0),
            pdf_name("/Ascent"): generic.NumberObject(891),
            pdf_name("/Descent"): generic.NumberObject(-216),
            pdf_name("/CapHeight"): generic.NumberObject(662),
            pdf_name("/StemV"): generic.NumberObject(80),
            pdf_name("/FontFile2"): flate(packed, Length1=length),
        }
    )
    pairs = dict(ink.metrics(face).values())
    first, last = min(pairs), max(pairs)
    row = [pairs.get(glyph, 0) for glyph in range(first, last + 1)]
    widths = generic.ArrayObject(
        [generic.NumberObject(first), generic.ArrayObject(map(generic.NumberObject, row))]
    )
    system = generic.DictionaryObject(
        {
            pdf_name("/Registry"): generic.TextStringObject("Adobe"),
            pdf_name("/Ordering"): generic.TextStringObject("Identity"),
            pdf_name("/Supplement"): generic.NumberObject(0),
        }
    )
    descendant = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Font"),
            pdf_name("/Subtype"): pdf_name("/CIDFontType2"),
            pdf_name("/BaseFont"): name,
            pdf_name("/CIDSystemInfo"): system,
            pdf_name("/FontDescriptor"): writer.add_object(descriptor),
            pdf_name("/CIDToGIDMap"): pdf_name("/Identity"),
            pdf_name("/W"): widths,
        }
    )
    return writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Font"),
                pdf_name("/Subtype"): pdf_name("/Type0"),
                pdf_name("/BaseFont"): name,
                pdf_name("/Encoding"): pdf_name("/Identity-H"),
                pdf_name("/DescendantFonts"): generic.ArrayObject([writer.add_object(descendant)]),
                pdf_name("/ToUnicode"): flate(_to_unicode(face)),
            }
        )
    )


def _numbers(*values: float) -> Any:
    from pyhanko.pdf_utils import generic

    return generic.ArrayObject([generic.FloatObject(f"{value:.2f}") for value in values])

"""The form in a draft: number and date for the clerk, fields for two signatures.

The clerk numbers a document after the leader has signed it (Decree 30/2020/NĐ-CP,
articles 15 and 17). Filling in a form field is a change a signature can allow, so the
number and the date are fields from the start and not text put in later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any

from mock_office.signing import ink
from mock_office.signing.objects import (
    FONTS,
    font_resources,
    identity,
    let_go,
    pdf,
    picture,
    put,
    text,
)

NUMBER = "SoVanBan"
DATE = "NgayBanHanh"
LEADER = "LanhDao"
AGENCY = "CoQuan"
Rect = tuple[float, float, float, float]
MM = 72 / 25.4
SEAL = 36 * MM  # the real size of a seal, points
SIGNATURE = (48 * MM, 24 * MM)
GAPS = "/ExamGaps"  # private key: where inside the field the figures go
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
    rect: Rect
    size: float = 13
    italic: bool = False
    gaps: tuple[tuple[float, float], ...] = ()  # left and right ends of the blanks

    @property
    def face(self) -> str:
        """The face the field is filled in with."""
        return "Italic" if self.italic else "Regular"


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
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import (
        FieldMDPAction,
        FieldMDPSpec,
        MDPPerm,
        SigFieldSpec,
        append_signature_field,
    )

    writer: Any = IncrementalPdfFileWriter(BytesIO(data))
    # By chance as the library has it; here the same draft gives the same file, always.
    first, _ = writer.document_id
    writer._document_id = identity(first, sha256(data).digest()[:16])
    texts = [box for box in wanted if box.name in (NUMBER, DATE)]
    faces = {"Regular", *(box.face for box in texts)}
    # Flags of a form that is to be signed: signing must not have to change them.
    acro_form = pdf({"/Fields": [], "/SigFlags": 3})
    if wanted:
        put(acro_form, "/DR", font_resources(writer, faces))
    put(writer.root, "/AcroForm", writer.add_object(acro_form))
    writer.update_root()
    for box in texts:
        acro_form["/Fields"].append(_add_text_field(writer, box))
    for box in wanted:
        if box.name not in (LEADER, AGENCY):
            continue
        sealing = box.name == AGENCY
        append_signature_field(
            writer,
            SigFieldSpec(
                box.name,
                on_page=box.page,
                box=corners(box.rect),
                field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL) if sealing else None,
                doc_mdp_update_value=MDPPerm.NO_CHANGES if sealing else None,
                readable_field_name=TITLES[box.name],
            ),
        )
    out = BytesIO()
    writer.write(out)
    let_go(writer)
    return out.getvalue()


def corners(rect: Rect) -> tuple[int, int, int, int]:
    """A box on whole points, as signature fields have it."""
    left, bottom, right, top = map(round, rect)
    return left, bottom, right, top


def _add_text_field(writer: Any, box: Box) -> Any:
    """A field for one line of text, empty and invisible until it is filled in."""
    page = writer.find_page_for_modification(box.page)[0]
    left, bottom, right, top = box.rect
    field = {
        "/Type": "/Annot",
        "/Subtype": "/Widget",
        "/FT": "/Tx",
        "/T": text(box.name),
        "/TU": text(TITLES[box.name]),
        "/F": 4,
        "/P": page,
        "/Rect": [float(edge) for edge in box.rect],
        "/DA": text(f"/{FONTS[box.face]} {box.size:g} Tf 0 g"),
        GAPS: [float(edge - left) for gap in box.gaps for edge in gap],
        "/AP": {"/N": writer.add_object(picture(right - left, top - bottom, "", None))},
    }
    reference = writer.add_object(pdf(field))
    writer.register_annotation(page, reference)
    return reference


def fill(writer: Any, name: str, value: str) -> bool:
    """Write a value into a text field and draw it; False when there is no such field."""
    reference = find(writer, name)
    if reference is None:
        return False
    field = reference.get_object()
    left, bottom, right, top = (float(edge) for edge in field["/Rect"])
    font, points = str(field["/DA"]).split()[:2]
    font, size = font.lstrip("/"), float(points)
    face = next(face for face, short in FONTS.items() if short == font)
    edges = [float(edge) for edge in field.get(GAPS, [])] or [0.0, right - left]
    gaps = list(zip(edges[::2], edges[1::2], strict=False))
    drawn = []
    for part, (start, end) in zip(_figures(value, len(gaps)), gaps, strict=False):
        x = max(0.0, (start + end - ink.width_of(part, size, face)) / 2)
        drawn.append(ink.text_at(part, x, 0.25 * size, size, font=font, face=face))
    resources = writer.root["/AcroForm"]["/DR"]
    shown = picture(right - left, top - bottom, "\n".join(drawn), resources)
    put(field, "/V", text(value))
    put(field, "/AP", {"/N": writer.add_object(shown)})
    writer.mark_update(reference)
    return True


def _figures(value: str, blanks: int) -> list[str]:
    """A value as it goes into its blanks: one figure in each, or all of it in the first."""
    if blanks < 2:
        return [value]
    figures: list[str] = re.findall(r"\d+", value)
    if re.match(r"\s*\d{4}-", value):  # written the ISO way, year first
        figures.reverse()
    return figures[:blanks] if len(figures) >= blanks else [value]


def find(writer: Any, name: str) -> Any:
    """Reference of the top-level field of that name, or None."""
    try:
        fields = writer.root["/AcroForm"]["/Fields"]
    except KeyError:
        return None
    return next((ref for ref in fields if ref.get_object().get("/T") == name), None)

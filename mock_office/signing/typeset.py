"""Drafts as PDF files, set the way Decree 30/2020/NĐ-CP, annex I, wants them.

A draft's lines are set each in its own layout, so that a wrong size, a missing
italic or a wrong margin can be seen on the page as it can on a real one. The file
comes out with its form ready: the number and the date are blank for the clerk, and
two empty signature fields stand where the leader and the agency will sign.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from mock_office.agency import Agency
from mock_office.documents.incoming import Urgency
from mock_office.documents.outgoing import DraftLine, Layout, Margins, OutgoingDraft
from mock_office.files import FileRef
from mock_office.signing import form

DATA = Path(__file__).resolve().parent.parent / "scenarios"
HEAD_TOP = ("parent", "agency", "motto")
FOOT = ("recipients", "authority", "name")
INDENTED = ("basis", "body")
BLANK = re.compile(r"[ \u00a0]{3,}|…+|\.{4,}|_{2,}")
PAGE_HEIGHT = 841.89  # A4, points
NUMBER_WIDTH = 30.0  # points: room for four digits at size 13
DAY_WIDTH = 20.0


@dataclass(frozen=True, slots=True)
class DraftPdf:
    """A typeset draft before any signature, and where its fields lie.

    Args:
        data: The file; its SHA-256 names the issued draft.
        boxes: The named fields, for previews and for checks of the picture's place.
    """

    data: bytes
    boxes: tuple[form.Box, ...]


def typeset(draft: OutgoingDraft, agency: Agency, *, when: datetime) -> DraftPdf:
    """Set a draft and give it its form: number, date and two signature fields.

    Args:
        when: Goes into the file as its time of making; nothing else depends on it.

    Raises:
        RuntimeError: This process was forked from one that had typeset before.
    """
    boxes, data = _compile(_document(draft, agency), when)
    return DraftPdf(form.add_fields(data, boxes), boxes)


def typeset_unsigned(draft: OutgoingDraft, agency: Agency, *, when: datetime) -> bytes:
    """Set a document that has no place for signatures of its own: a copy of somebody's."""
    return form.add_fields(_compile(_document(draft, agency), when)[1], ())


def typeset_attachment(
    title: str,
    paragraphs: Sequence[str],
    *,
    label: str = "Phụ lục",
    reference: str = "",
    margins: Margins | None = None,
    when: datetime,
) -> bytes:
    """Set an annex that goes out as a file of its own, with an empty form to be signed.

    Args:
        title: Its title, set in capitals under the label.
        reference: The line "(Kèm theo ...)"; left out when empty, which is right for an
            electronic annex (Decree 30/2020 annex I, part III.1c).
    """
    bold = Layout(bold=True, align="centre")
    lines = [
        DraftLine("annex", label, layout=bold),
        DraftLine("annex", title.upper(), layout=bold),
    ]
    if reference:
        lines.append(DraftLine("annex", reference, layout=Layout(italic=True, align="centre")))
    lines += [DraftLine("body", text, layout=Layout(align="both")) for text in paragraphs]
    document = {
        "title": title,
        "margins": _margins(margins or Margins()),
        "urgency": _urgency(Urgency.NORMAL),
        "head": [],
        "body": [_line(line) for line in lines],
        "foot": {"left": [], "right": []},
        "annexes": [],
    }
    return form.add_fields(_compile(document, when)[1], ())


def typeset_annex(draft: OutgoingDraft, file: FileRef, *, when: datetime) -> bytes:
    """The annex a draft names as a file of its own, ready to be signed by the clerk."""
    label = file.note.partition(",")[0].strip()
    if not label.casefold().startswith("phụ lục"):
        label = "Phụ lục"
    told = [line.strip() for line in file.text.splitlines() if line.strip()]
    filled = [f"Nội dung thực hiện {draft.excerpt} (dữ liệu thi thử)."]
    return typeset_attachment(draft.excerpt, told or filled, label=label.upper(), when=when)


def _document(draft: OutgoingDraft, agency: Agency) -> dict[str, Any]:
    """The draft's lines sorted into the parts of the page."""
    foot_at = next((n for n, line in enumerate(draft.lines) if line.part in FOOT), len(draft.lines))
    head = [line for line in draft.lines[:foot_at] if line.column != "full"]
    body = [line for line in draft.lines if line.part not in (*FOOT, "annex")]
    body = [line for line in body if line not in head]
    foot = [line for line in draft.lines if line.part in FOOT]
    named = bool(draft.kind) and draft.kind != "Công văn"
    upper = [line for line in head if line.part in HEAD_TOP]
    lower = [line for line in head if line.part not in HEAD_TOP]
    return {
        "title": " ".join(filter(None, (draft.kind, draft.excerpt, f"({agency.name})"))),
        "margins": _margins(draft.margins),
        "urgency": _urgency(draft.urgency),
        "head": [_columns(upper), _columns(lower)],
        "body": [_line(line, ruled=named) for line in body],
        "foot": {
            "left": [_line(line) for line in foot if line.part == "recipients"],
            "right": [_line(line) for line in foot if line.part != "recipients"],
        },
        "annexes": _annexes(line for line in draft.lines if line.part == "annex"),
    }


def _urgency(urgency: Urgency) -> dict[str, Any]:
    """The mark's words and the width of its frame in millimetres (annex I, part II.10b)."""
    words, width = {
        Urgency.NORMAL: ("", 0),
        Urgency.URGENT: ("KHẨN", 20),
        Urgency.VERY_URGENT: ("THƯỢNG KHẨN", 40),
        Urgency.EXPRESS: ("HỎA TỐC", 30),
    }[urgency]
    return {"words": words, "width": width}


def _annexes(lines: Iterable[DraftLine]) -> list[list[dict[str, Any]]]:
    """Annex lines cut into annexes: each begins with a line "Phụ lục ..."."""
    found: list[list[dict[str, Any]]] = []
    for line in lines:
        if not found or line.text.strip().casefold().startswith("phụ lục"):
            found.append([])
        found[-1].append(_line(line))
    return found


def _columns(lines: Sequence[DraftLine]) -> dict[str, Any]:
    last = {line.part: line for line in lines if line.part in HEAD_TOP}
    return {
        side: [
            _line(line, ruled=last.get(line.part) is line) for line in lines if line.column == side
        ]
        for side in ("left", "right")
    }


def _line(line: DraftLine, *, ruled: bool = False) -> dict[str, Any]:
    layout = line.layout
    rules = {"motto": 1.0, "agency": 0.4, "excerpt": 0.4}
    return {
        "part": line.part,
        "pieces": _pieces(line),
        "font": _font(layout.font),
        "size": min(max(float(layout.size), 6.0), 40.0),
        "bold": layout.bold,
        "italic": layout.italic,
        "align": layout.align if layout.align in ("left", "centre", "right", "both") else "left",
        "indent": 12.7 if line.part in INDENTED and layout.align in ("left", "both") else 0,
        "above": 14 if line.part in INDENTED else 9,
        "rule": rules.get(line.part, 0) if ruled else 0,
    }


def _font(name: str) -> str:
    """The face that stands in: a font which is not the prescribed one must look it."""
    if name.strip().casefold() == "times new roman":
        return "Tinos"
    return "DejaVu Sans Mono" if "courier" in name.casefold() else "Libertinus Serif"


def _pieces(line: DraftLine) -> list[dict[str, Any]]:
    """The text of a line, cut where the clerk will write the number or the date."""
    wanted = {"symbol": form.NUMBER, "place_date": form.DATE}.get(line.part)
    if wanted is None:
        return [{"text": line.text}]
    width = NUMBER_WIDTH if wanted == form.NUMBER else DAY_WIDTH
    pieces: list[dict[str, Any]] = []
    at = 0
    for blank in BLANK.finditer(line.text):
        before = line.text[at : blank.start()]
        pieces += [{"text": f"{before} "}, {"gap": wanted, "width": width}]
        at = blank.end()
        if wanted == form.DATE:
            pieces.append({"text": " "})
    pieces.append({"text": line.text[at:]})
    if at == 0:  # no room was left by the drafter: the field goes behind the text
        pieces.append({"gap": wanted, "width": width})
    return pieces


def _margins(margins: Margins) -> dict[str, Any]:
    rule = margins.page_number
    return {
        "top": margins.top,
        "bottom": margins.bottom,
        "left": margins.left,
        "right": margins.right,
        "number_at_top": not rule.startswith("bottom"),
        "number_side": next((side for side in ("left", "right") if side in rule), "centre"),
        "first_hidden": "not on page 1" in rule,
    }


@cache
def _fonts() -> tuple[int, Any]:
    """The shipped faces and nothing of this computer, read once; and in which process."""
    import typst

    # The typesetter's own stay: a draft in a wrong font must look wrong.
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[DATA / "fonts"])
    return os.getpid(), fonts


def _compile(document: dict[str, Any], when: datetime) -> tuple[tuple[form.Box, ...], bytes]:
    # Every check of a signature walks all objects of the file, and half of them are tags.
    template = DATA / "templates" / "document.typ"
    data, places = compile_template(template, document, when, tags=False)
    return form.boxes(places, PAGE_HEIGHT), data


def compile_template(
    template: Path, document: Mapping[str, Any], when: datetime, *, tags: bool = True
) -> tuple[bytes, list[dict[str, Any]]]:
    """A PDF file from a Typst template, and what it says of its places (`<place>`).

    Args:
        document: Reaches the template as JSON, so that nothing in it can act as markup.
        tags: Write the structure that screen readers go by.

    Raises:
        RuntimeError: This process was forked from one that had typeset before.
    """
    import typst

    process, fonts = _fonts()
    if process != os.getpid():  # its threads did not come along: it would wait for ever
        raise RuntimeError("the typesetter was used before this process was forked")
    # A compiler keeps the inputs of its last run, so two threads must not share one.
    compiler = typst.Compiler(
        template,
        font_paths=fonts,
        sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
    )
    data = compiler.compile(format="pdf", timestamp=when, pdf_tags=tags)
    if not isinstance(data, bytes):
        raise TypeError("the typesetter gave no single file")
    return data, json.loads(compiler.query("<place>", field="value"))

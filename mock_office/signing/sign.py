"""Signing as a person does it: the leader's layer, the clerk's number and seal.

Decree 30/2020/NĐ-CP, articles 13.7, 15, 17 and annex I: first the leader's personal
signature, then number and date, then the agency's signature, which locks the file.
Nothing here enforces that. A candidate can take the wrong token, the wrong field, the
wrong order or leave a layer out, and gets a real file with that mistake in it;
`mock_office.signing.validate` is who judges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from io import BytesIO
from typing import Any

from mock_office.signing import cms, form, ink
from mock_office.signing.objects import FONTS, font_resources, pdf, picture, put, stream
from mock_office.signing.pki import VIETNAM, OpenToken, Pki
from mock_office.signing.quiet import silence

MM = form.MM
NOTE_SIZE = 10  # points, Decree 30/2020 annex I, II.8b
STAMP_ROOM = 1100  # bytes of a time stamp without its certificate, and to spare
BARE_ROOM = 900  # bytes of a signature container without certificates, and to spare


class Picture(StrEnum):
    """What is drawn into a signature field."""

    NONE = "none"
    SIGNATURE = "signature"  # blue handwriting
    SEAL = "seal"  # red seal
    RED_SIGNATURE = "red_signature"  # a mistake: the handwriting in red


class CannotSign(Exception):
    """The file cannot take the signature: not a PDF, no such field, or it is taken."""


@dataclass(frozen=True, slots=True)
class _Order:
    """One signature to be made; what a person decides before typing the PIN."""

    when: datetime
    field: str
    picture: Picture
    certify: bool = False
    lock: bool = False
    timestamp: bool = True
    long_term: bool = False
    box: form.Rect | None = None
    values: Mapping[str, str] = dataclass_field(default_factory=dict)
    lines: Sequence[str] = ()
    location: str = ""


def sign_as_leader(
    pdf: bytes,
    pki: Pki,
    open_token: OpenToken,
    *,
    when: datetime,
    field: str = form.LEADER,
    picture: bool | Picture = True,
    certify: bool = True,
    timestamp: bool = True,
    box: form.Rect | None = None,
) -> bytes:
    """The first layer: the personal signature, in blue, between position and name.

    Args:
        certify: Allow nothing after it but filling in the form and signing (DocMDP 2).
            Only the first signature of a file can; on a later one it has no effect.
        timestamp: Ask the local time-stamping authority (PAdES B-T), else B-B.
        box: Another place for the picture, in points; None leaves the field where it is.

    Raises:
        CannotSign: The file is no PDF, has no such field, or the field is taken.
    """
    order = _Order(
        when,
        field,
        _picture(picture, Picture.SIGNATURE),
        certify=certify,
        timestamp=timestamp,
        box=box,
    )
    return _sign(pdf, pki, open_token, order)


def number_and_seal(
    pdf: bytes,
    pki: Pki,
    open_token: OpenToken,
    *,
    number_text: str,
    date_text: str,
    when: datetime,
    field: str = form.AGENCY,
    picture: bool | Picture = True,
    lock: bool = True,
    timestamp: bool = True,
    long_term: bool = True,
    box: form.Rect | None = None,
) -> bytes:
    """Number, date and the agency's signature, in one update of the file.

    `form.number_text` and `form.date_text` write the two the prescribed way. A draft that
    lacks the line for one of them is sealed without it.

    Args:
        lock: Allow no change at all afterwards.
        long_term: Put certificates and revocation lists beside the signature (B-LT).

    Raises:
        CannotSign: As `sign_as_leader`.
    """
    order = _Order(
        when,
        field,
        _picture(picture, Picture.SEAL),
        lock=lock,
        timestamp=timestamp,
        long_term=long_term,
        box=box,
        values={form.NUMBER: number_text, form.DATE: date_text},
    )
    return _sign(pdf, pki, open_token, order)


def seal_only(
    pdf: bytes,
    pki: Pki,
    open_token: OpenToken,
    *,
    when: datetime,
    field: str = form.AGENCY,
    picture: bool | Picture = True,
    lock: bool = True,
    timestamp: bool = True,
    long_term: bool = True,
    box: form.Rect | None = None,
) -> bytes:
    """The agency's signature alone, number and date left blank (as a mistake, mostly)."""
    order = _Order(
        when,
        field,
        _picture(picture, Picture.SEAL),
        lock=lock,
        timestamp=timestamp,
        long_term=long_term,
        box=box,
    )
    return _sign(pdf, pki, open_token, order)


def seal_attachment(
    pdf: bytes,
    pki: Pki,
    open_token: OpenToken,
    *,
    number_and_symbol: str,
    when: datetime,
    field: str = form.AGENCY,
    timestamp: bool = True,
    long_term: bool = True,
) -> bytes:
    """The agency's signature on an annex in a file of its own (annex I, II.8b).

    Top right of the first page, no picture: "15/KH-UBND; 2026-11-23T14:05:09+07:00".
    """
    return _seal_with_text(
        pdf,
        pki,
        open_token,
        [f"{number_and_symbol}; {signing_time(when)}"],
        _Order(when, field, Picture.NONE, timestamp=timestamp, long_term=long_term),
    )


def seal_copy(
    pdf: bytes,
    pki: Pki,
    open_token: OpenToken,
    *,
    copy_form: str,
    agency: str,
    when: datetime,
    field: str = "BanSao",
    timestamp: bool = True,
    long_term: bool = True,
) -> bytes:
    """The agency's signature on an electronic copy: form of copy, agency, time.

    Args:
        copy_form: "Sao y", "Sao lục" or "Trích sao" (Decree 30/2020, article 25).
    """
    return _seal_with_text(
        pdf,
        pki,
        open_token,
        [copy_form, agency, signing_time(when)],
        _Order(when, field, Picture.NONE, timestamp=timestamp, long_term=long_term),
    )


def signing_time(when: datetime) -> str:
    """ISO 8601 with the offset of Vietnam, to the second, as the decree wants it shown."""
    return when.astimezone(VIETNAM).isoformat(timespec="seconds")


def _picture(wanted: bool | Picture, usual: Picture) -> Picture:
    if isinstance(wanted, Picture):
        return wanted
    return usual if wanted else Picture.NONE


def _seal_with_text(
    pdf: bytes, pki: Pki, open_token: OpenToken, lines: Sequence[str], order: _Order
) -> bytes:
    return _sign(pdf, pki, open_token, replace(order, lines=tuple(lines)))


def _sign(pdf: bytes, pki: Pki, token: OpenToken, order: _Order) -> bytes:
    silence()
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError

    if order.when.tzinfo is None:
        raise ValueError("the time of signing must say its zone")
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        if order.lines:
            _add_text_field(writer, order)
        return _embed(writer, pki, token, order)
    except (PdfError, SigningError, KeyError, IndexError) as error:
        raise CannotSign(str(error)) from error


def _embed(writer: Any, pki: Pki, token: OpenToken, order: _Order) -> bytes:
    from pyhanko.sign.fields import (
        FieldMDPAction,
        FieldMDPSpec,
        MDPPerm,
        SigSeedSubFilter,
        enumerate_sig_fields,
    )
    from pyhanko.sign.signers.cms_embedder import (
        PdfCMSEmbedder,
        SigIOSetup,
        SigMDPSetup,
        SigObjSetup,
    )
    from pyhanko.sign.signers.pdf_byterange import SignatureObject

    signed_before = any(enumerate_sig_fields(writer, filled_status=True))
    for name, value in order.values.items():
        form.fill(writer, name, value)
    steps = PdfCMSEmbedder().write_cms(order.field, writer, existing_fields_only=True)
    signature_field = next(steps).get_object()
    if "/V" in signature_field:
        raise CannotSign(f"the field {order.field} is already signed")
    _draw(writer, signature_field, token, order)
    if order.long_term:
        _keep_evidence(writer, pki, token)
    setup = SigMDPSetup(md_algorithm="sha256")
    if order.certify and not signed_before:
        setup = SigMDPSetup(md_algorithm="sha256", certify=True, docmdp_perms=MDPPerm.FILL_FORMS)
    elif order.lock:
        setup = SigMDPSetup(
            md_algorithm="sha256",
            field_lock=FieldMDPSpec(FieldMDPAction.ALL),
            docmdp_perms=MDPPerm.NO_CHANGES,
        )
    placeholder = SignatureObject(
        timestamp=order.when.astimezone(VIETNAM),
        subfilter=SigSeedSubFilter.PADES,
        bytes_reserved=_reserve(pki, token, order.timestamp),
    )
    steps.send(SigObjSetup(sig_placeholder=placeholder, mdp_setup=setup))
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256"))
    stamp = None
    if order.timestamp:
        stamp = cms.Stamper(pki.tsa_certificate, pki.tsa_key, order.when)
    container = cms.sign(
        prepared.document_digest,
        certificate=token.certificate,
        key=token.key,
        chain=token.chain,
        stamp=stamp,
    )
    steps.send(container)
    result: bytes = output.getvalue()
    return result


def _reserve(pki: Pki, token: OpenToken, timestamp: bool) -> int:
    """Hex digits to keep free: enough for the longest names, as few as possible to read."""
    room = BARE_ROOM + len(token.certificate) + sum(map(len, token.chain))
    if timestamp:
        room += STAMP_ROOM + len(pki.tsa_certificate)
    return 2 * (-(-room // 256) * 256)


def _draw(writer: Any, signature_field: Any, token: OpenToken, order: _Order) -> None:
    """Give the field its place and its picture."""
    if order.box is not None:
        put(signature_field, "/Rect", [float(edge) for edge in order.box])
    left, bottom, right, top = (float(edge) for edge in signature_field["/Rect"])
    width, height = right - left, top - bottom
    resources = None
    if order.lines:
        resources = font_resources(writer, ["Regular"], letters=True)
    elif order.picture is Picture.SEAL:
        resources = _seal_font(writer)
    font = FONTS["Regular"]
    seed = sha256(token.certificate).digest()[0]
    if order.lines:
        operators = "\n".join(
            ink.text_at(line, 0, height - (n + 0.8) * 1.2 * NOTE_SIZE, NOTE_SIZE, font=font)
            for n, line in enumerate(order.lines)
        )
    elif order.picture is Picture.SEAL:
        operators = ink.seal(width, height, font=font)
    elif order.picture is Picture.SIGNATURE:
        operators = ink.signature(width, height, seed)
    elif order.picture is Picture.RED_SIGNATURE:
        operators = ink.signature(width, height, seed, ink.RED)
    else:
        return
    shown = writer.add_object(picture(width, height, operators, resources))
    put(signature_field, "/AP", {"/N": shown})


def _seal_font(writer: Any) -> Any:
    """The form's own fonts when it has them, else the regular face put in now."""
    try:
        resources = writer.root["/AcroForm"]["/DR"]
        if f"/{FONTS['Regular']}" in resources["/Font"]:
            return resources
    except KeyError:
        pass
    return font_resources(writer, ["Regular"])


def _add_text_field(writer: Any, order: _Order) -> None:
    """A signature field for the lines of text, top right of the first page."""
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    page = writer.find_page_for_modification(0)[0].get_object()
    media = page.get("/MediaBox") or page["/Parent"]["/MediaBox"]
    page_right, page_top = float(media[2]), float(media[3])
    width = max(ink.width_of(line, NOTE_SIZE) for line in order.lines) + 2
    right, top = page_right - 15 * MM, page_top - 7 * MM
    height = 1.2 * NOTE_SIZE * len(order.lines) + 2
    box = form.corners((right - width, top - height, right, top))
    append_signature_field(
        writer, SigFieldSpec(order.field, box=box, readable_field_name=form.TITLES[form.AGENCY])
    )


def _keep_evidence(writer: Any, pki: Pki, token: OpenToken) -> None:
    """Certificates and revocation lists in the file itself (DSS, ISO 32000-2, 12.8.4.3).

    They go into the same update as the signature, so that it covers them too.
    """

    def streams(items: Sequence[bytes]) -> list[Any]:
        return [writer.add_object(stream(item)) for item in items]

    certificates = (pki.trust.root, *pki.trust.other_certs, pki.tsa_certificate)
    store = {
        "/Certs": streams([*certificates, token.certificate]),
        "/CRLs": streams(pki.trust.crls),
    }
    put(writer.root, "/DSS", writer.add_object(pdf(store)))
    writer.update_root()

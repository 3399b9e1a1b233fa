"""Putting one signature into a file: field, picture, evidence, container.

What to put there is an `Order`; `mock_office.signing.sign` writes it for a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from io import BytesIO
from typing import Any

from mock_office.signing import cms, form, ink
from mock_office.signing.objects import FONTS, font_resources, let_go, pdf, picture, put, stream
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
class Order:
    """One signature to be made; what a person decides before typing the PIN.

    Args:
        values: Text fields to be filled in in the same update.
        lines: Text instead of a picture.
        create: Where the file has no such field, make one: in `box`, or for the lines
            where annex I wants them, top right of the first page.
    """

    when: datetime
    field: str
    picture: Picture
    certify: bool = False
    lock: bool = False
    timestamp: bool = True
    long_term: bool = False
    box: form.Rect | None = None
    values: tuple[tuple[str, str], ...] = ()
    lines: Sequence[str] = ()
    create: bool = False


def embed(data: bytes, pki: Pki, token: OpenToken, order: Order) -> bytes:
    """The file with one more signature, in one update. Raises CannotSign, ValueError."""
    silence()
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError

    if order.when.tzinfo is None:
        raise ValueError("the time of signing must say its zone")
    try:
        writer = IncrementalPdfFileWriter(BytesIO(data))
    except (PdfError, KeyError, IndexError) as error:
        raise CannotSign(str(error)) from error
    try:
        if order.create and form.find(writer, order.field) is None:
            _add_field(writer, order)
        return _embed(writer, pki, token, order)
    except (PdfError, SigningError, KeyError, IndexError) as error:
        raise CannotSign(str(error)) from error
    finally:
        let_go(writer)


def _embed(writer: Any, pki: Pki, token: OpenToken, order: Order) -> bytes:
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
    for name, value in order.values:
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


def _draw(writer: Any, signature_field: Any, token: OpenToken, order: Order) -> None:
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


def _add_field(writer: Any, order: Order) -> None:
    """A signature field on the first page, in the order's box or where its lines belong."""
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    page = writer.find_page_for_modification(0)[0].get_object()
    media = page.get("/MediaBox") or page["/Parent"]["/MediaBox"]
    page_right, page_top = float(media[2]), float(media[3])
    width = max((ink.width_of(line, NOTE_SIZE) for line in order.lines), default=0.0) + 2
    height = 1.2 * NOTE_SIZE * len(order.lines) + 2
    above = max(3 * MM, min(7 * MM, 18 * MM - height))  # clear of the text, which begins at 20
    right, top = page_right - 15 * MM, page_top - above
    box = form.corners(order.box or (right - width, top - height, right, top))
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

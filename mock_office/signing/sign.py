"""Signing as a person does it: the leader's layer, the clerk's number and seal.

Decree 30/2020/NĐ-CP, articles 13.7, 15, 17 and annex I: first the leader's personal
signature, then number and date, then the agency's signature, which locks the file.
Nothing here enforces that. A candidate can take the wrong token, the wrong field, the
wrong order or leave a layer out, and gets a real file with that mistake in it;
`mock_office.signing.validate` is who judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mock_office.signing import form
from mock_office.signing.embed import CannotSign, Order, Picture, embed
from mock_office.signing.pki import VIETNAM, OpenToken, Pki
from mock_office.signing.ways import Layer, Level, Look, Position, Way

__all__ = [
    "CannotSign",
    "Picture",
    "number_and_seal",
    "seal_attachment",
    "seal_copy",
    "seal_only",
    "sign_as_leader",
    "sign_in_way",
    "signing_time",
]


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
    order = Order(
        when,
        field,
        _picture(picture, Picture.SIGNATURE),
        certify=certify,
        timestamp=timestamp,
        box=box,
    )
    return embed(pdf, pki, open_token, order)


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
    order = Order(
        when,
        field,
        _picture(picture, Picture.SEAL),
        lock=lock,
        timestamp=timestamp,
        long_term=long_term,
        box=box,
        values=((form.NUMBER, number_text), (form.DATE, date_text)),
    )
    return embed(pdf, pki, open_token, order)


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
    order = Order(
        when,
        field,
        _picture(picture, Picture.SEAL),
        lock=lock,
        timestamp=timestamp,
        long_term=long_term,
        box=box,
    )
    return embed(pdf, pki, open_token, order)


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
        Order(when, field, Picture.NONE, timestamp=timestamp, long_term=long_term),
    )


def seal_copy(
    pdf: bytes,
    pki: Pki,
    open_token: OpenToken,
    *,
    copy_form: str,
    agency: str,
    when: datetime,
    field: str = form.AGENCY,
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
        Order(when, field, Picture.NONE, timestamp=timestamp, long_term=long_term),
    )


def sign_in_way(
    pdf: bytes,
    pki: Pki,
    open_token: OpenToken,
    layer: Layer,
    way: Way,
    *,
    when: datetime,
    number_text: str = "",
    date_text: str = "",
    lines: Sequence[str] = (),
) -> bytes:
    """A signature made exactly as somebody chose it, right or wrong.

    Args:
        number_text: For the agency's layer, with `date_text`: goes into the form first.
        lines: What is written where text was chosen instead of a picture.

    Raises:
        CannotSign: As `sign_as_leader`.
    """
    sealing = layer is not Layer.LEADER
    values = ((form.NUMBER, number_text), (form.DATE, date_text))
    order = Order(
        when,
        form.AGENCY if sealing else form.LEADER,
        _LOOKS.get(way.picture, Picture.NONE),
        certify=layer is Layer.LEADER,
        lock=layer is Layer.AGENCY,
        timestamp=way.timestamp,
        long_term=way.level is Level.LONG_TERM,
        box=_box(layer, way),
        values=values if layer is Layer.AGENCY and number_text else (),
        lines=tuple(lines) if way.picture is Look.TEXT else (),
        create=layer in APART,
    )
    return embed(pdf, pki, open_token, order)


APART = (Layer.ATTACHMENT, Layer.COPY)
"""What the agency alone signs, in a file of its own."""

_LOOKS = {
    Look.BLUE: Picture.SIGNATURE,
    Look.RED: Picture.RED_SIGNATURE,
    Look.SEAL: Picture.SEAL,
}
_PLACES = {  # middle of the picture on an A4 page, points from below left
    Position.TOP_RIGHT: (470.0, 760.0),
    Position.OVER_TEXT: (300.0, 470.0),
}


def _box(layer: Layer, way: Way) -> form.Rect | None:
    """Where the picture goes when it is not where the file has its place for it."""
    if way.position is Position.IN_PLACE:
        return None
    if layer in APART and way.position is Position.TOP_RIGHT and way.picture is Look.TEXT:
        return None
    leader, agency = form.signature_boxes(0, *_PLACES[way.position])
    return (leader if layer is Layer.LEADER else agency).rect


def signing_time(when: datetime) -> str:
    """ISO 8601 with the offset of Vietnam, to the second, as the decree wants it shown."""
    return when.astimezone(VIETNAM).isoformat(timespec="seconds")


def _picture(wanted: bool | Picture, usual: Picture) -> Picture:
    if isinstance(wanted, Picture):
        return wanted
    return usual if wanted else Picture.NONE


def _seal_with_text(
    pdf: bytes, pki: Pki, open_token: OpenToken, lines: Sequence[str], order: Order
) -> bytes:
    return embed(pdf, pki, open_token, replace(order, lines=tuple(lines), create=True))

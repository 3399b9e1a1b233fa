"""Typesetting a result slip and signing it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from .content import Slip, document
from .installation import Installation

TEMPLATE = Path(__file__).with_name("slip.typ")
FIELD = "PhieuKetQua"


def make_slip(slip: Slip, signer: Installation, when: datetime) -> bytes:
    """The signed file: time-stamped, locked, with its evidence inside (PAdES B-LT).

    Loads the libraries of signing; from a program with an event loop call it in a thread.
    """
    from mock_office.signing import form
    from mock_office.signing.embed import Order, Picture, embed
    from mock_office.signing.sign import signing_time
    from mock_office.signing.typeset import compile_template

    when = when.replace(microsecond=0)  # the typesetter knows none
    plain, _ = compile_template(TEMPLATE, document(slip, when), when)
    order = Order(
        when,
        FIELD,
        Picture.NONE,
        lock=True,
        long_term=True,
        lines=(f"Ký số bởi {signer.title} (THI THỬ)", signing_time(when)),
        create=True,
    )
    return embed(form.add_fields(plain, ()), signer.pki, signer.token, order)

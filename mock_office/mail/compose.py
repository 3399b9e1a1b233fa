"""Beginning a letter: a new one, an answer, a forwarded one.

Each helper gives an unsaved draft; the candidate's typing and the log do the rest.
"""

from __future__ import annotations

import re
from typing import Final

from ..agency import Agency, Person
from .addresses import same_box
from .letters import Address, Folder, Letter

_PREFIXES = re.compile(r"(?:\s*(?:re|fwd|fw|tl|trả lời|chuyển tiếp)\s*:\s*)+", re.IGNORECASE)
SIGNATURE_MARK: Final = "-- "
"""The line that opens a signature block (RFC 3676 section 4.3)."""

QUOTE_END: Final = "đã viết:"
"""How the line above a quotation ends."""


def new(me: Person, *, agency: Agency | None = None, key: str = "") -> Letter:
    """An empty letter with the signature block of `me`."""
    return _draft(me, key, mode="new", body=f"\n\n{signature(me, agency)}")


def reply(
    letter: Letter,
    me: Person,
    all: bool = False,  # noqa: A002 - the word of every mail program
    *,
    agency: Agency | None = None,
    key: str = "",
) -> Letter:
    """An answer to `letter`: to its sender (or Reply-To), or to everybody on it.

    With `all` the other recipients go to Cc, the candidate's own box left out.
    """
    to = letter.reply_to or letter.sender
    cc: tuple[Address, ...] = ()
    if all:
        cc = tuple(
            address
            for address in (*letter.to, *letter.cc)
            if not same_box(address.address, me.address)
            and not same_box(address.address, to.address)
        )
    return _draft(
        me,
        key,
        mode="reply_all" if all else "reply",
        source=letter.id,
        to=(to,),
        cc=cc,
        subject=f"Re: {bare_subject(letter.subject)}",
        body=f"\n\n{signature(me, agency)}\n\n{quoted(letter)}",
    )


def forward(letter: Letter, me: Person, *, agency: Agency | None = None, key: str = "") -> Letter:
    """`letter` passed on with its attachments; to whom is still open."""
    return _draft(
        me,
        key,
        mode="forward",
        source=letter.id,
        subject=f"Fwd: {bare_subject(letter.subject)}",
        body=f"\n\n{signature(me, agency)}\n\n{quoted(letter)}",
        attachments=letter.attachments,
    )


def signature(me: Person, agency: Agency | None = None) -> str:
    """The signature block: name, position, unit, telephone, each on its line."""
    unit = me.unit
    if agency is not None:
        unit = next((u.name for u in agency.units if u.id == me.unit), agency.name)
    lines = (SIGNATURE_MARK, me.name, me.title, unit, f"Điện thoại: {me.phone}" if me.phone else "")
    return "\n".join(line for line in lines if line)


def bare_subject(subject: str) -> str:
    """The subject without Re: and Fwd:, so that they never pile up."""
    match = _PREFIXES.match(subject)
    return subject[match.end() :].strip() if match else subject.strip()


def quoted(letter: Letter) -> str:
    """The letter's text behind "> ", under a line that says who wrote it and when."""
    when = f"Vào {letter.date:%H:%M} ngày {letter.date:%d/%m/%Y}, " if letter.date else ""
    lines = "\n".join(f"> {line}".rstrip() for line in letter.body.splitlines())
    return f"{when}{letter.sender} {QUOTE_END}\n{lines}"


def own_words(body: str) -> str:
    """What the writer wrote: the body without quoted lines and the line above them."""
    return "\n".join(
        line
        for line in body.splitlines()
        if not line.startswith(">") and not line.rstrip().endswith(QUOTE_END)
    ).strip()


def _draft(me: Person, key: str, **rest: object) -> Letter:
    return Letter(
        id=key,
        folder=Folder.DRAFTS,
        sender=Address(me.address, me.name),
        read=True,
        **rest,  # type: ignore[arg-type]
    )

"""The file's own word about its signatures, checked before any cryptography.

A signature covers two ranges of bytes with a hole between them (ISO 32000-2, 12.8.1).
What lies in the hole is signed by nobody. PDF libraries tend to add up lengths and
believe the file about the rest, which lets a forged page hide in the hole; so the
ranges, the hole and everything behind the last signature are looked at here first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import repeat
from typing import Any

MAX_SIZE = 8 << 20  # bytes of a file that is looked at
MAX_READS = 1_000_000  # a signed draft takes about a twentieth
MAX_OBJECTS = 20_000
MAX_REVISIONS = 64
MAX_SIGNATURES = 16
MIB = 1 << 20
SUBFILTERS = {
    "/Sig": ("/ETSI.CAdES.detached", "/adbe.pkcs7.detached"),
    "/DocTimeStamp": ("/ETSI.RFC3161",),
}
HEX = re.compile(rb"<[0-9A-Fa-f]+>")
RANGE = re.compile(rb"/ByteRange\b")


class Unreadable(Exception):
    """The file cannot be looked at; the argument is the code that says why."""

    @property
    def code(self) -> str:
        """One of the codes of `messages`."""
        return str(self.args[0])


class Metered(BytesIO):
    """A file that gives up after so many reads: a bound that needs no clock.

    It bounds the memory as well, since every object read is kept.

    The library reads byte by byte, so the count goes through an iterator and not a sum.
    """

    def __init__(self, data: bytes, reads: int = MAX_READS) -> None:
        super().__init__(data)
        self._count = repeat(None, reads)
        self._tick = self._count.__next__

    def read(self, size: int | None = -1) -> bytes:
        """As usual, until the reads are used up; then Unreadable."""
        try:
            self._tick()
        except StopIteration:
            raise Unreadable("TOO_COMPLEX") from None
        return BytesIO.read(self, size)

    @property
    def left(self) -> int:
        """How many reads may still be made."""
        return self._count.__length_hint__()


@dataclass(frozen=True, slots=True)
class Found:
    """A filled signature field as the file has it, before anything of it is believed."""

    field: str
    dictionary: Any  # the field's
    signature: Any  # the signature's dictionary
    reference: Any  # where that dictionary lies; None when it is not an object of its own
    problems: tuple[str, ...]


def open_pdf(data: bytes) -> Any:
    """A strict reader with bounds on size, time and memory. Raises Unreadable."""
    from pyhanko.pdf_utils.decode_limits import (
        DEFAULT_PURPOSE_LIMITS,
        DecodeLimits,
        DecodePurpose,
        DocumentDecodeBudget,
        StreamDecodeLimits,
    )
    from pyhanko.pdf_utils.misc import PdfStrictReadError

    from mock_office.signing.quick_reader import QuickReader

    if len(data) > MAX_SIZE:
        raise Unreadable("TOO_LARGE")
    if not data.startswith(b"%PDF-"):
        raise Unreadable("NOT_PDF")
    if data.count(b"startxref") > MAX_REVISIONS:
        raise Unreadable("TOO_COMPLEX")
    limits = DecodeLimits(
        per_stream=StreamDecodeLimits(max_output_size=8 * MIB),
        per_purpose={
            **DEFAULT_PURPOSE_LIMITS,
            DecodePurpose.OBJECT_STREAM: StreamDecodeLimits(max_output_size=MIB // 2),
            DecodePurpose.XREF_STREAM: StreamDecodeLimits(max_output_size=MIB // 4),
        },
        document_budget=DocumentDecodeBudget(base_allowance=2 * MIB, max_ratio=1),
    )
    try:
        reader = QuickReader(data, Metered(data), decode_limits=limits)
        objects = sum(
            len(reader.xrefs.explicit_refs_in_revision(revision))
            for revision in range(reader.xrefs.total_revisions)
        )
    except Unreadable:
        raise
    except PdfStrictReadError as error:
        raise Unreadable("NOT_STRICT") from error
    except Exception as error:  # the library raises what it likes on odd files
        raise Unreadable("DAMAGED") from error
    if reader.encrypted:
        raise Unreadable("ENCRYPTED")
    if objects > MAX_OBJECTS:
        raise Unreadable("TOO_COMPLEX")
    return reader


def find_signatures(reader: Any, data: bytes) -> tuple[list[Found], list[str]]:
    """The filled signature fields, and what is wrong with the file as a whole."""
    from pyhanko.pdf_utils.generic import IndirectObject
    from pyhanko.sign.fields import enumerate_sig_fields

    found = []
    users: dict[Any, int] = {}
    for name, value, field in enumerate_sig_fields(reader, filled_status=True):
        dictionary = field.get_object()
        raw = dictionary.raw_get("/V")
        reference = raw.reference if isinstance(raw, IndirectObject) else None
        users[reference] = users.get(reference, 0) + 1
        found.append((str(name), dictionary, value.get_object(), reference))
        if len(found) > MAX_SIGNATURES:
            raise Unreadable("TOO_COMPLEX")
    if found and reader.xrefs.hybrid_xrefs_present:
        raise Unreadable("NOT_STRICT")  # two readers may see two different files
    result = []
    for name, dictionary, signature, reference in found:
        problems = list(_problems(reader, data, signature, reference))
        if users[reference] > 1:
            problems.append("SIGNATURE_SHARED")
        result.append(Found(name, dictionary, signature, reference, tuple(problems)))
    return result, list(_file_problems(reader, data, result))


def _problems(reader: Any, data: bytes, signature: Any, reference: Any) -> Iterator[str]:
    """What is wrong with one signature dictionary and its two ranges."""
    if reference is None or not hasattr(signature, "raw_get"):
        yield "SIGNATURE_DIRECT"
        return
    if signature.get("/SubFilter") not in SUBFILTERS.get(signature.get("/Type", "/Sig"), ()):
        yield "ODD_SUBFILTER"
    try:
        ranges = [int(edge) for edge in signature["/ByteRange"]]
        contents = signature.raw_get("/Contents").original_bytes
    except (KeyError, TypeError, ValueError, AttributeError):
        yield "BYTERANGE_FORM"
        return
    yield from _range_problems(data, ranges, contents)
    if len(ranges) == 4 and not _holds(reader, data, reference, ranges[1]):
        yield "BYTERANGE_HOLE"


def _range_problems(data: bytes, ranges: list[int], contents: bytes) -> Iterator[str]:
    if len(ranges) != 4 or ranges[0] != 0:
        yield "BYTERANGE_FORM"
        return
    _, start, after, length = ranges
    if not 0 < start < after or length <= 0 or after + length > len(data):
        yield "BYTERANGE_FORM"
        return
    hole = data[start:after]
    if not HEX.fullmatch(hole) or len(hole) % 2 or not data[:start].rstrip().endswith(b"/Contents"):
        yield "BYTERANGE_HOLE"
        return
    if bytes.fromhex(hole[1:-1].decode("ascii")) != contents:
        yield "BYTERANGE_HOLE"
        return
    size = _der_size(contents)
    if size is None or any(contents[size:]):
        yield "CMS_PADDING"


def _holds(reader: Any, data: bytes, reference: Any, hole: int) -> bool:
    """Whether the hole lies inside the very object the field names as its signature."""
    position = reader.xrefs[reference]
    if not isinstance(position, int) or not 0 <= position < hole:
        return False
    return b"endobj" not in data[position:hole]


def _der_size(data: bytes) -> int | None:
    """Length of the first DER element with its head; None when it has none.

    Some makers write BER of indefinite length, which ends where its contents do.
    """
    if len(data) < 2 or data[0] != 0x30:
        return None
    if data[1] == 0x80:
        from asn1crypto import parser

        try:
            return int(parser.peek(data))
        except ValueError:
            return None
    if data[1] < 0x80:
        return 2 + data[1]
    digits = data[1] & 0x7F
    if not 1 <= digits <= 4 or len(data) < 2 + digits:
        return None
    size = 2 + digits + int.from_bytes(data[2 : 2 + digits])
    return size if size <= len(data) else None


def _file_problems(reader: Any, data: bytes, found: list[Found]) -> Iterator[str]:
    """Signatures that are hidden or were taken out, and bytes behind the end."""
    references = {item.reference for item in found if item.reference is not None}
    if len(RANGE.findall(data)) != len(references):
        yield "STRAY_SIGNATURE"
    end = data.rfind(b"%%EOF")
    if found and (end < 0 or data[end + 5 :].strip(b"\r\n")):
        yield "TRAILING_BYTES"
        return
    ends = [_end(item) for item in found]
    if not ends or max(ends) > len(data) or not data[max(ends) :].strip():
        return
    last = found[ends.index(max(ends))]
    if last.reference is None:
        return
    if reader.xrefs.get_last_change(last.reference) >= reader.xrefs.total_revisions - 1:
        yield "TRAILING_BYTES"


def _end(item: Found) -> int:
    try:
        ranges = [int(edge) for edge in item.signature["/ByteRange"]]
        return ranges[2] + ranges[3]
    except (KeyError, TypeError, ValueError, IndexError):
        return 0

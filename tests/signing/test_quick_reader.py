"""The quick reader of plain objects against the library's own: never a different value."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from mock_office.signing import quick_reader, structure
from mock_office.signing.quick_reader import QuickReader
from mock_office.signing.quiet import silence
from mock_office.signing.typeset import typeset_attachment
from tests.signing.conftest import Office
from tests.signing.samples import NOW

pdf: Any = generic


def same(quick: Any, slow: Any) -> bool:
    """Whether two objects are the same in kind, value, order and place."""
    if type(quick) is not type(slow) or quick.container_ref != slow.container_ref:
        return False
    if isinstance(slow, pdf.DictionaryObject):
        streams = isinstance(slow, pdf.StreamObject)
        if list(quick) != list(slow) or (streams and quick.encoded_data != slow.encoded_data):
            return False
        return all(same(dict.__getitem__(quick, k), dict.__getitem__(slow, k)) for k in slow)
    if isinstance(slow, pdf.ArrayObject):
        pairs = zip(list.__iter__(quick), list.__iter__(slow), strict=False)
        return len(quick) == len(slow) and all(same(a, b) for a, b in pairs)
    if isinstance(slow, pdf.TextStringObject | pdf.ByteStringObject):
        return bool(quick.original_bytes == slow.original_bytes and quick == slow)
    if isinstance(slow, pdf.IndirectObject):
        return bool(quick.reference == slow.reference)
    return bool(quick == slow)


def compared(data: bytes) -> tuple[int, int]:
    """How many objects a file has, and how many were read quickly; each must be the same."""
    slow: Any = PdfFileReader(BytesIO(data), strict=True)
    quick = QuickReader(data, BytesIO(data))
    seen = fast = 0
    for revision in range(slow.xrefs.total_revisions):
        for ref in slow.xrefs.explicit_refs_in_revision(revision):
            place = slow.xrefs.get_historical_ref(ref, revision)
            seen += 1
            found = quick._quick(ref, place)
            if found is not None:
                fast += 1
                assert same(found, slow._read_object(ref, place)), ref
    return seen, fast


def test_every_object_of_our_own_files_is_read_quickly_and_is_the_same(office: Office) -> None:
    for data in (office.draft, office.one, office.two):
        seen, fast = compared(data)
        assert seen == fast > 30
    seen, fast = compared(typeset_attachment("Danh mục", ["Một."], when=NOW))
    assert seen == fast


class Pair:
    """Both readers over one object that stands alone."""

    def __init__(self, sample: bytes) -> None:
        self.quick = QuickReader(sample, BytesIO(sample))
        self.slow: Any = PdfFileReader(BytesIO(sample), strict=True)
        self.ref = pdf.Reference(7, 0, self.slow)

    def check(self, body: bytes) -> bool:
        """Whether it was read quickly; then the library must have read the same."""
        data = b"%PDF-1.7\n7 0 obj" + body + b"endobj\n8 0 obj\nnull\nendobj\n"
        self.quick._data = data
        self.quick._tokens, self.quick._bytes = quick_reader.MAX_TOKENS, quick_reader.MAX_BYTES
        found = self.quick._quick(self.ref, 9)
        if found is None:
            return False
        self.slow.stream = BytesIO(data)
        slow = self.slow._read_object(self.ref, 9)
        assert same(found, slow), body
        return True


@pytest.fixture(scope="module")
def pair(office: Office) -> Pair:
    silence()
    return Pair(office.draft)


PLAIN = (
    b"\n<</A 1/B[1 2 0 R(x)<41>]/C<</D null/E true/F false/G -.5/H +7/I 3.>>>>\n",
    b" [ /Name/Other[ [ ] << >> ] 12 0 R 0 0 1 ] ",
    b"\n<</Length 5>>\nstream\nab\ncdendstream\n",
    b"\n<</Length 5>>stream\r\nab\ncd\r\nendstream ",
    b"\n(THI TH\\341 \\(1\\) \\\\ \\101)\n",
    b"\n<FEFF1EED>\n",
    b"\n42\n",
)
ODD = (
    b"\n<</A 1/A 2>>\n", b"\n<</A>>\n", b"\n<<1 2>>\n", b"\n[1 2\n", b"\n<</A 1]\n", b"\n]\n",
    b"\n<</A#42 1>>\n", b"\n% remark\n1\n", b"\n<4>\n", b"\n<4 1>\n", b"\n(a(b)c)\n", b"\n(a\nb)\n",
    b"\n(\\n)\n", b"\n(\\1)\n", b"\n(\\8)\n", b"\n1  0 R\n", b"\n0 0 R\n", b"\n1 0 Rx\n",
    b"\n1.2.3\n",
    b"\n--1\n", b"\ntrue1\n", b"\nnul\n", b"\n<</Length 4>>\nstream\nab\ncdendstream\n",
    b"\n<</Length 1 0 R>>\nstream\nabendstream\n", b"\n<</Length -1>>\nstream\nabendstream\n",
    b"\n<</Length 5>>\nstream ab\ncdendstream\n", b"\n1 2\n", b"\x00null\n",
    b"\n" + b"[" * 60 + b"]" * 60,
)  # fmt: skip


@pytest.mark.parametrize("body", PLAIN)
def test_plain_objects_are_read_quickly_and_as_the_library_does(pair: Pair, body: bytes) -> None:
    assert pair.check(body)


@pytest.mark.parametrize("body", ODD)
def test_anything_odd_is_left_to_the_library(pair: Pair, body: bytes) -> None:
    assert not pair.check(body)


PIECES = st.sampled_from(
    [
        b"<<", b">>", b"[", b"]", b"/A", b"/B#20", b"/Length", b" ", b"\n", b"\r\n", b"\x00", b"1",
        b"-2", b"3.5", b".", b"+", b"9 0 R", b"9 0 R/", b"(x)", b"(\\101)", b"(\\", b")", b"<41>",
        b"<4", b">", b"true", b"false", b"null", b"%", b"stream\n", b"\nendstream", b"endobj", b"R",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(pieces=st.lists(PIECES, max_size=14), kind=st.integers(0, 2))
def test_no_mixture_of_tokens_is_read_differently(
    pair: Pair, pieces: list[bytes], kind: int
) -> None:
    inside = b"".join(pieces)
    pair.check((b"\n%b\n", b"\n<<%b>>\n", b"\n[%b]\n")[kind] % inside)


def test_no_change_of_a_byte_makes_an_object_read_differently(pair: Pair) -> None:
    rng = random.Random(7)
    for _ in range(1500):
        body = bytearray(rng.choice(PLAIN))
        for _ in range(rng.randrange(1, 3)):
            at = rng.randrange(len(body))
            body[at : at + rng.randrange(2)] = bytes(
                [rng.choice(b"<>[]()/ \n\r%0159R.#\\snt\x00\xe1")]
            )
        pair.check(bytes(body))


@pytest.mark.parametrize("limit", ["MAX_TOKENS", "MAX_BYTES"])
def test_a_file_with_too_much_in_it_is_given_up(
    office: Office, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(quick_reader, limit, 1000)
    assert office.judge(office.two).codes == ("TOO_COMPLEX",)


def test_a_good_file_needs_a_small_part_of_what_is_allowed(office: Office) -> None:
    reader = structure.open_pdf(office.two)
    for revision in range(reader.xrefs.total_revisions):
        resolver = reader.get_historical_resolver(revision)
        for ref in reader.xrefs.explicit_refs_in_revision(revision):
            resolver(ref)
    assert reader._tokens > quick_reader.MAX_TOKENS * 9 // 10
    assert reader._bytes > quick_reader.MAX_BYTES * 9 // 10

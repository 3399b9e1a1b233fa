"""Reading the plain objects of a PDF file quickly, and every other one by the library.

The library reads byte by byte, which is most of what a check of signatures costs. Objects
in the plain form that our own files have (ISO 32000-2, 7.3: no comments, no escapes, no
odd spacing) are cut into tokens by one regular expression here and come out exactly as
the library would give them. At the first byte that is not that plain form the library
reads the object itself, so nothing is accepted here that it would refuse.
"""

from __future__ import annotations

import re
from typing import Any

from pyhanko.pdf_utils import generic as library
from pyhanko.pdf_utils.reader import PdfFileReader

from mock_office.signing.structure import Unreadable

MAX_TOKENS = 400_000  # of all objects together; a signed draft has some 3,000
MAX_BYTES = 64 << 20  # looked through or kept, of all objects together
MAX_DEPTH = 50
# In the expressions nothing is repeated in a way that could be gone back on: a string of
# millions of letters would cost a hundred times its size in places to go back to. Only single
# characters are: Pythons before 3.11.5 match a repeated group of that kind wrongly.
generic: Any = library
SPACE = rb"[ \n\r\t\f]*"
BREAK = rb"(?=[ \n\r\t\f/<>\[(\]])"  # what may follow a word without being part of it
TOKEN = re.compile(
    SPACE
    + rb"(?:(?P<name>/[!\"$&'*+,\-.0-9:;=?@A-Z\\^_`a-z|~]+)"
    + BREAK
    + rb"|(?P<id>[1-9][0-9]{0,8}) (?P<generation>[0-9]{1,5}) R"
    + BREAK
    + rb"|(?P<integer>[+\-]?[0-9]{1,15})"
    + BREAK
    + rb"|(?P<real>[+\-]?(?:[0-9]{1,15}\.[0-9]{0,15}|\.[0-9]{1,15}))"
    + BREAK
    + rb"|(?P<open><<|\[)|(?P<close>>>|\])"
    + rb"|<(?P<hex>[0-9A-Fa-f]*+)>"
    + rb"|(?P<text>\()"
    + rb"|(?P<word>true|false|null)"
    + BREAK
    + rb")"
)
LETTERS = re.compile(rb"[^()\\\r\n]*+")
ESCAPE = re.compile(rb"\\(?:([0-3][0-7]{2})|([()\\]))")
HEAD = re.compile(rb"([1-9][0-9]{0,8}) ([0-9]{1,5}) obj(?=[ \n\r\t\f/<\[(])")
END = re.compile(SPACE + rb"endobj")
STREAM = re.compile(SPACE + rb"stream(?:\r\n|\n)")
END_OF_STREAM = re.compile(rb"[ \n\r]*endstream" + SPACE + rb"endobj")


class QuickReader(PdfFileReader):
    """A strict reader of a file held in memory. Reading objects may raise Unreadable.

    Args:
        data: The file; `stream` holds the same bytes, for the library.
    """

    def __init__(self, data: bytes, stream: Any, **options: Any) -> None:
        self._data = data
        self._tokens = MAX_TOKENS
        self._bytes = MAX_BYTES
        self._plain = False
        super().__init__(stream, strict=True, **options)
        self._plain = not self.encrypted

    def _read_object(
        self,
        ref: Any,
        marker: Any,
        never_decrypt: bool = False,
        as_metadata_stream: bool = False,
    ) -> Any:
        found = None
        if self._plain and isinstance(marker, int) and not as_metadata_stream:
            found = self._quick(ref, marker)
        if found is None:
            found = super()._read_object(ref, marker, never_decrypt, as_metadata_stream)
        if isinstance(found, generic.StreamObject):
            self._charge(0, len(found.encoded_data))
        return found

    def _charge(self, tokens: int, size: int) -> None:
        self._tokens -= tokens
        self._bytes -= size
        if self._tokens < 0 or self._bytes < 0:
            raise Unreadable("TOO_COMPLEX")

    def _quick(self, ref: Any, start: int) -> Any:
        """The object at a place of the file; None when it is not in the plain form."""
        head = HEAD.match(self._data, start)
        if head is None or (int(head[1]), int(head[2])) != (ref.idnum, ref.generation):
            return None
        container = generic.Reference(ref.idnum, ref.generation, self)
        found, at = self._value(head.end(), container)
        if found is None:
            return None
        if END.match(self._data, at):
            return found
        if isinstance(found, generic.DictionaryObject):
            return self._stream(found, at, container)
        return None

    def _stream(self, dictionary: Any, at: int, container: Any) -> Any:
        start = STREAM.match(self._data, at)
        length = dict.get(dictionary, "/Length")
        if start is None or not isinstance(length, generic.NumberObject) or length < 0:
            return None
        end = start.end() + length
        if END_OF_STREAM.match(self._data, end) is None:
            return None
        found = generic.StreamObject(dictionary, encoded_data=self._data[start.end() : end])
        found.container_ref = container
        return found

    def _value(self, at: int, container: Any) -> tuple[Any, int]:
        """One value, and where it ends; None for it when it is not in the plain form."""
        data, begin, match = self._data, at, TOKEN.match
        nested: list[Any] = []  # containers that are open, innermost last
        tokens = 0
        while True:
            token = match(data, at)
            tokens += 1
            if token is None or tokens > self._tokens:
                self._charge(tokens, at - begin)
                return None, at
            at = token.end()
            kind = token.lastgroup
            value: Any
            if kind == "open":
                nested.append([] if token["open"] == b"[" else _Pairs())
                if len(nested) > MAX_DEPTH:
                    break
                continue
            if kind == "close":
                value = _closed(nested, token["close"])
            elif kind == "text":
                value, at = _text(data, at)
            elif kind == "name":
                value = generic.NameObject(token["name"].decode("ascii"))
                if nested and type(nested[-1]) is _Pairs and nested[-1].wants_key:
                    nested[-1].append(value)
                    continue
            else:
                value = _simple(kind, token, container.pdf)
            if value is None:
                break
            value.container_ref = container
            if not nested:
                self._charge(tokens, at - begin)
                return value, at
            nested[-1].append(value)
        self._charge(tokens, at - begin)
        return None, at


class _Pairs(list[Any]):
    """A dictionary that is being read: names and values in turn."""

    @property
    def wants_key(self) -> bool:
        return len(self) % 2 == 0


def _closed(nested: list[Any], bracket: bytes) -> Any:
    """The innermost container, finished; None when the bracket is not its own."""
    if not nested:
        return None
    inner = nested.pop()
    if type(inner) is not _Pairs:
        return generic.ArrayObject(inner) if bracket == b"]" else None
    keys = inner[::2]
    if bracket != b">>" or len(inner) % 2 or not all(type(k) is generic.NameObject for k in keys):
        return None
    pairs = dict(zip(keys, inner[1::2], strict=True))
    return generic.DictionaryObject(pairs) if len(pairs) == len(keys) else None


def _text(data: bytes, at: int) -> tuple[Any, int]:
    """A string behind its opening bracket, and where it ends; None for it when it is odd."""
    pieces = []
    while True:
        letters = LETTERS.match(data, at)
        assert letters is not None  # there may be none of them
        pieces.append(letters[0])
        at = letters.end()
        if data[at : at + 1] == b")":
            return generic.pdf_string(b"".join(pieces)), at + 1
        escape = ESCAPE.match(data, at)
        if escape is None:
            return None, at
        pieces.append(escape[2] or bytes((int(escape[1], 8),)))
        at = escape.end()


def _simple(kind: str | None, token: re.Match[bytes], handler: Any) -> Any:
    """A value that holds no other."""
    if kind == "generation":
        return generic.IndirectObject(int(token["id"]), int(token["generation"]), handler)
    if kind == "integer":
        return generic.NumberObject(token["integer"])
    if kind == "real":
        return generic.FloatObject(token["real"].decode("ascii"))
    if kind == "hex":
        if len(token["hex"]) % 2:
            return None
        return generic.pdf_string(bytes.fromhex(token["hex"].decode("ascii")))
    word = token["word"]
    return generic.NullObject() if word == b"null" else generic.BooleanObject(word == b"true")

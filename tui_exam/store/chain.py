"""The hash chain: each event holds the SHA-256 of the one before it.

The hash covers the canonical JSON of everything the event says, the attempt's name
and its place included, so an event cannot be changed, moved, dropped or carried into
another attempt without every later hash being wrong (the idea of RFC 9162, in a line
instead of a tree, since one candidate's record is checked alone).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from .protocol import Event, NewEvent

SCHEMA: Final = 1
"""Version of the stored form; a reader refuses what is newer than itself."""

_ALPHABET: Final = "34679ACDEFHJKMNPQRTWXY"
"""No two of these are taken for each other on paper: without 0 O, 1 I L, 2 Z, 5 S, 8 B, G, U V."""

_CANONICAL: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
_text: Final = json.encoder.encode_basestring
_DEPTH: Final = 32
_FIELDS: Final = (
    "attempt",
    "id",
    "kind",
    "data",
    "wall",
    "mono",
    "boot",
    "seat",
    "actor",
    "schema",
    "prev",
    "hash",
)
_SCALARS: Final = frozenset({str, int, float, bool, type(None)})
_NUMBERS: Final = frozenset({int, float})


def canonical(value: Any) -> bytes:
    """The one way to write a JSON value: sorted keys, no spaces, UTF-8, no NaN."""
    return _CANONICAL.encode(value).encode()


def genesis(attempt: str) -> str:
    """What the first event of an attempt is chained to (hex)."""
    return hashlib.sha256(canonical({"attempt": attempt, "log": SCHEMA})).hexdigest()


def chained(
    attempt: str, seq: int, prev: str, new: NewEvent, seat: str, actor: str
) -> dict[str, Any]:
    """The document of a new event in its place, with its hash.

    Raises ValueError for data that is not plain JSON.
    """
    if not new.id or not new.kind:
        raise ValueError("an event needs an id and a kind")
    document: dict[str, Any] = {
        "attempt": attempt,
        "id": new.id,
        "kind": new.kind,
        "data": plain(new.data),
        "wall": new.wall,
        "mono": new.mono,
        "boot": new.boot,
        "seat": seat,
        "actor": actor,
        "schema": SCHEMA,
        "prev": prev,
        "hash": "",
    }
    _must_be_an_event(document)
    document["hash"] = digest(seq, document)
    return document


def written(
    attempt: str, seq: int, prev: str, new: NewEvent, seat: str, actor: str
) -> tuple[str, str]:
    """The document of `chained` in canonical JSON, as it is written, and its hash.

    Stands between a key and its being saved, so the JSON is made once: what is written has
    `hash` where what is hashed has `seq`. Raises ValueError as `chained` does.
    """
    if not (isinstance(new.id, str) and isinstance(new.kind, str) and new.id and new.kind):
        raise ValueError("an event needs an id and a kind")
    data = plain(new.data)
    if type(data) is not dict or type(new.boot) is not str:
        raise ValueError("a field of the event is of the wrong kind")
    before = (
        f'{{"actor":{_text(actor)},"attempt":{_text(attempt)},"boot":{_text(new.boot)},'
        f'"data":{_CANONICAL.encode(data)},'
    )
    between = (
        f'"id":{_text(new.id)},"kind":{_text(new.kind)},"mono":{_number(new.mono)},'
        f'"prev":"{prev}","schema":{SCHEMA},"seat":{_text(seat)},'
    )
    end = f'"wall":{_number(new.wall)}}}'
    made = hashlib.sha256(f'{before}{between}"seq":{seq},{end}'.encode()).hexdigest()
    return f'{before}"hash":"{made}",{between}{end}', made


def _number(value: float) -> str:
    if type(value) not in _NUMBERS or value - value != 0:
        raise ValueError("a field of the event is of the wrong kind")
    return repr(value)


def row(event: Event) -> dict[str, Any]:
    """The event as a TinyDB document; its document id is its sequence number."""
    return {name: getattr(event, name) for name in _FIELDS}


def event(seq: int, document: Mapping[str, Any]) -> Event:
    """The event of a TinyDB document. ValueError when it is not one."""
    if len(document) != len(_FIELDS) or not all(map(document.__contains__, _FIELDS)):
        raise ValueError("not the fields of an event")
    _must_be_an_event(document)
    return Event(seq=seq, **document)


def hash_of(event: Event) -> str:
    """What the event's hash must be, from everything else it says."""
    return digest(event.seq, row(event))


def digest(seq: int, document: Mapping[str, Any]) -> str:
    """The hash (hex) that belongs on an event's document."""
    said = {**document, "seq": seq}
    said.pop("hash", None)
    return hashlib.sha256(canonical(said)).hexdigest()


def short_code(hash_hex: str) -> str:
    """Eight letters a candidate can write down and compare, as `K7QM-3XAP`."""
    number = int(hash_hex, 16)
    letters = []
    for _ in range(8):
        number, at = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[at])
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def plain(value: Any, depth: int = _DEPTH) -> Any:
    """A copy of a JSON value that shares nothing with it. ValueError when it is none."""
    if type(value) in _SCALARS:
        return value
    if depth == 0:
        raise ValueError("data is nested too deeply")
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise ValueError("a key of the data is not text")
        return {
            key: each if type(each) in _SCALARS else plain(each, depth - 1)
            for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [each if type(each) in _SCALARS else plain(each, depth - 1) for each in value]
    if isinstance(value, str | int | float):
        return value
    raise ValueError(f"{type(value).__name__} is not JSON")


def _must_be_an_event(document: Mapping[str, Any]) -> None:
    # Written out, since it stands in the way of every keystroke that is saved.
    if not (
        type(document["attempt"]) is str
        and isinstance(document["id"], str)
        and isinstance(document["kind"], str)
        and type(document["data"]) is dict
        and type(document["wall"]) in _NUMBERS
        and type(document["mono"]) in _NUMBERS
        and type(document["boot"]) is str
        and type(document["seat"]) is str
        and type(document["actor"]) is str
        and type(document["prev"]) is str
        and type(document["hash"]) is str
        and type(document["schema"]) is int
    ):
        raise ValueError("a field of the event is of the wrong kind")
    if document["schema"] > SCHEMA:
        raise ValueError(f"schema {document['schema']} is newer than this program")

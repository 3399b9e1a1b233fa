"""Orders to the workshop and its answers, on their way between two processes."""

from __future__ import annotations

import copyreg
import io
import pickle
import struct
from contextlib import suppress
from types import MappingProxyType
from typing import Any

HEAD = struct.Struct("!QI")  # the number of an order, and how many bytes follow
BEGUN = 0  # bytes of the message that an order is being carried out
LIMIT = 1 << 20  # bytes read ahead
_SHOWN = 200


class _Pickler(pickle.Pickler):
    """Packs read-only mappings, too: agencies and tasks have them."""

    dispatch_table = {
        **copyreg.dispatch_table,
        MappingProxyType: lambda each: (_read_only, (dict(each),)),
    }


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)  # the type itself has no name to be found by


def packed(value: object) -> bytes:
    """A value for the way between processes."""
    out = io.BytesIO()
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(value)
    return out.getvalue()


def carried_out(order: bytes) -> bytes:
    """Do what an order says: whether it went well, and what it gave or raised; pickled."""
    try:
        work, args, named = pickle.loads(order)
        return packed((True, work(*args, **named)))
    except Exception as error:
        with suppress(Exception):
            said = packed((False, error))
            pickle.loads(said)  # not all errors that can be pickled can be made again
            return said
        return packed((False, RuntimeError(f"{type(error).__name__}: {error}"[:_SHOWN])))

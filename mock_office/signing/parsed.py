"""Certificates and revocation lists as parsed values, each parsed once for many checks.

Parsing is lazy and comparing names is slow the first time, so checks of files under the
same authorities share the parsed values. What is kept depends on the bytes alone: whether
anything is trusted, at which moment and under which root, is worked out anew for each
file. Threads do not share, since lazy parsing is not safe between them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

MOST = 64  # values kept by each thread; a task's authorities are five


class _Kept(threading.local):
    """What one thread has parsed: kind and DER -> value, the oldest first."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, bytes], Any] = {}


_KEPT = _Kept()


def certificate(der: bytes) -> Any:
    """A certificate from its DER bytes. Bytes that are none fail when they are looked at."""
    from asn1crypto import x509

    return _once("certificate", der, x509.Certificate.load)


def revocation_list(der: bytes) -> Any:
    """A revocation list from its DER bytes; see `certificate`."""
    from asn1crypto import crl

    return _once("revocation list", der, crl.CertificateList.load)


def _once(kind: str, der: bytes, load: Callable[[bytes], Any]) -> Any:
    kept, key = _KEPT.values, (kind, bytes(der))
    if key not in kept:
        kept[key] = load(key[1])
        if len(kept) > MOST:
            del kept[next(iter(kept))]
    return kept[key]

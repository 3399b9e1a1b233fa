"""Files of an attempt (signed PDFs, the candidate's card), named by their SHA-256."""

from __future__ import annotations

import contextlib
import hashlib
import re
from pathlib import Path

from .disk import Disk, store_error
from .protocol import ArtifactRef, Corrupt

FOLDER = "artifacts"
_DIGEST = re.compile(r"[0-9a-f]{64}")


def is_digest(text: object) -> bool:
    """Whether it is written like a SHA-256: 64 lower-case hex digits."""
    return isinstance(text, str) and _DIGEST.fullmatch(text) is not None


def put(folder: Path, name: str, data: bytes, disk: Disk) -> ArtifactRef:
    """Store bytes durably in an attempt's folder. StoreFull, StoreReadOnly, StoreBroken."""
    reference = ArtifactRef(hashlib.sha256(data).hexdigest(), name, len(data))
    place = folder / FOLDER
    path = place / reference.sha256
    try:
        with contextlib.suppress(OSError):
            if path.read_bytes() == data:
                # Whoever put it there may not have lived to make its name durable.
                disk.sync_folder(place)
                return reference
        disk.make_folder(place)
        disk.put_file(path, data)
    except OSError as error:
        raise store_error(error) from error
    return reference


def get(folder: Path, sha256: str) -> bytes:
    """The bytes, checked. KeyError when there are none, Corrupt when they were changed."""
    if not is_digest(sha256):
        raise KeyError(sha256)
    path = folder / FOLDER / sha256
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise KeyError(sha256) from None
    except OSError as error:
        raise store_error(error) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Corrupt(str(path), 0, "the file is not what was stored")
    return data

"""A bank read once and kept as checked JSON, so that a large one opens at once.

The kept file is a convenience and never an authority: it is used only when it was made by
exactly this reader from exactly these bank files and is whole; else the bank files are
read and checked again.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from pkgutil import get_data

from ..exam.bank import Bank, bank_digest, bank_files, bank_of
from ..exam.codec import item_from_json, item_to_json
from ..exam.items import Topic

_READER = (
    ("tui_exam.exam", "bank.py"),
    ("tui_exam.exam", "bank_rules.py"),
    ("tui_exam.exam", "bank_schema.py"),
    ("tui_exam.exam", "codec.py"),
    ("tui_exam.exam", "items.py"),
    ("tui_exam.exam", "shapes.py"),
    ("tui_exam.exam", "yaml_lines.py"),
    ("tui_exam.vietnamese", "text.py"),
    ("tui_exam.bank_tools", "compiled.py"),
)


def open_bank(folder: Path, cache_folder: Path) -> Bank:
    """The bank of a folder, from the kept file when that may be used.

    Args:
        folder: The bank.
        cache_folder: The user's cache; made when missing, left alone when not writable.

    Raises FileFaults as `load_bank` does.
    """
    files = bank_files(folder)
    digest = bank_digest(files)
    kept = cache_folder / f"bank-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}"
    reader = _reader_digest()
    bank = _read(kept, digest, reader) if reader else None
    if bank is None:
        bank = bank_of(files, name=str(folder))
        if reader:
            with suppress(OSError):
                _write(kept, bank, reader)
    return bank


@cache
def _reader_digest() -> str:
    """A digest of the code that reads banks; "" where its source cannot be had."""
    digest = hashlib.sha256()
    for package, name in _READER:
        try:
            source = get_data(package, name)
        except OSError:
            source = None
        if source is None:
            return ""
        digest.update(source)
    return digest.hexdigest()


def _head(body: bytes, digest: str, reader: str) -> bytes:
    """First line of a kept file: what it was made from, by what, and its own digest."""
    own = hashlib.sha256(body).hexdigest()
    return f"tui-exam-bank {digest} {reader} {own}\n".encode()


def _read(kept: Path, digest: str, reader: str) -> Bank | None:
    """The kept bank; None when there is none or it is of another bank, reader, or torn."""
    try:
        head, _, body = kept.read_bytes().partition(b"\n")
    except OSError:
        return None
    if head + b"\n" != _head(body, digest, reader):
        return None
    content = json.loads(body)
    return Bank(
        tuple(Topic(**topic) for topic in content["topics"]),
        tuple(item_from_json(item) for item in content["items"]),
        digest,
    )


def _write(kept: Path, bank: Bank, reader: str) -> None:
    """Put the file in place as a whole; a reader beside us sees the old one or the new one."""
    content = {
        "topics": [{"id": topic.id, "title": topic.title} for topic in bank.topics],
        "items": [item_to_json(item) for item in bank.items],
    }
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    kept.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=kept.parent, prefix=kept.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_head(body, bank.digest, reader) + body)
        os.replace(name, kept)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise

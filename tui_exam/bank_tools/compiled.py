"""A bank and a blueprint read once and kept as checked JSON, so that they open at once.

The kept file is a convenience and never an authority: it is used only when it was made by
exactly this reader from exactly these files and is whole; else the files are read and
checked again.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from pkgutil import get_data
from typing import Any

from ..exam.bank import Bank, bank_digest, bank_files, bank_of
from ..exam.blueprint import Blueprint, load_blueprint
from ..exam.codec import (
    blueprint_from_json,
    blueprint_to_json,
    item_from_json,
    item_to_json,
)
from ..exam.items import Topic
from ..yaml_lines import FileFaults

_PATIENCE = 60  # seconds; a bank of 10,000 questions takes about five
_READER = (
    ("tui_exam.exam", "bank.py"),
    ("tui_exam.exam", "bank_rules.py"),
    ("tui_exam.exam", "bank_schema.py"),
    ("tui_exam.exam", "blueprint.py"),
    ("tui_exam.exam", "codec.py"),
    ("tui_exam.exam", "items.py"),
    ("tui_exam.exam", "shapes.py"),
    ("tui_exam", "yaml_lines.py"),
    ("tui_exam.vietnamese", "text.py"),
    ("tui_exam.bank_tools", "compiled.py"),
)


def open_bank(folder: Path, cache_folder: Path, *, workers: int = 1) -> Bank:
    """The bank of a folder, from the kept file when that may be used.

    Args:
        folder: The bank.
        cache_folder: The user's cache; made when missing, left alone when not writable.
        workers: See `bank_of`.

    Raises FileFaults as `load_bank` does.
    """
    files = bank_files(folder)
    digest = bank_digest(files)
    kept = _place(cache_folder, "bank", folder)
    content = _read(kept, digest)
    if content is not None:
        return Bank(
            tuple(Topic(**topic) for topic in content["topics"]),
            tuple(item_from_json(item) for item in content["items"]),
            digest,
        )
    bank = bank_of(files, name=str(folder), workers=workers)
    content = {
        "topics": [{"id": topic.id, "title": topic.title} for topic in bank.topics],
        "items": [item_to_json(item) for item in bank.items],
    }
    _write(kept, content, digest)
    return bank


def open_blueprint(path: Path, cache_folder: Path) -> Blueprint:
    """The blueprint of a file, from the kept file when that may be used; see `open_bank`."""
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return load_blueprint(path)  # which says what is wrong with it
    kept = _place(cache_folder, "blueprint", path)
    content = _read(kept, digest)
    if content is not None:
        return blueprint_from_json(content)
    blueprint = load_blueprint(path)
    _write(kept, blueprint_to_json(blueprint), digest)
    return blueprint


def is_kept(folder: Path, blueprint: Path, cache_folder: Path) -> bool:
    """Whether both can be opened from what is kept."""
    with suppress(OSError, FileFaults):
        bank = _place(cache_folder, "bank", folder)
        plan = _place(cache_folder, "blueprint", blueprint)
        return (
            _read(bank, bank_digest(bank_files(folder))) is not None
            and _read(plan, hashlib.sha256(blueprint.read_bytes()).hexdigest()) is not None
        )
    return False


def keep(folder: Path, blueprint: Path, cache_folder: Path) -> None:
    """Read and check both in a process of its own, so that theirs is the memory it takes.

    Nothing is told of faults here: whoever opens the bank next finds them again.
    """
    command = [sys.executable, "-m", __spec__.name, str(folder), str(blueprint), str(cache_folder)]
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )


def _place(cache_folder: Path, kind: str, source: Path) -> Path:
    """Where what comes from that file or folder is kept."""
    return (
        cache_folder / f"{kind}-{hashlib.sha256(str(source.resolve()).encode()).hexdigest()[:16]}"
    )


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


def _read(kept: Path, digest: str) -> Any:
    """What is kept; None when there is nothing, or it is of another source, reader, or torn."""
    reader = _reader_digest()
    try:
        head, _, body = kept.read_bytes().partition(b"\n")
    except OSError:
        return None
    if not reader or head + b"\n" != _head(body, digest, reader):
        return None
    return json.loads(body)


def _write(kept: Path, content: object, digest: str) -> None:
    """Put the file in place as a whole; a reader beside us sees the old one or the new one.

    Nothing is written where that is not possible: the next start reads the source again.
    """
    reader = _reader_digest()
    if not reader:
        return
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=kept.parent, prefix=kept.name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_head(body, digest, reader) + body)
            os.replace(name, kept)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise


if __name__ == "__main__":
    open_bank(Path(sys.argv[1]), Path(sys.argv[3]), workers=os.cpu_count() or 1)
    open_blueprint(Path(sys.argv[2]), Path(sys.argv[3]))

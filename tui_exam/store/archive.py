"""One file that holds stored attempts: a gzipped tar with a list of digests at its end."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import secrets
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from .disk import Disk, store_error
from .protocol import Corrupt, StoreError

FORMAT = 1
_MANIFEST = "manifest.json"
_MANIFEST_LIMIT = 64 << 20
_CHUNK = 1 << 20
_NAMES = re.compile(
    r"attempts/[A-Za-z0-9][A-Za-z0-9-]{0,79}/"
    r"(events\.log|public_key\.pem|artifacts/[0-9a-f]{64}(\.forgotten)?"
    r"|orders/[0-9]{17}-[0-9a-f]{16,64}\.json)"
    r"|keys/trusted/[0-9a-f]{64}\.pem"
    r"|index\.log"
)
"""All an archive may hold; nothing that could leave the folder, and no private key."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive was found to hold: name -> (bytes, SHA-256 in hex)."""

    files: dict[str, tuple[int, str]]

    @property
    def attempts(self) -> tuple[str, ...]:
        """The attempts in it, by name."""
        return tuple(sorted({name.split("/")[1] for name in self.files if _is_attempt(name)}))


def write_archive(
    target: Path, files: Iterator[tuple[str, bytes]], now: float, disk: Disk
) -> Contents:
    """Make an archive, in one step and durably. StoreError when the target is there already."""
    if target.exists():
        raise StoreError(f"Tệp {target.name} đã có, không ghi đè.")
    held: dict[str, tuple[int, str]] = {}
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        fd = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(fd, "wb") as raw:
                with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as tar:
                    for name, data in files:
                        held[name] = (len(data), hashlib.sha256(data).hexdigest())
                        _add(tar, name, data, now)
                    _add(tar, _MANIFEST, _manifest(held, now), now)
                raw.flush()
                disk.sync(raw.fileno())
            disk.place(beside, target)
        finally:
            beside.unlink(missing_ok=True)
        disk.sync_folder(target.parent)
    except FileExistsError:
        raise StoreError(f"Tệp {target.name} đã có, không ghi đè.") from None
    except OSError as error:
        raise store_error(error) from error
    return Contents(held)


def check_archive(source: Path) -> Contents:
    """Read an archive to its end without unpacking it. Corrupt, StoreError."""
    found: dict[str, tuple[int, str]] = {}

    def take(name: str, file: IO[bytes]) -> None:
        if name in found:
            raise ValueError(f"{name} is there twice")
        found[name] = _digest(file, lambda part: None)

    try:
        manifest = _walk(source, take)
    except (ValueError, tarfile.TarError, EOFError, zlib.error) as error:
        raise Corrupt(str(source), 0, str(error) or "not an archive") from None
    except FileNotFoundError:
        raise StoreError(f"Không có tệp {source.name}.") from None
    except OSError as error:
        raise store_error(error) from error
    if manifest != {name: list(said) for name, said in found.items()}:
        raise Corrupt(str(source), 0, "the files are not those of the list at its end")
    return Contents(found)


def unpack_archive(source: Path, folder: Path, expected: Contents, disk: Disk) -> None:
    """Unpack a checked archive into a fresh folder, durably. Corrupt when it has changed since."""

    def take(name: str, file: IO[bytes]) -> None:
        path = folder / name
        disk.make_folder(path.parent)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(fd, "wb") as out:
            if _digest(file, out.write) != expected.files.get(name):
                raise ValueError(f"{name} has changed")
            out.flush()
            disk.sync(out.fileno())

    try:
        _walk(source, take)
        for path, _, _ in os.walk(folder):
            disk.sync_folder(Path(path))
    except (ValueError, tarfile.TarError, EOFError, zlib.error) as error:
        raise Corrupt(str(source), 0, str(error)) from None
    except OSError as error:
        raise store_error(error) from error


def _walk(source: Path, take: Callable[[str, IO[bytes]], None]) -> Any:
    """Hand out each file of an archive; returns its manifest. ValueError for what may not be."""
    manifest = None
    with tarfile.open(source, "r:gz") as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isreg() else None
            if file is None or manifest is not None:
                raise ValueError(f"{member.name!r} does not belong here")
            if member.name == _MANIFEST:
                manifest = json.loads(file.read(_MANIFEST_LIMIT))
            elif _NAMES.fullmatch(member.name):
                take(member.name, file)
            else:
                raise ValueError(f"{member.name!r} does not belong here")
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ValueError("no list of files at its end")
    return manifest.get("files")


def _manifest(held: dict[str, tuple[int, str]], now: float) -> bytes:
    return json.dumps({"format": FORMAT, "made": now, "files": held}, indent=1).encode()


def _add(tar: tarfile.TarFile, name: str, data: bytes, now: float) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = len(data), int(now), 0o600
    tar.addfile(member, io.BytesIO(data))


def _digest(file: IO[bytes], also: Callable[[bytes], Any]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    while part := file.read(_CHUNK):
        size += len(part)
        digest.update(part)
        also(part)
    return size, digest.hexdigest()


def _is_attempt(name: str) -> bool:
    return name.startswith("attempts/")

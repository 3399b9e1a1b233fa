"""Copies of attempts: the whole data folder, or one attempt, to one file and back.

A log only grows, so any copy that ends behind a whole line is a state the attempt was
in; files are durable before the event that names them, so copying the log first and
the files after it gives a copy in which nothing named is missing. Orders of the organiser
that nobody has carried out yet are copied too. The private key of the installation is
never copied; its public keys are.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .archive import Contents, check_archive, unpack_archive, write_archive
from .artifacts import FOLDER
from .disk import Disk, store_error
from .index import NAME as INDEX_NAME
from .index import attempt_folders
from .keys import FOLDER as KEYS
from .keys import PUBLIC_NAME, TRUSTED, trusted
from .ledger import LOG_NAME
from .lines import scan
from .orders import FOLDER as ORDERS
from .orders import is_order_name
from .protocol import Corrupt, NoSuchAttempt, StoreError
from .verify import Report, verify


@dataclass(frozen=True, slots=True)
class Copied:
    """What was put into or taken out of an archive, or would be.

    Args:
        attempts: Their names.
        files: How many files.
        size: Their bytes, unpacked.
        conflicts: Attempts that are there already; such a copy is refused.
    """

    attempts: tuple[str, ...]
    files: int
    size: int
    conflicts: tuple[str, ...] = ()


def backup(root: Path, target: Path, *, now: float, disk: Disk | None = None) -> Copied:
    """Copy all attempts to one file while exams may be running.

    Args:
        root: The data folder.
        target: The file to make; never one that is there.
        now: Wall time, for the archive's list.

    Raises StoreError, StoreFull, StoreReadOnly.
    """
    return _copied(write_archive(target, _everything(root), now, disk or Disk()))


def restore(
    archive: Path, root: Path, *, dry_run: bool = False, disk: Disk | None = None
) -> Copied:
    """Put the attempts of an archive into a data folder; none is ever overwritten.

    Args:
        archive: What `backup` or `export_attempt` made.
        root: The data folder; made when it is not there.
        dry_run: Only check the archive and say what would happen, conflicts included.

    Raises Corrupt for a damaged archive, and StoreError when an attempt is there
    already: then nothing at all was restored.
    """
    contents = check_archive(archive)
    conflicts = tuple(name for name in contents.attempts if _stands(root / "attempts" / name))
    if dry_run:
        return _copied(contents, conflicts)
    if conflicts:
        raise StoreError(f"Bài thi đã có, không ghi đè: {', '.join(conflicts)}.")
    disk = disk or Disk()
    with _unpacked(archive, root, contents, disk) as staged:
        _move_in(staged, root, disk, trust_keys=True)
    return _copied(contents)


def export_attempt(
    root: Path, attempt: str, target: Path, *, now: float, disk: Disk | None = None
) -> Copied:
    """Copy one attempt to one file. NoSuchAttempt, StoreError."""
    folder = root / "attempts" / attempt
    if folder not in attempt_folders(root / "attempts"):
        raise NoSuchAttempt(attempt)
    return _copied(write_archive(target, _attempt(folder), now, disk or Disk()))


def import_attempt(source: Path, root: Path, *, disk: Disk | None = None) -> Report:
    """Take in one exported attempt after checking it; what verification found is returned.

    A seal by another installation is accepted and reported (`foreign_key`), but that
    key is not trusted from then on. Raises Corrupt, and StoreError for any other
    damage, more than one attempt, or one that is there already.
    """
    contents = check_archive(source)
    if len(contents.attempts) != 1:
        raise StoreError("Tệp phải chứa đúng một bài thi.")
    name = contents.attempts[0]
    if _stands(root / "attempts" / name):
        raise StoreError(f"Bài thi đã có, không ghi đè: {name}.")
    disk = disk or Disk()
    with _unpacked(source, root, contents, disk) as staged:
        report = verify(staged / "attempts" / name, known_keys=trusted(root))
        bad = [each for each in report.findings if each.damage and each.code != "foreign_key"]
        if bad:
            raise StoreError(" ".join(each.message for each in bad))
        _move_in(staged, root, disk, trust_keys=False)
    return report


def _everything(root: Path) -> Iterator[tuple[str, bytes]]:
    for folder in attempt_folders(root / "attempts"):
        yield from _attempt(folder)
    for path in sorted((root / KEYS / TRUSTED).glob("*.pem")):
        yield f"{KEYS}/{TRUSTED}/{path.name}", path.read_bytes()
    with contextlib.suppress(FileNotFoundError):
        yield INDEX_NAME, _whole_lines(root / INDEX_NAME)


def _attempt(folder: Path) -> Iterator[tuple[str, bytes]]:
    base = f"attempts/{folder.name}"
    # Orders before the log: what is carried out in between is then there twice and not
    # lost, and the order's id, which is the event's, keeps it from being done twice.
    for path in sorted((folder / ORDERS).glob("*.json")):
        if is_order_name(path.name):
            with contextlib.suppress(FileNotFoundError):  # carried out just now
                yield f"{base}/{ORDERS}/{path.name}", path.read_bytes()
    # The log before the files it names, the seal's line before the key it needs.
    yield f"{base}/{LOG_NAME}", _whole_lines(folder / LOG_NAME)
    with contextlib.suppress(FileNotFoundError):
        yield f"{base}/{PUBLIC_NAME}", (folder / PUBLIC_NAME).read_bytes()
    for path in sorted((folder / FOLDER).glob("[!.]*")):
        with contextlib.suppress(FileNotFoundError):  # forgotten just now
            yield f"{base}/{FOLDER}/{path.name}", path.read_bytes()


def _whole_lines(path: Path) -> bytes:
    """A log without a line that is just being written; a damaged one just as it is."""
    data = path.read_bytes()
    try:
        return data[: scan(data, str(path)).end]
    except Corrupt:
        return data


@contextlib.contextmanager
def _unpacked(archive: Path, root: Path, contents: Contents, disk: Disk) -> Iterator[Path]:
    staged = root / f".incoming-{secrets.token_hex(4)}"
    try:
        disk.make_folder(staged)
        unpack_archive(archive, staged, contents, disk)
        yield staged
    except OSError as error:
        raise store_error(error) from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _move_in(staged: Path, root: Path, disk: Disk, *, trust_keys: bool) -> None:
    attempts = root / "attempts"
    disk.make_folder(attempts)
    if trust_keys and (staged / KEYS / TRUSTED).is_dir():
        disk.make_folder(root / KEYS / TRUSTED)
        for path in (staged / KEYS / TRUSTED).iterdir():
            disk.replace(path, root / KEYS / TRUSTED / path.name)
        disk.sync_folder(root / KEYS / TRUSTED)
    for folder in sorted((staged / "attempts").glob("*")):
        # Refused by the system when a folder with anything in it has appeared there.
        os.rename(folder, attempts / folder.name)
    disk.sync_folder(attempts)
    index = staged / INDEX_NAME
    if index.exists() and not (root / INDEX_NAME).exists():
        disk.replace(index, root / INDEX_NAME)
        disk.sync_folder(root)


def _stands(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _copied(contents: Contents, conflicts: tuple[str, ...] = ()) -> Copied:
    size = sum(size for size, _ in contents.files.values())
    return Copied(contents.attempts, len(contents.files), size, conflicts)

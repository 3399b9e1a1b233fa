"""Who may come in: the accounts file the organiser keeps, and one-time passwords' first uses."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import asyncssh

from ...sitting.candidate import BadCandidate, Candidate, candidate

ONE_TIME_SECONDS = 4 * 3600.0
FORMAT = 1
_LARGEST = 16 << 20


class BadAccounts(ValueError):
    """The accounts file cannot be used; the message says why, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Account:
    """One candidate's way in.

    Args:
        code: The candidate code, which is the SSH user name.
        password: An argon2id hash, or "" for keys only.
        one_time: The password serves one sitting: it ends some hours after its first use.
        keys: Public keys in OpenSSH's one-line form.
    """

    code: str
    name: str
    unit: str
    password: str = ""
    one_time: bool = True
    keys: tuple[str, ...] = ()

    @property
    def who(self) -> Candidate:
        """The candidate, as the exam knows him."""
        return Candidate(self.code, self.name, self.unit)

    def holds(self, key: asyncssh.SSHKey) -> bool:
        """Whether a public key is one of this account's."""
        offered = key.public_data
        return any(offered == each.public_data for each in _keys(self.keys))


def account(
    code: str, name: str, unit: str, password: str, *, one_time: bool, keys: Iterable[str] = ()
) -> Account:
    """An account of checked values. Raises BadAccounts."""
    try:
        who = candidate(code, name, unit)
    except BadCandidate as error:
        raise BadAccounts(f"{code or '(trống)'}: {error}") from None
    kept = tuple(keys)
    list(_keys(kept))
    return Account(who.code, who.name, who.unit, password, one_time, kept)


def _keys(lines: Iterable[str]) -> Iterator[asyncssh.SSHKey]:
    for line in lines:
        try:
            yield asyncssh.import_public_key(line)
        except (asyncssh.KeyImportError, ValueError):
            raise BadAccounts("Khóa công khai không đọc được.") from None


class Accounts:
    """The accounts file. Read again whenever it has changed; written whole and at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._all: dict[str, Account] = {}

    def all(self) -> Mapping[str, Account]:
        """Every account by its code. Raises BadAccounts and OSError."""
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            self._seen, self._all = None, {}
            return self._all
        seen = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if seen != self._seen:
            if stat.st_size > _LARGEST:
                raise BadAccounts(f"{self._path}: tệp tài khoản quá lớn.")
            self._all = _read(self._path)
            self._seen = seen
        return self._all

    def find(self, user: str) -> Account | None:
        """The account of an SSH user name; letter case does not matter."""
        return self.all().get(user.strip().upper())

    def known(self, user: str) -> Account | None:
        """As `find`, but with the last good reading while the file is damaged or away."""
        try:
            return self.find(user)
        except (BadAccounts, OSError):
            return self._all.get(user.strip().upper())

    @contextmanager
    def changing(self) -> Iterator[dict[str, Account]]:
        """The accounts to be changed; written when the block ends well.

        Raises BadAccounts and OSError. Others who change the file wait.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = self._path.with_suffix(".lock")
        lock = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            accounts = dict(self.all())
            yield accounts
            self._write(accounts.values())
        finally:
            os.close(lock)

    def _write(self, accounts: Iterable[Account]) -> None:
        rows = [asdict(each) for each in sorted(accounts, key=lambda each: each.code)]
        text = json.dumps({"format": FORMAT, "accounts": rows}, ensure_ascii=False, indent=1)
        beside = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(fd, "w", encoding="utf-8") as out:
            out.write(text + "\n")
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, self._path)


def _read(path: Path) -> dict[str, Account]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadAccounts(f"{path}: không phải JSON ({type(error).__name__}).") from None
    rows = kept.get("accounts") if isinstance(kept, dict) else None
    if not isinstance(rows, list) or kept.get("format") != FORMAT:
        raise BadAccounts(f"{path}: không phải tệp tài khoản của tui-exam.")
    accounts: dict[str, Account] = {}
    for at, row in enumerate(rows, 1):
        each = _account_of(row)
        if each is None:
            raise BadAccounts(f"{path}: tài khoản thứ {at} không đúng dạng.")
        if each.code in accounts:
            raise BadAccounts(f"{path}: hai tài khoản cùng mã {each.code}.")
        accounts[each.code] = each
    return accounts


def _account_of(row: object) -> Account | None:
    if not isinstance(row, dict):
        return None
    texts = [row.get(name) for name in ("code", "name", "unit", "password")]
    keys = row.get("keys", [])
    if not all(isinstance(text, str) for text in texts) or not isinstance(keys, list):
        return None
    if not all(isinstance(key, str) for key in keys):
        return None
    code, name, unit, password = (str(text) for text in texts)
    return account(code, name, unit, password, one_time=row.get("one_time") is not False, keys=keys)


def still_good(uses: Path, one: Account, now: float) -> bool:
    """Whether a one-time password may be used now; its first use is noted, durably.

    Args:
        uses: The folder of first uses.
        one: The account; a new password begins anew.
        now: Wall time, seconds since the epoch.
    """
    if not one.one_time:
        return True
    mark = uses / f"{one.code}-{hashlib.sha256(one.password.encode()).hexdigest()[:16]}"
    uses.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        fd = os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        # The time is the file's own: there is no moment at which it is written but empty.
        return now - mark.stat().st_mtime < ONE_TIME_SECONDS
    os.utime(fd, (now, now))
    os.fsync(fd)
    os.close(fd)
    return True

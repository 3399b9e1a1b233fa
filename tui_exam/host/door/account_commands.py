"""Keeping the accounts: added, imported, listed, given a new password."""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncssh

from ..settings import HostSettings
from .accounts import Accounts, BadAccounts, account
from .identity import fingerprint, host_key
from .passwords import hashed, new_password
from .roster import Slip, read_list, slips

OK, FAILED = 0, 1


def account_add(
    settings: HostSettings,
    code: str,
    name: str,
    unit: str,
    *,
    lasting: bool = False,
    keys: Sequence[str] = (),
    host: str = "",
    port: int | None = None,
) -> int:
    """Add one account and print its slip. Status 1 when there is one already, or a bad value.

    Args:
        lasting: The password is good until changed; otherwise for one sitting.
        keys: Public keys as lines or as files; with any, no password is made.
        host: How the machine is called on the slip.
        port: The SSH port on the slip; that of the running host when not said.
    """

    def add() -> list[Slip]:
        password = "" if keys else new_password()
        lines = [_key_line(key) for key in keys]
        made = account(
            code, name, unit, hashed(password) if password else "", one_time=not lasting, keys=lines
        )
        with Accounts(settings.accounts).changing() as accounts:
            if made.code in accounts:
                raise BadAccounts(f"Đã có tài khoản {made.code}.")
            accounts[made.code] = made
        return [Slip(made.code, made.name, made.unit, password, made.one_time)]

    return _said(settings, add, host, port)


def account_import(
    settings: HostSettings,
    path: Path,
    *,
    lasting: bool = False,
    host: str = "",
    port: int | None = None,
    replace: bool = False,
) -> int:
    """Add everybody on a list and print the slips; all or none.

    Args:
        path: CSV or XLSX; see `roster.read_list`.
        replace: Accounts that are there already get a new password instead of being refused.
    """

    def add() -> list[Slip]:
        listed = read_list(path)
        made = [
            account(each.code, each.name, each.unit, "", one_time=not lasting,
                    keys=[each.key] if each.key else [])
            for each in listed
        ]  # fmt: skip
        secrets = ["" if each.keys else new_password() for each in made]
        with ThreadPoolExecutor() as pool:
            kept = list(pool.map(lambda secret: hashed(secret) if secret else "", secrets))
        with Accounts(settings.accounts).changing() as accounts:
            twice = [each.code for each in made if each.code in accounts]
            if twice and not replace:
                raise BadAccounts(f"Đã có tài khoản: {', '.join(twice[:20])}.")
            for each, password in zip(made, kept, strict=True):
                accounts[each.code] = account(
                    each.code, each.name, each.unit, password, one_time=not lasting, keys=each.keys
                )
        return [
            Slip(each.code, each.name, each.unit, secret, each.one_time)
            for each, secret in zip(made, secrets, strict=True)
        ]

    return _said(settings, add, host, port)


def account_reset(
    settings: HostSettings,
    code: str,
    *,
    lasting: bool | None = None,
    host: str = "",
    port: int | None = None,
) -> int:
    """Give an account a new password and print the slip; the old one is good no more.

    Args:
        lasting: As it was when not said.
    """

    def reset() -> list[Slip]:
        password = new_password()
        with Accounts(settings.accounts).changing() as accounts:
            old = accounts.get(code.strip().upper())
            if old is None:
                raise BadAccounts(f"Không có tài khoản {code}.")
            one_time = old.one_time if lasting is None else not lasting
            accounts[old.code] = account(
                old.code, old.name, old.unit, hashed(password), one_time=one_time, keys=old.keys
            )
        return [Slip(old.code, old.name, old.unit, password, one_time)]

    return _said(settings, reset, host, port)


def account_list(settings: HostSettings) -> int:
    """Print the accounts: code, name, unit, way in. No password and no hash."""
    try:
        accounts = Accounts(settings.accounts).all()
    except (BadAccounts, OSError) as error:
        print(error, file=sys.stderr)
        return FAILED
    for each in sorted(accounts.values(), key=lambda one: one.code):
        ways = ["mật khẩu một buổi" if each.one_time else "mật khẩu lâu dài"] * bool(each.password)
        ways += [f"{len(each.keys)} khóa"] * bool(each.keys)
        print(f"{each.code}\t{each.name}\t{each.unit}\t{', '.join(ways)}")
    return OK


def _said(
    settings: HostSettings, act: Callable[[], list[Slip]], host: str, port: int | None
) -> int:
    try:
        made = act()
        mark = fingerprint(host_key(settings.host_key))
    except (BadAccounts, OSError, asyncssh.KeyImportError) as error:
        print(error, file=sys.stderr)
        return FAILED
    where = host or socket.gethostname()
    print(slips(made, host=where, port=port or _port(settings), fingerprint=mark), end="")
    return OK


def _port(settings: HostSettings) -> int:
    """The port of the host that runs on this data, or the usual one."""
    try:
        return int(json.loads(settings.run_file.read_text(encoding="utf-8"))["port"])
    except (OSError, ValueError, KeyError, TypeError):
        return settings.port


def _key_line(key: str) -> str:
    """A public key, or the one in the file of that name."""
    if key.startswith(("ssh-", "sk-", "ecdsa-")):
        return key
    return Path(key).read_text(encoding="utf-8").strip()

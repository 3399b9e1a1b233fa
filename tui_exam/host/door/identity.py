"""The host's own key, and how people check it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import asyncssh

COMMENT = "tui-exam"


def host_key(path: Path) -> asyncssh.SSHKey:
    """The host's Ed25519 key; made at first need, readable by its owner only (0600).

    Raises OSError, asyncssh.KeyImportError, and PermissionError when others may read it.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise PermissionError(f"{path}: người khác đọc được khóa máy chủ; hãy chmod 600.")
    return asyncssh.read_private_key(path)


def _make(path: Path) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519", comment=COMMENT)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(fd, "wb") as out:
            out.write(key.export_private_key())
            out.flush()
            os.fsync(out.fileno())
        # Whoever comes second, of two first starts at once, keeps the first one's key.
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def fingerprint(key: asyncssh.SSHKey) -> str:
    """The key's fingerprint as `ssh` shows it: SHA256:…"""
    return str(key.get_fingerprint("sha256"))

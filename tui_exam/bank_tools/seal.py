"""A bank and its blueprint under two persons' passphrases, opened only in memory.

Neither person alone can read the questions before the exam. File: one line of JSON (the
head), the sealed content, and a SHA-256 over both. The content is AES-256-GCM (NIST SP
800-38D) with the head as associated data. Each passphrase gives 32 bytes by Argon2id
(RFC 9106, section 4, second recommended option: 64 MiB, 3 passes, 4 lanes); both together
give the key by HKDF-SHA256 (RFC 5869). The order of the two does not matter, so nobody has
to remember who was first. The costs belong to the version and are not read from the file,
or a forged file could ask for any amount of memory.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import tempfile
import unicodedata
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ..exam.bank import Bank, bank_files, bank_of
from ..exam.blueprint import Blueprint, blueprint_of
from ..yaml_lines import parse_yaml

FORMAT = "tui-exam-sealed-bank-1"
SHORTEST = 12  # characters of a passphrase
MAX_BYTES = 64_000_000
_PASSES, _MEMORY_KIB, _LANES = 3, 64 * 1024, 4
_SALT_BYTES, _NONCE_BYTES, _KEY_BYTES, _SUM_BYTES = 16, 12, 32, 32


class SealError(ValueError):
    """Why a bank was not sealed or opened, in Vietnamese; nothing of it has been revealed."""


def seal(folder: Path, blueprint: Path, passphrases: Sequence[str], out: Path) -> None:
    """Seal a bank folder and a blueprint into one file.

    Args:
        folder: The bank; it must load without a fault.
        blueprint: The blueprint file; the same holds.
        passphrases: Those of the two persons.
        out: The file to make; an existing one is never replaced.

    Raises SealError, FileFaults for a faulty bank, OSError when the file cannot be written.
    """
    words = _two(passphrases)
    files = bank_files(folder)
    bank_of(files, name=str(folder))
    plan = blueprint.read_bytes()
    blueprint_of(parse_yaml(plan, blueprint.name))
    content = json.dumps(
        {
            "bank": {name: raw.decode("utf-8-sig") for name, raw in files.items()},
            "blueprint": {"name": blueprint.name, "text": plan.decode("utf-8-sig")},
        },
        ensure_ascii=False,
    ).encode()
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    head = json.dumps({"format": FORMAT, "salt": salt.hex(), "nonce": nonce.hex()}).encode() + b"\n"
    sealed = head + AESGCM(_key(words, salt)).encrypt(nonce, zlib.compress(content), head)
    _write_new(out, sealed + hashlib.sha256(sealed).digest())


def open_sealed(path: Path, passphrases: Sequence[str]) -> tuple[Bank, Blueprint]:
    """Open a sealed bank in memory; nothing is written anywhere.

    Raises SealError saying why it stays closed, OSError when the file cannot be read.
    """
    words = _two(passphrases)
    if path.stat().st_size > MAX_BYTES:
        raise SealError("Tệp quá lớn, không phải ngân hàng niêm phong.")
    head, sealed, salt, nonce = _taken_apart(path.read_bytes())
    try:
        content = json.loads(
            zlib.decompress(AESGCM(_key(words, salt)).decrypt(nonce, sealed, head))
        )
    except InvalidTag:
        raise SealError(
            "Không mở được: ít nhất một trong hai cụm mật khẩu không đúng "
            "(hoặc tệp đã bị cố ý thay đổi). Kiểm tra bộ gõ, chữ hoa rồi thử lại."
        ) from None
    files = {name: text.encode() for name, text in content["bank"].items()}
    plan = content["blueprint"]
    return (
        bank_of(files, name=path.name),
        blueprint_of(parse_yaml(plan["text"].encode(), plan["name"])),
    )


def _two(passphrases: Sequence[str]) -> tuple[str, str]:
    """The two passphrases in one spelling (NFC): keyboards differ in how they write ế."""
    words = [unicodedata.normalize("NFC", word).strip() for word in passphrases]
    if len(words) != 2 or not all(words):
        raise SealError("Cần cụm mật khẩu của đủ hai người.")
    if words[0] == words[1]:
        raise SealError("Hai người phải dùng hai cụm mật khẩu khác nhau.")
    if short := [word for word in words if len(word) < SHORTEST]:
        raise SealError(
            f"{'Cả hai cụm' if len(short) == 2 else 'Một cụm'} mật khẩu ngắn hơn {SHORTEST} ký tự."
        )
    return words[0], words[1]


def _key(words: tuple[str, str], salt: bytes) -> bytes:
    shares = sorted(
        hash_secret_raw(word.encode(), salt, _PASSES, _MEMORY_KIB, _LANES, _KEY_BYTES, Type.ID)
        for word in words
    )
    derive = HKDF(SHA256(), _KEY_BYTES, salt, FORMAT.encode())
    return derive.derive(b"".join(shares))


def _taken_apart(raw: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """(head, sealed content, salt, nonce) of a whole file."""
    body, told = raw[:-_SUM_BYTES], raw[-_SUM_BYTES:]
    head, line_end, sealed = body.partition(b"\n")
    try:
        fields: Any = json.loads(head)
        kind = fields["format"]
        salt, nonce = bytes.fromhex(fields["salt"]), bytes.fromhex(fields["nonce"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SealError("Đây không phải ngân hàng niêm phong, hoặc tệp đã hỏng.") from None
    if (kind, len(salt), len(nonce)) != (FORMAT, _SALT_BYTES, _NONCE_BYTES):
        raise SealError("Tệp niêm phong theo định dạng mà phiên bản này không biết.")
    if hashlib.sha256(body).digest() != told:
        raise SealError("Tệp niêm phong đã bị thay đổi hoặc chép thiếu. Hãy lấy lại bản gốc.")
    return head + line_end, sealed, salt, nonce


def _write_new(out: Path, data: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all, never over another."""
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=out.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.link(name, out)
    except FileExistsError:
        raise SealError(f"Đã có tệp {out}; chọn tên khác.") from None
    finally:
        with suppress(OSError):
            os.unlink(name)

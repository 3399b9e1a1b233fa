"""The bank commands of the command line: each prints in Vietnamese and returns an exit code.

0: done, nothing to complain about; 1: findings, or refused; 2: the call itself was wrong.
Time and the ways to ask for a passphrase are arguments; nothing here reads a clock.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TextIO

from ..exam.bank import Bank, bank_digest, bank_files, bank_of
from ..exam.blueprint import Blueprint, load_blueprint
from ..vietnamese.text import clean
from ..yaml_lines import FileFaults, read_limited
from .findings import SEVERITY_NAMES, Severity
from .lint import lint
from .report import cover_lines, ending_lines, item_lines, stats_lines
from .sources import bank_folders, blueprint_files
from .stats import bank_stats, coverage, overlap

Ask = Callable[[str], str]
"""Asks a person for something that is not shown while it is typed, e.g. `getpass.getpass`."""


def lint_command(
    path: Path, *, day: date, notes: bool = False, as_json: bool = False, out: TextIO | None = None
) -> int:
    """Report everything to mend; 1 when there are errors or warnings.

    Args:
        path: A bank file, a bank folder, or a folder of banks and blueprints.
        day: The exam day that expiry is judged on.
        notes: Show the notes too; they never make it fail.
        as_json: One JSON array instead of lines.
        out: Where to print, standard output by default.
    """
    if not path.exists():
        return _complain(f"Không có {path}.", 2)
    found = lint(path, day=day)
    failing = [finding for finding in found if finding.severity is not Severity.NOTE]
    shown = found if notes else failing
    if as_json:
        _say([json.dumps([f.to_json() for f in shown], ensure_ascii=False, indent=1)], out)
        return int(bool(failing))
    _say((str(finding) for finding in shown), out)
    counts = Counter(finding.severity for finding in found)
    summary = ", ".join(f"{counts[s]} {SEVERITY_NAMES[s].lower()}" for s in Severity)
    _say([f"Kết quả: {summary}." if found else "Kết quả: không có gì phải sửa."], out)
    return int(bool(failing))


def stats_command(
    path: Path, *, day: date, as_json: bool = False, out: TextIO | None = None
) -> int:
    """Print what the bank holds, how far it carries each blueprint, how alike papers are."""
    try:
        bank = bank_at(path)
        blueprints = [load_blueprint(file) for file in blueprint_files(path)]
    except FileFaults as error:
        return _complain(str(error), 1)
    stats = bank_stats(bank, day)
    covers = [(blueprint, coverage(blueprint, bank, day)) for blueprint in blueprints]
    shared = [
        None if any(cell.takes > cell.has for cell in cells) else overlap(cells)
        for _, cells in covers
    ]
    if as_json:
        content = {
            "digest": bank.digest,
            "stats": asdict(stats),
            "blueprints": {
                blueprint.id: {
                    "cells": [asdict(cell) for cell in cells],
                    "overlap": asdict(both) if both else None,
                }
                for (blueprint, cells), both in zip(covers, shared, strict=True)
            },
        }
        _say([json.dumps(content, ensure_ascii=False, indent=1)], out)
        return 0
    _say(stats_lines(bank, stats, day), out)
    for (blueprint, cells), both in zip(covers, shared, strict=True):
        _say(["", *cover_lines(blueprint, bank, cells, both)], out)
    return 0


def show_command(path: Path, item: str, *, out: TextIO | None = None) -> int:
    """Print one item in full; 1 with the nearest ids when there is none of that id."""
    try:
        bank = bank_at(path)
    except FileFaults as error:
        return _complain(str(error), 1)
    if item not in bank.by_id:
        near = get_close_matches(item, bank.by_id, n=3)
        hint = f" Có phải: {', '.join(near)}?" if near else ""
        return _complain(f"Không có câu hỏi «{item}».{hint}", 1)
    _say(item_lines(bank.by_id[item], bank.titles), out)
    return 0


def expire_command(
    path: Path, document: str, *, on: date, dry_run: bool = False, out: TextIO | None = None
) -> int:
    """End the items that rest on a document from a day on; `dry_run` only lists them.

    Args:
        path: A bank file, a bank folder, or a folder of banks.
        document: Its name with its sign, or the sign alone.
        on: The first day on which it is no longer law.
        dry_run: Change nothing.
        out: Where to print, standard output by default.
    """
    from .expire import apply_endings, endings

    try:
        found = endings(path, document, on)
        _say(ending_lines(found), out)
        if not found:
            return _complain(f"Không có câu nào liên quan đến «{document}».", 1)
        files = () if dry_run else apply_endings(found)
    except (ValueError, OSError) as error:
        return _complain(str(error), 1)
    if dry_run:
        _say(["Chưa sửa tệp nào (chạy thử)."], out)
    else:
        _say([f"Đã sửa {len(files)} tệp.", *(f"  {file}" for file in files)], out)
    return 0


def schema_command(file: Path | None = None, *, out: TextIO | None = None) -> int:
    """Write the JSON Schema of bank files to a file, or print it."""
    from .schema import schema_text

    if file is None:
        _say([schema_text().rstrip("\n")], out)
        return 0
    try:
        file.write_text(schema_text(), encoding="utf-8")
    except OSError as error:
        return _complain(f"Không ghi được {file}: {error.strerror}.", 1)
    return 0


def seal_command(
    folder: Path, blueprint: Path, sealed: Path, *, ask: Ask, out: TextIO | None = None
) -> int:
    """Seal a bank and a blueprint; asks each of two persons twice for a passphrase."""
    from .seal import SealError, seal

    words = []
    for number in (1, 2):
        first = ask(f"Người thứ {number}, cụm mật khẩu: ")
        if ask(f"Người thứ {number}, nhập lại: ") != first:
            return _complain("Hai lần nhập không giống nhau; chưa niêm phong.", 1)
        words.append(first)
    try:
        seal(folder, blueprint, words, sealed)
    except (SealError, FileFaults) as error:
        return _complain(str(error), 1)
    except OSError as error:
        return _complain(f"Không đọc hoặc ghi được tệp: {error.strerror}.", 1)
    digest = bank_digest(bank_files(folder))
    _say([f"Đã niêm phong vào {sealed} (ngân hàng mã {digest[:12]})."], out)
    return 0


def open_command(sealed: Path, *, ask: Ask, out: TextIO | None = None) -> int:
    """Check that a sealed bank opens with two passphrases; shows what it is, no question."""
    from .seal import SealError, open_sealed

    words = [ask(f"Người thứ {number}, cụm mật khẩu: ") for number in (1, 2)]
    try:
        bank, blueprint = open_sealed(sealed, words)
    except (SealError, FileFaults) as error:
        return _complain(str(error), 1)
    except OSError as error:
        return _complain(f"Không đọc được {sealed}: {error.strerror}.", 1)
    _say([_what(bank, blueprint)], out)
    return 0


def _what(bank: Bank, blueprint: Blueprint) -> str:
    return (
        f"Mở được: {len(bank.items)} câu, mã {bank.digest[:12]}; "
        f"đề {blueprint.id} bản {blueprint.version}."
    )


def bank_at(path: Path) -> Bank:
    """What a path holds as one bank: a file, a bank folder, or a folder of banks. FileFaults.

    One folder alone keeps its own digest.
    """
    if path.is_file():
        return bank_of({path.name: read_limited(path, path.name)}, name=path.name)
    folders = bank_folders(path) or (path,)
    if len(folders) == 1:
        return bank_of(bank_files(folders[0]), name=str(path))
    files = {
        f"{folder.name}/{name}": raw
        for folder in folders
        for name, raw in bank_files(folder).items()
    }
    return bank_of(files, name=str(path))


def _say(lines: Iterable[str], out: TextIO | None) -> None:
    for line in lines:
        print(clean(line, multiline=True), file=out or sys.stdout)


def _complain(text: str, code: int) -> int:
    _say([text], sys.stderr)
    return code

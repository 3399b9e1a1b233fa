"""All checks of a bank together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from .bank_checks import blueprint_findings, file_findings, mix_findings, twin_findings
from .findings import Finding, Severity
from .item_checks import item_findings
from .sources import Collection, collect
from .text_checks import quote_findings, text_findings


def lint(path: Path, *, day: date) -> tuple[Finding, ...]:
    """Everything to mend at a path, in order of files and lines.

    Args:
        path: A bank file, a bank folder, or a folder holding banks and `blueprints`.
        day: The exam day; expiry, reviews and thin cells are judged on it.
    """
    collection = collect(path)
    found = {*collection.findings, *_findings(collection, day)}
    return tuple(sorted(found, key=lambda f: (f.file, f.line, f.item, f.code, f.message)))


def _findings(collection: Collection, day: date) -> Iterator[Finding]:
    seen: defaultdict[str, list[str]] = defaultdict(list)
    for source, at, item in collection.each():
        yield from item_findings(source, at, day)
        if item.id in seen:
            message = f"mã câu hỏi đã dùng trong {seen[item.id][0]}."
            yield Finding(
                source.file,
                source.line(at, "id"),
                item.id,
                "same-id",
                Severity.ERROR,
                message,
                "Đặt mã khác.",
            )
        seen[item.id].append(source.file)
    for source in collection.sources:
        yield from text_findings(source)
        yield from file_findings(source)
    yield from quote_findings(collection.sources)
    yield from twin_findings(collection)
    yield from mix_findings(collection)
    yield from blueprint_findings(collection, day)

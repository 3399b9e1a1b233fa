"""Checks on the letters of a bank: hidden characters, Unicode forms, code tables, quotes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from ..exam.items import Item
from ..vietnamese.text import clean
from .encodings import legacy_of
from .findings import Finding, Severity
from .sources import Source

_STYLES = {"“": "“…”", "”": "“…”", '"': '"…"', "«": "«…»", "»": "«…»", "„": "„…”"}


def text_findings(source: Source) -> Iterator[Finding]:
    """What is wrong with the text of one file."""
    yield from _unicode_form(source)
    yield from _hidden(source)
    if legacy := legacy_of(source.text):
        line = next((n for n, text in enumerate(source.text.split("\n"), 1) if legacy_of(text)), 1)
        yield Finding(
            source.file,
            line,
            "",
            "legacy-encoding",
            Severity.ERROR,
            f"chữ có vẻ từ bảng mã {legacy}.",
            "Chuyển sang Unicode bằng công cụ chuyển mã rồi soát lại.",
        )


def _unicode_form(source: Source) -> Iterator[Finding]:
    lines = [
        number
        for number, line in enumerate(source.text.split("\n"), 1)
        if not unicodedata.is_normalized("NFC", line)
    ]
    if lines:
        yield Finding(
            source.file,
            lines[0],
            "",
            "unicode-form",
            Severity.WARNING,
            f"{len(lines)} dòng có chữ tổ hợp (NFD) lẫn với chữ dựng sẵn (NFC).",
            "Lưu cả tệp theo Unicode dựng sẵn (NFC).",
        )


def _hidden(source: Source) -> Iterator[Finding]:
    """Strings that change when they are cleaned, each at its own line."""
    for path, (line, _) in source.located.places.items():
        value = source.located.value
        for part in path:
            value = value[part]
        if not isinstance(value, str):
            continue
        plain = unicodedata.normalize("NFC", value)
        shown = clean(value, multiline=True)
        if shown == plain:
            continue
        item = source.items[path[1]].id if len(path) > 1 and isinstance(path[1], int) else ""
        report = partial(Finding, source.file, line, item)
        if hidden := [c for c in plain if unicodedata.category(c)[0] == "C" and c not in "\n\t"]:
            yield report(
                "hidden-character",
                Severity.ERROR,
                f"có ký tự điều khiển hoặc ẩn U+{ord(hidden[0]):04X}.",
                "Xóa ký tự này, gõ lại chữ quanh nó.",
            )
        else:
            yield report(
                "look-alike",
                Severity.WARNING,
                "có chữ Ð hoặc Ɖ của bảng chữ khác thay cho chữ Đ.",
                "Gõ lại chữ Đ.",
            )


def quote_findings(sources: Sequence[Source]) -> Iterator[Finding]:
    """Items whose quotation marks differ from those of most items, or are not in pairs."""
    styles: Counter[str] = Counter()
    placed: list[tuple[Source, int, Item, set[str]]] = []
    for source in sources:
        for at, item in enumerate(source.items):
            texts = item_texts(item)
            here = {_STYLES[char] for text in texts for char in text if char in _STYLES}
            styles.update(here)
            placed.append((source, at, item, here))
            for text in texts:
                if text.count("“") != text.count("”") or text.count("«") != text.count("»"):
                    yield Finding(
                        source.file,
                        source.line(at),
                        item.id,
                        "quotes",
                        Severity.WARNING,
                        f"dấu ngoặc kép không đi thành đôi: {_start(text)}",
                        "Thêm hoặc bỏ dấu ngoặc kép.",
                    )
    usual = max(sorted(styles), key=lambda style: styles[style], default="")
    for source, at, item, here in placed:
        if other := sorted(here - {usual}):
            yield Finding(
                source.file,
                source.line(at),
                item.id,
                "quotes",
                Severity.WARNING,
                f"dùng dấu {', '.join(other)} trong khi ngân hàng dùng {usual}.",
                f"Thống nhất dùng {usual}.",
            )


def item_texts(item: Item) -> tuple[str, ...]:
    """Everything of an item that a candidate may read."""
    options = (text for o in item.options for text in (o.text, o.match, o.why))
    return (item.stem, *options, *item.accept, item.accept_why, item.unit)


def _start(text: str) -> str:
    return text if len(text) <= 60 else re.sub(r"\s+\S*$", " …", text[:60])

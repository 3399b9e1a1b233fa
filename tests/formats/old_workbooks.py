"""Small workbooks of LibreOffice (ODF 1.2) and of Excel 97 (MS-XLS in MS-CFB), byte by byte.

The program writes neither, and no library here does; offices still send both.
"""

from __future__ import annotations

import struct
from xml.sax.saxutils import escape

from .tools import zipped

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def ods_of(*rows: list[str]) -> bytes:
    """An OpenDocument spreadsheet with one sheet of text cells."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    cells = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(cell)}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="a">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    manifest = f"<manifest:manifest {space}/>"
    return zipped({"mimetype": _KIND, "content.xml": content, "META-INF/manifest.xml": manifest})


def xls_of(*rows: list[str]) -> bytes:
    """An Excel 97 workbook with one sheet of text cells."""
    name = b"\x05\x00Sheet"
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    end = _record(0x000A, b"")
    place = len(begin) + len(_record(0x0085, struct.pack("<IH", 0, 0) + name)) + len(end)
    book = begin + _record(0x0085, struct.pack("<IH", place, 0) + name) + end
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
            sheet += _record(0x0204, struct.pack("<HHH", at, column, 0) + text)
    return _compound(book + sheet + end)


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _compound(stream: bytes) -> bytes:
    """A compound file with the one stream `Workbook`, long enough not to be a mini stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    count = len(stream) // _SECTOR
    chain = [_FAT, _END, *range(3, count + 2), _END]  # sector 0: FAT, 1: directory, 2…: stream
    table = struct.pack(f"<{_SECTOR // 4}I", *chain, *[_FREE] * (_SECTOR // 4 - len(chain)))
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0" * 16, 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    directory = _entry("Root Entry", 5, child=1, first=_END, size=0)
    directory += _entry("Workbook", 2, child=_FREE, first=2, size=len(stream))
    return head + table + directory.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, *, child: int, first: int, size: int) -> bytes:
    text = name.encode("utf-16-le").ljust(64, b"\0")
    return struct.pack(
        "<64sHBBIII16sI8s8sIII",
        text, len(name) * 2 + 2, kind, 1, _FREE, _FREE, child, b"\0" * 16, 0,
        b"\0" * 8, b"\0" * 8, first, size, 0,
    )  # fmt: skip

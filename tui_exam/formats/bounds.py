"""How much of a foreign file is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of one import; what exceeds one is refused, never read half.

    Attributes:
        file_bytes: Size of the file itself.
        unpacked_bytes: Size of everything in a package together; only one part is held at a time.
        part_bytes: Size of one unpacked file of a package.
        parts: Number of files in a package.
        items: Number of questions; a file with more should be cut in two.
        problems: Number of problems that are listed; the rest are counted.
        text: Characters of one text (stem, option, reason) before cleaning.
        nodes: Number of XML elements in one file.
        depth: Nesting of XML elements.
        columns: Columns a spreadsheet may have.
        blank_rows: Rows a spreadsheet may have beyond its questions.
        cells: Cells a spreadsheet may span, filled or not.
        sheet_memory: Address space in bytes for the process that opens a spreadsheet.
        sheet_seconds: Time for the process that opens a spreadsheet.
    """

    file_bytes: int = 32_000_000
    unpacked_bytes: int = 160_000_000
    part_bytes: int = 32_000_000
    parts: int = 20_000
    items: int = 20_000
    problems: int = 1_000
    text: int = 16_000
    nodes: int = 600_000
    depth: int = 64
    columns: int = 256
    blank_rows: int = 1_000
    cells: int = 4_000_000
    sheet_memory: int = 2_000_000_000
    sheet_seconds: float = 60.0


BOUNDS = Bounds()
STEM_MAX = 4000  # characters; what the native bank takes for one text

"""The process that opens one spreadsheet: file on standard input, cells as JSON on output.

Run as `python -m tui_exam.formats.sheet_process`; its limits come in TUI_EXAM_BOUNDS.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime
from io import BytesIO
from typing import Any

from .bounds import Bounds


def main() -> int:
    """Answer on standard output: `{"sheets": [...]}` or `{"error": "..."}`."""
    bounds = Bounds(**json.loads(os.environ["TUI_EXAM_BOUNDS"]))
    _limit(bounds)
    answer = _answer(sys.stdin.buffer.read(), bounds)
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))
    return 0


def _limit(bounds: Bounds) -> None:
    """Bound the memory and time of this process where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (bounds.sheet_memory, bounds.sheet_memory))
    seconds = int(bounds.sheet_seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(data: bytes, bounds: Bounds) -> dict[str, Any]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible is SheetVisibleEnum.Visible
        ]
        sheets = []
        for name in shown:
            sheet = book.get_sheet_by_name(name)
            if _too_wide(sheet, bounds):
                return {"error": "cells"}
            first = (sheet.start or (0, 0))[0] + 1
            # Begins at the first filled cell.
            rows = [[_text(cell) for cell in row] for row in sheet.to_python()]
            sheets.append({"name": name, "first_row": first, "rows": rows})
    except (CalamineError, ValueError, TypeError, MemoryError, OSError) as error:
        return {"error": " ".join(str(error).split())[:200] or type(error).__name__}
    return {"sheets": sheets}


def _too_wide(sheet: Any, bounds: Bounds) -> bool:
    """Whether the filled part spans more than questions could; cutting it would hide some."""
    height, width = int(sheet.height), int(sheet.width)
    too_long = height > bounds.items + bounds.blank_rows
    return too_long or width > bounds.columns or height * width > bounds.cells


def _text(cell: object) -> str:
    """A cell as a person would type it: whole numbers without a point, days as ISO dates."""
    if isinstance(cell, bool):
        return "Đúng" if cell else "Sai"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == cell.time().min else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


if __name__ == "__main__":
    raise SystemExit(main())

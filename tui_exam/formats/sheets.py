"""Opening a spreadsheet of a stranger without trusting it.

A workbook of a few hundred bytes can span billions of cells or unfold to gigabytes. Zip-based
files are unfolded once and thrown away to learn their size; then python-calamine reads the file
in a process of its own with a limit of memory and time, so that the worst that can happen is a
problem in the report.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import Any

from .bounds import Bounds
from .gathering import Refused
from .packages import measure


@dataclass(frozen=True, slots=True)
class Sheet:
    """The filled part of one sheet as text.

    Attributes:
        first_row: The number of the first row, from 1.
    """

    name: str
    first_row: int
    rows: list[list[str]]


def open_sheets(data: bytes, bounds: Bounds) -> list[Sheet]:
    """Every visible sheet of a workbook (xlsx, xls, ods); Refused when it cannot be opened."""
    if data[:4] == b"PK\x03\x04":
        measure(data, bounds)
    answer = _in_a_process(data, bounds)
    if error := answer.get("error"):
        raise Refused("sheet_too_large" if error == "cells" else "bad_sheet", why=error)
    return [Sheet(**sheet) for sheet in answer["sheets"]]


def _in_a_process(data: bytes, bounds: Bounds) -> dict[str, Any]:
    # The interpreter's own path is handed on, so that the program also runs out of an archive.
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "TUI_EXAM_BOUNDS": json.dumps(asdict(bounds)),
    }
    try:
        done = subprocess.run(
            # -P: modules lying beside the questions, in the current folder, are never imported.
            [sys.executable, "-P", "-m", "tui_exam.formats.sheet_process"],
            input=data,
            capture_output=True,
            timeout=bounds.sheet_seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused("sheet_too_large") from None
    except OSError as error:
        raise Refused("bad_sheet", why=error.strerror or "lỗi hệ thống") from None
    if done.returncode != 0 or not done.stdout:
        # Killed by its limits, or a reader that gave up: both mean the file is not to be used.
        raise Refused("sheet_too_large" if done.returncode < 0 else "bad_sheet", why="tệp hỏng")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer

"""A task's files in one piece, so that an attempt can be marked by what it was sat with."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Final

from .source import LARGEST, Source, TaskFileError, parse

FORMAT: Final = 1
_NAME: Final = "bản lưu của đề"
_LARGEST: Final = 4 * LARGEST


def pack(sources: Sequence[Source]) -> bytes:
    """The files, name and text of each, compressed."""
    files = [[source.file, source.text.decode("utf-8")] for source in sources]
    raw = json.dumps({"format": FORMAT, "files": files}, ensure_ascii=False).encode()
    return zlib.compress(raw, 9)


def unpack(data: bytes) -> tuple[Source, Source, Source]:
    """The inverse of `pack` for task, agency and rubric.

    TaskFileError when the bytes are something else or unpack to more than files can hold.
    """
    engine = zlib.decompressobj()
    try:
        raw = json.loads(engine.decompress(data, _LARGEST))
        if raw["format"] != FORMAT:
            raise _error(f"Định dạng {raw['format']!r} chưa đọc được.", "Dùng bản mới hơn.")
        task, agency, rubric = (parse(text.encode(), str(name)) for name, text in raw["files"])
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, TaskFileError):
            raise
        raise _error("Dữ liệu không đọc được.", "Lấy lại từ bản sao lưu.") from None
    return task, agency, rubric


def _error(reason: str, remedy: str) -> TaskFileError:
    return TaskFileError(_NAME, 0, "", reason, remedy)

"""The reader of YAML files by the name it had before tasks were read by it too."""

from __future__ import annotations

from ..yaml_lines import (
    MAX_BYTES,
    MAX_DEPTH,
    Fault,
    FileFaults,
    Located,
    Path_,
    parse_yaml,
    read_limited,
    read_yaml,
    spell,
)

__all__ = [
    "MAX_BYTES", "MAX_DEPTH", "Fault", "FileFaults", "Located", "Path_", "parse_yaml",
    "read_limited", "read_yaml", "spell",
]  # fmt: skip

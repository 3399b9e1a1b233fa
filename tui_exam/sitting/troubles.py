"""What is wrong with content, in words, whatever part of the program found it."""

from __future__ import annotations

from mock_office.tasks.source import TaskFileError

from ..yaml_lines import FileFaults


def task_trouble(error: Exception) -> str | None:
    """The message for a fault in bank, blueprint or task; None for anything else."""
    if isinstance(error, FileFaults | TaskFileError):
        return str(error)
    if isinstance(error, KeyError):
        return f"Không có nhiệm vụ tên {error}."
    return None

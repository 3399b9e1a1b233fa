"""The scenarios that come with the program, found wherever it is installed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from .agencies import AgencyFile, read_agency
from .source import Source, read


def scenarios() -> Traversable:
    """The folder of scenarios inside the package; works from a wheel too."""
    return files("mock_office").joinpath("scenarios")


@cache
def agency(key: str) -> AgencyFile:
    """The agency of that id. KeyError when there is none, TaskFileError when it is damaged."""
    if not key.replace("_", "").isalnum() or not key.isascii():
        raise KeyError(key)
    path = scenarios().joinpath("agencies", f"{key}.yaml")
    if not path.is_file():
        raise KeyError(key)
    return read_agency(read(path))


@cache
def rubric() -> Source:
    """The titles and legal bases the checks of all tasks share."""
    return read(scenarios().joinpath("rubric.yaml"))

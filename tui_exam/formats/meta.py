"""What native items have and foreign formats only hold by agreement: level, basis, reasons.

A tag that is the name of a level is the level; lines of the general feedback that begin with
«Căn cứ:» are the legal basis, article behind a bar. Other programs show both as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..exam.items import Basis, Kind, Level
from .gathering import one_line, unique
from .model import ImportedItem

TRUE_FALSE = ("Đúng", "Sai")
_BASIS = "Căn cứ:"
_BAR = " | "
_LEVELS = {level.value: level for level in Level}


def tags_of(item: ImportedItem) -> tuple[str, ...]:
    """The tags to be written, the level among them."""
    return unique((item.level.value if item.level else "", *item.tags))


def with_tags(item: ImportedItem, tags: Sequence[str]) -> ImportedItem:
    """The item with its tags, and its level when one of them names it."""
    level = next((_LEVELS[tag] for tag in tags if tag in _LEVELS), item.level)
    return replace(item, level=level, tags=unique([tag for tag in tags if tag not in _LEVELS]))


def general_of(item: ImportedItem) -> str:
    """The general feedback to be written: the reason of a short answer, then the basis."""
    parts = [item.accept_why, item.general]
    parts += [f"{_BASIS} {write_basis(basis)}" for basis in item.basis]
    return "\n".join(part for part in parts if part)


def with_general(item: ImportedItem, general: str) -> ImportedItem:
    """The item with what its file says after any answer, put where the bank has a place for it."""
    kept: list[str] = []
    basis = list(item.basis)
    for line in general.split("\n"):
        if line.startswith(_BASIS) and (found := read_basis(line.removeprefix(_BASIS))):
            basis.append(found)
        elif line:
            kept.append(line)
    item = replace(item, basis=tuple(basis))
    if item.kind is Kind.SHORT:
        return replace(item, accept_why=one_line("\n".join(kept)))
    return replace(item, general="\n".join(kept))


def write_basis(basis: Basis) -> str:
    """A legal basis on one line: «document | article»."""
    return f"{basis.document}{_BAR}{basis.article}" if basis.article else basis.document


def read_basis(text: str) -> Basis | None:
    """A legal basis written on one line; None for an empty one."""
    document, _, article = one_line(text).partition(_BAR)
    return Basis(document.strip(), article.strip()) if document.strip() else None


def splits(basis: Basis) -> bool:
    """Whether a basis would come back different from one line."""
    return read_basis(write_basis(basis)) != basis

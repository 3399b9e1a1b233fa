"""Nothing Vietnamese is shown that is not given to `tr`, and everything has its English."""

from __future__ import annotations

import ast
import string
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tui_exam.locale.messages import (
    _CALLS,
    CATALOGUE,
    PROGRAM,
    SHOWN,
    _docstrings,
    _name,
    is_vietnamese,
    modules,
    texts,
)


def place(path: Path) -> str:
    return path.relative_to(PROGRAM.parent).as_posix()


TRANSLATING = {"_tell", "_sure"}
"""Functions of screens that give to `tr` whatever they are given."""


def _alternatives(value: ast.expr) -> list[ast.expr]:
    """The constants a variable may be set to: one, either of two, or some in a row."""
    if isinstance(value, ast.IfExp):
        return [*_alternatives(value.body), *_alternatives(value.orelse)]
    return [value, *(getattr(value, "elts", []))]


def shown_without_tr(tree: ast.Module) -> list[tuple[int, str]]:
    """Vietnamese inside functions that goes neither through `tr` nor `msg`."""
    inside = [
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
    ]
    given = {
        id(each)
        for node in inside
        if isinstance(node, ast.Call) and _name(node) in {*_CALLS, *TRANSLATING}
        for each in ast.walk(node)
    }
    named = {
        id(each)  # a text held in a variable for a line or two, and given to `tr` there
        for node in inside
        if isinstance(node, ast.Assign)
        for each in _alternatives(node.value)
    }
    docs = _docstrings(tree)
    return sorted(
        {
            (node.lineno, node.value)
            for node in inside
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and is_vietnamese(node.value)
            and id(node) not in given | docs | named
        }
    )


PAPERS = {"tui_exam/screens/office/words.py"}
"""The heads of letters and the fields of registers: Vietnamese office papers, not our words."""


@pytest.mark.parametrize(
    "path", [path for path in modules(SHOWN) if place(path) not in PAPERS], ids=place
)
def test_no_vietnamese_is_shown_without_being_translated(path: Path) -> None:
    assert shown_without_tr(ast.parse(path.read_bytes())) == []


@pytest.mark.parametrize("path", modules(), ids=place)
def test_every_text_has_its_english(path: Path) -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    lacking = []
    for line, text, counts in texts(ast.parse(path.read_bytes())):
        found = catalogue.get((text, text) if counts else text)
        said = found.string if found is not None else ""
        if not (all(said) if isinstance(said, tuple | list) else said):
            lacking.append((line, text))
    assert lacking == []


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    made = BytesIO()
    write_mo(made, catalogue)
    made.seek(0)
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        kept = GNUTranslations(file)
    assert kept._catalog == GNUTranslations(made)._catalog  # type: ignore[attr-defined]


def test_a_translation_has_the_places_of_its_text_and_no_others() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    for each in catalogue:
        if not each.id:
            continue
        ids = each.id if isinstance(each.id, tuple | list) else [each.id]
        strings = each.string if isinstance(each.string, tuple | list) else [each.string]
        for said in strings:
            assert places(said) <= places(ids[0]), (ids[0], said)
            if len(strings) == 1:
                assert places(said) == places(ids[0]), (ids[0], said)

"""Finds the texts of the program and keeps the English catalogue: `python -m` this module.

Vietnamese texts are what `tr(...)`, `tr.count(...)` and `msg(...)` are given, the words of a
`Command(...)` or `Say(...)`, and every Vietnamese constant of an interface module that stands
outside functions (it is shown through `tr` where it is used). The .mo is kept in the repository
beside the .po, so that a fresh clone, a wheel and an editable install need no step and no tool
to speak English; a test holds the two to each other.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

HERE = Path(__file__).parent
PROGRAM = HERE.parent
CATALOGUE = HERE / "en" / "LC_MESSAGES" / "tui_exam.po"

SHOWN = (
    "screens/**/*.py", "plain/*.py", "drill/*_page.py", "drill/explain.py", "drill/outlook.py",
    "drill/words.py", "drill/hints.py", "widgets/*.py", "app.py", "running.py", "personal_app.py",
    "commands.py", "keymaps.py", "doctor.py", "doctor_keys.py", "vntime.py", "texts.py", "ui.py",
    "sitting/arrivals.py",
)  # fmt: skip
"""Modules whose Vietnamese texts are shown through `tr`, wherever they stand in them."""

DECLARED = (
    "demo/office.py", "demo/run.py", "demo/step_words.py", "demo/task.py", "demo/walking.py",
    "drill/coach.py",
    "sitting/candidate.py", "sitting/exam.py", "sitting/missing.py", "sitting/office.py",
    "sitting/reasons.py", "sitting/records.py", "sitting/report.py", "sitting/sitting.py",
    "sitting/trouble.py",
    "exam/items.py", "exam/marking.py", "../mock_office/mail/addresses.py",
    "../mock_office/documents/workflow.py", "../mock_office/documents/text_page.py",
    "sitting/history.py",
)  # fmt: skip
"""Modules that know no `tr`: their texts are shown through it by whoever shows them."""

CONTENT = frozenset({"widgets/fields_typing.py", "screens/office/dates.py"})
"""Modules whose Vietnamese letters are no texts: tables of letters."""

_CALLS = frozenset({"tr", "msg", "count", "Command", "Say", "partial", "_tr"})
_LETTERS = frozenset("àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ")


def is_vietnamese(text: str) -> bool:
    """Whether a text has a letter that only Vietnamese has."""
    return not _LETTERS.isdisjoint(text.lower())


def modules(patterns: Sequence[str] = (*SHOWN, *DECLARED)) -> list[Path]:
    """The files of the program that hold texts, sorted."""
    found = {path.resolve() for pattern in patterns for path in PROGRAM.glob(pattern)}
    found -= {(PROGRAM / name).resolve() for name in CONTENT}
    return sorted(found)


def texts(tree: ast.Module) -> Iterator[tuple[int, str, bool]]:
    """Every text of a module: line, text, and whether it counts things."""
    docs = _docstrings(tree)
    named: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in _CALLS:
            for each in ast.walk(node):
                if _is_text(each) and id(each) not in named and _for_people(node, each):
                    named.add(id(each))
                    yield each.lineno, each.value, _name(node) == "count"  # type: ignore[attr-defined]
    pieces = {id(p) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for p in n.values}
    for node in ast.walk(tree):
        known = id(node) in docs or id(node) in named or id(node) in pieces
        if _is_text(node) and not known and is_vietnamese(node.value):  # type: ignore[attr-defined]
            yield node.lineno, node.value, False  # type: ignore[attr-defined]


def _for_people(call: ast.Call, text: ast.AST) -> bool:
    """Of a command only label, help and face are words; of `tr` only what is not a value."""
    if _name(call) in ("Command", "Say"):
        first = 3 if _name(call) == "Command" else 1
        words = [*call.args[first:], *(k.value for k in call.keywords if k.arg != "bar")]
        return any(text is each for each in words)
    return any(text is each for arg in call.args for each in _alternatives(arg))


def _alternatives(value: ast.expr) -> list[ast.expr]:
    """The constants an argument may be: one, or either of two."""
    if isinstance(value, ast.IfExp):
        return [*_alternatives(value.body), *_alternatives(value.orelse)]
    return [value]


def _name(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(node.value)


def _docstrings(tree: ast.Module) -> set[int]:
    """Ids of docstrings, and of strings that stand alone under an attribute."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def extract(
    file: IO[bytes], keywords: Any, comment_tags: Collection[str], options: Any
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """What Babel calls: see `pybabel extract -F tui_exam/locale/babel.cfg`."""
    path = Path(getattr(file, "name", "")).resolve()
    if path.name and path not in modules():
        return
    for line, text, counts in texts(ast.parse(file.read())):
        yield line, "ngettext" if counts else "gettext", (text, text) if counts else text, []


def update() -> int:
    """Bring the catalogue up to date with the program and compile it; 1 when texts lack English."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po, write_po

    found = Catalog(locale="en", project="tui-exam", charset="utf-8")
    for path in modules():
        for line, text, counts in texts(ast.parse(path.read_bytes())):
            place = path.relative_to(PROGRAM.parent).as_posix()
            found.add((text, text) if counts else text, locations=[(place, line)])
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="en")
    catalogue.update(found, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=99, sort_output=True, omit_header=False, no_location=True)
    with CATALOGUE.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    lacking = [each.id for each in catalogue if each.id and not _said(each.string)]
    for each in lacking:
        print(each)
    return 1 if lacking else 0


def _said(string: str | Sequence[str] | None) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


if __name__ == "__main__":
    sys.exit(update())

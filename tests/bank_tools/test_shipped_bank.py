"""The bank that comes with the program."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import banks
from tui_exam.bank_tools.findings import Severity
from tui_exam.bank_tools.lint import lint
from tui_exam.bank_tools.schema import HEAD, SCHEMA_FILE, bank_schema, schema_text
from tui_exam.exam.bank import load_bank
from tui_exam.exam.bank_schema import BankShape, ItemShape
from tui_exam.exam.blueprint import load_blueprint
from tui_exam.exam.items import Kind, Level
from tui_exam.exam.paper import draw_paper, paper_seed

ROOT = Path(banks.__file__).parent
DAY = date(2026, 11, 23)


def test_it_has_nothing_to_mend() -> None:
    found = [str(f) for f in lint(ROOT, day=DAY) if f.severity is not Severity.NOTE]
    assert found == []


def test_every_blueprint_can_be_drawn_from_it() -> None:
    bank = load_bank(ROOT / "chuyen_doi_so")
    for path in sorted((ROOT / "blueprints").glob("*.yaml")):
        blueprint = load_blueprint(path)
        for n in range(20):
            seed = paper_seed(blueprint.id, f"TS{n}", bank.digest, "1")
            paper = draw_paper(blueprint, bank, seed=seed, day=DAY)
            assert len(paper.questions) == blueprint.questions


@pytest.mark.parametrize(
    "path", sorted((ROOT / "chuyen_doi_so").glob("*.yaml")), ids=lambda p: p.stem
)
def test_each_file_tells_editors_its_schema(path: Path) -> None:
    assert path.read_text(encoding="utf-8").split("\n")[0] == HEAD
    assert (path.parent / HEAD.split("$schema=")[1]).resolve().is_file()


def test_the_published_schema_is_the_one_the_loader_checks() -> None:
    published = (ROOT / "schema" / SCHEMA_FILE).read_text(encoding="utf-8")
    assert published == schema_text()


def test_the_schema_knows_every_field_every_kind_and_forbids_the_rest() -> None:
    schema = bank_schema()
    shapes = schema["$defs"]
    assert set(shapes["ItemShape"]["properties"]) == set(ItemShape.model_fields)
    assert set(schema["properties"]) == set(BankShape.model_fields)
    assert shapes["ItemShape"]["additionalProperties"] is False
    assert shapes["Kind"]["enum"] == [kind.value for kind in Kind]
    assert shapes["Level"]["enum"] == [level.value for level in Level]
    assert all("description" in field for field in shapes["ItemShape"]["properties"].values())

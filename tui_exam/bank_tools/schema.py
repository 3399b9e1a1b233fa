"""The JSON Schema of a bank file, for the editors of its authors."""

from __future__ import annotations

import json
from typing import Any

from ..exam.bank_schema import BankShape

SCHEMA_FILE = "bank.schema.json"
HEAD = f"# yaml-language-server: $schema=../schema/{SCHEMA_FILE}"
"""First line of every bank file, seen from its folder beside `schema`."""


def bank_schema() -> dict[str, Any]:
    """The schema as plain values (JSON Schema 2020-12), as the loader checks it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **BankShape.model_json_schema(),
        "title": "Ngân hàng câu hỏi của tui-exam",
        "description": "Một tệp là một chủ đề và các câu hỏi của chủ đề đó.",
    }


def schema_text() -> str:
    """The published file."""
    return json.dumps(bank_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"

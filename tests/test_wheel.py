"""The built wheel carries everything and works from any folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    code = f"import hatchling.build as b; print(b.build_wheel({str(folder)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


def test_the_wheel_carries_banks_scenarios_templates_fonts_styles_and_licences(
    wheel: Path,
) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "banks/blueprints/can-tho-2022.yaml",
        "banks/chuyen_doi_so/04-van-thu.yaml",
        "mock_office/scenarios/tasks/mail_report.yaml",
        "mock_office/scenarios/templates/document.typ",
        "mock_office/scenarios/fonts/Tinos-Regular.ttf",
        "tui_exam/app.tcss",
        "tui_exam/screens/theory.tcss",
    ):
        assert wanted in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("Tinos-LICENSE.txt") for name in names)
    assert not any(name.startswith("tests/") for name in names)


def test_the_wheel_alone_sits_a_whole_exam_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    """The dependencies are those of this environment; the program is the wheel's."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tui_exam", "demo", "--headless", "--json"],
        cwd=elsewhere,
        env={
            **os.environ,
            "PYTHONPATH": str(site),
            "TUI_EXAM_DATA": str(tmp_path / "data"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        },
        capture_output=True,
        text=True,
        timeout=300,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["total"] == 100

"""What a guess at a sealed bank costs."""

from __future__ import annotations

from pathlib import Path

from tests.bank_tools.samples import bank_text, large_blueprint
from tui_exam.bank_tools import seal as seal_module
from tui_exam.bank_tools.seal import open_sealed, seal
from tui_exam.exam.bank import load_bank


def test_each_guess_takes_the_memory_and_passes_of_the_rfc(tmp_path: Path) -> None:
    costs = seal_module._MEMORY_KIB, seal_module._PASSES, seal_module._LANES
    assert costs == (65_536, 3, 4)  # RFC 9106, section 4, second recommended option
    folder = tmp_path / "bank"
    folder.mkdir()
    (folder / "a.yaml").write_text(bank_text(), encoding="utf-8")
    words = ("cây đa bến nước", "sân đình mái ngói")
    seal(folder, large_blueprint(tmp_path / "plans"), words, tmp_path / "x.sealed")
    assert open_sealed(tmp_path / "x.sealed", words)[0] == load_bank(folder)

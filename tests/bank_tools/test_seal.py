"""A sealed bank opens for two persons together and for nobody else."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path

import pytest

from tests.bank_tools.samples import bank_text, large_blueprint
from tui_exam.bank_tools import seal as seal_module
from tui_exam.bank_tools.seal import MAX_BYTES, SealError, open_sealed, seal
from tui_exam.exam.bank import load_bank
from tui_exam.exam.blueprint import load_blueprint
from tui_exam.yaml_lines import FileFaults

WORDS = ("cây đa bến nước", "sân đình mái ngói")


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less memory and one pass for the derivation; the real cost is paid in test_seal_cost."""
    monkeypatch.setattr(seal_module, "_MEMORY_KIB", 64)
    monkeypatch.setattr(seal_module, "_PASSES", 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bank."""
    folder = tmp_path / "bank"
    folder.mkdir()
    (folder / "a.yaml").write_text(bank_text(), encoding="utf-8")
    return folder


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A blueprint."""
    return large_blueprint(tmp_path / "blueprints")


@pytest.fixture
def sealed(tmp_path: Path, folder: Path, plan: Path) -> Path:
    """A sealed bank."""
    seal(folder, plan, WORDS, tmp_path / "de.sealed")
    return tmp_path / "de.sealed"


def test_both_together_get_exactly_what_was_sealed(folder: Path, plan: Path, sealed: Path) -> None:
    assert open_sealed(sealed, WORDS) == (load_bank(folder), load_blueprint(plan))


def test_it_does_not_matter_who_types_first_or_with_which_keyboard(sealed: Path) -> None:
    decomposed = [unicodedata.normalize("NFD", word) + " " for word in reversed(WORDS)]
    assert open_sealed(sealed, decomposed)[0].items


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("cây đa bến nước", "sân đình mái tranh"), "ít nhất một trong hai"),
        (("cây đa bến đò", "sân đình mái ngói"), "ít nhất một trong hai"),
        (("Cây đa bến nước", "sân đình mái ngói"), "ít nhất một trong hai"),
        (("cây đa bến nước", ""), "đủ hai người"),
        (("cây đa bến nước",), "đủ hai người"),
        (("cây đa bến nước", "cây đa bến nước"), "khác nhau"),
        (("cây đa bến nước", "sân đình"), "ngắn hơn"),
        ((*WORDS, "người thứ ba nữa"), "đủ hai người"),
        ((), "đủ hai người"),
    ],
)
def test_anything_but_both_passphrases_opens_nothing_and_says_why(
    sealed: Path, words: tuple[str, ...], why: str
) -> None:
    with pytest.raises(SealError, match=why):
        open_sealed(sealed, words)


def test_a_byte_changed_anywhere_opens_nothing(sealed: Path) -> None:
    whole = sealed.read_bytes()
    for at in range(0, len(whole), 7):
        sealed.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(SealError):
            open_sealed(sealed, WORDS)


def test_a_torn_file_opens_nothing(sealed: Path) -> None:
    whole = sealed.read_bytes()
    for length in range(0, len(whole), 11):
        sealed.write_bytes(whole[:length])
        with pytest.raises(SealError):
            open_sealed(sealed, WORDS)


def test_a_forger_who_mends_the_sum_is_stopped_by_the_seal(sealed: Path) -> None:
    whole = sealed.read_bytes()[:-32]
    for at in (30, len(whole) - 1, len(whole) // 2):
        forged = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        sealed.write_bytes(forged + hashlib.sha256(forged).digest())
        with pytest.raises(SealError):
            open_sealed(sealed, WORDS)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}\n" + b"x" * 40,
        b"[" * 100_000,
        b'{"format": "khac"}\n' + b"x" * 40,
        b'{"format": "tui-exam-sealed-bank-1"}\n',
        b"7\n" + b"x" * 40,
        b'{"format": "tui-exam-sealed-bank-1", "salt": "00", "nonce": ""}\n' + b"x" * 40,
        b'{"format": "tui-exam-sealed-bank-1", "salt": 7, "nonce": "zz"}\n' + b"x" * 40,
    ],
)
def test_another_file_is_not_taken_for_a_sealed_bank(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "x"
    for whole in (raw, raw + hashlib.sha256(raw).digest()):
        path.write_bytes(whole)
        with pytest.raises(SealError):
            open_sealed(path, WORDS)


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(SealError, match="quá lớn"):
        open_sealed(path, WORDS)


def test_no_word_of_the_bank_stands_in_the_file(sealed: Path) -> None:
    raw = sealed.read_bytes()
    for text in ("Văn bản", "van_thu", "mau-1", "items", "blueprint", *WORDS):
        assert text.encode() not in raw


def test_two_seals_of_one_bank_have_nothing_in_common(
    tmp_path: Path, folder: Path, plan: Path, sealed: Path
) -> None:
    seal(folder, plan, WORDS, tmp_path / "again.sealed")
    one, two = sealed.read_bytes(), (tmp_path / "again.sealed").read_bytes()
    assert one.split(b"\n", 1)[0] != two.split(b"\n", 1)[0]
    assert one[-64:-32] != two[-64:-32]


def test_an_existing_file_is_never_replaced(folder: Path, plan: Path, sealed: Path) -> None:
    before = sealed.read_bytes()
    with pytest.raises(SealError, match="Đã có tệp"):
        seal(folder, plan, WORDS, sealed)
    assert sealed.read_bytes() == before
    assert sorted(p.name for p in sealed.parent.iterdir()) == ["bank", "blueprints", "de.sealed"]


def test_only_its_owner_may_read_the_file(sealed: Path) -> None:
    assert sealed.stat().st_mode & 0o077 == 0


def test_a_faulty_bank_or_blueprint_is_not_sealed(tmp_path: Path, folder: Path, plan: Path) -> None:
    out = tmp_path / "x.sealed"
    plan.write_text("id: 7\n", encoding="utf-8")
    with pytest.raises(FileFaults):
        seal(folder, plan, WORDS, out)
    (folder / "a.yaml").write_text("topic: [", encoding="utf-8")
    with pytest.raises(FileFaults):
        seal(folder, plan, WORDS, out)
    assert not out.exists()


def test_opening_writes_nothing_anywhere(sealed: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    open_sealed(sealed, WORDS)
    assert sorted(tmp_path.rglob("*")) == before
    assert os.listdir(sealed.parent)

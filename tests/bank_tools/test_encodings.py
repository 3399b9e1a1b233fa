"""Old Vietnamese code tables are recognised, and good text is not mistaken for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_exam.bank_tools.encodings import legacy_of, legacy_of_bytes

GOOD = "Quản lý nhà nước được việc, Đặng Thuỳ Trâm – “Mật” 50 % ở 5 °C, 20 m², «ghi chú»"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Qu¶n lý nhµ n­íc", "TCVN3 (ABC)"),
        ("Quaûn lyù nhaø nöôùc", "VNI"),
        (GOOD.encode().decode("latin-1"), "UTF-8 bị chuyển mã hai lần"),
        (GOOD, ""),
        ("Ông Müller họp với bà Nguyễn", ""),
        ("", ""),
    ],
)
def test_text_of_an_old_table_is_named(text: str, name: str) -> None:
    assert legacy_of(text) == name


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Quản lý".encode("utf-16"), "UTF-16"),
        ("Qu¶n lý nhµ n­íc".encode("latin-1"), "TCVN3 (ABC)"),
        ("Quaûn lyù nhaø nöôùc".encode("latin-1"), "VNI"),
        (b"vi\xea\xf2c \xf0\xfd\xf5\xf2c", "Windows-1258"),
        (GOOD.encode(), ""),
        (b"\x80\x81\xff", ""),
    ],
)
def test_bytes_of_an_old_table_are_named(raw: bytes, name: str) -> None:
    assert legacy_of_bytes(raw) == name


def test_no_text_of_the_shipped_bank_looks_like_an_old_table() -> None:
    for path in Path("banks").rglob("*.yaml"):
        assert legacy_of(path.read_text(encoding="utf-8")) == ""

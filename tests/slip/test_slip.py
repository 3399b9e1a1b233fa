"""A slip says what the result says, is signed by this installation, and is nothing official."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_office.marks import Family, TaskMark
from mock_office.signing.verify_pdf import check, expect, run
from tui_exam.exam.marking import QuestionMark
from tui_exam.sitting.candidate import Candidate
from tui_exam.sitting.result import Result, TopicMark
from tui_exam.slip.content import Slip, document
from tui_exam.slip.installation import Installation, installation
from tui_exam.slip.make import make_slip
from tui_exam.store.disk import Disk
from tui_exam.store.protocol import StoreError
from tui_exam.vntime import VIETNAM

NOW = datetime(2026, 11, 23, 10, 42, 7, 123456, tzinfo=VIETNAM)
RESULT = Result(
    attempt="20261123-0123456789",
    exam="can-tho-2022",
    closed="handed_in",
    minutes_used=41.5,
    spent={"theory": 1200.0, "mail": 300.0},
    questions=(QuestionMark("Q1", ("a",), 1.0, 1.5, 1.5),),
    topics=(TopicMark("an-toan", "An toàn thông tin", 13.5, 15.0),),
    tasks=(
        TaskMark("mail_report", Family.MAIL, 10.5, 12.0, ()),
        TaskMark("signing_plan", Family.SIGNING, 0.0, 15.0, (), voided="Ký bằng chứng thư cơ quan"),
        TaskMark("issuing_plan", Family.ISSUING, 0.0, 10.0, (), touched=False),
    ),
    theory=40.5,
    theory_max=45.0,
    practice=28.25,
    practice_max=55.0,
    total=68.75,
    band="Khá",
    passed=True,
)
SLIP = Slip(
    Candidate("CT001", "Nguyễn Thị Ánh Nguyệt", "UBND phường Hương Tràm"),
    "Bài thi thử kỹ năng số",
    NOW.timestamp() - 2500,
    RESULT,
    "ABCD-EFGH",
    "Bản cài đặt thử",
)


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return installation(tmp_path_factory.mktemp("data"), Disk(), NOW)


@pytest.fixture(scope="module")
def made(signer: Installation) -> bytes:
    return make_slip(SLIP, signer, NOW)


def pages(data: bytes) -> list[str]:
    """The text of each page, in one line."""
    found = pypdfium2.PdfDocument(data)
    try:
        return [" ".join(p.get_textpage().get_text_bounded().split()) for p in found]
    finally:
        found.close()


def test_a_slip_says_who_what_and_how_many_points(made: bytes) -> None:
    text = " ".join(pages(made))
    for words in (
        "PHIẾU KẾT QUẢ THI THỬ", "Nguyễn Thị Ánh Nguyệt", "CT001", "68,75/100", "Khá (Đạt)",
        "28,25", "An toàn thông tin 13,5 15", "Mất toàn bộ điểm", "Chưa làm", "ABCD-EFGH",
        "20261123-0123456789", "Ngày 23 tháng 11 năm 2026", "không có giá trị pháp lý",
    ):  # fmt: skip
        assert words in text


def test_every_page_says_that_it_is_a_trial_and_none_looks_official(signer: Installation) -> None:
    many = tuple(TopicMark(str(n), f"Chủ đề số {n}", 1.0, 1.0) for n in range(60))
    found = pages(make_slip(replace(SLIP, result=replace(RESULT, topics=many)), signer, NOW))
    assert len(found) > 1
    for text in found:
        assert "THI THỬ" in text
        assert "CỘNG HÒA" not in text
        assert "Độc lập" not in text


def test_the_exported_root_alone_is_enough_to_check_a_slip(
    signer: Installation, made: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "phieu.pdf"
    path.write_bytes(made)
    at = (NOW + timedelta(days=3)).isoformat()
    assert run([str(path), "--trust", str(signer.root), "--at", at]) == 0
    assert "HỢP LỆ" in capsys.readouterr().out


def test_a_changed_slip_and_one_of_another_installation_are_refused(
    signer: Installation, made: bytes, tmp_path: Path
) -> None:
    path, later = tmp_path / "phieu.pdf", NOW + timedelta(days=3)
    at = made.index(b"endstream") - 5
    path.write_bytes(made[:at] + bytes([made[at] ^ 1]) + made[at + 1 :])
    assert check(path, expect(trust=signer.root, at=later)).verdict == "invalid"
    other = installation(tmp_path / "other", Disk(), NOW)
    path.write_bytes(make_slip(SLIP, other, NOW))
    assert check(path, expect(trust=signer.root, at=later)).verdict == "untrusted"


def test_the_key_is_made_once_is_private_and_its_root_can_be_had_again(tmp_path: Path) -> None:
    first = installation(tmp_path, Disk(), NOW)
    path = tmp_path / "keys" / "slips.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = first.root.read_bytes()
    first.root.unlink()
    again = installation(tmp_path, Disk(), NOW + timedelta(days=400))
    assert again.root.read_bytes() == before
    assert again.token.certificate == first.token.certificate


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"pki": "AAAA"}', b"\xff\x00"])
def test_a_damaged_key_is_told_and_never_replaced(tmp_path: Path, data: bytes) -> None:
    installation(tmp_path, Disk(), NOW)
    path = tmp_path / "keys" / "slips.json"
    path.write_bytes(data)
    with pytest.raises(StoreError, match="Khóa ký phiếu"):
        installation(tmp_path, Disk(), NOW)
    assert path.read_bytes() == data


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=60))
def test_any_name_can_be_set_and_none_acts(signer: Installation, name: str) -> None:
    slip = replace(SLIP, who=replace(SLIP.who, name=name))
    assert make_slip(slip, signer, NOW).startswith(b"%PDF-")


def test_a_name_that_looks_like_markup_is_printed_as_it_stands(signer: Installation) -> None:
    slip = replace(SLIP, who=replace(SLIP.who, name='#eval("1") $x$ *b*'))
    assert '#eval("1") $x$ *b*' in " ".join(pages(make_slip(slip, signer, NOW)))


def test_the_values_are_plain_strings_and_lists() -> None:
    def plain(value: object) -> bool:
        return isinstance(value, str) or (isinstance(value, list) and all(map(plain, value)))

    assert all(plain(value) for value in document(SLIP, NOW).values())


@pytest.mark.slow
def test_the_command_writes_a_slip_that_the_other_command_accepts(tmp_path: Path) -> None:
    environment = {**os.environ, "TUI_EXAM_DATA": str(tmp_path / "data")}

    def exam(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tui_exam", *arguments],
            capture_output=True, text=True, env=environment, timeout=240, check=False,
        )  # fmt: skip

    assert exam("demo", "--headless", "--candidate", "empty").returncode == 0
    folders = (tmp_path / "data" / "attempts").iterdir()  # drills keep theirs there too
    (attempt,) = (path.name for path in folders if path.name[0].isdigit())
    slip = tmp_path / "phieu.pdf"
    written = exam("results", "export", attempt, "--pdf", str(slip))
    assert written.returncode == 0, written.stderr
    root = tmp_path / "data" / "keys" / "slips-root.pem"
    assert str(root) in written.stdout
    checked = exam("verify-pdf", str(slip), "--trust", str(root))
    assert checked.returncode == 0, checked.stdout
    assert exam("results", attempt).returncode == 0
    assert exam("results", "export", "none", "--pdf", str(slip)).returncode == 1
    assert exam("results", "export").returncode == 2
    assert exam("verify-pdf").returncode == 2
    assert exam("unlock-token", attempt, "--reason", "x", "--by", "y").returncode == 1

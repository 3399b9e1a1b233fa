"""The command: files and folders, PEM and DER, exit status, table and JSON."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from mock_office.signing import verify_pdf
from mock_office.signing.verify_pdf import BadInput, run
from tests.signing.conftest import LATER, Office


@pytest.fixture
def folder(office: Office, tmp_path: Path) -> Path:
    """Trust as PEM and DER, a good file, and three that are not."""
    trust = office.pki.trust
    root = x509.load_der_x509_certificate(trust.root)
    (tmp_path / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (tmp_path / "root.der").write_bytes(trust.root)
    (tmp_path / "ca.der").write_bytes(trust.other_certs[0])
    (tmp_path / "1.crl").write_bytes(trust.crls[0])
    crl = x509.load_der_x509_crl(trust.crls[1])
    (tmp_path / "2.crl").write_bytes(crl.public_bytes(Encoding.PEM))
    (tmp_path / "leader.der").write_bytes(office.leader.certificate)
    (tmp_path / "agency.der").write_bytes(office.agency.certificate)
    (tmp_path / "draft.bin").write_bytes(office.draft)
    files = tmp_path / "files"
    files.mkdir()
    (files / "a-good.pdf").write_bytes(office.two)
    (files / "b-half.pdf").write_bytes(office.one)
    (files / "c-draft.PDF").write_bytes(office.draft)
    (files / "d-bad\x1b[31m.pdf").write_bytes(b"hello")
    (files / "notes.txt").write_text("no PDF", encoding="utf-8")
    return tmp_path


def arguments(folder: Path, *more: str) -> list[str]:
    """The usual options."""
    return [
        "--trust", str(folder / "root.pem"),
        "--other-certs", str(folder / "ca.der"),
        "--crl", str(folder / "1.crl"),
        "--crl", str(folder / "2.crl"),
        "--at", LATER.isoformat(),
        *more,
    ]  # fmt: skip


def test_only_a_valid_file_gives_nought(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = str(folder / "files" / "a-good.pdf")
    whole = [
        "--leader", str(folder / "leader.der"),
        "--agency", str(folder / "agency.der"),
        "--draft", str(folder / "draft.bin"),
        "--require-timestamp",
    ]  # fmt: skip
    assert run([good, *arguments(folder, *whole)]) == 0
    said = capsys.readouterr().out
    assert "a-good.pdf: HỢP LỆ" in said
    assert "Toàn vẹn: đạt" in said
    assert "Nguyễn Thị Hoa, 2026-11-23T08:30:00+07:00" in said
    assert run([str(folder / "files" / "b-half.pdf"), *arguments(folder, *whole)]) == 1
    assert "[NO_AGENCY] Thiếu chữ ký số của cơ quan" in capsys.readouterr().out


def test_the_wrong_leader_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = str(folder / "files" / "a-good.pdf")
    assert run([good, *arguments(folder, "--leader", str(folder / "ca.der"))]) == 1
    assert "[WRONG_LEADER]" in capsys.readouterr().out


def test_a_folder_gives_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(folder / "files"), *arguments(folder, "--lang", "en")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["File", "Result", "Reason"]
    rows, told = lines[2 : lines.index("")], lines[lines.index("") + 1 :]
    assert [row.split()[1] for row in rows] == ["VALID", "INCOMPLETE", "UNSIGNED", "UNREADABLE"]
    assert told[0] == "1 of 4 files are valid."
    assert any(line.startswith("  NO_AGENCY: The agency's signature is missing") for line in told)
    assert not any("\x1b" in line for line in lines)


def test_files_of_one_name_are_told_apart_by_their_folder(
    office: Office, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in ("phong_a", "phong_b"):
        (folder / "same" / place).mkdir(parents=True)
        (folder / "same" / place / "van_ban.pdf").write_bytes(office.two)
    assert run([str(folder / "same"), *arguments(folder)]) == 0
    said = capsys.readouterr().out
    assert "phong_a/van_ban.pdf" in said
    assert "phong_b/van_ban.pdf" in said


@pytest.mark.parametrize("wrong", [[], ["--trust"], ["x.pdf"], ["x.pdf", "--layer", "z"]])
def test_wrong_use_is_told_in_both_languages(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        run(wrong)
    assert left.value.code == 2
    said = capsys.readouterr().err
    assert "Thiếu tham số" in said or "Dùng lệnh sai" in said
    assert "--help" in said


def test_json_is_one_object_a_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run([str(folder / "files"), *arguments(folder, "--json")])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [item["verdict"] for item in found] == [
        "valid",
        "incomplete",
        "unsigned",
        "unreadable",
    ]


def test_a_layer_can_be_asked_for_alone(folder: Path) -> None:
    half = str(folder / "files" / "b-half.pdf")
    assert run([half, *arguments(folder, "--layer", "leader")]) == 0


@pytest.mark.parametrize("option", ["--trust", "--crl", "--leader", "--draft"])
def test_wrong_use_gives_two_and_says_which_file(
    folder: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    good = str(folder / "files" / "a-good.pdf")
    assert run([good, *arguments(folder, option, str(folder / "none"))]) == 2
    assert "none" in capsys.readouterr().err
    if option != "--draft":
        text = str(folder / "files" / "notes.txt")
        assert run([good, *arguments(folder, option, text)]) == 2


def test_no_file_to_check_is_wrong_use(folder: Path) -> None:
    assert run([str(folder / "missing.pdf"), *arguments(folder)]) == 2
    (folder / "empty").mkdir()
    assert run([str(folder / "empty"), *arguments(folder)]) == 2
    with pytest.raises(BadInput):
        verify_pdf.expand([])


def test_a_stranger_as_root_trusts_nothing(folder: Path) -> None:
    good = str(folder / "files" / "a-good.pdf")
    at = ["--at", LATER.isoformat()]
    assert run([good, "--trust", str(folder / "leader.der"), *at]) == 1
    assert run([good, "--trust", str(folder / "root.der"), *at]) == 0


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Always."""
        return True


def test_a_bar_shows_how_far_it_is_and_goes_away(office: Office, folder: Path) -> None:
    out, err = io.StringIO(), Screen()
    files = verify_pdf.expand([folder / "files"])
    verify_pdf.verify(files, office.expect(), out=out, err=err)
    assert "] 3/4" in err.getvalue()
    assert err.getvalue().endswith("\r\x1b[K")
    assert "]" not in out.getvalue()


def test_importing_the_package_does_not_import_the_pdf_library() -> None:
    modules = ["pki", "typeset", "sign", "validate", "messages", "page", "verify_pdf", "form"]
    program = "import sys\n" + "".join(f"import mock_office.signing.{name}\n" for name in modules)
    program += "heavy = {'pyhanko', 'asn1crypto', 'typst', 'pypdfium2', 'asyncssh', 'textual'}\n"
    program += "sys.exit(sorted(heavy & set(sys.modules)) or None)\n"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_nothing_is_written_to_the_error_stream_about_odd_files(office: Office) -> None:
    program = (
        "import sys, pathlib\n"
        "from mock_office.signing.verify_pdf import run\n"
        "sys.exit(run([sys.argv[1], '--trust', sys.argv[2]]))\n"
    )
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        path, root = Path(place) / "x.pdf", Path(place) / "root.der"
        root.write_bytes(office.pki.trust.root)
        path.write_bytes(office.two[:-4] + b"EOF\n" + b"1 0 obj\n")
        done = subprocess.run(
            [sys.executable, "-c", program, path, root], capture_output=True, text=True
        )
    assert done.returncode == 1
    assert done.stderr == ""

"""The organiser's accounts: the file, the list, the slips, one-time passwords."""

from __future__ import annotations

import json
import os
import stat
import tempfile
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncssh
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_exam.host.door.account_commands import (
    account_add,
    account_import,
    account_list,
    account_reset,
)
from tui_exam.host.door.accounts import (
    ONE_TIME_SECONDS,
    Accounts,
    BadAccounts,
    account,
    still_good,
)
from tui_exam.host.door.identity import fingerprint, host_key
from tui_exam.host.door.passwords import NICE, hashed, matches, new_password, stand_back
from tui_exam.host.door.roster import read_list
from tui_exam.host.settings import HostSettings

from .live import HASH, PASSWORD, enrolled

LIST = "Số báo danh;Họ và tên;Đơn vị công tác\nCB001;Lê Thị Ngọc;Sở Y tế\ncb002;Võ Ân;Sở Nội vụ\n"


@pytest.fixture
def settings(tmp_path: Path) -> HostSettings:
    return HostSettings(tmp_path / "data", tmp_path / "home")


def password_on(slip: str) -> str:
    line = next(line for line in slip.splitlines() if "Gõ mật khẩu" in line)
    return line.partition(":")[2].split()[0]


def test_an_added_account_comes_in_with_the_password_on_its_slip(
    settings: HostSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert account_add(settings, "cb001", "Lê Thị Ngọc", "Sở Y tế", host="10.0.0.5") == 0
    slip = capsys.readouterr().out
    (kept,) = Accounts(settings.accounts).all().values()
    assert matches(kept.password, password_on(slip))
    assert "ssh -p 2222 CB001@10.0.0.5" in slip
    assert fingerprint(host_key(settings.host_key)) in slip
    assert password_on(slip) not in settings.accounts.read_text()


def test_the_slip_names_the_port_that_is_asked_for_or_the_running_host_s(
    settings: HostSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.home.mkdir(parents=True)
    settings.run_file.write_text(json.dumps({"port": 2299}))
    account_add(settings, "CB001", "Lê Thị Ngọc", "Sở Y tế", host="h")
    account_reset(settings, "CB001", host="h", port=22)
    settings.run_file.write_text("[]")
    account_reset(settings, "CB001", host="h")
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if "ssh" in line] == [
        "1. Gõ lệnh:  ssh -p 2299 CB001@h",
        "1. Gõ lệnh:  ssh CB001@h",
        "1. Gõ lệnh:  ssh -p 2222 CB001@h",
    ]


def test_a_slip_for_a_key_says_that_no_password_is_needed(
    settings: HostSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    assert account_add(settings, "CB001", "Lê Thị Ngọc", "Sở Y tế", keys=[key]) == 0
    said = capsys.readouterr().out
    assert "không cần mật khẩu" in said
    assert "CB001" in said
    assert "Gõ mật khẩu" not in said


def test_the_file_and_the_host_key_are_for_their_owner_only(settings: HostSettings) -> None:
    account_add(settings, "CB001", "Lê Thị Ngọc", "Sở Y tế")
    for path in (settings.accounts, settings.host_key):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    settings.host_key.chmod(0o644)
    with pytest.raises(PermissionError):
        host_key(settings.host_key)


def test_the_host_key_stays_the_same_even_when_two_start_first(tmp_path: Path) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(fingerprint(host_key(tmp_path / "key"))))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    found.append(fingerprint(host_key(tmp_path / "key")))
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1


def test_a_reset_makes_the_old_password_worthless(
    settings: HostSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    account_add(settings, "CB001", "Lê Thị Ngọc", "Sở Y tế")
    old = password_on(capsys.readouterr().out)
    assert account_reset(settings, "cb001") == 0
    new = password_on(capsys.readouterr().out)
    kept = Accounts(settings.accounts).all()["CB001"].password
    assert (matches(kept, old), matches(kept, new)) == (False, True)
    assert account_reset(settings, "CB404") == 1


def test_a_list_is_imported_whole_or_not_at_all(
    settings: HostSettings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ds.csv"
    path.write_text(LIST, encoding="utf-8-sig")
    assert account_import(settings, path) == 0
    assert capsys.readouterr().out.count("PHIẾU") == 2
    path.write_text(LIST.replace("CB001", "CB003"), encoding="utf-8")
    assert account_import(settings, path) == 1
    assert "CB002" in capsys.readouterr().err
    assert set(Accounts(settings.accounts).all()) == {"CB001", "CB002"}
    assert account_import(settings, path, replace=True) == 0
    assert account_list(settings) == 0
    listed = capsys.readouterr().out
    assert "CB003\tLê Thị Ngọc\tSở Y tế\tmật khẩu một buổi" in listed
    assert "argon2" not in listed


def test_a_spreadsheet_is_as_good_as_a_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["SBD", "Họ tên", "Đơn vị"], [1001, "Lê Thị Ngọc", "Sở Y tế"]):
        sheet.append(row)
    book.save(tmp_path / "ds.xlsx")
    (one,) = read_list(tmp_path / "ds.xlsx")
    assert (one.code, one.name, one.unit) == ("1001", "Lê Thị Ngọc", "Sở Y tế")


def test_an_open_document_list_is_read_too(tmp_path: Path) -> None:
    cells = [["SBD", "Họ tên", "Đơn vị"], ["CB001", "Lê Thị Ngọc", "Sở Y tế"]]
    rows = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{cell}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in cells
    )
    named = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{named}:office:1.0" '
        f'xmlns:table="{named}:table:1.0" xmlns:text="{named}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="A">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{named}:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type='
        '"application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    with zipfile.ZipFile(tmp_path / "ds.ods", "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("META-INF/manifest.xml", manifest)
        made.writestr("content.xml", content)
    (one,) = read_list(tmp_path / "ds.ods")
    assert (one.code, one.name, one.unit) == ("CB001", "Lê Thị Ngọc", "Sở Y tế")


@pytest.mark.parametrize("name", ["ds.xlsx", "ds.ods", "ds.xls"])
def test_what_only_calls_itself_a_spreadsheet_is_refused_in_words(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04 no spreadsheet")
    with pytest.raises(BadAccounts, match="bảng tính"):
        read_list(tmp_path / name)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("", "trống"),
        ("a,b,c\n1,2,3\n", "dòng 1"),
        (LIST + "CB001;Ai đó;Đâu đó\n", "dòng 4"),
        ("SBD,Họ tên,Đơn vị\n../x,A,B\n", "Số báo danh"),
        ("SBD,Họ tên,Đơn vị\nCB1,,B\n", "họ và tên"),
    ],
)
def test_a_bad_list_is_refused_in_words(
    settings: HostSettings, tmp_path: Path, text: str, about: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / "ds.csv").write_text(text, encoding="utf-8")
    assert account_import(settings, tmp_path / "ds.csv") == 1
    assert about in capsys.readouterr().err
    assert not settings.accounts.exists()


def test_names_are_cleaned_on_their_way_in() -> None:
    made = account("cb1", "Lê\x1b[31m Thị\u202e Ngọc", "Sở\nY tế", HASH, one_time=True)
    assert (made.name, made.unit) == ("Lê Thị Ngọc", "Sở Y tế")


@given(st.binary(max_size=400))
def test_a_damaged_file_never_lets_anybody_in_and_never_raises_oddly(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "accounts.json"
        path.write_bytes(raw)
        assert Accounts(path).known("CB001") is None


@pytest.mark.parametrize(
    "rows",
    [
        [{"code": "CB001"}], ["CB001"], {"CB001": {}},
        [{"code": 1, "name": "a", "unit": "b", "password": ""}],
        [{"code": "C", "name": "a", "unit": "b", "password": "", "keys": ["ssh-ed25519 AAAA"]}],
    ],
)  # fmt: skip
def test_a_file_of_the_wrong_shape_is_refused(tmp_path: Path, rows: object) -> None:
    path = tmp_path / "accounts.json"
    path.write_text(json.dumps({"format": 1, "accounts": rows}), encoding="utf-8")
    with pytest.raises(BadAccounts):
        Accounts(path).all()


def test_while_the_file_is_damaged_the_last_good_reading_counts(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    accounts = Accounts(path)
    with accounts.changing() as kept:
        kept["CB001"] = enrolled(1)
    assert accounts.known("CB001") is not None
    path.write_text("{", encoding="utf-8")
    assert accounts.known("CB001") is not None
    with pytest.raises(BadAccounts):
        accounts.find("CB001")


def test_a_one_time_password_serves_one_sitting(tmp_path: Path) -> None:
    one = enrolled(1, one_time=True)
    assert still_good(tmp_path, one, 1000.0)
    assert still_good(tmp_path, one, 1000.0 + ONE_TIME_SECONDS - 1)
    assert not still_good(tmp_path, one, 1000.0 + ONE_TIME_SECONDS + 1)
    fresh = enrolled(1, one_time=True, password=hashed(PASSWORD))
    assert still_good(tmp_path, fresh, 1000.0 + ONE_TIME_SECONDS + 1)
    assert still_good(tmp_path, enrolled(1), 1e9)


def test_passwords_can_be_typed_and_not_guessed() -> None:
    made = {new_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(each) == 14 and not set(each) & set("0o1liI5sS") for each in made)
    assert not matches("", "")
    assert not matches(HASH, "x" * 100_000)


def test_a_key_is_held_by_its_account_only() -> None:
    mine = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    other = asyncssh.generate_private_key("ssh-ed25519")
    holder = account("CB1", "A", "B", "", one_time=False, keys=[mine])
    assert holder.holds(asyncssh.import_public_key(mine))
    assert not holder.holds(other)


def test_checking_passwords_stands_back_behind_those_who_type() -> None:
    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    usual = priority()
    with ThreadPoolExecutor(1, initializer=stand_back) as checkers:
        assert checkers.submit(priority).result() >= max(usual, NICE)
    assert priority() == usual

"""The commands for authors: what they print, and how they end."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from mock_office.mail.letters import Folder
from mock_office.mail.messages import import_maildir
from mock_office.tasks import builtin, library
from tests.rooms import WHO
from tui_exam.cli import app
from tui_exam.mailbox_export import write_mail
from tui_exam.sitting.room import Room

GOOD = builtin.scenarios().joinpath("tasks", "mail_report.yaml").read_bytes().decode()


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["task", *words])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


def test_the_list_names_every_task_and_can_be_narrowed_to_a_family() -> None:
    status, text = run("list")
    assert status == 0
    assert [line.split()[0] for line in text.splitlines()] == list(library.names())
    _, mail = run("list", "--family", "mail")
    assert {line.split()[1] for line in mail.splitlines()} == {"mail"}
    assert run("list", "--family", "thu")[0] == 2


def test_a_preview_shows_sheet_desk_checks_solution_and_the_price_of_mistakes() -> None:
    status, text = run("preview", "routing_dept_arrival", "--seed", "3", "--day", "2026-11-23")
    assert status == 0
    for head in ("ĐỀ BÀI", "VĂN BẢN ĐẾN", "TIÊU CHÍ", "LỜI GIẢI", "LỖI ĐÃ NÊU TÊN"):
        assert f"== {head} ==" in text
    assert "đến lúc 08:03" in text
    assert "HỎA TỐC" in text
    assert "B2.hoa_toc −2.5" in text
    assert text == run("preview", "routing_dept_arrival", "--seed", "3", "--day", "2026-11-23")[1]
    assert text != run("preview", "routing_dept_arrival", "--seed", "4", "--day", "2026-11-23")[1]


@pytest.mark.parametrize("name", library.names())
def test_every_task_can_be_previewed_without_a_parameter_left_unfilled(name: str) -> None:
    status, text = run("preview", name, "--day", "2026-11-23")
    assert status == 0
    assert "{" not in text


def test_lint_of_a_good_task_ends_well_and_says_over_how_many_variants() -> None:
    status, text = run("lint", "mail_report", "--seeds", "3", "--day", "2026-11-23")
    assert (status, text) == (0, "mail_report: đạt với 3 biến thể\n")


def test_lint_of_all_tasks_says_how_many_kept_their_word_and_what_it_cost() -> None:
    status, text = run("lint", "--seeds", "1", "--quick", "--day", "2026-11-23", "--jobs", "1")
    *rows, last = text.splitlines()
    assert status == 0
    assert [row.split(":")[0] for row in rows] == list(library.names())
    assert last.startswith(f"{len(rows)}/{len(rows)} đề đạt, mỗi đề 1 biến thể")
    assert "không làm tệp thật" in last
    assert "giây CPU" in last


@pytest.mark.slow
def test_lint_shared_by_processes_finds_the_fault_of_a_late_variant_as_one_does(
    tmp_path: Path,
) -> None:
    file = tmp_path / "my.yaml"
    file.write_text(GOOD.replace("loses: {A6: 2}", "loses: {A6: 1}", 1), encoding="utf-8")
    words = ("lint", str(file), "--seeds", "25", "--quick", "--day", "2026-11-23", "--jobs")
    alone, shared = run(*words, "1"), run(*words, "2")
    assert alone == shared
    assert alone[0] == 1
    (told,) = [line for line in alone[1].splitlines() if "mistake ban_nhap" in line]
    assert "lint-0, ngày 23/11/2026 và 24 biến thể khác" in told


def test_lint_of_ones_own_file_tells_what_does_not_hold(tmp_path: Path) -> None:
    path = tmp_path / "cua_toi.yaml"
    path.write_text(GOOD.replace("loses: {A6: 2}", "loses: {A6: 1}", 1), encoding="utf-8")
    status, text = run("lint", str(path), "--seeds", "1", "--quick")
    assert status == 1
    assert "[mistake ban_nhap] A6: mất 2 điểm, dự kiến 1." in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (GOOD.replace("level: 1", "level: 9"), "Mức độ"),
        ("\x00", "cua_toi.yaml"),
        ("a: [", "cua_toi.yaml"),
        ("", "cua_toi.yaml"),
    ],
)
@pytest.mark.parametrize("command", ["lint", "preview"])
def test_a_file_that_can_not_be_read_is_told_with_its_name(
    command: str, content: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "cua_toi.yaml"
    path.write_text(content, encoding="utf-8")
    status, text = run(command, str(path))
    assert status == 2
    assert words in text


@pytest.mark.parametrize("name", ["khong_co", "../agencies/so_khcn", "/khong/co.yaml"])
def test_a_task_that_is_not_there_is_told(name: str) -> None:
    status, text = run("preview", name)
    assert status == 2
    assert "Traceback" not in text


@pytest.mark.parametrize("form", ["eml", "maildir"])
async def test_the_mail_of_an_attempt_is_exported_as_it_lay_at_the_end(
    room: Room, form: str, tmp_path: Path
) -> None:
    exam = await room.begin(WHO)
    await exam.act("mail", "mail_sent", letter="own-1", mode="new", source="", to=["a@b.example"],
                   cc=[], bcc=[], subject="Thử", body="Kính gửi", attachments=[])  # fmt: skip
    again = await room.read_only(exam.sitting.attempt.id)
    count = write_mail(again, tmp_path / "hop", form)
    assert count == len(exam.desk("mail").letters)
    if form == "maildir":
        letters = list(import_maildir(tmp_path / "hop" / "mail"))
        assert [x.subject for x in letters if x.folder is Folder.SENT] == ["Thử"]
    else:
        assert len(list((tmp_path / "hop" / "mail").glob("*.eml"))) == count


def test_an_export_never_writes_over_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUI_EXAM_DATA", str(tmp_path / "data"))
    status, text = run("mailbox", "khong-co", "--to", str(tmp_path / "hop"))
    assert status == 1
    assert "Không có bài thi" in text or "Không đọc được" in text
    assert not (tmp_path / "hop").exists()
    assert run("mailbox", "x", "--to", str(tmp_path), "--format", "mbox")[0] == 2

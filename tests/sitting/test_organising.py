"""The organiser's commands, on real folders; the ones that meet a sitting as processes."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.rooms import WHO, content
from tui_exam.cli import app
from tui_exam.organising import (
    back_up,
    change_time,
    export_one,
    forget_candidate,
    import_one,
    reopen_attempt,
    restore_from,
)
from tui_exam.reports import print_results
from tui_exam.sitting.clock import SystemClock
from tui_exam.sitting.finish import close, mark_and_seal
from tui_exam.sitting.room import Room
from tui_exam.sitting.sitting import Sitting
from tui_exam.store import TinyAttemptStore
from tui_exam.verifying import verify_attempts

WHY = {"reason": "mất điện", "by": "Lê Thị Bình"}
Capture = pytest.CaptureFixture[str]


async def open_folder(folder: Path) -> AsyncIterator[Room]:
    """A room over a folder, on the machine's own clock."""
    store = TinyAttemptStore(folder, reserve_bytes=4096, low_water_bytes=0)
    bank, blueprint = content()
    yield Room(store, SystemClock.read(), "máy 1", bank, blueprint, "test")
    await store.close()


def prepared(folder: Path, work: Callable[[Room], object]) -> str:
    """Do something in a room over that folder; what it returns."""

    async def doing() -> str:
        async for room in open_folder(folder):
            return str(await work(room))  # type: ignore[misc]
        raise AssertionError

    return asyncio.run(doing())


async def sealed_one(room: Room) -> str:
    exam = await room.begin(WHO)
    await close(exam, "handed_in")
    await mark_and_seal(exam)
    return exam.sitting.attempt.id


async def open_one(room: Room) -> str:
    exam = await room.begin(replace(WHO, code="CT002", name="Trần Thị Mở"))
    await exam.sitting.leave()
    return exam.sitting.attempt.id


async def closed_one(room: Room) -> str:
    exam = await room.begin(replace(WHO, code="CT003"))
    await close(exam, "time")
    await exam.sitting.leave()
    return exam.sitting.attempt.id


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("TUI_EXAM_DATA", str(folder))
    return folder


@pytest.mark.slow
async def test_time_is_added_from_another_program_while_the_candidate_sits(data: Path) -> None:
    async for room in open_folder(data):
        exam = await room.begin(WHO)
        sitting = exam.sitting
        command = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tui_exam", "time", sitting.attempt.id, "--add", "10m",
            "--reason", WHY["reason"], "--by", WHY["by"],
            env={**os.environ, "TUI_EXAM_DATA": str(data)}, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        while command.returncode is None:
            await sitting.look_around()
            await asyncio.sleep(0.1)
        assert command.stdout is not None
        assert "có hiệu lực" in (await command.stdout.read()).decode()
        assert (command.returncode, sitting.attempt.added, sitting.taken_by) == (0, 600, None)


def test_a_pause_and_its_end_reach_an_attempt_nobody_holds(data: Path, capsys: Capture) -> None:
    name = prepared(data, open_one)
    assert change_time(name, add="", stop=True, resume=False, **WHY) == 0
    assert change_time(name, add="", stop=True, resume=False, **WHY) == 2
    assert "đang tạm dừng rồi" in capsys.readouterr().err
    assert change_time(name, add="", stop=False, resume=True, **WHY) == 0
    assert verify_attempts(name, everything=False) == 0
    said = capsys.readouterr().out
    assert "Tạm dừng lúc" in said
    assert "Cho làm tiếp lúc" in said
    assert "Lý do: mất điện. Người quyết định: Lê Thị Bình." in said


@pytest.mark.parametrize(
    ("add", "stop", "resume", "words"),
    [
        ("", False, False, "Hãy chọn đúng một"),
        ("10m", True, False, "Hãy chọn đúng một"),
        ("x", False, False, "Không hiểu thời gian"),
        ("13h", False, False, "không quá 12 giờ"),
        ("1m", False, False, "Không có bài thi «khong-co»"),
    ],
)
def test_what_cannot_be_ordered_is_said_in_words(
    data: Path, capsys: Capture, add: str, stop: bool, resume: bool, words: str
) -> None:
    assert change_time("khong-co", add=add, stop=stop, resume=resume, **WHY) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../../etc", "", "a/b", "\x1b[2J", "x" * 500])
def test_a_hostile_name_of_an_attempt_reaches_no_file_and_no_terminal(
    data: Path, tmp_path: Path, capsys: Capture, name: str
) -> None:
    assert change_time(name, add="1m", stop=False, resume=False, **WHY) == 2
    assert reopen_attempt(name, minutes=5, **WHY) == 2
    assert export_one(name, tmp_path / "out.tar.gz") == 2
    assert verify_attempts(name or "-", everything=False) == 1
    assert "\x1b" not in "".join(capsys.readouterr())
    assert not (tmp_path / "out.tar.gz").exists()


def test_a_learners_log_cut_off_at_its_birth_is_no_damage_but_an_exam_without_events_is(
    data: Path, capsys: Capture
) -> None:
    async def born(room: Room, name: str) -> str:
        sitting = await Sitting.create(room.store, room.clock, name, seat=room.seat)
        await sitting.leave()
        return name

    assert (
        verify_attempts(prepared(data, lambda room: born(room, "on-00001-ab")), everything=False)
        == 0
    )
    assert "chưa có lượt ôn nào" in capsys.readouterr().out
    assert (
        verify_attempts(prepared(data, lambda room: born(room, "20261123-ab")), everything=False)
        == 1
    )


def test_a_sealed_attempt_is_reopened_and_both_verify(data: Path, capsys: Capture) -> None:
    old = prepared(data, sealed_one)
    assert reopen_attempt(old, minutes=10, **WHY) == 0
    new = capsys.readouterr().out.split("thành bài ")[1].split(".")[0]
    assert verify_attempts("", everything=True) == 0
    said = capsys.readouterr().out
    assert f"Mở lại từ bài {old}" in said
    assert "2/2 lần thi nguyên vẹn" in said
    assert new in said


def test_the_code_alone_finds_the_attempt_and_a_wrong_one_is_told(
    data: Path, capsys: Capture
) -> None:
    name = prepared(data, sealed_one)
    assert print_results(name, unit="", band="", csv=False, as_json=False) == 0
    code = capsys.readouterr().out.split("Mã bài: ")[1].split()[0]
    assert verify_attempts("", everything=False, code=code.lower().replace("-", " ")) == 0
    assert name in capsys.readouterr().out
    assert verify_attempts(name, everything=False, code=code) == 0
    assert verify_attempts(name, everything=False, code="AAAA-AAAA") == 1
    assert "không khớp" in capsys.readouterr().out
    assert verify_attempts("", everything=False, code="AAAA-AAAA") == 1
    assert verify_attempts("", everything=True, code=code) == 2
    assert verify_attempts("", everything=False) == 2


def test_a_candidate_is_forgotten_everywhere_and_the_rest_stays(
    data: Path, capsys: Capture
) -> None:
    name, other = prepared(data, sealed_one), prepared(data, open_one)
    exports = data / "exports"
    exports.mkdir()
    (exports / f"ket-qua-{name}.txt").write_text(WHO.name, encoding="utf-8")
    assert forget_candidate(WHO.code, yes=False, ask=lambda _: False) == 1
    assert "Không xóa gì" in capsys.readouterr().out
    assert forget_candidate(f" {WHO.code.lower()} ", yes=False, ask=lambda _: True) == 0
    assert "do chính thí sinh gõ" in capsys.readouterr().out
    left = [p for p in data.rglob("*") if p.is_file() and WHO.name.encode() in p.read_bytes()]
    assert left == []
    assert verify_attempts("", everything=True) == 0
    assert "đã được xóa theo yêu cầu" in capsys.readouterr().out
    assert print_results("", unit="", band="", csv=False, as_json=False) == 0
    said = capsys.readouterr().out
    assert "Trần Thị Mở" in said
    assert (WHO.name in said, other in said) == (False, True)
    assert forget_candidate(WHO.code, yes=True, ask=lambda _: True) == 1


def test_a_backup_is_restored_elsewhere_and_never_over_anything(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    prepared(data, sealed_one)
    copy = tmp_path / "sao-luu.tar.gz"
    assert back_up(copy) == 0
    assert back_up(copy) == 1
    assert restore_from(copy, dry_run=True) == 1
    assert "sẽ không ghi đè" in capsys.readouterr().out
    assert restore_from(copy, dry_run=False) == 1
    shutil.rmtree(data)
    assert restore_from(copy, dry_run=True) == 0
    assert not data.exists()
    assert restore_from(copy, dry_run=False) == 0
    assert verify_attempts("", everything=True) == 0
    copy.write_bytes(copy.read_bytes()[:-100])
    assert restore_from(copy, dry_run=True) == 2
    assert restore_from(tmp_path / "khong-co", dry_run=False) == 1


def test_another_installation_takes_in_an_attempt_and_finishes_marking(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    name, copy = prepared(data, closed_one), tmp_path / "bai.tar.gz"
    assert export_one(name, copy) == 0
    monkeypatch.setenv("TUI_EXAM_DATA", str(tmp_path / "elsewhere"))
    assert import_one(copy) == 0
    assert "Đã chấm tiếp: 0 điểm" in capsys.readouterr().out
    assert verify_attempts(name, everything=False) == 0
    assert import_one(copy) == 1


def test_an_open_attempt_that_was_taken_in_can_be_continued(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    name, copy = prepared(data, open_one), tmp_path / "bai.tar.gz"
    assert export_one(name, copy) == 0
    monkeypatch.setenv("TUI_EXAM_DATA", str(tmp_path / "elsewhere"))
    assert import_one(copy) == 0
    assert "làm tiếp ở đây" in capsys.readouterr().out

    async def resumed(room: Room) -> str:
        found = await room.unfinished("CT002")
        assert found is not None
        exam = await room.resume(found)
        return exam.who.name

    assert prepared(tmp_path / "elsewhere", resumed) == "Trần Thị Mở"


def test_damage_that_the_chain_cannot_see_is_found_by_marking_again(
    data: Path, capsys: Capture
) -> None:
    """The content's file is gone: bytes that are named are missed by name."""
    name = prepared(data, sealed_one)
    for path in (data / "attempts" / name / "artifacts").iterdir():
        path.unlink()
    assert verify_attempts(name, everything=False) == 1
    assert capsys.readouterr().out.count("Thiếu tệp đính kèm") == 3


@pytest.mark.parametrize(
    "command",
    ["verify", "time", "reopen", "forget", "backup", "restore", "export-attempt", "import-attempt"],
)
def test_every_command_is_there_and_says_how_it_is_used_in_both_languages(command: str) -> None:
    done = CliRunner().invoke(app, [command, "--help"])
    assert done.exit_code == 0
    assert " / " in done.stdout


def test_forgetting_asks_and_anything_but_the_word_keeps_everything(data: Path) -> None:
    prepared(data, sealed_one)
    for typed, code, words in (("co\n", 1, "Không xóa gì"), ("CO\n", 0, "Đã xóa thông tin")):
        done = CliRunner().invoke(app, ["forget", WHO.code], input=typed)
        assert (done.exit_code, words in done.stdout) == (code, True)

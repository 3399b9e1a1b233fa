"""The organiser's command gives locked tokens their tries back, with name and reason."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.rooms import WHO, content
from tui_exam.signing_commands import unlock_tokens
from tui_exam.sitting.clock import SystemClock
from tui_exam.sitting.records import Records
from tui_exam.sitting.room import Room
from tui_exam.store import TinyAttemptStore


@pytest.fixture
def attempt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An attempt nobody holds, in which one token has locked itself."""
    monkeypatch.setenv("TUI_EXAM_DATA", str(tmp_path))

    async def made() -> str:
        store = TinyAttemptStore(tmp_path, reserve_bytes=4096, low_water_bytes=0)
        bank, plan = content()
        room = Room(store, SystemClock.read(), "máy 1", bank, plan, "test")
        exam = await room.begin(WHO, seed="unlock")
        token = exam.tasks["signing"].desk.tokens[0].id
        for _ in range(3):
            await exam.act("signing", "pin_tried", token=token, ok=False)
        assert exam.desk("signing").tries_left(token) == 0
        await exam.sitting.leave()
        await store.close()
        return exam.sitting.attempt.id

    return asyncio.run(made())


def tries(tmp_path: Path, attempt: str) -> set[int]:
    """The tries left of every token of the signing task."""

    async def read() -> set[int]:
        store = TinyAttemptStore(tmp_path, reserve_bytes=4096, low_water_bytes=0)
        exam = await Records(store, SystemClock.read(), "máy 2").read_only(attempt)
        desk = exam.desk("signing")
        await store.close()
        return {desk.tries_left(token.id) for token in desk.tokens}

    return asyncio.run(read())


def test_a_locked_token_is_unlocked_once(
    attempt: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tries(tmp_path, attempt) >= {0}
    assert unlock_tokens(attempt, reason="gõ nhầm bộ gõ", by="Trần Văn Bình") == 0
    assert "Đã mở khóa 1 thiết bị" in capsys.readouterr().out
    assert tries(tmp_path, attempt) == {3}
    assert unlock_tokens(attempt, reason="lại", by="Trần Văn Bình") == 1


@pytest.mark.parametrize(("reason", "by"), [("", "x"), ("x", ""), ("x" * 300, "y")])
def test_without_reason_or_name_nothing_is_unlocked(
    attempt: str, tmp_path: Path, reason: str, by: str
) -> None:
    assert unlock_tokens(attempt, reason=reason, by=by) == 1
    assert 0 in tries(tmp_path, attempt)


@pytest.mark.parametrize("name", ["", "none", "../x", "a" * 400])
def test_an_attempt_that_is_not_there_is_told(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUI_EXAM_DATA", str(tmp_path))
    assert unlock_tokens(name, reason="x", by="y") == 1

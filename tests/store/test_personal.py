"""Who the candidate is, and that it can be forgotten without harm to the log."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tui_exam.store import TinyAttemptStore
from tui_exam.store.personal import Card, make_card, read_card
from tui_exam.store.protocol import AttemptSummary, HeldElsewhere, NoSuchAttempt
from tui_exam.store.verify import verify

from .tools import SMALL, happened

SALT = bytes(range(16))
CARD = Card("CB001", "Nguyễn Văn An", "Ban Dân tộc")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[TinyAttemptStore]:
    """A store with one sealed attempt of a named candidate."""
    store = TinyAttemptStore(tmp_path, **SMALL, clock=lambda: 9.0)
    lease = await store.create("a-1", owner="one", seat="tty1")
    card = await store.put_artifact("a-1", "person", make_card(*_said(), SALT))
    await store.append(lease, 0, [happened(1, "started", person=card.sha256, blueprint="thu-2026")])
    await store.append(lease, 1, [happened(2)])
    await store.summarize(AttemptSummary("a-1", "thu-2026", *_said(), 10.0))
    await store.seal(lease)
    yield store
    await store.close()


def _said() -> tuple[str, str, str]:
    return CARD.code, CARD.name, CARD.unit


def test_a_card_gives_back_who_was_named() -> None:
    assert read_card(make_card(*_said(), SALT)) == CARD


def test_the_salt_hides_a_name_from_those_who_guess() -> None:
    assert make_card(*_said(), SALT) != make_card(*_said(), bytes(16))
    with pytest.raises(ValueError, match="salt"):
        make_card(*_said(), b"short")


def test_a_name_on_a_card_is_nfc_and_cannot_act() -> None:
    card = make_card("CB\n1", "Nguye\u0302\u0303n\x1b]0;x\x07", "\u202eSở", SALT)
    assert read_card(card) == Card("CB1", "Nguyễn]0;x", "Sở")


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"code":1,"name":2,"unit":3}', b"\xff", b"[" * 99999]
)
def test_other_bytes_are_no_card(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011, any words
        read_card(data)


async def test_nothing_of_the_candidate_is_left_after_forgetting(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    before = (tmp_path / "attempts" / "a-1" / "events.log").read_bytes()
    assert await store.forget("a-1")
    for path in tmp_path.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for part in _said():
                assert part.encode() not in data, path
    assert (tmp_path / "attempts" / "a-1" / "events.log").read_bytes() == before


async def test_a_forgotten_candidates_attempt_still_verifies(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    await store.forget("a-1")
    report = verify(tmp_path / "attempts" / "a-1")
    assert report.ok
    assert [finding.code for finding in report.findings] == ["forgotten"]


async def test_a_forgotten_candidate_is_blank_in_the_list_for_good(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    await store.forget("a-1")
    (tmp_path / "index.log").unlink()
    for _ in range(2):
        [entry] = await store.summaries()
        assert (entry.candidate, entry.name, entry.unit) == ("", "", "")
        assert (entry.exam, entry.sealed) == ("thu-2026", True)
        await store.rebuild_index()


async def test_forgetting_twice_is_no_error(store: TinyAttemptStore) -> None:
    assert await store.forget("a-1")
    assert await store.forget("a-1")


async def test_a_card_deleted_by_hand_is_damage_and_not_forgotten(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    folder = tmp_path / "attempts" / "a-1"
    [card] = (folder / "artifacts").iterdir()
    card.unlink()
    card.with_name(f"{card.name}.forgotten").write_text('{"pem": "forged"}')
    assert [finding.code for finding in verify(folder).findings] == ["artifact_missing"]


async def test_nobody_is_forgotten_while_sitting(store: TinyAttemptStore) -> None:
    await store.create("a-2", owner="one", seat="tty1")
    with pytest.raises(HeldElsewhere):
        await store.forget("a-2")
    with pytest.raises(NoSuchAttempt):
        await store.forget("a-3")


async def test_an_attempt_without_a_card_has_nothing_to_forget(store: TinyAttemptStore) -> None:
    lease = await store.create("a-2", owner="one", seat="tty1")
    await store.release(lease)
    assert not await store.forget("a-2")

"""Verification: each kind of damage done to a real sealed attempt, and named."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tui_exam.store import TinyAttemptStore
from tui_exam.store.chain import event as event_of
from tui_exam.store.chain import genesis, hash_of, row
from tui_exam.store.disk import Disk
from tui_exam.store.keys import installation_key, public_pem, seal_of
from tui_exam.store.lines import Tables, pack, scan
from tui_exam.store.protocol import Corrupt, Head
from tui_exam.store.verify import Report, verify

from .tools import SMALL, happened

EVENTS = 6
Change = Callable[[list[Tables]], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sealed attempt of six events, one of which names a file."""

    async def sit() -> None:
        store = TinyAttemptStore(tmp_path / "data", **SMALL, clock=lambda: 5.0)
        lease = await store.create("a-1", owner="one", seat="tty1")
        ref = await store.put_artifact("a-1", "a.pdf", b"%PDF signed")
        for number in range(EVENTS - 1):
            await store.append(lease, number, [happened(number + 1)])
        await store.append(lease, EVENTS - 1, [happened(EVENTS, artifact=ref.sha256)])
        await store.seal(lease)
        await store.close()

    asyncio.run(sit())
    return tmp_path / "data" / "attempts" / "a-1"


def codes(report: Report) -> set[str]:
    """The names of what was found."""
    return {finding.code for finding in report.findings}


def rewrite(folder: Path, change: Change) -> None:
    """Change the log as somebody would who knows how its checksums are made."""
    path = folder / "events.log"
    lines = list(scan(path.read_bytes(), "log").changes)
    change(lines)
    path.write_bytes(b"".join(pack(line) for line in lines))


def events_of(lines: list[Tables]) -> list[tuple[str, dict[str, Any]]]:
    """The event rows of a log's lines, with their numbers."""
    return [item for line in lines for item in line.get("events", {}).items()]


def rechain(lines: list[Tables]) -> None:
    """Make every hash right again, as a forger without the key would."""
    prev = genesis("a-1")
    for seq, document in events_of(lines):
        document["prev"] = prev
        document["hash"] = prev = hash_of(event_of(int(seq), document))


def test_an_untouched_attempt_is_in_order(folder: Path) -> None:
    report = verify(folder)
    assert report.ok
    assert report.findings == ()
    assert (report.events, report.sealed) == (EVENTS, True)
    assert verify(folder, code=report.short_code).ok
    assert verify(folder, code=report.short_code.replace("-", " ").lower()).ok


def test_an_open_attempt_is_in_order_but_said_to_be_unsealed(folder: Path) -> None:
    rewrite(folder, lambda lines: lines.pop())
    (folder / "public_key.pem").unlink()
    report = verify(folder)
    assert report.ok
    assert codes(report) == {"not_sealed"}


def change_an_answer(lines: list[Tables]) -> None:
    events_of(lines)[2][1]["data"]["answer"] = ["a"]


def change_an_answer_and_its_hashes(lines: list[Tables]) -> None:
    change_an_answer(lines)
    rechain(lines)


def change_a_time(lines: list[Tables]) -> None:
    events_of(lines)[0][1]["wall"] += 1.0


def drop_one(lines: list[Tables]) -> None:
    del lines[3]


def drop_the_last(lines: list[Tables]) -> None:
    del lines[-2]


def drop_the_last_and_the_seal(lines: list[Tables]) -> None:
    del lines[-2:]


def swap_two(lines: list[Tables]) -> None:
    lines[2], lines[3] = lines[3], lines[2]


def repeat_one(lines: list[Tables]) -> None:
    lines.insert(3, lines[2])


def renumber(lines: list[Tables]) -> None:
    lines[3]["events"] = {"7": lines[3]["events"].pop("3")}


def write_behind_the_seal(lines: list[Tables]) -> None:
    lines.append(lines[2])


def spoil_the_signature(lines: list[Tables]) -> None:
    lines[-1]["seal"]["1"]["signature"] = "00" * 64


def claim_more_events(lines: list[Tables]) -> None:
    lines[-1]["seal"]["1"]["events"] = EVENTS + 1


def no_event_at_all(lines: list[Tables]) -> None:
    lines[2]["events"]["2"] = {"kind": 5}


def another_attempts_event(lines: list[Tables]) -> None:
    events_of(lines)[1][1]["attempt"] = "a-2"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (change_an_answer, {"event_changed"}),
        (change_an_answer_and_its_hashes, {"head_differs"}),
        (change_a_time, {"event_changed"}),
        (drop_one, {"events_missing"}),
        (drop_the_last, {"truncated"}),
        (drop_the_last_and_the_seal, {"seal_missing"}),
        (swap_two, {"events_reordered"}),
        (repeat_one, {"event_repeated"}),
        (renumber, {"events_missing", "event_changed"}),
        (write_behind_the_seal, {"after_seal"}),
        (spoil_the_signature, {"signature_wrong"}),
        (claim_more_events, {"truncated", "signature_wrong"}),
        (no_event_at_all, {"event_unreadable", "events_missing"}),
        (another_attempts_event, {"wrong_attempt"}),
    ],
)
def test_damage_is_named_and_said_in_words(folder: Path, change: Change, named: set[str]) -> None:
    rewrite(folder, change)
    report = verify(folder)
    assert not report.ok
    assert named <= codes(report)
    assert all(finding.message.endswith(".") for finding in report.findings)
    assert all("{" not in finding.message for finding in report.findings)


@pytest.mark.parametrize("change", [change_an_answer_and_its_hashes, swap_two, drop_one])
def test_a_damaged_attempt_is_never_opened_as_if_nothing_were(folder: Path, change: Change) -> None:
    rewrite(folder, change)
    before = (folder / "events.log").read_bytes()

    async def look() -> None:
        store = TinyAttemptStore(folder.parent.parent, **SMALL)
        with pytest.raises(Corrupt):
            await store.open("a-1", owner="two", seat="tty2")
        await store.close()

    asyncio.run(look())
    assert (folder / "events.log").read_bytes() == before


def test_each_flipped_byte_is_noticed(folder: Path) -> None:
    path = folder / "events.log"
    good = path.read_bytes()
    code = verify(folder).short_code
    lease_line = good.index(b"\n") + 1  # who held it and when is not under the seal
    for at in range(lease_line, len(good), 17):
        path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        assert not verify(folder, code=code).ok, at


def test_a_log_cut_anywhere_is_noticed(folder: Path) -> None:
    path = folder / "events.log"
    good = path.read_bytes()
    for size in range(0, len(good) - 1, 37):
        path.write_bytes(good[:size])
        assert not verify(folder).ok, size


def test_a_missing_log_is_named(folder: Path) -> None:
    (folder / "events.log").unlink()
    assert codes(verify(folder)) == {"log_missing"}
    assert codes(verify(folder / "nothing")) == {"log_missing"}


def test_files_that_are_gone_or_changed_are_named(folder: Path) -> None:
    [file] = (folder / "artifacts").iterdir()
    file.write_bytes(b"%PDF forged")
    assert codes(verify(folder)) == {"artifact_changed"}
    file.unlink()
    assert codes(verify(folder)) == {"artifact_missing"}
    assert not verify(folder).ok


def test_a_seal_with_another_key_is_foreign(folder: Path, tmp_path: Path) -> None:
    key = installation_key(tmp_path / "forger", Disk())
    head = verify(folder)

    def reseal(lines: list[Tables]) -> None:
        lines[-1]["seal"]["1"] = seal_of(key, Head("a-1", head.events, head.head), 9.0)

    rewrite(folder, reseal)
    assert codes(verify(folder)) == {"signature_wrong"}
    (folder / "public_key.pem").write_bytes(public_pem(key))
    assert codes(verify(folder)) == {"foreign_key"}


def test_an_attempt_copied_under_another_name_is_noticed(folder: Path) -> None:
    other = folder.with_name("a-2")
    shutil.copytree(folder, other)
    assert {"wrong_attempt", "signature_wrong"} <= codes(verify(other))


def test_without_its_public_key_a_seal_proves_nothing(folder: Path) -> None:
    (folder / "public_key.pem").unlink()
    assert codes(verify(folder)) == {"key_missing"}
    (folder / "public_key.pem").write_bytes(b"no key")
    assert codes(verify(folder)) == {"signature_wrong"}


def test_a_forger_who_owns_the_machine_is_betrayed_by_the_candidates_code(folder: Path) -> None:
    written_down = verify(folder).short_code
    key = installation_key(folder.parent.parent, Disk())

    def forge(lines: list[Tables]) -> None:
        change_an_answer_and_its_hashes(lines)
        seq, document = events_of(lines)[-1]
        head = Head("a-1", int(seq), document["hash"])
        lines[-1]["seal"]["1"] = seal_of(key, head, 9.0)

    rewrite(folder, forge)
    assert verify(folder).ok
    assert codes(verify(folder, code=written_down)) == {"code_differs"}


@pytest.mark.parametrize(
    "seal", [{}, {"events": "6"}, {"events": None, "signature": 5}, {"key": []}]
)
def test_a_hostile_seal_is_damage_and_no_crash(folder: Path, seal: dict[str, Any]) -> None:
    rewrite(folder, lambda lines: lines[-1].update(seal={"1": seal}))
    assert not verify(folder).ok


def test_random_bytes_are_damage_and_no_crash(folder: Path) -> None:
    for number in range(20):
        (folder / "events.log").write_bytes(os.urandom(50 * number) + b"\n" * number)
        assert not verify(folder).ok


def test_the_private_key_is_its_owners_alone_and_made_once(folder: Path) -> None:
    root = folder.parent.parent
    path = root / "keys" / "installation.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    installation_key(root, Disk())
    assert path.read_bytes() == before
    assert b"PRIVATE" not in (folder / "public_key.pem").read_bytes()


def test_the_stored_form_can_be_checked_without_this_program(folder: Path) -> None:
    """The whole format in a few lines, so that it outlives the code."""
    import hashlib
    import zlib

    prev = hashlib.sha256(b'{"attempt":"a-1","log":1}').hexdigest()
    for line in (folder / "events.log").read_bytes().splitlines():
        assert int(line[:8], 16) == zlib.crc32(line[9:])
        for seq, said in json.loads(line[9:]).get("events", {}).items():
            assert said["prev"] == prev
            prev = said.pop("hash")
            text = json.dumps(
                {**said, "seq": int(seq)},
                ensure_ascii=False,
                sort_keys=True,
                separators=(",", ":"),
            )
            assert hashlib.sha256(text.encode()).hexdigest() == prev
    assert verify(folder).head == prev
    assert row(event_of(1, row_one(folder)))["attempt"] == "a-1"


def row_one(folder: Path) -> dict[str, Any]:
    """The first event's document."""
    lines = scan((folder / "events.log").read_bytes(), "log").changes
    return next(document for line in lines for document in line.get("events", {}).values())

"""Checking a stored attempt offline: chain, seal, files; every kind of damage by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import artifacts, personal
from .chain import event, genesis, hash_of, short_code
from .disk import store_error
from .keys import PUBLIC_NAME, fingerprint, is_signed, trusted
from .ledger import EVENTS, LOG_NAME, SEAL
from .lines import Tables, unpack
from .protocol import Corrupt, Event

ARTIFACT_KEYS = frozenset({"artifact", "content", "person"})
"""Keys of events' data that hold the digest of a stored file."""

_NOTES = {
    "not_sealed": "Bài chưa được niêm phong nên chưa có chữ ký để đối chiếu.",
    "torn_end": "Dòng cuối ghi dở khi máy dừng đột ngột; không phải thao tác đã báo lưu.",
    "forgotten": "Thông tin cá nhân của thí sinh đã được xóa theo yêu cầu.",
}
_DAMAGE = {
    "log_missing": "Không có tệp nhật ký của bài thi.",
    "line_damaged": "Dòng {where} của nhật ký bị hỏng hoặc bị sửa (sai mã kiểm tra).",
    "event_unreadable": "Dòng {where} không phải là sự kiện đọc được.",
    "event_changed": "Sự kiện số {where} đã bị sửa nội dung.",
    "event_replaced": "Sự kiện số {where} không nối tiếp sự kiện đứng trước nó.",
    "events_missing": "Thiếu sự kiện số {where}.",
    "events_reordered": "Sự kiện số {where} đứng sai thứ tự.",
    "event_repeated": "Sự kiện số {where} xuất hiện hai lần.",
    "wrong_attempt": "Sự kiện số {where} thuộc về một bài thi khác.",
    "truncated": "Nhật ký bị cắt: dấu niêm phong ghi {where} sự kiện.",
    "after_seal": "Có nội dung được ghi thêm sau khi niêm phong (dòng {where}).",
    "head_differs": "Dấu niêm phong không khớp với sự kiện cuối cùng.",
    "seal_missing": "Có khóa công khai nhưng không còn dấu niêm phong: nhật ký bị cắt cuối.",
    "key_missing": "Không có khóa công khai để kiểm tra chữ ký niêm phong.",
    "signature_wrong": "Chữ ký niêm phong không đúng.",
    "foreign_key": "Bài được niêm phong bằng khóa của một hệ thống khác.",
    "code_differs": "Mã đối chiếu của thí sinh không khớp với nhật ký.",
    "artifact_missing": "Thiếu tệp đính kèm {where}.",
    "artifact_changed": "Tệp đính kèm {where} đã bị sửa.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was noticed.

    Args:
        code: Its name, for programs.
        message: One Vietnamese sentence.
        where: Event number, line number or digest, as the code calls for.
        damage: False for what is only good to know.
    """

    code: str
    message: str
    where: str
    damage: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What verification found; `short_code` is the candidate's code of the last hash."""

    attempt: str
    events: int
    head: str
    sealed: bool
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Nothing is damaged."""
        return not any(finding.damage for finding in self.findings)

    @property
    def short_code(self) -> str:
        """What a candidate who wrote the code down can compare."""
        return short_code(self.head)


@dataclass(slots=True)
class _Log:
    """A log read leniently: what is there, with the number of its line."""

    events: list[tuple[int, int, Mapping[str, Any]]] = field(default_factory=list)
    seals: list[tuple[int, Mapping[str, Any]]] = field(default_factory=list)
    last_line: int = 0


def verify(folder: Path, *, known_keys: frozenset[str] | None = None, code: str = "") -> Report:
    """Check one attempt's folder.

    Args:
        folder: `<data folder>/attempts/<attempt>`.
        known_keys: Fingerprints to accept a seal of; by default those the data folder trusts.
        code: The short code the candidate wrote down, if there is one to compare.

    Raises StoreError only when the disk cannot be read.
    """
    try:
        data = (folder / LOG_NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Report(folder.name, 0, genesis(folder.name), False, (_finding("log_missing"),))
    except OSError as error:
        raise store_error(error) from error
    keys = trusted(folder.parent.parent) if known_keys is None else known_keys
    log = _Log()
    findings = list(_read(data, log))
    events: list[Event] = []
    findings += _check_events(folder.name, log, events)
    head = events[-1].hash if events else genesis(folder.name)
    findings += _check_seal(folder, log, len(events), head, keys)
    findings += _check_artifacts(folder, events, keys)
    if code and _letters(code) != _letters(short_code(head)):
        findings.append(_finding("code_differs"))
    return Report(folder.name, len(events), head, bool(log.seals), tuple(findings))


def _read(data: bytes, log: _Log) -> Iterator[Finding]:
    lines = data.split(b"\n")
    torn = lines.pop()
    for number, line in enumerate(lines, 1):
        try:
            _sort(unpack(line), number, log)
        except ValueError:
            yield _finding("line_damaged", number)
    log.last_line = len(lines)
    if torn:
        yield _finding("torn_end")


def _sort(change: Tables, number: int, log: _Log) -> None:
    for key, row in change.get(EVENTS, {}).items():
        log.events.append((number, int(key), row or {}))
    for row in change.get(SEAL, {}).values():
        log.seals.append((number, row or {}))


def _check_events(attempt: str, log: _Log, good: list[Event]) -> Iterator[Finding]:
    """Findings about the events; those that can be read go to `good`, in order."""
    read: dict[int, Event] = {}
    last = 0
    for number, seq, document in log.events:
        try:
            one = event(seq, document)
        except ValueError:
            yield _finding("event_unreadable", number)
            continue
        if seq in read:
            yield _finding("event_repeated", seq)
            continue
        if seq < last:
            yield _finding("events_reordered", seq)
        last = max(last, seq)
        read[seq] = one
        if one.attempt != attempt:
            yield _finding("wrong_attempt", seq)
        elif one.hash != hash_of(one):
            yield _finding("event_changed", seq)
    if missing := sorted(set(range(1, max(read, default=0) + 1)) - read.keys()):
        yield _finding("events_missing", _ranges(missing))
    for seq, one in read.items():
        before = genesis(attempt) if seq == 1 else read[seq - 1].hash if seq - 1 in read else None
        if before is not None and one.prev != before and one.attempt == attempt:
            yield _finding("event_replaced", seq)
    good += [read[seq] for seq in sorted(read)]


def _check_seal(
    folder: Path, log: _Log, events: int, head: str, keys: frozenset[str]
) -> Iterator[Finding]:
    try:
        pem = (folder / PUBLIC_NAME).read_bytes()
    except OSError:
        pem = b""
    if not log.seals:
        yield _finding("seal_missing") if pem else _finding("not_sealed")
        return
    line, seal = log.seals[0]
    if log.last_line > line:
        yield _finding("after_seal", line + 1)
    if not pem:
        yield _finding("key_missing")
    elif seal.get("attempt") != folder.name or not is_signed(pem, seal):
        yield _finding("signature_wrong")
    elif fingerprint(pem) not in keys:
        yield _finding("foreign_key")
    said = seal.get("events")
    if isinstance(said, int) and said > events:
        yield _finding("truncated", said)
    elif said == events and seal.get("head") != head:
        yield _finding("head_differs")
    elif said != events:
        yield _finding("after_seal", line)


def _check_artifacts(folder: Path, events: list[Event], keys: frozenset[str]) -> Iterator[Finding]:
    checked = set()
    for one in events:
        for digest in named_files(one.data):
            if digest in checked:
                continue
            checked.add(digest)
            try:
                artifacts.get(folder, digest)
            except KeyError:
                gone = personal.was_forgotten(folder, digest, keys)
                yield _finding("forgotten" if gone else "artifact_missing", digest[:12])
            except Corrupt:
                yield _finding("artifact_changed", digest[:12])


def named_files(data: Any) -> Iterator[str]:
    """The digests of stored files that an event's data names, also deep inside it."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key in ARTIFACT_KEYS and artifacts.is_digest(value):
                yield value
            else:
                yield from named_files(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from named_files(value)


def _finding(code: str, where: object = "") -> Finding:
    words = _NOTES.get(code) or _DAMAGE[code]
    return Finding(code, words.format(where=where), str(where), code in _DAMAGE)


def _ranges(numbers: list[int]) -> str:
    """`3–5, 9` for 3, 4, 5, 9."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(f"{a}–{b}" if b > a else str(a) for a, b in spans)


def _letters(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())

"""Bank files as the checks need them: items together with the lines they stand on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..exam.bank import read_topic
from ..exam.items import Item, Topic
from ..yaml_lines import FileFaults, Located, parse_yaml, read_limited
from .encodings import legacy_of_bytes
from .findings import Finding, Severity, of_fault

BLUEPRINTS = "blueprints"


@dataclass(frozen=True)
class Source:
    """One readable bank file."""

    file: str  # as it was named to the tool
    text: str
    located: Located
    topic: Topic
    items: tuple[Item, ...]

    def line(self, at: int, *inside: str | int) -> int:
        """The line of a part of the item at that index."""
        return self.located.fault(("items", at, *inside), "").line


@dataclass(frozen=True)
class Collection:
    """A bank and the blueprints that draw from it, as found on disk."""

    sources: tuple[Source, ...]
    blueprints: tuple[Path, ...]
    findings: tuple[Finding, ...]

    def each(self) -> Iterator[tuple[Source, int, Item]]:
        """Every item with its source and its index there."""
        for source in self.sources:
            for at, item in enumerate(source.items):
                yield source, at, item


def bank_folders(path: Path) -> tuple[Path, ...]:
    """The folders with bank files at a path: itself, or those in it beside `blueprints`."""
    if any(path.glob("*.yaml")):
        return (path,)
    return tuple(
        folder
        for folder in sorted(path.iterdir() if path.is_dir() else ())
        if folder.is_dir() and folder.name != BLUEPRINTS and any(folder.glob("*.yaml"))
    )


def blueprint_files(path: Path) -> tuple[Path, ...]:
    """The blueprints in a path's `blueprints` folder, or else in the one beside the path."""
    for folder in (path / BLUEPRINTS, path.parent / BLUEPRINTS):
        if folder.is_dir():
            return tuple(sorted(folder.glob("*.yaml")))
    return ()


def collect(path: Path) -> Collection:
    """Read a bank file, a bank folder, or a folder of both banks and blueprints.

    What cannot be read becomes a finding, and the rest is read all the same. A single file
    brings no blueprints: their quotas are a matter of the whole bank.
    """
    if path.is_file():
        files = [path]
        blueprints: tuple[Path, ...] = ()
    else:
        files = [file for folder in bank_folders(path) for file in sorted(folder.glob("*.yaml"))]
        blueprints = blueprint_files(path)
    sources: list[Source] = []
    findings: list[Finding] = []
    if not files:
        reason = "không có tệp ngân hàng câu hỏi nào."
        remedy = "Kiểm tra đường dẫn."
        findings.append(Finding(str(path), 1, "", "schema", Severity.ERROR, reason, remedy))
    for file in files:
        name = str(file)
        raw = b""
        try:
            raw = read_limited(file, name)
            located = parse_yaml(raw, name)
            topic, items = read_topic(located)
        except FileFaults as error:
            findings += [of_fault(fault, name) for fault in error.faults]
            findings += _encoding(raw, name)
            continue
        text = raw.decode("utf-8-sig")
        sources.append(Source(name, text, located, topic, tuple(items)))
    return Collection(tuple(sources), blueprints, tuple(findings))


def _encoding(raw: bytes, name: str) -> Iterator[Finding]:
    if legacy := legacy_of_bytes(raw):
        message = f"tệp có vẻ lưu theo bảng mã {legacy}."
        remedy = "Chuyển sang Unicode (UTF-8) bằng công cụ chuyển mã rồi soát lại chữ."
        yield Finding(name, 1, "", "legacy-encoding", Severity.ERROR, message, remedy)

"""Check signed files from the command line: a second opinion on what an exam produced.

It trusts the root it is given and nothing else, fetches nothing, and answers with the
same verdict the exam uses.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from mock_office.signing import form, messages
from mock_office.signing.pki import VIETNAM
from mock_office.signing.structure import MAX_SIZE
from mock_office.signing.validate import validate
from mock_office.signing.verdict import LAYERS, Expectation, Outcome, Verdict
from mock_office.signing.verify_options import arguments

ALL_VALID, NOT_ALL_VALID, WRONG_USE = 0, 1, 2
BAR = 24  # cells of the progress bar
TEXTS = {
    "vi": {
        "file": "Tệp",
        "result": "Kết quả",
        "reason": "Lý do",
        "layer": "Lớp ký",
        "count": "{good}/{of} tệp hợp lệ.",
    },
    "en": {
        "file": "File",
        "result": "Result",
        "reason": "Reason",
        "layer": "Layer",
        "count": "{good} of {of} files are valid.",
    },
}


class BadInput(Exception):
    """A file named on the command line cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One file and what was found."""

    path: Path
    verdict: Verdict


def run(argv: Sequence[str], prog: str = "verify-pdf") -> int:
    """The whole command. Exit status: 0 all valid, 1 some are not, 2 wrong use."""
    chosen = arguments(prog).parse_args(argv)
    try:
        expectation = expect(
            trust=chosen.trust,
            crls=chosen.crl,
            other_certs=chosen.other_certs,
            leader=chosen.leader,
            agency=chosen.agency,
            leader_field=chosen.leader_field,
            agency_field=chosen.agency_field,
            layers=tuple(chosen.layer),
            draft=chosen.draft,
            require_timestamp=chosen.require_timestamp,
            at=chosen.at or datetime.now(UTC),
        )
        files = expand(chosen.files)
    except BadInput as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    return verify(
        files, expectation, as_json=chosen.json, lang=chosen.lang, out=sys.stdout, err=sys.stderr
    )


def expect(
    *,
    trust: Path,
    at: datetime,
    crls: Sequence[Path] = (),
    other_certs: Sequence[Path] = (),
    leader: Path | None = None,
    agency: Path | None = None,
    leader_field: str = form.LEADER,
    agency_field: str = form.AGENCY,
    layers: tuple[str, ...] = (),
    draft: Path | None = None,
    require_timestamp: bool = False,
) -> Expectation:
    """An expectation from files, PEM or DER. Raises BadInput.

    Args:
        layers: Layers that must be there; none named takes those a file has fields for.
    """
    roots = certificates(trust)
    return Expectation(
        root=roots[0],
        other_certs=(*roots[1:], *(item for path in other_certs for item in certificates(path))),
        crls=tuple(item for path in crls for item in revocation_lists(path)),
        leader=_fingerprint(leader),
        agency=_fingerprint(agency),
        leader_field=leader_field,
        agency_field=agency_field,
        layers=layers or LAYERS,
        any_form=not layers,
        draft=_read(draft) if draft else None,
        require_timestamp=require_timestamp,
        at=at,
    )


def expand(paths: Sequence[Path]) -> list[Path]:
    """Folders replaced by the PDF files in them, in order of name. Raises BadInput."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (item for item in path.rglob("*") if item.suffix.lower() == ".pdf")
            files += sorted(item for item in inside if item.is_file())
        elif path.is_file():
            files.append(path)
        else:
            raise BadInput(f"{messages.shown(str(path))}: không có tệp này")
    if not files:
        raise BadInput("Không có tệp PDF nào để kiểm tra")
    return files


def verify(
    files: Sequence[Path],
    expectation: Expectation,
    *,
    as_json: bool = False,
    lang: str = "vi",
    out: TextIO,
    err: TextIO,
) -> int:
    """Check files one after another, write what was found, return the exit status.

    One file is told in full, several as a table; a bar on `err` shows how far it is when
    that is a terminal. As JSON: one object a line.
    """
    bar = err.isatty() and len(files) > 1
    checked = []
    for number, path in enumerate(files):
        if bar:
            _progress(err, number, len(files))
        checked.append(Checked(path, check(path, expectation)))
        if as_json:
            content = {"file": messages.shown(str(path)), **checked[-1].verdict.to_dict()}
            print(json.dumps(content, ensure_ascii=False), file=out, flush=True)
    if bar:
        err.write("\r\x1b[K")
    if not as_json:
        lines = _one(checked[0], lang) if len(checked) == 1 else _table(checked, lang)
        print("\n".join(lines), file=out)
    return ALL_VALID if all(item.verdict.ok for item in checked) else NOT_ALL_VALID


def check(path: Path, expectation: Expectation) -> Verdict:
    """The verdict on one file; a file that cannot be read is unreadable."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SIZE + 1)
    except OSError:
        return Verdict(Outcome.UNREADABLE, codes=("DAMAGED",))
    return validate(data, expectation)


def certificates(path: Path) -> list[bytes]:
    """The certificates of a file, PEM (any number) or DER, each as DER. Raises BadInput."""
    data = _read(path)
    try:
        if b"-----BEGIN" in data:
            found = x509.load_pem_x509_certificates(data)
        else:
            found = [x509.load_der_x509_certificate(data)]
    except ValueError as error:
        raise BadInput(f"{messages.shown(str(path))}: không phải chứng thư số") from error
    return [item.public_bytes(Encoding.DER) for item in found]


def revocation_lists(path: Path) -> list[bytes]:
    """The revocation list of a file, PEM or DER, as DER. Raises BadInput."""
    data = _read(path)
    try:
        if b"-----BEGIN" in data:
            found = x509.load_pem_x509_crl(data)
        else:
            found = x509.load_der_x509_crl(data)
    except ValueError as error:
        raise BadInput(f"{messages.shown(str(path))}: không phải danh sách thu hồi") from error
    return [found.public_bytes(Encoding.DER)]


def _fingerprint(path: Path | None) -> str | None:
    return None if path is None else sha256(certificates(path)[0]).hexdigest()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "không đọc được"
        raise BadInput(f"{messages.shown(str(path))}: {reason}") from error


def _one(item: Checked, lang: str) -> Iterator[str]:
    verdict = item.verdict
    yield f"{messages.shown(item.path.name)}: {messages.word(verdict, lang)}"
    for line in messages.three_lines(verdict, lang):
        yield f"  {line}"
    label = TEXTS[lang]["layer"]
    for signature in verdict.signatures:
        time = signature.time
        when = time.astimezone(VIETNAM).isoformat(timespec="seconds") if time else "-"
        yield f"  {label} {messages.shown(signature.field)}: {signature.signer}, {when}"
    for code in verdict.codes:
        yield f"  [{code}] {messages.sentence(code, lang)}"


def _table(items: Sequence[Checked], lang: str) -> Iterator[str]:
    texts = TEXTS[lang]
    names = [messages.shown(name) for name in _told_apart([item.path for item in items])]
    words = [messages.word(item.verdict, lang) for item in items]
    wide = min(48, max(map(len, [*names, texts["file"]])))
    middle = max(map(len, [*words, texts["result"]]))
    yield f"{texts['file']:<{wide}}  {texts['result']:<{middle}}  {texts['reason']}"
    yield f"{'-' * wide}  {'-' * middle}  {'-' * len(texts['reason'])}"
    for item, name, word in zip(items, names, words, strict=True):
        reason = ", ".join(item.verdict.codes)
        yield f"{_fitted(name, wide):<{wide}}  {word:<{middle}}  {reason}".rstrip()
    yield ""
    good = sum(item.verdict.ok for item in items)
    yield texts["count"].format(good=good, of=len(items))
    found = dict.fromkeys(code for item in items for code in item.verdict.codes)
    for code in sorted(found, key=messages.severity):
        yield f"  {code}: {messages.sentence(code, lang)}"


def _told_apart(paths: Sequence[Path]) -> list[str]:
    """The names of files, with their folders where two have the same name."""
    names = [path.name for path in paths]
    return [str(p) if names.count(p.name) > 1 else p.name for p in paths]


def _fitted(name: str, wide: int) -> str:
    """The end of a long name tells files apart, not its beginning."""
    return name if len(name) <= wide else f"...{name[3 - wide :]}"


def _progress(err: TextIO, done: int, of: int) -> None:
    filled = BAR * done // of
    err.write(f"\r[{'#' * filled}{' ' * (BAR - filled)}] {done}/{of}")
    err.flush()

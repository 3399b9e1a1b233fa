"""The verdict on a signed file: structure first, then cryptography, then the exam's rules.

Decree 30/2020/NĐ-CP, article 5: an electronic document has the value of a paper
original only with the signature of the competent person and that of the agency; article
17: the agency signs what the competent person has signed already.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from mock_office.signing import examine, form, later, messages, structure
from mock_office.signing.deadline import OutOfTime, processor_limit
from mock_office.signing.libraries import load_libraries
from mock_office.signing.objects import let_go
from mock_office.signing.quiet import silence
from mock_office.signing.verdict import LAYERS, Expectation, Outcome, Verdict

MOST_SECONDS = 4.0  # of processor time; two layers take about a fiftieth


def validate(data: bytes, expectation: Expectation) -> Verdict:
    """Judge a file. Never raises, whatever the bytes are; bounded in time and memory.

    Plain and synchronous (about 60 ms for two layers): from a program with an event loop
    call it in a thread.
    """
    silence()
    load_libraries()
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _bounded(data, expectation)
    with ThreadPoolExecutor(1) as elsewhere:  # the library needs a loop of its own
        return elsewhere.submit(_bounded, data, expectation).result()


def _bounded(data: bytes, expectation: Expectation) -> Verdict:
    try:
        with processor_limit(MOST_SECONDS):
            return _validate(data, expectation)
    except OutOfTime:
        return Verdict(Outcome.UNREADABLE, codes=("TOO_COMPLEX",))
    except structure.Unreadable as error:
        return Verdict(Outcome.UNREADABLE, codes=(error.code,))
    except Exception:  # a file that breaks the library is a damaged file
        return Verdict(Outcome.UNREADABLE, codes=("DAMAGED",))


def _validate(data: bytes, expected: Expectation) -> Verdict:
    reader = structure.open_pdf(data)
    try:
        return _judged(reader, data, expected)
    finally:
        let_go(reader)


def _judged(reader: Any, data: bytes, expected: Expectation) -> Verdict:
    found, problems = structure.find_signatures(reader, data)
    if not found and not problems:
        return Verdict(Outcome.UNSIGNED, codes=("UNSIGNED",))
    expected = _fitted(reader, expected)
    examined = asyncio.run(_examine_all(reader, found, expected))
    examined.sort(key=lambda item: item.revision)
    problems += _rules(reader, data, expected, examined)
    codes = [*problems, *(code for item in examined for code in item.problems)]
    ordered = sorted(dict.fromkeys(codes), key=messages.severity)
    outcome = messages.outcome(ordered[0]) if ordered else Outcome.VALID
    if expected.any_form and ordered == ["ODD_SUBFILTER"]:
        outcome = Outcome.UNREADABLE  # another maker's form of signature is no forgery
    return Verdict(outcome, tuple(item.report() for item in examined), tuple(ordered))


def _fitted(reader: Any, expected: Expectation) -> Expectation:
    """For a file of any form, the layers it has fields for; else as it is."""
    if not expected.any_form:
        return expected
    fields = {"leader": expected.leader_field, "agency": expected.agency_field}
    layers = tuple(name for name in LAYERS if form.find(reader, fields[name]) is not None)
    return replace(expected, layers=layers)


async def _examine_all(
    reader: Any, found: Sequence[structure.Found], expected: Expectation
) -> list[examine.Examined]:
    anchors = examine.Anchors(reader, expected)
    return [await examine.examine(reader, item, anchors) for item in found]


def _rules(
    reader: Any, data: bytes, expected: Expectation, examined: list[examine.Examined]
) -> list[str]:
    """What the exam asks beyond good signatures: who, where, in which order, on what."""
    problems: list[str] = []
    for item in examined:
        _identity(item, expected)
        _later_changes(item, expected, examined)
        if expected.require_timestamp and item.timestamp_ok is None and item.intact:
            item.problems.append("NO_TIMESTAMP")
    fields = {item.found.field: item for item in examined}
    leader, agency = fields.get(expected.leader_field), fields.get(expected.agency_field)
    if "leader" in expected.layers and leader is None:
        problems.append("NO_LEADER")
    if "agency" in expected.layers and agency is None:
        problems.append("NO_AGENCY")
    if leader is not None and agency is not None:
        if leader.revision > agency.revision:
            problems.append("WRONG_ORDER")
        if leader.fingerprint and leader.fingerprint == agency.fingerprint:
            problems.append("SAME_SIGNER")
    if agency is not None and "leader" in expected.layers and _left_blank(reader):
        problems.append("NOT_NUMBERED")
    if expected.draft is not None:
        problems += _draft_problems(reader, data, expected, examined)
    return problems


def _identity(item: examine.Examined, expected: Expectation) -> None:
    """The certificate's fingerprint decides, never the name in it."""
    roles = {expected.leader_field: "leader", expected.agency_field: "agency"}
    role = roles.get(item.found.field)
    if expected.any_form and role is None:
        return
    if item.stamps_document:
        item.problems.append("EXTRA_SIGNATURE" if role is None else "ODD_SUBFILTER")
        return
    if role is None or role not in expected.layers:
        item.problems.append("EXTRA_SIGNATURE")
        return
    if not item.fingerprint:
        return
    wanted, other = expected.leader, expected.agency
    if role == "agency":
        wanted, other = other, wanted
    if wanted is not None and item.fingerprint != wanted:
        if other is not None and item.fingerprint == other:
            item.problems.append("WRONG_FIELD")
        else:
            item.problems.append("WRONG_LEADER" if role == "leader" else "WRONG_AGENCY")


def _later_changes(
    item: examine.Examined, expected: Expectation, examined: Sequence[examine.Examined]
) -> None:
    """Before the last layer number, date and later signatures may be filled in, no more."""
    after = {other.found.field for other in examined if other.revision > item.revision}
    allowed = set(after)
    if after or item.found.field == expected.leader_field:
        allowed |= {form.NUMBER, form.DATE}
    if after and expected.any_form and not expected.layers:
        return  # between the signatures of somebody else's form much may be filled in
    if item.changed_fields - allowed:
        item.modified_after = True
        item.problems.append("FIELD_CHANGED")


def _left_blank(reader: Any) -> bool:
    """Whether the number or the date of the document was not filled in."""
    for name in (form.NUMBER, form.DATE):
        reference = form.find(reader, name)
        if reference is not None and not str(reference.get_object().get("/V", "")).strip():
            return True
    return False


def _draft_problems(
    reader: Any, data: bytes, expected: Expectation, examined: Sequence[examine.Examined]
) -> list[str]:
    """Whether this is the issued draft, and nothing came between it and the first layer."""
    from pyhanko.pdf_utils.misc import PdfReadError
    from pyhanko.sign.diff_analysis import DiffResult, SuspiciousModification

    draft = expected.draft or b""
    if not draft or not data.startswith(draft):
        return ["NOT_ISSUED_DRAFT"]
    issued = structure.open_pdf(draft)
    try:
        last = issued.xrefs.total_revisions - 1
        moved = _moved(issued, reader, expected)
    finally:
        let_go(issued)
    revisions = [item.revision for item in examined if item.revision >= 0]
    if not revisions:
        return []
    problems = []
    if moved:
        problems.append("PICTURE_MOVED")
    if min(revisions) != last + 1:
        return [*problems, "DRAFT_CHANGED"]
    try:
        changes = later.policy(first=True).apply(
            reader.get_historical_resolver(last), reader.get_historical_resolver(last + 1)
        )
    except (SuspiciousModification, PdfReadError):
        return [*problems, "DRAFT_CHANGED"]
    if not isinstance(changes, DiffResult):
        return [*problems, "DRAFT_CHANGED"]
    first = {item.found.field for item in examined if item.revision == last + 1}
    filled = later.changed_fields(reader, last, changes.changed_form_fields)
    signed = {item.found.field for item in examined}
    if filled - first - signed - {form.NUMBER, form.DATE}:
        problems.append("DRAFT_CHANGED")
    return problems


def _moved(issued: Any, reader: Any, expected: Expectation) -> bool:
    """Whether a signature's picture stands elsewhere than the draft has its place."""
    for name in (expected.leader_field, expected.agency_field):
        before, after = form.find(issued, name), form.find(reader, name)
        if before is None or after is None:
            continue
        pairs = zip(before.get_object()["/Rect"], after.get_object()["/Rect"], strict=True)
        if any(abs(float(old) - float(new)) > 0.5 for old, new in pairs):
            return True
    return False

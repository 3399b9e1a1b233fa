"""Writing QTI 3.0: a package of one file for each item and a manifest.

Every item scores itself by the standard templates where they can say it: match_correct for all or
nothing, a mapping for right minus wrong. Reasons are modal feedback named after their choices.
Level, topic and tags travel as keywords of the manifest's metadata.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO

from ..exam.items import Kind, PartMarks
from .losses import is_plain_true_false, left_out, lost_fields
from .meta import general_of, splits, tags_of
from .model import ImportedItem, Loss, Written
from .xml_tree import escaped

_ITEM_SPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_MANIFEST_SPACE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_LOM_SPACE = "http://ltsc.ieee.org/xsd/LOM"
_TEMPLATES = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates"
_HOLDS = frozenset({"id", "title", "topic", "level", "why", "general", "basis", "tags"})
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,59}")
TOPIC = "chu-de:"  # before the keyword that is the topic
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same items make the same bytes


def write_qti(items: Sequence[ImportedItem]) -> Written:
    """The items as a QTI 3.0 package (zip), with what could not be held."""
    losses: list[Loss] = []
    named: list[tuple[str, ImportedItem]] = []
    taken: set[str] = set()
    for item in items:
        if item.kind is Kind.SHORT and not item.accept:
            losses.append(left_out(item, "không có đáp án"))
            continue
        holds = _HOLDS - {"why"} if item.kind is Kind.MATCHING else _HOLDS
        losses += lost_fields(item, holds)
        if any(splits(basis) for basis in item.basis):
            losses.append(Loss(item.id, "basis", "căn cứ có dấu | không tách lại được điều khoản."))
        if item.kind is Kind.TRUE_FALSE and not is_plain_true_false(item):
            what = "loại đúng/sai thành câu chọn một vì phương án viết khác."
            losses.append(Loss(item.id, "kind", what))
        if item.kind is Kind.MULTIPLE and item.part_marks is None:
            what = "chưa có cách chấm; ghi thành đúng đủ mới có điểm."
            losses.append(Loss(item.id, "part_marks", what))
        name = _identifier(item, len(named) + 1, taken)
        if item.id and name != item.id:
            losses.append(Loss(item.id, "id", "mã câu hỏi không dùng được trong QTI; đã thay."))
        named.append((name, item))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        _add(package, "imsmanifest.xml", _manifest(named))
        for name, item in named:
            _add(package, f"items/{name}.xml", _item(name, item))
    return Written(out.getvalue(), tuple(losses))


def _add(package: zipfile.ZipFile, name: str, lines: Iterator[str]) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(info, "\n".join(lines).encode() + b"\n")


def _identifier(item: ImportedItem, number: int, taken: set[str]) -> str:
    """A name that XML and file systems take: the item's own where it can be."""
    name = item.id if _NAME.fullmatch(item.id) and item.id not in taken else f"item-{number:05}"
    taken.add(name)
    return name


def _manifest(named: Sequence[tuple[str, ImportedItem]]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<manifest xmlns="{_MANIFEST_SPACE}" xmlns:lom="{_LOM_SPACE}" identifier="tui-exam">'
    yield "  <metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>"
    yield "  <organizations/>"
    yield "  <resources>"
    for name, item in named:
        href = f"items/{name}.xml"
        kind = "imsqti_item_xmlv3p0"
        yield f'    <resource identifier="r-{name}" type="{kind}" href="{href}">'
        topic = [f"{TOPIC}{item.topic}"] if item.topic else []
        if words := [*topic, *tags_of(item)]:
            keywords = "".join(
                f"<lom:keyword><lom:string>{escaped(word)}</lom:string></lom:keyword>"
                for word in words
            )
            general = f"<lom:general>{keywords}</lom:general>"
            yield f"      <metadata><lom:lom>{general}</lom:lom></metadata>"
        yield f'      <file href="{href}"/>'
        yield "    </resource>"
    yield "  </resources>"
    yield "</manifest>"


def _item(name: str, item: ImportedItem) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    title = escaped((item.title or item.id or item.stem[:80]).replace("\n", " "))
    yield f'<qti-assessment-item xmlns="{_ITEM_SPACE}" identifier="{name}" title="{title}"'
    yield '    adaptive="false" time-dependent="false" xml:lang="vi">'
    yield from _declaration(item)
    yield '  <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>'
    whys = item.kind is not Kind.MATCHING and any(option.why for option in item.options)
    if whys:
        cardinality = "single" if _single(item) else "multiple"
        attributes = f'cardinality="{cardinality}" base-type="identifier"'
        yield f'  <qti-outcome-declaration identifier="FEEDBACK" {attributes}/>'
    if general_of(item):
        yield from _shown_always()
    yield "  <qti-item-body>"
    yield from _BODIES[item.kind](item)
    yield "  </qti-item-body>"
    yield from _processing(item, whys=whys)
    if whys:
        for option in item.options:
            if option.why:
                yield _feedback("FEEDBACK", _choice_name(option.key), option.why)
    if general := general_of(item):
        yield _feedback("GENERAL", "general", general)
    yield "</qti-assessment-item>"


def _shown_always() -> Iterator[str]:
    yield '  <qti-outcome-declaration identifier="GENERAL" cardinality="single"'
    yield '      base-type="identifier"><qti-default-value><qti-value>general</qti-value>'
    yield "    </qti-default-value></qti-outcome-declaration>"


def _single(item: ImportedItem) -> bool:
    return item.kind in (Kind.SINGLE, Kind.TRUE_FALSE)


def _choice_name(key: str) -> str:
    return f"choice_{key}"


def _feedback(outcome: str, name: str, text: str) -> str:
    body = f"<qti-content-body>{_paragraphs(text)}</qti-content-body>"
    attributes = f'outcome-identifier="{outcome}" show-hide="show" identifier="{name}"'
    return f"  <qti-modal-feedback {attributes}>{body}</qti-modal-feedback>"


def _paragraphs(text: str) -> str:
    lines = text.split("\n")
    return "".join(f"<p>{escaped(line)}</p>" if line else "<p><br/></p>" for line in lines)


def _declaration(item: ImportedItem) -> Iterator[str]:
    cardinality, base = _TYPES[item.kind]
    start = '  <qti-response-declaration identifier="RESPONSE"'
    yield f'{start} cardinality="{cardinality}" base-type="{base}">'
    yield "    <qti-correct-response>"
    for value in _correct(item):
        yield f"      <qti-value>{escaped(value)}</qti-value>"
    yield "    </qti-correct-response>"
    if points := dict(_points(item)):
        bound = ' lower-bound="0"' if item.part_marks is PartMarks.RIGHT_MINUS_WRONG else ""
        yield f'    <qti-mapping default-value="0"{bound}>'
        for key, earned in points.items():
            entry = f'map-key="{escaped(key)}" mapped-value="{earned:.7g}"'
            yield f"      <qti-map-entry {entry}/>"
        yield "    </qti-mapping>"
    yield "  </qti-response-declaration>"


_TYPES = {
    Kind.SINGLE: ("single", "identifier"),
    Kind.TRUE_FALSE: ("single", "identifier"),
    Kind.MULTIPLE: ("multiple", "identifier"),
    Kind.ORDERING: ("ordered", "identifier"),
    Kind.MATCHING: ("multiple", "directedPair"),
    Kind.SHORT: ("single", "string"),
}


def _correct(item: ImportedItem) -> list[str]:
    if item.kind is Kind.SHORT:
        return list(item.accept[:1])
    if item.kind is Kind.MATCHING:
        return [f"left_{option.key} right_{option.key}" for option in item.options]
    return [_choice_name(key) for key in item.keys]


def _points(item: ImportedItem) -> Iterator[tuple[str, float]]:
    """The mapping that scores the item, where a plain comparison would not do."""
    if item.kind is Kind.SHORT and len(item.accept) > 1:
        yield from ((answer, 1.0) for answer in item.accept)
    elif item.part_marks is PartMarks.RIGHT_MINUS_WRONG:
        share = 1 / max(1, len(item.keys))
        yield from ((_choice_name(o.key), share if o.correct else -share) for o in item.options)
    elif item.part_marks is PartMarks.EACH_DECISION:
        share = 1 / len(item.options)
        yield from ((_choice_name(o.key), share if o.correct else -share) for o in item.options)


def _processing(item: ImportedItem, *, whys: bool) -> Iterator[str]:
    mapped = bool(dict(_points(item)))
    if not whys and item.part_marks is not PartMarks.EACH_DECISION:
        template = "map_response" if mapped else "match_correct"
        yield f'  <qti-response-processing template="{_TEMPLATES}/{template}.xml"/>'
        return
    yield "  <qti-response-processing>"
    if item.part_marks is PartMarks.EACH_DECISION:
        yield from _each_decision(item)
    elif mapped:
        yield '    <qti-set-outcome-value identifier="SCORE">'
        yield '      <qti-map-response identifier="RESPONSE"/>'
        yield "    </qti-set-outcome-value>"
    else:
        yield from _match_correct()
    if whys:
        yield '    <qti-set-outcome-value identifier="FEEDBACK">'
        yield '      <qti-variable identifier="RESPONSE"/>'
        yield "    </qti-set-outcome-value>"
    yield "  </qti-response-processing>"


def _match_correct() -> Iterator[str]:
    yield "    <qti-response-condition><qti-response-if>"
    yield '      <qti-match><qti-variable identifier="RESPONSE"/>'
    yield '        <qti-correct identifier="RESPONSE"/></qti-match>'
    yield '      <qti-set-outcome-value identifier="SCORE">'
    yield '        <qti-base-value base-type="float">1</qti-base-value></qti-set-outcome-value>'
    yield "    </qti-response-if></qti-response-condition>"


def _each_decision(item: ImportedItem) -> Iterator[str]:
    """An answer earns the share of options that are rightly ticked or rightly left."""
    wrong = sum(not option.correct for option in item.options) / len(item.options)
    yield "    <qti-response-condition><qti-response-if>"
    yield '      <qti-not><qti-is-null><qti-variable identifier="RESPONSE"/>'
    yield "        </qti-is-null></qti-not>"
    yield '      <qti-set-outcome-value identifier="SCORE"><qti-sum>'
    yield f'        <qti-base-value base-type="float">{wrong:.7g}</qti-base-value>'
    yield '        <qti-map-response identifier="RESPONSE"/></qti-sum></qti-set-outcome-value>'
    yield "    </qti-response-if></qti-response-condition>"


def _choice(item: ImportedItem) -> Iterator[str]:
    most = 1 if _single(item) else 0
    shuffle = "false" if item.kind is Kind.TRUE_FALSE else "true"
    attributes = f'response-identifier="RESPONSE" shuffle="{shuffle}" max-choices="{most}"'
    yield f"    {_paragraphs(item.stem)}"
    yield f"    <qti-choice-interaction {attributes}>"
    for option in item.options:
        name = _choice_name(option.key)
        words = escaped(option.text)
        yield f'      <qti-simple-choice identifier="{name}">{words}</qti-simple-choice>'
    yield "    </qti-choice-interaction>"


def _order(item: ImportedItem) -> Iterator[str]:
    yield f"    {_paragraphs(item.stem)}"
    yield '    <qti-order-interaction response-identifier="RESPONSE" shuffle="true">'
    # The right order stands in the key alone; the file shows the texts in order of alphabet.
    for option in sorted(item.options, key=lambda option: option.text):
        name = _choice_name(option.key)
        words = escaped(option.text)
        yield f'      <qti-simple-choice identifier="{name}">{words}</qti-simple-choice>'
    yield "    </qti-order-interaction>"


def _match(item: ImportedItem) -> Iterator[str]:
    yield f"    {_paragraphs(item.stem)}"
    most = f'max-associations="{len(item.options)}"'
    yield f'    <qti-match-interaction response-identifier="RESPONSE" shuffle="true" {most}>'
    for side in ("left", "right"):
        yield "      <qti-simple-match-set>"
        pairs = item.options
        if side == "right":
            pairs = tuple(sorted(pairs, key=lambda option: option.match))
        for option in pairs:
            words = escaped(option.text if side == "left" else option.match)
            attributes = f'identifier="{side}_{option.key}" match-max="1"'
            tag = "qti-simple-associable-choice"
            yield f"        <{tag} {attributes}>{words}</{tag}>"
        yield "      </qti-simple-match-set>"
    yield "    </qti-match-interaction>"


def _entry(item: ImportedItem) -> Iterator[str]:
    yield f"    {_paragraphs(item.stem)}"
    yield '    <p><qti-text-entry-interaction response-identifier="RESPONSE"/></p>'


_BODIES = {
    Kind.SINGLE: _choice,
    Kind.TRUE_FALSE: _choice,
    Kind.MULTIPLE: _choice,
    Kind.ORDERING: _order,
    Kind.MATCHING: _match,
    Kind.SHORT: _entry,
}

"""Reading QTI 1.2 (`questestinterop`), as IMS wrote it and as Canvas and others write it.

Canvas names the kind of a question in its metadata, keeps HTML escaped inside `mattext`, links
feedback to answers by `<answer>_fb`, and writes matching as one `response_lid` for each left side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ..exam.items import Kind, Option, PartMarks
from .gathering import Full, Gathering, Unfit, letter, lines, one_line, unique
from .legacy import convert
from .markup import shown_as
from .meta import with_general
from .model import ImportedItem
from .qti12_scoring import Scoring
from .xml_tree import Node

_OTHER_KINDS = {
    **{"essay_question": "tự luận", "file_upload_question": "nộp tệp"},
    **{"text_only_question": "mô tả", "calculated_question": "tính toán"},
    **{"multiple_dropdowns_question": "chọn trong câu", "numerical_question": "số có sai số"},
    **{"fill_in_multiple_blanks_question": "điền nhiều chỗ trống"},
}
Note = Callable[..., None]


@dataclass(slots=True)
class _Texts:
    encoding: str | None
    limit: int
    pictures: list[str]

    def block(self, *nodes: Node | None) -> str:
        """The materials inside elements as shown text."""
        out: list[str] = []
        for node in nodes:
            for piece in _materials(node) if node else ():
                out.append(self._piece(piece))
        return lines("\n".join(text for text in out if text))

    def line(self, *nodes: Node | None) -> str:
        """The same on one line."""
        return one_line(self.block(*nodes))

    def _piece(self, node: Node) -> str:
        if node.name in ("matimage", "matvideo", "mataudio", "matapplet"):
            name = node.get("label") or node.get("uri").rsplit("/", 1)[-1] or "không tên"
            self.pictures.append(name)
            return f"[hình: {name}]"
        raw = convert(node.text(), self.encoding)
        if len(raw) > self.limit:
            raise Unfit("too_long", limit=self.limit)
        kind = node.get("texttype").lower()
        shown = shown_as(raw, "html" if "html" in kind or "rtf" in kind else "plain")
        self.pictures += shown.pictures
        return shown.text


def _materials(node: Node) -> Iterator[Node]:
    yield from node.all("mattext", "matemtext", "matimage", "matvideo", "mataudio", "matapplet")


def read_questestinterop(root: Node, gathering: Gathering, *, encoding: str | None = None) -> None:
    """Read every item of a QTI 1.2 document into the gathering."""
    item: Node | None = None
    try:
        for item in root.all("item"):
            try:
                gathering.keep(_item(item, gathering, encoding))
            except Unfit as error:
                name = convert(item.get("title"), encoding)
                gathering.skip(error.code, item.line, name, **error.values)
    except Full:
        gathering.note("too_many_items", item.line if item else 0, limit=gathering.bounds.items)


def _item(node: Node, gathering: Gathering, encoding: str | None) -> ImportedItem:
    texts = _Texts(encoding, gathering.bounds.text * 4, [])
    title = one_line(convert(node.get("title"), encoding))
    meta = _metadata(node)
    declared = meta.get("question_type", "")
    if declared in _OTHER_KINDS:
        raise Unfit("unsupported_kind", kind=_OTHER_KINDS[declared])
    shown = node.first("presentation")
    if shown is None:
        raise Unfit("no_stem")
    responses = list(shown.all("response_lid", "response_str", "response_num", "response_xy"))
    inside = {id(found) for response in responses for found in _materials(response)}
    stem = texts.block(_only([m for m in _materials(shown) if id(m) not in inside]))

    def note(code: str, **values: object) -> None:
        gathering.note(code, node.line, title or stem, **values)

    item = ImportedItem(
        Kind.SINGLE, stem, line=node.line, id=one_line(node.get("ident")), title=title
    )
    scoring = Scoring(node)
    item = _answers(item, declared, responses, scoring, texts, note)
    own = {response.get("ident") for response in shown.all("response_label")}
    general = texts.block(*scoring.general(own))
    for picture in dict.fromkeys(texts.pictures):
        note("image_not_shown", name=picture)
    return with_general(item, general)


def _only(nodes: list[Node]) -> Node:
    return Node("material", {}, 0, list(nodes))


def _metadata(node: Node) -> dict[str, str]:
    return {
        field.word("fieldlabel"): field.word("fieldentry") for field in node.all("qtimetadatafield")
    }


def _answers(
    item: ImportedItem,
    declared: str,
    responses: list[Node],
    scoring: Scoring,
    texts: _Texts,
    note: Note,
) -> ImportedItem:
    if not responses:
        raise Unfit("unsupported_kind", kind="mô tả")
    if len(responses) > 1 and all(node.name == "response_lid" for node in responses):
        return _matching(item, responses, scoring, texts, note)
    if len(responses) > 1:
        raise Unfit("unsupported_kind", kind="nhiều phần trả lời")
    response = responses[0]
    if response.name in ("response_num", "response_xy"):
        raise Unfit("unsupported_kind", kind="số có sai số hoặc chọn trên hình")
    if response.name == "response_str":
        return _short(item, response, scoring, texts)
    if response.get("rcardinality").lower() == "ordered":
        return _ordering(item, response, scoring, texts)
    return _choice(item, response, scoring, texts, note)


def _labels(response: Node) -> list[Node]:
    return list(response.all("response_label"))


def _choice(
    item: ImportedItem, response: Node, scoring: Scoring, texts: _Texts, note: Note
) -> ImportedItem:
    labels = _labels(response)
    several = response.get("rcardinality").lower() == "multiple"
    points = scoring.points(response.get("ident"))
    best = max(points.values(), default=0.0)
    right = {value for value, score in points.items() if score > 0 and (several or score == best)}
    for score in sorted({score for score in points.values() if 0 < score < best and not several}):
        note("partial_credit_lost", weight=f"{score / best * 100:g}")
    penalties = [score for score in points.values() if score < 0]
    if penalties and not (several and _even(penalties, best)):
        note("penalty_lost", weight=f"{min(penalties) / (best or 1) * 100:g}")
    options = tuple(
        Option(
            letter(at),
            texts.line(label),
            texts.line(*scoring.reasons(label.get("ident"))),
            label.get("ident") in right,
        )
        for at, label in enumerate(labels)
    )
    if several and len(right) != 1:
        return replace(
            item,
            kind=Kind.MULTIPLE,
            options=options,
            part_marks=_part_marks(scoring, points, len(labels)),
        )
    words = {option.text.casefold() for option in options}
    true_false = words in ({"đúng", "sai"}, {"true", "false"})
    return replace(item, kind=Kind.TRUE_FALSE if true_false else Kind.SINGLE, options=options)


def _even(penalties: list[float], best: float) -> bool:
    return all(abs(score + best) < 0.01 * best for score in penalties)


def _part_marks(scoring: Scoring, points: dict[str, float], count: int) -> PartMarks | None:
    if any(rule.all_of and rule.score > 0 for rule in scoring.rules):
        return PartMarks.ALL_OR_NOTHING
    penalties = [score for score in points.values() if score < 0]
    if len(points) == count and penalties and _even(penalties, max(points.values())):
        return PartMarks.RIGHT_MINUS_WRONG
    return None


def _matching(
    item: ImportedItem, responses: list[Node], scoring: Scoring, texts: _Texts, note: Note
) -> ImportedItem:
    options: list[Option] = []
    used: set[str] = set()
    every: dict[str, str] = {}
    for response in responses:
        labels = {label.get("ident"): label for label in _labels(response)}
        asked = response.elements("material")
        points = scoring.points(response.get("ident"))
        right = [value for value, score in points.items() if score > 0 and value in labels]
        if len(right) != 1:
            raise Unfit("no_key")
        match = texts.line(labels[right[0]])
        used.add(match)
        every |= {text: text for text in (texts.line(label) for label in labels.values())}
        options.append(Option(letter(len(options)), texts.line(*asked), "", match=match))
    for text in every.keys() - used:
        note("extra_answer_lost", text=text)
    return replace(item, kind=Kind.MATCHING, options=tuple(options))


def _ordering(item: ImportedItem, response: Node, scoring: Scoring, texts: _Texts) -> ImportedItem:
    labels = {label.get("ident"): label for label in _labels(response)}
    orders = [
        [value for _, value in rule.picked]
        for rule in scoring.rules
        if rule.score > 0 and len(rule.picked) == len(labels)
    ]
    if not orders or sorted(orders[0]) != sorted(labels):
        raise Unfit("no_key")
    options = tuple(
        Option(letter(at), texts.line(labels[name]), texts.line(*scoring.reasons(name)))
        for at, name in enumerate(orders[0])
    )
    return replace(item, kind=Kind.ORDERING, options=options)


def _short(item: ImportedItem, response: Node, scoring: Scoring, texts: _Texts) -> ImportedItem:
    points = scoring.points(response.get("ident"))
    accept = [one_line(convert(value, texts.encoding)) for value, p in points.items() if p > 0]
    if not accept:
        raise Unfit("unsupported_kind", kind="tự luận")
    return replace(item, kind=Kind.SHORT, accept=unique(accept))

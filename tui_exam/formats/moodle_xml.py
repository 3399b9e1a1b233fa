"""Reading Moodle XML (docs.moodle.org, «Moodle XML format»)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ..exam.items import Kind, Option, PartMarks
from .gathering import Full, Gathering, Unfit, letter, lines, one_line, unique
from .gift_answers import take_number, take_short
from .legacy import convert
from .markup import Shown, shown_as
from .meta import TRUE_FALSE, with_general, with_tags
from .model import ImportedItem
from .weights import Weighted, weigh
from .xml_tree import Node

# What Moodle calls kinds a bank does not have, in words.
_OTHER_KINDS = {
    **{"essay": "tự luận", "description": "mô tả", "cloze": "điền nhiều chỗ trống"},
    **{"multianswer": "điền nhiều chỗ trống", "gapselect": "chọn từ điền vào chỗ trống"},
    **{"ddwtos": "kéo thả vào chữ", "ddimageortext": "kéo thả vào hình"},
    **{"calculated": "tính toán", "calculatedmulti": "tính toán", "ddmarker": "đánh dấu hình"},
}


@dataclass(slots=True)
class _Texts:
    """Reads the texts of one question and remembers what could not be shown."""

    encoding: str | None
    limit: int
    pictures: list[str]

    def block(self, node: Node | None, form: str = "html") -> str:
        """The text of an element that has a `text` and perhaps a `format`."""
        if node is None:
            return ""
        inner = node.first("text")
        raw = (inner or node).text().strip()
        if len(raw) > self.limit:
            raise Unfit("too_long", limit=self.limit)
        shown: Shown = shown_as(convert(raw, self.encoding), node.get("format") or form)
        self.pictures += shown.pictures
        return shown.text

    def line(self, node: Node | None, form: str = "html") -> str:
        """The same on one line."""
        return one_line(self.block(node, form))

    def plain(self, text: str) -> str:
        """Text without any format, on one line."""
        return one_line(convert(text, self.encoding))


def read_moodle(root: Node, gathering: Gathering, *, encoding: str | None = None) -> None:
    """Read a `quiz` element into the gathering."""
    topic = ""
    try:
        for question in root.elements("question"):
            kind = question.get("type")
            if kind == "category":
                topic = one_line(convert(question.word("category", "text"), encoding))
                continue
            try:
                _question(question, kind, topic, gathering, encoding)
            except Unfit as error:
                name = convert(question.word("name", "text"), encoding)
                gathering.skip(error.code, question.line, name, **error.values)
    except Full:
        gathering.note("too_many_items", question.line, limit=gathering.bounds.items)


def _question(
    node: Node, kind: str, topic: str, gathering: Gathering, encoding: str | None
) -> None:
    reader = _READERS.get(kind)
    if reader is None:
        raise Unfit("unsupported_kind", kind=_OTHER_KINDS.get(kind, kind or "không ghi"))
    texts = _Texts(encoding, gathering.bounds.text * 4, [])
    title = texts.plain(node.word("name", "text"))
    about = node.first("questiontext")
    stem = texts.block(about)
    if picture := texts.plain(node.word("image")):  # of files older than Moodle 2
        texts.pictures.append(picture)
    form = about.get("format") if about else ""

    def note(code: str, **values: object) -> None:
        gathering.note(code, node.line, title or stem, **values)

    item = ImportedItem(
        kind=Kind.SINGLE,
        stem=stem,
        line=node.line,
        id=texts.plain(node.word("idnumber")),
        title=title,
        topic=topic,
    )
    item = reader(node, item, texts, form or "html", note)
    general = lines(texts.block(node.first("generalfeedback"), form or "html"))
    tags = [texts.plain(tag.word("text")) for tag in _tags(node)]
    for picture in dict.fromkeys(texts.pictures):
        note("image_not_shown", name=picture)
    gathering.keep(with_general(with_tags(item, unique(tags)), general))


def _tags(node: Node) -> list[Node]:
    groups = [*node.elements("tags"), *node.elements("coursetags")]
    return [tag for group in groups for tag in group.elements("tag")]


def _fraction(node: Node) -> float:
    written = node.get("fraction") or node.word("fraction") or "0"
    try:
        value = float(written)
    except ValueError:
        raise Unfit("bad_weight", weight=written) from None
    if not -1000 < value < 1000:
        raise Unfit("bad_weight", weight=written)
    return value


def _yes(word: str, default: bool) -> bool:
    return word not in ("false", "0") if word else default


Note = Callable[..., None]


def _choice(node: Node, item: ImportedItem, texts: _Texts, form: str, note: Note) -> ImportedItem:
    given = [
        Weighted(
            texts.line(answer, form),
            texts.line(answer.first("feedback"), form),
            _fraction(answer),
        )
        for answer in node.elements("answer")
    ]
    weighed = weigh(given, single=_yes(node.word("single"), True), note=note)
    return replace(item, kind=weighed.kind, options=weighed.options, part_marks=weighed.part_marks)


def _choice_set(
    node: Node, item: ImportedItem, texts: _Texts, form: str, note: Note
) -> ImportedItem:
    """The all-or-nothing plug-in: fractions only say which options are right."""
    options = tuple(
        Option(
            letter(at),
            texts.line(answer, form),
            texts.line(answer.first("feedback"), form),
            _fraction(answer) > 0,
        )
        for at, answer in enumerate(node.elements("answer"))
    )
    if sum(option.correct for option in options) == 1:
        return replace(item, kind=Kind.SINGLE, options=options)
    marks = PartMarks.ALL_OR_NOTHING
    return replace(item, kind=Kind.MULTIPLE, options=options, part_marks=marks)


def _true_false(
    node: Node, item: ImportedItem, texts: _Texts, form: str, note: Note
) -> ImportedItem:
    answers = list(node.elements("answer"))
    if len(answers) != 2:
        raise Unfit("too_few_options", count=len(answers), least=2)
    # Old files have the words of their language, true first.
    if answers[0].word("text") == "false":
        answers.reverse()
    options = tuple(
        Option(
            letter(at),
            TRUE_FALSE[at],
            texts.line(answer.first("feedback"), form),
            _fraction(answer) == 100,
        )
        for at, answer in enumerate(answers)
    )
    return replace(item, kind=Kind.TRUE_FALSE, options=options)


def _short(node: Node, item: ImportedItem, texts: _Texts, form: str, note: Note) -> ImportedItem:
    accept: list[str] = []
    for answer in node.elements("answer"):
        take_short(texts.plain(answer.word("text")), _fraction(answer), accept, note)
    _feedback(node, note)
    return replace(item, kind=Kind.SHORT, accept=unique(accept))


def _number(node: Node, item: ImportedItem, texts: _Texts, form: str, note: Note) -> ImportedItem:
    accept: list[str] = []
    for answer in node.elements("answer"):
        value = texts.plain(answer.word("text"))
        if value == "*":
            continue
        tolerance = answer.word("tolerance")
        written = f"{value}:{tolerance}" if tolerance else value
        take_number(written, _fraction(answer), accept, note)
    _feedback(node, note)
    units = [texts.plain(unit.word("unit_name")) for unit in node.all("unit")]
    unit = units[0] if len(units) == 1 else ""
    return replace(item, kind=Kind.SHORT, accept=unique(accept), unit=unit)


def _feedback(node: Node, note: Note) -> None:
    if any(answer.word("feedback", "text") for answer in node.elements("answer")):
        note("answer_feedback_lost")


def _matching(node: Node, item: ImportedItem, texts: _Texts, form: str, note: Note) -> ImportedItem:
    options: list[Option] = []
    for pair in node.elements("subquestion"):
        left = texts.line(pair, form)
        right = texts.plain(pair.word("answer", "text"))
        if left:
            options.append(Option(letter(len(options)), left, "", match=right))
        elif right:
            note("extra_answer_lost", text=right)
    return replace(item, kind=Kind.MATCHING, options=tuple(options))


def _ordering(node: Node, item: ImportedItem, texts: _Texts, form: str, note: Note) -> ImportedItem:
    answers = list(node.elements("answer"))
    places = [_fraction(answer) for answer in answers]
    if len(set(places)) == len(places):  # the fraction is the place; older files leave it equal
        answers = [answers[at] for at in sorted(range(len(places)), key=places.__getitem__)]
    options = tuple(
        Option(letter(at), texts.line(answer, form), texts.line(answer.first("feedback"), form))
        for at, answer in enumerate(answers)
    )
    return replace(item, kind=Kind.ORDERING, options=options)


_READERS: dict[str, Callable[[Node, ImportedItem, _Texts, str, Note], ImportedItem]] = {
    "multichoice": _choice,
    "multichoiceset": _choice_set,
    "truefalse": _true_false,
    "shortanswer": _short,
    "numerical": _number,
    "matching": _matching,
    "ordering": _ordering,
}

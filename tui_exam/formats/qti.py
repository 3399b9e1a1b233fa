"""Reading QTI 2.x and 3.0 items (1EdTech, «Question and Test Interoperability»).

Version 3 writes `qti-simple-choice` where version 2 writes `simpleChoice`, and is otherwise the
same for the items read here: choice, order, match and text entry, one interaction in an item.
The key is the declared correct response, or a mapping, or what the response processing rewards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ..exam.items import Kind, Option, PartMarks
from .gathering import Gathering, Unfit, letter, one_line, unique
from .gift_answers import take_short
from .legacy import convert
from .markup import TextWriter
from .meta import with_general
from .model import ImportedItem
from .qti_answer import Answer
from .weights import Weighted, weigh
from .xml_tree import Node

_INTERACTIONS = {
    **{"associateinteraction": "ghép cặp tự do", "drawinginteraction": "vẽ"},
    **{"extendedtextinteraction": "tự luận", "gapmatchinteraction": "kéo thả vào chữ"},
    **{"graphicassociateinteraction": "ghép trên hình", "hotspotinteraction": "chọn trên hình"},
    **{"graphicgapmatchinteraction": "kéo thả vào hình", "hottextinteraction": "chọn chữ"},
    **{"graphicorderinteraction": "sắp xếp trên hình", "inlinechoiceinteraction": "chọn trong câu"},
    **{"mediainteraction": "nghe nhìn", "positionobjectinteraction": "đặt vật trên hình"},
    **{"selectpointinteraction": "chọn điểm trên hình", "sliderinteraction": "thanh trượt"},
    **{"uploadinteraction": "nộp tệp", "custominteraction": "riêng của phần mềm"},
    **{"portablecustominteraction": "riêng của phần mềm", "endattemptinteraction": "nút bấm"},
    **{"choiceinteraction": "", "orderinteraction": "", "matchinteraction": ""},
    **{"textentryinteraction": ""},
}
_NOT_SHOWN = frozenset(
    {"rubricblock", "stylesheet", "templateblock", "templateinline", "cataloginfo"}
)
_FEEDBACK = ("feedbackinline", "feedbackblock")


def is_item(root: Node) -> bool:
    """Whether a document is a QTI 2 or 3 item."""
    return plain_name(root.name) == "assessmentitem"


def plain_name(name: str) -> str:
    """A name of either version in one spelling: `qti-simple-choice`, `simplechoice`."""
    return name.removeprefix("qti-").replace("-", "").lower()


def normal(node: Node) -> Node:
    """The same tree with the names of elements and attributes in one spelling."""
    root = Node(plain_name(node.name), _attributes(node), node.line)
    waiting = [(node, root)]
    while waiting:
        old, new = waiting.pop()
        for child in old.children:
            if isinstance(child, str):
                new.children.append(child)
            else:
                same = Node(plain_name(child.name), _attributes(child), child.line)
                new.children.append(same)
                waiting.append((child, same))
    return root


def _attributes(node: Node) -> dict[str, str]:
    return {plain_name(name): value for name, value in node.attributes.items()}


@dataclass(slots=True)
class Texts:
    """Turns elements of one item into shown text and remembers the pictures."""

    encoding: str | None
    pictures: list[str]

    def block(self, *nodes: Node | str | None, without: Sequence[str] = ()) -> str:
        """The text of elements, some inside left out."""
        writer = TextWriter()
        for node in nodes:
            if node is not None:
                _write(node, writer, frozenset(without) | _NOT_SHOWN, self.encoding)
        shown = writer.shown()
        self.pictures += shown.pictures
        return shown.text

    def line(self, *nodes: Node | str | None, without: Sequence[str] = ()) -> str:
        """The same on one line."""
        return one_line(self.block(*nodes, without=without))


def _write(
    node: Node | str, writer: TextWriter, without: frozenset[str], encoding: str | None
) -> None:
    if isinstance(node, str):
        writer.text(convert(node, encoding))
    elif node.name not in without:
        writer.start(node.name, node.attributes)
        for child in node.children:  # as deep as the parser allowed, no deeper
            _write(child, writer, without, encoding)
        writer.end(node.name)


def read_item(root: Node, gathering: Gathering, *, encoding: str | None = None) -> ImportedItem:
    """Read one item; Unfit when it is of a kind, or written in a way, not to be used."""
    node = normal(root)
    body = node.first("itembody")
    if body is None:
        raise Unfit("no_stem")
    found = list(body.all(*_INTERACTIONS))
    if len(found) != 1:
        kind = "nhiều phần trả lời" if found else "mô tả"
        raise Unfit("unsupported_kind", kind=kind)
    interaction = found[0]
    if other := _INTERACTIONS[interaction.name]:
        raise Unfit("unsupported_kind", kind=other)
    texts = Texts(encoding, [])
    title = one_line(convert(node.get("title"), encoding))

    def note(code: str, **values: object) -> None:
        gathering.note(code, node.line, title, **values)

    stem = _stem(body, interaction, texts)
    item = ImportedItem(
        Kind.SINGLE,
        stem,
        line=node.line,
        id=one_line(node.get("identifier")),
        title=title,
    )
    answer = Answer(node, interaction.get("responseidentifier"))
    item = _READERS[interaction.name](item, interaction, answer, texts, note)
    general = "\n".join(texts.block(feedback) for feedback in answer.general())
    for picture in dict.fromkeys(texts.pictures):
        note("image_not_shown", name=picture)
    return with_general(item, general)


def _stem(body: Node, interaction: Node, texts: Texts) -> str:
    if interaction.name == "textentryinteraction":
        gap = Node("span", {}, 0, ["_____"])
        found = texts.block(_replaced(body, interaction, gap))
        return found.removesuffix("_____").rstrip() or found
    prompt = interaction.first("prompt")
    return texts.block(_replaced(body, interaction, None), prompt, without=_FEEDBACK)


def _replaced(node: Node, old: Node, new: Node | None) -> Node:
    """The tree with one element exchanged or taken out."""
    children: list[Node | str] = []
    for child in node.children:
        if child is old:
            children += [new] if new else []
        elif isinstance(child, Node):
            children.append(_replaced(child, old, new))
        else:
            children.append(child)
    return Node(node.name, node.attributes, node.line, children)


Note = Callable[..., None]


def _reason(choice: Node, reasons: dict[str, list[Node]], texts: Texts) -> str:
    inline = choice.all(*_FEEDBACK)
    return texts.line(*inline, *reasons.get(choice.get("identifier"), ()))


def _choice(
    item: ImportedItem, interaction: Node, answer: Answer, texts: Texts, note: Note
) -> ImportedItem:
    choices = list(interaction.elements("simplechoice"))
    mapping = answer.mapping
    right = set(answer.correct or answer.rewarded())
    if not right:
        right = {value for value, points in mapping.items() if points > 0}
    several = answer.declaration.get("cardinality") == "multiple" and len(right) != 1
    reasons = answer.reasons()
    options = tuple(
        Option(
            letter(at),
            texts.line(choice, without=_FEEDBACK),
            _reason(choice, reasons, texts),
            choice.get("identifier") in right,
        )
        for at, choice in enumerate(choices)
    )
    if not several:
        if answer.uses_mapping() and len([p for p in mapping.values() if p > 0]) > 1:
            best = max(mapping.values())
            partial = min(points for points in mapping.values() if points > 0)
            note("partial_credit_lost", weight=f"{partial / best * 100:g}")
        words = {option.text.casefold() for option in options}
        true_false = words in ({"đúng", "sai"}, {"true", "false"})
        return replace(item, kind=Kind.TRUE_FALSE if true_false else Kind.SINGLE, options=options)
    item = replace(item, kind=Kind.MULTIPLE, options=options)
    if not answer.uses_mapping() or not mapping:
        return replace(item, part_marks=PartMarks.ALL_OR_NOTHING)
    if answer.adds_constant():
        return replace(item, part_marks=PartMarks.EACH_DECISION)
    best = sum(points for points in mapping.values() if points > 0) or 1.0
    given = [
        Weighted(option.text, option.why, mapping.get(choice.get("identifier"), 0.0) / best * 100)
        for option, choice in zip(options, choices, strict=True)
    ]
    weighed = weigh(given, single=False, note=note)
    return replace(item, part_marks=weighed.part_marks)


def _order(
    item: ImportedItem, interaction: Node, answer: Answer, texts: Texts, note: Note
) -> ImportedItem:
    choices = {node.get("identifier"): node for node in interaction.elements("simplechoice")}
    order = answer.correct
    if sorted(order) != sorted(choices):
        raise Unfit("no_key")
    reasons = answer.reasons()
    options = tuple(
        Option(
            letter(at),
            texts.line(choices[name], without=_FEEDBACK),
            _reason(choices[name], reasons, texts),
        )
        for at, name in enumerate(order)
    )
    return replace(item, kind=Kind.ORDERING, options=options)


def _match(
    item: ImportedItem, interaction: Node, answer: Answer, texts: Texts, note: Note
) -> ImportedItem:
    sets = list(interaction.elements("simplematchset"))
    if len(sets) != 2:
        raise Unfit("unsupported_kind", kind="ghép đôi không đủ hai cột")
    left, right = (
        {node.get("identifier"): node for node in each.elements("simpleassociablechoice")}
        for each in sets
    )
    pairs = dict(pair.split() for pair in answer.correct if len(pair.split()) == 2)
    if set(pairs) != set(left) or not set(pairs.values()) <= set(right):
        raise Unfit("no_key")
    for name in right.keys() - set(pairs.values()):
        note("extra_answer_lost", text=texts.line(right[name]))
    options = tuple(
        Option(
            letter(at),
            texts.line(node, without=_FEEDBACK),
            _reason(node, {}, texts),
            match=texts.line(right[pairs[name]]),
        )
        for at, (name, node) in enumerate(left.items())
    )
    return replace(item, kind=Kind.MATCHING, options=options)


def _text_entry(
    item: ImportedItem, interaction: Node, answer: Answer, texts: Texts, note: Note
) -> ImportedItem:
    mapping = answer.mapping
    best = max(mapping.values(), default=0.0)
    accept: list[str] = []
    given = [texts.line(value) for value in answer.correct or answer.rewarded()]
    accept += [value for value in given if value]
    for value, points in mapping.items():
        if points > 0 and best > 0:
            # No patterns in QTI: a star is a star.
            literal = texts.line(value).replace("*", "\\*")
            take_short(literal, points / best * 100, accept, note)
    return replace(item, kind=Kind.SHORT, accept=unique(accept))


_READERS = {
    "choiceinteraction": _choice,
    "orderinteraction": _order,
    "matchinteraction": _match,
    "textentryinteraction": _text_entry,
}

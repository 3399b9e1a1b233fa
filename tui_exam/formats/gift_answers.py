"""What stands between the braces of a GIFT question."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ..exam.items import Kind, Option, PartMarks
from .gathering import Unfit, letter, one_line, unique
from .meta import TRUE_FALSE
from .weights import Note, Weighted, weigh

Read = Callable[[str], str]

_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{0,9})?)%")
_WEIGHT_LIKE = re.compile(r"%\s*-?[\d.,]+\s*%")
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{0,15})?(?:[eE][+-]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Answers:
    """The kind of a question and its answers, read but not yet judged."""

    kind: Kind
    options: tuple[Option, ...] = ()
    part_marks: PartMarks | None = None
    accept: tuple[str, ...] = ()


def read_answers(inside: str, read: Read, plain: Read, note: Note) -> Answers:
    """Read the answers; Unfit when they are of a kind, or written in a way, not to be used.

    Args:
        inside: The text between the braces, escapes hidden, general feedback taken off.
        read: Turns a piece into shown text by its format.
        plain: Turns a piece into text where no format counts.
        note: Reports what cannot be kept.
    """
    if not inside:
        raise Unfit("unsupported_kind", kind="tự luận")
    if inside[0] == "#":
        return _number(inside[1:], plain, note)
    if inside[0] == ">":
        raise Unfit("unsupported_kind", kind="sắp xếp kiểu GIFT")
    if "~" in inside:
        return _choice(inside, read, plain, note)
    if "=" in inside and "->" in inside:
        return _matching(inside, read, plain)
    verdict = inside.partition("#")[0].strip()
    if verdict in _TRUE + _FALSE:
        return _true_false(inside, read)
    return _short(inside, plain, note)


def _pieces(inside: str, mark: str) -> list[str]:
    """The answers after each mark; words before the first one are out of place."""
    first, *rest = inside.split(mark)
    if first.strip():
        raise Unfit("unescaped_character", char=first.strip())
    return [piece.strip() for piece in rest]


def _weight(piece: str, note: Note, plain: Read) -> tuple[float | None, str]:
    if match := _WEIGHT.match(piece):
        return float(match[1]), piece[match.end() :]
    if match := _WEIGHT_LIKE.match(piece):
        raise Unfit("bad_weight", weight=plain(match[0]))
    return None, piece


def _choice(inside: str, read: Read, plain: Read, note: Note) -> Answers:
    given = []
    single = "=" in inside
    for piece in _pieces(inside.replace("=", "~="), "~"):
        right = piece.startswith("=")
        weight, rest = _weight(piece[right:].strip(), note, plain)
        if right and weight not in (None, 100):
            raise Unfit("weight_after_equal")
        text, _, why = rest.partition("#")
        given.append(Weighted(read(text), read(why), 100.0 if right else weight or 0.0))
    if not single and not any(option.weight > 0 for option in given):
        raise Unfit("no_key")
    weighed = weigh(given, single=single, note=note)
    return Answers(weighed.kind, weighed.options, weighed.part_marks)


def _matching(inside: str, read: Read, plain: Read) -> Answers:
    options = []
    for at, piece in enumerate(_pieces(inside, "=")):
        left, arrow, right = piece.partition("->")
        if not arrow:
            raise Unfit("unescaped_character", char="=")
        options.append(Option(letter(at), read(left), "", match=one_line(plain(right))))
    return Answers(Kind.MATCHING, tuple(options))


def _true_false(inside: str, read: Read) -> Answers:
    verdict, *reasons = inside.split("#", 2)
    # The first reason is for the wrong choice, the second for the right one.
    wrong, right = (*(read(reason) for reason in reasons), "", "")[:2]
    true = verdict.strip() in _TRUE
    return Answers(
        Kind.TRUE_FALSE,
        (
            Option("a", TRUE_FALSE[0], right if true else wrong, true),
            Option("b", TRUE_FALSE[1], wrong if true else right, not true),
        ),
    )


def _short(inside: str, plain: Read, note: Note) -> Answers:
    if "=" not in inside:
        inside = f"={inside}"  # Moodle takes a single answer without its mark
    accept: list[str] = []
    feedback = False
    for piece in _pieces(inside, "="):
        weight, rest = _weight(piece, note, plain)
        text, _, why = rest.partition("#")
        feedback = feedback or bool(why.strip())
        take_short(one_line(plain(text)), 100.0 if weight is None else weight, accept, note)
    if feedback:
        note("answer_feedback_lost")
    return Answers(Kind.SHORT, accept=unique(accept))


def take_short(text: str, weight: float, accept: list[str], note: Note) -> None:
    """Add one accepted answer; a partly right one or a pattern cannot be kept."""
    literal = text.replace("\\*", "\x00")
    if text == "*" and weight < 100:
        return  # a reply to anything else, not an answer
    if weight < 100:
        note("partial_credit_lost", weight=f"{weight:g}")
    elif "*" in literal:
        note("wildcard", text=text)
    else:
        accept.append(literal.replace("\x00", "*"))


def _number(inside: str, plain: Read, note: Note) -> Answers:
    inside = inside.partition("~")[0].strip()  # after a tilde: a reply to wrong answers
    accept: list[str] = []
    feedback = False
    for piece in _pieces(inside if inside.startswith("=") else f"={inside}", "="):
        weight, rest = _weight(piece, note, plain)
        text, _, why = rest.partition("#")
        feedback = feedback or bool(why.strip())
        take_number(one_line(plain(text)), 100.0 if weight is None else weight, accept, note)
    if feedback:
        note("answer_feedback_lost")
    if not accept:
        raise Unfit("no_key")
    return Answers(Kind.SHORT, accept=unique(accept))


def take_number(text: str, weight: float, accept: list[str], note: Note) -> None:
    """Add one accepted number, `value`, `value:tolerance` or `low..high`; Unfit for a range."""
    if weight < 100:
        note("partial_credit_lost", weight=f"{weight:g}")
        return
    if ".." in text:
        low, _, high = text.partition("..")
        if low.strip() != high.strip():
            raise Unfit("number_range", value=text)
        text = low.strip()
    value, _, tolerance = text.partition(":")
    value, tolerance = value.strip(), tolerance.strip()
    if not _NUMBER.fullmatch(value) or (tolerance and not _NUMBER.fullmatch(tolerance)):
        raise Unfit("number_range", value=text)
    if tolerance and float(tolerance) != 0:
        note("tolerance_lost", tolerance=tolerance, value=value)
    accept.append(value)

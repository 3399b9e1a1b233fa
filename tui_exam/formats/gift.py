"""Reading GIFT, the text format for questions of Moodle (docs.moodle.org, «GIFT format»).

A question is a run of lines without an empty one; lines that begin with // are comments; `::`
frames a title; the answers stand in braces; a backslash takes the meaning from `: # = { } ~` and
from itself, and `\\n` is a line break. What is said twice by the documentation is settled as
Moodle's own importer does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .gathering import Full, Gathering, Unfit, clean_file, one_line, squeezed
from .gift_answers import Answers, read_answers
from .markup import Shown, shown_as
from .meta import with_general, with_tags
from .model import ImportedItem

# Escaped characters stand as controls while the marks are looked for; cleaning has removed all
# controls of the file itself before.
_ESCAPED = {"\\": "\x01", ":": "\x02", "#": "\x03", "=": "\x04", "{": "\x05", "}": "\x06"}
_ESCAPED |= {"~": "\x07", "n": "\x08"}
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_BACK = str.maketrans({mark: char for char, mark in _ESCAPED.items()} | {"\x08": "\n"})
_FORM = re.compile(r"\[(plain|html|markdown|moodle)\]")
_CATEGORY = "$CATEGORY:"
_ID = re.compile(r"(?<!\\)\[id:((?:\\\]|[^\]\\\n]|\\(?!\]))+)\]")
_TAG = re.compile(r"(?<!\\)\[tag:((?:\\\]|[^\]\\\n]|\\(?!\]))+)\]")


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines between two empty ones, comments apart."""

    line: int
    text: str
    id: str
    tags: tuple[str, ...]


def read_gift(text: str, gathering: Gathering) -> None:
    """Read the text of a GIFT file into the gathering."""
    topic = ""
    cut: _Block | None = None  # a block whose brace is still open
    try:
        for block in _blocks(clean_file(text.replace("\t", " "))):
            if cut is not None:
                # Opened in one block and closed in another: one question with an empty line in it.
                closes = "}" in block.text.partition("{")[0]
                gathering.skip(
                    "blank_line_inside" if closes else "unclosed_brace", cut.line, _name(cut)
                )
                cut = None
                if closes:
                    continue
            if block.text.startswith(_CATEGORY):
                topic, rest = _category(block, gathering)
                if rest is None:
                    continue
                block = rest
            if "{" in block.text and "}" not in block.text:
                cut = block
                continue
            try:
                _question(block, topic, gathering)
            except Unfit as error:
                gathering.skip(error.code, block.line, _name(block), **error.values)
        if cut is not None:
            gathering.skip("unclosed_brace", cut.line, _name(cut))
    except Full:
        gathering.note("too_many_items", block.line, limit=gathering.bounds.items)


def _blocks(text: str) -> Iterator[_Block]:
    """The blocks of a file with their escapes hidden; blocks of comments only are left out."""
    kept: list[str] = []
    marks: list[str] = []
    begin = 0
    for number, line in enumerate((text + "\n").split("\n"), 1):
        stripped = line.strip()
        if stripped.startswith("//"):
            marks.append(stripped)
            continue
        if stripped:
            begin = begin or number
            kept.append(line)
        else:
            if kept:
                yield _block(kept, marks, begin)
            kept, marks, begin = [], [], 0


def _block(kept: list[str], marks: list[str], begin: int) -> _Block:
    text = "\n".join(kept).strip()
    hidden = _ESCAPE.sub(lambda match: _ESCAPED[match[1]], text)
    said = "\n".join(marks)
    ids = _ID.findall(said)
    tags = tuple(one_line(tag.replace("\\]", "]")) for tag in _TAG.findall(said))
    return _Block(begin, hidden, one_line(ids[-1].replace("\\]", "]")) if ids else "", tags)


def _name(block: _Block) -> str:
    """How a block is pointed at when no item comes of it: its first words."""
    return one_line(_plain(block.text[:200]))


def _category(block: _Block, gathering: Gathering) -> tuple[str, _Block | None]:
    first, _, rest = block.text.partition("\n")
    topic = one_line(_plain(first.removeprefix(_CATEGORY)))
    if not rest.strip():
        return topic, None
    gathering.note("category_not_alone", block.line, first)
    return topic, _Block(block.line + 1, rest.strip(), block.id, block.tags)


def _question(block: _Block, topic: str, gathering: Gathering) -> None:
    title, text = _title(block.text)
    if "{" not in text and "}" not in text:
        raise Unfit("unsupported_kind", kind="mô tả")
    before, _, rest = text.partition("{")
    inside, closed, after = rest.partition("}")
    if "}" in before or not closed:
        raise Unfit("unclosed_brace")
    if "{" in inside or "}" in after or "{" in after:
        raise Unfit("two_answer_blocks" if "{" in after else "unclosed_brace")
    # Words after the braces: the answer belongs into the gap.
    stem_text = f"{before}_____{after}" if after.strip() else before
    inside, general_text = _general(inside.strip())
    if len(text) > gathering.bounds.text * 4:
        raise Unfit("too_long", limit=gathering.bounds.text * 4)
    pictures: list[str] = []
    form, stem = _read(stem_text, "moodle", pictures)
    name = title or one_line(stem)

    def note(code: str, **values: object) -> None:
        gathering.note(code, block.line, name, **values)

    def read(piece: str, line: bool = True) -> str:
        shown = _read(piece, form, pictures)[1]
        return " ".join(shown.split()) if line else shown

    answers = read_answers(inside, read, _plain, note)
    general = read(general_text, line=False)
    for picture in dict.fromkeys(pictures):
        note("image_not_shown", name=picture)
    item = _item(block, answers, stem=stem, title=title, topic=topic)
    gathering.keep(with_general(with_tags(item, block.tags), general))


def _item(block: _Block, answers: Answers, *, stem: str, title: str, topic: str) -> ImportedItem:
    return ImportedItem(
        kind=answers.kind,
        stem=stem,
        options=answers.options,
        line=block.line,
        id=block.id,
        title=title,
        topic=topic,
        part_marks=answers.part_marks,
        accept=answers.accept,
    )


def _title(text: str) -> tuple[str, str]:
    if not text.startswith("::"):
        return "", text
    title, found, rest = text[2:].partition("::")
    return (one_line(_plain(title)), rest.strip()) if found else ("", text[2:])


def _general(inside: str) -> tuple[str, str]:
    answers, found, general = inside.rpartition("####")
    return (answers.strip(), general) if found else (inside, "")


def _read(piece: str, form: str, pictures: list[str]) -> tuple[str, str]:
    """The form of a text and the text as it is shown."""
    piece = piece.strip()
    if match := _FORM.match(piece):
        form, piece = match[1], piece[match.end() :]
    piece = _plain(piece)
    if "<" not in piece and "&" not in piece and form != "markdown":
        return form, squeezed(piece)  # clean since the file was
    shown: Shown = shown_as(piece, form)
    pictures += shown.pictures
    return form, shown.text


def _plain(text: str) -> str:
    """The characters that were escaped, as themselves."""
    return text if text.isprintable() else text.translate(_BACK)

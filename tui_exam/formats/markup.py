"""HTML and Markdown of stems and reasons as plain text, with their structure kept.

Paragraphs and table rows become lines, list items get a dash or a number, cells a bar, raised
and lowered digits their own characters. Pictures cannot be shown; their names are handed back.
A scanner of our own reads the tags: it never looks at a character twice, however broken they are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .gathering import lines

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:_-]*+)([^<>]*+)>|<[!?][^<>]*+>")
_ATTRIBUTE = re.compile(
    r"(?<![\w:-])([a-zA-Z][\w:-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
)
_BLOCK_TAGS = (
    "p div tr ul ol dl dt dd table caption thead tbody tfoot section article blockquote pre "
    "h1 h2 h3 h4 h5 h6 figure figcaption center hr form"
)
_INLINE_TAGS = (
    "a abbr acronym address b bdi bdo big body br button cite code col colgroup data del dfn em "
    "font html i input ins kbd label li main mark math nav ol q rp rt ruby s samp small span "
    "strike strong sub sup td th time tt u ul var wbr"
)
_HIDDEN = frozenset({"script", "style", "head", "title", "template", "svg"})
_PICTURES = frozenset({"img", "image", "object", "embed", "video", "audio", "iframe", "canvas"})
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_KNOWN = _BLOCKS | frozenset(_INLINE_TAGS.split()) | _HIDDEN | _PICTURES
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# Stand in the text while it is built; the text itself cannot have them.
_CELL, _EDGE = "\x01", "\x02"
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Shown:
    """Text as it can be shown, and the pictures that cannot."""

    text: str
    pictures: tuple[str, ...] = ()


@dataclass(slots=True)
class TextWriter:
    """Builds plain text from the beginnings, ends and pieces of a marked-up one.

    Attributes:
        breaks: Whether a line break in the text counts, as in Moodle's own format; in HTML it
            is a space.
    """

    breaks: bool = False
    _out: list[str] = field(default_factory=list)
    _lists: list[int] = field(default_factory=list)  # next number, or -1 for dashes
    _pictures: list[str] = field(default_factory=list)
    _hidden: str = ""
    _shift: str = ""
    _links: list[tuple[str, int]] = field(default_factory=list)
    _kept: int = 0  # open <pre>

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag opens (or stands alone)."""
        if self._hidden:
            return
        if tag in _HIDDEN:
            self._hidden = tag
        elif tag in _PICTURES:
            self._picture(attributes)
        elif tag == "br":
            self._out.append("\n")
        elif tag in ("ol", "ul"):
            self._lists.append(1 if tag == "ol" else -1)
            self._out.append(_EDGE)
        elif tag == "li":
            self._item()
        elif tag in ("td", "th"):
            self._out.append(_CELL)
        elif tag in ("sup", "sub"):
            self._shift = tag
        elif tag == "a":
            self._links.append((attributes.get("href", ""), len(self._out)))
        elif tag in _BLOCKS:
            self._out.append(_EDGE)
            self._kept += tag == "pre"

    def end(self, tag: str) -> None:
        """A tag closes."""
        if self._hidden:
            self._hidden = "" if tag == self._hidden else self._hidden
        elif tag in ("ol", "ul"):
            if self._lists:
                self._lists.pop()
            self._out.append(_EDGE)
        elif tag in ("sup", "sub"):
            self._shift = ""
        elif tag == "a":
            self._link()
        elif tag in _BLOCKS or tag == "li":
            self._out.append(_EDGE)
            self._kept = max(0, self._kept - (tag == "pre"))

    def text(self, piece: str) -> None:
        """Characters between tags, entities already resolved."""
        if self._hidden or not piece:
            return
        piece = piece.replace(_CELL, "").replace(_EDGE, "")
        if not self.breaks and not self._kept:
            piece = _SPACES.sub(" ", piece)
        if self._shift:
            piece = _shifted(piece, self._shift)
        self._out.append(piece)

    def shown(self) -> Shown:
        """All of it, clean."""
        return Shown(lines(_barred(_on_lines("".join(self._out)))), tuple(self._pictures))

    def _picture(self, attributes: Mapping[str, str]) -> None:
        source = attributes.get("src") or attributes.get("data") or attributes.get("href") or ""
        name = attributes.get("alt") or source.rsplit("/", 1)[-1] or "không tên"
        self._pictures.append(name[:100])
        self._out.append(f" [hình: {name[:100]}] ")

    def _item(self) -> None:
        number = self._lists[-1] if self._lists else -1
        indent = "  " * (len(self._lists) - 1)
        if number > 0:
            self._lists[-1] += 1
        self._out.append(f"{_EDGE}{indent}{number}. " if number > 0 else f"{_EDGE}{indent}- ")

    def _link(self) -> None:
        if self._links:
            target, begin = self._links.pop()
            said = "".join(self._out[begin:]).strip()
            if target.startswith(("http://", "https://")) and target != said:
                self._out.append(f" ({target})")


def _on_lines(text: str) -> str:
    """Edges of blocks as line ends, one between two blocks however many edges meet there."""
    out: list[str] = []
    begun = False  # whether the line has something on it
    for part in text.split(_EDGE):
        if part.strip(" "):
            out += ["\n", part] if begun else [part]
            begun = not part.rstrip(" ").endswith("\n")
    return "".join(out)


def _barred(text: str) -> str:
    """Cell marks as bars between cells, none before the first."""
    if _CELL not in text:
        return text
    rows = []
    for line in text.split("\n"):
        cells = [cell.strip() for cell in line.split(_CELL)]
        rows.append(" | ".join(cells[1:] if not cells[0] else cells))
    return "\n".join(rows)


def _shifted(piece: str, shift: str) -> str:
    table, sign = (_RAISED, "^") if shift == "sup" else (_LOWERED, "_")
    moved = piece.strip().translate(table)
    if all(ord(before) in table for before in piece.strip()):
        return moved
    return f"{sign}({piece.strip()})" if len(piece.strip()) > 1 else f"{sign}{piece.strip()}"


def html_text(text: str, *, breaks: bool = False) -> Shown:
    """HTML as plain text; a text without tags and entities comes back as it is, clean."""
    if "<" not in text and "&" not in text and (breaks or "\n" not in text):
        return Shown(lines(text))
    writer = TextWriter(breaks=breaks)
    at = 0
    text = _without_comments(text)
    for match in _TAG.finditer(text):
        name = (match[2] or "").lower().rsplit(":", 1)[-1]
        if name and name not in _KNOWN:
            continue  # «nếu a<b thì…»: not a tag, though it looks like one
        writer.text(html.unescape(text[at : match.start()]))
        at = match.end()
        if name:
            if match[1]:
                writer.end(name)
            else:
                writer.start(name, dict(_attributes(match[3])))
    writer.text(html.unescape(text[at:]))
    return writer.shown()


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        yield name.lower(), html.unescape(double or single or bare)


def _without_comments(text: str) -> str:
    out: list[str] = []
    at = 0
    while (begin := text.find("<!--", at)) >= 0:
        end = text.find("-->", begin + 4)
        if end < 0:
            break
        out.append(text[at:begin])
        at = end + 3
    return "".join((*out, text[at:])) if out or at else text


_MD_PICTURE = re.compile(r"!\[([^\[\]\n]{0,200})\]\(([^()\s]{0,500})[^()\n]{0,100}\)")
_MD_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((https?://[^()\s]{1,500})\)")
_MD_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,500})\1")
_MD_STRESS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*(?![\w*])")
_MD_CODE = re.compile(r"`([^`\n]{1,500})`")
_MD_HEADING = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)


def markdown_text(text: str) -> Shown:
    """Markdown as plain text: its marks of stress, headings and links go, lists stay."""
    pictures = tuple(name or target for name, target in _MD_PICTURE.findall(text))
    text = _MD_PICTURE.sub(r"[hình: \1]", text)
    text = _MD_LINK.sub(r"\1 (\2)", text)
    text = _MD_HEADING.sub("", text)
    for pattern, kept in ((_MD_STRONG, r"\2"), (_MD_STRESS, r"\1"), (_MD_CODE, r"\1")):
        text = pattern.sub(kept, text)
    inner = html_text(text, breaks=True)
    return Shown(inner.text, pictures + inner.pictures)


def shown_as(text: str, form: str) -> Shown:
    """Text in one of the forms question files name: plain, html, markdown, or Moodle's own."""
    if form in ("plain", "plain_text"):
        return Shown(lines(text))
    if form in ("markdown", "wiki_like"):
        return markdown_text(text)
    return html_text(text, breaks=form not in ("html", "xhtml", "text/html"))

"""XML from strangers as a small tree that knows its lines, read within bounds.

Entities, external references and an internal DTD subset are refused (defusedxml); nesting and the
number of elements are counted while reading, so a hostile file is given up early. Names are
given without their namespace, since question files of every age use different ones.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.parsers import expat
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import Locator

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from .bounds import Bounds
from .gathering import Refused

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Node:
    """An element: local name, attributes by local name, line, texts and elements in order."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list[Node | str] = field(default_factory=list)

    def elements(self, *names: str) -> Iterator[Node]:
        """The elements directly inside, of these names, or all."""
        for child in self.children:
            if isinstance(child, Node) and (not names or child.name in names):
                yield child

    def first(self, *path: str) -> Node | None:
        """The first element at the end of a path of names."""
        here: Node | None = self
        for name in path:
            here = next(here.elements(name), None) if here else None
        return here

    def all(self, *names: str) -> Iterator[Node]:
        """Every element of these names below this one, in the order of the file."""
        waiting = list(reversed(list(self.elements())))
        while waiting:
            node = waiting.pop()
            if node.name in names:
                yield node
            waiting.extend(reversed(list(node.elements())))

    def text(self) -> str:
        """All text inside, as it stands."""
        out: list[str] = []
        waiting: list[Node | str] = [self]
        while waiting:
            child = waiting.pop()
            if isinstance(child, str):
                out.append(child)
            else:
                waiting.extend(reversed(child.children))
        return "".join(out)

    def word(self, *path: str) -> str:
        """The text at the end of a path, without space around it; empty when not there."""
        found = self.first(*path)
        return found.text().strip() if found else ""

    def get(self, name: str, default: str = "") -> str:
        """An attribute."""
        return self.attributes.get(name, default)


class _TooMuch(Exception):
    """More elements or deeper nesting than the bounds allow."""


class _Builder(ContentHandler):
    """Builds the tree while the parser reads."""

    def __init__(self, bounds: Bounds) -> None:
        super().__init__()
        self.root: Node | None = None
        self._bounds = bounds
        self._open: list[Node] = []
        self._count = 0
        self._locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:
        """Keep the parser's place at hand."""
        self._locator = locator

    def startElement(self, name: str, attrs: Any) -> None:
        """An element begins."""
        self._count += 1
        if self._count > self._bounds.nodes or len(self._open) >= self._bounds.depth:
            raise _TooMuch
        line = (self._locator.getLineNumber() if self._locator else 0) or 0
        attributes = {local(key): value for key, value in attrs.items()}
        node = Node(local(name), attributes, line)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def endElement(self, name: str) -> None:
        """An element ends."""
        self._open.pop()

    def characters(self, content: str) -> None:
        """Text, perhaps one piece of several."""
        if self._open:
            self._open[-1].children.append(content)

    def skippedEntity(self, name: str) -> None:
        """A character by a name of HTML, which only the DTD that is not read could explain."""
        self.characters(html.unescape(f"&{name};"))


class _Parser(DefusedExpatParser):  # type: ignore[misc]
    """Defused, and without an internal DTD subset: default attributes could grow a file too."""

    def reset(self) -> None:
        """Set the handlers of a new document."""
        super().reset()
        # The DTD of QTI 1.2 is named in old files; it is never fetched.
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._parser.StartDoctypeDeclHandler = self._doctype

    def _doctype(self, name: str, sysid: str, pubid: str, internal: int) -> None:
        if internal:
            self.defused_start_doctype_decl(name, sysid, pubid, internal)


def local(name: str) -> str:
    """A name without its namespace prefix."""
    return name.rpartition(":")[2]


def parse_xml(data: bytes, bounds: Bounds) -> Node:
    """Read XML; Refused when it is hostile, torn or too much."""
    builder = _Builder(bounds)
    parser = _Parser(forbid_dtd=False, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(builder)
    try:
        parser.parse(BytesIO(data))
    except DefusedXmlException:
        raise Refused("forbidden_xml") from None
    except _TooMuch:
        raise Refused("too_complex") from None
    except SAXParseException as error:
        line = error.getLineNumber() or 0
        raise Refused("bad_xml", line=line, why=error.getMessage()) from None
    except (SAXException, ValueError, LookupError, UnicodeError) as error:
        raise Refused("bad_xml", why=str(error) or type(error).__name__) from None
    if builder.root is None:
        raise Refused("bad_xml", why="không có nội dung")
    return builder.root


def writable(text: str) -> str:
    """Text without the characters that no XML document may have."""
    return _UNWRITABLE.sub("", text)


def escaped(text: str) -> str:
    """Text for XML content and attributes in double quotes; what XML cannot hold is dropped."""
    text = writable(text)
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(char, entity)
    # A carriage return or a tab in an attribute would come back as a space.
    return text.replace("\r", "&#13;")

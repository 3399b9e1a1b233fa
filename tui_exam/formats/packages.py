"""QTI packages: zip files with a manifest and one or more XML files, read without unpacking.

Nothing is ever written to disk, so names that point outside do no harm; what counts is that a
small file can unfold into a huge one. Each part is unpacked in pieces and given up at its bound.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from .bounds import Bounds
from .gathering import Gathering, Refused, one_line
from .xml_tree import Node, parse_xml

_PIECE = 1 << 16
# What zipfile raises for broken bytes: damaged, cut, encrypted, or packed in an unknown way.
_TORN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError),
)


def open_package(data: bytes, bounds: Bounds) -> zipfile.ZipFile:
    """A zip file whose table of contents is within bounds; Refused otherwise.

    Python's zipfile never unpacks more of a part than the table says, and fails on its checksum
    when the table lied.
    """
    try:
        package = zipfile.ZipFile(BytesIO(data))
    except _TORN as error:
        raise Refused("bad_package", why=one_line(str(error))) from None
    infos = package.infolist()
    total = sum(info.file_size for info in infos)
    if len(infos) > bounds.parts or total > bounds.unpacked_bytes:
        raise Refused("package_too_large", limit=bounds.unpacked_bytes)
    return package


def read_part(package: zipfile.ZipFile, name: str, bounds: Bounds) -> bytes:
    """One file of a package; Refused when it is torn or unfolds beyond its bound."""
    pieces: list[bytes] = []
    size = 0
    try:
        with package.open(name) as part:
            while piece := part.read(_PIECE):
                size += len(piece)
                if size > bounds.part_bytes:
                    raise Refused("package_too_large", limit=bounds.part_bytes)
                pieces.append(piece)
    except KeyError:
        raise Refused("part_missing", name=name) from None
    except _TORN as error:
        raise Refused("bad_package", why=one_line(str(error))) from None
    return b"".join(pieces)


def measure(data: bytes, bounds: Bounds) -> None:
    """Unfold a whole package without keeping it; Refused when it is torn or too large.

    For files that a library other than zipfile will open.
    """
    package = open_package(data, bounds)
    total = 0
    for info in package.infolist():
        try:
            with package.open(info) as part:
                while piece := part.read(_PIECE):
                    total += len(piece)
                    if total > bounds.unpacked_bytes:
                        raise Refused("package_too_large", limit=bounds.unpacked_bytes)
        except _TORN as error:
            raise Refused("bad_package", why=one_line(str(error))) from None


def is_workbook(package: zipfile.ZipFile) -> bool:
    """Whether a zip file is a spreadsheet under another name."""
    names = set(package.namelist())
    return "xl/workbook.xml" in names or "content.xml" in names


def documents(
    package: zipfile.ZipFile, gathering: Gathering
) -> Iterator[tuple[str, Node, tuple[str, ...]]]:
    """Each XML document of a package with its name and the keywords the manifest gives it.

    The order is the manifest's; documents it does not name come after. Parts that cannot be
    read are reported, and the rest goes on.
    """
    names = package.namelist()
    manifest = next((name for name in names if name.lower().endswith("imsmanifest.xml")), "")
    listed: dict[str, tuple[str, ...]] = {}
    if manifest:
        base = manifest.rpartition("/")[0]
        root = parse_xml(read_part(package, manifest, gathering.bounds), gathering.bounds)
        listed = _listed(root, f"{base}/" if base else "")
    wanted = dict(listed)
    for name in names:
        if name.lower().endswith((".xml", ".qti")) and name != manifest:
            wanted.setdefault(name, ())
    for name, keywords in wanted.items():
        gathering.part = one_line(name)
        try:
            raw = read_part(package, name, gathering.bounds)
            yield name, parse_xml(raw, gathering.bounds), keywords
        except Refused as error:
            gathering.refuse(error)
        finally:
            gathering.part = ""


def _listed(manifest: Node, base: str) -> dict[str, tuple[str, ...]]:
    """The question files a manifest lists, with the keywords of their metadata (LOM)."""
    found: dict[str, tuple[str, ...]] = {}
    for resource in manifest.all("resource"):
        files = [resource.get("href")] + [file.get("href") for file in resource.elements("file")]
        keywords = tuple(
            one_line(text.text())
            for keyword in resource.all("keyword")
            for text in keyword.all("string", "langstring")
        )
        for href in files:
            if href.lower().endswith((".xml", ".qti")) and "imsqti" in resource.get("type"):
                found.setdefault(base + href, keywords)
    return found

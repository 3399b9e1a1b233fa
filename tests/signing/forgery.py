"""Ways to lie with a signed PDF, each built for real from real files."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from mock_office.signing import cms, form
from mock_office.signing.objects import pdf, picture, put, stream
from mock_office.signing.pki import OpenToken

Change = Callable[[Any], None]


def update(data: bytes, change: Change) -> bytes:
    """The file with one more update behind it, made by a change to a writer."""
    writer: Any = IncrementalPdfFileWriter(BytesIO(data), strict=False)
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def draw_on_page(writer: Any) -> None:
    """New words on page one, the plainest forgery."""
    page, _ = writer.find_page_for_modification(0)
    words = stream(b"BT /F1 30 Tf 100 500 Td (FORGED) Tj ET")
    old = page.get_object().raw_get("/Contents")
    put(page.get_object(), "/Contents", [old, writer.add_object(words)])
    writer.update_container(page.get_object())


def add_annotation(writer: Any) -> None:
    """A note stuck over the text."""
    page, _ = writer.find_page_for_modification(0)
    note = {"/Type": "/Annot", "/Subtype": "/Square", "/Rect": [50, 50, 400, 700], "/IC": [1, 1, 1]}
    writer.register_annotation(page, writer.add_object(pdf(note)))


def set_field(name: str, key: str, value: Any) -> Change:
    """Another entry in a field's dictionary; None takes it out."""

    def change(writer: Any) -> None:
        reference = form.find(writer, name)
        field = reference.get_object()
        if value is None:
            del field[key]
        else:
            put(field, key, value(writer) if callable(value) else value)
        writer.mark_update(reference)

    return change


def new_picture(name: str, *, in_place: bool) -> Change:
    """Another picture for a field: by a new stream, or written over the old one."""

    def change(writer: Any) -> None:
        reference = form.find(writer, name)
        field = reference.get_object()
        shown = picture(100, 50, "1 0 0 rg 0 0 100 50 re f", None)
        if in_place:
            old = field["/AP"].raw_get("/N")
            writer.objects[(old.reference.generation, old.reference.idnum)] = shown
        else:
            put(field, "/AP", {"/N": writer.add_object(shown)})
            writer.mark_update(reference)

    return change


def share_signature(of: str, to: str) -> Change:
    """A second field that shows the first one's signature as its own."""

    def change(writer: Any) -> None:
        value = form.find(writer, of).get_object().raw_get("/V")
        put(form.find(writer, to).get_object(), "/V", value)
        writer.mark_update(form.find(writer, to))

    return change


def holes(data: bytes) -> list[tuple[int, int]]:
    """The holes of all signatures, in the order of the file."""
    ranges = re.findall(rb"/ByteRange ?\[(\d+) (\d+) (\d+) (\d+)\]", data)
    return [(int(start), int(after)) for _, start, after, _ in ranges]


def signed_offsets(data: bytes) -> list[tuple[int, int]]:
    """Stretches of the file that the last signature covers."""
    start, after = holes(data)[-1]
    return [(0, start), (after, len(data))]


def replaced(data: bytes, old: bytes, new: bytes, *, last: bool = True) -> bytes:
    """One place of the file overwritten, its length kept."""
    at = data.rindex(old) if last else data.index(old)
    padded = new.ljust(len(old))
    assert len(padded) == len(old)
    return data[:at] + padded + data[at + len(old) :]


def sign_oddly(
    data: bytes,
    token: OpenToken,
    field: str,
    *,
    change: Change | None = None,
    subfilter: str | None = None,
    container: Callable[[bytes], bytes] | None = None,
    stamp: Any = None,
    certificate: bytes | None = None,
    key: Any = None,
) -> bytes:
    """A signature with something wrong about it, but a right digest.

    Args:
        change: Made in the same update as the signature.
        container: Makes the signature container from the document's digest.
    """
    writer: Any = IncrementalPdfFileWriter(BytesIO(data))
    if change is not None:
        change(writer)
    steps: Any = PdfCMSEmbedder().write_cms(field, writer, existing_fields_only=True)
    next(steps)
    placeholder = SignatureObject(subfilter=SigSeedSubFilter.PADES, bytes_reserved=16384)
    if subfilter is not None:
        put(placeholder, "/SubFilter", subfilter)
    steps.send(SigObjSetup(sig_placeholder=placeholder))
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256"))
    if container is not None:
        made = container(prepared.document_digest)
    else:
        made = cms.sign(
            prepared.document_digest,
            certificate=certificate or token.certificate,
            key=key or token.key,
            chain=token.chain,
            stamp=stamp,
        )
    steps.send(made)
    result: bytes = output.getvalue()
    return result


def hidden_in_the_hole(data: bytes, token: OpenToken, room: int = 9000) -> bytes:
    """A page forged inside the hole of a signature that covers "everything".

    /Contents is a literal string, half as long as the hole that was kept for it as hex;
    behind it lie, unsigned, another first page and the cross-reference table the end of
    the file points to. By lengths alone the signature covers the whole file.
    """
    reader: Any = PdfFileReader(BytesIO(data))
    field = form.find(reader, form.LEADER)
    page = reader.root["/Pages"]["/Kids"].raw_get(0).reference
    size = int(reader.trailer["/Size"])
    root = reader.root_ref.idnum
    values = {
        key: item for key, item in field.get_object().items() if key not in ("/V", "/AP", "/P")
    }
    pieces = BytesIO()
    pdf(values).write_to_stream(pieces)
    start = data + b"\n"
    field_at = len(start)
    start += b"%d 0 obj\n" % field.idnum + pieces.getvalue()[:-2].rstrip()
    start += b" /P %d 0 R /V %d 0 R >>\nendobj\n" % (page.idnum, size)
    signature_at = len(start)
    start += b"%d 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite " % size
    start += b"/SubFilter /ETSI.CAdES.detached /ByteRange [0 %010d %010d %010d] /Contents "
    hole = 2 * room + 2
    tail = b" >>\nendobj\nstartxref\n%010d\n%%%%EOF\n"
    literal_at = len(start) - len(b"%010d") * 3 + 10 * 3
    ranges = (literal_at, literal_at + hole, len(tail % 0))
    filled = start.replace(b"%010d %010d %010d", b"%010d %010d %010d" % ranges)

    def forged(literal: bytes) -> tuple[bytes, int]:
        text = b"BT /F1 30 Tf 100 500 Td [] TJ ET"
        inside = literal + b" /Z ("
        page_at = literal_at + len(inside)
        inside += b"%d 0 obj\n<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] " % (
            page.idnum,
            reader.root.raw_get("/Pages").idnum,
        )
        inside += b"/Contents %d 0 R >>\nendobj\n" % (size + 1)
        text_at = literal_at + len(inside)
        inside += b"%d 0 obj\n<< /Length %d >>\nstream\n" % (size + 1, len(text))
        inside += text + b"\nendstream\nendobj\n"
        table_at = literal_at + len(inside)
        table = b"xref\n"
        for number, offset in (
            (page.idnum, page_at),
            (field.idnum, field_at),
            (size, signature_at),
            (size + 1, text_at),
        ):
            table += b"%d 1\n%010d 00000 n \n" % (number, offset)
        previous = reader.last_startxref
        table += b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (size + 2, root, previous)
        inside += table
        return inside.ljust(hole - 1) + b")", table_at

    def literal(contents: bytes) -> bytes:
        escaped = contents.ljust(room, b"\0")
        for plain in (b"\\", b"(", b")", b"\r"):
            escaped = escaped.replace(plain, {b"\r": b"\\r"}.get(plain, b"\\" + plain))
        return b"(" + escaped + b")"

    # The table must lie at the same place whatever the container: leave room for escapes.
    pad = len(literal(b"")) + 600
    _, table_at = forged(literal(b"").ljust(pad))
    end = tail % table_at
    digest = sha256(filled + end).digest()
    container = cms.sign(digest, certificate=token.certificate, key=token.key, chain=token.chain)
    inside, _ = forged(literal(container).ljust(pad))
    assert len(inside) == hole
    return filled + inside + end


def bomb_in_cross_references(size: int) -> bytes:
    """A file whose cross-reference stream unpacks to `size` bytes."""
    packed = zlib.compress(b"\0" * size, 9)
    body = b"%PDF-1.7\n"
    at = len(body)
    body += b"1 0 obj\n<< /Type /XRef /W [1 2 1] /Size %d /Root 2 0 R " % (size // 4)
    body += b"/Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    return body + packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at


def plain_file(objects: list[bytes], *, trailer: bytes = b"", start: int | None = None) -> bytes:
    """A file of numbered objects with an honest table."""
    pieces = [b"%PDF-1.7\n"]
    size = len(pieces[0])
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(size)
        pieces.append(b"%d 0 obj\n" % number + content + b"\nendobj\n")
        size += len(pieces[-1])
    pieces.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    pieces += [b"%010d 00000 n \n" % offset for offset in offsets]
    pieces.append(b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer))
    pieces.append(b"startxref\n%d\n%%%%EOF\n" % (size if start is None else start))
    return b"".join(pieces)


def nested_streams(count: int, filling: int) -> bytes:
    """A file with streams one within the other: each holds all that follow, and the filling."""
    inner = b" " * filling
    offsets: list[int] = []
    for number in range(count + 2, 2, -1):
        head = b"%d 0 obj\n<< /Length %d >>\nstream\n" % (number, len(inner))
        offsets = [0, *(at + len(head) for at in offsets)]
        inner = head + inner + b"\nendstream\nendobj\n"
    fields = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    first = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [%b] >> >>\nendobj\n"
    data = b"%PDF-1.7\n" + first % fields
    places = [len(b"%PDF-1.7\n"), len(data)]
    data += b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    places += [len(data) + at for at in offsets]
    data += inner
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    return data + head + table + end % (len(places) + 1, len(data))


def packed_objects(revisions: int, content: bytes) -> bytes:
    """A file whose objects lie in compressed streams, written anew in every revision."""
    body = b"%PDF-1.7\n"
    previous = b""
    catalog = b"<< /Type /Catalog /Pages 2 0 R /AcroForm 3 0 R >> "
    pages = b"<< /Type /Pages /Kids [] /Count 0 >> "
    inside = b"1 0 2 %d 3 %d " % (len(catalog), len(catalog) + len(pages))
    packed = zlib.compress(inside + catalog + pages + content, 9)
    for number in range(10, 10 + 2 * revisions, 2):
        stream_at = len(body)
        body += b"%d 0 obj\n<< /Type /ObjStm /N 3 /First %d " % (number, len(inside))
        body += b"/Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed
        body += b"\nendstream\nendobj\n"
        table_at = len(body)
        rows = b"".join(b"\x02" + number.to_bytes(4) + bytes([n]) for n in range(3))
        rows += b"".join(b"\x01" + at.to_bytes(4) + b"\0" for at in (stream_at, table_at))
        body += b"%d 0 obj\n<< /Type /XRef /W [1 4 1] /Size %d " % (number + 1, number + 2)
        body += b"/Index [1 3 %d 2] /Root 1 0 R " % number + previous
        body += b"/Length %d >>\nstream\n" % len(rows) + rows
        body += b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % table_at
        previous = b"/Prev %d " % table_at
    return body


def packed_updates(data: bytes, token: OpenToken, revisions: int, numbers: int) -> bytes:
    """A signed file with updates that each unpack to a great many numbers."""
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    copy: Any = copy_into_new_writer(
        PdfFileReader(BytesIO(data)), writer_kwargs={"stream_xrefs": True}
    )
    put(copy.root, "/X", copy.add_object(pdf([1])))
    out = BytesIO()
    copy.write(out)
    signed = sign_oddly(out.getvalue(), token, form.LEADER)
    for _ in range(revisions):
        writer: Any = IncrementalPdfFileWriter(BytesIO(signed))
        reference = writer.root.raw_get("/X").reference
        shelf = writer.prepare_object_stream()
        shelf.add_object(reference.idnum, pdf([1] * numbers))
        writer.update_root()
        out = BytesIO()
        writer.write(out)
        signed = out.getvalue()
    return signed

"""Lies about signatures: every one is built for real, and none is believed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from mock_office.signing import cms, form
from mock_office.signing.pki import OpenToken, build
from mock_office.signing.sign import seal_only
from mock_office.signing.verdict import Outcome
from tests.signing import forgery
from tests.signing.conftest import LATER, SPECS, Office
from tests.signing.samples import AGENCY, NOW

LEADER_ONLY = ("leader",)
BAD = (Outcome.INVALID, Outcome.UNREADABLE)

EDITS: dict[str, forgery.Change] = {
    "words on a page": forgery.draw_on_page,
    "a note over the text": forgery.add_annotation,
    "another number": forgery.set_field(form.NUMBER, "/V", "99"),
    "the number's picture": forgery.new_picture(form.NUMBER, in_place=False),
    "the number's picture in place": forgery.new_picture(form.NUMBER, in_place=True),
    "the seal's picture": forgery.new_picture(form.AGENCY, in_place=False),
    "the seal's picture in place": forgery.new_picture(form.AGENCY, in_place=True),
    "the leader's picture": forgery.new_picture(form.LEADER, in_place=False),
    "the leader's picture in place": forgery.new_picture(form.LEADER, in_place=True),
    "the seal moved": forgery.set_field(form.AGENCY, "/Rect", [10.0, 10.0, 90.0, 90.0]),
    "the leader's signature moved": forgery.set_field(form.LEADER, "/Rect", [9.0, 9.0, 90.0, 90.0]),
    "the seal's lock taken off": forgery.set_field(form.AGENCY, "/Lock", None),
    "the seal taken out": forgery.set_field(form.AGENCY, "/V", None),
    "the leader's signature taken out": forgery.set_field(form.LEADER, "/V", None),
    "a field renamed": forgery.set_field(form.LEADER, "/T", "Khac"),
    "the leader's signature shown as the seal": forgery.share_signature(form.LEADER, form.AGENCY),
    "the seal shown as the leader's": forgery.share_signature(form.AGENCY, form.LEADER),
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("lock", [True, False], ids=["locked", "unlocked"])
def test_an_edit_after_the_seal_is_found(office: Office, edit: str, lock: bool) -> None:
    sealed = office.two if lock else office.seal(office.one, lock=False)
    verdict = office.judge(forgery.update(sealed, EDITS[edit]))
    assert verdict.verdict is Outcome.INVALID


@pytest.mark.parametrize(
    "edit",
    [edit for edit in EDITS if not edit.startswith(("the seal", "another", "the number"))],
)
@pytest.mark.parametrize("certify", [True, False], ids=["certified", "approved"])
def test_an_edit_between_the_layers_is_found(office: Office, edit: str, certify: bool) -> None:
    one = office.sign(office.draft, certify=certify)
    edited = forgery.update(one, EDITS[edit])
    assert office.judge(edited, layers=LEADER_ONLY).verdict is Outcome.INVALID
    if "shown as the seal" not in edit:
        assert office.judge(office.seal(edited)).verdict is Outcome.INVALID


@pytest.mark.parametrize("edit", ["words on a page", "a note over the text", "a field renamed"])
def test_an_edit_in_the_same_update_as_the_seal_is_found(office: Office, edit: str) -> None:
    sealed = forgery.sign_oddly(office.one, office.agency, form.AGENCY, change=EDITS[edit])
    assert office.judge(sealed).verdict is Outcome.INVALID


@pytest.mark.parametrize("edit", ["words on a page", "a note over the text"])
def test_a_draft_edited_before_it_was_signed_is_not_the_issued_one(
    office: Office, edit: str
) -> None:
    before = office.sign(forgery.update(office.draft, EDITS[edit]))
    assert office.judge(before, layers=LEADER_ONLY).codes == ("DRAFT_CHANGED",)
    within = forgery.sign_oddly(office.draft, office.leader, form.LEADER, change=EDITS[edit])
    codes = office.judge(within, layers=LEADER_ONLY, require_timestamp=False).codes
    assert codes == ("DRAFT_CHANGED",)


def test_a_page_hidden_in_the_hole_of_a_signature_is_found(office: Office) -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature

    from mock_office.signing.examine import Anchors

    forged = forgery.hidden_in_the_hole(office.draft, office.leader)
    reader = PdfFileReader(BytesIO(forged))
    anchors = Anchors(reader, office.expect())
    status = validate_pdf_signature(reader.embedded_signatures[0], anchors.context)
    assert status.summary() == "INTACT:TRUSTED,UNTOUCHED"  # lengths alone say all is well
    verdict = office.judge(forged, layers=LEADER_ONLY, require_timestamp=False)
    assert verdict.verdict is Outcome.INVALID
    assert "BYTERANGE_HOLE" in verdict.codes


RANGES = [
    b"/ByteRange []",
    b"/ByteRange null",
    b"/ByteRange [0 0 0 0]",
    b"/ByteRange [0 1 2]",
    b"/ByteRange [0 -1 10 20]",
    b"/ByteRange [0 10 20 99999999]",
    b"/ByteRange [5 10 20 30]",
    b"/ByteRange [0 1 2 3 4 5]",
    b"/ByteRange [(a) 1 2 3]",
    b"/ByteRange 7",
    b"/Xyteranges [0 1 2 3]",
]


@pytest.mark.parametrize("text", RANGES)
def test_a_range_that_is_no_range_is_found(office: Office, text: bytes) -> None:
    start = office.two.rindex(b"/ByteRange")
    end = office.two.index(b"]", start) + 1
    forged = office.two[:start] + text.ljust(end - start) + office.two[end:]
    assert office.judge(forged).verdict in BAD


CONTENTS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda hole: b"<>",
    "null": lambda hole: b"null",
    "zeros": lambda hole: b"<" + b"0" * (len(hole) - 2) + b">",
    "short": lambda hole: b"<00>",
    "a string": lambda hole: b"(" + b"x" * 20 + b")",
    "blank inside": lambda hole: hole[:40] + b" " * 2 + hole[42:],
    "an odd digit": lambda hole: hole[:-2] + b">",
    "something in the padding": lambda hole: hole[:-9] + b"deadbeef>",
    "other bytes after it": lambda hole: hole[:-40] + b"> /X (" + b"y" * 33 + b")",
}


@pytest.mark.parametrize("kind", CONTENTS)
def test_a_container_that_is_none_or_not_whole_is_found(office: Office, kind: str) -> None:
    start, after = forgery.holes(office.two)[-1]
    hole = office.two[start:after]
    new = CONTENTS[kind](hole).ljust(len(hole))
    assert len(new) == len(hole)
    assert office.judge(office.two[:start] + new + office.two[after:]).verdict in BAD


def test_a_signature_of_an_unknown_kind_is_not_passed_over(office: Office) -> None:
    odd = forgery.sign_oddly(office.one, office.agency, form.AGENCY, subfilter="/x.unknown")
    verdict = office.judge(odd)
    assert verdict.verdict is Outcome.INVALID
    assert "ODD_SUBFILTER" in verdict.codes


@pytest.mark.parametrize(
    "tail",
    [b"% a comment", b"\n99 0 obj\n<< >>\nendobj\n", b"\x00", b"\n%%EOF x", b"startxref\n0\n%%EOF"],
)
def test_bytes_behind_the_end_are_found(office: Office, tail: bytes) -> None:
    assert office.judge(office.two + tail).verdict in BAD


@pytest.mark.parametrize("tail", [b"\n", b"\r\n", b"\n\n"])
def test_an_empty_line_behind_the_end_does_no_harm(office: Office, tail: bytes) -> None:
    assert office.judge(office.two + tail).ok


def test_a_certificate_for_time_stamps_does_not_sign_documents(office: Office) -> None:
    token = replace(office.leader, certificate=office.pki.tsa_certificate, key=office.pki.tsa_key)
    verdict = office.judge(office.sign(office.draft, token=token), layers=LEADER_ONLY, leader=None)
    assert verdict.codes == ("CERT_NOT_FOR_SIGNING",)


def test_a_key_that_does_not_fit_the_certificate_is_found(office: Office) -> None:
    token = replace(office.leader, key=office.agency.key)
    verdict = office.judge(office.sign(office.draft, token=token), layers=LEADER_ONLY)
    assert verdict.codes == ("SIGNATURE_WRONG",)


def test_a_self_made_certificate_is_not_trusted(office: Office) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.load_der_x509_certificate(office.leader.certificate)
    own = (
        x509.CertificateBuilder()
        .subject_name(subject.subject)
        .issuer_name(subject.subject)
        .public_key(key.public_key())
        .serial_number(subject.serial_number)
        .not_valid_before(subject.not_valid_before_utc)
        .not_valid_after(subject.not_valid_after_utc)
        .sign(key, cms.hashes.SHA256())
    )
    data = own.public_bytes(serialization.Encoding.DER)
    token = OpenToken("own", data, (), key)
    verdict = office.judge(office.sign(office.draft, token=token), layers=LEADER_ONLY, leader=None)
    assert verdict.verdict is Outcome.UNTRUSTED


class Replayed:
    """Gives a good time stamp, but of something else."""

    def __init__(self, office: Office) -> None:
        self._stamper = cms.Stamper(office.pki.tsa_certificate, office.pki.tsa_key, NOW)

    def token(self, imprint: bytes) -> bytes:
        """The stamp of another signature."""
        return self._stamper.token(sha256(imprint).digest())


def test_a_time_stamp_of_something_else_is_found(office: Office) -> None:
    stamp = Replayed(office)
    signed = forgery.sign_oddly(office.draft, office.leader, form.LEADER, stamp=stamp)
    verdict = office.judge(signed, layers=LEADER_ONLY)
    assert verdict.verdict is not Outcome.VALID
    assert verdict.signatures[0].timestamp_ok is not True


def test_a_time_stamp_by_a_stranger_is_not_trusted(office: Office) -> None:
    rogue = build(SPECS, now=NOW, agency=AGENCY.name)
    stamp = cms.Stamper(rogue.tsa_certificate, rogue.tsa_key, NOW)
    signed = forgery.sign_oddly(office.draft, office.leader, form.LEADER, stamp=stamp)
    verdict = office.judge(signed, layers=LEADER_ONLY)
    assert verdict.codes == ("TIMESTAMP_BAD",)
    assert verdict.verdict is Outcome.UNTRUSTED


def weak(digest: str, bits: int, office: Office) -> bytes:
    """A draft signed by the library with an old digest or a short key."""
    from asn1crypto import keys
    from asn1crypto import x509 as asn1_x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    private: Any
    if bits:
        private = rsa.generate_private_key(65537, bits)
        subject = x509.load_der_x509_certificate(office.leader.certificate)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject.subject)
            .issuer_name(subject.subject)
            .public_key(private.public_key())
            .serial_number(1)
            .not_valid_before(subject.not_valid_before_utc)
            .not_valid_after(subject.not_valid_after_utc)
            .sign(private, cms.hashes.SHA256())
        )
        certificate = made.public_bytes(serialization.Encoding.DER)
    else:
        private, certificate = office.leader.key, office.leader.certificate
    der = private.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    store = SimpleCertificateStore()
    for item in office.leader.chain:
        store.register(asn1_x509.Certificate.load(item))
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate),
        signing_key=keys.PrivateKeyInfo.load(der),
        cert_registry=store,
    )
    metadata = signers.PdfSignatureMetadata(field_name=form.LEADER, md_algorithm=digest)
    out: Any = signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(office.draft)), metadata, signer=signer
    )
    result: bytes = out.getvalue()
    return result


@pytest.mark.parametrize(("digest", "bits"), [("sha1", 0), ("sha256", 1024)])
def test_an_outdated_digest_or_a_short_key_is_not_trusted(
    office: Office, digest: str, bits: int
) -> None:
    verdict = office.judge(
        weak(digest, bits, office), layers=LEADER_ONLY, leader=None, require_timestamp=False
    )
    assert verdict.verdict is Outcome.UNTRUSTED


def test_a_third_signature_is_told(office: Office) -> None:
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    def add(writer: Any) -> None:
        append_signature_field(writer, SigFieldSpec("ThuBa", box=(10, 10, 60, 60)))

    extra = forgery.sign_oddly(office.draft, office.leader, "ThuBa", change=add)
    verdict = office.judge(extra, layers=LEADER_ONLY)
    assert "EXTRA_SIGNATURE" in verdict.codes
    assert not verdict.ok


def test_a_seal_before_it_is_due_is_told(office: Office) -> None:
    sealed = seal_only(office.one, office.pki, office.agency, when=LATER)
    assert "EXTRA_SIGNATURE" in office.judge(sealed, layers=LEADER_ONLY).codes


def test_an_encrypted_file_is_unreadable(office: Office) -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer: Any = copy_into_new_writer(PdfFileReader(BytesIO(office.draft)))
    writer.encrypt(owner_pass="x", user_pass="y")
    out = BytesIO()
    writer.write(out)
    assert office.judge(out.getvalue()).codes == ("ENCRYPTED",)


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_a_file_saved_anew_by_another_program_is_not_accepted(
    office: Office, tmp_path: Path
) -> None:
    before, after = tmp_path / "a.pdf", tmp_path / "b.pdf"
    before.write_bytes(office.two)
    subprocess.run(["qpdf", before, after], check=False, capture_output=True)
    assert not office.judge(after.read_bytes()).ok


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig is not installed")
def test_another_program_agrees_about_good_files(office: Office, tmp_path: Path) -> None:
    good = {
        "one": office.one,
        "two": office.two,
        "plain": office.sign(office.draft, timestamp=False, certify=False),
        "bare": office.seal(office.one, lock=False, long_term=False, timestamp=False),
    }
    for name, data in good.items():
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        said = subprocess.run(
            ["pdfsig", "-nocert", path], check=False, capture_output=True, text=True
        ).stdout
        assert said.count("Signature is Valid.") == (1 if name in ("one", "plain") else 2)
        assert "Total document signed" in said
    forged = tmp_path / "forged.pdf"
    forged.write_bytes(forgery.hidden_in_the_hole(office.draft, office.leader))
    said = subprocess.run(
        ["pdfsig", "-nocert", forged], check=False, capture_output=True, text=True
    ).stdout
    assert "Total document signed" not in said

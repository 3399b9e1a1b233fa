"""Files of other makers get a sober verdict: their keys, their structure, their habits."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from mock_office.signing import form
from mock_office.signing.verdict import Outcome
from mock_office.signing.verify_pdf import check, expect, verify
from tests.signing import forgery
from tests.signing.conftest import Office

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DER = serialization.Encoding.DER
SOBER = {*Outcome} - {Outcome.VALID}
AVAILABLE = pytest.mark.skipif


class Maker:
    """Another house: an RSA authority, a signer, and its revocation list, in files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        root_key, self.key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
        issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Another Root")])
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Jean-Luc \x07 Müller")])
        self.root = self._certificate(issuer, issuer, root_key, root_key, authority=True)
        self.certificate = self._certificate(subject, issuer, self.key, root_key, authority=False)
        revoked = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer)
            .last_update(NOW - timedelta(days=1))
            .next_update(NOW + timedelta(days=30))
            .add_extension(x509.CRLNumber(1), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()),
                critical=False,
            )
            .sign(root_key, hashes.SHA256())
        )
        (folder / "root.pem").write_bytes(self.root.public_bytes(serialization.Encoding.PEM))
        (folder / "list.crl").write_bytes(revoked.public_bytes(DER))
        (folder / "signer.pem").write_bytes(
            self.certificate.public_bytes(serialization.Encoding.PEM)
        )
        private = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        (folder / "signer.key").write_bytes(private)

    @staticmethod
    def _certificate(
        subject: x509.Name, issuer: x509.Name, key: Any, by: Any, *, authority: bool
    ) -> x509.Certificate:
        usage = dict.fromkeys(
            ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only",
             "decipher_only"), False,
        )  # fmt: skip
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=100))
            .not_valid_after(NOW + timedelta(days=1000))
            .add_extension(x509.BasicConstraints(authority, None), critical=True)
            .add_extension(
                x509.KeyUsage(
                    digital_signature=not authority, content_commitment=not authority,
                    key_cert_sign=authority, crl_sign=authority, **usage,
                ),
                critical=True,
            )
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()),
                critical=False,
            )
            .sign(by, hashes.SHA256())
        )  # fmt: skip

    def sign(self, data: bytes, field: str = "Signature1", **changes: Any) -> bytes:
        """Signed the way most of the world does: PKCS#7, RSA, a field of its own name."""
        private = self.key.private_bytes(
            DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        store = SimpleCertificateStore()
        store.register(asn1_x509.Certificate.load(self.root.public_bytes(DER)))
        signer = signers.SimpleSigner(
            signing_cert=asn1_x509.Certificate.load(self.certificate.public_bytes(DER)),
            signing_key=asn1_keys.PrivateKeyInfo.load(private),
            cert_registry=store,
        )
        about = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256", **changes)
        out: Any = signers.PdfSigner(about, signer).sign_pdf(
            IncrementalPdfFileWriter(BytesIO(data), strict=False), bytes_reserved=16384
        )
        result: bytes = out.getvalue()
        return result

    def verdict(self, data: bytes, *, crl: bool = True) -> Any:
        """What the command says of these bytes."""
        path = self.folder / "file.pdf"
        path.write_bytes(data)
        lists = [self.folder / "list.crl"] if crl else []
        return check(path, expect(trust=self.folder / "root.pem", crls=lists, at=NOW))


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return Maker(tmp_path_factory.mktemp("maker"))


def page(text: str = "Hello") -> bytes:
    """A small file written by hand, with no form at all."""
    content = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode()
    return forgery.plain_file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 "
            b"/BaseFont /Helvetica >> >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    )


def test_a_foreign_file_signed_with_rsa_is_valid_under_its_own_root(maker: Maker) -> None:
    verdict = maker.verdict(maker.sign(page()))
    assert verdict.codes == ()
    assert verdict.verdict is Outcome.VALID
    (signature,) = verdict.signatures
    assert signature.signer == "Jean-Luc  Müller"
    assert signature.level == "B-B"


def test_without_a_revocation_list_nobody_vouches_for_a_foreign_file(maker: Maker) -> None:
    verdict = maker.verdict(maker.sign(page()), crl=False)
    assert verdict.codes == ("NO_REVOCATION_DATA",)
    assert verdict.verdict is Outcome.UNTRUSTED


def test_a_foreign_file_is_untrusted_under_our_root(
    maker: Maker, office: Office, tmp_path: Path
) -> None:
    (tmp_path / "ours.der").write_bytes(office.pki.trust.root)
    (tmp_path / "x.pdf").write_bytes(maker.sign(page()))
    verdict = check(tmp_path / "x.pdf", expect(trust=tmp_path / "ours.der", at=NOW))
    assert verdict.verdict is Outcome.UNTRUSTED
    assert verdict.signatures[0].intact


def test_two_foreign_signatures_and_a_form_filled_between_them_are_valid(maker: Maker) -> None:
    with_fields = IncrementalPdfFileWriter(BytesIO(page()))
    for name in ("First", "Second"):
        fields.append_signature_field(with_fields, fields.SigFieldSpec(name))
    out = BytesIO()
    with_fields.write(out)
    once = maker.sign(out.getvalue(), "First")
    assert maker.verdict(maker.sign(once, "Second")).verdict is Outcome.VALID


def test_a_page_changed_after_a_foreign_signature_is_found(maker: Maker) -> None:
    signed = maker.sign(page())
    verdict = maker.verdict(forgery.update(signed, forgery.draw_on_page))
    assert verdict.verdict is Outcome.INVALID


def test_a_time_stamp_over_the_whole_document_is_no_forgery(office: Office, tmp_path: Path) -> None:
    from asn1crypto import cms as asn1_cms
    from pyhanko.sign.timestamps import TimeStamper

    from mock_office.signing import cms

    class Local(TimeStamper):
        async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
            stamper = cms.Stamper(office.pki.tsa_certificate, office.pki.tsa_key, NOW)
            return asn1_cms.ContentInfo.load(stamper.token(message_digest))

    out: Any = signers.PdfTimeStamper(Local(), field_name="Stamp").timestamp_pdf(
        IncrementalPdfFileWriter(BytesIO(page())), "sha256", bytes_reserved=16384
    )
    path = tmp_path / "stamped.pdf"
    path.write_bytes(out.getvalue())
    trust = office.pki.trust
    files = (trust.root, trust.other_certs[0], *trust.crls)
    for name, data in zip(("root", "ca", "1", "2"), files, strict=True):
        (tmp_path / name).write_bytes(data)
    verdict = check(
        path,
        expect(
            trust=tmp_path / "root",
            other_certs=[tmp_path / "ca"],
            crls=[tmp_path / "1", tmp_path / "2"],
            at=NOW + timedelta(hours=1),
        ),
    )
    assert verdict.codes == ()
    assert verdict.ok


def test_a_document_time_stamp_in_the_leaders_field_is_no_leader(office: Office) -> None:
    odd = forgery.sign_oddly(office.draft, office.leader, form.LEADER, subfilter="/ETSI.RFC3161")
    assert office.judge(odd, layers=("leader",)).verdict in SOBER


@AVAILABLE(shutil.which("openssl") is None, reason="openssl is not installed")
def test_a_container_of_indefinite_length_is_read_to_its_end(maker: Maker) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(page()))
    fields.append_signature_field(writer, fields.SigFieldSpec("Signature1"))
    out = BytesIO()
    writer.write(out)
    empty: Any = None
    data = forgery.sign_oddly(
        out.getvalue(), empty, "Signature1", container=lambda _: b"\x30\x00",
        subfilter="/adbe.pkcs7.detached",
    )  # fmt: skip
    start, after = forgery.holes(data)[-1]
    signed = subprocess.run(
        ["openssl", "cms", "-sign", "-binary", "-md", "sha256", "-outform", "DER",
         "-signer", str(maker.folder / "signer.pem"), "-inkey", str(maker.folder / "signer.key")],
        input=data[:start] + data[after:], capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert signed[:2] == b"\x30\x82"
    signed = b"\x30\x80" + signed[4:] + b"\x00\x00"
    hole = b"<" + signed.hex().encode().ljust(after - start - 2, b"0") + b">"
    verdict = maker.verdict(data[:start] + hole + data[after:])
    assert "CMS_PADDING" not in verdict.codes
    assert verdict.verdict is Outcome.VALID
    tampered = hole[:-3] + b"7f>"
    assert maker.verdict(data[:start] + tampered + data[after:]).verdict is Outcome.INVALID


def hybrid() -> bytes:
    """A file with a table for old readers and a stream for new ones (ISO 32000-2, 7.5.8.4)."""
    base = page()
    at = len(base)
    rows = b"".join(bytes((1,)) + at.to_bytes(4) + b"\x00" for _ in range(1))
    stream = (
        b"9 0 obj\n<< /Type /XRef /Size 10 /W [1 4 1] /Index [9 1] /Root 1 0 R "
        b"/Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(rows), rows)
    )
    old = base[base.rindex(b"startxref") :].split()[1]
    table = len(base) + len(stream)
    return (
        base
        + stream
        + b"xref\n0 1\n0000000000 65535 f \n"
        + b"trailer\n<< /Size 10 /Root 1 0 R /Prev %s /XRefStm %d >>\n" % (old, at)
        + b"startxref\n%d\n%%%%EOF\n" % table
    )


def test_a_hybrid_file_is_not_judged_and_that_is_said(maker: Maker) -> None:
    assert maker.verdict(hybrid()).verdict is Outcome.UNSIGNED
    verdict = maker.verdict(maker.sign(hybrid()))
    assert verdict.codes == ("NOT_STRICT",)
    assert verdict.verdict is Outcome.UNREADABLE


QPDF = {
    "linearized": ["--linearize"],
    "object streams": ["--object-streams=generate"],
    "encrypted": ["--encrypt", "", "owner", "256", "--"],
    "spread out": ["--qdf", "--object-streams=disable"],
}


@AVAILABLE(shutil.which("qpdf") is None, reason="qpdf is not installed")
@pytest.mark.parametrize("kind", QPDF)
def test_a_signed_file_that_qpdf_wrote_anew_is_refused_without_a_word_of_python(
    maker: Maker, kind: str
) -> None:
    source, target = maker.folder / "in.pdf", maker.folder / "out.pdf"
    source.write_bytes(maker.sign(page()))
    subprocess.run(
        ["qpdf", *QPDF[kind], str(source), str(target)], capture_output=True, check=False
    )
    verdict = maker.verdict(target.read_bytes())
    assert verdict.verdict in SOBER
    assert verdict.codes


@AVAILABLE(shutil.which("qpdf") is None, reason="qpdf is not installed")
@pytest.mark.parametrize("kind", ["linearized", "object streams"])
def test_a_file_of_qpdf_can_be_signed_and_is_valid(maker: Maker, kind: str) -> None:
    source, target = maker.folder / "in.pdf", maker.folder / "out.pdf"
    source.write_bytes(page())
    subprocess.run(["qpdf", *QPDF[kind], str(source), str(target)], check=True)
    assert maker.verdict(maker.sign(target.read_bytes())).verdict is Outcome.VALID


def _spoiled(data: bytes) -> dict[str, bytes]:
    cuts: dict[str, Callable[[bytes], bytes]] = {
        "cut": lambda d: d[: len(d) // 2],
        "no end": lambda d: d.replace(b"%%EOF", b""),
        "no cross references": lambda d: d.replace(b"xref", b"xxxx"),
        "text before": lambda d: b"Received: by mail\r\n" + d,
        "nested": lambda d: d.replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
        "empty": lambda _: b"",
        "a picture": lambda _: b"\x89PNG\r\n\x1a\n" + bytes(100),
        "zeros": lambda _: b"%PDF-1.7\n" + bytes(5000),
    }
    return {name: change(data) for name, change in cuts.items()}


def test_a_folder_of_anything_gives_a_table_and_no_traceback(maker: Maker, tmp_path: Path) -> None:
    files = []
    for name, data in {**_spoiled(maker.sign(page())), "good": maker.sign(page())}.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(data)
    files.append(tmp_path / "not there.pdf")
    expected = expect(trust=maker.folder / "root.pem", crls=[maker.folder / "list.crl"], at=NOW)
    out, err = io.StringIO(), io.StringIO()
    assert verify(files, expected, out=out, err=err) == 1
    lines = out.getvalue().splitlines()
    assert lines.index("") == 2 + len(files)
    assert [line.split()[0] for line in lines if "HỢP LỆ" in line] == ["good.pdf"]
    assert "Traceback" not in out.getvalue() + err.getvalue()


@pytest.mark.parametrize("found", sorted(Path("/usr/share/doc").glob("*/*.pdf"))[:4] or [None])
def test_papers_that_other_programs_ship_are_called_unsigned_or_not_readable(
    maker: Maker, found: Path | None
) -> None:
    if found is None:
        pytest.skip("there is no PDF file on this machine")
    verdict = maker.verdict(found.read_bytes())
    assert verdict.verdict in (Outcome.UNSIGNED, Outcome.UNREADABLE)

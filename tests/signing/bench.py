"""How fast two layers are signed and judged, beside the library's own route and the floor.

    python -m tests.signing.bench [--rounds N]

Times are of the processor, on one core; the least of the rounds is what the work takes, the
median what it takes on this machine today. The plain route is the library's own signer and
its own check, which knows nothing of layers, draft and persons. The floor is what the
elliptic curve alone costs.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from mock_office.signing import form, page
from mock_office.signing.pki import Pki, build
from mock_office.signing.sign import number_and_seal, sign_as_leader
from mock_office.signing.typeset import typeset
from mock_office.signing.validate import validate
from mock_office.signing.verdict import Expectation
from tests.signing.samples import AGENCY, NOW, draft, spec

SPECS = (spec("leader"), spec("agency"))
SIGNATURES_OF_A_PAIR = 4  # two of documents, two of time stamps
CHECKS_OF_A_PAIR = 14  # signatures, time stamps, certificates, revocation lists


def measure(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Least and median seconds of processor time, after one round that does not count."""
    work()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times), statistics.median(times)


def by_the_library(pki: Pki) -> Callable[[bytes], bytes]:
    """Both layers through the library's own signer: certified, then locked, stamped."""
    from asn1crypto import cms as cms_module
    from asn1crypto import keys, x509
    from cryptography.hazmat.primitives import serialization
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko.sign.timestamps import TimeStamper
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    from mock_office.signing import cms

    class Local(TimeStamper):
        """The exam's own time stamps, without a network."""

        async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
            """A stamp over a digest; no nonce is wanted from a local authority."""
            stamper = cms.Stamper(pki.tsa_certificate, pki.tsa_key, NOW)
            return cms_module.ContentInfo.load(stamper.token(message_digest))

    def signer(name: str, pin: str) -> Any:
        token = pki.unlock(name, pin)
        der = token.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        store = SimpleCertificateStore()
        for item in token.chain:
            store.register(x509.Certificate.load(item))
        return signers.SimpleSigner(
            signing_cert=x509.Certificate.load(token.certificate),
            signing_key=keys.PrivateKeyInfo.load(der),
            cert_registry=store,
        )

    leader, agency = signer("leader", "135790"), signer("agency", "246810")
    stamps = Local()

    def both(data: bytes) -> bytes:
        common: dict[str, Any] = {
            "md_algorithm": "sha256",
            "subfilter": fields.SigSeedSubFilter.PADES,
        }
        first = signers.PdfSignatureMetadata(
            field_name=form.LEADER,
            certify=True,
            docmdp_permissions=fields.MDPPerm.FILL_FORMS,
            **common,
        )
        writer: Any = IncrementalPdfFileWriter(BytesIO(data))
        half: Any = signers.PdfSigner(first, leader, timestamper=stamps).sign_pdf(
            writer, bytes_reserved=8192
        )
        writer = IncrementalPdfFileWriter(half)
        form.fill(writer, form.NUMBER, "07")
        form.fill(writer, form.DATE, "23 tháng 11")
        second = signers.PdfSignatureMetadata(field_name=form.AGENCY, **common)
        whole: Any = signers.PdfSigner(second, agency, timestamper=stamps).sign_pdf(
            writer, bytes_reserved=8192
        )
        result: bytes = whole.getvalue()
        return result

    return both


def checked_by_the_library(pki: Pki) -> Callable[[bytes], bool]:
    """The library's own check of every signature in a file, as its manual has it."""
    import asyncio

    from asn1crypto import crl, x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    async def each(reader: Any) -> list[Any]:
        context = ValidationContext(
            trust_roots=[x509.Certificate.load(pki.trust.root)],
            other_certs=[x509.Certificate.load(item) for item in pki.trust.other_certs],
            crls=[crl.CertificateList.load(item) for item in pki.trust.crls],
            moment=NOW,
            allow_fetching=False,
            revocation_mode="require",
        )
        return [
            await async_validate_pdf_signature(
                signature,
                signer_validation_context=context,
                ts_validation_context=context,
            )
            for signature in reader.embedded_signatures
        ]

    def check(data: bytes) -> bool:
        found = asyncio.run(each(PdfFileReader(BytesIO(data), strict=True)))
        return len(found) == 2 and all(status.bottom_line for status in found)

    return check


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args().rounds

    pki = build(SPECS, now=NOW, agency=AGENCY.name)
    made = draft()
    issued = typeset(made, AGENCY, when=NOW).data
    leader, agency = pki.unlock("leader", "135790"), pki.unlock("agency", "246810")
    expected = Expectation.of(
        pki.trust,
        NOW,
        leader=pki.fingerprint("leader"),
        agency=pki.fingerprint("agency"),
        draft=issued,
        require_timestamp=True,
    )

    def first() -> bytes:
        return sign_as_leader(issued, pki, leader, when=NOW)

    half = first()

    def second() -> bytes:
        return number_and_seal(
            half, pki, agency, number_text="07", date_text="23 tháng 11", when=NOW
        )

    whole = second()
    library, checked = by_the_library(pki), checked_by_the_library(pki)
    theirs = library(issued)

    def pair() -> None:
        sealed = number_and_seal(
            first(), pki, agency, number_text="07", date_text="23 tháng 11", when=NOW
        )
        if not validate(sealed, expected).ok:
            raise SystemExit("a good file was refused")

    def pair_by_the_library() -> None:
        if not checked(library(issued)):
            raise SystemExit("the library's file was refused")

    digest = ec.ECDSA(hashes.SHA256())
    value = leader.key.sign(b"x", digest)
    public = leader.key.public_key()

    def keys() -> Pki:
        return build(SPECS, now=NOW, agency=AGENCY.name)

    def floor() -> None:
        for _ in range(SIGNATURES_OF_A_PAIR):
            leader.key.sign(b"x", digest)
        for _ in range(CHECKS_OF_A_PAIR):
            public.verify(value, b"x", digest)

    rows: list[tuple[str, Callable[[], object]]] = [
        (
            "keys for one attempt (4 authorities, 2 tokens)",
            lambda: build(SPECS, now=NOW, agency=""),
        ),
        ("a PIN, right", lambda: pki.unlock("leader", "135790")),
        ("a draft typeset, with its form", lambda: typeset(made, AGENCY, when=NOW)),
        ("the leader's layer, time-stamped", first),
        ("number, date and seal, time-stamped, with evidence", second),
        ("both layers through the library's signer", lambda: library(issued)),
        ("the verdict on both layers", lambda: validate(whole, expected)),
        ("the library's own check of its own file", lambda: checked(theirs)),
        ("signed twice and judged", pair),
        ("signed twice and checked by the plain route", pair_by_the_library),
        ("the floor: 4 signatures and 14 checks on P-256", floor),
        ("the page, 80 columns, 16 colours", lambda: page.page_cells(whole)),
    ]
    print(f"{'':52}{'least ms':>10}{'median ms':>11}{'a second':>10}")
    times: dict[Callable[[], object], float] = {}
    for name, work in rows:
        times[work], middle = measure(work, rounds)
        row = f"{times[work] * 1000:>10.2f}{middle * 1000:>11.2f}{1 / times[work]:>10.0f}"
        print(f"{name:52}{row}")
    plain, ours = times[pair_by_the_library], times[pair]
    print(f"signed and judged: {plain / ours:.2f} times the plain route,", end=" ")
    print(f"{ours / times[floor]:.0f} times the floor")
    sizes = (len(issued), len(half), len(whole), len(theirs))
    print("bytes: draft {}, one layer {}, both {}, both by the library {}".format(*sizes))


if __name__ == "__main__":
    main()

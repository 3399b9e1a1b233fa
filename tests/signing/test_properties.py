"""Laws: no changed byte is believed, and no input makes the judge raise or hang."""

from __future__ import annotations

import random
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_office.signing import structure, validate
from mock_office.signing.verdict import Outcome
from tests.signing import forgery
from tests.signing.conftest import Office

LEADER_ONLY = ("leader",)
MOST_SECONDS = 5.0
calm = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def flipped(data: bytes, at: int, bit: int) -> bytes:
    """The file with one bit turned over."""
    changed = bytearray(data)
    changed[at] ^= 1 << bit
    return bytes(changed)


def signed_places(data: bytes) -> list[int]:
    """Every offset the last signature covers."""
    return [at for start, end in forgery.signed_offsets(data) for at in range(start, end)]


@calm
@given(part=st.floats(0, 0.9999), bit=st.integers(0, 7))
def test_no_flip_of_a_signed_bit_is_accepted(office: Office, part: float, bit: int) -> None:
    places = signed_places(office.two)
    verdict = office.judge(flipped(office.two, places[int(len(places) * part)], bit))
    assert verdict.verdict in (Outcome.INVALID, Outcome.UNREADABLE)


@pytest.mark.slow
def test_no_flip_in_the_updates_is_accepted(office: Office) -> None:
    """Where the structure lies: the bytes behind the draft, picked evenly."""
    places = [at for at in signed_places(office.two) if at > len(office.draft)]
    choice = random.Random(30)
    for at in choice.sample(places, 45):
        assert not office.judge(flipped(office.two, at, choice.randrange(8))).ok


@calm
@given(data=st.data())
def test_a_flip_in_the_container_is_told_or_does_no_harm(
    office: Office, data: st.DataObject
) -> None:
    """The hole is not signed. Whatever is in it, nobody else can come out as the signer."""
    start, after = forgery.holes(office.one)[0]
    at = data.draw(st.integers(start, after - 1))
    verdict = office.judge(
        flipped(office.one, at, data.draw(st.integers(0, 7))), layers=LEADER_ONLY
    )
    if verdict.ok:
        assert verdict.signatures[0].fingerprint == office.pki.fingerprint("leader")
        assert verdict.signatures[0].timestamp_ok


@calm
@given(data=st.data())
def test_a_file_cut_moved_or_doubled_is_never_accepted(office: Office, data: st.DataObject) -> None:
    whole = office.two
    start = data.draw(st.integers(0, len(whole) - 2))
    end = data.draw(st.integers(start + 1, len(whole)))
    kind = data.draw(st.sampled_from(["cut out", "doubled", "cut off", "filled in", "put first"]))
    made = {
        "cut out": whole[:start] + whole[end:],
        "doubled": whole[:end] + whole[start:],
        "cut off": whole[:end],
        "filled in": whole[:start] + b"\n" * (end - start) + whole[end:],
        "put first": whole[start:end] + whole,
    }[kind]
    if made.rstrip(b"\n") != whole.rstrip(b"\n"):
        assert not office.judge(made).ok


WORDS = [
    b"%PDF-1.7\n",
    b"1 0 obj\n",
    b"endobj\n",
    b"<<",
    b">>",
    b"[",
    b"]",
    b"/AcroForm",
    b"/Fields",
    b"/FT /Sig",
    b"/V 1 0 R",
    b"/ByteRange [0 1 2 3]",
    b"/Contents <00>",
    b"/Root 1 0 R",
    b"/Prev 9",
    b"xref\n0 1\n",
    b"trailer\n",
    b"startxref\n9\n%%EOF\n",
    b"stream\n",
    b"endstream\n",
    b"/Type /XRef /W [1 1 1] /Size 9",
]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.lists(st.sampled_from(WORDS)).map(b"".join)))
def test_no_bytes_make_it_raise(office: Office, data: bytes) -> None:
    assert not office.judge(data).ok
    assert not office.judge(b"%PDF-1.7\n" + data, draft=data).ok


def catalog(rest: bytes) -> bytes:
    """A catalog dictionary."""
    return b"<< /Type /Catalog /Pages 2 0 R " + rest + b" >>"


PAGES = b"<< /Type /Pages /Kids [] /Count 0 >>"
TRAPS = {
    "a cross-reference bomb": lambda: forgery.bomb_in_cross_references(200 << 20),
    "a bomb within a bomb": lambda: forgery.plain_file(
        [
            catalog(b"/AcroForm 3 0 R"),
            PAGES,
            b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n" % 10
            + zlib.compress(zlib.compress(b"\0" * (100 << 20), 9), 9)
            + b"\nendstream",
        ]
    ),
    "deep brackets": lambda: forgery.plain_file(
        [catalog(b"/AcroForm << /Fields " + b"[" * 200_000 + b"]" * 200_000 + b" >>"), PAGES]
    ),
    "deep dictionaries": lambda: forgery.plain_file(
        [catalog(b"/AcroForm " + b"<< /A " * 100_000 + b">>" * 100_000), PAGES]
    ),
    "tables in a circle": lambda: forgery.plain_file([catalog(b""), PAGES], trailer=b"/Prev 79"),
    "fields in a circle": lambda: forgery.plain_file(
        [
            catalog(b"/AcroForm << /Fields [3 0 R] >>"),
            PAGES,
            b"<< /T (a) /Kids [3 0 R 3 0 R] /FT /Sig /V 4 0 R >>",
            b"<< /Type /Sig >>",
        ]
    ),
    "pages in a circle": lambda: forgery.plain_file(
        [catalog(b""), b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"]
    ),
    "objects that are each other": lambda: forgery.plain_file(
        [catalog(b"/AcroForm 3 0 R"), PAGES, b"4 0 R", b"3 0 R"]
    ),
    "a great many objects": lambda: forgery.plain_file([catalog(b""), PAGES, *[b"0"] * 60_000]),
    "a great many fields": lambda: forgery.plain_file(
        [
            catalog(b"/AcroForm << /Fields [" + b"4 0 R " * 50_000 + b"] >>"),
            PAGES,
            b"<< /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >>",
            b"<< /T (a) /FT /Sig /V 3 0 R >>",
        ]
    ),
    "a great many numbers": lambda: forgery.plain_file(
        [catalog(b"/X [" + b"1 " * 1_000_000 + b"]"), PAGES]
    ),
    "a hexadecimal string without end": lambda: forgery.plain_file(
        [catalog(b"/AcroForm <" + b"0" * 3_000_000), PAGES]
    ),
    "huge numbers": lambda: forgery.plain_file(
        [
            catalog(b"/AcroForm << /Fields [4 0 R] >>"),
            PAGES,
            b"<< /Type /Sig /SubFilter /ETSI.CAdES.detached /Contents <3000> "
            b"/ByteRange [0 " + b"9" * 4000 + b" 1 1] >>",
            b"<< /T (a) /FT /Sig /V 3 0 R >>",
        ]
    ),
    "a great many numbers, packed": lambda: forgery.packed_objects(
        8, b"<< /Fields [] /X [" + b"1 " * 120_000 + b"] >>"
    ),
    "a bomb of one long string": lambda: forgery.plain_file(
        [catalog(b"/X (" + b"a\\101" * 600_000 + b")"), PAGES]
    ),
    "a bomb of one long number": lambda: forgery.plain_file(
        [catalog(b"/X <" + b"4" * 3_000_001 + b">"), PAGES]
    ),
    "a bomb of streams in streams": lambda: forgery.nested_streams(300, 1 << 20),
    "brackets, packed": lambda: forgery.packed_objects(3, b"[" * 400_000),
    "many beginnings": lambda: b"%PDF-1.7\n" + b"startxref\n9\n%%EOF\n" * 300_000,
    "too large": lambda: b"%PDF-1.7\n" + b" " * (9 << 20),
}


LONG = (
    "a great many numbers",
    "a hexadecimal string without end",
    "a bomb of one long number",
)
"""What is read byte by byte until the bound on reads, which takes seconds."""


@pytest.mark.parametrize(
    "trap", [pytest.param(t, marks=pytest.mark.slow) if t in LONG else t for t in TRAPS]
)
def test_a_trap_is_left_in_time_and_not_accepted(office: Office, trap: str) -> None:
    data = TRAPS[trap]()
    start = time.thread_time()
    verdict = office.judge(data)
    assert time.thread_time() - start < MOST_SECONDS
    assert not verdict.ok


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_work_past_its_time_is_left_and_told(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = b"1 " * 250_000
    data = forgery.packed_objects(1, b"<< /Fields [] /X [" + numbers + b"] >>")
    assert office.judge(data).codes == ("UNSIGNED",)
    monkeypatch.setattr(validate, "MOST_SECONDS", 0.01)
    assert office.judge(data).codes == ("TOO_COMPLEX",)


@pytest.mark.slow
def test_a_signed_file_with_endless_updates_is_left_in_time(office: Office) -> None:
    data = forgery.packed_updates(office.draft, office.leader, revisions=3, numbers=120_000)
    start = time.thread_time()
    verdict = office.judge(data, layers=LEADER_ONLY, draft=None)
    assert time.thread_time() - start < MOST_SECONDS
    assert not verdict.ok


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux says of a process")
def test_traps_stay_within_bounded_memory(office: Office, tmp_path: Path) -> None:
    heavy = [trap for trap in TRAPS if "bomb" in trap or "numbers" in trap or "deep" in trap]
    for number, trap in enumerate(heavy):
        (tmp_path / f"{number}.pdf").write_bytes(TRAPS[trap]())
    (tmp_path / "root.der").write_bytes(office.pki.trust.root)
    program = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (900 << 20,) * 2)\n"
        "from mock_office.signing.verify_pdf import run\n"
        "code = run([sys.argv[1], '--trust', sys.argv[1] + '/root.der', '--json'])\n"
        "status = open('/proc/self/status').read()\n"  # ru_maxrss would count the parent too
        "print(int(status.split('VmHWM:')[1].split()[0]) // 1024, file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout.count('"verdict"') == len(heavy)
    assert int(done.stderr.split()[-1]) < 300  # MB at the worst


def test_the_bounds_are_told_apart_from_damage(office: Office) -> None:
    assert office.judge(b"%PDF-1.7\n" + b" " * structure.MAX_SIZE).codes == ("TOO_LARGE",)
    assert office.judge(TRAPS["a great many objects"]()).codes == ("TOO_COMPLEX",)
    assert office.judge(TRAPS["a bomb of streams in streams"]()).codes == ("TOO_COMPLEX",)
    assert office.judge(b"hello").codes == ("NOT_PDF",)
    assert office.judge(b"").codes == ("NOT_PDF",)
    assert office.judge(b"%PDF-1.7\nhello").codes == ("DAMAGED",)

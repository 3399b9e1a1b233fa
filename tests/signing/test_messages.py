"""Every code says in both languages what is wrong and what to do about it."""

from __future__ import annotations

import ast
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_office.signing import messages
from mock_office.signing.details import details
from mock_office.signing.messages import MESSAGES, sentence, shown, three_lines, word
from mock_office.signing.verdict import Outcome, Verdict
from tests.signing.conftest import Office

SOURCE = Path(messages.__file__).parent


def codes_in_source() -> set[str]:
    """Every capital word the judging modules can put into a verdict."""
    found = set()
    for name in ("structure", "examine", "validate", "verify_pdf"):
        tree = ast.parse((SOURCE / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
                if text.isupper() and len(text) > 5 and text.replace("_", "").isalpha():
                    found.add(text)
    return found


def test_every_code_that_can_be_given_has_a_sentence_and_none_is_idle() -> None:
    library = {
        "CRYPTO_CONSTRAINTS",
        "CHAIN_CONSTRAINTS_FAILURE",
        "NO_CERTIFICATE_CHAIN_FOUND",
        "REVOCATION_OUT_OF_BOUNDS_NO_POE",
        "TRY_LATER",
    }
    assert codes_in_source() - library == set(MESSAGES)


@pytest.mark.parametrize("code", MESSAGES)
def test_a_sentence_is_one_sentence_with_a_remedy_and_full_diacritics(code: str) -> None:
    for text in (sentence(code, "vi"), sentence(code, "en")):
        assert text == unicodedata.normalize("NFC", text)
        assert text.endswith(".")
        assert text.count(".") == 1
        assert text[0].isupper()
        assert ";" in text or "," in text or ":" in text
        assert len(text) <= 110
    assert any(unicodedata.decomposition(char) for char in sentence(code, "vi"))


def test_codes_stand_worst_first() -> None:
    kinds = [message.outcome for message in MESSAGES.values()]
    order = [Outcome.UNREADABLE, Outcome.INVALID, Outcome.UNTRUSTED, Outcome.INCOMPLETE]
    assert [kind for n, kind in enumerate(kinds) if n == 0 or kinds[n - 1] != kind] == [
        *order,
        Outcome.UNSIGNED,
    ]


def test_three_lines_answer_three_questions_apart(office: Office) -> None:
    assert three_lines(office.judge(office.two)) == (
        "Toàn vẹn: đạt",
        "Tin cậy: đạt",
        "Đủ lớp, đúng thứ tự: đạt",
    )
    intact, trusted, complete = three_lines(office.judge(office.one))
    assert (intact, trusted) == ("Toàn vẹn: đạt", "Tin cậy: đạt")
    assert complete.startswith("Đủ lớp, đúng thứ tự: không đạt. Thiếu chữ ký số của cơ quan")
    expired = office.judge(office.sign(office.draft, token=office.open("expired")))
    lines = three_lines(expired, "en")
    assert lines[0] == "Intact: yes"
    assert lines[1].startswith("Trusted: no. The certificate has expired")
    broken = three_lines(office.judge(office.two[:-40] + b"x" * 40), "en")
    assert all("cannot be said" in line for line in broken)


def test_changed_bytes_leave_trust_unsaid_and_not_denied(office: Office) -> None:
    at = 600
    changed = office.two[:at] + bytes([office.two[at] ^ 1]) + office.two[at + 1 :]
    verdict = office.judge(changed)
    lines = three_lines(verdict)
    assert lines[0].startswith("Toàn vẹn: không đạt.")
    assert lines[1] == "Tin cậy: không xét được"


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_each_verdict_has_a_word(outcome: Outcome, lang: str) -> None:
    assert word(Verdict(outcome), lang).isupper()


@given(st.text(max_size=300))
def test_foreign_text_comes_out_clean(text: str) -> None:
    clean = shown(text)
    assert len(clean) <= 200
    assert "\x1b" not in clean
    assert all(unicodedata.category(char) not in ("Cc", "Cf") for char in clean)


def test_a_verdict_comes_back_from_what_is_stored_of_it(office: Office) -> None:
    verdict = office.judge(office.two)
    assert Verdict.from_dict(json.loads(verdict.to_json())) == verdict
    assert [each.level for each in verdict.signatures] == ["B-T", "B-LT"]


def test_the_details_of_a_signature_tell_who_when_and_by_which_certificate(office: Office) -> None:
    leader, agency = office.judge(office.two).signatures
    told = "\n".join(details(leader))
    assert "Người ký: Nguyễn Thị Hoa" in told
    assert "08:30:00 23/11/2026 (theo dấu thời gian)" in told
    assert "CA chuyên dùng công vụ THI THỬ" in told
    assert "Level (PAdES): B-LT" in details(agency, "en")


def test_what_cannot_be_read_has_no_details(office: Office) -> None:
    broken = office.two.replace(b"/Contents <30", b"/Contents <00", 1)
    for report in office.judge(broken).signatures:
        assert details(report)

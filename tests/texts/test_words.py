"""The words of a session: two languages, plural, numbers, and what is remembered of a person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_exam.preferences import PreferenceFolder, Preferences
from tui_exam.texts import Words, language_of


def test_a_session_speaks_vietnamese_until_it_is_told_otherwise() -> None:
    words = Words()
    assert words("Nộp bài") == "Nộp bài"
    words.use("en")
    assert words("Nộp bài") == "Hand in"
    words.use("tlh")
    assert words("Nộp bài") == "Nộp bài"


def test_two_sessions_speak_their_own_languages() -> None:
    one, other = Words("en"), Words("vi")
    assert (one("Thoát"), other("Thoát")) == ("Quit", "Thoát")


def test_a_text_that_is_not_in_the_catalogue_stays_as_it_is() -> None:
    assert Words("en")("Về việc chuyển đổi số [red]") == "Về việc chuyển đổi số [red]"
    assert Words("en")("") == ""


def test_things_are_counted_by_the_rules_of_each_language() -> None:
    text = "{n} câu"
    assert [Words("en").count(text, n) for n in (0, 1, 2)] == [
        "0 questions", "1 question", "2 questions",
    ]  # fmt: skip
    assert [Words("vi").count(text, n) for n in (1, 2)] == ["1 câu", "2 câu"]


def test_numbers_have_a_comma_in_vietnamese_and_a_point_in_english() -> None:
    assert [Words(language).number(13.5) for language in ("vi", "en")] == ["13,5", "13.5"]
    assert Words().number(100.0) == "100"


@given(st.text())
def test_what_a_person_typed_is_never_taken_for_a_template(typed: str) -> None:
    assert Words("en")("Lý do: {reason}", reason=typed) == f"Reason: {typed}"


def test_only_what_asks_for_english_gets_it() -> None:
    assert language_of({"TUI_EXAM_LANG": "en_GB"}) == "en"
    assert language_of({"LANG": "en_US.UTF-8"}) == "vi"


def test_choices_are_remembered_for_the_seat_and_for_each_candidate(tmp_path: Path) -> None:
    folder = PreferenceFolder(tmp_path / "new")
    assert folder.read() is None
    mine = Preferences(language="en", look="contrast", airy=True, method="vni", composing=False)
    assert folder.write(mine, "CT001")
    assert PreferenceFolder(tmp_path / "new").read("CT001") == mine
    assert folder.read() is None
    assert folder.read("CT002") is None
    assert not [path for path in (tmp_path / "new").iterdir() if "CT001" in path.name]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"null", b"{", b"\xff\xfe", b'{"language": ["en"]}', b'{"airy": 1}',
        b'{"look": "../../x", "language": "xx"}', b"9" * 100_000, b'{"method": null}',
    ],
)  # fmt: skip
def test_a_damaged_file_of_choices_is_as_if_nothing_was_chosen(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "seat.json").write_bytes(data)
    assert PreferenceFolder(tmp_path).read() in (None, Preferences())


def test_the_rest_of_a_file_holds_when_one_choice_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "seat.json").write_text(json.dumps({"language": "en", "look": 7, "new": 1}))
    assert PreferenceFolder(tmp_path).read() == Preferences(language="en")


def test_choices_that_cannot_be_written_stop_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not PreferenceFolder(tmp_path / "file").write(Preferences())

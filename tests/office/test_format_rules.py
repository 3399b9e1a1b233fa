"""Every error of form is found where it was planted, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest

from mock_office.agency import Agency
from mock_office.documents.composition import authority
from mock_office.documents.format_rules import RULES, NotApplicable, check, lines_of, plant
from mock_office.documents.headings import filled_date, filled_symbol
from mock_office.documents.rules import change, first
from mock_office.tasks import builtin

from .conftest import CONTENTS, TODAY, department_draft, sound_draft

PLACES = {
    "T5": {"Công văn"},
    "T7": {"Tờ trình"},
    "T11": {"Công văn"},
    "T12": set(CONTENTS) - {"Công văn"},
    "T13": {"Quyết định", "Kế hoạch", "Tờ trình"},
    "T14": {"Quyết định", "Kế hoạch", "Tờ trình"},
    "T15": {"Quyết định", "Kế hoạch", "Tờ trình"},
    "T17": set(CONTENTS) - {"Báo cáo", "Tờ trình"},
    "T18": {"Quyết định", "Công văn", "Báo cáo", "Tờ trình"},
}
"""Codes that only some kinds have a place for; every other code fits every kind."""


def test_all_codes_of_the_table_are_there() -> None:
    assert set(RULES) == {f"T{n}" for n in range(1, 26)} | {f"M{n}" for n in range(1, 7)}


@pytest.mark.parametrize("signer", ["chu_tich", "pct_kt", "chanh_vp"])
@pytest.mark.parametrize("kind", CONTENTS)
def test_a_draft_written_by_the_book_has_no_finding(kind: str, signer: str, agency: Agency) -> None:
    assert check(sound_draft(kind, agency, signer), agency, TODAY) == ()


@pytest.mark.parametrize("kind", CONTENTS)
@pytest.mark.parametrize("code", RULES)
def test_a_planted_error_is_found_and_no_other(code: str, kind: str, agency: Agency) -> None:
    draft = sound_draft(kind, agency)
    if kind not in PLACES.get(code, set(CONTENTS)):
        with pytest.raises(NotApplicable):
            plant(draft, code)
        return
    planted = plant(draft, code)
    assert planted != draft
    findings = check(planted, agency, TODAY)
    assert {finding.code for finding in findings} == {code}
    assert all(finding.message and finding.basis for finding in findings)


@pytest.mark.parametrize("code", ["T20", "T21", "T22"])
@pytest.mark.parametrize("signer", ["pct_kt", "chanh_vp"])
def test_signature_blocks_of_deputies_and_office_heads_too(
    code: str, signer: str, agency: Agency
) -> None:
    planted = plant(sound_draft("Công văn", agency, signer), code)
    assert {finding.code for finding in check(planted, agency, TODAY)} == {code}


def test_the_lines_of_a_planted_error_can_be_named(agency: Agency) -> None:
    draft = plant(plant(sound_draft("Công văn", agency), "T5"), "T22")
    (symbol,) = lines_of(draft, agency, TODAY, ["T5"])
    assert draft.lines[symbol].part == "symbol"
    assert len(lines_of(draft, agency, TODAY, ["T5", "T22"])) == 2


def test_an_unknown_code_can_not_be_planted(agency: Agency) -> None:
    with pytest.raises(NotApplicable):
        plant(sound_draft("Công văn", agency), "T99")


def _with_head(agency: Agency, part: str, text: str) -> set[str]:
    draft = sound_draft("Công văn", agency)
    draft = change(draft, first(draft, part)[0], text=text)
    return {finding.code for finding in check(draft, agency, TODAY)}


def test_filled_numbers_and_dates_are_judged_like_blank_ones(agency: Agency) -> None:
    assert _with_head(agency, "symbol", filled_symbol(9, "UBND-VX")) == set()
    assert _with_head(agency, "symbol", "Số: 9/UBND-VX") == {"T4"}
    assert _with_head(agency, "symbol", "Số: 12 / UBND - VX") == {"T6"}
    assert _with_head(agency, "symbol", "Số: 12-UBND-VX") == {"T6"}
    assert _with_head(agency, "place_date", filled_date("Hương Tràm", date(2026, 1, 5))) == set()
    assert _with_head(agency, "place_date", "Hương Tràm, ngày 5 tháng 01 năm 2026") == {"T8"}
    assert _with_head(agency, "place_date", "Hương Tràm, 05/01/2026") == {"T9"}


@pytest.mark.parametrize("month", ["3", "03", "12"])
def test_a_zero_before_march_is_no_error_since_the_law_is_silent(
    month: str, agency: Agency
) -> None:
    assert _with_head(agency, "place_date", f"Hương Tràm, ngày 15 tháng {month} năm 2026") == set()


def test_a_basis_is_judged_by_the_day(agency: Agency) -> None:
    draft = plant(sound_draft("Kế hoạch", agency), "T15")
    before = {finding.code for finding in check(draft, agency, date(2025, 6, 30))}
    assert "T15" not in before
    assert "T15" in {finding.code for finding in check(draft, agency, date(2025, 7, 1))}


def test_district_bodies_were_right_before_july_2025(agency: Agency) -> None:
    draft = plant(sound_draft("Kế hoạch", agency), "T23")
    assert "T23" not in {f.code for f in check(draft, agency, date(2025, 6, 30))}


def test_who_signs_decides_what_stands_above_the_name(agency: Agency) -> None:
    body = "TM. ỦY BAN NHÂN DÂN"
    assert authority(agency.person("chu_tich"), agency) == (body, "CHỦ TỊCH")
    assert authority(agency.person("pct_vx"), agency) == (body, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert authority(agency.person("chanh_vp"), agency) == ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")


@pytest.mark.parametrize("signer", ["giam_doc", "pgd_cds", "chanh_vp"])
@pytest.mark.parametrize("kind", CONTENTS)
@pytest.mark.parametrize("code", RULES)
def test_the_rules_hold_for_a_department_under_one_head_too(
    code: str, kind: str, signer: str
) -> None:
    agency = builtin.agency("so_khcn").agency
    draft = department_draft(kind, agency, signer)
    assert check(draft, agency, TODAY) == ()
    if kind in PLACES.get(code, set(CONTENTS)):
        assert {finding.code for finding in check(plant(draft, code), agency, TODAY)} == {code}


def test_a_department_signs_by_its_head_and_names_its_superior() -> None:
    agency = builtin.agency("so_khcn").agency
    lines = [
        (line.part, line.text) for line in department_draft("Kế hoạch", agency, "pgd_cds").lines
    ]
    assert ("parent", "UBND THÀNH PHỐ CỬU LONG") in lines
    assert ("agency", "SỞ KHOA HỌC VÀ CÔNG NGHỆ") in lines
    assert [text for part, text in lines if part == "authority"] == [
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
    ]
    assert authority(agency.person("giam_doc"), agency) == ("GIÁM ĐỐC",)
    assert authority(agency.person("chanh_vp"), agency) == ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")

"""What the checks of a bank find, and where they say it stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.bank_tools.samples import bank_text, item_text
from tui_exam.bank_tools.findings import Finding, Severity, day_text
from tui_exam.bank_tools.lint import lint

DAY = date(2026, 11, 23)
Linted = Callable[..., tuple[Finding, ...]]


@pytest.fixture
def linted(tmp_path: Path) -> Linted:
    """Writes files and checks them; a single text is the file a.yaml."""

    def run(*texts: str | bytes, day: date = DAY) -> tuple[Finding, ...]:
        for letter, text in zip("abc", texts, strict=False):
            raw = text if isinstance(text, bytes) else text.encode()
            (tmp_path / f"{letter}.yaml").write_bytes(raw)
        return lint(tmp_path, day=day)

    return run


def only(found: tuple[Finding, ...], code: str) -> Finding:
    """The one finding of a code; the mix of levels of so small a bank does not count."""
    (finding,) = (f for f in found if f.code == code)
    others = {f.code for f in found} - {code, "level-mix"}
    assert not others, others
    return finding


def dates(first: str, last: str, reviewed: str, again: str) -> str:
    """The four dates of an item."""
    return (
        f"valid_from: {first}\n    valid_to: {last}\n    "
        f"reviewed: {reviewed}\n    next_review: {again}"
    )


def test_a_good_item_has_nothing_to_mend(linted: Linted) -> None:
    assert {f.code for f in linted(bank_text())} <= {"level-mix"}


def test_a_fault_of_the_reader_is_a_finding_with_its_line(linted: Linted) -> None:
    finding = only(linted(bank_text().replace("level: nhan_biet", "level: kho")), "schema")
    assert (finding.line, finding.severity) == (6, Severity.ERROR)
    assert "cột 12" in finding.message


def test_a_missing_basis_or_explanation_is_an_error(linted: Linted) -> None:
    text = bank_text().replace('[{document: "Nghị định số 30/2020/NĐ-CP"}]', "[]")
    text = text.replace('      - {document: "Nghị định số 30/2020/NĐ-CP"}\n', "")
    text = text.replace('        why: "Giải thích đầy đủ cho phương án thứ 2."\n', "")
    found = linted(text)
    assert {f.message.split("(")[1].split(")")[0] for f in found} == {
        "items[0].basis",
        "items[0].options[1].why",
    }


def test_one_bad_file_does_not_hide_the_others(linted: Linted) -> None:
    stop = item_text("b-1", options=("Có.", "Không", "Tùy", "Khác"))
    found = linted("topic: [", bank_text(stop))
    assert {f.code for f in found} >= {"schema", "key-stop"}


@pytest.mark.parametrize(
    ("code", "item", "line"),
    [
        ("key-length", item_text(options=("Rất dài so với phần còn lại", "A b", "C", "D")), 10),
        ("key-stop", item_text(options=("Có.", "Không", "Tùy", "Khác")), 10),
        (
            "absolute-words",
            item_text(options=("Ký số", "Chỉ ký tay", "Luôn đóng dấu", "Xác nhận")),
            10,
        ),
        ("combined-option", item_text(options=("Một", "Hai", "Ba", "Tất cả đều đúng")), 10),
        ("combined-option", item_text(options=("Một", "Hai", "Ba", "Cả A và B")), 10),
        ("combined-option", item_text(options=("Một", "Hai", "Ba", "Cả ba phương án trên")), 10),
        ("combined-option", item_text(options=("Một", "Hai", "Ba", "Không phương án nào")), 10),
        ("equal-options", item_text(options=("Ký, đóng dấu", "Ký; đóng dấu.", "Lưu.", "Gửi")), 10),
        ("review-due", item_text(dates=dates("2020-01-01", "", "2026-01-01", "2026-11-23")), 24),
        ("review-order", item_text(dates=dates("2020-01-01", "", "2026-11-24", "2027-01-01")), 23),
        ("review-order", item_text(dates=dates("2020-01-01", "", "2026-11-23", "2026-11-23")), 24),
        ("quotes", item_text(stem="Dấu “Mật được đóng ở đâu?"), 4),
        ("explanation", item_text().replace("Giải thích đầy đủ cho phương án thứ 1.", "Đúng."), 10),
    ],
)
def test_a_weak_item_is_found_at_its_line(linted: Linted, code: str, item: str, line: int) -> None:
    found = [f for f in linted(bank_text(item)) if f.code == code]
    assert found, code
    assert (found[0].item, found[0].severity is Severity.NOTE) == ("mau-1", False)
    assert found[0].line == line


@pytest.mark.parametrize(
    "options",
    [
        ("Nghị quyết số 57-NQ/TW", "Nghị quyết số 57/NQ-TW", "Nghị quyết số 57", "Kết luận 57"),
        ("30 tháng 11", "Ngày 5", "Ngày 7", "Ngày 9/9"),
        ("Chỉ số hài lòng", "Ban chỉ đạo", "Chỉ tiêu số", "Chỉ thị"),
        ("Tất cả công chức", "Mọi viên chức", "Luôn là văn thư", "Lãnh đạo"),
        ("Không được phép", "Được phép", "Tùy trường hợp", "Do lãnh đạo quyết định"),
    ],
)
def test_an_innocent_item_is_left_in_peace(linted: Linted, options: tuple[str, ...]) -> None:
    assert {f.code for f in linted(bank_text(item_text(options=options)))} <= {"level-mix"}


def test_an_expired_item_is_only_a_note_for_it_is_never_drawn(linted: Linted) -> None:
    item = item_text(dates=dates("2020-01-01", "2026-06-30", "2026-01-01", "2026-02-01"))
    finding = only(linted(bank_text(item)), "expired")
    assert (finding.severity, "30/6/2026" in finding.message) == (Severity.NOTE, True)
    assert not [f for f in linted(bank_text(item), day=date(2026, 1, 15)) if f.code == "expired"]


def test_an_item_of_the_future_is_a_note(linted: Linted) -> None:
    item = item_text(dates=dates("2027-01-01", "", "2026-01-01", "2027-02-01"))
    assert only(linted(bank_text(item)), "not-yet").severity is Severity.NOTE


def test_a_stem_that_stands_twice_is_found_across_files(linted: Linted) -> None:
    other = bank_text(item_text("mau-2"), topic="khac", title="Khác")
    finding = only(linted(bank_text(), other), "same-stem")
    assert finding.file.endswith("b.yaml")
    assert "mau-1" in finding.message
    assert finding.severity is Severity.ERROR


def test_nearly_the_same_stem_is_found_whatever_its_accents_and_order(linted: Linted) -> None:
    one = item_text("x", stem="Văn bản điện tử của cơ quan được ký số bằng chứng thư nào, hoà?")
    two = item_text("y", stem="Văn bản điện tử của cơ quan hòa được ký số bằng chứng thư gì?")
    finding = only(linted(bank_text(one, two)), "near-stem")
    assert (finding.item, finding.severity) == ("y", Severity.WARNING)


def test_an_id_used_twice_is_found_across_files(linted: Linted) -> None:
    other = item_text(stem="Một câu hỏi hoàn toàn khác về lưu trữ hồ sơ?")
    finding = only(linted(bank_text(), bank_text(other, topic="khac", title="Khác")), "same-id")
    assert finding.severity is Severity.ERROR


def test_keys_that_crowd_in_one_place_are_found(linted: Linted) -> None:
    items = [item_text(f"c-{n}", stem=_stem(n), right=0 if n else 1) for n in range(12)]
    assert "A 11, B 1, C 0, D 0" in only(linted(bank_text(*items)), "key-positions").message
    spread = [item_text(f"c-{n}", stem=_stem(n), right=n % 4) for n in range(12)]
    assert not [f for f in linted(bank_text(*spread)) if f.code == "key-positions"]


def test_too_many_negative_stems_are_found(linted: Linted) -> None:
    def bank(negative: int) -> str:
        return bank_text(
            *(
                item_text(
                    f"c-{n}", stem=_stem(n) + (" KHÔNG?" if n < negative else ""), right=n % 4
                )
                for n in range(20)
            )
        )

    assert "3 trên 20" in only(linted(bank(3)), "negative-stems").message
    assert not [f for f in linted(bank(2)) if f.code == "negative-stems"]


def test_levels_far_from_the_mix_are_found_for_the_whole_bank(linted: Linted) -> None:
    assert "100/0/0 %" in only(linted(bank_text()), "level-mix").message
    levels = ["nhan_biet"] * 8 + ["thong_hieu"] * 7 + ["van_dung"] * 5
    items = [
        item_text(f"c-{n}", stem=_stem(n), level=level, right=n % 4)
        for n, level in enumerate(levels)
    ]
    assert linted(bank_text(*items)) == ()


def test_hidden_characters_are_errors_and_look_alikes_warnings(linted: Linted) -> None:
    hidden = bank_text(item_text(stem="Văn bản\u200b điện tử \\e[31mđỏ?"))
    assert only(linted(hidden), "hidden-character").severity is Severity.ERROR
    alike = bank_text(item_text(stem="Quyết định Ðiều hành?"))
    assert only(linted(alike), "look-alike").line == 8


def test_decomposed_letters_are_found_at_their_first_line(linted: Linted) -> None:
    text = bank_text().split("\n")
    text[7] = unicodedata.normalize("NFD", text[7])
    finding = only(linted("\n".join(text)), "unicode-form")
    assert (finding.line, finding.severity) == (8, Severity.WARNING)


def test_old_code_tables_are_recognised(linted: Linted) -> None:
    found = linted(bank_text().replace("Văn thư", "Qu¶n lý nhµ n­íc"))
    assert any(f.code == "legacy-encoding" and "TCVN3" in f.message for f in found)
    found = linted(bank_text().replace("Văn thư", "Vi\x00").encode().replace(b"\x00", b"\xea\xf2t"))
    assert {f.code for f in found} == {"schema", "legacy-encoding"}


def test_one_kind_of_quotation_marks_is_used_throughout(linted: Linted) -> None:
    items = [item_text(f"c-{n}", stem=f"{_stem(n)} “Mật”?", right=n % 4) for n in range(3)]
    odd = item_text("le", stem=f'{_stem(9)} \\"Mật\\"?')
    finding = only(linted(bank_text(*items, odd)), "quotes")
    assert (finding.item, "“…”" in finding.remedy) == ("le", True)


def test_a_stem_that_asks_for_another_number_than_is_right_is_an_error(linted: Linted) -> None:
    item = item_text(
        stem="Những ai ký? (Chọn 3 phương án)",
        extra="    choose: 2\n    part_marks: right_minus_wrong\n",
    ).replace("kind: single", "kind: multiple")
    item = item.replace('text: "Văn thư"\n', 'text: "Văn thư"\n        correct: true\n')
    assert only(linted(bank_text(item)), "choose").severity is Severity.ERROR


def test_a_short_answer_should_be_accepted_with_its_unit(linted: Linted) -> None:
    text = bank_text(
        """  - id: ngan
    revision: 1
    level: nhan_biet
    kind: short
    stem: "Có bao nhiêu loại văn bản hành chính?"
    accept: ["29"]
    answer_why: "Nghị định liệt kê 29 loại."
    unit: "loại"
    basis: [{document: "Nghị định số 30/2020/NĐ-CP"}]
    valid_from: 2020-03-05
    reviewed: 2026-11-23
    next_review: 2027-05-23
"""
    )
    assert only(linted(text), "short-unit").line == 9
    assert not [f for f in linted(text.replace('"29"', '"29", 29 loại')) if f.code == "short-unit"]


def test_thin_and_impossible_cells_are_named_at_their_line(tmp_path: Path) -> None:
    bank, blueprints = tmp_path / "bank", tmp_path / "blueprints"
    bank.mkdir()
    blueprints.mkdir()
    items = [item_text(f"c-{n}", stem=_stem(n), right=n % 4) for n in range(5)]
    (bank / "a.yaml").write_text(bank_text(*items), encoding="utf-8")
    (blueprints / "thu.yaml").write_text(
        """id: thu
version: 1
title: "Đề thử"
minutes: 60
theory:
  points: 45
  questions: 3
  kinds: [single]
  cells:
    - {topic: van_thu, nhan_biet: 2, van_dung: 1}
practice: {tasks: []}
bands: [{least: 0, name: "Chưa đạt", passed: false}]
""",
        encoding="utf-8",
    )
    for path in (tmp_path, bank):
        cells = [f for f in lint(path, day=DAY) if f.code.endswith("-cell")]
        assert [(f.code, f.line) for f in cells] == [("impossible-cell", 10), ("thin-cell", 10)]
        assert "lấy 2 câu mà ngân hàng chỉ có 5 câu" in cells[1].message
    assert not [f for f in lint(bank / "a.yaml", day=DAY) if f.code.endswith("-cell")]
    (blueprints / "thu.yaml").write_text("id: 7\n", encoding="utf-8")
    assert any(f.file.endswith("thu.yaml") and f.code == "schema" for f in lint(bank, day=DAY))


def test_nothing_to_read_is_an_error_and_not_a_clean_bank(tmp_path: Path) -> None:
    assert [f.code for f in lint(tmp_path, day=DAY)] == ["schema"]
    (tmp_path / "a.yaml").mkdir()
    assert "Không phải một tệp thường" in lint(tmp_path, day=DAY)[0].message


def test_a_finding_reads_as_place_severity_code_and_remedy() -> None:
    finding = Finding("a.yaml", 3, "x", "quotes", Severity.WARNING, "lẻ dấu.", "Thêm dấu.")
    assert str(finding) == "a.yaml:3: CẢNH BÁO [quotes] x: lẻ dấu. Thêm dấu."
    assert finding.to_json()["severity"] == "warning"


def test_dates_are_written_as_offices_write_them() -> None:
    assert [day_text(date(2020, m, 5)) for m in (1, 2, 3, 12)] == [
        "05/01/2020",
        "05/02/2020",
        "05/3/2020",
        "05/12/2020",
    ]


def _stem(n: int) -> str:
    words = "một hai ba bốn năm sáu bảy tám chín mười chục trăm nghìn vạn triệu tỷ lẻ rưỡi tá cặp"
    return " ".join(f"{word}{n}" for word in words.split()[n % 7 : n % 7 + 6])

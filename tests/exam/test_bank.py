"""Reading a question bank: what is taken, what is refused, and how its cells are asked for."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.bank_tools.samples import bank_text, item_text
from tui_exam.exam import bank as bank_module
from tui_exam.exam.bank import Bank, bank_digest, bank_files, bank_of, load_bank
from tui_exam.exam.codec import items_from_json, items_to_json
from tui_exam.exam.items import Kind, Level
from tui_exam.yaml_lines import Fault, FileFaults

DAY = date(2026, 11, 23)
SHORT = """  - id: ngan
    revision: 1
    level: nhan_biet
    kind: short
    stem: "Bao nhiêu loại?"
    accept: ["29", 29.5, 29]
    answer_why: "Nghị định liệt kê 29 loại."
    unit: "loại"
    basis: [{document: "Nghị định số 30/2020/NĐ-CP"}]
    valid_from: 2020-03-05
    reviewed: 2026-11-23
    next_review: 2027-05-23
"""


def bank_with(*items: str) -> Bank:
    """A bank of one file with those items."""
    return bank_of({"a.yaml": bank_text(*items).encode()}, name="bank")


def faults_of(text: str) -> tuple[Fault, ...]:
    """The faults that a file is refused with."""
    with pytest.raises(FileFaults) as caught:
        bank_of({"a.yaml": text.encode()}, name="bank")
    return caught.value.faults


def changed(old: str, new: str) -> tuple[Fault, ...]:
    """The faults of the sample item after one change."""
    text = bank_text()
    assert old in text
    return faults_of(text.replace(old, new, 1))


def test_an_item_is_read_with_all_its_parts() -> None:
    (item,) = bank_with(item_text()).items
    assert (item.id, item.topic, item.level, item.kind) == (
        "mau-1",
        "van_thu",
        Level.RECALL,
        Kind.SINGLE,
    )
    assert item.keys == ("a",)
    assert [option.key for option in item.options] == ["a", "b", "c", "d"]
    assert str(item.basis[0]) == "Nghị định số 30/2020/NĐ-CP"
    assert (item.valid_from, item.valid_to) == (date(2020, 3, 5), None)


def test_the_answers_of_a_short_item_may_be_numbers() -> None:
    (item,) = bank_with(SHORT).items
    assert item.accept == ("29", "29.5", "29")


def test_foreign_text_is_cleaned_where_it_enters() -> None:
    text = item_text(stem="Va\u0306n \\e[31mbản\u202e là gì?", extra='    tags: ["a\\eb"]\n')
    (item,) = bank_with(text).items
    assert item.stem == "Văn bản là gì?"
    assert "\x1b" not in item.tags[0]


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "where", "reason"),
    [
        ("revision: 1", "revision: yes", 5, 15, "items[0].revision", "số nguyên"),
        ("revision: 1", 'revision: "1"', 5, 15, "items[0].revision", "số nguyên"),
        ("revision: 1", "revision: 0", 5, 15, "items[0].revision", "nhỏ hơn"),
        ("level: nhan_biet", "level: kho", 6, 12, "items[0].level", "giá trị cho phép"),
        ("kind: single", "kind: essay", 7, 11, "items[0].kind", "giá trị cho phép"),
        ("stem: ", "stem: 12 #", 8, 11, "items[0].stem", "phải là chữ"),
        ("stem: ", 'stem: "" #', 8, 11, "items[0].stem", "để trống"),
        ("stem: ", 'stem: "\\u200b" #', 8, 11, "items[0].stem", "không nhìn thấy"),
        ("id: mau-1", "id: Mẫu 1", 4, 9, "items[0].id", "ký tự không được dùng"),
        ("correct: true", 'correct: "true"', 11, 18, "items[0].options[0].correct", "true hoặc"),
        ("valid_from: 2020-03-05", "valid_from: hôm qua", 21, 17, "items[0].valid_from", "ngày"),
        ("valid_from: 2020-03-05", "valid_from: 0", 21, 17, "items[0].valid_from", "ngày"),
        (
            "valid_from: 2020-03-05",
            "valid_from: 2020-03-05 08:00:00",
            21,
            17,
            "items[0].valid_from",
            "không kèm giờ",
        ),
        ("valid_to:", "valid_to: 2020-03-04", 22, 15, "items[0].valid_to", "sớm hơn"),
        ("valid_to:", "het_han:", 22, 13, "items[0].het_han", "mục lạ"),
        ("    stem:", "    cau:", 4, 5, "items[0].stem", "thiếu"),
    ],
)
def test_a_fault_names_its_line_its_column_and_its_field(
    old: str, new: str, line: int, column: int, where: str, reason: str
) -> None:
    faults = changed(old, new)
    assert (line, column, where) in [(f.line, f.column, f.where) for f in faults]
    assert any(reason in fault.reason for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("        correct: true\n", "", "đúng một đáp án"),
        ("Người soạn thảo", "NGƯỜI  CÓ THẨM QUYỀN", "hai phương án giống nhau"),
        ("kind: single", "kind: true_false", "hai phương án, một đáp án"),
        ("kind: single", "kind: multiple", "từ hai đáp án"),
        ("kind: single", "kind: multiple", "phải ghi cách chấm"),
        ("kind: single", "kind: multiple", "«choose» phải bằng số đáp án đúng (1)"),
        ("kind: single", "kind: ordering", "ít nhất ba bước"),
        ("kind: single", "kind: ordering", "không dùng mục «options»"),
        ("kind: single", "kind: matching", "ít nhất ba cặp"),
        ("kind: single", "kind: short", "cần «accept»"),
        ("    revision: 1\n", "    revision: 1\n    steps: [{text: a, why: b}]\n", "«steps»"),
    ],
)
def test_a_broken_rule_between_fields_is_told(old: str, new: str, reason: str) -> None:
    assert any(reason in fault.reason for fault in changed(old, new))


def test_options_that_differ_only_in_where_the_tone_stands_are_the_same() -> None:
    text = bank_text(item_text(options=("Hòa", "Hoà", "x", "y")))
    (fault,) = faults_of(text)
    assert fault.where == "items[0].options[1].text"


def test_endless_numbers_are_no_answers() -> None:
    faults = faults_of(bank_text(SHORT.replace("29.5", ".nan")))
    assert [(f.line, f.where) for f in faults] == [(9, "items[0].accept[1]")]


def test_all_faults_of_all_files_come_at_once_in_order() -> None:
    bad = (
        bank_text().replace("level: nhan_biet", "level: kho").replace("revision: 1", "revision: 0")
    )
    with pytest.raises(FileFaults) as caught:
        bank_of({"b.yaml": b"[1]", "a.yaml": bad.encode(), "c.yaml": b"a: *x"}, name="bank")
    assert [(f.file, f.line) for f in caught.value.faults] == [
        ("a.yaml", 5),
        ("a.yaml", 6),
        ("b.yaml", 1),
        ("c.yaml", 1),
    ]


def test_a_value_that_fits_no_type_is_told_once() -> None:
    faults = faults_of(bank_text(SHORT.replace("29.5", "[1]")))
    assert [f.where for f in faults] == ["items[0].accept[1]"]


def test_an_id_may_stand_only_once_in_the_whole_bank() -> None:
    twice = {"a.yaml": bank_text().encode(), "b.yaml": bank_text().encode()}
    with pytest.raises(FileFaults, match=r"b\.yaml, dòng 4.*đã dùng trong a\.yaml"):
        bank_of(twice, name="bank")


def test_a_topic_may_fill_two_files_under_one_title_only() -> None:
    more = bank_text(item_text("mau-2"))
    files = {"a.yaml": bank_text().encode(), "b.yaml": more.encode()}
    bank = bank_of(files, name="bank")
    assert ([topic.id for topic in bank.topics], len(bank.items)) == (["van_thu"], 2)
    files["b.yaml"] = more.replace('title: "Văn thư"', 'title: "Lưu trữ"').encode()
    with pytest.raises(FileFaults, match="tên khác"):
        bank_of(files, name="bank")


def test_a_folder_without_banks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileFaults, match="Không có tệp ngân hàng"):
        load_bank(tmp_path)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_a_bank_file_that_is_no_plain_file_is_a_fault(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "a.yaml")
    with pytest.raises(FileFaults, match="Không phải một tệp thường"):
        load_bank(tmp_path)


def test_a_link_to_nowhere_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "none")
    with pytest.raises(FileFaults, match="Không đọc được tệp"):
        load_bank(tmp_path)


def test_a_gigantic_file_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    with (tmp_path / "a.yaml").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(FileFaults, match="quá lớn"):
        load_bank(tmp_path)


def test_the_digest_names_exactly_this_content(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(bank_text(), encoding="utf-8")
    first = load_bank(tmp_path).digest
    assert first == load_bank(tmp_path).digest == bank_digest(bank_files(tmp_path))
    (tmp_path / "a.yaml").write_text(bank_text() + "# a remark\n", encoding="utf-8")
    second = load_bank(tmp_path).digest
    (tmp_path / "a.yaml").rename(tmp_path / "b.yaml")
    assert len({first, second, load_bank(tmp_path).digest}) == 3


def test_a_torn_file_is_refused_at_every_length_that_is_not_a_whole_bank() -> None:
    whole = bank_text().encode()
    for length in range(0, len(whole) - 1, 7):
        try:
            bank = bank_of({"a.yaml": whole[:length]}, name="bank")
        except FileFaults:
            continue
        assert bank.items[0].options == bank_with(item_text()).items[0].options


def test_a_cell_holds_only_what_is_law_on_that_day() -> None:
    ends = item_text("het", dates=_dates("2020-01-01", "2026-06-30"))
    starts = item_text("moi", dates=_dates("2026-07-01", ""))
    bank = bank_with(ends, starts)

    def ids(day: date) -> list[str]:
        return [item.id for item in bank.on(day, "van_thu", Level.RECALL, (Kind.SINGLE,))]

    assert ids(date(2019, 12, 31)) == []
    assert ids(date(2026, 6, 30)) == ["het"]
    assert ids(date(2026, 7, 1)) == ["moi"]


def test_a_cell_is_of_one_topic_one_level_and_the_kinds_asked_for() -> None:
    bank = bank_with(item_text(), item_text("mau-2", level="van_dung"), SHORT)
    both = (Kind.SINGLE, Kind.SHORT)
    assert [i.id for i in bank.on(DAY, "van_thu", Level.RECALL, both)] == ["mau-1", "ngan"]
    assert [i.id for i in bank.on(DAY, "van_thu", Level.RECALL, [Kind.SHORT])] == ["ngan"]
    assert [i.id for i in bank.on(DAY, "van_thu", Level.APPLY, both)] == ["mau-2"]
    assert bank.on(DAY, "khac", Level.RECALL, both) == ()


def test_remembered_cells_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bank_module, "MAX_POOLS", 3)
    bank = bank_with(item_text())
    for ordinal in range(50):
        day = date.fromordinal(DAY.toordinal() + ordinal)
        assert len(bank.on(day, "van_thu", Level.RECALL, (Kind.SINGLE,))) == 1
    assert len(bank._pools) <= 3


def test_items_survive_the_way_through_json() -> None:
    bank = bank_with(item_text(), SHORT, item_text("z", dates=_dates("2020-01-01", "2026-06-30")))
    items, titles = items_from_json(items_to_json(bank.items, bank.titles))
    assert tuple(items[item.id] for item in bank.items) == bank.items
    assert titles == bank.titles


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"7",
        b"\xff",
        b"[" * 100_000,
        b'{"topics":{},"items":[7]}',
        b'{"topics":{},"items":[{"level":"kho"}]}',
        b'{"topics":7,"items":[]}',
    ],
)
def test_json_that_is_no_set_of_items_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        items_from_json(data)


def _dates(first: str, last: str) -> str:
    return (
        f"valid_from: {first}\n    valid_to: {last}\n    "
        "reviewed: 2026-11-23\n    next_review: 2027-05-23"
    )


def test_files_read_in_several_processes_give_the_same_bank_and_the_same_faults(
    tmp_path: Path,
) -> None:
    from tests.bank_tools.samples import large_bank

    folder = tmp_path / "bank"
    large_bank(folder, 60, files=3)
    assert load_bank(folder, workers=2) == load_bank(folder)
    bad = sorted(folder.glob("*.yaml"))[1]
    bad.write_text(bad.read_text(encoding="utf-8").replace("revision: 1", "revision: 0", 1))
    with pytest.raises(FileFaults) as many:
        load_bank(folder, workers=2)
    with pytest.raises(FileFaults) as one:
        load_bank(folder)
    assert many.value.faults == one.value.faults

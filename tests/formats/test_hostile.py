"""Files made to do harm: every reader answers with problems, within bounds, and never raises."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_exam.exam.items import Kind
from tui_exam.formats.aiken import write_aiken
from tui_exam.formats.bounds import BOUNDS
from tui_exam.formats.gift_writer import write_gift
from tui_exam.formats.imported import Imported, ImportedItem, read_data, read_file
from tui_exam.formats.moodle_xml_writer import write_moodle
from tui_exam.formats.qti_writer import write_qti
from tui_exam.formats.table_writer import write_table
from tui_exam.vietnamese.text import clean

from .old_workbooks import ods_of
from .test_qti12 import ABC, STEM, document, equal, item_of, response, rule
from .test_tables import HEAD, book_of, csv_of
from .tools import codes, options, read, zipped

ITEM = ImportedItem(Kind.SINGLE, "Câu hỏi thử", options("một", "hai", "ba"), id="cau-1")
QTI12 = document(item_of("", STEM + response("Single", **ABC), rule(equal("a2"), "100")))
GOOD: dict[str, bytes] = {
    "de.gift": write_gift([ITEM]).data,
    "de.aiken": write_aiken([ITEM]).data,
    "de.xml": write_moodle([ITEM]).data,
    "12.xml": QTI12.encode(),
    "de.zip": write_qti([ITEM]).data,
    "de.xlsx": write_table([ITEM]).data,
    "de.csv": csv_of(HEAD, ["Câu hỏi thử", "một", "hai", "ba", "A"]).encode(),
}
TEXTS = sorted(set(GOOD) - {"de.zip", "de.xlsx"})
NASTY = "\x1b]0;chiếm\x07\x1b[31m\u202egnud\u2066\x9b1m\u200f"


def shown(found: Imported) -> list[str]:
    """Every text of an import that somebody will see."""
    out = [found.file, *(str(problem) for problem in found.problems)]
    for item in found.items:
        out += [item.stem, item.title, item.id, item.topic, item.general, *item.accept, *item.tags]
        out += [text for option in item.options for text in (option.text, option.why, option.match)]
    return out


def assert_harmless(found: Imported) -> None:
    """Nothing of an import acts on a terminal, and nothing went without a word."""
    for text in shown(found):
        assert clean(text, multiline=True) == text
        assert not any(char in text for char in "\x1b\u202e\u2066\x9b\u200f")
    assert found.items or found.problems


@pytest.mark.parametrize("name", sorted(GOOD))
def test_the_file_that_is_torn_up_below_is_good_as_it_is(name: str) -> None:
    assert read(GOOD[name], name).clean


@pytest.mark.parametrize("name", TEXTS)
def test_escape_sequences_and_direction_marks_are_dropped_and_reported(name: str) -> None:
    nasty = NASTY.replace("\x1b", "").replace("\x07", "") if name.endswith("xml") else NASTY
    for word in ("thử", "Văn thư", "một"):
        data = GOOD[name].decode().replace(word, f"{word}{nasty}").encode()
        if data != GOOD[name]:
            found = read(data, name)
            assert_harmless(found)
            assert found.items
            assert "acting_characters" in codes(found)


def test_a_workbook_with_direction_marks_is_read_clean() -> None:
    found = read(book_of(HEAD, ["Câu\u202e hỏi", "a\u2066", "b", "", "A"]), "de.xlsx")
    assert_harmless(found)
    assert codes(found) == ["acting_characters"]


def test_a_file_name_cannot_act_either() -> None:
    assert_harmless(read(GOOD["de.gift"], f"{NASTY}.gift"))


@pytest.mark.parametrize("name", TEXTS)
def test_markup_of_the_screen_library_stays_text(name: str) -> None:
    data = GOOD[name].decode().replace("Câu", "[red]Câu[/] [@click=app.quit]").encode()
    assert_harmless(read(data, name))


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_torn_file_is_a_problem_wherever_it_is_torn(name: str) -> None:
    data = GOOD[name]
    step = max(1, len(data) // (6 if name == "de.xlsx" else 60))
    for cut in range(0, len(data), step):
        assert_harmless(read(data[:cut], name))


def test_a_torn_xml_file_names_the_line_where_it_breaks_off() -> None:
    found = read(GOOD["de.xml"][: len(GOOD["de.xml"]) // 2], "de.xml")
    assert [(p.code, p.line > 1) for p in found.problems] == [("bad_xml", True)]


@pytest.mark.parametrize("name", sorted(set(GOOD) - {"de.xlsx"}))
def test_flipped_bytes_never_raise(name: str) -> None:
    data = GOOD[name]
    for at in range(0, len(data), max(1, len(data) // 120)):
        flipped = bytearray(data)
        flipped[at] ^= 0xA5
        assert_harmless(read(bytes(flipped), name))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(TEXTS),
    st.text(st.sampled_from("{}~=#%:>-\\/[]<>&;\"', \n\tABCaX0123\x1b\u202eđ"), max_size=200),
)
def test_any_text_gives_items_or_problems(name: str, text: str) -> None:
    assert_harmless(read(text, name))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["a.gift", "a.aiken", "a.txt", "a.xml", "a.zip", "a.csv"]), st.binary())
def test_any_bytes_give_items_or_problems(name: str, data: bytes) -> None:
    assert_harmless(read(data, name))


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {"bcdefghi"[n]} "{("&" + "abcdefgh"[n] + ";") * 10}">' for n in range(8))
    + "]><quiz><question><name><text>&i;</text></name></question></quiz>"
)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE quiz [<!ENTITY a "x">]>',
        '<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE quiz [<!ENTITY % a SYSTEM "http://127.0.0.1/x.dtd"> %a;]>',
        '<!DOCTYPE quiz [<!ATTLIST question type CDATA "essay">]>',
    ],
)
@pytest.mark.parametrize("name", ["de.xml", "12.xml"])
def test_entities_and_internal_definitions_are_refused(head: str, name: str) -> None:
    begin, _, rest = GOOD[name].decode().partition("?>")
    found = read(f"{begin}?>{head}{rest}", name)
    assert (codes(found), found.items) == (["forbidden_xml"], ())


def test_a_billion_laughs_are_not_laughed() -> None:
    begin = time.perf_counter()
    assert codes(read(BOMB, "de.xml")) == ["forbidden_xml"]
    assert time.perf_counter() - begin < 1


def test_deep_nesting_and_very_many_elements_are_given_up() -> None:
    assert codes(read("<quiz>" + "<a>" * 100_000, "de.xml")) == ["too_complex"]
    bounds = replace(BOUNDS, nodes=1000)
    assert codes(read(b"<quiz>" + b"<a/>" * 1001, "de.xml", bounds=bounds)) == ["too_complex"]


def test_a_file_beyond_the_limit_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "lon.gift"
    with path.open("wb") as file:
        file.truncate(BOUNDS.file_bytes + 1)
    begin = time.perf_counter()
    assert codes(read_file(path)) == ["too_large"]
    assert time.perf_counter() - begin < 0.2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ong.gift")
    assert codes(read_file(tmp_path / "ong.gift")) == ["unreadable"]


def test_a_zip_that_unfolds_to_gigabytes_is_refused() -> None:
    bomb = zipped({"imsmanifest.xml": b"<manifest/>", "a.xml": b" " * (BOUNDS.unpacked_bytes + 1)})
    assert len(bomb) < 200_000
    assert codes(read(bomb, "de.zip")) == ["package_too_large"]
    assert codes(read(bomb, "de.xlsx")) == ["package_too_large"]


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    honest = zipped({"a.xml": b" " * 1_000_000})
    lying = honest.replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    assert "bad_package" in codes(read(lying, "de.zip"))


def test_a_zip_with_very_many_files_is_refused() -> None:
    bounds = replace(BOUNDS, parts=50)
    many = zipped({f"{n}.xml": b"<a/>" for n in range(51)})
    assert codes(read(many, "de.zip", bounds=bounds)) == ["package_too_large"]


def test_names_that_point_outside_a_package_touch_nothing(tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    item = zipfile.ZipFile(BytesIO(GOOD["de.zip"])).read("items/cau-1.xml")
    found = read(zipped({"../../etc/a.xml": item, "/tmp/b.xml": item}), "de.zip")
    assert len(found.items) == 2
    assert sorted(tmp_path.iterdir()) == before


def test_a_name_inside_a_package_cannot_act() -> None:
    found = read(zipped({f"{NASTY}.xml": b"<torn"}), "de.zip")
    assert_harmless(found)
    assert codes(found) == ["bad_xml"]


def test_an_encrypted_package_is_refused() -> None:
    data = bytearray(zipped({"a.xml": b"<quiz/>"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    assert codes(read(bytes(data), "de.zip")) == ["bad_package"]


def test_a_workbook_of_two_cells_far_apart_is_refused() -> None:
    package = zipfile.ZipFile(BytesIO(book_of(["Câu hỏi", "Đáp án"], ["a", "b"])))
    files = {name: package.read(name) for name in package.namelist()}
    sheet = files["xl/worksheets/sheet1.xml"]
    files["xl/worksheets/sheet1.xml"] = sheet.replace(b'r="A2"', b'r="XFD1048576"').replace(
        b'r="2"', b'r="1048576"'
    )
    begin = time.perf_counter()
    found = read(zipped(files), "de.xlsx")
    assert codes(found)[0] in ("sheet_too_large", "bad_sheet")
    assert time.perf_counter() - begin < 10


def test_modules_beside_the_questions_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('bẫy')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read(GOOD["de.xlsx"], "de.xlsx").clean


def test_an_old_workbook_that_is_noise_is_refused() -> None:
    noise = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(4096)
    assert codes(read(noise, "de.xls")) == ["bad_sheet"]


def test_an_ods_that_repeats_a_cell_a_billion_times_is_refused() -> None:
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>"
    )
    package = zipfile.ZipFile(BytesIO(ods_of(["x"])))
    files = {name: package.read(name) for name in package.namelist()}
    plain = files["content.xml"].decode()
    begin, end = plain.index("<table:table-row>"), plain.index("</table:table>")
    files["content.xml"] = (plain[:begin] + row + plain[end:]).encode()
    data = zipped(files)
    found = read_data(data, "de.ods", bounds=replace(BOUNDS, sheet_memory=600_000_000))
    assert codes(found)[0] in ("sheet_too_large", "bad_sheet")


def over_and_over(text: str) -> bytes:
    """A text over and over, a million characters of it."""
    return (text * (1_000_000 // len(text))).encode()


SLOW: dict[str, Callable[[], tuple[bytes, str]]] = {
    "one endless line": lambda: (over_and_over("a"), "a.gift"),
    "opening braces": lambda: (over_and_over("{\n\n"), "a.gift"),
    "closing braces": lambda: (over_and_over("}\n\n"), "a.gift"),
    "backslashes": lambda: (over_and_over("\\"), "a.gift"),
    "tildes": lambda: (b"Cau {" + over_and_over("~a") + b"}", "a.gift"),
    "percents": lambda: (b"Cau {" + over_and_over("~%") + b"}", "a.gift"),
    "hashes": lambda: (b"Cau {=a " + over_and_over("#") + b"}", "a.gift"),
    "comments": lambda: (over_and_over("// [id:\n"), "a.gift"),
    "categories": lambda: (over_and_over("$CATEGORY: a\n\n"), "a.gift"),
    "small questions": lambda: (over_and_over("a{T}\n\n"), "a.gift"),
    "stems": lambda: (over_and_over("cau\n"), "a.aiken"),
    "options": lambda: (b"cau\n" + over_and_over("A. a\n"), "a.aiken"),
    "rows": lambda: (csv_of(HEAD).encode() + over_and_over("a,b,c,,A\r\n"), "a.csv"),
    "cells": lambda: (csv_of(HEAD).encode() + over_and_over("a,"), "a.csv"),
    "questions": lambda: (b"<quiz>" + over_and_over("<question/>") + b"</quiz>", "a.xml"),
    "answers": lambda: (
        b'<quiz><question type="multichoice"><questiontext><text>a</text></questiontext>'
        + over_and_over('<answer fraction="0"><text>a</text></answer>')
        + b"</question></quiz>",
        "a.xml",
    ),
    "rules": lambda: (
        QTI12.replace(
            "<resprocessing>", "<resprocessing>" + rule(equal("a1"), "1") * 9000
        ).encode(),
        "a.xml",
    ),
    "labels": lambda: (
        document(
            item_of(
                "",
                STEM + response("Single", **{f"a{n}": "x" for n in range(9000)}),
                "".join(rule(equal(f"a{n}"), "1", f"a{n}_fb") for n in range(5000)),
            )
        ).encode(),
        "a.xml",
    ),
}


@pytest.mark.parametrize("name", sorted(SLOW))
def test_a_large_file_of_one_thing_over_and_over_takes_seconds(name: str) -> None:
    data, file = SLOW[name]()
    begin = time.perf_counter()
    found = read(data, file)
    assert time.perf_counter() - begin < 6
    assert found.problems
    assert len(found.problems) <= BOUNDS.problems + 1

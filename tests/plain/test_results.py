"""Results in lines: at the end of an exam, from the list of past ones, with the coach."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.plain.conftest import Open, Start, Visit
from tests.plain.ear import number_of
from tests.plain.test_drill import item_in, right_line
from tests.rooms import content
from tui_exam.drill.book import read_learner
from tui_exam.exam.blueprint import Cell
from tui_exam.exam.items import Kind, Level
from tui_exam.sitting.records import Records
from tui_exam.sitting.room import Room

PLACED = (Kind.ORDERING, Kind.MATCHING, Kind.SHORT)


async def sat(home: Open, code: str = "KQ01") -> tuple[Visit, str]:
    """Sit an exam with one question answered and hand it in; what was heard at its end."""
    visit = await home()
    heard = await visit.ear.hear()
    await visit.say(number_of("Dự thi", heard))
    heard = await visit.say("Nguyễn Văn An", "UBND phường", code, "có")
    heard = await visit.say(number_of("Lý thuyết", heard))
    for key in item_in(heard).keys:
        number = number_of(item_in(heard).option(key).text, heard)
        await visit.say(number)
    await visit.say("về", "nộp")
    return visit, await visit.say("có")


async def test_the_result_is_told_part_by_part_and_written_to_files(
    home: Open, tmp_path: Path
) -> None:
    visit, heard = await sat(home)
    assert "Tổng điểm: 1,5/100" in heard
    assert "Mã bài: " in heard
    assert "[#" not in heard
    practice = await visit.say("2")
    assert "Mất điểm." in practice or "Chưa làm nhiệm vụ này." in practice
    lost = await visit.say("câu mất điểm")
    assert len(re.findall(r"^Mất điểm\. Câu \d+ ", lost, re.MULTILINE)) == 29
    one = await visit.say("câu 1")
    assert one.startswith("Được điểm. Câu 1 ")
    assert "Căn cứ: " in one
    assert "Hãy gõ số từ 1 đến 30." in await visit.say("câu 31")
    assert (await visit.say("ghi")).count("Đã ghi ") == 2
    (text,) = (tmp_path / "exports").glob("*.txt")
    (raw,) = (tmp_path / "exports").glob("*.json")
    assert "KQ01" in text.read_text(encoding="utf-8")
    assert json.loads(raw.read_text(encoding="utf-8"))["total"] == 1.5


async def test_past_attempts_are_listed_and_can_be_heard_again(home: Open) -> None:
    visit, first = await sat(home)
    heard = await visit.say("về")
    assert "Chọn" in heard
    heard = await visit.say("3")
    assert re.search(r"^1\. .*, 1,5 điểm, Chưa đạt, Nguyễn Văn An, UBND phường, KQ01$", heard, re.M)
    again = await visit.say("1")
    assert "Tổng điểm: 1,5/100" in again
    code = re.compile(r"Mã bài: \S+")
    assert code.findall(again) == code.findall(first)
    await visit.say("về", "về")
    visit.ear.tell("thoat")
    assert await visit.task == 0


async def test_an_exam_that_is_not_finished_has_no_result_yet(home: Open) -> None:
    visit = await home("sit")
    await visit.ear.hear()
    await visit.say("An", "UBND", "KQ02", "có", "thoát")
    visit.ear.tell("có")
    assert await visit.task == 0
    again = await home()
    await again.ear.hear()
    assert "chưa nộp" in await again.say("3")
    assert "chưa có kết quả" in await again.say("1")


async def test_without_attempts_the_list_says_so(home: Open) -> None:
    visit = await home()
    await visit.ear.hear()
    assert "Chưa có lần thi nào" in await visit.say("3")


async def test_the_coach_says_what_would_bring_most_and_begins_that_drill(
    home: Open, records: Records
) -> None:
    visit, _ = await sat(home)
    advice = await visit.say("nhận xét")
    for words in ("Ba chủ đề đáng ôn nhất", "Hai thói quen đáng sửa nhất", "1. ", "phút"):
        assert words in advice
    assert "[#" not in advice
    heard = await visit.say("có")
    assert "Ôn luyện: Nguyễn Văn An." in heard
    assert "Câu 1. Chủ đề:" in heard
    learner = await read_learner(records, "KQ01")
    assert sum(state.owed > 0 for state in learner.cards.values()) > 20
    await visit.say("không biết", "về", "về")
    assert "Nghe kết quả:" in visit.ear.all.rstrip().split("\n")[-1]


async def test_orders_pairs_and_short_answers_of_an_exam_are_answered_by_what_is_heard(
    start: Start, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank, blueprint = content()
    today = Room(records.store, records.clock, "", bank, blueprint, "").today()
    cells = tuple(
        Cell(topic, level, 1)
        for topic in sorted(bank.titles)
        for level in Level
        if bank.on(today, topic, level, PLACED)
    )
    placed = replace(blueprint, kinds=PLACED, cells=cells, theory_points=float(len(cells)))
    monkeypatch.setattr("tests.plain.conftest.content", lambda: (bank, placed))
    talk = await start()
    heard = await talk.begin()
    heard = await talk.ear.answer(number_of("Lý thuyết", heard))
    kinds = set()
    for _ in cells:
        item = next(i for i in bank.items if f"trên {len(cells)}. {i.stem}\n" in heard)
        kinds.add(item.kind)
        said = await talk.ear.answer(right_line(heard, item))
        assert "Đã lưu." in said
        heard = await talk.ear.answer("sau")
    assert kinds == set(PLACED)
    await talk.ear.answer("về")
    await talk.ear.answer("nộp")
    heard = await talk.ear.answer("có")
    assert talk.plain.result is not None
    assert talk.plain.result.theory == len(cells)
    heard = await talk.ear.answer("3")
    assert "Mất điểm." not in heard


async def test_language_and_way_of_typing_can_be_changed_at_home(home: Open) -> None:
    visit = await home()
    await visit.ear.hear()
    assert "Bộ gõ Telex đang bật." in await visit.say("gõ")
    assert "Bộ gõ VNI đang bật." in await visit.say("gõ")
    assert "đã tắt" in await visit.say("gõ")
    heard = await visit.say("5")
    assert "English" in heard
    assert "Choose (? to hear the entries):" in heard
    assert "Sit the exam" in await visit.say("?")

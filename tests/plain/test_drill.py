"""A drill in lines: what is heard, what is kept, and what happens on the way."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from tests.plain.conftest import Open, Visit
from tests.plain.ear import OPTION, number_of
from tests.rooms import WHO, content
from tui_exam.drill.book import open_book, read_learner
from tui_exam.drill.plan import Wishes, choice_of
from tui_exam.exam.items import Item, Kind
from tui_exam.plain.answers import RIGHTS
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.records import Records
from tui_exam.sitting.room import Room
from tui_exam.store.protocol import StoreFull

CODE = WHO.code
LETTER = re.compile(r"^([A-Z])\. (.*)$", re.MULTILINE)


def item_in(heard: str) -> Item:
    """The question of the bank that was read out."""
    lines = {re.sub(r"^Câu \d+ trên \d+\. ", "", line) for line in heard.split("\n")}
    (item,) = (item for item in content()[0].items if item.stem in lines)
    return item


def right_line(heard: str, item: Item) -> str:
    """The line that answers it rightly, found by what was heard alone."""
    numbers = {text: number for number, text in OPTION.findall(heard)}
    match item.kind:
        case Kind.ORDERING:
            return " ".join(numbers[option.text] for option in item.options)
        case Kind.MATCHING:
            letters = {text: letter for letter, text in LETTER.findall(heard)}
            return " ".join(f"{numbers[o.text]}{letters[o.match]}" for o in item.options)
        case Kind.SHORT:
            return f"trả lời {item.accept[0]}"
        case _:
            return " ".join(numbers[item.option(key).text] for key in item.keys)


def wrong_line(heard: str, item: Item) -> str:
    """A line that answers it wholly wrongly."""
    match item.kind:
        case Kind.ORDERING:
            right = right_line(heard, item).split()
            return " ".join((*right[1:], right[0]))
        case Kind.MATCHING:
            pairs = right_line(heard, item).split()
            others = [*pairs[1:], pairs[0]]
            return " ".join(
                f"{left[:-1]}{right[-1]}" for left, right in zip(pairs, others, strict=True)
            )
        case Kind.SHORT:
            return "trả lời không phải thế"
        case _:
            wrong = [option for option in item.options if not option.correct]
            numbers = {text: number for number, text in OPTION.findall(heard)}
            return " ".join(numbers[option.text] for option in wrong[: item.choose])


async def drill(home: Open, wishes: Wishes | None = None, code: str = CODE) -> tuple[Visit, str]:
    """Open the drills as a new learner; what was heard up to the first question."""
    visit = await home(choice_of("", wishes))
    await visit.ear.hear()
    return visit, await visit.say("Nguyễn Văn An", "UBND phường", code)


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
async def test_a_question_of_every_kind_is_answered_by_what_is_heard(
    home: Open, records: Records, kind: str
) -> None:
    visit, heard = await drill(home, Wishes(minutes=0, number=2, kinds=frozenset({kind})))
    for _ in range(2):
        item = item_in(heard)
        told = await visit.say(right_line(heard, item))
        assert "\nĐÚNG.\n" in f"\n{told}"
        for option in item.options:
            assert option.why in told
        assert "Căn cứ: " in told
        assert "Lần ôn kế tiếp" in told
        heard = await visit.say("")
    assert "2 câu đúng ngay, 0 câu sai" in heard
    learner = await read_learner(records, CODE)
    assert len(learner.cards) == 2
    assert all(state.right == 1 for state in learner.cards.values())


async def test_what_is_wrong_is_explained_and_comes_back_until_it_is_right(
    home: Open, records: Records
) -> None:
    visit, heard = await drill(home, Wishes(minutes=0, number=2, kinds=frozenset({"single"})))
    first = item_in(heard)
    told = await visit.say(wrong_line(heard, first))
    assert "\nSAI.\n" in f"\n{told}"
    assert "Câu này sẽ quay lại trong lượt ôn này." in told
    heard = await visit.say("")
    heard = await visit.say(right_line(heard, item_in(heard)), "sau")
    assert item_in(heard) is first
    assert "Câu này quay lại vì lần trước sai." in heard
    heard = await visit.say(right_line(heard, first), "")
    assert "1 câu đúng ngay, 1 câu sai" in heard
    state = (await read_learner(records, CODE)).cards[f"q:{first.id}"]
    assert (state.right, state.wrong) == (1, 1)


async def test_a_guess_counts_as_not_known_and_so_does_not_knowing(
    home: Open, records: Records
) -> None:
    visit, heard = await drill(home, Wishes(minutes=0, number=2, kinds=frozenset({"single"})))
    first = item_in(heard)
    await visit.say(right_line(heard, first))
    assert "ĐOÁN: tính là chưa biết." in await visit.say("đoán")
    heard = await visit.say("")
    second = item_in(heard)
    assert "\nSAI.\n" in f"\n{await visit.say('không biết')}"
    cards = (await read_learner(records, CODE)).cards
    assert (cards[f"q:{first.id}"].right, cards[f"q:{first.id}"].wrong) == (0, 1)
    assert cards[f"q:{second.id}"].wrong == 1


async def test_ticks_given_one_by_one_may_be_changed_until_the_person_is_done(home: Open) -> None:
    visit, heard = await drill(home, Wishes(minutes=0, number=1, kinds=frozenset({"multiple"})))
    item = item_in(heard)
    numbers = right_line(heard, item).split()
    wrong = wrong_line(heard, item).split()[0]
    assert f"Đang chọn: {wrong}." in await visit.say(wrong)
    assert "Cần chọn đúng" in await visit.say("xong")
    await visit.say(wrong)
    for number in numbers:
        said = await visit.say(number)
    assert "Gõ xong để trả lời." in said
    assert "\nĐÚNG.\n" in f"\n{await visit.say('xong')}"


async def test_a_mini_task_reads_out_its_material_and_what_can_be_looked_up(home: Open) -> None:
    visit, heard = await drill(home, Wishes(minutes=0, number=4, kinds=frozenset({"mini"})))
    seen = 0
    while "Trả lời:" in heard.rstrip().split("\n")[-1]:
        assert len(heard) > 120
        assert "Trạng thái" not in heard
        if "Gõ tài liệu để nghe" in heard:
            assert len(await visit.say("tài liệu")) > 40
            seen += 1
        told = await visit.say("không biết")
        assert "đúng" in told.lower()
        heard = await visit.say("")
        if "quay lại vì lần trước sai" in heard:
            break
    assert seen


async def test_enter_begins_what_is_due_and_the_way_out_keeps_everything(
    home: Open, records: Records
) -> None:
    visit = await home()
    heard = await visit.ear.hear()
    await visit.say(number_of("Ôn luyện", heard))
    heard = await visit.say("An", "UBND", CODE)
    assert "Chưa đặt ngày thi" in heard
    assert "Dự báo lý thuyết: khoảng" in heard
    heard = await visit.say("")
    assert "Câu 1. Chủ đề:" in heard
    await visit.say("không biết", "về")
    heard = await visit.say("về")
    assert "Chọn" in heard
    assert sum(day.reviews for day in (await read_learner(records, CODE)).days.values()) == 1
    assert "Ôn luyện: An." in await visit.say("2")  # known by now: nobody is asked


async def test_wishes_are_asked_line_by_line_and_enter_keeps_the_usual(home: Open) -> None:
    visit, heard = await drill(home)
    heard = await visit.say(number_of("Chọn chủ đề", heard))
    assert "Số phút" in heard
    assert "Hãy gõ số từ 0 đến 240" in await visit.say("1000")
    await visit.say("0")
    heard = await visit.say("0")
    assert "Hãy đặt số phút hoặc số câu" in heard
    heard = await visit.say("0", "3")
    assert "Chủ đề" in heard
    heard = await visit.say("")
    heard = await visit.say("")
    heard = await visit.say(number_of("Ghép cặp", heard))
    assert item_in(heard).kind is Kind.MATCHING
    assert "Vế phải:" in heard
    assert RIGHTS[0] in heard


async def test_the_goal_is_kept_and_progress_is_told_in_sentences(
    home: Open, records: Records, clock: ManualClock, tmp_path: Path
) -> None:
    visit, heard = await drill(home)
    goal = number_of("Ngày thi", heard)
    assert "Không đọc được ngày «mai»" in await visit.say(goal, "mai")
    assert "từ hôm nay trở đi" in await visit.say("01/01/2020")
    assert "còn 30 ngày" in await visit.say(f"{_day(clock, 30)}", "20")
    learner = await read_learner(records, CODE)
    assert learner.minutes == 20
    assert learner.exam_day is not None
    item = item_in(await visit.say(""))
    await visit.say("không biết", "về")
    overview = await visit.say(number_of("Tiến bộ: tổng quát", heard))
    for words in ("Số ngày ôn liên tiếp: 1.", "Đã trả lời 1 lần", "8 trên 10 lần", "đến hạn 1 câu"):
        assert words in overview
    topics = await visit.say(number_of("Tiến bộ theo chủ đề", heard))
    title = content()[0].titles[item.topic]
    assert f"{title}: đã gặp 1 trên" in topics
    assert not {"#", "["} & set(topics)
    assert "trong 10 ngày, từ hôm nay: 1." in await visit.say(number_of("Tiến bộ theo ngày", heard))
    said = await visit.say(number_of("Ghi tiến bộ", heard))
    assert said.count("Đã ghi ") == 2
    table = (tmp_path / "exports" / f"tien-bo-{CODE}.csv").read_text(encoding="utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(table)))) == 1


def _day(clock: ManualClock, ahead: int) -> str:
    from tui_exam.drill.learner import day_of

    return f"{day_of(clock.wall() + ahead * 86_400):%d/%m/%Y}"


async def test_a_learner_drilled_elsewhere_is_told_and_nothing_is_counted_twice(
    home: Open, records: Records
) -> None:
    visit, heard = await drill(home, Wishes(minutes=0, number=3, kinds=frozenset({"single"})))
    await visit.say(right_line(heard, item_in(heard)))
    bank, blueprint = content()
    other = Room(records.store, records.clock, "máy 2", bank, blueprint, "test")
    book = await open_book(other, WHO, program="test", take_over=True)
    await visit.ear.until("Đang ôn tại máy 2")
    assert await visit.task == 0
    await book.leave()
    learner = await read_learner(records, CODE)
    assert sum(day.reviews for day in learner.days.values()) == 1


async def test_who_is_drilled_at_another_seat_is_asked_before_taking_over(
    home: Open, records: Records
) -> None:
    bank, blueprint = content()
    other = Room(records.store, records.clock, "máy 2", bank, blueprint, "test")
    book = await open_book(other, WHO, program="test")
    visit = await home("drill")
    assert "đang ôn tại máy 2" in await visit.ear.hear()  # the only learner there is
    heard = await visit.say("có")
    assert "Ôn luyện: Nguyễn Văn An." in heard
    await book.sitting.check_holder()
    assert book.sitting.taken_by is not None


async def test_an_answer_that_cannot_be_kept_is_told_and_counts_once_it_is(
    home: Open, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit, heard = await drill(home, Wishes(minutes=0, number=2, kinds=frozenset({"single"})))
    append = records.store.append

    async def full(*_: object, **__: object) -> None:
        raise StoreFull

    monkeypatch.setattr(records.store, "append", full)
    told = await visit.say(right_line(heard, item_in(heard)))
    assert "CHƯA LƯU ĐƯỢC: Ổ đĩa đã đầy" in told
    assert "ĐÚNG." not in told
    monkeypatch.setattr(records.store, "append", append)
    assert "ĐÚNG." in await visit.ear.until("Enter để sang câu sau:")
    learner = await read_learner(records, CODE)
    assert [state.right for state in learner.cards.values()] == [1]


async def test_nonsense_is_answered_and_nothing_acts_on_the_terminal(home: Open) -> None:
    visit, _ = await drill(home, Wishes(minutes=0, number=1, kinds=frozenset({"ordering"})))
    assert "Không hiểu" in await visit.say("\x1b]0;x\x07xyz")
    assert "mỗi số một lần" in await visit.say("1")
    for word in ("không biết:", "lại:", "còn:", "gõ:", "về:"):
        assert word in await visit.say("?")
    assert "Còn 1 câu. Đúng 0, sai 0." in await visit.say("còn")
    assert "\x1b" not in visit.ear.all


async def test_drills_speak_english_with_the_questions_in_vietnamese(home: Open) -> None:
    visit = await home(choice_of("", Wishes(minutes=0, number=1)), "en")
    await visit.ear.hear()
    heard = await visit.say("An", "UBND", "EN1")
    assert "Question 1. Topic:" in heard
    assert "\nWRONG.\n" in "\n" + await visit.say("don't know")
    assert "Drills (Enter to begin" in await visit.say("back")

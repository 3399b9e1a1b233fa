"""Forecast, uncertainty, progress, plots, the coach, exports: what the numbers say."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_office.marks import CheckMark, Family, TaskMark
from tests.drill.conftest import shipped_bank, shipped_blueprint
from tests.drill.test_learner import review
from tui_exam.drill.coach import EMPTY, FORBIDDEN, advise
from tui_exam.drill.coach_page import coach_lines
from tui_exam.drill.deck import Deck, deck_of
from tui_exam.drill.drilling import TITLES
from tui_exam.drill.export import COLUMNS, as_anki, as_csv
from tui_exam.drill.forecast import forecast
from tui_exam.drill.learner import CardState, Day, Learner, day_of
from tui_exam.drill.memory import DAY, Memory
from tui_exam.drill.minis import catalogue, faces_of, title_of
from tui_exam.drill.plots import bars, gauge, span
from tui_exam.drill.progress import due_per_day, known_by_topic, minutes_per_day, streak
from tui_exam.drill.uncertainty import measured, spread
from tui_exam.exam.marking import QuestionMark
from tui_exam.sitting.exam import FAMILY_NAMES
from tui_exam.sitting.result import Result, TopicMark
from tui_exam.texts import Words

NOW = 1_795_400_000.0
TODAY = day_of(NOW)
BANK, BLUEPRINT = shipped_bank(), shipped_blueprint()


def deck() -> Deck:
    return deck_of(BANK, BLUEPRINT, TODAY, None, TITLES)


def knows(days: float, share: float) -> Learner:
    """Somebody who has learned that share of the questions so firmly."""
    faces = list(deck().faces.values())
    known = faces[: int(len(faces) * share)]
    memory = Memory(days, 5, NOW - DAY, NOW + DAY)
    cards = {face.id: CardState(memory, face.key, right=1, fraction=1.0) for face in known}
    return Learner(cards=cards)


# -- forecast -------------------------------------------------------------------------------


def test_who_knows_everything_firmly_is_forecast_nearly_all_points() -> None:
    found = forecast(knows(5000, 1), deck(), BANK, BLUEPRINT, NOW)
    assert found.points > 44
    assert found.high == found.most == 45
    assert found.seen == 1


def test_the_range_grows_narrower_as_more_is_seen() -> None:
    widths = []
    for share in (0, 0.5, 1):
        found = forecast(knows(5000, share), deck(), BANK, BLUEPRINT, NOW)
        assert found.low <= found.points <= found.high
        widths.append(found.high - found.low)
    assert widths[0] > 8
    assert widths == sorted(widths, reverse=True)


def test_wrong_first_answers_lower_the_forecast_for_the_unseen() -> None:
    learner, topic = Learner(), BLUEPRINT.cells[0].topic
    for seq, item in enumerate(i for i in BANK.items if i.topic == topic):
        if seq < 10:
            learner.apply(
                review(seq + 1, f"q:{item.id}", topic=topic, rating=1, fraction=0.0, key="gone")
            )
    assert (
        forecast(learner, deck(), BANK, BLUEPRINT, NOW).points
        < forecast(Learner(), deck(), BANK, BLUEPRINT, NOW).points
    )


# -- how sure a mark is -----------------------------------------------------------------------


def test_a_clean_sweep_is_not_called_certain() -> None:
    assert spread([1.5] * 30, [1.0] * 30) > 1


@given(st.lists(st.tuples(st.floats(0.1, 5), st.floats(0, 1)), min_size=1, max_size=60))
def test_the_error_is_never_more_than_half_of_everything(items: list[tuple[float, float]]) -> None:
    weights = [weight for weight, _ in items]
    error = spread(weights, [share for _, share in items])
    assert 0 < error <= sum(weights) / 2 + 1e-9


def test_more_questions_measure_more_surely() -> None:
    few, many = spread([4.5] * 10, [0.5] * 10), spread([0.45] * 100, [0.5] * 100)
    assert few == pytest.approx(many * 10**0.5, rel=1e-6)


@pytest.mark.parametrize("chance", [0.3, 0.5, 0.7, 0.9])
def test_about_two_marks_in_three_lie_within_the_error_of_what_is_true(chance: float) -> None:
    luck, inside, times = random.Random(5), 0, 600
    for _ in range(times):
        got = [float(luck.random() < chance) for _ in range(30)]
        inside += abs(1.5 * sum(got) - 45 * chance) <= spread([1.5] * 30, got)
    assert 0.6 < inside / times < 0.8


def test_checks_of_one_criterion_are_one_item_and_a_voided_task_is_one_altogether() -> None:
    apart = TaskMark("x", Family.ROUTING, 6, 12, tuple(check(f"B{n}", n % 2, 1) for n in range(12)))
    tied = replace(apart, checks=tuple(check(f"B5.{n}", n % 2, 1) for n in range(12)))
    void = replace(apart, points=0, voided="ký sai")
    errors = [
        measured(replace(result(), tasks=(task,), practice=task.points, practice_max=12))[1].error
        for task in (apart, tied, void)
    ]
    assert errors[0] == pytest.approx(12**0.5 / 2)
    assert errors[1] == pytest.approx(12 / 2)
    assert errors[2] == pytest.approx(12 * (0.4 * 0.6) ** 0.5)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_coach_fits_80_columns_and_says_how_sure_each_mark_is(language: str) -> None:
    items = {item.id: item for item in BANK.items}
    advice = advise(result(), items, FAMILY_NAMES, 60)
    lines = list(coach_lines(advice, measured(result()), Words(language)))
    assert all(len(text) < 79 for text, style in lines if style == "plot")
    assert sum("±" in text for text, _ in lines) == 3
    assert any(text.startswith("1. ") and "15" in text for text, _ in lines)


# -- the coach ----------------------------------------------------------------------------------


def check(code: str, points: float, most: float) -> CheckMark:
    return CheckMark(code, code, points, most, "", "")


def result() -> Result:
    item = BANK.items[0]
    questions = (
        QuestionMark(item.id, (), 0.0, 0.0, 1.5),
        *(QuestionMark(i.id, ("a",), 1.0, 1.5, 1.5) for i in BANK.items[1:30]),
    )
    tasks = (
        TaskMark("x", Family.ROUTING, 10, 18, (check("B1", 0, 2), check("B5.a", 0, 3),
                                               check("B5.b", 0, 3), check("B2", 10, 10))),
        TaskMark("y", Family.SIGNING, 0, 15, (check("C5", 0, 15),), voided="ký sai"),
        TaskMark("z", Family.MAIL, 12, 12, (check("A2", 12, 12),)),
    )  # fmt: skip
    topics = (TopicMark("nghi_quyet", "Nghị quyết", 43.5, 45),)
    return Result("e", "x", "handed_in", 50.0, {"theory": 1200.0, "routing": 1800.0}, questions,
                  topics, tasks, 43.5, 45, 22, 45, 65.5, "Đạt", True)  # fmt: skip


def test_the_coach_names_what_cost_most_and_the_drill_for_it() -> None:
    items = {item.id: item for item in BANK.items}
    advice = advise(result(), items, FAMILY_NAMES, 60)
    assert [gain.lost for gain in advice.topics] == [15, 8, 1.5]
    assert advice.drill == {"practice:signing", "practice:routing", "nghi_quyet"}
    assert advice.habits[0].title == FORBIDDEN
    assert "hạn" in advice.habits[1].title
    assert advice.idle == 10
    rates = {part.part: part.rate for part in advice.parts}
    assert rates["theory"] == pytest.approx(43.5 / 20)
    assert rates["mail"] == 0


def test_nothing_lost_gives_no_advice_and_empty_answers_are_a_habit() -> None:
    items = {item.id: item for item in BANK.items}
    only_theory = replace(result(), tasks=())
    assert [gain.title for gain in advise(only_theory, items, FAMILY_NAMES, 60).habits] == [EMPTY]
    good = replace(only_theory, questions=result().questions[1:], topics=())
    assert advise(good, items, FAMILY_NAMES, 60).topics == ()


def test_theory_practice_and_total_carry_their_errors() -> None:
    theory, practice, total = measured(result())
    assert total.error == pytest.approx((theory.error**2 + practice.error**2) ** 0.5)
    assert 0 <= total.low < total.points < total.high <= 100


# -- progress -------------------------------------------------------------------------------------


def test_a_streak_lasts_while_today_is_still_to_come_and_breaks_after_a_day_without() -> None:
    days = {TODAY - timedelta(days=n): Day(5, 4, 60) for n in (1, 2, 3, 5)}
    learner = Learner(days=days)
    assert streak(learner, TODAY) == 3
    learner.days[TODAY] = Day(1, 1, 5)
    assert streak(learner, TODAY) == 4
    assert streak(learner, TODAY + timedelta(days=3)) == 0


def test_late_cards_are_due_today_and_others_on_their_days() -> None:
    faces = list(deck().faces.values())[:3]
    dues = (NOW - 5 * DAY, NOW + 2 * DAY, NOW + 400 * DAY)
    learner = Learner(
        cards={
            face.id: CardState(Memory(5, 5, NOW - 9 * DAY, due), face.key, fraction=1.0)
            for face, due in zip(faces, dues, strict=True)
        }
    )
    assert due_per_day(learner, deck(), TODAY, 4) == (1, 0, 1, 0)


def test_minutes_are_shown_by_day_with_today_last() -> None:
    learner = Learner(days={TODAY: Day(1, 1, 90), TODAY - timedelta(days=1): Day(9, 9, 600)})
    assert minutes_per_day(learner, TODAY, 3) == (0, 10, 1.5)


def test_what_is_known_of_a_topic_is_a_share_of_all_its_cards() -> None:
    rows = known_by_topic(knows(5000, 1), deck(), NOW)
    assert all(row.seen == row.cards and row.on_the_day > 0.99 for row in rows)
    assert all(row.now == 0 for row in known_by_topic(Learner(), deck(), NOW))


# -- plots --------------------------------------------------------------------------------


@given(st.lists(st.floats(0, 500), min_size=1, max_size=12), st.integers(1, 8))
def test_bars_show_every_value_and_are_no_higher_than_asked(values: list[float], high: int) -> None:
    lines = bars(values, [f"{n:02}/11" for n in range(len(values))], height=high)
    assert len(lines) <= high + 2
    assert all(len(line) <= 6 * len(values) for line in lines)
    assert lines[-1].split()[0] == "00/11"
    numbers = [cell for line in lines[:-1] for cell in line.split() if cell != "###"]
    assert sorted(numbers) == sorted(f"{v:.0f}" if v >= 1 or not v else "<1" for v in values)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(1, 40))
def test_a_gauge_is_always_as_wide_as_asked(now: float, then: float, width: int) -> None:
    assert len(gauge(now, then, width)) == width + 2


@given(st.lists(st.floats(0, 45), min_size=3, max_size=3).map(sorted))
def test_a_span_shows_low_middle_and_high_in_order(points: list[float]) -> None:
    text = span(*points, 45)
    assert len(text) == 46
    assert text.count("o") == 1


# -- exports --------------------------------------------------------------------------------


def test_the_csv_has_a_line_for_each_card_met_and_no_formula() -> None:
    learner = knows(5, 0.01)
    learner.cards["=HYPERLINK(1)"] = CardState(owed=1.5)
    text = as_csv(learner, deck(), BANK, NOW)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(learner.cards) + 1
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_the_csv_names_the_task_of_a_mini_task_and_leaves_open_what_is_gone() -> None:
    card = next(iter(catalogue(TODAY)))
    learner = Learner(cards={card: CardState(owed=1.5), "m:mail:no_such_task:x": CardState()})
    cards = deck().with_minis(faces_of(learner.cards, BLUEPRINT))
    text = as_csv(learner, cards, BANK, NOW).removeprefix("\ufeff")
    rows = {row["the"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows[card]["cau_hoi"] == title_of(card)
    assert rows[card]["chu_de"].startswith("Thực hành: ")
    assert rows["m:mail:no_such_task:x"]["cau_hoi"] == ""
    english = as_csv(learner, cards, BANK, NOW, Words("en"))
    assert "Practice: " in english
    assert "Thực hành" not in english


def test_the_anki_deck_has_a_note_for_each_question_with_four_fields() -> None:
    lines = as_anki(BANK, deck()).splitlines()
    head = [line for line in lines if line.startswith("#")]
    assert "#separator:tab" in head
    assert "#guid column:1" in head
    notes = [line.split("\t") for line in lines[len(head) :]]
    assert len(notes) == len(deck().faces)
    assert all(len(note) == 4 for note in notes)
    assert all("Căn cứ:" in note[2] for note in notes)
    topic = as_anki(BANK, deck(), topics=frozenset({"van_thu"})).splitlines()[len(head) :]
    assert 0 < len(topic) < len(notes)


def test_text_of_a_question_can_neither_break_a_line_nor_act_in_anki() -> None:
    evil = replace(BANK.items[0], stem="<script>x</script>\t\n#deck:y")
    bank = replace(BANK, items=(evil,))
    note = as_anki(bank, deck()).splitlines()[-1]
    assert note.count("\t") == 3
    assert "<script>" not in note

"""Mail that comes in while the exam runs appears by itself and takes nothing from under a hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.rooms import content
from tui_exam.demo.clock import HurriedClock
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.records import Records
from tui_exam.sitting.room import Room
from tui_exam.widgets.picklist import PickList

from .conftest import SIZE, Person, make_app


async def test_new_mail_appears_at_its_minute_and_the_pointer_stays_on_its_letter(
    records: Records, clock: ManualClock, tmp_path: Path
) -> None:
    bank, plan = content()
    pools = {"mail": ("mail_dept_survey",), "signing": ("signing_dept_field",)}
    practice = tuple(
        replace(part, pool=pools.get(part.family, part.pool)) for part in plan.practice
    )
    hurried = HurriedClock(clock)
    room = Room(
        records.store, hurried, records.seat, bank, replace(plan, practice=practice), "test"
    )
    app = make_app(room, tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        assert "Thư mới" not in me.top
        await me.go("f3")
        picked = me.screen.query_one(PickList)
        assert [entry.id for entry in picked.entries] == ["yeu_cau"]
        hurried.skip(190)
        await me.until(lambda: len(picked.entries) == 3)
        assert picked.current == "yeu_cau"
        assert "KHẨN" in me.reads
        assert "(3)" in me.reads
        # Told quietly wherever one is, with the key that leads there, until it is opened.
        assert "Thư mới (2)   " in me.top
        await me.press("f2")
        await me.on("TheoryScreen")
        assert "Thư mới (2): F3   " in me.top
        await me.press("f3")
        await me.on("DeskScreen")
        await me.press("up", "enter")
        await me.on("LetterScreen")
        await me.until(lambda: "Thư mới (1)   " in me.top)


async def test_no_authors_id_of_a_shuffled_list_is_shown(
    records: Records, clock: ManualClock, tmp_path: Path
) -> None:
    """An id such as `dung` or `ngoai` would tell which draft is the right one."""
    bank, plan = content()
    practice = tuple(
        replace(part, pool=("signing_dept_field",)) if part.family == "signing" else part
        for part in plan.practice
    )
    room = Room(records.store, clock, records.seat, bank, replace(plan, practice=practice), "test")
    app = make_app(room, tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f5")
        seen = [me.reads]
        await me.press("enter")
        await me.on("DraftScreen")
        seen.append(me.reads)
        await me.press("k")
        await me.on("SignScreen")
        seen.append(me.reads)
        await me.press("escape")
        await me.on("DraftScreen")
        await me.press("c")
        await me.on("HandOverScreen")
        await me.press("tab", "enter")
        await me.on("TickMany")
        seen.append(me.reads)
        shown = "\n".join(seen)
        desk = me.exam.desk("signing")
        for token in desk.tokens:
            assert token.id not in shown.replace("riêng", "")
        for draft in desk.drafts:
            assert f"{draft.id}.pdf" not in shown

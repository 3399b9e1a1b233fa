"""Signing at the screens: tokens and PINs, the form, several files, annexes, the picture."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mock_office.tasks.criteria import Criterion
from mock_office.tasks.marking import mark as mark_task
from tests.rooms import content
from tests.screens.conftest import SIZE, Person, make_app
from tui_exam.app import ExamApp
from tui_exam.exam.attempt_parts import Deed
from tui_exam.screens.office.page_view import PageViewScreen
from tui_exam.sitting.exam import action_of
from tui_exam.sitting.orders import unlock_token
from tui_exam.sitting.room import Room
from tui_exam.widgets.page_picture import PagePicture
from tui_exam.widgets.picklist import PickList


@pytest.fixture
def app(room: Room, tmp_path: Path) -> ExamApp:
    """The exam with these two tasks, whatever the draw would give."""
    return app_with(room, tmp_path, signing="signing_two_clean", issuing="issuing_annexes")


def app_with(room: Room, folder: Path, **tasks: str) -> ExamApp:
    """An app whose paper has the named task in each of these families."""
    _, plan = content()
    parts = tuple(
        replace(part, pool=(tasks[part.family],)) if part.family in tasks else part
        for part in plan.practice
    )
    return make_app(replace(room, blueprint=replace(plan, practice=parts)), folder)


def deeds(me: Person, part: str, *kinds: str) -> list[Deed]:
    """What was recorded in a task, of these kinds."""
    found: Iterable[Deed] = me.exam.sitting.attempt.deeds[me.exam.tasks[part].id]
    return [deed for deed in found if deed.kind in kinds]


def drafts(me: Person, part: str = "signing") -> dict[str, Any]:
    """The drafts of a desk by id."""
    return {draft.id: draft for draft in me.exam.desk(part).drafts}


async def choose(me: Person, entry: str, listed: str = "") -> None:
    """Choose an entry of a list with the keys."""
    picklist = me.screen.query_one(f"#{listed}" if listed else PickList, PickList)
    picklist.focus()
    await me.pilot.pause()
    ids = [each.id for each in picklist.entries]
    while picklist.current != entry:
        await me.press("down" if ids.index(entry) > ids.index(picklist.current) else "up")
    await me.press("enter")


async def at_sign_screen(me: Person, token: str = "rieng") -> str:
    """From a desk into the sign screen of the first draft, a card chosen; the draft."""
    await me.begin()
    await me.go("f5")
    draft = next(iter(drafts(me)))
    await choose(me, draft)
    await me.on("DraftScreen")
    await me.press("k")
    await me.on("SignScreen")
    await choose(me, token, "cards")
    return draft


async def enter_pin(me: Person, part: str = "signing", token: str = "rieng") -> None:
    await me.press(*me.exam.tasks[part].pins[token], "enter")


async def test_the_usual_way_of_signing_is_preselected_recorded_and_judged(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        draft = await at_sign_screen(me)
        assert "giữa chức vụ và họ tên; hình chữ ký màu xanh" in me.reads
        await enter_pin(me)
        await me.on("DraftScreen")
        await me.until(lambda: "[+] Đủ lớp, đúng thứ tự: đạt" in me.reads)
        assert "[+] Toàn vẹn: đạt" in me.reads
        assert "[+] Tin cậy: đạt" in me.reads
        (signed,) = deeds(me, "signing", "draft_signed")
        assert signed.data["draft"] == draft
        assert {key: signed.data[key] for key in ("position", "picture", "timestamp", "level")} == {
            "position": "in_place",
            "picture": "blue",
            "timestamp": True,
            "level": "basic",
        }


async def test_three_wrong_pins_lock_and_only_the_organiser_unlocks(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await at_sign_screen(me)
        for left in (2, 1):
            await me.press("9", "enter")
            await me.until(lambda left=left: f"Còn {left} lần nhập" in me.reads)  # type: ignore[misc]
        await me.press("9", "enter")
        await me.until(lambda: "ĐÃ KHÓA" in me.reads)
        assert "báo người tổ chức" in me.reads
        await choose(me, "rieng", "cards")
        assert not me.screen.query_one("#pin").display
        sitting, task = me.exam.sitting, me.exam.tasks["signing"].id
        now = sitting.clock.wall()
        order = unlock_token(task, "rieng", "quên PIN", "Trần Văn Bình", now)
        await sitting.store.order(sitting.attempt.id, order)
        await me.until(lambda: "ĐÃ KHÓA" not in me.reads)
        await choose(me, "rieng", "cards")
        await enter_pin(me)
        await me.on("DraftScreen")
        assert deeds(me, "signing", "draft_signed")
        (unlocked,) = deeds(me, "signing", "token_unlocked")
        assert unlocked.data["by"] == "Trần Văn Bình"
        assert unlocked.data["reason"] == "quên PIN"


async def test_an_order_for_a_token_that_is_not_there_changes_nothing(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await at_sign_screen(me)
        sitting, task = me.exam.sitting, me.exam.tasks["signing"].id
        for token in ("nobody", "../etc", ""):
            order = unlock_token(task, token, "x", "y", sitting.clock.wall())
            await sitting.store.order(sitting.attempt.id, order)
        await sitting.take_orders()
        assert me.exam.desk("signing").tries == {}
        await enter_pin(me)
        await me.on("DraftScreen")


async def test_a_vietnamese_letter_in_the_pin_is_kept_out_and_told(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await at_sign_screen(me)
        app.ui.typing.on = True
        await me.press("a", "a", "ộ")
        await me.until(lambda: "Bộ gõ tiếng Việt đang bật" in me.reads)
        assert me.screen.query_one("#pin").value == "aa"  # type: ignore[attr-defined]


async def test_no_pin_is_ever_recorded(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await at_sign_screen(me)
        await enter_pin(me)
        await me.on("DraftScreen")
        pin = me.exam.tasks["signing"].pins["rieng"]
        events = await me.exam.sitting.events()
        assert not any(pin in str(event.data) for event in events if event.kind != "started")


async def test_an_expired_certificate_signs_and_is_told_untrusted(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await at_sign_screen(me, "rieng_cu")
        await enter_pin(me, token="rieng_cu")
        await me.on("DraftScreen")
        await me.until(lambda: "[-] Tin cậy: không đạt" in me.reads)
        assert "hết hạn" in me.reads
        assert "[+] Toàn vẹn: đạt" in me.reads


async def test_another_place_for_the_picture_can_be_chosen_and_is_told(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await at_sign_screen(me)
        await choose(me, "ways", "ways")
        await choose(me, "position", "ways")
        await me.on("Choose")
        await choose(me, "top_right")
        await me.on("SignScreen")
        await enter_pin(me)
        await me.on("DraftScreen")
        await me.until(lambda: "đặt sai vị trí" in me.reads)
        (signed,) = deeds(me, "signing", "draft_signed")
        assert signed.data["position"] == "top_right"


async def test_what_a_task_tests_is_not_preselected(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f5")
        task = me.exam.tasks["signing"]
        tested = Criterion(
            "C6p", "happened", 1.0, "Đặt hình chữ ký đúng chỗ", "", "", "", (),
            {"events": [{"action": "draft_signed", "position": "in_place", "picture": "blue"}]},
        )  # fmt: skip
        me.exam.tasks["signing"] = replace(task, checks=(*task.checks, tested))  # type: ignore[index]
        draft = next(iter(drafts(me)))
        await choose(me, draft)
        await me.on("DraftScreen")
        await me.press("k")
        await me.on("SignScreen")
        assert me.reads.count("(chưa chọn)") == 2
        await choose(me, "rieng", "cards")
        assert "Chưa chọn: Vị trí" in me.reads
        assert not me.screen.query_one("#pin").display
        for name, answer in (("position", "in_place"), ("picture", "blue")):
            await choose(me, name, "ways")
            await me.on("Choose")
            await choose(me, answer)
            await me.on("SignScreen")
        await enter_pin(me)
        await me.on("DraftScreen")
        assert deeds(me, "signing", "draft_signed")[0].data["position"] == "in_place"


async def test_several_drafts_are_signed_with_one_pin_each_as_its_own_event(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f5")
        await me.press("space", "down", "space")
        assert me.reads.count("[x]") == 2
        await me.press("b")
        await me.on("SignScreen")
        await choose(me, "rieng", "cards")
        await enter_pin(me)
        await me.on("PageDialog")
        assert "Đã ký 2/2 dự thảo." in me.reads
        assert me.reads.count("[+] Toàn vẹn: đạt") == 2
        assert [d.data["draft"] for d in deeds(me, "signing", "draft_signed")] == list(drafts(me))
        assert len(deeds(me, "signing", "pin_tried")) == 1
        await me.press("escape")
        await me.on("DeskScreen")
        assert "[x]" not in me.reads


async def test_escape_stops_a_batch_between_two_files(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f5")
        await me.press("space", "down", "space", "b")
        await me.on("SignScreen")
        await choose(me, "rieng", "cards")
        await me.press(*me.exam.tasks["signing"].pins["rieng"])
        once = iter([1])

        def first_is_signed() -> None:
            if deeds(me, "signing", "draft_signed") and next(once, None):
                app.simulate_key("escape")

        me.exam.sitting.listen(first_is_signed)
        await me.press("enter")
        await me.on("PageDialog")
        assert "Đã dừng theo yêu cầu" in me.reads
        assert "Đã ký 1/2 dự thảo." in me.reads
        assert len(deeds(me, "signing", "draft_signed")) == 1


async def test_an_annex_is_sealed_by_its_own_rule(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f6")
        await me.press("v")
        await me.until(lambda: "vai văn thư" in me.top)
        await choose(me, "ke_hoach")
        await me.on("DraftScreen")
        await me.press("n")
        await me.on("NumberScreen")
        await me.type("12")
        await me.press("tab")
        await me.type(f"{me.exam.desk('issuing').today:%d/%m/%Y}")
        await me.press("f8")
        await me.on("Ask")
        await me.press("c")
        await me.on("DraftScreen")
        await me.press("a")
        await me.on("Choose")
        await choose(me, "phu_luc_1")
        await me.on("SignScreen")
        assert "dòng chữ, không có hình" in me.reads
        await choose(me, "co_quan", "cards")
        await enter_pin(me, "issuing", "co_quan")
        await me.on("DraftScreen")
        assert "(đã ký số)" in me.reads
        (sealed,) = deeds(me, "issuing", "attachment_sealed")
        assert sealed.data["picture"] == "text"
        assert app.running is not None
        verdict = await app.running.office.verdict("issuing", "ke_hoach", "phu_luc_1")
        assert verdict.ok
        data = await app.running.office.annex("issuing", "ke_hoach", "phu_luc_1")
        assert len(data) > 10_000


async def test_the_page_is_drawn_and_the_text_is_one_key_away(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await at_sign_screen(me)
        await enter_pin(me)
        await me.on("DraftScreen")
        await me.press("w")
        await me.on("PageViewScreen")
        screen = me.screen
        assert isinstance(screen, PageViewScreen)
        picture = screen.query_one(PagePicture)
        await me.until(lambda: len(picture.rows) > 10)
        strips = [picture.render_line(y) for y in range(picture.size.height)]
        colours = {s.style.bgcolor.triplet for strip in strips for s in strip
                   if s.style and s.style.bgcolor and s.style.bgcolor.triplet}  # fmt: skip
        assert any(c.blue - max(c.red, c.green) > 60 for c in colours)
        await me.press("tab")
        await me.until(lambda: "1/" in screen.query_one("#top").text)  # type: ignore[attr-defined]
        await me.press("w")
        await me.on("DraftScreen")


async def test_the_details_name_signer_time_certificate_and_level(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await at_sign_screen(me)
        await enter_pin(me)
        await me.on("DraftScreen")
        await me.press("d")
        await me.on("PageDialog")
        for words in ("Người ký:", "Thời gian ký:", "theo dấu thời gian", "Số hiệu chứng thư:",
                      "Cơ quan cấp chứng thư: CA chuyên dùng công vụ THI THỬ", "B-T"):  # fmt: skip
            assert words in me.reads


@pytest.mark.parametrize("where", ["mail", "remarks", "note"])
async def test_a_pin_given_to_somebody_takes_all_points_of_the_task(
    app: ExamApp, where: str
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        task = me.exam.tasks["signing"]
        pin = task.pins["rieng"]
        told = f"Mã PIN: {pin[:4]} {pin[4:]}."
        draft, person = next(iter(drafts(me))), me.exam.desk("signing").agency.people[1].id
        if where == "mail":
            await me.exam.act(
                "signing", "mail_sent", letter="own-1", mode="new", source="", cc=[], bcc=[],
                to=["ban@phuong.example"], subject="Nhờ ký hộ", body=told, attachments=[],
            )  # fmt: skip
        elif where == "remarks":
            await me.exam.act("signing", "draft_returned", draft=draft, remarks=told)
        else:
            await me.exam.act(
                "signing", "handed_over", draft=draft, to=person, note=told, files=[draft]
            )
        log = [action_of(task, d) for d in me.exam.sitting.attempt.deeds[task.id]]
        marked = mark_task(task, me.exam.desk("signing"), log, {})
        assert "mã PIN" in marked.voided
        assert marked.points == 0


@pytest.mark.slow
async def test_the_screen_goes_on_while_the_first_file_is_signed(app: ExamApp) -> None:
    """The longest the loop is kept from its work, libraries being loaded meanwhile."""
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await at_sign_screen(me)
        gaps: list[float] = []
        watching = True

        async def watch() -> None:
            loop = asyncio.get_running_loop()
            last = loop.time()
            while watching:
                await asyncio.sleep(0.002)
                gaps.append(loop.time() - last)
                last = loop.time()

        watcher = asyncio.ensure_future(watch())
        await enter_pin(me)
        await me.on("DraftScreen")
        await me.until(lambda: "Tin cậy: đạt" in me.reads)
        watching = False
        await watcher
        assert max(gaps) < 0.25  # on a busy machine; measured by the bench


async def test_a_revoked_certificate_can_be_told_by_looking(room: Room, tmp_path: Path) -> None:
    from mock_office.tokens import TokenState
    from tui_exam.exam.blueprint import PracticePart

    part = PracticePart("signing", 15, ("signing_certificates",))
    plan = replace(room.blueprint, practice=(part,))
    app = make_app(replace(room, blueprint=plan), tmp_path)
    async with app.run_test(size=(100, 60)) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f5")
        await me.press("enter")
        await me.on("DraftScreen")
        await me.press("k")
        await me.on("SignScreen")
        revoked = [t for t in me.exam.desk("signing").tokens if t.state is TokenState.REVOKED]
        assert me.reads.count("CÓ chứng thư này") == len(revoked) == 1

"""What a candidate does at the desks of the practical tasks."""

from __future__ import annotations

from mock_office.agency import Role
from mock_office.documents.incoming import IncomingState
from mock_office.documents.outgoing import DraftState
from mock_office.mail.letters import Folder
from tests.screens.conftest import SIZE, Person
from tui_exam.app import ExamApp
from tui_exam.vietnamese import fold
from tui_exam.widgets.draft_page import DraftPage
from tui_exam.widgets.picklist import PickList


async def test_a_letter_left_half_written_lies_among_the_drafts(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.new_letter()
        await me.type("a@b.example")
        await me.press("escape")
        await me.on("DeskScreen")
        drafts = [x for x in me.exam.desk("mail").letters if x.folder is Folder.DRAFTS]
        assert [str(x.to[0]) for x in drafts] == ["a@b.example"]


async def test_going_to_another_part_and_back_keeps_the_half_filled_form(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f4")
        await me.press("enter")
        await me.on("DocumentScreen")
        await me.press("b")
        await me.on("NoteScreen")
        await me.type("xin y kien")
        await me.press("f2")
        await me.on("TheoryScreen")
        await me.press("f4")
        await me.on("NoteScreen")
        assert me.screen.query_one("#note").text == "xin y kien"  # type: ignore[attr-defined]


async def test_the_task_sheet_is_one_key_away_also_from_a_form(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f4")
        await me.press("enter")
        await me.on("DocumentScreen")
        await me.press("b")
        await me.on("NoteScreen")
        await me.press("f7")
        await me.on("PageDialog")
        assert "Yêu cầu" in me.reads
        await me.press("escape")
        await me.on("NoteScreen")


async def test_sending_shows_everything_once_more_and_refuses_a_bad_address(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.new_letter()
        await me.type("sai dia chi")
        await me.press("f8")
        await me.on("Ask")
        assert "sai dia chi" in me.reads
        await me.press("escape")
        await me.on("ComposeScreen")
        for _ in "sai dia chi":
            await me.press("backspace")
        await me.type("a@b.example")
        await me.press("f8")
        await me.on("Ask")
        assert "Tệp đính kèm: (không có)" in me.reads
        await me.press("c")
        await me.on("DeskScreen")
        assert any(x.folder is Folder.SENT for x in me.exam.desk("mail").letters)


async def test_the_address_book_and_the_files_are_picked_from_lists(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.new_letter()
        await me.press("ctrl+l")
        await me.on("AddressBook")
        await me.press("enter")
        await me.on("ComposeScreen")
        assert "@" in me.screen.query_one("#to").value  # type: ignore[attr-defined]
        await me.press("tab", "ctrl+l")
        await me.on("AddressBook")
        me.app.ui.typing.on = False
        await me.type("chuyen vien")
        book = me.screen.query_one(PickList)
        await me.until(lambda: 1 < len(book.entries) < 6)
        await me.press("down", "enter")
        await me.on("ComposeScreen")
        assert me.screen.query_one("#cc").value == book.entries[1].id  # type: ignore[attr-defined]
        await me.press("ctrl+l")
        await me.on("AddressBook")
        await me.type("zzz")
        await me.until(lambda: "Không tìm thấy" in me.reads)
        await me.press("enter", "escape")
        await me.on("ComposeScreen")
        await me.press("tab", "tab", "tab", "enter")
        await me.on("TickMany")
        await me.press("space", "enter")
        await me.on("ComposeScreen")
        assert len(me.screen.query_one("#files").picked) == 1  # type: ignore[attr-defined]


async def test_a_letter_is_found_by_a_few_words_and_opened(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f3")
        wanted = me.exam.desk("mail").letters[-1]
        me.app.ui.typing.on = False
        await me.press("slash")
        await me.on("Finder")
        await me.type(fold(wanted.subject)[:14])
        found = me.screen.query_one(PickList)
        await me.until(lambda: [entry.id for entry in found.entries] == [wanted.id])
        await me.press("enter")
        await me.on("LetterScreen")
        assert me.exam.desk("mail").letter(wanted.id).read
        await me.press("escape", "slash", "escape")
        await me.on("DeskScreen")


async def test_a_forged_letter_can_be_reported_and_leaves_the_inbox(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f3")
        await me.press("down", "enter")
        await me.on("LetterScreen")
        await me.press("x")
        await me.on("DeskScreen")
        assert any(x.folder is Folder.REPORTED for x in me.exam.desk("mail").letters)


async def test_a_document_is_routed_with_note_units_and_due_date(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f4")
        await me.press("enter")
        await me.on("DocumentScreen")
        await me.press("b")
        await me.on("NoteScreen")
        await me.type("lam ngay")
        await me.press("tab", "enter")
        await me.on("TickMany")
        await me.press("space", "enter")
        await me.on("NoteScreen")
        await me.press("tab", "tab", "tab")
        await me.type("31/02/2027")
        await me.press("f8")
        assert "Không đọc được ngày" in me.reads
        await me.press("escape")
        for _ in "31/02/2027":
            await me.press("backspace")
        await me.type("30/11/2026")
        await me.press("f8")
        assert "Hạn xử lý: 30/11/2026" in me.reads
        await me.press("c")
        await me.on("DocumentScreen")
        routed = [d for d in me.exam.desk("routing").incoming if d.state is IncomingState.ROUTED]
        assert routed[0].routing.note == "lam ngay"
        assert len(routed[0].routing.lead) == 1


async def test_three_wrong_pins_lock_the_token_and_nothing_of_them_is_recorded(
    app: ExamApp,
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f5")
        await me.press("enter")
        await me.on("DraftScreen")
        await me.press("k")
        await me.on("SignScreen")
        await me.press("enter")
        for left in (2, 1, 0):
            await me.type("90909090")
            await me.press("enter")
            words = f"Còn {left} lần" if left else "đã bị khóa"
            await me.until(lambda words=words: words in me.reads)  # type: ignore[misc]
        await me.press("enter")
        assert "đã bị khóa" in me.reads
        log = str([event.data for event in await me.exam.sitting.events()])
        assert "90909090" not in log
        assert all(d.state is DraftState.WAITING for d in me.exam.desk("signing").drafts)


async def test_a_marked_line_carries_a_sign_that_needs_no_colour(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f5")
        await me.press("enter")
        await me.on("DraftScreen")
        await me.press("down", "space")
        assert any("! " in row.text for row in me.screen.query_one(DraftPage).rows)
        marked = next(d for d in me.exam.desk("signing").drafts if d.marked_lines)
        assert len(marked.marked_lines) == 1
        await me.press("space")
        assert not me.exam.desk("signing").draft(marked.id).marked_lines


async def test_the_layout_of_a_draft_is_a_second_view(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f5")
        await me.press("enter")
        await me.on("DraftScreen")
        await me.press("x")
        assert "Times New Roman" in me.reads
        assert "Lề trên" in me.reads
        await me.press("x")
        assert "Times New Roman" not in me.reads


async def test_the_clerks_role_is_taken_and_given_back_with_one_key(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f6")
        await me.press("v")
        assert me.exam.desk("issuing").role is Role.CLERK
        assert "vai văn thư" in me.top
        await me.press("v")
        assert me.exam.desk("issuing").role is not Role.CLERK


async def test_escape_always_goes_back_one_step(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f5")
        await me.press("enter")
        await me.on("DraftScreen")
        await me.press("k")
        await me.on("SignScreen")
        await me.press("escape")
        await me.on("DraftScreen")
        await me.press("escape")
        await me.on("DeskScreen")
        await me.press("escape")
        await me.on("DeskScreen")

"""The clerk copies a document at the screens: form, number, seal, receivers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.conftest import SIZE, Person
from tests.screens.test_signing import app_with, choose, deeds, enter_pin
from tui_exam.app import ExamApp
from tui_exam.screens.office.page_view import PageViewScreen
from tui_exam.sitting.room import Room

DOCUMENT = "quyet_dinh"


@pytest.fixture
def app(room: Room, tmp_path: Path) -> ExamApp:
    return app_with(room, tmp_path, issuing="issuing_copy")


@pytest.mark.slow
async def test_a_copy_is_made_signed_seen_and_sent(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f6")
        await choose(me, DOCUMENT)
        await me.on("DocumentScreen")
        await me.press("a")
        await me.on("CopyScreen")
        await me.press("f8")  # nothing is filled in yet
        await me.on("Ask")
        assert "Chưa chọn hình thức sao" in me.reads
        await me.press("escape")
        await me.on("CopyScreen")
        await me.press("enter")
        await me.on("TickMany")
        await me.press("space", "enter")
        await me.on("CopyScreen")
        await me.press("tab", "tab")
        desk = me.exam.desk("issuing")
        await me.type(str(desk.copies_next))
        await me.press("enter")
        await me.type(f"{desk.today:%d/%m/%Y}")
        await me.press("f8")
        await me.on("Ask")
        await me.press("c")
        await me.on("DocumentScreen")
        (made,) = deeds(me, "issuing", "copy_made")
        assert (made.data["copy_form"], made.data["parts"]) == ("sao_y", [])
        assert "(chưa ký số)" in me.reads

        await me.press("i")
        await me.on("SignScreen")
        assert "góc trên, bên phải trang; dòng chữ, không có hình" in me.reads
        await choose(me, "co_quan", "cards")
        await enter_pin(me, "issuing", "co_quan")
        await me.on("DocumentScreen")
        await me.until(lambda: "[+] Đủ lớp, đúng thứ tự: đạt" in me.reads)
        (sealed,) = deeds(me, "issuing", "copy_sealed")
        assert sealed.data["picture"] == "text"

        await me.press("w")
        await me.on("PageViewScreen")
        assert isinstance(me.screen, PageViewScreen)
        await me.until(lambda: "dòng chữ, không có hình" in me.reads)
        await me.press("w")
        await me.on("DocumentScreen")
        await me.press("p")
        await me.on("SendCopyScreen")
        await me.press("enter")
        await me.on("TickMany")
        await me.press("space", "enter")
        await me.on("SendCopyScreen")
        await me.press("f8")
        await me.on("Ask")
        await me.press("c")
        await me.on("DocumentScreen")
        assert "Đã gửi:" in me.reads
        assert len(deeds(me, "issuing", "copy_issued")) == 1

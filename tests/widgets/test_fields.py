"""What a person can do in a field, driven key by key."""

from __future__ import annotations

import random
import unicodedata
from typing import Literal

import pytest
from textual import events
from textual.pilot import Pilot

from tests.widgets.room import Room
from tui_exam.vietnamese import compose
from tui_exam.widgets.fields import (
    ForeignInputMethod,
    Full,
    InputMethodToggled,
    LineField,
    Paused,
    Purpose,
    TextField,
    Typing,
    VietnameseInPin,
    badge,
)

KINDS = ["line", "text"]
NAMES = {" ": "space", "\n": "enter", "\b": "backspace"}


async def type_in(pilot: Pilot[None], keys: str) -> None:
    """Send each character as the key a terminal would report."""
    field = pilot.app.focused
    assert field is not None
    for key in keys:
        field.post_message(events.Key(NAMES.get(key, key), None if key in "\n\b" else key))
    await pilot.pause()


async def paste(pilot: Pilot[None], text: str) -> None:
    """Send a bracketed paste."""
    assert pilot.app.focused is not None
    pilot.app.focused.post_message(events.Paste(text))
    await pilot.pause()


def reports(room: Room, kind: type) -> list[object]:
    return [report for report in room.reports if isinstance(report, kind)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("typing", "keys", "shown"),
    [
        (Typing(), "Coongj hoaf, QDD-UBND", "Cộng hòa, QĐ-UBND"),
        (Typing("vni"), "Co6ng5 hoa2, QD9-UBND", "Cộng hòa, QĐ-UBND"),
        (Typing(style="new"), "hoaf thuys ", "hoà thuý "),
        (Typing(on=False), "Coongj hoaf", "Coongj hoaf"),
        (Typing(""), "Coongj hoaf", "Coongj hoaf"),
        (Typing(), "w ww uww user data ", "ư w uw user data "),
        (Typing(), "hoafn\b\b\bxin", "hxin"),
        (Typing(), "vieetb\bj", "việt"),
        (Typing(), "[b]ddaamj[/b] [@click=app.quit]x[/]", "[b]đậm[/b] [@click=app.quit]x[/]"),
        (Typing(), "as@a.vn hoaf", "as@a.vn hòa"),
    ],
)
async def test_keys_become_what_the_method_says(
    kind: str, typing: Typing, keys: str, shown: str
) -> None:
    fresh = Typing(typing.method, typing.style, typing.on)
    async with Room(fresh, kind=kind).run_test() as pilot:
        await type_in(pilot, keys)
        assert isinstance(pilot.app, Room)
        assert pilot.app.value == shown


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", ["telex", "vni"])
async def test_any_keys_leave_in_a_field_what_composing_them_gives(
    kind: str, method: Literal["telex", "vni"]
) -> None:
    chance = random.Random(f"{kind} {method}")
    room = Room(Typing(method), kind=kind)
    async with room.run_test() as pilot:
        for _ in range(40):
            room.line.value = ""
            room.body.load_text("")
            pool = "aaeeoouuiyddwsfrxjzngthcmpklbv1256789 .-/@AOD\b\b\b" + "\n" * (kind == "text")
            keys = "".join(chance.choice(pool) for _ in range(30))
            await type_in(pilot, keys)
            assert room.value == compose(keys.replace("\b", "<BS>"), method), keys


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("purpose", ["code", "address", "pin"])
async def test_codes_addresses_and_pins_are_never_composed(kind: str, purpose: Purpose) -> None:
    room = Room(purpose=purpose, kind=kind)
    async with room.run_test() as pilot:
        await type_in(pilot, "hoaf.vanj@dd")
        assert room.value == "hoaf.vanj@dd"


async def test_a_search_field_composes() -> None:
    room = Room(purpose="search")
    async with room.run_test() as pilot:
        await type_in(pilot, "tooj")
        assert room.value == "tộ"


@pytest.mark.parametrize("kind", KINDS)
async def test_a_word_already_there_is_composed_on_after_moving_the_cursor(kind: str) -> None:
    room = Room(kind=kind, text="mot ngay viet va")
    async with room.run_test() as pilot:
        await pilot.press("home")
        await pilot.press(*["right"] * 13)
        await type_in(pilot, "j")
        assert room.value == "mot ngay viẹt va"
        await type_in(pilot, "e")
        assert room.value == "mot ngay việt va"
        await pilot.press("end")
        await type_in(pilot, "f")
        assert room.value == "mot ngay việt và"


@pytest.mark.parametrize("kind", KINDS)
async def test_typing_over_a_selection_replaces_it_and_composes(kind: str) -> None:
    room = Room(kind=kind, text="abc xyz")
    async with room.run_test() as pilot:
        await pilot.press("end", "shift+left", "shift+left", "shift+left")
        await type_in(pilot, "ddi")
        assert room.value == "abc đi"
        await pilot.press("shift+home")
        await type_in(pilot, "\b")
        assert room.value == ""


@pytest.mark.parametrize("kind", KINDS)
async def test_a_paste_is_untouched_but_for_nfc_and_what_acts(kind: str) -> None:
    room = Room(kind=kind)
    async with room.run_test() as pilot:
        await paste(pilot, "hoaf aa Vie\u0323\u0302t \x1b[31mđỏ\x1b[0m \u202eng")
        assert room.value == "hoaf aa Việt đỏ ng"
        await type_in(pilot, " ")
        await paste(pilot, "m\r\nhai\n")
        assert room.value.split() == [*["hoaf", "aa", "Việt", "đỏ", "ng", "m", "hai"]]
        assert ("\n" in room.value) == (kind == "text")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("on", [True, False])
async def test_loose_marks_typed_or_pasted_join_the_letter_before(kind: str, on: bool) -> None:
    room = Room(Typing(on=on), kind=kind)
    async with room.run_test() as pilot:
        await type_in(pilot, "ê\u0301 e\u0302\u0323")
        assert room.value == "ế ệ"
        await paste(pilot, "\u0301x")
        assert room.value == unicodedata.normalize("NFC", "ế ệ\u0301x")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_ready_made_letter_switches_our_method_off_and_is_told_once(kind: str) -> None:
    room = Room(kind=kind)
    async with room.run_test() as pilot:
        await type_in(pilot, "vi\bêt ")
        assert not room.typing.composes
        await type_in(pilot, "hoaf")
        assert room.value == "vêt hoaf"
        await pilot.press("f9")
        await type_in(pilot, " ê hoaf")
        assert room.value == "vêt hoaf ê hòa"
        assert len(reports(room, ForeignInputMethod)) == 1


@pytest.mark.parametrize("key", ["f9", "ctrl+@", "ctrl+space"])
async def test_one_switch_holds_for_every_field_of_the_session(key: str) -> None:
    room = Room()
    async with room.run_test() as pilot:
        assert badge(room.typing) == "[VI Telex]"
        await pilot.press(key)
        assert badge(room.typing) == "[EN]"
        await pilot.press("tab")
        assert room.focused is room.body
        await type_in(pilot, "hoaf")
        await pilot.press(key)
        await type_in(pilot, " hoaf")
        assert room.body.text == "hoaf hòa"
        toggles = reports(room, InputMethodToggled)
        assert [toggle.control for toggle in toggles if isinstance(toggle, InputMethodToggled)] == [
            room.line,
            room.body,
        ]


def test_the_badge_names_the_method() -> None:
    assert badge(Typing("vni")) == "[VI VNI]"
    none = Typing("")
    assert badge(none) == "[EN]"
    none.toggle()
    assert badge(none) == "[VI Telex]"


async def test_a_pin_is_masked_and_refuses_vietnamese_letters_with_a_warning() -> None:
    room = Room(purpose="pin")
    async with room.run_test() as pilot:
        await type_in(pilot, "12ắ34")
        assert room.value == "1234"
        assert len(reports(room, VietnameseInPin)) == 1
        assert "1234" not in "".join(segment.text for segment in room.line.render_line(0))


async def test_a_pin_cannot_be_copied_and_takes_no_vietnamese_by_paste() -> None:
    room = Room(purpose="pin")
    async with room.run_test() as pilot:
        await paste(pilot, "ắ12")
        assert room.value == ""
        assert len(reports(room, VietnameseInPin)) == 1
        await paste(pilot, "1234\n")
        await pilot.press("shift+home", "ctrl+c", "ctrl+x")
        assert room.value == ""
        assert room.clipboard == ""


@pytest.mark.parametrize("kind", KINDS)
async def test_a_full_field_takes_no_more_and_says_so(kind: str) -> None:
    room = Room(kind=kind, line_length=6, text_length=6)
    async with room.run_test() as pilot:
        await type_in(pilot, "tieengs")
        assert room.value == "tiếng"
        await type_in(pilot, " b")
        assert room.value == "tiếng "
        assert reports(room, Full)
        await paste(pilot, "nữa")
        assert room.value == "tiếng "
        await pilot.press("home")
        await type_in(pilot, "\b")
        await pilot.press("end", "backspace", "backspace")
        await paste(pilot, "nhiều hơn")
        assert room.value == "tiếnnh"


@pytest.mark.parametrize("kind", KINDS)
async def test_a_pause_reports_the_changed_text_once(kind: str) -> None:
    room = Room(kind=kind, text="cũ ")
    async with room.run_test() as pilot:
        await pilot.press("end")
        await type_in(pilot, "moiws")
        await pilot.pause(1.0)
        paused = [report for report in room.reports if isinstance(report, Paused)]
        assert [report.text for report in paused] == ["cũ mới"]
        await type_in(pilot, "a\b")
        await pilot.pause(1.0)
        assert len(reports(room, Paused)) == 1


async def test_leaving_a_field_ends_the_word_and_reports_at_once() -> None:
    room = Room()
    async with room.run_test() as pilot:
        await type_in(pilot, "user")
        assert room.value == "uẻ"
        await pilot.press("tab")
        await pilot.pause()
        assert room.value == "user"
        assert [report.text for report in room.reports if isinstance(report, Paused)] == ["user"]


async def test_enter_ends_the_word_before_it_submits() -> None:
    room = Room()
    sent: list[str] = []
    async with room.run_test(
        message_hook=lambda message: (
            sent.append(message.value) if isinstance(message, LineField.Submitted) else None
        )
    ) as pilot:
        await type_in(pilot, "data")
        await pilot.press("enter")
    assert set(sent) == {"data"}


async def test_restoring_a_draft_is_no_change() -> None:
    room = Room()
    async with room.run_test() as pilot:
        room.line.load("đã lưu")
        room.body.load_text("thân\nthư")
        await pilot.pause(1.0)
        assert (room.line.value, room.body.text) == ("đã lưu", "thân\nthư")
        assert not reports(room, Paused)
        await type_in(pilot, "!")
        assert room.line.value == "đã lưu!"


async def test_undo_and_redo_go_word_by_word() -> None:
    room = Room(kind="text")
    async with room.run_test() as pilot:
        await type_in(pilot, "Coongj hoaf xax hooij")
        steps = []
        for _ in range(4):
            await pilot.press("ctrl+z")
            steps.append(room.value)
        assert steps == ["Cộng hòa xã ", "Cộng hòa ", "Cộng ", ""]
        for _ in range(4):
            await pilot.press("ctrl+y")
        assert room.value == "Cộng hòa xã hội"
        await paste(pilot, " dán vào")
        await type_in(pilot, "s")
        await pilot.press("ctrl+z")
        assert room.value == "Cộng hòa xã hội dán vào"
        await pilot.press("ctrl+z")
        assert room.value == "Cộng hòa xã hội"


async def test_a_text_that_may_not_be_changed_stays_as_it_is() -> None:
    room = Room(kind="text", text="công văn")
    room.body.read_only = True
    async with room.run_test() as pilot:
        await type_in(pilot, "aa\n\b")
        await paste(pilot, "x")
        assert room.value == "công văn"


@pytest.mark.parametrize("kind", KINDS)
async def test_hostile_text_can_neither_act_nor_break_a_field(kind: str) -> None:
    hostile = (
        "\x1b]0;x\x07[/nope] [red]$x [@click=app.quit]a[/] \u202e\ud800 \x9b2J" + "a\u0301" * 9
    )
    room = Room(kind=kind, text=hostile)
    async with room.run_test() as pilot:
        await paste(pilot, hostile)
        await type_in(pilot, "[/x] " * 3)
        assert not set(room.value) & set("\x1b\x07\x9b\u202e\ud800")
        assert room.value.count("[@click=app.quit]a[/]") == 2
        assert room.is_running


async def test_a_placeholder_is_words_and_not_markup() -> None:
    class Empty(Room):
        def on_mount(self) -> None:
            """Leave the fields alone."""

    room = Empty()
    room.line = LineField(placeholder="[/x] \x1b[31mGõ vào đây", id="line")
    room.body = TextField(placeholder="[/x] Nội dung", id="body")
    async with room.run_test():
        assert "[/x] Gõ vào đây" in "".join(s.text for s in room.line.render_line(0))
        assert "[/x] Nội dung" in "".join(s.text for s in room.body.render_line(0))


@pytest.mark.parametrize("kind", KINDS)
async def test_a_long_text_scrolls_with_the_cursor_and_shows_what_is_typed(kind: str) -> None:
    room = Room(kind=kind, text="dài " * 100)
    async with room.run_test(size=(40, 16)) as pilot:
        await pilot.press("end" if kind == "line" else "ctrl+end")
        if isinstance(room.focused, TextField):
            room.focused.move_cursor(room.focused.document.end)
        await type_in(pilot, "cuoois")
        field = room.line if kind == "line" else room.body
        rows = range(field.size.height)
        shown = "\n".join("".join(s.text for s in field.render_line(row)) for row in rows)
        assert "cuối" in shown

"""The desk changes by actions alone, wise or foolish, and refuses only what is not there."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_office.actions import KINDS
from mock_office.agency import Role
from mock_office.desk import TRIES, Desk, UnknownTarget, apply, fold, handover_choices
from mock_office.documents.incoming import IncomingState
from mock_office.documents.outgoing import DraftState
from mock_office.mail.letters import Folder

from .conftest import NOW, act, variant


def mail_desk() -> Desk:
    return variant("mail_report").desk


def letter(**changes: Any) -> dict[str, Any]:
    data = {
        "letter": "moi", "mode": "new", "source": "", "to": [], "cc": [], "bcc": [],
        "subject": "", "body": "", "attachments": [],
    }  # fmt: skip
    return {**data, **changes}


def route(**changes: Any) -> dict[str, Any]:
    data = {
        "document": "tai_chinh", "note": "", "lead": [], "supporting": [],
        "for_information": [], "due": "",
    }  # fmt: skip
    return {**data, **changes}


def test_a_half_written_letter_is_kept_as_a_draft_and_can_be_sent_later() -> None:
    desk = apply(mail_desk(), act("mail_draft_saved", **letter(to=["x@"], body="Kính")))
    assert desk.letter("moi").folder is Folder.DRAFTS
    assert desk.letter("moi").to[0].address == "x@"
    sent = apply(desk, act("mail_sent", **letter(to=["a@b.example"], body="Kính gửi")))
    assert sent.letter("moi").folder is Folder.SENT
    assert sent.letter("moi").date == NOW
    assert len(sent.letters) == len(desk.letters)


def test_a_letter_leaves_in_the_name_of_who_acts() -> None:
    desk = apply(mail_desk(), act("mail_sent", **letter()))
    assert desk.letter("moi").sender.address == desk.agency.person(desk.me).address


def test_a_sent_letter_can_not_be_written_on_or_discarded() -> None:
    desk = apply(mail_desk(), act("mail_sent", **letter()))
    for kind in ("mail_draft_saved", "mail_sent"):
        with pytest.raises(UnknownTarget):
            apply(desk, act(kind, **letter()))
    with pytest.raises(UnknownTarget):
        apply(desk, act("mail_draft_discarded", letter="moi"))


def test_a_discarded_draft_is_gone() -> None:
    desk = apply(mail_desk(), act("mail_draft_saved", **letter()))
    desk = apply(desk, act("mail_draft_discarded", letter="moi"))
    with pytest.raises(UnknownTarget):
        desk.letter("moi")


def test_attachments_of_a_received_letter_can_be_forwarded() -> None:
    desk = mail_desk()
    held = desk.files[0]
    sent = apply(desk, act("mail_sent", **letter(attachments=[held.id])))
    assert sent.letter("moi").attachments == (held,)


def test_foreign_text_is_cleaned_where_it_enters() -> None:
    dirty = "Chào\x1b[31m\u202e bạn\x07"
    desk = apply(mail_desk(), act("mail_sent", **letter(subject=dirty, body=dirty)))
    assert desk.letter("moi").subject == "Chào bạn"
    assert desk.letter("moi").body == "Chào bạn"


def test_a_half_written_note_is_kept_without_routing_the_document() -> None:
    desk = variant("routing_finance").desk
    desk = apply(desk, act("note_draft_saved", **route(note="Giao", lead=["kt"])))
    assert desk.document("tai_chinh").state is IncomingState.WAITING
    assert desk.document("tai_chinh").routing.lead == ("kt",)


def test_routing_records_what_the_note_decides() -> None:
    desk = variant("routing_finance").desk
    desk = apply(desk, act("document_routed", **route(note="Giao", lead=["kt"], due="2026-11-25")))
    document = desk.document("tai_chinh")
    assert document.state is IncomingState.ROUTED
    assert document.routing.due == date(2026, 11, 25)


@pytest.mark.parametrize("field", ["lead", "supporting", "for_information"])
def test_a_unit_that_does_not_exist_is_refused(field: str) -> None:
    with pytest.raises(UnknownTarget, match="phong_la"):
        apply(
            variant("routing_finance").desk,
            act("document_routed", **route(**{field: ["phong_la"]})),
        )


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(UnknownTarget):
        apply(variant("routing_finance").desk, act("document_routed", **route(due="mai")))


def test_foolish_moves_are_applied() -> None:
    desk = variant("signing_plan").desk
    desk = fold(
        desk,
        [
            act("draft_sealed", draft="ke_hoach", certificate="co_quan", artifact="a" * 64),
            act("draft_issued", draft="ke_hoach", recipients=["so_tc"]),
            act("draft_numbered", draft="ke_hoach", number=7, date="2026-11-23"),
            act("draft_signed", draft="cong_van", certificate="rieng_cu", artifact="b" * 64),
        ],
    )
    assert desk.draft("ke_hoach").state is DraftState.ISSUED
    assert desk.draft("ke_hoach").number == 7
    assert not desk.draft("ke_hoach").signed_with
    assert desk.draft("cong_van").signed_with == "rieng_cu"
    assert not desk.draft("cong_van").opened


def test_signing_takes_a_returned_draft_back_into_the_line() -> None:
    desk = variant("signing_plan").desk
    desk = apply(desk, act("draft_returned", draft="ke_hoach", remarks="Sửa"))
    assert desk.draft("ke_hoach").state is DraftState.RETURNED
    desk = apply(
        desk, act("draft_signed", draft="ke_hoach", certificate="rieng", artifact="c" * 64)
    )
    assert desk.draft("ke_hoach").state is DraftState.SIGNED
    assert desk.draft("ke_hoach").signed_at == NOW


def test_the_register_goes_on_behind_the_number_given() -> None:
    desk = variant("issuing_plan").desk
    following = desk.register_next + 1
    data = {"draft": "ke_hoach", "number": desk.register_next, "date": "2026-11-23"}
    assert apply(desk, act("draft_numbered", **data)).register_next == following
    assert apply(desk, act("draft_numbered", **{**data, "number": 1})).register_next == (
        desk.register_next
    )


@pytest.mark.parametrize("number", [0, -1, "7", True, 1.5, None])
def test_a_number_that_is_none_is_refused(number: object) -> None:
    with pytest.raises(UnknownTarget):
        apply(
            variant("issuing_plan").desk,
            act("draft_numbered", draft="ke_hoach", number=number, date=""),
        )


def test_a_token_locks_after_three_wrong_pins_and_stays_locked() -> None:
    desk = variant("signing_plan").desk
    assert desk.tries_left("rieng") == TRIES
    desk = apply(desk, act("pin_tried", token="rieng", ok=False))
    assert apply(desk, act("pin_tried", token="rieng", ok=True)).tries_left("rieng") == TRIES
    for _ in range(4):
        desk = apply(desk, act("pin_tried", token="rieng", ok=False))
    assert desk.tries_left("rieng") == 0
    assert apply(desk, act("pin_tried", token="rieng", ok=True)).tries_left("rieng") == 0


@pytest.mark.parametrize("line", [-1, 999, "1", None])
def test_a_line_that_is_not_in_the_draft_can_not_be_marked(line: object) -> None:
    with pytest.raises(UnknownTarget):
        apply(
            variant("signing_plan").desk, act("line_marked", draft="cong_van", line=line, on=True)
        )


def test_marking_a_line_twice_and_unmarking_it() -> None:
    desk = variant("signing_plan").desk
    for _ in range(2):
        desk = apply(desk, act("line_marked", draft="cong_van", line=3, on=True))
    assert desk.draft("cong_van").marked_lines == (3,)
    desk = apply(desk, act("line_marked", draft="cong_van", line=3, on=False))
    assert desk.draft("cong_van").marked_lines == ()


def test_the_clerk_acts_under_her_own_name() -> None:
    desk = variant("issuing_plan").desk
    assert desk.actor.id == "chu_tich"
    desk = apply(desk, act("role_taken", role="clerk"))
    assert desk.role is Role.CLERK
    assert desk.actor.id == "van_thu"


def test_a_reset_gives_the_starting_desk_but_keeps_the_typeset_pdfs() -> None:
    start = variant("signing_plan").desk
    desk = fold(
        start,
        [
            act("draft_typeset", draft="ke_hoach", issued=True, artifact="d" * 64),
            act("draft_read", draft="ke_hoach"),
            act("draft_signed", draft="ke_hoach", certificate="rieng", artifact="e" * 64),
            act("pin_tried", token="rieng", ok=False),
            act("task_reset"),
        ],
    )
    draft = desk.draft("ke_hoach")
    assert draft.state is DraftState.WAITING
    assert (draft.pdf, draft.issued_pdf) == ("d" * 64, "d" * 64)
    assert not draft.opened
    assert desk.tries_left("rieng") == TRIES
    assert apply(desk, act("task_reset")) == desk


def test_the_files_to_hand_over_are_the_pdf_the_annexes_and_own_files() -> None:
    desk = variant("issuing_plan").desk
    choices = [file.id for file in handover_choices(desk, desk.draft("ke_hoach"))]
    assert choices[:2] == ["ke_hoach", "phu_luc"]
    assert "ban_word" in choices


def test_an_unknown_action_or_a_missing_field_is_refused() -> None:
    with pytest.raises(UnknownTarget):
        apply(mail_desk(), act("coffee_drunk"))
    with pytest.raises(UnknownTarget):
        apply(mail_desk(), act("mail_opened"))


_junk = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=20),
    st.lists(st.text(max_size=5), max_size=3),
)  # fmt: skip


@given(kind=st.sampled_from(sorted(KINDS)), values=st.lists(_junk, min_size=10, max_size=10))
def test_damaged_actions_never_change_the_desk_handed_in(kind: str, values: list[Any]) -> None:
    desk = _DESK
    action = act(kind, **dict(zip(KINDS[kind], values, strict=False)))
    before = hash(repr(desk))
    with contextlib.suppress(UnknownTarget):
        apply(desk, action)
    assert hash(repr(desk)) == before


_DESK = variant("issuing_plan").desk


def test_a_note_begun_again_does_not_change_what_was_sent() -> None:
    desk = variant("routing_finance").desk
    desk = apply(desk, act("document_routed", **route(note="Giao", lead=["kt"])))
    desk = apply(desk, act("note_draft_saved", **route(note="Nghĩ lại", lead=["vx"])))
    document = desk.document("tai_chinh")
    assert document.routing.lead == ("kt",)
    assert document.rerouting is not None
    assert document.rerouting.lead == ("vx",)
    desk = apply(desk, act("document_routed", **route(note="Giao lại", lead=["vx"])))
    assert desk.document("tai_chinh").routing.lead == ("vx",)
    assert desk.document("tai_chinh").rerouting is None

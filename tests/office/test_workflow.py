"""Which moves are offered follows from role and state; unwise ones are offered too."""

from __future__ import annotations

from dataclasses import replace

from mock_office.agency import Role
from mock_office.desk import Desk, apply
from mock_office.documents.incoming import Secrecy
from mock_office.documents.outgoing import DraftState
from mock_office.documents.workflow import REMEDIES, offered
from mock_office.tasks.rehearsal import RuleHand, rehearse

from .conftest import act, variant


def kinds(desk: Desk, draft: str) -> dict[str, bool]:
    return {move.kind: move.tempting for move in offered(desk, desk.draft(draft))}


def test_a_leader_may_sign_or_return_and_is_tempted_to_hand_over_unsigned() -> None:
    desk = variant("signing_plan").desk
    assert kinds(desk, "ke_hoach") == {
        "draft_signed": False,
        "draft_returned": False,
        "handed_over": True,
    }


def test_a_leader_is_never_offered_the_agency_seal() -> None:
    desk = variant("issuing_plan").desk
    for draft in desk.drafts:
        assert "draft_sealed" not in kinds(desk, draft.id)


def test_after_signing_handing_over_is_the_wise_move() -> None:
    desk = variant("issuing_plan").desk
    assert kinds(desk, "ke_hoach")["handed_over"] is False
    assert "draft_signed" not in kinds(desk, "ke_hoach")


def test_the_clerk_is_led_from_number_to_file_and_tempted_to_leap() -> None:
    task = variant("issuing_plan")
    wise = []
    for count in range(2, len(task.solution) + 1):
        desk = rehearse(task, task.solution[:count], RuleHand()).desk
        draft = desk.draft("ke_hoach")
        wise.append([m.kind for m in offered(desk, draft) if not m.tempting])
    assert [moves[0] if moves else "" for moves in wise] == [
        "draft_numbered", "draft_sealed", "draft_sealed", "draft_issued", "draft_filed", "",
    ]  # fmt: skip


def test_the_clerk_may_seal_what_nobody_signed() -> None:
    desk = apply(variant("signing_plan").desk, act("role_taken", role="clerk"))
    assert kinds(desk, "ke_hoach")["draft_sealed"] is True


def test_a_classified_document_makes_routing_a_temptation() -> None:
    desk = variant("routing_finance").desk
    plain = desk.document("tai_chinh")
    secret = replace(plain, secrecy=Secrecy.SECRET)
    by_kind = {move.kind: move.tempting for move in offered(desk, secret)}
    assert by_kind["document_routed"] is True
    assert by_kind["document_secured"] is False
    assert {m.kind: m.tempting for m in offered(desk, plain)}["document_routed"] is False


def test_labels_are_vietnamese_and_a_finished_paper_offers_only_what_mends_it() -> None:
    desk = variant("signing_plan").desk
    filed = replace(desk.draft("ke_hoach"), state=DraftState.FILED)
    assert offered(desk, filed) == REMEDIES
    assert offered(replace(desk, role=Role.CLERK), replace(filed, number=1, sealed_with="x")) == ()
    for move in offered(desk, desk.draft("ke_hoach")):
        assert any(ord(char) > 127 for char in move.label)

"""Mistakes in issued documents are corrected, replaced or recalled, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from mock_office.desk import UnknownTarget, apply
from mock_office.documents.outgoing import Cure, DraftState
from mock_office.tasks.rehearsal import RuleHand, laid_out, rehearse
from mock_office.tasks.signing_hand import SigningHand

from .conftest import act, variant


def cure(**changes: Any) -> dict[str, Any]:
    data = {
        "draft": "ke_hoach", "document_kind": "Kế hoạch", "text": "Thay thế",
        "recipients": ["ubnd_tp"],
    }  # fmt: skip
    return {**data, **changes}


@pytest.mark.parametrize("how", Cure)
def test_a_remedy_is_kept_with_the_document_and_its_state_stays(how: Cure) -> None:
    desk = variant("issuing_dept_correct").desk
    after = apply(desk, act(f"issued_{how.value}", **cure(text="Sai\x1b[31m ngày")))
    (remedy,) = after.draft("ke_hoach").remedies
    assert (remedy.cure, remedy.kind, remedy.recipients) == (how, "Kế hoạch", ("ubnd_tp",))
    assert "\x1b" not in remedy.text
    assert after.draft("ke_hoach").state is DraftState.ISSUED


def test_a_draft_that_never_went_out_can_not_be_recalled() -> None:
    desk = variant("issuing_dept_recall").desk
    with pytest.raises(UnknownTarget):
        apply(desk, act("issued_recalled", **cure(draft="ban_dung")))


@pytest.mark.parametrize(
    "wrong", [{"document_kind": "Thư tay"}, {"recipients": ["khong_co"]}, {"draft": "la"}]
)
def test_what_does_not_exist_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UnknownTarget):
        apply(variant("issuing_dept_correct").desk, act("issued_corrected", **cure(**wrong)))


def test_a_document_issued_days_ago_was_signed_sealed_and_numbered() -> None:
    task = variant("issuing_dept_correct")
    for draft in task.desk.drafts:
        assert draft.number is not None
        assert draft.issue_date is not None
        assert draft.issue_date < task.day
        assert (draft.signed_with, draft.sealed_with) == ("rieng", "co_quan")
    typeset = laid_out(task, RuleHand())
    assert [action.data["issued"] for action in typeset] == [True, False] * 3


def test_its_two_layers_are_real() -> None:
    from mock_office.signing.validate import validate
    from mock_office.signing.verdict import Expectation

    task = variant("issuing_dept_correct")
    hand = SigningHand(task)
    desk = rehearse(task, (), hand).desk
    pdf = hand._files[desk.draft("thong_bao").pdf]
    assert validate(pdf, Expectation.of(hand._pki.trust, task.desk.opened_at)).ok

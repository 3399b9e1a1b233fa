"""What checking says of a draft follows what has become of it."""

from __future__ import annotations

from dataclasses import replace

from tests.rooms import WHO
from tui_exam.sitting.office import Office
from tui_exam.sitting.room import Room


async def test_a_document_that_went_out_with_one_layer_is_told_to_lack_the_other(
    room: Room,
) -> None:
    practice = tuple(
        replace(part, pool=("issuing_letter",)) if part.family == "issuing" else part
        for part in room.blueprint.practice
    )
    room = replace(room, blueprint=replace(room.blueprint, practice=practice))
    exam = await room.begin(WHO)
    office = Office(exam)
    await office.prepare("issuing")
    signed = await office.verdict("issuing", "cong_van")
    assert signed.ok  # the leader's layer is all there can be so far
    await exam.act("issuing", "draft_issued", draft="cong_van", recipients=["so_khcn"])
    out = await office.verdict("issuing", "cong_van")
    assert not out.ok
    assert out.verdict == "incomplete"

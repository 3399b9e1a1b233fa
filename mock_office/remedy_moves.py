"""What can be done about a mistake found after issuing (Decree 30/2020 article 18).

An error of content is amended or replaced by a document of equal form, an error of
form, technique or procedure is corrected by an official letter; a document that must
not stand is recalled by a notice, on which the receivers delete it from the system.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Final

from tui_exam.vietnamese import clean

from .actions import Action
from .documents.outgoing import Cure, DraftState, Remedy
from .tabletop import Desk, UnknownTarget, issue_choices

KINDS_OF_DOCUMENT: Final = (
    "Công văn", "Quyết định", "Kế hoạch", "Báo cáo", "Thông báo", "Tờ trình",
)  # fmt: skip
"""The kinds of document a remedy can be made by, as the form lists them."""


def _cured(cure: Cure, desk: Desk, action: Action) -> Desk:
    draft = desk.draft(action.data["draft"])
    if draft.state not in {DraftState.ISSUED, DraftState.FILED}:
        raise UnknownTarget("issued document", draft.id)
    kind = str(action.data["document_kind"])
    if kind not in KINDS_OF_DOCUMENT:
        raise UnknownTarget("kind of document", kind)
    places = tuple(action.data["recipients"])
    for place in places:
        if place not in issue_choices(desk):
            raise UnknownTarget("recipient", place)
    remedy = Remedy(cure, kind, clean(str(action.data["text"]), multiline=True), places)
    changed = replace(draft, remedies=(*draft.remedies, remedy))
    return replace(desk, drafts=tuple(changed if d.id == draft.id else d for d in desk.drafts))


MOVES: Final[Mapping[str, Callable[[Desk, Action], Desk]]] = MappingProxyType(
    {
        "issued_corrected": partial(_cured, Cure.CORRECTED),
        "issued_replaced": partial(_cured, Cure.REPLACED),
        "issued_recalled": partial(_cured, Cure.RECALLED),
    }
)
"""Kind of action -> what it does to a desk."""

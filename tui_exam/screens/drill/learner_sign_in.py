"""Who drills: somebody known here, or somebody new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from ...sitting.candidate import BadCandidate, Candidate, candidate
from ...texts import Words
from ...ui import Ui
from ...widgets.fields import LineField
from ...widgets.picklist import Entry
from ...widgets.rows import Row, row
from ..dialogs import CHOOSE_KEYS, Choose
from ..sign_in import FIELDS, SignInScreen

OTHER = "+"
"""The entry for somebody who is not in the list."""

MOST = 50
"""Names offered at most; whoever is not among them signs in."""


class LearnerSignIn(SignInScreen):
    """Who drills: the same three fields as for the exam."""

    CSS_PATH = "../form.tcss"
    HEADING = "Ai ôn luyện?"
    HELP_TEXT = (
        "# Ai ôn luyện?",
        "Gõ họ tên, đơn vị, số báo danh; Enter hoặc Tab sang ô kế tiếp. Số báo danh gồm chữ "
        "không dấu, chữ số, gạch nối. Dùng đúng số báo danh khi thi thử thì điểm mất khi thi "
        "thành câu đến hạn. Lần sau không phải gõ lại.",
    )

    def __init__(self, ui: Ui, done: Callable[[Candidate], None]) -> None:
        super().__init__(ui)
        self._done = done

    def action_go_on(self) -> None:
        """Check the three fields and go on."""
        values = {key: self.query_one(f"#{key}", LineField).value for key, _, _ in FIELDS}
        try:
            who = candidate(values["code"], values["name"], values["unit"])
        except BadCandidate as error:
            self.say(self.ui.tr(str(error)))
            self.query_one(f"#{error.field}", LineField).focus()
            return
        self.dismiss(None)
        self._done(who)


def who_drills(found: Sequence[Candidate], tr: Words) -> Choose:
    """A list of those known here; its answer is a code, or OTHER, or nothing."""
    entries = [Entry(w.code, partial(_rows, w.name, f"{w.unit} [{w.code}]")) for w in found[:MOST]]
    other = partial(_rows, tr("Người khác"), tr("Ghi họ tên, đơn vị, số báo danh."))
    return Choose(tr("Ai ôn luyện?"), [*entries, Entry(OTHER, other)], keys=CHOOSE_KEYS)


def _rows(name: str, about: str, _width: int) -> list[Row]:
    return [row((name, "strong")), row((f"   {about}", ""))]

"""A screen opened from a desk: it knows the desk, and Esc goes back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_office.desk import Desk

from ...sitting.exam import FAMILY_NAMES
from ..exam_screen import StepScreen

if TYPE_CHECKING:
    from .desk_screen import DeskScreen


class DeskStep(StepScreen):
    """Base of the screens that lie on top of a desk."""

    def __init__(self, home: DeskScreen) -> None:
        super().__init__(home.ui, home.exam)
        self.home = home

    @property
    def part(self) -> str:
        return self.home.part

    @property
    def desk(self) -> Desk:
        """The desk as it is now."""
        return self.home.desk

    @property
    def heading(self) -> str:
        return self.ui.tr(FAMILY_NAMES[self.part])

    async def record_here(self, kind: str, **data: object) -> bool:
        """Record an action at this desk."""
        return await self.record(kind, task=self.exam.tasks[self.part].id, **data)

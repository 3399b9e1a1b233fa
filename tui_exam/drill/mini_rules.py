"""Mini-tasks about a criterion: which way of doing the task loses its points."""

from __future__ import annotations

from mock_office.tasks.definition import Task

from ..exam.items import Basis
from ..exam.paper import shuffled
from ..vietnamese.text import clean
from .mini_parts import Choice, Made, Material, options_of


def rule(task: Task, target: str, seed: str) -> Made | None:
    """Which of these ways loses the points of a check?"""
    check = next((each for each in task.checks if each.code == target), None)
    losing = [m for m in task.mistakes if target in m.loses]
    others = [m for m in task.mistakes if target not in m.loses and not m.voids]
    if check is None or not losing or len(others) < 2:
        return None
    titles = {each.code: each.title for each in task.checks}
    wrong = shuffled(losing, seed, "mistake", key="code")[0]
    choices: list[Choice] = [(wrong.title, f"Mất điểm tiêu chí «{check.title}».", True)]
    for each in shuffled(others, seed, "others", key="code")[:3]:
        lost = "; ".join(titles.get(code, code) for code in each.loses)
        choices.append((each.title, f"Cũng là lỗi, nhưng mất điểm ở tiêu chí khác: {lost}.", False))
    return Made(
        f"Tiêu chí «{check.title}». Cách làm nào dưới đây mất điểm ở tiêu chí này?",
        options_of(choices, seed),
        (Basis(clean(check.basis)),),
        Material(lines=("# Nhiệm vụ", task.sheet.title, *task.sheet.asked)),
    )

"""Mini-tasks about letters: is this one genuine, what is wrong with that one."""

from __future__ import annotations

from mock_office.mail.letters import Folder
from mock_office.tasks.definition import Task

from ..exam.items import Basis
from ..exam.paper import shuffled
from .forgery import signs
from .letters import DEFECTS, sendable, spoiled
from .mini_parts import Choice, Made, Material, basis_of, options_of, step_of


def mail(task: Task, target: str, seed: str) -> Made | None:
    """Is this letter genuine?"""
    letter = next((each for each in task.desk.letters if each.id == target), None)
    if letter is None or letter.folder is not Folder.INBOX:
        return None
    forged = step_of(task, "mail_reported", "letter", target) is not None
    found = signs(letter, task.desk.agency)
    if found and not forged:
        return None  # a true letter that looks like a forged one: for the whole task only
    said = " ".join(found) or "Xem lại địa chỉ gửi và điều thư yêu cầu."
    choices: list[Choice] = [
        (
            "Thư giả mạo: báo ngay, không bấm, không trả lời",
            said if forged else "Địa chỉ gửi và yêu cầu đều bình thường; báo nhầm làm lỡ việc.",
            forged,
        ),
        (
            "Thư thật: đọc và làm theo quy chế",
            "Địa chỉ gửi có trong danh bạ, không đòi mật khẩu, mã PIN hay tiền."
            if not forged
            else said,
            not forged,
        ),
        (
            "Xóa đi cho an toàn",
            "Xóa thì bộ phận phụ trách không biết có tấn công; thư thật thì mất việc.",
            False,
        ),
    ]
    return Made(
        "Thư này thật hay giả mạo, xử lý thế nào?",
        options_of(choices, seed),
        basis_of(task, "A10", "A11") or (Basis("Quy chế thư điện tử của cơ quan"),),
        Material(letter=letter),
    )


def send(task: Task, target: str, seed: str) -> Made | None:
    """What is wrong with this letter that is about to be sent?"""
    step = next((each for each in task.solution if each.kind == "mail_sent"), None)
    if step is None or target not in sendable(task, step):
        return None
    there = sendable(task, step)
    picked = target if int(seed[:2], 16) % 2 else shuffled(list(there), seed, "defect")[0]
    letter = spoiled(task, step, picked)
    choices: list[Choice] = [
        (DEFECTS[code].title, DEFECTS[code].why, code == picked)
        for code in dict.fromkeys((picked, *shuffled(list(DEFECTS), seed, "others")))
    ][:5]
    asked = (f"{number}. {line}" for number, line in enumerate(task.sheet.asked, 1))
    return Made(
        "Thư sắp gửi dưới đây còn sai ở đâu so với yêu cầu?",
        options_of(choices, seed),
        basis_of(task, picked) or (Basis("Quy chế thư điện tử của cơ quan"),),
        Material(letter=letter, lines=("# Yêu cầu", *asked)),
    )

"""Mini-tasks about signing and issuing: which certificate, and which step after which."""

from __future__ import annotations

from mock_office.tasks.definition import Task
from mock_office.tasks.words import token_words

from ..exam.items import Basis, Option
from ..exam.paper import shuffled
from ..vietnamese.text import clean
from .mini_parts import KEYS, Choice, Made, Material, basis_of


def cert(task: Task, target: str, seed: str) -> Made | None:
    """Which certificate signs?"""
    wanted = task.signer_token if target == "leader" else task.agency_token
    if target not in ("leader", "agency") or not wanted or len(task.desk.tokens) < 2:
        return None
    tokens = tuple(shuffled(task.desk.tokens, seed, "tokens"))[:6]
    if wanted not in {token.id for token in tokens}:
        tokens = (*tokens[:5], task.desk.token(wanted))
    choices: list[Choice] = []
    for number, token in enumerate(tokens, 1):
        right = token.id == wanted
        words = token_words(token.purpose, token.state)
        why = f"Đây là {words}." + ("" if right else " Không dùng để ký ở bước này.")
        choices.append((f"Chứng thư số {number}", why, right))
    who = task.sheet.role if target == "leader" else "Văn thư cơ quan"
    what = (
        "ký số dự thảo với tư cách người có thẩm quyền"
        if target == "leader"
        else "ký số của cơ quan sau khi cấp số"
    )
    options = tuple(
        Option(KEYS[at], clean(text), clean(why), right)
        for at, (text, why, right) in enumerate(choices)
    )
    return Made(
        f"{who}. Chọn chứng thư nào để {what}?",
        options,
        basis_of(task, "C5" if target == "leader" else "D6")
        or (Basis("Nghị định số 30/2020/NĐ-CP", "Điều 32"),),
        Material(tokens=tokens),
    )


CHAIN = (
    ("draft_signed", "Lãnh đạo ký số cá nhân"),
    ("handed_over", "Chuyển văn thư kèm đủ tệp và ghi chú phát hành"),
    ("draft_numbered", "Văn thư cấp số và ghi ngày ban hành"),
    ("draft_sealed", "Văn thư ký số của cơ quan"),
    ("draft_issued", "Phát hành đến các nơi nhận"),
    ("draft_filed", "Lưu vào hồ sơ công việc"),
)


def steps(task: Task, target: str, seed: str) -> Made | None:
    """Put the steps of issuing into order."""
    done = {step.kind for step in task.solution}
    chain = [text for kind, text in CHAIN if kind in done]
    if target != "chain" or len(chain) < 4:
        return None
    return Made(
        "Sắp xếp các bước theo đúng thứ tự từ ký đến lưu hồ sơ.",
        tuple(
            Option(KEYS[at], text, "Đứng sau bước: " + chain[at - 1] if at else "Bước đầu tiên.")
            for at, text in enumerate(chain)
        ),
        basis_of(task, "D9", "D6", "D5")
        or (Basis("Nghị định số 30/2020/NĐ-CP", "Điều 15 đến 18"),),
        ordered=True,
    )

"""Mini-tasks about papers: who deals with this document, is this draft fit to sign."""

from __future__ import annotations

from mock_office.documents import format_rules
from mock_office.tasks.definition import Task
from mock_office.tasks.rehearsed import Step

from ..exam.items import Basis
from ..exam.paper import shuffled
from ..vietnamese.text import clean
from .mini_parts import Choice, Made, Material, basis_of, options_of, reference_of, step_of

ACTS = {
    "document_returned": ("Trả lại nơi gửi, nêu rõ lý do", "B8"),
    "document_secured": ("Ngừng xử lý, báo văn thư và người phụ trách bảo mật", "B9"),
    "document_closed": ("Kết thúc xử lý, không giao đơn vị nào", "B7"),
}


def route(task: Task, target: str, seed: str) -> Made | None:
    """Route this document, return it, or leave it alone?"""
    document = next((d for d in task.desk.incoming if d.id == target), None)
    routed = step_of(task, "document_routed", "document", target)
    other = next((k for k in ACTS if step_of(task, k, "document", target)), "")
    if document is None or not (routed or other):
        return None
    agency = task.desk.agency
    inside = [unit for unit in agency.units if not unit.outside]
    lead = str(routed.data["lead"][0]) if routed and routed.data["lead"] else ""
    rest = [unit for unit in shuffled(inside, seed, "units") if unit.id != lead]
    choices: list[Choice] = []
    if routed is not None:
        known = {unit.id: unit.name for unit in agency.units}
        known |= {person.id: f"{person.title} {person.name}" for person in agency.people}
        if lead not in known:
            return None
        duties = {unit.id: unit.duties for unit in inside}.get(lead, "")
        why = f"{duties} Bút phê mẫu: {routed.data['note']}".strip()
        choices.append((f"Giao {known[lead]} chủ trì", why, True))
    for unit in rest[: 2 if routed is not None else 3]:
        why = f"Không phải việc của đơn vị này: {(unit.duties or unit.name).rstrip('.')}."
        choices.append((f"Giao {unit.name} chủ trì", why, False))
    for act, (text, _) in ACTS.items():
        step = step_of(task, act, "document", target)
        why = _why_act(act, step)
        choices.append((text, why, step is not None))
    codes = ("B2",) if routed is not None else (ACTS[other][1],)
    return Made(
        "Văn bản đến này xử lý thế nào là đúng?",
        options_of(choices, seed),
        basis_of(task, *codes) or (Basis("Nghị định số 30/2020/NĐ-CP", "Điều 23"),),
        Material(document=document, lines=reference_of(task)),
    )


def _why_act(act: str, step: Step | None) -> str:
    if step is not None:
        return str(step.data.get("reason") or "Đúng cách xử lý văn bản này.")
    return {
        "document_returned": "Chỉ trả lại khi gửi sai nơi nhận hoặc không bảo đảm tính xác thực.",
        "document_secured": "Chỉ dùng với văn bản có dấu chỉ độ mật.",
        "document_closed": "Chỉ kết thúc khi văn bản không yêu cầu việc gì phải làm.",
    }[act]


def fit(task: Task, target: str, seed: str) -> Made | None:
    """Is this draft fit to be signed?"""
    draft = next((d for d in task.desk.drafts if d.id == target), None)
    signed = step_of(task, "draft_signed", "draft", target)
    returned = step_of(task, "draft_returned", "draft", target)
    foreign = any(c.code.split(".")[0] == "C4" and c.of == f"draft:{target}" for c in task.checks)
    if draft is None or not (signed or returned or foreign):
        return None
    findings = format_rules.check(draft, task.desk.agency, task.day)
    said = " ".join(f"({n}) {found.message}" for n, found in enumerate(findings, 1))
    right = "sign" if signed is not None else "stop" if foreign else "return"
    choices: list[Choice] = [
        (
            "Ký số",
            "Dự thảo đúng thể thức và thuộc thẩm quyền."
            if right == "sign"
            else f"Không được ký: {said or 'văn bản ngoài lĩnh vực được phân công.'}",
            right == "sign",
        ),
        (
            "Đánh dấu lỗi, ghi ý kiến và trả lại",
            f"Dự thảo có lỗi: {said}" if right == "return" else "Dự thảo không có lỗi thể thức.",
            right == "return",
        ),
        (
            "Không ký vì ngoài lĩnh vực được phân công",
            "Người ký phải đúng phân công công tác."
            if right == "stop"
            else "Văn bản thuộc thẩm quyền của người được trình ký.",
            right == "stop",
        ),
    ]
    basis = tuple(dict.fromkeys(Basis(clean(found.basis)) for found in findings))
    return Made(
        f"{task.sheet.role}. Dự thảo trình ký này xử lý thế nào?",
        options_of(choices, seed),
        basis
        or basis_of(task, "C3s", "C3", "C4")
        or (Basis("Nghị định số 30/2020/NĐ-CP", "Điều 8, Điều 12, Điều 13"),),
        Material(draft=draft, lines=reference_of(task)),
    )

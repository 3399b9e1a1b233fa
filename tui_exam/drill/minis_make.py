"""Making the mini-tasks: what is asked about a document, a letter, a draft, a token."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mock_office.documents import format_rules
from mock_office.model import (
    Folder,
    IncomingDocument,
    Letter,
    OutgoingDraft,
    TokenSpec,
)
from mock_office.tasks.definition import Task
from mock_office.tasks.rehearsed import Step
from mock_office.tasks.words import token_words

from ..exam.items import Basis, Option
from ..exam.paper import shuffled
from ..vietnamese.text import clean
from .forgery import signs
from .letters import DEFECTS, sendable, spoiled

KEYS = "abcdef"


@dataclass(frozen=True, slots=True)
class Material:
    """What lies before the learner; a screen shows whatever is there.

    Args:
        draft: A draft shown as a page, with its layout below.
        tokens: Tokens whose certificates are shown.
        lines: Plain paragraphs; a heading starts with "# ".
    """

    document: IncomingDocument | None = None
    letter: Letter | None = None
    draft: OutgoingDraft | None = None
    tokens: tuple[TokenSpec, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A question made from a task: options in the order of the key."""

    question: str
    options: tuple[Option, ...]
    basis: tuple[Basis, ...]
    material: Material = field(default_factory=Material)
    ordered: bool = False


Choice = tuple[str, str, bool]  # text, why, right


def _options(choices: Sequence[Choice], seed: str) -> tuple[Option, ...]:
    """Options with their keys; the order on the screen is drawn by whoever shows them."""
    order = shuffled([str(at) for at in range(len(choices))], seed, "choices")
    return tuple(
        Option(KEYS[place], clean(choices[int(at)][0]), clean(choices[int(at)][1]),
               choices[int(at)][2])
        for place, at in enumerate(order)
    )  # fmt: skip


def _steps(task: Task, kind: str, key: str, value: str) -> Step | None:
    return next((s for s in task.solution if s.kind == kind and s.data.get(key) == value), None)


def _basis(task: Task, *codes: str) -> tuple[Basis, ...]:
    """The rules the task's own checks of these codes cite."""
    found = dict.fromkeys(
        check.basis for code in codes for check in task.checks if check.code.split(".")[0] == code
    )
    return tuple(Basis(clean(each)) for each in found if each)


# -- an incoming document: who deals with it ---------------------------------------------

ACTS = {
    "document_returned": ("Trả lại nơi gửi, nêu rõ lý do", "B8"),
    "document_secured": ("Ngừng xử lý, báo văn thư và người phụ trách bảo mật", "B9"),
    "document_closed": ("Kết thúc xử lý, không giao đơn vị nào", "B7"),
}


def route(task: Task, target: str, seed: str) -> Made | None:
    """Route this document, return it, or leave it alone?"""
    document = next((d for d in task.desk.incoming if d.id == target), None)
    routed = _steps(task, "document_routed", "document", target)
    other = next((k for k in ACTS if _steps(task, k, "document", target)), "")
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
        step = _steps(task, act, "document", target)
        why = _why_act(act, step)
        choices.append((text, why, step is not None))
    codes = ("B2",) if routed is not None else (ACTS[other][1],)
    return Made(
        "Văn bản đến này xử lý thế nào là đúng?",
        _options(choices, seed),
        _basis(task, *codes) or (Basis("Nghị định số 30/2020/NĐ-CP", "Điều 23"),),
        Material(document=document, lines=_reference(task)),
    )


def _why_act(act: str, step: Step | None) -> str:
    if step is not None:
        return str(step.data.get("reason") or "Đúng cách xử lý văn bản này.")
    return {
        "document_returned": "Chỉ trả lại khi gửi sai nơi nhận hoặc không bảo đảm tính xác thực.",
        "document_secured": "Chỉ dùng với văn bản có dấu chỉ độ mật.",
        "document_closed": "Chỉ kết thúc khi văn bản không yêu cầu việc gì phải làm.",
    }[act]


def _reference(task: Task) -> tuple[str, ...]:
    out: list[str] = []
    for section in task.sheet.reference:
        out += [f"# {section.title}", *(f"- {line}" for line in section.lines)]
    return tuple(out)


# -- an outgoing draft: fit to sign? --------------------------------------------------------


def fit(task: Task, target: str, seed: str) -> Made | None:
    """Is this draft fit to be signed?"""
    draft = next((d for d in task.desk.drafts if d.id == target), None)
    signed = _steps(task, "draft_signed", "draft", target)
    returned = _steps(task, "draft_returned", "draft", target)
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
        _options(choices, seed),
        basis
        or _basis(task, "C3s", "C3", "C4")
        or (Basis("Nghị định số 30/2020/NĐ-CP", "Điều 8, Điều 12, Điều 13"),),
        Material(draft=draft, lines=_reference(task)),
    )


# -- tokens: which certificate? ------------------------------------------------------------


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
        _basis(task, "C5" if target == "leader" else "D6")
        or (Basis("Nghị định số 30/2020/NĐ-CP", "Điều 32"),),
        Material(tokens=tokens),
    )


# -- letters -----------------------------------------------------------------------------------


def mail(task: Task, target: str, seed: str) -> Made | None:
    """Is this letter genuine?"""
    letter = next((each for each in task.desk.letters if each.id == target), None)
    if letter is None or letter.folder is not Folder.INBOX:
        return None
    forged = _steps(task, "mail_reported", "letter", target) is not None
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
        _options(choices, seed),
        _basis(task, "A10", "A11") or (Basis("Quy chế thư điện tử của cơ quan"),),
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
        _options(choices, seed),
        _basis(task, picked) or (Basis("Quy chế thư điện tử của cơ quan"),),
        Material(letter=letter, lines=("# Yêu cầu", *asked)),
    )


# -- rules and the order of steps ---------------------------------------------------------------


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
        _options(choices, seed),
        (Basis(clean(check.basis)),),
        Material(lines=("# Nhiệm vụ", task.sheet.title, *task.sheet.asked)),
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
        _basis(task, "D9", "D6", "D5") or (Basis("Nghị định số 30/2020/NĐ-CP", "Điều 15 đến 18"),),
        ordered=True,
    )


MAKERS: Mapping[str, Callable[[Task, str, str], Made | None]] = {
    "route": route,
    "fit": fit,
    "cert": cert,
    "mail": mail,
    "send": send,
    "rule": rule,
    "steps": steps,
}


def targets(task: Task) -> dict[str, tuple[str, ...]]:
    """What a task can be asked about, by kind of mini-task."""

    def possible(kind: str) -> Iterator[str]:
        match kind:
            case "route":
                yield from (document.id for document in task.desk.incoming)
            case "fit":
                yield from (draft.id for draft in task.desk.drafts)
            case "cert":
                yield from ("leader", "agency")
            case "mail":
                yield from (letter.id for letter in task.desk.letters)
            case "send":
                yield from DEFECTS
            case "rule":
                yield from (check.code for check in task.checks)
            case _:
                yield "chain"

    seed = "0" * 64
    return {
        kind: tuple(target for target in possible(kind) if make(task, target, seed) is not None)
        for kind, make in MAKERS.items()
    }

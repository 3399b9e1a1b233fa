"""A letter as it should be sent, with one thing spoiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from mock_office.files import FileRef
from mock_office.mail.letters import Address, Folder, Letter
from mock_office.tasks.definition import Task
from mock_office.tasks.rehearsed import Step

SIGNATURE = "\n--"


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing that can be wrong with a letter; named by the check that looks for it."""

    title: str
    why: str
    spoil: Callable[[Letter, Task], Letter | None]


def _to(letter: Letter, task: Task) -> Letter | None:
    mine = {address.address for address in letter.to}
    others = [u for u in task.desk.agency.units if u.address and u.address not in mine]
    if not mine or not others:
        return None
    return replace(letter, to=(Address(others[-1].address, others[-1].name),))


def _unsigned(letter: Letter, _: Task) -> Letter | None:
    body, mark, _signature = letter.body.partition(SIGNATURE)
    return replace(letter, body=body.rstrip()) if mark else None


def _no_files(letter: Letter, _: Task) -> Letter | None:
    return replace(letter, attachments=()) if letter.attachments else None


def _as_new(letter: Letter, _: Task) -> Letter | None:
    if letter.mode not in ("reply", "reply_all"):
        return None
    return replace(letter, mode="new", source="")


def _empty(letter: Letter, _: Task) -> Letter | None:
    head, mark, signature = letter.body.partition(SIGNATURE)
    lines = [line for line in head.split("\n") if line.strip()]
    if not mark or len(lines) < 3:
        return None
    return replace(letter, body=f"{lines[0]}\n\nTrân trọng.{SIGNATURE}{signature}")


def _no_subject(letter: Letter, _: Task) -> Letter | None:
    return replace(letter, subject="") if letter.subject else None


DEFECTS: Mapping[str, Defect] = {
    "A2": Defect("Sai người nhận", "Người nhận chính phải đúng như yêu cầu.", _to),
    "A4": Defect("Chưa có tiêu đề thư", "Tiêu đề phải đúng mẫu, không để trống.", _no_subject),
    "A5": Defect(
        "Nội dung thiếu ý được yêu cầu", "Thư phải nêu đủ các ý mà đề bài yêu cầu.", _empty
    ),
    "A6": Defect("Quên đính kèm tệp", "Phải kèm đúng tệp, đúng bản được yêu cầu.", _no_files),
    "A7": Defect(
        "Thiếu chữ ký thư",
        "Cuối thư phải có họ tên, chức vụ, đơn vị, điện thoại theo quy chế.",
        _unsigned,
    ),
    "A8": Defect(
        "Không dùng chức năng Trả lời",
        "Phải trả lời đúng thư gốc để người nhận biết đang trả lời việc gì.",
        _as_new,
    ),
}


def sendable(task: Task, step: Step) -> tuple[str, ...]:
    """The defects that the letter of that step can be given."""
    letter = drafted(task, step)
    return tuple(code for code, each in DEFECTS.items() if each.spoil(letter, task) is not None)


def spoiled(task: Task, step: Step, code: str) -> Letter:
    """The letter with that one defect. KeyError when it cannot have it."""
    letter = DEFECTS[code].spoil(drafted(task, step), task)
    if letter is None:
        raise KeyError(code)
    return letter


def drafted(task: Task, step: Step) -> Letter:
    """The letter of a model solution, about to be sent."""
    data, desk = step.data, task.desk
    files = {file.id: file for file in desk.all_files()}
    me = desk.actor
    return Letter(
        id="mini",
        folder=Folder.DRAFTS,
        sender=Address(me.address, me.name),
        to=tuple(Address(each) for each in data["to"]),
        cc=tuple(Address(each) for each in data["cc"]),
        bcc=tuple(Address(each) for each in data["bcc"]),
        subject=data["subject"],
        body=data["body"],
        attachments=tuple(files.get(key, FileRef(key, key)) for key in data["attachments"]),
        mode=data["mode"],
        source=data["source"],
    )

"""How each step of a model solution is said, line by line, by somebody who listens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mock_office.agency import Role
from mock_office.copies import COPY_NAMES, CopyForm
from mock_office.desk import Desk, handover_choices
from mock_office.documents.workflow import offered
from mock_office.mail.letters import Folder
from mock_office.signing.ways import NAMES, OFFERED, RIGHT, Layer
from mock_office.tasks.rehearsed import Step
from tests.plain.ear import Ear, number_of
from tui_exam.plain.desk import draft_words, incoming_words, letter_words
from tui_exam.screens.office.ways_words import TITLES
from tui_exam.screens.office.words import names
from tui_exam.sitting.exam import Exam
from tui_exam.texts import as_written

LAYERS = {
    "draft_signed": Layer.LEADER, "draft_sealed": Layer.AGENCY,
    "attachment_sealed": Layer.ATTACHMENT, "copy_sealed": Layer.COPY,
}  # fmt: skip


class PlainWork:
    """Does the steps of one task. Between two steps one stands at the drawers of the desk."""

    def __init__(self, ear: Ear, exam: Exam, part: str) -> None:
        self._ear = ear
        self._exam = exam
        self._part = part
        self._heard = ""

    @property
    def _desk(self) -> Desk:
        return self._exam.desk(self._part)

    async def do(self, steps: Sequence[Step], heard: str) -> None:
        """Do the steps in order; `heard` is what was said when the desk was entered."""
        self._heard = heard
        for step in steps:
            await getattr(self, f"_{step.kind}")(step.data)

    # -- finding one's way -------------------------------------------------------------------

    async def _say(self, line: str) -> str:
        self._heard = await self._ear.answer(line)
        return self._heard

    async def _home(self) -> None:
        for _ in range(5):
            if self._heard.rstrip().endswith("Mở ngăn:"):
                return
            await self._say("về")
        raise AssertionError(self._heard)

    async def _open(self, drawer: str, words: str) -> None:
        await self._home()
        heard = await self._say("?")
        await self._say(number_of(drawer, heard))
        await self._say(number_of(words, self._heard))

    async def _letter(self, key: str) -> None:
        await self._open("Thư đến", letter_words(self._desk.letter(key), as_written))

    async def _document(self, key: str) -> None:
        await self._open("Văn bản đến", incoming_words(self._desk.document(key), as_written))

    async def _draft(self, key: str) -> None:
        clerk = self._desk.role is Role.CLERK
        drawer = "Văn thư: văn bản đi" if clerk else "Dự thảo văn bản đi"
        await self._open(drawer, draft_words(self._desk.draft(key), as_written))

    async def _move(self, paper: Any, kind: str) -> None:
        label = next(move.label for move in offered(self._desk, paper) if move.kind == kind)
        heard = await self._say("?")
        await self._say(number_of(label, heard))

    async def _tick(self, wanted: Sequence[str]) -> None:
        """Answer a list to tick by the texts of what is wanted."""
        numbers = [number_of(text, self._heard) for text in wanted]
        await self._say(", ".join(numbers) if numbers else "0")

    async def _text(self, text: str) -> None:
        for line in text.split("\n"):
            await self._say(line)
        await self._say(".")

    async def _yes(self) -> None:
        assert "có hoặc không" in self._heard, self._heard
        await self._say("có")

    async def _field(self, name: str) -> None:
        heard = await self._say("?")
        await self._say(number_of(name, heard))

    # -- mail ----------------------------------------------------------------------------------

    async def _mail_opened(self, data: Mapping[str, Any]) -> None:
        await self._letter(data["letter"])

    async def _mail_reported(self, data: Mapping[str, Any]) -> None:
        await self._letter(data["letter"])
        await self._say("báo thư giả")

    async def _mail_deleted(self, data: Mapping[str, Any]) -> None:
        await self._letter(data["letter"])
        await self._say("xóa")

    async def _mail_sent(self, data: Mapping[str, Any]) -> None:
        kept = [each.id for each in self._desk.letters if each.folder is Folder.DRAFTS]
        if data["letter"] in kept:
            letter = self._desk.letter(data["letter"])
            await self._open("Thư nháp", letter_words(letter, as_written))
        elif data["mode"] == "new":
            await self._home()
            await self._say("thư mới")
        else:
            await self._letter(data["source"])
            words = {"reply": "trả lời", "reply_all": "trả lời tất cả", "forward": "chuyển tiếp"}
            await self._say(words[data["mode"]])
        for key, name in (("to", "Đến"), ("cc", "Cc"), ("bcc", "Bcc")):
            await self._field(name)
            await self._say(", ".join(data[key]) or "-")
        await self._field("Chủ đề")
        await self._say(data["subject"])
        await self._field("Nội dung")
        await self._text(data["body"])
        await self._field("Tệp đính kèm")
        files = {file.id: file for file in self._desk.all_files()}
        await self._tick([files[key].name for key in data["attachments"]])
        await self._say("gửi")
        await self._yes()

    # -- incoming --------------------------------------------------------------------------------

    async def _document_opened(self, data: Mapping[str, Any]) -> None:
        await self._document(data["document"])

    _document_read = _document_opened

    async def _document_routed(self, data: Mapping[str, Any]) -> None:
        await self._document(data["document"])
        await self._move(self._desk.document(data["document"]), "document_routed")
        await self._field("Ý kiến chỉ đạo")
        await self._text(data["note"])
        for key, name in (
            ("lead", "Chủ trì"), ("supporting", "Phối hợp"), ("for_information", "Xem để biết"),
        ):  # fmt: skip
            await self._field(name)
            await self._tick(names(self._desk.agency, tuple(data[key])))
        await self._field("Hạn xử lý")
        due = date.fromisoformat(data["due"]) if data["due"] else None
        await self._say(f"{due:%d/%m/%Y}" if due else "-")
        await self._say("thực hiện")
        await self._yes()

    async def _document_returned(self, data: Mapping[str, Any]) -> None:
        await self._document(data["document"])
        await self._move(self._desk.document(data["document"]), "document_returned")
        await self._text(data["reason"])
        await self._yes()

    async def _document_secured(self, data: Mapping[str, Any]) -> None:
        await self._document(data["document"])
        await self._move(self._desk.document(data["document"]), "document_secured")
        await self._yes()

    async def _document_closed(self, data: Mapping[str, Any]) -> None:
        await self._document(data["document"])
        await self._move(self._desk.document(data["document"]), "document_closed")
        await self._yes()

    # -- outgoing --------------------------------------------------------------------------------

    async def _draft_opened(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])

    _draft_read = _draft_opened

    async def _layout_viewed(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._say("trình bày")

    async def _line_marked(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._say(f"lỗi {data['line'] + 1}")

    async def _draft_returned(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._move(self._desk.draft(data["draft"]), "draft_returned")
        await self._text(data["remarks"])
        await self._yes()

    async def _pin_tried(self, data: Mapping[str, Any]) -> None:
        """The PIN is entered with the signature that follows."""

    async def _draft_signed(self, data: Mapping[str, Any]) -> None:
        await self._sign(data, "draft_signed")

    async def _draft_sealed(self, data: Mapping[str, Any]) -> None:
        await self._sign(data, "draft_sealed")

    async def _attachment_sealed(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._move(self._desk.draft(data["draft"]), "attachment_sealed")
        await self._say(number_of(self._desk.file(data["file"]).name, self._heard))
        await self._token(data, "attachment_sealed")

    async def _sign(self, data: Mapping[str, Any], kind: str) -> None:
        await self._draft(data["draft"])
        await self._move(self._desk.draft(data["draft"]), kind)
        await self._token(data, kind)

    async def _ways(self, layer: Layer, data: Mapping[str, Any]) -> None:
        """What the task tests of how to sign is asked before the PIN."""
        right = RIGHT[layer].to_data()
        for name in NAMES:
            if not self._heard.rstrip().endswith(f"{TITLES[name]}:"):
                continue
            offered = [str(value) for value in OFFERED[layer][name]]
            await self._say(str(offered.index(str(data.get(name, right[name]))) + 1))

    async def _token(self, data: Mapping[str, Any], kind: str) -> None:
        task = self._exam.tasks[self._part]
        tokens = [token.id for token in self._desk.tokens]
        await self._say(str(tokens.index(data["certificate"]) + 1))
        await self._ways(LAYERS[kind], data)
        assert self._heard.rstrip().endswith("PIN:"), self._heard
        await self._say(task.pins[data["certificate"]])
        assert "Đã làm." in self._heard, self._heard

    async def _handed_over(self, data: Mapping[str, Any]) -> None:
        draft = self._desk.draft(data["draft"])
        await self._draft(data["draft"])
        await self._move(draft, "handed_over")
        await self._tick(names(self._desk.agency, (data["to"],)))
        files = {file.id: file.name for file in handover_choices(self._desk, draft)}
        await self._tick([files[key] for key in data["files"]])
        await self._say(data["note"])
        await self._yes()

    async def _role_taken(self, data: Mapping[str, Any]) -> None:
        await self._home()
        if self._desk.role.value != data["role"]:
            await self._say("vai")

    async def _draft_numbered(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._move(self._desk.draft(data["draft"]), "draft_numbered")
        await self._say(str(data["number"]))
        await self._say(f"{date.fromisoformat(data['date']):%d/%m/%Y}")
        await self._yes()

    async def _draft_issued(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._move(self._desk.draft(data["draft"]), "draft_issued")
        await self._tick(names(self._desk.agency, tuple(data["recipients"])))
        await self._yes()

    async def _draft_filed(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._move(self._desk.draft(data["draft"]), "draft_filed")
        dossier = self._desk.dossier(data["dossier"])
        await self._say(number_of(dossier.code, self._heard))

    async def _cured(self, data: Mapping[str, Any], kind: str) -> None:
        await self._draft(data["draft"])
        await self._move(self._desk.draft(data["draft"]), kind)
        await self._say(number_of(data["document_kind"], self._heard))
        await self._text(data["text"])
        await self._tick(names(self._desk.agency, tuple(data["recipients"])))
        await self._yes()

    async def _issued_corrected(self, data: Mapping[str, Any]) -> None:
        await self._cured(data, "issued_corrected")

    async def _issued_replaced(self, data: Mapping[str, Any]) -> None:
        await self._cured(data, "issued_replaced")

    async def _issued_recalled(self, data: Mapping[str, Any]) -> None:
        await self._cured(data, "issued_recalled")

    # -- copies ----------------------------------------------------------------------------------

    async def _copy_made(self, data: Mapping[str, Any]) -> None:
        await self._document(data["document"])
        await self._move(self._desk.document(data["document"]), "copy_made")
        await self._say(number_of(COPY_NAMES[CopyForm(data["copy_form"])], self._heard))
        if data["parts"]:
            await self._say(", ".join(data["parts"]))
        await self._say(str(data["number"]))
        await self._say(f"{date.fromisoformat(data['date']):%d/%m/%Y}")
        await self._yes()

    async def _copy_sealed(self, data: Mapping[str, Any]) -> None:
        await self._document(data["document"])
        await self._move(self._desk.document(data["document"]), "copy_sealed")
        await self._token(data, "copy_sealed")

    async def _copy_issued(self, data: Mapping[str, Any]) -> None:
        await self._document(data["document"])
        await self._move(self._desk.document(data["document"]), "copy_issued")
        await self._tick(names(self._desk.agency, tuple(data["recipients"])))
        await self._yes()

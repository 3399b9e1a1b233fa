"""How each action of a model solution is done at the screens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from mock_office.model import Folder
from mock_office.signing.ways import NAMES, RIGHT, Layer, tested
from mock_office.tasks.rehearsal import waited_for
from mock_office.tasks.rehearsed import Step

from ..screens.dialogs import Ask, Choose, PageDialog, TickMany
from ..screens.office.clerk import IssueScreen, NumberScreen
from ..screens.office.compose import ComposeScreen
from ..screens.office.desk_screen import DeskScreen
from ..screens.office.document import DocumentScreen
from ..screens.office.draft import DraftScreen
from ..screens.office.hand_over import HandOverScreen
from ..screens.office.letter import LetterScreen
from ..screens.office.note import NoteScreen
from ..screens.office.remedy import RemedyScreen
from ..screens.office.return_form import ReturnDocumentScreen, ReturnDraftScreen
from ..screens.office.sign import SignScreen
from ..sitting.exam import Exam
from ..widgets.draft_page import DraftPage
from ..widgets.picker import Picker
from .clock import HurriedClock
from .hands import Hands, Stuck

SIGNING = ("draft_signed", "draft_sealed")
SIGNATURE = "\n--"


class OfficeWork:
    """Does the steps of one task.

    Args:
        clock: Put forward to the minute a paper comes in; None sits the time out.
    """

    def __init__(
        self, hands: Hands, exam: Exam, part: str, clock: HurriedClock | None = None
    ) -> None:
        self._hands = hands
        self._exam = exam
        self._part = part
        self._clock = clock
        self._next_draft = ""

    async def do(self, steps: Sequence[Step]) -> None:
        """Do the steps in order, starting and ending at the desk."""
        for place, step in enumerate(steps):
            later = [s.data["draft"] for s in steps[place:] if s.kind in SIGNING]
            self._next_draft = later[0] if later else ""
            await self._until_there(step)
            act = self._ACTS.get(step.kind)
            if act is None:
                raise Stuck(f"no way to do {step.kind}")
            await self._hands.say(CAPTIONS.get(step.kind, step.kind))
            await act(self, step.data)
        if self._clock is not None:  # what comes in and is left alone counts too
            for arrival in self._exam.desk(self._part).later:
                self._skip_to(arrival.at)

    async def _until_there(self, step: Step) -> None:
        """Let the time pass until the paper a step is about has come in."""
        hands, exam, part = self._hands, self._exam, self._part
        come = waited_for(exam.desk(part), step)
        if not come:
            return
        await self._home()
        await hands.say("Chờ thư, văn bản mới đến (đồng hồ thi mẫu chạy nhanh).")
        self._skip_to(max(come))
        await hands.wait(lambda: not waited_for(exam.desk(part), step), "nothing comes in")

    def _skip_to(self, moment: datetime) -> None:
        if self._clock is not None:
            self._clock.skip((moment - self._exam.now(self._part)).total_seconds() + 1)

    # -- finding one's way ---------------------------------------------------------------

    async def _home(self) -> DeskScreen:
        hands = self._hands
        for _ in range(6):
            if isinstance(hands.screen, DeskScreen):
                return hands.screen
            await hands.press("escape")
        raise Stuck("the desk is not reached by Esc")

    async def _open(self, section: str, key: str) -> None:
        desk = await self._home()
        for _ in range(10):
            if desk.section == section:
                break
            await self._hands.press("tab")
        await self._hands.choose(key)

    async def _draft(self, key: str) -> DraftScreen:
        if not (isinstance(self._hands.screen, DraftScreen) and self._hands.screen.draft.id == key):
            await self._open("outgoing", key)
        return await self._hands.on(DraftScreen)

    async def _document(self, key: str) -> DocumentScreen:
        screen = self._hands.screen
        if not (isinstance(screen, DocumentScreen) and screen.document.id == key):
            await self._open("incoming", key)
        return await self._hands.on(DocumentScreen)

    async def _letter(self, key: str) -> LetterScreen:
        screen = self._hands.screen
        if not (isinstance(screen, LetterScreen) and screen.letter.id == key):
            await self._open(self._exam.desk(self._part).letter(key).folder.value, key)
        return await self._hands.on(LetterScreen)

    async def _tick(self, picker: str, wanted: Sequence[str]) -> None:
        """Pick exactly these entries in a picker."""
        hands = self._hands
        await hands.focus(picker)
        field = hands.screen.query_one(f"#{picker}", Picker)
        different = set(field.picked) ^ set(wanted)
        if not different:
            return
        await hands.press("enter")
        await hands.on(TickMany)
        for key in sorted(different):
            await hands.point(key)
            await hands.press("space")
        await hands.press("enter")
        await hands.wait(lambda: not isinstance(hands.screen, TickMany), "the list stays open")

    async def _submit(self) -> None:
        """F8, then yes to the question."""
        hands = self._hands
        form = hands.screen
        await hands.press("f8")
        await hands.on(Ask)
        await hands.say("Xem lại lần cuối, rồi bấm C để thực hiện.")
        await hands.press("c")
        await hands.wait(lambda: hands.screen is not form and not isinstance(hands.screen, Ask),
                         "the form stays open")  # fmt: skip

    # -- mail ------------------------------------------------------------------------------

    async def _mail_opened(self, data: Mapping[str, Any]) -> None:
        await self._letter(data["letter"])

    async def _mail_reported(self, data: Mapping[str, Any]) -> None:
        await self._letter(data["letter"])
        await self._hands.press("x")
        await self._hands.on(DeskScreen)

    async def _mail_deleted(self, data: Mapping[str, Any]) -> None:
        await self._letter(data["letter"])
        await self._hands.press("z")
        await self._hands.on(DeskScreen)

    async def _mail_link_opened(self, data: Mapping[str, Any]) -> None:
        hands = self._hands
        screen = await self._letter(data["letter"])
        await hands.press("l")
        await hands.on(Choose)
        await hands.choose(data["target"])
        await hands.on(Ask)
        await hands.press("c")
        await hands.on(PageDialog)
        await hands.press("escape")
        await hands.wait(lambda: hands.screen is screen, "the link stays open")

    async def _mail_attachment_opened(self, data: Mapping[str, Any]) -> None:
        hands = self._hands
        screen = await self._letter(data["letter"])
        await hands.press("o")
        await hands.on(Choose)
        await hands.choose(data["file"])
        await hands.on(PageDialog)
        await hands.press("escape")
        await hands.wait(lambda: hands.screen is screen, "the file stays open")

    async def _mail_sent(self, data: Mapping[str, Any]) -> None:
        hands = self._hands
        mode = data["mode"]
        kept = [x.id for x in self._exam.desk(self._part).letters if x.folder is Folder.DRAFTS]
        if data["letter"] in kept:
            await self._open("drafts", data["letter"])
        elif mode == "new":
            await self._home()
            await hands.press("n")
        else:
            await self._letter(data["source"])
            await hands.press({"reply": "r", "reply_all": "a", "forward": "c"}[mode])
        await hands.on(ComposeScreen)
        for key in ("to", "cc", "bcc"):
            await hands.fill(key, ", ".join(data[key]))
        await hands.fill("subject", data["subject"])
        await self._tick("files", data["attachments"])
        await hands.focus("body")
        own, signed, _ = data["body"].partition(SIGNATURE)
        if data["letter"] in kept or not signed:
            await hands.clear()
            await hands.type(data["body"].rstrip())
        else:
            await hands.press("ctrl+home")
            await hands.type(own.rstrip())
        await self._submit()

    # -- incoming ----------------------------------------------------------------------------

    async def _document_opened(self, data: Mapping[str, Any]) -> None:
        await self._document(data["document"])

    async def _document_read(self, data: Mapping[str, Any]) -> None:
        screen = await self._document(data["document"])
        await self._hands.press("end")
        await self._hands.wait(lambda: screen.document.read_whole, "reading is not recorded")

    async def _document_routed(self, data: Mapping[str, Any]) -> None:
        await self._note(data)
        await self._submit()
        await self._home()

    async def _note_saved(self, data: Mapping[str, Any]) -> None:
        await self._note(data)
        await self._home()

    async def _note(self, data: Mapping[str, Any]) -> None:
        hands = self._hands
        await self._document(data["document"])
        await hands.press("b")
        await hands.on(NoteScreen)
        await hands.fill("note", data["note"])
        for key in ("lead", "supporting", "for_information"):
            await self._tick(key, data[key])
        due = date.fromisoformat(data["due"]) if data["due"] else None
        await hands.fill("due", f"{due:%d/%m/%Y}" if due else "")

    async def _document_returned(self, data: Mapping[str, Any]) -> None:
        await self._document(data["document"])
        await self._hands.press("l")
        await self._hands.on(ReturnDocumentScreen)
        await self._hands.fill("reason", data["reason"])
        await self._submit()
        await self._home()

    async def _document_secured(self, data: Mapping[str, Any]) -> None:
        await self._sure(data, "v")

    async def _document_closed(self, data: Mapping[str, Any]) -> None:
        await self._sure(data, "k")

    async def _sure(self, data: Mapping[str, Any], key: str) -> None:
        await self._document(data["document"])
        await self._hands.press(key)
        await self._hands.on(Ask)
        await self._hands.press("c")
        await self._home()

    # -- outgoing ----------------------------------------------------------------------------

    async def _draft_opened(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])

    async def _draft_read(self, data: Mapping[str, Any]) -> None:
        screen = await self._draft(data["draft"])
        await self._hands.press("end")
        await self._hands.wait(lambda: screen.draft.read_whole, "reading is not recorded")

    async def _layout_viewed(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._hands.press("x", "x")

    async def _line_marked(self, data: Mapping[str, Any]) -> None:
        hands = self._hands
        screen = await self._draft(data["draft"])
        page = screen.query_one(DraftPage)
        stops = page.stops
        if data["line"] not in stops:
            raise Stuck(f"line {data['line']} is not on the page")
        while page.line != data["line"]:
            ahead = stops.index(data["line"]) > stops.index(page.line or 0)
            await hands.press("down" if ahead else "up")
        await hands.press("space")

    async def _draft_returned(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._hands.press("l")
        await self._hands.on(ReturnDraftScreen)
        await self._hands.fill("reason", data["remarks"])
        await self._submit()

    async def _pin_tried(self, data: Mapping[str, Any]) -> None:
        """A right PIN is entered with the signature that follows; a wrong one here."""
        if data["ok"]:
            return
        hands, token = self._hands, data["token"]
        await self._draft(self._next_draft)
        await hands.press("k")
        await self._choose_way({**data, "certificate": token}, Layer.LEADER)
        tries = self._exam.desk(self._part).tries_left(token)
        right = self._exam.tasks[self._part].pins[token]
        await hands.press(*("1" if digit != "1" else "2" for digit in right), "enter")
        await hands.wait(
            lambda: self._exam.desk(self._part).tries_left(token) < tries, "the PIN passes"
        )
        await hands.press("escape")
        await hands.on(DraftScreen)

    async def _draft_signed(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._hands.press("k")
        await self._sign(data, Layer.LEADER)

    async def _draft_sealed(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._hands.press("i")
        await self._sign(data, Layer.AGENCY)

    async def _attachment_sealed(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._hands.press("a")
        await self._hands.on(Choose)
        await self._hands.choose(data["file"])
        await self._sign(data, Layer.ATTACHMENT)

    async def _sign(self, data: Mapping[str, Any], layer: Layer) -> None:
        hands = self._hands
        await self._choose_way(data, layer)
        await hands.press(*self._exam.tasks[self._part].pins[data["certificate"]], "enter")
        await hands.wait(lambda: isinstance(hands.screen, DraftScreen), "no signature")

    async def _choose_way(self, data: Mapping[str, Any], layer: Layer) -> None:
        """Choose the certificate, and how to sign where the task leaves that open."""
        hands = self._hands
        await hands.on(SignScreen)
        await hands.choose(data["certificate"], "#cards")
        asked = tested(self._exam.tasks[self._part])
        for name in NAMES:
            if name not in asked:
                continue
            await hands.choose(name, "#ways")
            await hands.on(Choose)
            await hands.choose(str(data.get(name, RIGHT[layer].to_data()[name])))
            await hands.on(SignScreen)
        await hands.wait(lambda: _focused(hands) == "pin", "no PIN field")

    async def _handed_over(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._hands.press("c")
        await self._hands.on(HandOverScreen)
        await self._tick("to", [data["to"]])
        await self._tick("files", data["files"])
        await self._hands.fill("note", data["note"])
        await self._submit()

    async def _role_taken(self, data: Mapping[str, Any]) -> None:
        desk = await self._home()
        if desk.desk.role.value != data["role"]:
            await self._hands.press("v")
            await self._hands.wait(
                lambda: desk.desk.role.value == data["role"], "no change of role"
            )

    async def _draft_numbered(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._hands.press("n")
        await self._hands.on(NumberScreen)
        await self._hands.fill("number", str(data["number"]))
        await self._hands.fill("date", f"{date.fromisoformat(data['date']):%d/%m/%Y}")
        await self._submit()

    async def _draft_issued(self, data: Mapping[str, Any]) -> None:
        await self._draft(data["draft"])
        await self._hands.press("p")
        await self._hands.on(IssueScreen)
        await self._tick("recipients", data["recipients"])
        await self._submit()

    async def _draft_filed(self, data: Mapping[str, Any]) -> None:
        screen = await self._draft(data["draft"])
        await self._hands.press("u")
        await self._hands.on(Choose)
        await self._hands.choose(data["dossier"])
        await self._hands.wait(lambda: bool(screen.draft.dossier), "not filed")

    async def _issued_corrected(self, data: Mapping[str, Any]) -> None:
        await self._remedy(data, "j")

    async def _issued_replaced(self, data: Mapping[str, Any]) -> None:
        await self._remedy(data, "e")

    async def _issued_recalled(self, data: Mapping[str, Any]) -> None:
        await self._remedy(data, "o")

    async def _remedy(self, data: Mapping[str, Any], key: str) -> None:
        await self._draft(data["draft"])
        await self._hands.press(key)
        await self._hands.on(RemedyScreen)
        await self._tick("document_kind", [data["document_kind"]])
        await self._hands.fill("text", data["text"])
        await self._tick("recipients", data["recipients"])
        await self._submit()

    _ACTS: Mapping[str, Callable[[OfficeWork, Mapping[str, Any]], Awaitable[None]]] = {
        "mail_opened": _mail_opened,
        "mail_link_opened": _mail_link_opened,
        "mail_attachment_opened": _mail_attachment_opened,
        "mail_reported": _mail_reported,
        "mail_deleted": _mail_deleted,
        "mail_sent": _mail_sent,
        "document_opened": _document_opened,
        "document_read": _document_read,
        "note_draft_saved": _note_saved,
        "document_routed": _document_routed,
        "document_returned": _document_returned,
        "document_secured": _document_secured,
        "document_closed": _document_closed,
        "draft_opened": _draft_opened,
        "draft_read": _draft_read,
        "layout_viewed": _layout_viewed,
        "line_marked": _line_marked,
        "draft_returned": _draft_returned,
        "pin_tried": _pin_tried,
        "draft_signed": _draft_signed,
        "draft_sealed": _draft_sealed,
        "handed_over": _handed_over,
        "role_taken": _role_taken,
        "draft_numbered": _draft_numbered,
        "attachment_sealed": _attachment_sealed,
        "draft_issued": _draft_issued,
        "draft_filed": _draft_filed,
        "issued_corrected": _issued_corrected,
        "issued_replaced": _issued_replaced,
        "issued_recalled": _issued_recalled,
    }


def _focused(hands: Hands) -> str:
    focused = hands.screen.focused
    return (focused.id or "") if focused is not None else ""


CAPTIONS = {
    "mail_opened": "Mở thư của Ban tổ chức: phải đọc yêu cầu trước khi trả lời.",
    "mail_reported": "Thư này có địa chỉ gửi lạ và đòi mã PIN: báo là thư giả, không bấm liên kết.",
    "mail_deleted": "Xóa thư này.",
    "mail_sent": "Trả lời đúng thư, đúng người nhận, đúng tệp đã ký số; xem lại rồi gửi.",
    "document_read": "Đọc hết văn bản trước khi cho ý kiến.",
    "document_routed": "Bút phê: một đơn vị chủ trì, đơn vị phối hợp, người biết, hạn xử lý.",
    "document_returned": "Văn bản gửi nhầm nơi nhận: trả lại kèm lý do.",
    "draft_read": "Đọc dự thảo đến cuối trước khi ký.",
    "line_marked": "Đánh dấu dòng có lỗi thể thức.",
    "draft_returned": "Dự thảo có lỗi: ghi ý kiến và trả lại, không ký.",
    "draft_signed": "Chọn chứng thư cá nhân dùng cho công vụ còn hiệu lực, nhập mã PIN, ký số.",
    "handed_over": "Chuyển cho văn thư, kèm phụ lục và ghi chú phát hành.",
    "role_taken": "Từ đây làm việc ở vai văn thư.",
    "draft_numbered": "Cấp số kế tiếp trong sổ và ghi ngày ban hành.",
    "draft_sealed": "Ký số của cơ quan, sau chữ ký số của người có thẩm quyền.",
    "attachment_sealed": "Phụ lục ở tệp riêng: ký số của cơ quan lên từng tệp, chỉ có dòng chữ.",
    "issued_corrected": "Sai thể thức, kỹ thuật trình bày: đính chính bằng công văn.",
    "issued_replaced": "Sai nội dung: thay thế bằng văn bản có hình thức tương đương.",
    "issued_recalled": "Văn bản phát hành nhầm: thu hồi, yêu cầu các nơi nhận hủy bỏ.",
    "draft_issued": "Phát hành đến đúng các nơi nhận ghi trong văn bản.",
    "draft_filed": "Lưu văn bản vào đúng hồ sơ công việc.",
}

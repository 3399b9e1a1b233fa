"""Every command of the exam, declared once: keys, label, help.

From one declaration come the binding, the line of keys at the foot of the screen,
the menu, and the help. Ids are for keymap files. Only keys that every terminal
sends are used; a function key is never the only way, because the menu (F10, or
the letter m outside text fields) lists every command of a screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can do on a screen.

    Args:
        id: Stable name for keymaps, e.g. "theory.next".
        keys: Textual key names, comma-separated; the first is the one shown.
        action: Name of the screen's action, without "action_".
        label: Short Vietnamese name, shown at the foot of the screen.
        help: One Vietnamese sentence.
        face: How the key is written, when its Textual name will not do.
        bar: Whether it is shown at the foot of the screen.
        short: The label at the foot of the screen, where room is dear.
    """

    id: str
    keys: str
    action: str
    label: str
    help: str = ""
    face: str = ""
    bar: bool = True
    short: str = ""

    @property
    def bar_label(self) -> str:
        """The label at the foot of the screen."""
        return self.short or self.label

    @property
    def key_face(self) -> str:
        """How the key is written for people."""
        return self.face or key_face(self.keys)

    def binding(self, *, priority: bool = False) -> Binding:
        """The Textual binding of this command."""
        return Binding(
            self.keys, self.action, self.label, show=False, id=self.id, priority=priority
        )


_FACES = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Cách",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "delete": "Del",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "backspace": "Backspace",
    "question_mark": "?",
}


@cache
def key_face(keys: str) -> str:
    """How the first of some keys is written for people; nothing when there is none."""
    first = keys.split(",")[0].strip()
    if first.startswith("ctrl+"):
        return f"Ctrl+{first[5:].upper()}"
    number = first[1:].isdecimal() and first[0] == "f"
    return _FACES.get(first, first.upper() if number else first)


HELP = Command(
    "help", "f1,question_mark", "help", "Trợ giúp", "Phím và cách làm ở màn hình này.", short="Giúp"
)
MENU = Command(
    "menu", "f10,m,ctrl+p", "menu", "Thực đơn", "Mọi lệnh dùng được ở màn hình này.", short="Lệnh"
)
BACK = Command("back", "escape", "back", "Quay lại", "Trở lại màn hình trước; không mất gì.")

PARTS: Mapping[str, Command] = {
    "theory": Command("part.theory", "f2", "go('theory')", "Lý thuyết", "Sang phần trắc nghiệm."),
    "mail": Command("part.mail", "f3", "go('mail')", "Thư", "Sang nhiệm vụ gửi thư điện tử."),
    "routing": Command(
        "part.routing", "f4", "go('routing')", "Bút phê", "Sang nhiệm vụ xử lý văn bản đến."
    ),
    "signing": Command(
        "part.signing", "f5", "go('signing')", "Ký số", "Sang nhiệm vụ duyệt, ký dự thảo."
    ),
    "issuing": Command(
        "part.issuing", "f6", "go('issuing')", "Phát hành", "Sang nhiệm vụ chuyển phát hành."
    ),
}
SHEET = Command("sheet", "f7,s", "sheet", "Đề bài", "Đọc đề bài và trích quy chế của nhiệm vụ.")
HAND_IN = Command("hand_in", "h", "hand_in", "Nộp bài", "Xem phần còn thiếu rồi nộp bài.")
CLOCK = Command("clock", "t", "toggle_clock", "Ẩn/hiện giờ", "Ẩn giờ; năm phút cuối giờ hiện lại.")

EXAM = (HELP, *PARTS.values(), SHEET, HAND_IN, MENU, CLOCK)
"""Commands that every screen of the exam has."""

THEORY = (
    Command("theory.next", "n,right", "move(1)", "Câu sau", "Sang câu kế tiếp."),
    Command("theory.back", "p,left", "move(-1)", "Câu trước", "Về câu liền trước."),
    Command(
        "theory.choose", "space,enter", "choose", "Chọn", "Chọn hoặc bỏ phương án có dấu >.",
        face="1-6",
    ),
    Command("theory.flag", "r", "flag", "Đánh dấu", "Đánh dấu để xem lại câu này."),
    Command("theory.jump", "g", "jump", "Tới câu", "Gõ số câu để tới thẳng câu đó."),
    Command(
        "theory.empty", "u", "next_empty", "Câu trống", "Tới câu kế tiếp chưa trả lời.", bar=False
    ),
)  # fmt: skip


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """The Textual bindings of some commands; those that only the menu has are left out."""
    return [command.binding() for command in commands if command.keys]


MAIL_LIST = (
    Command("mail.open", "enter", "open", "Mở", "Mở thư hoặc văn bản đang chọn."),
    Command("mail.new", "n", "new_letter", "Thư mới", "Soạn một thư mới."),
    Command(
        "mail.find", "slash", "find_letter", "Tìm thư",
        "Tìm thư trong mọi ngăn theo vài chữ; có dấu hay không dấu đều được.", face="/",
    ),
    Command("desk.next", "tab,right", "section(1)", "Ngăn sau", "Sang ngăn kế tiếp.", face="Tab"),
    Command("desk.back", "shift+tab,left", "section(-1)", "Ngăn trước", bar=False, face="←"),
    Command("desk.role", "v", "role", "Đổi vai", "Vào vai văn thư, hoặc trở lại vai lãnh đạo."),
    Command(
        "desk.batch", "b", "sign_batch", "Ký hàng loạt",
        "Ký các dự thảo đã đánh dấu bằng phím Cách, một lần nhập PIN.",
    ),
)  # fmt: skip

LETTER = (
    Command("letter.reply", "r", "answer('reply')", "Trả lời", "Trả lời người gửi."),
    Command("letter.all", "a", "answer('reply_all')", "Trả lời tất cả", "Trả lời mọi người."),
    Command("letter.forward", "c", "answer('forward')", "Chuyển tiếp", "Gửi tiếp cho người khác."),
    Command("letter.report", "x", "report", "Báo thư giả", "Báo bộ phận CNTT đây là thư giả mạo."),
    Command("letter.delete", "delete,z", "delete", "Xóa", "Chuyển thư vào thùng rác.", face="z"),
    Command("letter.file", "o", "open_file", "Mở tệp", "Xem tệp đính kèm."),
    Command("letter.link", "l", "open_link", "Mở liên kết", "Mở liên kết trong thư."),
)

WRITE = (
    Command("write.send", "f8", "send", "Gửi", "Xem lại rồi gửi thư."),
    Command("write.book", "ctrl+l", "book", "Danh bạ", "Chọn địa chỉ từ danh bạ.", face="Ctrl+L"),
    Command("write.next", "tab", "focus_next_field", "Ô sau", "Sang ô kế tiếp."),
    Command("write.drop", "f12", "discard", "Bỏ thư", "Bỏ thư đang soạn.", bar=False),
)

DOCUMENT = (
    Command("document.route", "b", "document_routed", "Bút phê, chuyển", "Ghi bút phê và chuyển."),
    Command("document.return", "l", "document_returned", "Trả lại", "Trả lại nơi gửi, kèm lý do."),
    Command(
        "document.secure", "v", "document_secured", "Báo văn bản mật",
        "Dừng xử lý, báo văn thư và người phụ trách bảo mật.",
    ),
    Command("document.close", "k", "document_closed", "Kết thúc", "Kết thúc xử lý văn bản."),
    Command("document.copy", "a", "copy_made", "Sao văn bản", "Sao y, sao lục hoặc trích sao."),
    Command(
        "document.seal_copy", "i", "copy_sealed", "Ký số bản sao",
        "Ký số của cơ quan lên bản sao.",
    ),
    Command("document.send_copy", "p", "copy_issued", "Gửi bản sao", "Gửi tới các nơi nhận."),
    Command("document.see_copy", "w", "copy_picture", "Xem bản sao", "Xem hình trang bản sao."),
)  # fmt: skip

FORM = (
    Command("form.done", "f8", "done", "Thực hiện", "Xem lại rồi thực hiện."),
    Command("form.next", "tab", "focus_next_field", "Ô sau", "Sang ô kế tiếp."),
    Command("form.pick", "enter", "pick", "Chọn", "Mở danh sách ở ô đang đứng.", bar=False),
)

DRAFT = (
    Command("draft.mark", "space", "mark", "Đánh dấu lỗi", "Đánh dấu hoặc bỏ dấu dòng có lỗi."),
    Command("draft.layout", "x", "layout_view", "Trình bày", "Xem phông, cỡ, kiểu chữ và lề."),
    Command("draft.picture", "w", "page_picture", "Xem trang", "Xem hình trang, khối chữ ký, dấu."),
    Command(
        "draft.details", "d", "signature_details", "Chi tiết chữ ký",
        "Người ký, thời gian, chứng thư, mức của từng chữ ký số.", bar=False,
    ),
    Command("draft.sign", "k", "draft_signed", "Ký số", "Chọn chứng thư, nhập PIN, ký."),
    Command("draft.return", "l", "draft_returned", "Trả lại", "Trả lại kèm ý kiến."),
    Command("draft.hand", "c", "handed_over", "Chuyển phát hành", "Chuyển cho văn thư."),
    Command("draft.number", "n", "draft_numbered", "Cấp số", "Cấp số và ngày ban hành."),
    Command("draft.seal", "i", "draft_sealed", "Ký số cơ quan", "Ký số của cơ quan."),
    Command(
        "draft.annex", "a", "attachment_sealed", "Ký số phụ lục",
        "Ký số của cơ quan lên phụ lục để ở tệp riêng.",
    ),
    Command("draft.issue", "p", "draft_issued", "Phát hành", "Gửi tới các nơi nhận."),
    Command("draft.file", "u", "draft_filed", "Lưu hồ sơ", "Đưa văn bản vào hồ sơ công việc."),
    Command("draft.correct", "j", "issued_corrected", "Đính chính", "Bằng một văn bản đính chính."),
    Command(
        "draft.replace", "e", "issued_replaced", "Sửa đổi, thay thế", "Bằng một văn bản khác."
    ),
    Command("draft.recall", "o", "issued_recalled", "Thu hồi", "Báo các nơi nhận hủy bỏ văn bản."),
)  # fmt: skip

SIGN = (
    Command("sign.choose", "enter", "choose", "Chọn, ký", "Chọn chứng thư, rồi nhập PIN và ký."),
    Command("sign.other", "tab", "focus_next_field", "Chuyển ô", "Giữa danh sách và ô PIN."),
)

SETTINGS = (
    Command(
        "settings.language", "", "app.language", "English / Tiếng Việt",
        "Đổi ngôn ngữ của màn hình; đề bài và câu hỏi vẫn bằng tiếng Việt.", bar=False,
    ),
    Command(
        "settings.look", "", "app.look", "Giao diện",
        "Màu sắc thường, tương phản cao; giãn dòng cho dễ đọc.", bar=False,
    ),
    Command(
        "settings.typing", "", "app.typing", "Kiểu gõ tiếng Việt",
        "Telex, VNI, hoặc không dùng bộ gõ của chương trình.", bar=False,
    ),
    Command(
        "typing.toggle", "f9,ctrl+@,ctrl+space", "app.toggle_typing", "Bật/tắt gõ tiếng Việt",
        "Đổi giữa gõ tiếng Việt và gõ chữ thường; chương trình nhớ lựa chọn này.", bar=False,
    ),
)  # fmt: skip
"""What can be set anywhere, by the menu. `typing.toggle` is bound by the fields themselves."""

TYPING = SETTINGS[-1]

HOME = (Command("home.quit", "q", "quit_app", "Thoát", "Đóng chương trình."),)

SIGN_IN = (
    Command("sign_in.go_on", "f8", "go_on", "Tiếp tục", "Kiểm tra ba ô rồi sang phần làm quen."),
    Command("sign_in.back", "escape", "back", "Quay lại", "Trở lại màn hình đầu."),
)

WARM_UP = (
    Command("warm_up.begin", "f8", "begin", "Bắt đầu tính giờ", "Vào thi; đồng hồ bắt đầu chạy."),
    Command("warm_up.back", "escape", "back", "Quay lại", "Trở lại; chưa có gì bắt đầu."),
)

RESULT = (
    Command("result.overview", "1", "view(0)", "Tổng quát", "Tổng điểm, từng phần, chủ đề."),
    Command("result.tasks", "2", "view(1)", "Thực hành", "Từng nhiệm vụ với từng ý được chấm."),
    Command("result.questions", "3", "view(2)", "Lý thuyết", "Từng câu với lời giải thích."),
    Command("result.next", "tab,right", "turn(1)", "Phần sau", bar=False),
    Command("result.back", "shift+tab,left", "turn(-1)", "Phần trước", bar=False),
    Command("result.export", "x", "export", "Xuất tệp", "Ghi kết quả ra tệp chữ và tệp JSON."),
    Command("result.close", "escape,q", "close", "Đóng", "Trở lại màn hình đầu."),
)

RESULTS = (
    Command("results.close", "escape,q", "close", "Quay lại", "Trở lại màn hình đầu."),
)  # fmt: skip

EVERYWHERE = (HELP, MENU)
"""Commands of every screen that is no dialog."""

PLACES: Mapping[str, tuple[Command, ...]] = {
    "Màn hình đầu": (*EVERYWHERE, *HOME),
    "Thí sinh dự thi": (*EVERYWHERE, *SIGN_IN, TYPING),
    "Làm quen": (*EVERYWHERE, *WARM_UP, TYPING),
    "Lý thuyết": (*EXAM, *THEORY),
    "Bàn làm việc": (*EXAM, *MAIL_LIST),
    "Đọc thư": (*EXAM, BACK, *LETTER),
    "Soạn thư": (*EXAM, BACK, *WRITE, TYPING),
    "Văn bản đến": (*EXAM, BACK, *DOCUMENT),
    "Biểu mẫu": (*EXAM, BACK, *FORM, TYPING),
    "Dự thảo văn bản đi": (*EXAM, BACK, *DRAFT),
    "Ký số": (*EXAM, BACK, *SIGN),
    "Kết quả": (*EVERYWHERE, *RESULT),
    "Kết quả đã thi": (*EVERYWHERE, *RESULTS),
}
"""Every place with the commands that are active there together: no two may share a key."""

"""The first screen: sit the exam, see past results, how it works, quit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from ..commands import HELP, HOME, MENU, bindings
from ..ui import Ui
from ..widgets.bars import KeyBar, TopBar, TopValues
from ..widgets.picklist import Entry, PickList
from ..widgets.rows import EMPTY, Row, paragraph, row
from .dialogs import Reading
from .place import Place

CHOICES = (
    ("sit", "Dự thi", "Thi thử cả bài: lý thuyết và thực hành, có tính giờ."),
    ("drill", "Ôn luyện", "Mười phút mỗi ngày: ôn đúng những gì cần cho ngày thi."),
    ("results", "Kết quả đã thi", "Xem lại các lần thi, từng câu và từng việc được chấm."),
    ("about", "Hướng dẫn", "Bài thi gồm những gì, làm thế nào, chấm ra sao."),
    ("quit", "Thoát", "Đóng chương trình."),
)

ABOUT = (
    "# Bài thi thử này là gì",
    "Bài thi thử năng lực số dành cho cán bộ, công chức: 60 phút, lý thuyết 45 điểm (trắc nghiệm "
    "về chuyển đổi số), thực hành 55 điểm làm trên một văn phòng mô phỏng: gửi thư điện tử, ghi "
    "bút phê và chuyển văn bản đến, ký số dự thảo, chuyển văn thư phát hành.",
    "Cơ quan, con người, con dấu và chữ ký số trong bài đều là giả định, ghi rõ «THI THỬ». "
    "Chữ ký số được ký và kiểm tra thật bằng khóa thử.",
    "# Làm bài thế nào",
    "Mọi việc làm bằng bàn phím. Hai dòng cuối màn hình luôn ghi các phím dùng được. Phím F1 "
    "(hoặc dấu ?) mở trợ giúp, phím F10 (hoặc chữ m) mở thực đơn mọi lệnh. Phím Esc luôn quay "
    "lại mà không mất gì.",
    "Có thể chuyển qua lại giữa lý thuyết và các nhiệm vụ bất cứ lúc nào bằng phím F2 đến F6. "
    "Phím F7 mở đề bài của nhiệm vụ đang làm.",
    "# Lưu bài",
    "Mỗi việc làm được ghi xuống đĩa trước khi hiện lên màn hình; góc trên bên phải ghi giờ lưu. "
    "Nếu mất điện hay rớt mạng, hãy mở lại chương trình và gõ đúng số báo danh: bài thi tiếp tục "
    "ở chỗ cũ, thời gian vẫn tính liên tục.",
    "# Hết giờ và nộp bài",
    "Khi hết giờ bài tự nộp; chữ đang gõ dở được giữ lại như lúc đó. Nộp sớm bằng phím h: "
    "chương trình liệt kê câu chưa trả lời, việc chưa làm, rồi hỏi một lần.",
    "# Chấm điểm",
    "Điểm lấy từ việc thật sự đã làm: câu đã chọn, thư đã gửi, văn bản đã chuyển, tệp PDF đã ký. "
    "Kết quả cho biết từng điểm được, mất vì sao và theo quy định nào. Từ 50 điểm trở lên là đạt.",
)


@dataclass
class HomeChosen(Message):
    """One of the entries of the home screen was chosen."""

    choice: str


class HomeScreen(Place[None]):
    """Offers what works, and nothing else."""

    BINDINGS = bindings(HOME)
    COMMANDS_HERE = HOME
    HELP_TEXT = ABOUT
    CSS = "HomeScreen #welcome { height: auto; } HomeScreen #choices { height: 1fr; }"

    def __init__(self, ui: Ui, *, seat: str, note: str = "") -> None:
        super().__init__(ui)
        self._seat = seat
        self._note = note

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield Reading(self._welcome, id="welcome")
        yield PickList(self._entries(), id="choices")
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        self.relabel()
        self.query_one("#welcome", Reading).can_focus = False
        self.query_one(PickList).focus()

    def relabel(self) -> None:
        tr = self.ui.tr
        self.query_one(TopBar).take(TopValues(title=tr("THI THỬ NĂNG LỰC SỐ"), clock=self._seat))
        self.query_one(KeyBar).take(
            [
                (f"1-{len(CHOICES)}", tr("Chọn")),
                ("↑↓ Enter", tr("Di chuyển, chọn")),
                *self.key_pairs((HELP, MENU, *HOME)),
            ]
        )

    def say(self, note: str) -> None:
        """Show a line of news above the choices."""
        self._note = note
        self.query_one("#welcome", Reading).take(self._welcome)
        self.query_one("#welcome", Reading).refresh(layout=True)

    def _welcome(self, width: int) -> Sequence[Row]:
        tr = self.ui.tr
        rows = [
            EMPTY,
            row((" " + tr("Bài thi thử kỹ năng số dành cho cán bộ, công chức"), "title")),
            *paragraph(
                tr("60 phút: lý thuyết 45 điểm, thực hành 55 điểm trên văn phòng mô phỏng."),
                width - 2, "", first=" ", rest=" ",
            ),
            EMPTY,
        ]  # fmt: skip
        if self._note:
            rows += [*paragraph(self._note, width - 2, "warn", first=" ", rest=" "), EMPTY]
        return rows

    def _entries(self) -> list[Entry]:
        def drawer(number: int, name: str, about: str) -> Callable[[int], Sequence[Row]]:
            def draw(width: int) -> Sequence[Row]:
                return [
                    row((f"{number}. {self.ui.tr(name)}", "strong")),
                    *paragraph(self.ui.tr(about), width, "", first="   ", rest="   "),
                    EMPTY,
                ]

            return draw

        return [
            Entry(key, drawer(at, name, about)) for at, (key, name, about) in enumerate(CHOICES, 1)
        ]

    def action_quit_app(self) -> None:
        """Leave the program."""
        self.post_message(HomeChosen("quit"))

    @on(PickList.Chosen)
    def _chosen(self, event: PickList.Chosen) -> None:
        event.stop()
        self.post_message(HomeChosen(event.entry))

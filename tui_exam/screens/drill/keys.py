"""The commands of the drill screens, declared once like those of the exam."""

from __future__ import annotations

from ...commands import Command

START = (
    Command("drill.go", "enter", "go_on", "Chọn", "Thực hiện việc ở dòng có dấu >."),
    Command("drill.now", "f8,o", "now", "Ôn ngay", "Ôn ngay những gì đến hạn.", face="F8"),
)

ANSWER = Command("card.answer", "f8,t", "answer", "Trả lời", "Chấm câu trả lời đang có.", face="F8")

CARD = (
    Command("card.choose", "space", "choose", "Chọn", "Chọn phương án có dấu >.", face="1-6"),
    ANSWER,
    Command("card.turn", "tab", "turn", "Chuyển ô", "Giữa tài liệu và câu hỏi."),
    Command("card.sheet", "f7,s", "sheet", "Tài liệu", "Đọc yêu cầu, phân công, quy chế."),
    Command(
        "card.unknown",
        "k,f12",
        "unknown",
        "Không biết",
        "Xem đáp án; câu này sẽ quay lại.",
        face="k/F12",
    ),
)

FEEDBACK = (
    Command("card.next", "enter,n,right", "next_card", "Câu sau", "Sang câu kế tiếp."),
    Command("card.guess", "d", "guess", "Tôi đoán", "Đúng do đoán: câu này sẽ quay lại."),
)

FORM = (
    Command("goal.done", "f8", "done", "Xong", "Giữ những gì đã chọn."),
    Command("goal.next", "tab", "focus_next_field", "Ô sau", "Sang ô kế tiếp."),
    Command("goal.pick", "enter", "pick", "Mở danh sách", "Mở danh sách ở ô đang đứng."),
)

PROGRESS = (
    Command("progress.next", "tab,right", "turn(1)", "Trang sau", "Sang trang kế tiếp."),
    Command("progress.back", "shift+tab,left", "turn(-1)", "Trang trước", bar=False, face="←"),
    Command("progress.csv", "x", "export_csv", "Xuất CSV", "Ghi tiến bộ ra tệp CSV."),
    Command("progress.anki", "y", "export_anki", "Xuất Anki", "Ghi bộ thẻ cho Anki."),
)

COACH = (
    Command("coach.drill", "enter,f8,o", "drill", "Ôn ba chủ đề này",
            "Bắt đầu lượt ôn về đúng ba chủ đề mất nhiều điểm nhất."),
)  # fmt: skip

PRACTICE = (
    Command("practice.hint", "g", "hint", "Gợi ý", "Gợi ý bước kế tiếp."),
    Command("practice.check", "k", "check", "Chấm thử", "Chấm ngay những gì đã làm."),
    Command("practice.reset", "z", "reset", "Làm lại", "Bỏ hết, làm lại từ đầu."),
    Command("practice.watch", "w", "watch", "Làm mẫu", "Xem chương trình làm mẫu nhiệm vụ này."),
)

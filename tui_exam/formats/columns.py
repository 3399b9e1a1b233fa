"""The columns of the spreadsheet: the template that people who know Excel write questions in."""

from __future__ import annotations

from dataclasses import dataclass

from ..exam.items import LEVEL_NAMES, Kind, PartMarks
from ..vietnamese.text import fold

OPTIONS = "ABCDEFGH"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the file, its header, its width, what to write into it."""

    name: str
    header: str
    width: int  # characters
    help: str


def _options() -> tuple[Column, ...]:
    return tuple(
        Column(f"option_{letter.lower()}", f"Phương án {letter}", 32, help_)
        for letter in OPTIONS
        for help_ in (
            "Nội dung phương án; câu sắp xếp: bước theo đúng thứ tự; câu ghép đôi: vế trái.",
        )
    )


def _matches() -> tuple[Column, ...]:
    return tuple(
        Column(f"match_{letter.lower()}", f"Ghép {letter}", 24, "Câu ghép đôi: vế phải tương ứng.")
        for letter in OPTIONS
    )


def _whys() -> tuple[Column, ...]:
    return tuple(
        Column(
            f"why_{letter.lower()}",
            f"Giải thích {letter}",
            32,
            "Vì sao phương án này đúng hoặc sai; người thi đọc sau khi nộp bài.",
        )
        for letter in OPTIONS
    )


COLUMNS: tuple[Column, ...] = (
    Column("id", "Mã câu hỏi", 16, "Chữ thường không dấu, số và dấu gạch nối; để trống cũng được."),
    Column("topic", "Chủ đề", 18, "Tên hoặc mã chủ đề."),
    Column("level", "Mức độ", 13, "Nhận biết, Thông hiểu hoặc Vận dụng."),
    Column("kind", "Loại câu", 16, "Một đáp án, Nhiều đáp án, Đúng/Sai, Sắp xếp, Ghép đôi, ..."),
    Column("stem", "Câu hỏi", 60, "Nội dung câu hỏi; xuống dòng bằng Alt+Enter."),
    *_options(),
    Column("key", "Đáp án", 10, "Chữ cái của phương án đúng; nhiều đáp án thì A, C."),
    *_whys(),
    *_matches(),
    Column("part_marks", "Cách chấm", 26, "Chỉ cho câu nhiều đáp án."),
    Column("accept", "Đáp án chấp nhận", 24, "Câu trả lời ngắn: mỗi cách viết một dòng."),
    Column("general", "Giải thích chung", 40, "Câu trả lời ngắn: vì sao đáp án đúng."),
    Column("unit", "Đơn vị", 8, "Đơn vị của đáp án số, ví dụ %, ngày."),
    Column("basis", "Căn cứ", 40, "Mỗi căn cứ một dòng: văn bản | điều khoản."),
    Column("valid_from", "Hiệu lực từ", 12, "Ngày quy định có hiệu lực: 23/11/2026."),
    Column("valid_to", "Hiệu lực đến", 12, "Để trống nếu còn hiệu lực."),
    Column("reviewed", "Ngày rà soát", 12, "Ngày rà soát câu hỏi gần nhất."),
    Column("next_review", "Rà soát tiếp", 12, "Hạn rà soát lần sau."),
    Column("source", "Nguồn", 20, "Ghi chú nội bộ về nguồn."),
    Column("tags", "Thẻ", 20, "Các từ khóa, cách nhau bằng dấu chấm phẩy."),
    Column("revision", "Lần sửa", 8, "Số lần sửa đổi; câu mới là 1."),
    Column("title", "Tên gọi", 20, "Tên ngắn để tra cứu; để trống cũng được."),
)

KIND_NAMES = {
    Kind.SINGLE: "Một đáp án",
    Kind.MULTIPLE: "Nhiều đáp án",
    Kind.TRUE_FALSE: "Đúng/Sai",
    Kind.ORDERING: "Sắp xếp",
    Kind.MATCHING: "Ghép đôi",
    Kind.SHORT: "Trả lời ngắn",
}
MARK_NAMES = {
    PartMarks.ALL_OR_NOTHING: "Đúng đủ mới được điểm",
    PartMarks.RIGHT_MINUS_WRONG: "Trừ điểm chọn sai",
    PartMarks.EACH_DECISION: "Tính từng phương án",
}


def key_of(text: str) -> str:
    """A header or a choice as it is compared: without marks, capitals and signs."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


# What people call the columns in tables of their own; empty for a column that says nothing.
_OTHER_NAMES = {
    **{"noi dung cau hoi": "stem", "noi dung": "stem", "dap an dung": "key", "ma": "id"},
    **{"giai thich": "general", "muc do nhan thuc": "level", "can cu phap ly": "basis"},
    **{"stt": "", "tt": "", "so tt": "", "so thu tu": ""},
    **{letter.lower(): f"option_{letter.lower()}" for letter in OPTIONS},
}
HEADERS = (
    _OTHER_NAMES
    | {key_of(column.header): column.name for column in COLUMNS}
    | {key_of(column.name): column.name for column in COLUMNS}
)
KINDS = (
    {key_of(name): kind for kind, name in KIND_NAMES.items()}
    | {key_of(kind.value): kind for kind in Kind}
    | {"chon mot": Kind.SINGLE, "chon nhieu": Kind.MULTIPLE, "dung sai": Kind.TRUE_FALSE}
)
LEVELS = {key_of(name): level for level, name in LEVEL_NAMES.items()} | {
    key_of(level.value): level for level in LEVEL_NAMES
}
MARKS = {key_of(name): mark for mark, name in MARK_NAMES.items()} | {
    key_of(mark.value): mark for mark in PartMarks
}

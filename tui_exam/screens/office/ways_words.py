"""What the choices of the signing form are called. No screen library is needed to read it."""

from __future__ import annotations

from typing import Any

from ...texts import msg

TITLES = {
    "position": msg("Vị trí"),
    "picture": msg("Hình thức hiện"),
    "timestamp": msg("Dấu thời gian"),
    "level": msg("Mức chữ ký"),
}
WORDS: dict[str, dict[Any, str]] = {
    "position": {
        "in_place": msg("chỗ ký ở cuối văn bản: giữa chức vụ và họ tên"),
        "top_right": msg("góc trên, bên phải trang"),
        "over_text": msg("giữa trang, đè lên nội dung"),
    },
    "picture": {
        "blue": msg("hình chữ ký màu xanh"),
        "red": msg("hình chữ ký màu đỏ"),
        "seal": msg("hình dấu màu đỏ"),
        "text": msg("dòng chữ, không có hình"),
        "none": msg("không hiện gì"),
    },
    "timestamp": {True: msg("có"), False: msg("không")},
    "level": {
        "basic": msg("cơ bản"),
        "long_term": msg("lâu dài (kèm dữ liệu để kiểm tra về sau)"),
    },
}
SEAL_IN_PLACE = msg("chỗ ký ở cuối văn bản: trùm khoảng 1/3 chữ ký, về bên trái")

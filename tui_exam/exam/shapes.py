"""Checking a located YAML value against a pydantic model, in the author's language."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..yaml_lines import Fault, FileFaults, Located

Shape = TypeVar("Shape", bound=BaseModel)

_REASONS = {
    "missing": ("thiếu mục bắt buộc.", "Thêm mục này vào."),
    "extra_forbidden": ("mục lạ, chương trình không biết.", "Sửa tên mục hoặc bỏ đi."),
    "string_type": ("phải là chữ.", "Đặt nội dung trong dấu ngoặc kép."),
    "string_too_short": ("đang để trống.", "Điền nội dung."),
    "string_too_long": ("dài quá mức cho phép.", "Rút gọn lại."),
    "string_pattern_mismatch": ("có ký tự không được dùng.", "Dùng chữ thường không dấu và số."),
    "int_type": ("phải là số nguyên.", "Ghi số, không đặt trong dấu ngoặc kép."),
    "int_parsing": ("phải là số nguyên.", "Ghi số, không đặt trong dấu ngoặc kép."),
    "int_from_float": ("phải là số nguyên.", "Ghi số không có phần lẻ."),
    "finite_number": ("phải là số hữu hạn.", "Ghi số."),
    "float_parsing": ("phải là số.", "Ghi số."),
    "float_type": ("phải là số.", "Ghi số."),
    "bool_type": ("phải là true hoặc false.", "Ghi true hoặc false."),
    "bool_parsing": ("phải là true hoặc false.", "Ghi true hoặc false."),
    "list_type": ("phải là một danh sách.", "Mỗi dòng bắt đầu bằng dấu gạch ngang."),
    "dict_type": ("phải là một nhóm mục.", "Ghi theo dạng «tên: nội dung»."),
    "model_type": ("phải là một nhóm mục.", "Ghi theo dạng «tên: nội dung»."),
    "too_short": ("có quá ít phần tử.", "Bổ sung cho đủ."),
    "too_long": ("có quá nhiều phần tử.", "Bớt đi."),
    "enum": ("không phải một trong các giá trị cho phép.", ""),
    "literal_error": ("không phải một trong các giá trị cho phép.", ""),
    "date_type": ("phải là ngày.", "Ghi theo dạng 2026-11-23."),
    "date_from_datetime_parsing": ("phải là ngày.", "Ghi theo dạng 2026-11-23."),
    "date_from_datetime_inexact": ("phải là ngày, không kèm giờ.", "Ghi theo dạng 2026-11-23."),
    "date_parsing": ("phải là ngày.", "Ghi theo dạng 2026-11-23."),
    "greater_than_equal": ("nhỏ hơn mức cho phép.", ""),
    "greater_than": ("nhỏ hơn mức cho phép.", ""),
    "less_than_equal": ("lớn hơn mức cho phép.", ""),
}


_LIMITS = {"ge": "nhỏ nhất là", "gt": "phải lớn hơn", "le": "lớn nhất là"}


def shaped(located: Located, model: type[Shape]) -> Shape:
    """The value as that model; FileFaults with every fault and its place."""
    try:
        return model.model_validate(located.value)
    except ValidationError as error:
        faults: dict[str, Fault] = {}
        for details in error.errors(include_url=False, include_input=False):
            fault = _fault(located, details)
            # Of a value that fits none of several types, one fault is enough.
            faults.setdefault(fault.where, fault)
        ordered = sorted(faults.values(), key=lambda fault: (fault.line, fault.column))
        raise FileFaults(tuple(ordered)) from None


def _fault(located: Located, details: Any) -> Fault:
    path = tuple(details["loc"])
    kind = details["type"]
    reason, remedy = _REASONS.get(kind, (f"không hợp lệ ({kind}).", ""))
    limits = details.get("ctx", {})
    if kind in ("enum", "literal_error"):
        remedy = f"Dùng một trong: {limits.get('expected', '')}.".replace(" or ", ", ")
    for name, words in _LIMITS.items():
        if name in limits:
            remedy = f"Giá trị {words} {limits[name]}."
    if kind != "missing":  # the names of the types that were tried are no part of the file
        while path and path not in located.places:
            path = path[:-1]
    return located.fault(path, reason, remedy)

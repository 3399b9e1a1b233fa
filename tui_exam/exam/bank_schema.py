"""The shape of a bank file, for checking and for the published JSON Schema.

Only the loader uses these models; the program works with `items.Item`. The descriptions
are Vietnamese: an author's editor shows them while a bank is being written.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from .items import Kind, Level, PartMarks


def _no_number(value: Any) -> Any:
    """Refuse a bare number, which pydantic would take for seconds since 1970."""
    if isinstance(value, int | float):
        raise PydanticCustomError("date_type", "a date is needed")
    return value


Text = Annotated[str, Field(min_length=1, max_length=4000)]
Whole = Annotated[int, Field(strict=True)]
Number = Annotated[float, Field(strict=True)]
Day = Annotated[date, BeforeValidator(_no_number)]
ItemId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
TopicId = Annotated[str, Field(pattern=r"^[a-z0-9_]+$", max_length=40)]


def _about(text: str, **rules: Any) -> Any:
    """A field with what an author should know about it."""
    return Field(description=text, **rules)


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class BasisShape(_Shape):
    """A legal basis: the document in full, and the article when it is certain."""

    document: Text = _about("Tên loại, số, ký hiệu của văn bản, viết đầy đủ.")
    article: str = _about("Điều, khoản; chỉ ghi khi chắc chắn.", default="", max_length=200)


class OptionShape(_Shape):
    """One choice of a question."""

    text: Text = _about("Nội dung phương án.")
    why: Text = _about("Vì sao đúng hoặc sai; hiện cho người học sau khi chấm.")
    correct: bool = _about("true nếu là đáp án.", default=False, strict=True)


class StepShape(_Shape):
    """One step of an ordering question, listed in its right place."""

    text: Text = _about("Nội dung bước; các bước ghi theo đúng thứ tự.")
    why: Text = _about("Vì sao bước này ở vị trí này.")


class PairShape(_Shape):
    """One pair of a matching question."""

    left: Text = _about("Vế trái.")
    right: Text = _about("Vế phải thuộc về vế trái.")
    why: Text = _about("Vì sao hai vế đi với nhau.")


class ItemShape(_Shape):
    """One question as written by its author."""

    id: ItemId = _about("Mã câu hỏi: chữ thường không dấu, số, gạch nối; không bao giờ đổi.")
    revision: Whole = _about("Lần sửa, từ 1; tăng khi sửa nội dung.", ge=1)
    level: Level = _about("Mức độ: nhan_biet, thong_hieu hoặc van_dung.")
    kind: Kind = _about("Loại câu hỏi.")
    stem: Text = _about("Câu dẫn: một câu hỏi trọn vẹn.")
    options: list[OptionShape] = _about(
        "Các phương án của câu chọn một, chọn nhiều, đúng/sai.", default_factory=list, max_length=6
    )
    steps: list[StepShape] = _about("Các bước của câu sắp xếp.", default_factory=list, max_length=8)
    pairs: list[PairShape] = _about("Các cặp của câu ghép đôi.", default_factory=list, max_length=8)
    accept: list[Text | Whole | Number] = _about(
        "Các cách viết được chấp nhận của câu trả lời ngắn.", default_factory=list, max_length=20
    )
    answer_why: str = _about("Giải thích đáp án của câu trả lời ngắn.", default="", max_length=4000)
    unit: str = _about("Đơn vị của câu trả lời ngắn.", default="", max_length=200)
    choose: Whole | None = _about("Số phương án phải chọn.", default=None, ge=1, le=6)
    part_marks: PartMarks | None = _about("Cách chấm câu chọn nhiều.", default=None)
    basis: list[BasisShape] = _about("Căn cứ của đáp án.", min_length=1, max_length=20)
    valid_from: Day = _about("Ngày đáp án bắt đầu đúng (năm-tháng-ngày).")
    valid_to: Day | None = _about(
        "Ngày cuối cùng đáp án còn đúng; để trống nếu chưa biết.", default=None
    )
    reviewed: Day = _about("Ngày rà soát gần nhất.")
    next_review: Day = _about("Ngày phải rà soát lại.")
    source: str = _about(
        "Nguồn của người soạn; không hiện cho thí sinh.", default="", max_length=1000
    )
    tags: list[Annotated[str, Field(max_length=100)]] = _about(
        "Từ khóa để tìm.", default_factory=list, max_length=50
    )


class BankShape(_Shape):
    """One file of the bank: a topic and its questions."""

    topic: TopicId = _about("Mã chủ đề, dùng trong ma trận đề.")
    title: Text = _about("Tên chủ đề.")
    items: list[ItemShape] = _about("Các câu hỏi.", min_length=1)

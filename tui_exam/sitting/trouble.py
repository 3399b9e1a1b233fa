"""What a failed or slow write, or work that failed, means in the candidate's language.

The screen puts before it that something is not saved, and behind it that the program
tries again by itself.
"""

from __future__ import annotations

from mock_office.signing.background import NotDone

from ..store.protocol import (
    Corrupt,
    NoSuchAttempt,
    StoreBroken,
    StoreFull,
    StoreReadOnly,
)
from .refusals import FileGone, NotSaved

SEALED = "Bài thi đã khép lại, không ghi thêm được."
SLOW = "Ổ đĩa ghi chậm, máy vẫn đang ghi. Việc vừa làm được giữ."
_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (StoreFull, "Ổ đĩa đã đầy. Việc đã làm được giữ. Xin báo giám thị."),
    (StoreReadOnly, "Thư mục dữ liệu không cho ghi. Việc đã làm được giữ. Xin báo giám thị."),
    (NoSuchAttempt, "Tệp bài thi đã bị xóa hoặc chuyển đi. Đừng tắt máy. Xin báo giám thị ngay."),
    (FileGone, "Một tệp của bài thi không còn trên ổ đĩa. Đừng tắt máy. Xin báo giám thị ngay."),
    (Corrupt, "Tệp bài thi trên ổ đĩa bị hỏng. Đừng tắt máy. Xin báo giám thị ngay."),
    (NotDone, "Máy chủ có sự cố, chưa làm được việc này. Việc đã làm được giữ. Xin thử lại."),
    (StoreBroken, "Ổ đĩa báo lỗi khi ghi. Việc đã làm được giữ. Xin báo giám thị."),
)
_OTHER = "Không ghi được bài thi. Việc đã làm được giữ. Xin báo giám thị."


def in_words(error: Exception) -> str:
    """What a failed write means, in the candidate's language."""
    if isinstance(error, NotSaved):
        return error.trouble
    return next((words for kind, words in _WORDS if isinstance(error, kind)), _OTHER)


def room_in_words(problem: str, free_bytes: int) -> str:
    """That the disk is filling up under a running exam; nothing when it is not."""
    if not problem:
        return ""
    return f"Ổ đĩa sắp đầy (còn {free_bytes >> 20} MB). Bài vẫn đang được ghi. Xin báo giám thị."

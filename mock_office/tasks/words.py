"""The Vietnamese words in which marks are explained to people."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

STATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "waiting": "chờ xử lý",
        "routed": "đã chuyển xử lý",
        "returned": "đã trả lại",
        "secured": "đã báo văn bản mật",
        "closed": "đã kết thúc",
        "signed": "đã ký số cá nhân",
        "handed_over": "đã chuyển phát hành",
        "numbered": "đã cấp số",
        "sealed": "đã ký số cơ quan",
        "issued": "đã phát hành",
        "filed": "đã lưu hồ sơ",
        "inbox": "trong hộp thư đến",
        "drafts": "trong thư nháp",
        "reported": "đã báo thư giả mạo",
        "trash": "đã xóa",
        "sent": "đã gửi",
        "reply": "trả lời",
        "reply_all": "trả lời tất cả",
        "forward": "chuyển tiếp",
        "new": "thư mới",
        "corrected": "đính chính",
        "replaced": "sửa đổi, thay thế",
        "recalled": "thu hồi",
        "in_place": "trong ô chữ ký, giữa chức vụ và họ tên",
        "top_right": "góc trên bên phải trang đầu",
        "sao_y": "sao y",
        "sao_luc": "sao lục",
        "trich_sao": "trích sao",
        "over_text": "đè lên phần chữ",
        "blue": "màu xanh",
        "red": "màu đỏ",
        "seal": "hình dấu",
        "text": "dòng chữ",
        "none": "không hiện gì",
        "basic": "mức cơ bản",
        "long_term": "mức lưu giữ lâu dài",
    }
)
"""States and ways of writing, as people read them."""

DEEDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "mail_sent": "gửi thư",
        "mail_reported": "báo cáo thư giả mạo",
        "mail_deleted": "xóa thư",
        "mail_link_opened": "bấm liên kết trong thư",
        "mail_attachment_opened": "mở tệp đính kèm của thư",
        "document_opened": "mở văn bản",
        "document_read": "đọc hết văn bản",
        "document_routed": "bút phê, chuyển xử lý",
        "document_returned": "trả lại văn bản",
        "document_secured": "báo văn bản mật",
        "document_closed": "kết thúc văn bản",
        "copy_made": "sao văn bản",
        "copy_sealed": "ký số cơ quan lên bản sao",
        "copy_issued": "gửi bản sao",
        "draft_read": "đọc hết dự thảo",
        "draft_signed": "ký số",
        "draft_returned": "trả lại dự thảo",
        "handed_over": "chuyển phát hành",
        "draft_numbered": "cấp số",
        "draft_sealed": "ký số cơ quan",
        "draft_issued": "phát hành",
        "draft_filed": "đưa vào hồ sơ",
        "attachment_sealed": "ký số cơ quan lên phụ lục",
        "issued_corrected": "đính chính văn bản đã phát hành",
        "issued_replaced": "sửa đổi, thay thế văn bản đã phát hành",
        "issued_recalled": "thu hồi văn bản đã phát hành",
    }
)
"""Actions in words, for the explanation of a mark."""

SORTS: Final[Mapping[str, str]] = MappingProxyType(
    {"letter": "một lá thư", "document": "một văn bản đến", "draft": "một văn bản đi"}
)
"""What a paper is called when it has no title."""

VERDICTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "valid": "chữ ký số hợp lệ",
        "invalid": "tệp đã bị thay đổi sau khi ký",
        "untrusted": "chứng thư không được tin cậy (hết hạn, bị thu hồi hoặc sai nơi cấp)",
        "incomplete": "thiếu lớp chữ ký, sai thứ tự hoặc sai người ký",
        "unsigned": "tệp chưa được ký số",
        "unreadable": "không đọc được tệp",
    }
)
"""What validation says of a signed file."""


def token_words(purpose: str, state: str) -> str:
    """A certificate in words, for the explanation of a mark."""
    owner = "chứng thư của cơ quan" if purpose == "agency" else "chứng thư cá nhân"
    words = {
        "valid": "công vụ, còn hiệu lực",
        "expired": "đã hết hạn",
        "revoked": "đã bị thu hồi",
        "not_yet_valid": "chưa có hiệu lực",
        "old_unit": "còn ghi đơn vị cũ",
        "public_ca": "do tổ chức công cộng cấp",
    }
    return f"{owner} {words.get(state, state)}"

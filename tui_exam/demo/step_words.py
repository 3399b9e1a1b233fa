"""Why each step of a model solution is done, in a sentence: for whoever watches or asks a hint."""

from __future__ import annotations

from ..texts import msg

CAPTIONS = {
    "mail_opened": msg("Mở thư của Ban tổ chức: phải đọc yêu cầu trước khi trả lời."),
    "mail_reported": msg(
        "Thư này có địa chỉ gửi lạ và đòi mã PIN: báo là thư giả, không bấm liên kết."
    ),
    "mail_deleted": msg("Xóa thư này."),
    "mail_sent": msg("Trả lời đúng thư, đúng người nhận, đúng tệp đã ký số; xem lại rồi gửi."),
    "document_read": msg("Đọc hết văn bản trước khi cho ý kiến."),
    "document_routed": msg("Bút phê: một đơn vị chủ trì, đơn vị phối hợp, người biết, hạn xử lý."),
    "document_returned": msg("Văn bản gửi nhầm nơi nhận: trả lại kèm lý do."),
    "copy_made": msg(
        "Sao văn bản: đúng hình thức sao, số kế tiếp trong dãy số chung, ngày hôm nay."
    ),
    "copy_sealed": msg("Ký số của cơ quan lên bản sao: góc trên, bên phải, chỉ có dòng chữ."),
    "copy_issued": msg("Gửi bản sao đến đúng các nơi nhận."),
    "draft_read": msg("Đọc dự thảo đến cuối trước khi ký."),
    "line_marked": msg("Đánh dấu dòng có lỗi thể thức."),
    "draft_returned": msg("Dự thảo có lỗi: ghi ý kiến và trả lại, không ký."),
    "draft_signed": msg(
        "Chọn chứng thư cá nhân dùng cho công vụ còn hiệu lực, nhập mã PIN, ký số."
    ),
    "handed_over": msg("Chuyển cho văn thư, kèm phụ lục và ghi chú phát hành."),
    "role_taken": msg("Từ đây làm việc ở vai văn thư."),
    "draft_numbered": msg("Cấp số kế tiếp trong sổ và ghi ngày ban hành."),
    "draft_sealed": msg("Ký số của cơ quan, sau chữ ký số của người có thẩm quyền."),
    "attachment_sealed": msg(
        "Phụ lục ở tệp riêng: ký số của cơ quan lên từng tệp, chỉ có dòng chữ."
    ),
    "issued_corrected": msg("Sai thể thức, kỹ thuật trình bày: đính chính bằng công văn."),
    "issued_replaced": msg("Sai nội dung: thay thế bằng văn bản có hình thức tương đương."),
    "issued_recalled": msg("Văn bản phát hành nhầm: thu hồi, yêu cầu các nơi nhận hủy bỏ."),
    "draft_issued": msg("Phát hành đến đúng các nơi nhận ghi trong văn bản."),
    "draft_filed": msg("Lưu văn bản vào đúng hồ sơ công việc."),
}

"""Every problem an import can find: its code, what it says and what it advises.

The codes are part of the machine-readable answer and do not change; the words may.
Values in braces are filled in by the reader that found the problem.
"""

from __future__ import annotations

CODES: dict[str, tuple[str, str]] = {
    # -- the file as a whole
    "unreadable": ("Không đọc được tệp: {why}.", "Kiểm tra tên tệp và quyền đọc."),
    "too_large": (
        "Tệp quá lớn ({size} byte).",
        "Giới hạn là {limit} byte; hãy chia thành nhiều tệp.",
    ),
    "empty_file": ("Tệp không có câu hỏi nào.", "Kiểm tra lại đúng tệp cần nhập."),
    "unknown_format": (
        "Không nhận ra định dạng của tệp.",
        "Dùng GIFT, Aiken, Moodle XML, QTI hoặc bảng tính theo mẫu.",
    ),
    "native_format": (
        "Đây là tệp ngân hàng của chương trình, không cần nhập.",
        "Chép tệp vào thư mục ngân hàng rồi kiểm tra ngân hàng.",
    ),
    "not_utf8": (
        "Tệp không dùng bảng mã UTF-8; có vẻ là {name}. Ví dụ: «{sample}».",
        "Nếu phần đọc thử trên đúng, chạy lại với bảng mã «{encoding}».",
    ),
    "unknown_encoding": (
        "Tệp không dùng bảng mã UTF-8 và không nhận ra bảng mã.",
        "Mở tệp bằng chương trình đã soạn nó rồi lưu lại theo UTF-8.",
    ),
    "torn_text": ("Tệp bị cắt giữa chừng ở cuối.", "Chép lại tệp từ nơi gửi."),
    "wrong_encoding": (
        "Tệp không đọc được theo bảng mã «{encoding}».",
        "Bỏ lựa chọn bảng mã để chương trình tự nhận ra.",
    ),
    "legacy_font": (
        "Chữ trong tệp gõ theo phông {name} cũ. Ví dụ: «{sample}».",
        "Nếu phần đọc thử trên đúng, chạy lại với bảng mã «{encoding}».",
    ),
    "acting_characters": (
        "Có ký tự điều khiển hoặc ký tự đổi chiều chữ; đã bỏ.",
        "Xem lại câu hỏi quanh dòng này có còn đúng nguyên văn không.",
    ),
    "too_many_items": ("Tệp có quá {limit} câu hỏi; phần sau không đọc.", "Chia thành nhiều tệp."),
    "bad_xml": ("Tệp XML hỏng hoặc bị cắt: {why}.", "Xuất lại tệp từ chương trình gốc."),
    "forbidden_xml": (
        "Tệp XML khai báo thực thể hoặc tài liệu bên ngoài; bị từ chối vì lý do an toàn.",
        "Xuất lại tệp không có phần khai báo DOCTYPE.",
    ),
    "too_complex": ("Tệp lồng nhau quá sâu hoặc quá nhiều phần tử.", "Chia thành nhiều tệp."),
    "bad_package": ("Gói nén hỏng hoặc bị cắt: {why}.", "Xuất lại gói từ chương trình gốc."),
    "package_too_large": (
        "Gói nén bung ra vượt giới hạn {limit} byte hoặc quá nhiều tệp.",
        "Chia thành nhiều gói.",
    ),
    "part_missing": ("Gói nén thiếu tệp «{name}».", "Xuất lại gói từ chương trình gốc."),
    "bad_sheet": ("Không mở được bảng tính: {why}.", "Lưu lại bảng tính theo dạng .xlsx."),
    "sheet_too_large": (
        "Bảng tính trải ra quá nhiều ô.",
        "Xóa các dòng và cột thừa, hoặc chép phần câu hỏi sang bảng tính mới.",
    ),
    "no_header": (
        "Không tìm thấy dòng tiêu đề có cột «{column}».",
        "Dùng bảng tính mẫu và giữ nguyên dòng tiêu đề.",
    ),
    "unknown_column": ("Cột «{column}» không có trong mẫu; không đọc.", "Sửa tên cột hoặc bỏ đi."),
    "double_column": ("Cột «{column}» có hai lần.", "Bỏ một cột."),
    # -- how a question is written
    "no_stem": ("Thiếu nội dung câu hỏi.", "Viết câu hỏi."),
    "too_long": (
        "Một đoạn chữ dài quá {limit} ký tự.",
        "Rút gọn câu hỏi, phương án hoặc giải thích.",
    ),
    "unsupported_kind": (
        "Loại câu hỏi «{kind}» không dùng được trong bài thi này.",
        "Viết lại thành câu chọn phương án, sắp xếp, ghép đôi hoặc trả lời ngắn.",
    ),
    "unclosed_brace": (
        "Dấu ngoặc nhọn không đủ cặp.",
        "Thêm dấu còn thiếu; dấu ngoặc trong chữ phải viết \\{{ hoặc \\}}.",
    ),
    "blank_line_inside": (
        "Có dòng trống giữa dấu {{ và dấu }}; định dạng GIFT coi đó là hết câu.",
        "Bỏ dòng trống; muốn xuống dòng trong chữ thì viết \\n.",
    ),
    "category_not_alone": (
        "Dòng $CATEGORY phải đứng riêng giữa hai dòng trống.",
        "Thêm một dòng trống sau dòng $CATEGORY.",
    ),
    "two_answer_blocks": (
        "Có hai phần đáp án trong một câu.",
        "Mỗi câu chỉ có một cặp ngoặc nhọn; tách các câu bằng dòng trống.",
    ),
    "unescaped_character": (
        "Có ký hiệu «{char}» nằm ngoài chỗ của nó.",
        "Nếu là chữ bình thường, viết thêm dấu \\ phía trước.",
    ),
    "bad_weight": (
        "Tỷ lệ điểm «{weight}» không hợp lệ.",
        "Ghi số từ -100 đến 100 giữa hai dấu %.",
    ),
    "weight_after_equal": (
        "Dấu = đã là 100% điểm, không kèm tỷ lệ khác.",
        "Dùng ~%…% cho phương án được một phần điểm.",
    ),
    "weight_not_allowed": (
        "Tỷ lệ điểm {weight}% không có trong danh sách của Moodle.",
        "Ghi {nearest}%.",
    ),
    "weights_sum": (
        "Các tỷ lệ điểm dương cộng lại bằng {total}%, không phải 100%.",
        "Sửa tỷ lệ của các phương án đúng cho đủ 100%.",
    ),
    "stem_two_lines": (
        "Câu hỏi Aiken viết trên nhiều dòng.",
        "Viết cả câu hỏi trên một dòng; phương án bắt đầu bằng A. hoặc A) viết hoa.",
    ),
    "no_answer_line": ("Câu hỏi không có dòng ANSWER.", "Thêm dòng ANSWER: kèm chữ cái đáp án."),
    "answer_line_spelling": (
        "Dòng đáp án phải viết đúng «ANSWER:» bằng chữ in hoa.",
        "Sửa thành ANSWER: kèm chữ cái đáp án.",
    ),
    "stray_line": (
        "Dòng phương án hoặc đáp án không thuộc câu hỏi nào.",
        "Đặt câu hỏi ngay trên các phương án.",
    ),
    "labels_out_of_order": (
        "Thứ tự chữ cái của phương án không liền nhau.",
        "Đánh lại A, B, C, D theo thứ tự.",
    ),
    "answer_out_of_range": (
        "Đáp án «{answer}» không phải phương án nào.",
        "Ghi chữ cái của một phương án có trong câu.",
    ),
    # -- what the question says
    "no_key": ("Không có đáp án đúng.", "Đánh dấu phương án đúng."),
    "too_many_keys": (
        "Câu chọn một có {count} đáp án đúng.",
        "Chỉ giữ một đáp án hoặc đổi sang câu chọn nhiều.",
    ),
    "all_right": ("Mọi phương án đều đúng.", "Thêm phương án sai."),
    "too_few_options": ("Chỉ có {count} phương án; cần ít nhất {least}.", "Bổ sung phương án."),
    "too_many_options": ("Có {count} phương án; nhiều nhất là {most}.", "Bớt phương án."),
    "empty_option": ("Có phương án để trống.", "Viết nội dung phương án hoặc bỏ đi."),
    "twin_options": ("Hai phương án giống nhau: «{text}».", "Viết lại một phương án."),
    "twin_question": (
        "Câu này giống câu ở dòng {other}.",
        "Giữ một câu, hoặc viết lại cho khác nhau.",
    ),
    "whole_set_option": (
        "Phương án «{text}» dựa vào thứ tự hoặc vào phương án khác; khi đảo thứ tự sẽ sai nghĩa.",
        "Viết rõ nội dung, hoặc đổi thành câu chọn nhiều.",
    ),
    "image_not_shown": (
        "Câu có hình «{name}» không hiện được trên màn hình chữ.",
        "Mô tả hình bằng chữ; nếu câu không đứng được khi thiếu hình thì bỏ câu.",
    ),
    "partial_credit_lost": (
        "Phương án được một phần điểm ({weight}%) nay tính là sai.",
        "Xem lại; câu chọn một chỉ có đúng và sai.",
    ),
    "penalty_lost": (
        "Tỷ lệ trừ điểm ({weight}%) không giữ được.",
        "Chọn lại cách chấm trong ngân hàng.",
    ),
    "unequal_weights": (
        "Các phương án đúng có tỷ lệ điểm khác nhau; nay chia đều.",
        "Xem lại cách chấm trong ngân hàng.",
    ),
    "tolerance_lost": (
        "Sai số cho phép ({tolerance}) không giữ được; chỉ nhận đúng giá trị {value}.",
        "Ghi thêm các cách viết được chấp nhận.",
    ),
    "number_range": (
        "Đáp án là một khoảng số hoặc không phải số: «{value}».",
        "Viết lại thành một giá trị.",
    ),
    "wildcard": (
        "Đáp án dùng dấu * thay cho chữ bất kỳ: «{text}»; không nhận.",
        "Ghi từng cách viết được chấp nhận.",
    ),
    "answer_feedback_lost": (
        "Nhận xét riêng của từng câu trả lời ngắn không giữ được.",
        "Viết lại trong phần giải thích chung.",
    ),
    "extra_answer_lost": (
        "Vế phải «{text}» không ghép với vế trái nào; không giữ được.",
        "Xem lại câu ghép đôi.",
    ),
    "bad_value": ("Ô «{column}» có giá trị không hiểu được: «{value}».", "{advice}"),
}

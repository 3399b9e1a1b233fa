"""The reasons of marks in the reader's language.

A mark is stored with its reason in Vietnamese, whatever the candidate reads. The sentences are
made in `mock_office.tasks` from few patterns; here they are recognised and said again. What
they quote (titles of papers, names, the words asked for) stays as it is, and so does a
sentence that is not recognised.
"""

from __future__ import annotations

import re
from functools import cache

from mock_office.signing.messages import MESSAGES

from ..texts import Words, msg

SENTENCES = (
    msg("Chưa làm."),
    msg("Chưa đến khi kết thúc bài nên không tính."),
    msg("Không tính điểm vì nhiệm vụ này mất toàn bộ điểm."),
    msg("Chỉ được tính điểm khi đã {what}."),
    msg("Đã thực hiện."),
    msg("Chưa thực hiện: {what}."),
    msg("Chưa thực hiện."),
    msg("Không mắc lỗi này."),
    msg("Đã làm việc không được làm: {what}."),
    msg("Chưa thực hiện việc phải làm trước: {what}."),
    msg("Sai thứ tự: phải {first} trước, thực tế đã {then} trước."),
    msg("Đúng thứ tự."),
    msg("Nhập sai mã PIN {n} lần; cho phép {most} lần."),
    msg("Xử lý khi chưa đọc hết: {what}."),
    msg("Chưa xử lý: {what}."),
    msg("Đã đọc hết trước khi xử lý."),
    msg("Đã làm thay đổi những thứ không được giao: {what}."),
    msg("Đã gửi thừa {n} thư."),
    msg("Không làm thay đổi gì ngoài việc được giao."),
    msg("Sai người nhận."),
    msg("Thừa người nhận."),
    msg("Đã ghi: {found}. Cần: {wanted}."),
    msg("Đã chọn: {found}. Cần: {wanted}."),
    msg("Kết quả: {found}. Cần: {wanted}."),
    msg("Chưa có nội dung."),
    msg("Phải viết tiếng Việt có dấu; nội dung đã viết hầu hết không có dấu."),
    msg("Nội dung quá ngắn, chưa nêu rõ ý kiến: có {n} tiếng, cần ít nhất {least} tiếng."),
    msg("Không được có “{word}”."),
    msg("Có nội dung như yêu cầu."),
    msg("Cần có: {wanted}. Còn thiếu: {missing}."),
    msg("Cần có: {wanted}. Đủ nội dung cần có."),
    msg("Chưa ghi thời hạn."),
    msg("Hạn đã ghi không phải ngày làm việc."),
    msg("Hạn đã ghi: {found}. Cần: từ {after} đến {until}."),
    msg("Hạn đã ghi: {found}. Cần: {until}."),
    msg("Chưa gửi thư."),
    msg("Chưa bút phê, chuyển xử lý văn bản này."),
    msg("Chưa trả lại văn bản này."),
    msg("Chưa trả lại dự thảo này."),
    msg("Tìm đúng {hits} trong {of} lỗi, nêu nhầm {n} chỗ."),
    msg("Còn sót: {what}."),
    msg("Nêu nhầm: {what}."),
    msg("Chưa ký số của cơ quan lên bản sao."),
    msg("Chưa ký số của cơ quan."),
    msg("Chưa ký số."),
    msg("Kết quả kiểm tra: {what}."),
    msg("{file}: chưa ký số của cơ quan."),
    msg("{file}: chưa có kết quả kiểm tra chữ ký số của tệp này."),
    msg("{file}: {what}."),
    msg("Ký văn bản với tư cách lãnh đạo bằng chứng thư của cơ quan."),
    msg("Lãnh đạo tự dùng chứng thư của cơ quan, không qua văn thư."),
    msg("Chuyển văn bản mật trên hệ thống thường."),
    msg("Sao văn bản mật trên hệ thống thường."),
    msg("Gửi tài liệu mật qua thư điện tử."),
    msg("Đưa mã PIN của thiết bị ký số vào nội dung gửi cho người khác."),
)
"""The sentences of `mock_office.tasks`, with places for what they tell of."""

PARTS = (
    msg("gửi thư"),
    msg("báo cáo thư giả mạo"),
    msg("xóa thư"),
    msg("bấm liên kết trong thư"),
    msg("mở tệp đính kèm của thư"),
    msg("mở văn bản"),
    msg("đọc hết văn bản"),
    msg("bút phê, chuyển xử lý"),
    msg("trả lại văn bản"),
    msg("báo văn bản mật"),
    msg("kết thúc văn bản"),
    msg("sao văn bản"),
    msg("ký số cơ quan lên bản sao"),
    msg("gửi bản sao"),
    msg("đọc hết dự thảo"),
    msg("ký số"),
    msg("trả lại dự thảo"),
    msg("chuyển phát hành"),
    msg("cấp số"),
    msg("ký số cơ quan"),
    msg("phát hành"),
    msg("đưa vào hồ sơ"),
    msg("ký số cơ quan lên phụ lục"),
    msg("đính chính văn bản đã phát hành"),
    msg("sửa đổi, thay thế văn bản đã phát hành"),
    msg("thu hồi văn bản đã phát hành"),
    msg("chờ xử lý"),
    msg("đã chuyển xử lý"),
    msg("đã trả lại"),
    msg("đã báo văn bản mật"),
    msg("đã kết thúc"),
    msg("đã ký số cá nhân"),
    msg("đã chuyển phát hành"),
    msg("đã cấp số"),
    msg("đã ký số cơ quan"),
    msg("đã phát hành"),
    msg("đã lưu hồ sơ"),
    msg("trong hộp thư đến"),
    msg("trong thư nháp"),
    msg("đã báo thư giả mạo"),
    msg("đã xóa"),
    msg("đã gửi"),
    msg("trả lời"),
    msg("trả lời tất cả"),
    msg("chuyển tiếp"),
    msg("thư mới"),
    msg("đính chính"),
    msg("sửa đổi, thay thế"),
    msg("thu hồi"),
    msg("trong ô chữ ký, giữa chức vụ và họ tên"),
    msg("góc trên bên phải trang đầu"),
    msg("sao y"),
    msg("sao lục"),
    msg("trích sao"),
    msg("đè lên phần chữ"),
    msg("màu xanh"),
    msg("màu đỏ"),
    msg("hình dấu"),
    msg("dòng chữ"),
    msg("không hiện gì"),
    msg("mức cơ bản"),
    msg("mức lưu giữ lâu dài"),
    msg("một lá thư"),
    msg("một văn bản đến"),
    msg("một văn bản đi"),
    msg("chữ ký số hợp lệ"),
    msg("tệp đã bị thay đổi sau khi ký"),
    msg("chứng thư không được tin cậy (hết hạn, bị thu hồi hoặc sai nơi cấp)"),
    msg("thiếu lớp chữ ký, sai thứ tự hoặc sai người ký"),
    msg("tệp chưa được ký số"),
    msg("không đọc được tệp"),
    msg("chứng thư của cơ quan"),
    msg("chứng thư cá nhân"),
    msg("công vụ, còn hiệu lực"),
    msg("đã hết hạn"),
    msg("đã bị thu hồi"),
    msg("chưa có hiệu lực"),
    msg("còn ghi đơn vị cũ"),
    msg("do tổ chức công cộng cấp"),
    msg("(không có)"),
    msg("(chưa có)"),
)
"""Words that stand in those places: deeds, states, what became of a signature."""

TITLES = (
    msg("Gửi đúng người nhận chính"),
    msg("Đồng gửi (Cc) đúng người cần biết"),
    msg("Dùng Bcc đúng yêu cầu"),
    msg("Tiêu đề thư đúng mẫu"),
    msg("Nội dung thư đủ ý và viết tiếng Việt có dấu"),
    msg("Đính kèm đúng tệp, đúng bản"),
    msg("Có chữ ký thư: họ tên, chức vụ, đơn vị, điện thoại"),
    msg("Dùng đúng chức năng (trả lời, chuyển tiếp hay thư mới)"),
    msg("Báo cáo thư giả mạo"),
    msg("Không bấm liên kết, không mở tệp, không trả lời thư đáng ngờ"),
    msg("Không xóa, không gửi, không đổi gì ngoài việc được giao"),
    msg("Xử lý văn bản khẩn trước"),
    msg("Đọc hết văn bản trước khi xử lý"),
    msg("Giao đúng một đơn vị chủ trì"),
    msg("Giao đúng đơn vị phối hợp"),
    msg("Gửi đúng người xem để biết"),
    msg("Thời hạn là ngày làm việc, trước hạn của cấp trên"),
    msg("Bút phê rõ việc phải làm, sản phẩm, nơi nhận kết quả"),
    msg("Hoàn thành thao tác trên văn bản"),
    msg("Trả lại văn bản gửi sai nơi nhận hoặc không bảo đảm tính xác thực"),
    msg("Nêu rõ lý do trả lại"),
    msg("Ngừng xử lý văn bản mật trên hệ thống thường, báo người phụ trách"),
    msg("Không làm thay đổi văn bản ngoài việc được giao"),
    msg("Đọc hết dự thảo trước khi quyết định"),
    msg("Đánh dấu đúng các dòng sai thể thức"),
    msg("Trả lại dự thảo có lỗi, không ký"),
    msg("Ghi ý kiến khi trả lại"),
    msg("Ký số dự thảo đã đúng"),
    msg("Không ký văn bản ngoài lĩnh vực được phân công"),
    msg("Chọn đúng chứng thư cá nhân chuyên dùng công vụ, còn hiệu lực"),
    msg("Chữ ký số kiểm tra hợp lệ"),
    msg("Đặt hình chữ ký trong ô chữ ký, giữa chức vụ và họ tên"),
    msg("Hình chữ ký cá nhân màu xanh"),
    msg("Nhập mã PIN đúng, không thử bừa"),
    msg("Không tác động đến văn bản khác"),
    msg("Không chuyển, không phát hành bản chưa ký số"),
    msg("Chuyển cho văn thư cơ quan"),
    msg("Kèm đúng tệp chính và tệp phụ lục"),
    msg("Ghi chú phát hành: nơi nhận, mức độ khẩn"),
    msg("Lấy số tiếp theo trong sổ đăng ký văn bản đi"),
    msg("Ngày ban hành là ngày phát hành"),
    msg("Ký số của cơ quan sau chữ ký cá nhân, tệp hợp lệ cả hai lớp"),
    msg("Ký số của cơ quan lên từng tệp phụ lục"),
    msg("Chữ ký trên phụ lục ở góc trên bên phải trang đầu, chỉ có dòng chữ, không hình dấu"),
    msg("Phát hành đúng nơi nhận"),
    msg("Đưa văn bản vào đúng hồ sơ công việc"),
    msg("Cấp số trước, ký số cơ quan rồi mới phát hành"),
    msg("Chọn đúng hình thức sao"),
    msg("Lấy số bản sao tiếp theo trong dãy số chung"),
    msg("Ngày sao là ngày thực hiện"),
    msg("Ký số của cơ quan lên bản sao, kiểm tra hợp lệ"),
    msg("Chữ ký của cơ quan ở góc trên, bên phải trang đầu bản sao"),
    msg("Không hiện hình dấu, chỉ có dòng chữ: hình thức sao, cơ quan sao, thời gian ký"),
    msg("Gửi bản sao đúng nơi nhận"),
    msg("Trích đúng phần cần trích"),
    msg("Không sao văn bản không được giao"),
    msg("Chọn đúng cách xử lý văn bản có sai sót"),
    msg("Xử lý bằng đúng loại văn bản"),
    msg("Nêu rõ số, ký hiệu văn bản, chỗ sai, nội dung đúng"),
    msg("Gửi đủ các nơi đã nhận văn bản có sai sót"),
    msg("Không xử lý văn bản không có sai sót"),
)
"""Titles of the shared criteria (`mock_office/scenarios/rubric.yaml`)."""

OR = msg(" hoặc ")

_QUOTED = re.compile("(“[^”]*”)")
_PLACE = re.compile(r"\\{(\w+)\\}")


def reason(text: str, tr: Words) -> str:
    """The reason of a mark, sentence by sentence."""
    if tr.language == "vi":
        return text
    said, rest = [], text.strip()
    while rest:
        found = next(((t, m) for t, p in _patterns() if (m := p.match(rest))), None)
        signature = next((each for each in MESSAGES.values() if rest.startswith(each.vi)), None)
        if signature is not None:
            said.append(signature.en)
            rest = rest[len(signature.vi) :].lstrip()
        elif found is not None:
            template, match = found
            said.append(tr(template, **{k: _part(v, tr) for k, v in match.groupdict().items()}))
            rest = rest[match.end() :].lstrip()
        else:
            said.append(_part(rest, tr))
            break
    return " ".join(said)


def title(text: str, tr: Words) -> str:
    """The title of a criterion; the paper named behind it stays as it is."""
    head, colon, paper = text.partition(": “")
    return tr(text) if not colon else f"{tr(head)}{colon}{paper}"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each sentence with its pattern, what has most words of its own first."""
    made = [
        (text, re.compile(_PLACE.sub(_place, re.escape(text)) + r"(?=\s|$)")) for text in SENTENCES
    ]
    return tuple(sorted(made, key=lambda each: -len(_PLACE.sub("", re.escape(each[0])))))


def _place(found: re.Match[str]) -> str:
    """The pattern of a place: a file's name has no blanks, anything else is as short as it can."""
    return rf"(?P<{found[1]}>{r'[^ ]+?' if found[1] == 'file' else '.+?'})"


@cache
def _known() -> re.Pattern[str]:
    """Any of the known words, whole, the longest first."""
    words = "|".join(re.escape(each) for each in sorted(PARTS, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)|{OR}")


def _part(text: str, tr: Words) -> str:
    """What stands in a place: known words are said again, quotations are not."""
    return "".join(
        piece if at % 2 else _known().sub(lambda found: tr(found[0]), piece)
        for at, piece in enumerate(_QUOTED.split(text))
    )

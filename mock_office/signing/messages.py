"""What each code of a verdict says to people: cause and remedy, in two languages."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from mock_office.signing.verdict import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Message:
    """A code's meaning: which word it leads to, and one sentence in either language."""

    outcome: Outcome
    vi: str
    en: str


_BAD, _POOR, _PART = Outcome.INVALID, Outcome.UNTRUSTED, Outcome.INCOMPLETE
_NONE, _DARK = Outcome.UNSIGNED, Outcome.UNREADABLE

# Worst first: the order is the order in which a verdict names what is wrong.
MESSAGES: dict[str, Message] = {
    "NOT_PDF": Message(
        _DARK,
        "Tệp không phải là PDF; hãy chọn lại đúng tệp văn bản.",
        "The file is not a PDF; choose the document's own file.",
    ),
    "TOO_LARGE": Message(
        _DARK,
        "Tệp lớn quá 8 MB nên không kiểm tra được; hãy dùng bản do hệ thống xuất ra.",
        "The file is larger than 8 MB and was not checked; use the one the system exported.",
    ),
    "TOO_COMPLEX": Message(
        _DARK,
        "Cấu trúc tệp phức tạp bất thường nên dừng kiểm tra; hãy lấy lại bản gốc.",
        "The file is unusually complex and the check was stopped; fetch the original again.",
    ),
    "ENCRYPTED": Message(
        _DARK,
        "Tệp bị đặt mật khẩu nên không kiểm tra được chữ ký; hãy dùng bản không khóa.",
        "The file is encrypted, so its signatures cannot be checked; use an open copy.",
    ),
    "DAMAGED": Message(
        _DARK,
        "Tệp bị hỏng hoặc không đọc được; hãy tải lại từ nơi gửi.",
        "The file is damaged or cannot be read; fetch it again from the sender.",
    ),
    "NOT_STRICT": Message(
        _DARK,
        "Cấu trúc PDF không theo chuẩn chặt nên không kết luận được; hãy dùng phần mềm của bên ký.",
        "The file is not strictly built as PDF, so nothing is said; use its maker's software.",
    ),
    "BYTES_CHANGED": Message(
        _BAD,
        "Nội dung đã bị thay đổi sau khi ký; hãy trả lại và yêu cầu ký lại bản đúng.",
        "The content was changed after signing; return it and have the right file signed.",
    ),
    "SIGNATURE_WRONG": Message(
        _BAD,
        "Giá trị chữ ký không khớp với chứng thư; chữ ký bị sửa hoặc giả, không dùng văn bản này.",
        "The signature does not match its certificate; it is forged, do not use the document.",
    ),
    "BYTERANGE_FORM": Message(
        _BAD,
        "Vùng dữ liệu được ký khai báo sai; tệp đã bị can thiệp, hãy lấy lại bản gốc.",
        "The range of signed bytes is wrongly declared; the file was tampered with.",
    ),
    "BYTERANGE_HOLE": Message(
        _BAD,
        "Có dữ liệu lạ giấu trong chỗ trống của chữ ký; tệp bị can thiệp, không dùng văn bản này.",
        "Something is hidden in the gap of a signature; the file was tampered with.",
    ),
    "CMS_PADDING": Message(
        _BAD,
        "Phần đệm sau chữ ký chứa dữ liệu lạ; tệp đã bị can thiệp, hãy lấy lại bản gốc.",
        "The padding behind a signature holds foreign data; fetch the original again.",
    ),
    "CMS_BROKEN": Message(
        _BAD,
        "Không đọc được nội dung chữ ký; chữ ký bị hỏng, hãy yêu cầu ký lại.",
        "A signature cannot be read; it is broken, have the document signed again.",
    ),
    "SIGNATURE_DIRECT": Message(
        _BAD,
        "Chữ ký đặt sai cấu trúc PDF; hãy yêu cầu ký lại bằng phần mềm chuẩn.",
        "A signature is stored against the PDF rules; have it signed again.",
    ),
    "SIGNATURE_SHARED": Message(
        _BAD,
        "Hai ô chữ ký cùng trỏ đến một chữ ký; có một lớp ký giả, hãy trả lại văn bản.",
        "Two fields show one and the same signature; one layer is faked, return the document.",
    ),
    "STRAY_SIGNATURE": Message(
        _BAD,
        "Tệp có chữ ký bị gỡ bỏ hoặc bị giấu; hãy lấy lại bản gốc từ hệ thống.",
        "A signature was removed from the file or hidden; fetch the original again.",
    ),
    "ODD_SUBFILTER": Message(
        _BAD,
        "Chữ ký dùng định dạng lạ nên không kiểm tra được; hãy yêu cầu ký lại theo chuẩn.",
        "A signature has an unknown format and cannot be checked; have it signed again.",
    ),
    "NOT_WHOLE_REVISION": Message(
        _BAD,
        "Chữ ký không bao trùm toàn bộ văn bản tại thời điểm ký; hãy trả lại và yêu cầu ký lại.",
        "A signature does not cover the whole document it was made on; have it signed again.",
    ),
    "TRAILING_BYTES": Message(
        _BAD,
        "Có dữ liệu thừa nối thêm sau chữ ký cuối; hãy lấy lại bản gốc từ hệ thống.",
        "Bytes were appended behind the last signature; fetch the original again.",
    ),
    "CHANGED_AFTER": Message(
        _BAD,
        "Văn bản bị sửa sau khi ký; muốn sửa phải trình duyệt và ký lại từ đầu.",
        "The document was edited after signing; edits need a new approval and signature.",
    ),
    "LOCK_BROKEN": Message(
        _BAD,
        "Văn bản đã khóa bằng chữ ký số cơ quan mà vẫn bị sửa; hãy lấy lại bản đã phát hành.",
        "The document was edited although the seal had locked it; fetch the issued one.",
    ),
    "FIELD_CHANGED": Message(
        _BAD,
        "Có ô thông tin bị điền hoặc sửa sau khi ký mà không được phép; hãy lấy lại bản gốc.",
        "A form field was filled in or changed after signing without leave; fetch the original.",
    ),
    "NOT_ISSUED_DRAFT": Message(
        _BAD,
        "Tệp được ký không phải dự thảo đã trình; hãy ký đúng dự thảo trên hệ thống.",
        "What was signed is not the draft submitted; sign the draft in the system.",
    ),
    "DRAFT_CHANGED": Message(
        _BAD,
        "Dự thảo bị sửa trước khi ký so với bản đã trình; hãy trình duyệt lại bản sửa.",
        "The draft was altered before it was signed; submit the altered one for approval.",
    ),
    "CERT_REVOKED": Message(
        _POOR,
        "Chứng thư số đã bị thu hồi; hãy ký lại bằng chứng thư còn hiệu lực.",
        "The certificate was revoked; sign again with one that is in force.",
    ),
    "CERT_EXPIRED": Message(
        _POOR,
        "Chứng thư số đã hết hạn; hãy gia hạn chứng thư rồi ký lại.",
        "The certificate has expired; renew it and sign again.",
    ),
    "CERT_NOT_YET_VALID": Message(
        _POOR,
        "Chứng thư số chưa đến ngày có hiệu lực; hãy dùng chứng thư đang có hiệu lực.",
        "The certificate is not in force yet; use one that is.",
    ),
    "CERT_UNKNOWN_CA": Message(
        _POOR,
        "Chứng thư số không do hệ thống chuyên dùng công vụ cấp; hãy ký bằng chứng thư công vụ.",
        "The certificate is not from the official-duty authority; sign with one that is.",
    ),
    "CERT_NOT_FOR_SIGNING": Message(
        _POOR,
        "Chứng thư số không dùng để ký văn bản; hãy chọn chứng thư ký.",
        "The certificate is not meant for signing documents; choose a signing certificate.",
    ),
    "WEAK_ALGORITHM": Message(
        _POOR,
        "Chữ ký dùng thuật toán đã lạc hậu; hãy ký lại bằng khóa và thuật toán đạt chuẩn.",
        "The signature uses an outdated algorithm; sign again with one that meets the standard.",
    ),
    "NO_REVOCATION_DATA": Message(
        _POOR,
        "Không có danh sách thu hồi còn hiệu lực để kiểm tra chứng thư; hãy bổ sung tệp CRL.",
        "There is no current revocation list to check the certificate; supply the CRL.",
    ),
    "CERT_UNTRUSTED": Message(
        _POOR,
        "Không xác định được độ tin cậy của chứng thư số; hãy ký lại bằng chứng thư công vụ.",
        "The certificate could not be shown to be trustworthy; sign with an official one.",
    ),
    "TIMESTAMP_BAD": Message(
        _POOR,
        "Dấu thời gian không khớp hoặc không tin cậy; hãy ký lại với dấu thời gian đúng.",
        "The time stamp is wrong or not trusted; sign again with a good one.",
    ),
    "NO_LEADER": Message(
        _PART,
        "Thiếu chữ ký số của người có thẩm quyền; hãy trình lãnh đạo ký trước.",
        "The competent person's signature is missing; submit it to the leader first.",
    ),
    "NO_AGENCY": Message(
        _PART,
        "Thiếu chữ ký số của cơ quan; hãy chuyển văn thư ký số cơ quan trước khi phát hành.",
        "The agency's signature is missing; have the clerk seal it before it is issued.",
    ),
    "WRONG_ORDER": Message(
        _PART,
        "Ký sai thứ tự: cơ quan ký trước lãnh đạo; hãy lấy lại dự thảo và ký đúng trình tự.",
        "Signed in the wrong order, the agency before the leader; start again from the draft.",
    ),
    "SIGNED_AFTER_LOCK": Message(
        _PART,
        "Có chữ ký thêm vào sau khi văn bản đã khóa; hãy ký lại theo đúng trình tự.",
        "A signature was added after the document had been locked; sign in the right order.",
    ),
    "WRONG_LEADER": Message(
        _PART,
        "Người ký không phải người có thẩm quyền của văn bản này; hãy trình đúng người ký.",
        "The signer is not the competent person for this document; submit it to the right one.",
    ),
    "WRONG_AGENCY": Message(
        _PART,
        "Chữ ký ở ô cơ quan không dùng chứng thư của cơ quan; hãy ký bằng chứng thư cơ quan.",
        "The agency's field was not signed with the agency's certificate; use that one.",
    ),
    "WRONG_FIELD": Message(
        _PART,
        "Ký nhầm ô: chữ ký cá nhân và chữ ký cơ quan bị đổi chỗ; hãy ký lại đúng ô.",
        "Signed in the wrong field, personal and agency's exchanged; sign in the right one.",
    ),
    "SAME_SIGNER": Message(
        _PART,
        "Hai lớp chữ ký dùng cùng một chứng thư; mỗi lớp phải do đúng chủ thể của nó ký.",
        "Both layers were made with one certificate; each needs its own holder.",
    ),
    "EXTRA_SIGNATURE": Message(
        _PART,
        "Có chữ ký ở vị trí không được yêu cầu; hãy lấy lại dự thảo và chỉ ký các ô quy định.",
        "There is a signature where none is asked for; sign only the prescribed fields.",
    ),
    "NO_TIMESTAMP": Message(
        _PART,
        "Chữ ký không có dấu thời gian; hãy bật dấu thời gian rồi ký lại.",
        "A signature has no time stamp; switch time stamping on and sign again.",
    ),
    "NOT_NUMBERED": Message(
        _PART,
        "Đã ký số cơ quan nhưng chưa ghi số hoặc ngày ban hành; hãy cấp số trước khi đóng dấu.",
        "It was sealed without number or date; give it its number before sealing.",
    ),
    "PICTURE_MOVED": Message(
        _PART,
        "Hình chữ ký hoặc dấu đặt sai vị trí quy định; hãy ký lại đúng vị trí.",
        "The picture of a signature or seal stands in the wrong place; sign in the right one.",
    ),
    "UNSIGNED": Message(
        _NONE,
        "Tệp chưa có chữ ký số nào; hãy trình ký trước khi phát hành.",
        "The file carries no digital signature; have it signed before it is issued.",
    ),
}

_ORDER = {code: place for place, code in enumerate(MESSAGES)}
_WORDS = {
    "vi": {
        Outcome.VALID: "HỢP LỆ",
        Outcome.INCOMPLETE: "CHƯA ĐỦ",
        Outcome.UNTRUSTED: "KHÔNG TIN CẬY",
        Outcome.INVALID: "ĐÃ BỊ THAY ĐỔI",
        Outcome.UNSIGNED: "CHƯA KÝ",
        Outcome.UNREADABLE: "KHÔNG ĐỌC ĐƯỢC",
    },
    "en": {
        Outcome.VALID: "VALID",
        Outcome.INCOMPLETE: "INCOMPLETE",
        Outcome.UNTRUSTED: "NOT TRUSTED",
        Outcome.INVALID: "ALTERED",
        Outcome.UNSIGNED: "UNSIGNED",
        Outcome.UNREADABLE: "UNREADABLE",
    },
}
_HEADS = {
    "vi": ("Toàn vẹn", "Tin cậy", "Đủ lớp, đúng thứ tự"),
    "en": ("Intact", "Trusted", "Complete and in order"),
}
_ANSWERS = {
    "vi": ("đạt", "không đạt", "không xét được"),
    "en": ("yes", "no", "cannot be said"),
}


def severity(code: str) -> int:
    """Place of a code in the order from worst to mildest."""
    return _ORDER[code]


def outcome(code: str) -> Outcome:
    """The word a code leads to by itself."""
    return MESSAGES[code].outcome


def sentence(code: str, lang: str = "vi") -> str:
    """Cause and remedy in one sentence. `lang` is "vi" or "en"."""
    message = MESSAGES[code]
    return message.en if lang == "en" else message.vi


def word(verdict: Verdict, lang: str = "vi") -> str:
    """The verdict in one or two capital words."""
    return _WORDS["en" if lang == "en" else "vi"][verdict.verdict]


def three_lines(verdict: Verdict, lang: str = "vi") -> tuple[str, str, str]:
    """Intact, trusted, complete and in order: each answered, with its worst reason."""
    lang = "en" if lang == "en" else "vi"
    yes, no, unknown = _ANSWERS[lang]
    blank = verdict.verdict in (Outcome.UNREADABLE, Outcome.UNSIGNED)
    lines = []
    for head, kind in zip(_HEADS[lang], (_BAD, _POOR, _PART), strict=True):
        code = next((code for code in verdict.codes if outcome(code) is kind), None)
        if blank:
            answer = f"{unknown}. {sentence(verdict.codes[0], lang)}"
        elif code is not None:
            answer = f"{no}. {sentence(code, lang)}"
        elif kind is _POOR and not all(item.trusted for item in verdict.signatures):
            answer = unknown
        else:
            answer = yes
        lines.append(f"{head}: {answer}")
    return lines[0], lines[1], lines[2]


def shown(text: str) -> str:
    """Foreign text made safe to show: NFC, without controls or marks of direction."""
    kept = (
        char
        for char in unicodedata.normalize("NFC", text)
        if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    )
    return "".join(kept).strip()[:200]

"""The signs by which a forged letter is known, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mock_office.agency import Agency
from mock_office.mail.letters import Letter

_RUNS = (".exe", ".scr", ".bat", ".js", ".vbs", ".cmd", ".msi", ".iso", ".lnk", ".html", ".htm")
_ASKS = (
    ("mã pin", "Thư đòi mã PIN."),
    ("otp", "Thư đòi mã OTP."),
    ("mật khẩu", "Thư đòi mật khẩu."),
    ("chuyển khoản", "Thư đòi chuyển tiền."),
)


def signs(letter: Letter, agency: Agency) -> tuple[str, ...]:
    """Every sign of forgery in a letter; none for one that shows nothing."""
    return tuple(_signs(letter, agency))


def _signs(letter: Letter, agency: Agency) -> Iterator[str]:
    known = {unit.address.lower() for unit in agency.units}
    known |= {person.address.lower() for person in agency.people}
    sender = letter.sender.address.lower()
    if sender not in known:
        yield f"Địa chỉ gửi {letter.sender.address} không có trong danh bạ của cơ quan."
    if letter.reply_to and letter.reply_to.address.lower() != sender:
        yield f"Trả lời sẽ đi tới địa chỉ khác: {letter.reply_to.address}."
    for link in letter.links:
        if _host(link.text) != _host(link.target):
            yield f"Liên kết ghi «{link.text}» nhưng dẫn tới {link.target}."
    for file in letter.attachments:
        if file.name.lower().endswith(_RUNS):
            yield f"Tệp «{file.name}» là chương trình, không phải tài liệu."
    text = f"{letter.subject} {letter.body}".casefold()
    yield from (said for word, said in _ASKS if word in text)


def _host(address: str) -> str:
    found = re.match(r"(?:\w+://)?([^/\s]+)", address.strip().lower())
    return found[1] if found else ""

"""The options of the command that checks signed files, explained in both languages."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from mock_office.signing import form
from mock_office.signing.pki import VIETNAM
from mock_office.signing.verdict import LAYERS

LANGUAGES = ("vi", "en")


class Parser(argparse.ArgumentParser):
    """Says in both languages what is wrong, and where to look; ends with status 2."""

    def error(self, message: str) -> NoReturn:
        missing = "required" in message
        vietnamese = (
            "Thiếu tham số: luôn cần một tệp hoặc thư mục và --trust CHỨNG_THƯ_GỐC."
            if missing
            else "Dùng lệnh sai."
        )
        self.exit(2, f"{vietnamese} / {message}\nXem / See: {self.prog} --help\n")


def arguments(prog: str) -> argparse.ArgumentParser:
    """A parser that ends the process with status 2 on wrong use."""
    parser = Parser(
        prog=prog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description=(
            "Kiểm tra chữ ký số trên tệp PDF: toàn vẹn, tin cậy, đủ lớp và đúng thứ tự.\n"
            "Check the digital signatures of PDF files: intact, trusted, complete, in order."
        ),
        epilog=(
            "Mã thoát: 0 mọi tệp hợp lệ, 1 có tệp không hợp lệ, 2 dùng lệnh sai.\n"
            "Exit status: 0 all files valid, 1 some are not, 2 wrong use.\n"
            "Không tải gì từ mạng. / Nothing is fetched from a network."
        ),
    )
    add = parser.add_argument
    add("files", nargs="+", type=Path, metavar="FILE", help="tệp hoặc thư mục / file or folder")
    add(
        "--trust",
        required=True,
        type=Path,
        metavar="CERT",
        help="chứng thư CA gốc tin cậy, PEM hoặc DER / the trusted root, PEM or DER",
    )
    add(
        "--crl",
        action="append",
        default=[],
        type=Path,
        metavar="CRL",
        help="danh sách thu hồi; không ghi thì dùng danh sách trong tệp / a revocation list; "
        "without any, those kept in the file",
    )
    add(
        "--other-certs",
        action="append",
        default=[],
        type=Path,
        metavar="CERT",
        help="chứng thư CA trung gian / intermediate certificates",
    )
    add(
        "--leader",
        type=Path,
        metavar="CERT",
        help="chứng thư phải dùng ở lớp người ký / certificate the leader's layer must have",
    )
    add(
        "--agency",
        type=Path,
        metavar="CERT",
        help="chứng thư phải dùng ở lớp cơ quan / certificate the agency's layer must have",
    )
    add(
        "--leader-field",
        default=form.LEADER,
        metavar="NAME",
        help="tên ô chữ ký của người ký / name of the leader's field (%(default)s)",
    )
    add(
        "--agency-field",
        default=form.AGENCY,
        metavar="NAME",
        help="tên ô chữ ký của cơ quan / name of the agency's field (%(default)s)",
    )
    add(
        "--layer",
        action="append",
        default=[],
        choices=LAYERS,
        help="lớp phải có; không ghi thì theo các ô có trong tệp / a layer that must be there; "
        "without any, those the file has fields for",
    )
    add(
        "--draft",
        type=Path,
        metavar="PDF",
        help="dự thảo đã trình, để so với bản đã ký / the draft as submitted, to compare with",
    )
    add(
        "--require-timestamp",
        action="store_true",
        help="mọi lớp phải có dấu thời gian / every layer must have a time stamp",
    )
    add(
        "--at",
        type=moment,
        metavar="TIME",
        help="thời điểm xét chứng thư, ISO 8601; mặc định là bây giờ / the moment certificates "
        "are judged at, ISO 8601; now by default",
    )
    add("--json", action="store_true", help="in dạng JSON, mỗi tệp một dòng / JSON, a line a file")
    add("--lang", default="vi", choices=LANGUAGES, help="ngôn ngữ kết quả / language")
    return parser


def moment(text: str) -> datetime:
    """A time from ISO 8601; without a zone it is Vietnam's. Raises ValueError."""
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=VIETNAM)

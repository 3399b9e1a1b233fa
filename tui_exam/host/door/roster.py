"""Candidates from the organiser's list, and the slips that are handed out to them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...vietnamese.text import clean, fold
from .accounts import BadAccounts

LARGEST = 4 << 20
MOST = 5000
SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
_COLUMNS = {
    "code": ("so bao danh", "sbd", "ma", "code"),
    "name": ("ho va ten", "ho ten", "ten", "name"),
    "unit": ("don vi", "don vi cong tac", "co quan", "unit"),
    "key": ("khoa cong khai", "khoa", "key"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list."""

    line: int
    code: str
    name: str
    unit: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """What a candidate is given on paper. The password stands nowhere else."""

    code: str
    name: str
    unit: str
    password: str
    one_time: bool


def read_list(path: Path) -> list[Listed]:
    """The candidates of a list with a head line.

    Args:
        path: CSV (comma, semicolon or tab; UTF-8) or a spreadsheet (XLSX, XLS, ODS).

    Raises BadAccounts, which names the line, and OSError.
    """
    if path.stat().st_size > LARGEST:
        raise BadAccounts(f"{path}: tệp danh sách quá lớn.")
    rows = _sheet(path) if path.suffix.lower() in SHEETS else _text(path)
    if not rows:
        raise BadAccounts(f"{path}: danh sách trống.")
    columns = _head(rows[0], path)
    listed, seen = [], dict[str, int]()
    for line, row in enumerate(rows[1:], 2):
        cells = [clean(cell).strip() for cell in row]
        if not any(cells):
            continue
        found = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
        code = found["code"].upper()
        if code in seen:
            raise BadAccounts(f"{path}, dòng {line}: số báo danh {code} đã có ở dòng {seen[code]}.")
        seen[code] = line
        listed.append(Listed(line, code, found["name"], found["unit"], found.get("key", "")))
    if len(listed) > MOST:
        raise BadAccounts(f"{path}: quá {MOST} thí sinh.")
    return listed


def _head(row: Sequence[str], path: Path) -> dict[str, int]:
    titles = [" ".join(fold(clean(cell)).split()) for cell in row]
    columns = {}
    for name, known in _COLUMNS.items():
        for at, title in enumerate(titles):
            if title in known and name not in columns:
                columns[name] = at
    missing = {"code", "name", "unit"} - columns.keys()
    if missing:
        raise BadAccounts(
            f"{path}, dòng 1: cần các cột «Số báo danh», «Họ và tên», «Đơn vị» "
            "(và, nếu có, «Khóa công khai»)."
        )
    return columns


def _text(path: Path) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadAccounts(f"{path}: tệp phải ở bảng mã UTF-8.") from None
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise BadAccounts(f"{path}: không đọc được ({error}).") from None


def _sheet(path: Path) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(nrows=MOST + 2)
    except (CalamineError, ValueError, IndexError, OSError) as error:
        raise BadAccounts(f"{path}: không đọc được bảng tính ({type(error).__name__}).") from None
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def slips(made: Iterable[Slip], *, host: str, port: int, fingerprint: str) -> str:
    """The slips as text, one after the other, to be printed and cut.

    Args:
        host: How the machine is called in the room, e.g. its address.
        fingerprint: Of the host key, for the first connection.
    """
    return "\n".join(_slip(each, host, port, fingerprint) for each in made)


def _slip(slip: Slip, host: str, port: int, fingerprint: str) -> str:
    where = f"{slip.code}@{host}"
    command = f"ssh {where}" if port == 22 else f"ssh -p {port} {where}"
    secret = "3. Vào bằng khóa công khai đã đăng ký, không cần mật khẩu.\n"
    if slip.password:
        kept = "dùng cho một buổi thi" if slip.one_time else "dùng lâu dài"
        secret = (
            f"3. Gõ mật khẩu rồi Enter:  {slip.password}  ({kept})\n"
            "   Khi gõ, mật khẩu không hiện lên màn hình.\n"
        )
    return (
        f"{'-' * 72}\n"
        "PHIẾU VÀO PHÒNG THI (THI THỬ)\n"
        f"Số báo danh: {slip.code}\n"
        f"Họ và tên:   {slip.name}\n"
        f"Đơn vị:      {slip.unit}\n"
        f"1. Gõ lệnh:  {command}\n"
        "2. Lần đầu, chỉ trả lời «yes» khi dấu vân tay hiện ra đúng là\n"
        f"   {fingerprint}\n"
        f"{secret}"
        "Mất kết nối: gõ lại lệnh ở bước 1, bài làm tiếp từ chỗ cũ; đồng hồ vẫn chạy.\n"
    )

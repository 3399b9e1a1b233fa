"""What the command line does with question files: plain functions that print and return a code.

Codes: 0 everything went through, 1 something needs a look, 2 nothing could be done.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from ..exam.bank import Bank, load_bank
from ..exam.items import LEVEL_NAMES, Kind
from ..yaml_lines import FileFaults
from .columns import KIND_NAMES
from .gathering import label_of
from .imported import Imported, ImportedItem, read_file
from .legacy import ENCODINGS
from .model import Loss, from_item
from .native import topic_slug, write_native_files
from .paper import Heading, print_paper
from .table_writer import write_table
from .writing import WRITERS, Taken, format_of, save

FORMATS = (*WRITERS, "paper")
_SHOWN = 20  # problems, losses and questions that are shown to a person
_FIELD_NAMES = {
    **{"level": "mức độ", "part_marks": "cách chấm", "why": "giải thích từng phương án"},
    **{"answer_why": "giải thích đáp án", "basis": "căn cứ", "valid_from": "hiệu lực từ"},
    **{"reviewed": "ngày rà soát", "next_review": "hạn rà soát tiếp"},
}


def import_file(
    path: Path,
    to: Path | None = None,
    dry_run: bool = False,
    as_json: bool = False,
    encoding: str | None = None,
) -> int:
    """Read a question file, tell what is wrong with it, and write what is good.

    Args:
        to: Where the good questions go: a new file whose suffix names its format, or a folder
            that gets one native bank file for each topic. Without it nothing is written.
        dry_run: Only look, even when `to` is given.
        as_json: Print one JSON object instead of text.
        encoding: One of `legacy.ENCODINGS`, for a file that is not UTF-8.
    """
    if encoding is not None and encoding not in ENCODINGS:
        print(f"Không biết bảng mã «{encoding}». Dùng một trong: {', '.join(ENCODINGS)}.")
        return 2
    found = read_file(path, encoding=encoding)
    code = 0 if found.clean else 1 if found.items else 2
    said: list[str] = []
    if to is not None and found.items and not dry_run:
        try:
            said = _write_imported(found.items, to)
        except _Failed as error:
            said, code = [str(error)], 2
    if as_json:
        print(json.dumps(found.to_json() | {"written": said}, ensure_ascii=False, indent=2))
        return code
    _tell(found)
    for line in said:
        print(line)
    if found.items and (to is None or dry_run):
        print("Chưa ghi gì. Muốn ghi, chọn tệp hoặc thư mục đích.")
    return code


def export_bank(
    folder: Path,
    out: Path,
    fmt: str = "",
    *,
    topic: str = "",
    count: int = 0,
    heading: Heading | None = None,
    when: datetime | None = None,
) -> int:
    """Write a bank, or one topic of it, in another format; print what that could not hold.

    Args:
        out: A new file; for `yaml` a folder; for `paper` a PDF, beside which the key is put.
        fmt: One of FORMATS; without it the suffix of `out` decides.
        topic: The id of the one topic that is wanted.
        count: How many questions a printed paper has; 0 for all that are law on its day.
        heading: What stands above a printed paper.
        when: The time of making in a printed paper, with its zone; without it the last review,
            so that the same bank gives the same file.
    """
    fmt = fmt or ("paper" if out.suffix.lower() == ".pdf" else format_of(out) or "")
    if fmt not in FORMATS:
        print(f"Không biết định dạng «{fmt}». Dùng một trong: {', '.join(FORMATS)}.")
        return 2
    try:
        bank = load_bank(folder)
    except FileFaults as error:
        print(error)
        return 2
    items = [from_item(item) for item in bank.items if topic in ("", item.topic)]
    if not items:
        print(f"Ngân hàng không có câu nào thuộc chủ đề «{topic}».")
        return 2
    try:
        if fmt == "paper":
            made = when or _last_review(items)
            items = [item for item in items if _is_law(item, made.date())]
            items = _print(items, out, heading or Heading(), made, count)
            losses: Sequence[Loss] = ()
        else:
            losses = _export(bank, items, out, fmt)
    except _Failed as error:
        print(error)
        return 2
    left = {loss.item for loss in losses if loss.field == "item"}
    print(f"Đã ghi {len(items) - len(left)}/{len(items)} câu vào {out}.")
    _tell_losses(losses)
    return 1 if left else 0


def write_template(out: Path) -> int:
    """Write the empty spreadsheet that question writers fill in."""
    try:
        _save(out, write_table([]).data)
    except _Failed as error:
        print(error)
        return 2
    print(f"Đã ghi bảng tính mẫu {out}.")
    return 0


class _Failed(Exception):
    """Nothing could be written; the text says why."""


def _save(path: Path, data: bytes) -> None:
    try:
        save(path, data)
    except Taken as error:
        raise _Failed(f"Đã có tệp {error.path}; chọn tên khác.") from None
    except OSError as error:
        raise _Failed(f"Không ghi được {path}: {error.strerror}.") from None


def _write_imported(items: Sequence[ImportedItem], to: Path) -> list[str]:
    if to.suffix == "" or to.is_dir():
        said = []
        for name, written in write_native_files(items).items():
            said += _write_one(to, name, written.data, written.losses)
        return said
    fmt = format_of(to)
    if fmt is None:
        raise _Failed(f"Không biết ghi định dạng «{to.suffix}».")
    written = WRITERS[fmt](items)
    _save(to, written.data)
    return [f"Đã ghi {to}.", *_losses_told(written.losses)]


def _write_one(folder: Path, name: str, data: bytes, losses: Sequence[Loss]) -> list[str]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _Failed(f"Không tạo được thư mục {folder}: {error.strerror}.") from None
    _save(folder / name, data)
    return [f"Đã ghi {folder / name}.", *_losses_told(losses)]


def _export(
    bank: Bank,
    items: Sequence[ImportedItem],
    out: Path,
    fmt: str,
) -> Sequence[Loss]:
    if fmt == "yaml":
        titles = {topic_slug(name): title for name, title in bank.titles.items()}
        losses: list[Loss] = []
        for name, written in write_native_files(items, titles).items():
            _write_one(out, name, written.data, ())
            losses += written.losses
        return losses
    written = WRITERS[fmt](items)
    _save(out, written.data)
    return written.losses


def _print(
    items: list[ImportedItem], out: Path, heading: Heading, made: datetime, count: int
) -> list[ImportedItem]:
    """Save a paper and, beside it, its key; the questions it has."""
    key = out.with_name(f"{out.stem}-dap-an.pdf")
    if key.exists():
        raise _Failed(f"Đã có tệp {key}; chọn tên khác.")
    if not items:
        raise _Failed("Không có câu hỏi nào còn hiệu lực vào ngày in.")
    printed = print_paper(items, heading, when=made, count=count)
    _save(out, printed.paper)
    _save(key, printed.key)
    print(f"Đáp án: {key}.")
    return items[: count or None]


def _is_law(item: ImportedItem, day: date) -> bool:
    begun = item.valid_from is None or item.valid_from <= day
    return begun and (item.valid_to is None or day <= item.valid_to)


def _last_review(items: Sequence[ImportedItem]) -> datetime:
    """The day of the latest review: the same bank then makes the same file."""
    days = [item.reviewed for item in items if item.reviewed]
    return datetime.combine(max(days, default=date(1980, 1, 1)), time(), UTC)


def _tell(found: Imported) -> None:
    print(f"{found.file}: nhận {len(found.items)} câu, bỏ {found.skipped} câu.")
    for problem in found.problems[:_SHOWN]:
        print(f"  - {problem}")
    more = len(found.problems) + found.unlisted - _SHOWN
    if more > 0:
        print(f"  … và {more} điểm khác cần xem.")
    for number, item in enumerate(found.items[:_SHOWN], 1):
        print(_preview(number, item))
    if len(found.items) > _SHOWN:
        print(f"  … và {len(found.items) - _SHOWN} câu nữa.")
    gaps = Counter(name for item in found.items for name in item.missing)
    if gaps:
        print("Phải điền thêm trước khi dùng:")
        for name, count in gaps.items():
            print(f"  - {_FIELD_NAMES[name]}: {count} câu")


def _preview(number: int, item: ImportedItem) -> str:
    level = f", {LEVEL_NAMES[item.level]}" if item.level else ""
    head = f"{number}. [{KIND_NAMES[item.kind]}{level}] {label_of(item.stem)}"
    if item.kind is Kind.SHORT:
        return f"{head}\n     = {', '.join(item.accept)}"
    rows = [head]
    for option in item.options:
        mark = "*" if option.correct else " "
        match = f" -> {option.match}" if option.match else ""
        rows.append(f"   {mark} {option.key.upper()}. {label_of(option.text + match)}")
    return "\n".join(rows)


def _tell_losses(losses: Iterable[Loss]) -> None:
    for line in _losses_told(losses):
        print(line)


def _losses_told(losses: Iterable[Loss]) -> list[str]:
    """Losses of one sort on one line, with how many questions they touch."""
    sorts: dict[str, list[str]] = {}
    for loss in losses:
        sorts.setdefault(loss.what, []).append(loss.item)
    told = []
    for what, items in sorts.items():
        named = ", ".join(items[:3]) + (", …" if len(items) > 3 else "")
        told.append(f"  - {what} ({len(items)} câu: {named})")
    return ["Định dạng này không giữ được:", *told] if told else []

"""What a seat can show and keep, looked at one by one, with the exact line that mends it."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from .keymaps import FILE, listing, read_keymap
from .places import Places, places
from .texts import Words, msg
from .theme import look_for

LETTERS = "ắằẳẵặ ếềểễệ ốồổỗộ ớờởỡợ ứừửữự ỳỷỹỵ Đđ ─│┌┐└┘"
LEAST_FREE = 200 * 1024 * 1024  # bytes
VIETNAM_OFFSET = 7 * 3600  # seconds
SLOW_ESCAPE, FAR_ESCAPE = 200, 500  # milliseconds: at this machine, over SSH


class Grade(StrEnum):
    """How a check came out, as it is printed."""

    GOOD = "[+]"
    POOR = "[~]"
    BAD = "[-]"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Args:
        grade: How it came out.
        what: What was found, in the language of the session.
        remedy: What to do about it, the lines to type among it; empty when all is well.
    """

    grade: Grade
    what: str
    remedy: tuple[str, ...] = ()


CONSOLE = (
    msg("Trên console Linux, cài và chọn phông có chữ Việt (chạy với quyền quản trị):"),
    "sudo apt-get install console-setup",
    "sudo sed -i -e 's/^CODESET=.*/CODESET=\"Vietnamese\"/' "
    "-e 's/^FONTFACE=.*/FONTFACE=\"Fixed\"/' /etc/default/console-setup",
    "sudo setupcon",
)
PUTTY = (
    msg("Với PuTTY: Window > Translation > Remote character set: UTF-8."),
    msg("Window > Appearance > Font: Consolas hoặc DejaVu Sans Mono."),
    msg("Connection > Data > Terminal-type string: xterm-256color."),
)


def run_doctor(environment: Mapping[str, str], language: str, *, ask: bool) -> int:
    """Print every finding; status 1 when something keeps the exam from being sat here.

    Args:
        environment: The variables of this terminal.
        language: "vi" or "en".
        ask: Whether the person may be asked what he sees.
    """
    tr = Words(language)
    _never_fail_to_print()
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    findings = list(look_at(environment, places(environment), tr, terminal=terminal))
    for each in findings:
        _tell(each)
    if ask and terminal:
        for each in _asked(tr):
            _tell(each)
            findings.append(each)
    bad = sum(each.grade is Grade.BAD for each in findings)
    print(tr.count("{n} điều phải sửa.", bad) if bad else tr("Chỗ ngồi này dùng được."))
    return 1 if bad else 0


def look_at(
    environment: Mapping[str, str], where: Places, tr: Words, *, terminal: bool
) -> Iterator[Finding]:
    """Everything that can be found out without asking."""
    yield _terminal(environment, tr, terminal)
    yield _colours(environment, tr)
    yield _encoding(environment, tr)
    if terminal:
        yield _size(tr)
    yield _escape(environment, tr)
    yield _zone(tr)
    yield _folder(where.data, tr)
    yield _free(where.data, tr)
    keymap = read_keymap(where.settings / FILE, tr)
    for problem in keymap.problems:
        yield Finding(Grade.POOR, problem, (str(where.settings / FILE),))


def _asked(tr: Words) -> Iterator[Finding]:
    """What only the person at the terminal can say."""
    yield ask_letters(tr, input)
    yield from ask_keys(tr, input)


def ask_letters(tr: Words, ask: Callable[[str], str]) -> Finding:
    """Show one line of letters and ask whether it can be read: a font cannot be asked."""
    print(LETTERS)
    try:
        said = ask(tr("Dòng trên có hiện đủ chữ, không có ô vuông hay dấu hỏi? (c/k) "))
    except EOFError:
        said = ""
    if said.strip().lower()[:1] in ("c", "y"):
        return Finding(Grade.GOOD, tr("Phông chữ: đủ chữ Việt và đường kẻ."))
    remedy = tuple(tr(line) for line in (*CONSOLE, *PUTTY))
    return Finding(Grade.BAD, tr("Phông chữ: thiếu chữ."), remedy)


def ask_keys(tr: Words, ask: Callable[[str], str]) -> Iterator[Finding]:
    """Let the person try the keys, if that is wished: no terminal says which it keeps back."""
    try:
        said = ask(tr("Thử từng phím của chương trình? (c/k) "))
    except EOFError:
        said = ""
    if said.strip().lower()[:1] not in ("c", "y"):
        return
    from .doctor_keys import KEYS, SLOW, keyboard, try_keys

    with keyboard(sys.stdin.fileno()) as pressed:
        wrong, pause = try_keys(tr, pressed, lambda text: print(f"{text}\r"))
    if wrong:
        yield Finding(Grade.POOR, tr("Có phím không tới được chương trình."), tuple(wrong))
    else:
        names = ", ".join(key.name for key in KEYS)
        yield Finding(Grade.GOOD, tr("Phím: {keys} đều tới.", keys=names))
    if pause > SLOW:
        what = tr("Đường truyền ngắt phím ra từng mảnh ({n} ms).", n=round(pause * 1000))
        yield Finding(Grade.POOR, what, ("export ESCDELAY=300",))


def print_keys(environment: Mapping[str, str], language: str) -> int:
    """Print every command with its id and keys; status 1 when the file of own keys has faults."""
    tr = Words(language)
    _never_fail_to_print()
    path = places(environment).settings / FILE
    keymap = read_keymap(path, tr)
    for line in listing(keymap, tr):
        print(line)
    print(tr("Tệp phím riêng: {path}", path=path))
    print('[keys]\n"theory.flag" = "g"')
    for problem in keymap.problems:
        print(problem, file=sys.stderr)
    return 1 if keymap.problems else 0


def _never_fail_to_print() -> None:
    """A terminal that cannot show a letter is what is being looked for; it gets a mark instead."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _tell(finding: Finding) -> None:
    print(f"{finding.grade} {finding.what}")
    for line in finding.remedy:
        print(f"    {line}")


def _terminal(environment: Mapping[str, str], tr: Words, terminal: bool) -> Finding:
    term = environment.get("TERM", "")
    if not terminal:
        return Finding(
            Grade.BAD,
            tr("Không chạy trong cửa sổ dòng lệnh (terminal)."),
            (tr("Mở một terminal rồi gõ:"), "tui-exam doctor"),
        )
    if term in ("", "dumb"):
        return Finding(
            Grade.POOR,
            tr("TERM={term}: không di chuyển được con trỏ; dùng được cách đối thoại từng dòng.",
               term=term or '""'),
            ("tui-exam --plain", "export TERM=xterm-256color"),
        )  # fmt: skip
    return Finding(Grade.GOOD, f"TERM={term}")


def _colours(environment: Mapping[str, str], tr: Words) -> Finding:
    look = look_for(
        environment.get("TERM", ""),
        environment.get("COLORTERM", ""),
        bool(environment.get("NO_COLOR")),
    )
    names = {"standard": "16", "256": "256", "truecolor": "16777216"}
    what = tr("Màu: {n}. Giao diện: {look}.", n=names[look.depth], look=look.theme)
    if environment.get("NO_COLOR"):
        what += " NO_COLOR."
    return Finding(Grade.GOOD, what)


def _encoding(environment: Mapping[str, str], tr: Words) -> Finding:
    chosen = next(
        (environment[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(name)), ""
    )
    if "utf" in chosen.lower():
        return Finding(Grade.GOOD, f"UTF-8 ({chosen})")
    return Finding(
        Grade.POOR,
        tr("Bảng mã của phiên làm việc không phải UTF-8: {name}.", name=chosen or tr("(không có)")),
        ("export LANG=C.UTF-8", tr(PUTTY[0])),
    )


def _size(tr: Words) -> Finding:
    columns, lines = shutil.get_terminal_size()
    what = tr("Cửa sổ: {columns} cột, {lines} dòng.", columns=columns, lines=lines)
    if columns >= 80 and lines >= 24:
        return Finding(Grade.GOOD, what)
    return Finding(Grade.BAD, what, (tr("Cần ít nhất 80 cột, 24 dòng: phóng to cửa sổ."),))


def _escape(environment: Mapping[str, str], tr: Words) -> Finding:
    delay = environment.get("ESCDELAY", "")
    far = bool(environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"))
    most = FAR_ESCAPE if far else SLOW_ESCAPE
    if delay.isdecimal() and int(delay[:9]) > most:
        return Finding(
            Grade.POOR,
            tr("Phím Esc phải chờ {n} ms (ESCDELAY).", n=int(delay[:9])),
            (f"export ESCDELAY={300 if far else 50}",),
        )
    if far and not (delay.isdecimal() and int(delay[:9]) > SLOW_ESCAPE):
        return Finding(
            Grade.POOR,
            tr("Qua SSH, đường truyền chậm có thể cắt phím F thành nhiều phím."),
            ("export ESCDELAY=300",),
        )
    if environment.get("TMUX"):
        return Finding(
            Grade.POOR,
            tr("Trong tmux phím Esc có thể phải chờ nửa giây."),
            ("tmux set -s escape-time 50",),
        )
    return Finding(Grade.GOOD, tr("Phím Esc: không phải chờ lâu."))


def _zone(tr: Words) -> Finding:
    offset = time.localtime().tm_gmtoff
    if offset == VIETNAM_OFFSET:
        return Finding(Grade.GOOD, tr("Múi giờ: Việt Nam (+07:00)."))
    return Finding(
        Grade.POOR,
        tr("Múi giờ của máy lệch với Việt Nam; bài thi vẫn ghi giờ Việt Nam."),
        ("sudo timedatectl set-timezone Asia/Ho_Chi_Minh",),
    )


def _folder(folder: Path, tr: Words) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as file:
            file.write(b"x")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return Finding(
            Grade.BAD,
            tr("Nơi lưu bài không ghi được: {folder}: {why}.", folder=folder, why=error.strerror),
            (f"mkdir -p {folder}", f"chmod u+rwx {folder}"),
        )
    return Finding(Grade.GOOD, tr("Nơi lưu bài: {folder}", folder=folder))


def _free(folder: Path, tr: Words) -> Finding:
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        free = 0
    what = tr("Đĩa còn trống {n} MB.", n=free // (1024 * 1024))
    if free >= LEAST_FREE:
        return Finding(Grade.GOOD, what)
    return Finding(Grade.BAD, what, (tr("Cần ít nhất 200 MB: xóa bớt tệp, hoặc đổi nơi lưu bài:"),
                                     "export TUI_EXAM_DATA=/duong/dan/khac"))  # fmt: skip

"""The letters of an attempt, as files an ordinary mail program opens."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from mock_office.mail.letters import Letter
from mock_office.mail.messages import export_eml, export_maildir

from .places import places, seat_name
from .seat import local_records
from .sitting.exam import FAMILY_NAMES, Exam
from .store.protocol import StoreError

Writer = Callable[[tuple[Letter, ...], Path], object]
FORMATS: Final[Mapping[str, Writer]] = {"maildir": export_maildir, "eml": export_eml}


def export_mailbox(attempt: str, to: Path, form: str) -> int:
    """Write the mail of every task of an attempt; 0, or 1 with the reason in words.

    Each task that has letters gets a subfolder named after its family. Nothing that is
    there already is written over.
    """
    records = local_records(places(dict(os.environ)), seat_name())
    try:
        exam = asyncio.run(records.read_only(attempt))
        if to.exists():
            print(f"{to} đã có. Chọn một thư mục mới.", file=sys.stderr)
            return 1
        count = write_mail(exam, to, form)
    except KeyError:
        print(f"Không có bài thi mã {attempt}.", file=sys.stderr)
        return 1
    except (StoreError, ValueError) as error:
        print(f"Không đọc được bài thi {attempt}: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Không ghi được vào {to}: {error.strerror}", file=sys.stderr)
        return 1
    print(f"Đã xuất {count} thư vào {to}.")
    return 0


def write_mail(exam: Exam, to: Path, form: str) -> int:
    """Write every task's letters as they lie at the end; returns how many there are."""
    count = 0
    for part in exam.tasks:
        letters = exam.desk(part).letters
        if letters:
            to.mkdir(parents=True, exist_ok=True)
            FORMATS[form](letters, to / part)
            print(f"{FAMILY_NAMES[part]}: {to / part}")
            count += len(letters)
    return count

"""What the commands around signatures do: the result slip, tokens that locked themselves."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

from .places import places
from .reports import records_here, run
from .sitting.orders import BadOrder, unlock_token
from .store.protocol import NoSuchAttempt
from .vntime import VIETNAM


def export_slip(attempt: str, target: Path | None) -> int:
    """Write an attempt's signed result slip; says where the root lies to check it by."""
    if not attempt or target is None:
        print("Hãy ghi: tui-exam results export MÃ_LẦN_THI --pdf TỆP", file=sys.stderr)
        return 2

    async def work() -> int:
        from .slip.content import Slip
        from .slip.installation import installation
        from .slip.make import make_slip
        from .store.chain import short_code
        from .store.disk import Disk

        records = records_here()
        try:
            exam, result = await records.read_past(attempt)
            head = await records.store.head(attempt)
        except (KeyError, ValueError, NoSuchAttempt) as error:
            print(f"Không đọc được kết quả của {attempt}: {error}", file=sys.stderr)
            return 1
        now = datetime.fromtimestamp(records.clock.wall(), VIETNAM)
        signer = installation(places(dict(os.environ)).data, Disk(), now)
        slip = Slip(
            exam.who,
            exam.blueprint.title,
            exam.sitting.attempt.started,
            result,
            short_code(head.hash),
            signer.title,
        )
        data = make_slip(slip, signer, now)
        try:
            target.write_bytes(data)
        except OSError as error:
            print(f"Không ghi được {target}: {error.strerror}", file=sys.stderr)
            return 1
        print(f"Đã ghi phiếu kết quả vào {target}")
        print(f"Chứng thư gốc để kiểm tra: {signer.root}")
        print(f"Kiểm tra: tui-exam verify-pdf {target} --trust {signer.root}")
        return 0

    return run(work())


def unlock_tokens(attempt: str, *, reason: str, by: str) -> int:
    """Give every locked signing token of a running attempt its tries back."""

    async def work() -> int:
        from .sitting.giving import give

        records = records_here()
        try:
            exam = await records.read_only(attempt)
            locked = [
                (task.id, token.id)
                for part, task in exam.tasks.items()
                for token in exam.desk(part).tokens
                if exam.desk(part).tries_left(token.id) <= 0
            ]
            taken = []
            for task, token in locked:
                order = unlock_token(task, token, reason, by, records.clock.wall())
                taken.append(await give(records, attempt, order))
        except (BadOrder, NoSuchAttempt, KeyError) as error:
            print(str(error) or f"Không có bài {attempt}.", file=sys.stderr)
            return 1
        if not locked:
            print("Không có thiết bị ký số nào bị khóa trong bài này.")
            return 1
        print(f"Đã mở khóa {len(locked)} thiết bị ký số.")
        if not all(taken):
            print("Máy đang giữ bài chưa nhận lệnh; lệnh được thực hiện ngay khi máy đó đọc tới.")
        return 0

    return run(work())

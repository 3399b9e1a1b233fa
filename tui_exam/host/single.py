"""One candidate in a terminal that OpenSSH has already opened and checked."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from textual import on
from textual.events import Mount

from .. import app as app_module
from ..app import ExamApp
from ..places import places
from ..seat import local_room, ui_for
from ..sitting.clock import SystemClock
from ..sitting.records import Records
from ..sitting.room import Room
from ..store import TinyAttemptStore
from .apps.personal import Personal
from .door.accounts import Accounts, BadAccounts
from .leaving import leave_when_told
from .settings import HostSettings


class SeatApp(ExamApp):
    """The app of a known candidate, whose line may be hung up."""

    CSS_PATH = str(Path(app_module.__file__).with_name("app.tcss"))

    @on(Mount)
    def _arrive(self) -> None:
        leave_when_told(self)  # the line is hung up: OpenSSH says so with SIGHUP


def run_single(settings: HostSettings, user: str) -> int:
    """Run the app until it ends; status 1 without an account of that name."""
    try:
        account = Accounts(settings.accounts).find(user)
    except (BadAccounts, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    if account is None:
        print(f"Không có tài khoản {user} trong danh sách thí sinh.", file=sys.stderr)
        return 1
    environment = dict(os.environ)
    address = environment.get("SSH_CONNECTION", "").split(" ")[0] or "máy chủ"
    records = Records(
        TinyAttemptStore(settings.data, **settings.room_on_disk), SystemClock.read(), address
    )

    personal = Personal(settings.data, settings.home)

    async def opened() -> Room:
        return await local_room(records, settings.banks, places(environment).cache)

    app = SeatApp(
        replace(ui_for(environment, "vi", keymap=personal.keymap(account.code).keys), afar=True),
        records,
        opened,
        exports=settings.exports / account.code,
        known=account.who,
        preferences=personal.preferences,
    )
    app.run()
    return app.return_code or 0

"""One seat in a browser: the app as a process that the web server starts for each page.

Run as `python -m tui_exam.host.web.seat`, never by hand: it speaks textual-serve's protocol on
its standard input and output.
"""

from __future__ import annotations

import os
import socket
import sys


def main() -> int:
    """The whole life of a seat. The environment is settled before Textual reads it."""
    from ..apps.environment import scrub

    size = {name: os.environ.get(name, "") for name in ("COLUMNS", "ROWS")}
    scrub(os.environ)
    os.environ.update({name: said for name, said in size.items() if said.isdecimal()})
    os.environ["TEXTUAL_DRIVER"] = "tui_exam.host.web.driver:SeatDriver"
    from ...app import ExamApp
    from ...keymaps import FILE, read_keymap
    from ...places import places
    from ...preferences import PreferenceFolder, Preferences
    from ...seat import banks_folder, local_records, local_room, ui_for
    from ...sitting.room import Room
    from ...texts import language_of

    environment = dict(os.environ)
    where = places(environment)
    records = local_records(where, f"{socket.gethostname()} trình duyệt {os.getpid()}")
    preferences = PreferenceFolder(where.data / "preferences")
    keymap = read_keymap(where.settings / FILE)

    async def open_here() -> Room:
        return await local_room(records, banks_folder(environment), where.cache)

    ui = ui_for(
        {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
        language_of(environment),
        first=preferences.read() or Preferences(),
        keymap=keymap.keys,
    )
    app = ExamApp(
        ui, records, open_here, exports=where.exports, preferences=preferences,
        notice=" ".join(keymap.problems),
    )  # fmt: skip
    app.run()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())

"""One release follows another without the door being closed in between.

Told by SIGUSR2, a host starts its own command again, which by then may belong to a newer
release. The new one comes up beside it on the same port; when it says that it is ready, the old
one tells its candidates, saves, and goes.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


def own_command(argv: Sequence[str], executable: str) -> list[str]:
    """How this program was started, to be started again.

    Args:
        argv: As the kernel had it (`sys.orig_argv`).
        executable: The Python that runs.

    A program that is a file of its own is started by its name and not by the Python it ran in:
    the name may lead to another installation meanwhile.
    """
    if len(argv) > 1 and os.path.isabs(argv[1]) and os.access(argv[1], os.X_OK):
        return list(argv[1:])
    return [executable, *argv[1:]]


@dataclass
class Successor:
    """The host that is to follow this one.

    Args:
        pid: Its process.
    """

    pid: int

    @classmethod
    def start(cls, environment: Mapping[str, str]) -> Successor:
        """Start this program's command again. Raises OSError."""
        command = own_command(sys.orig_argv, sys.executable)
        # In a session of its own: it must not end with the terminal this one was started in.
        return cls(os.posix_spawn(command[0], command, dict(environment), setsid=True))

    def ready(self, run_file: Path) -> bool:
        """Whether it has said that it serves."""
        with suppress(OSError, ValueError, TypeError, KeyError):
            return bool(json.loads(run_file.read_text(encoding="utf-8"))["pid"] == self.pid)
        return False

    def end(self) -> None:
        """It is not to follow after all."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)


def notify(state: str) -> None:
    """Tell the service manager, when there is one (sd_notify(3))."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    where = "\0" + address[1:] if address.startswith("@") else address
    with (
        suppress(OSError),
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock,
    ):
        sock.sendto(state.encode(), where)

"""Short messages between the supervisor and its processes."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping

LARGEST = 64 << 10
AT_ONCE = 64
Said = Mapping[str, object]


class Control:
    """One end of a pair of sockets; a message is a JSON object in one packet."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        sock.setblocking(False)
        self.open = True

    @classmethod
    def pair(cls) -> tuple[Control, Control]:
        """Two ends."""
        one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        return cls(one), cls(other)

    def send(self, **said: object) -> bool:
        """Send, or drop the message when the other end does not keep up or is gone."""
        try:
            self.sock.send(json.dumps(said).encode())
        except (BlockingIOError, OSError):
            return False
        return True

    def receive(self) -> Iterator[Said]:
        """What has come. `open` turns false when the other end is gone."""
        for _ in range(AT_ONCE):
            try:
                packet = self.sock.recv(LARGEST)
            except BlockingIOError:
                return
            except OSError:
                packet = b""
            if not packet:
                self.open = False
                return
            said = json.loads(packet)
            if isinstance(said, dict):
                yield said

    def close(self) -> None:
        """Close this end."""
        self.sock.close()


def text(said: Said, name: str) -> str:
    """A text of a message, "" when there is none."""
    value = said.get(name)
    return value if isinstance(value, str) else ""

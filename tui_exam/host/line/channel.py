"""The only kind of channel there is: a session without anything around it."""

from __future__ import annotations

import asyncio

import asyncssh
from asyncssh.packet import SSHPacket

from .terminal import VARIABLES_KEPT, allowed_variable

WINDOW = 32 << 10
PACKET = 32 << 10
REQUESTS = 256  # of any kind; a window that is dragged about sends some hundred


class ExamChannel(asyncssh.SSHServerChannel[bytes]):
    """A session channel that keeps no more of a client than it needs.

    The stock channel keeps every variable a client cares to send, and sets up forwarding of
    agents and displays when asked; here these requests are refused before they are looked at.
    """

    @classmethod
    def on(cls, conn: asyncssh.SSHServerConnection) -> ExamChannel:
        """A channel on that connection, for bytes and small windows."""
        conn._update_recv_pktlen(PACKET)
        return cls(
            conn, asyncio.get_running_loop(), True, False, False, 0, 1024, None, "strict",
            WINDOW, PACKET,
        )  # fmt: skip

    def _process_request(self, _pkttype: int, _pktid: int, packet: SSHPacket) -> None:
        # Requests are answered in order; one that waits is one that is kept in memory.
        if len(self._request_queue) > REQUESTS:
            raise asyncssh.ProtocolError("Too many requests")
        super()._process_request(_pkttype, _pktid, packet)

    def _process_env_request(self, packet: SSHPacket) -> bool:
        name, value = packet.get_string(), packet.get_string()
        packet.check_end()
        try:
            allowed = allowed_variable(name.decode("ascii"), value.decode("ascii"))
        except UnicodeDecodeError:
            return False
        if not allowed or (len(self._env) >= VARIABLES_KEPT and name not in self._env):
            return False
        self._env[name] = value
        return True

    def _process_x11_req_request(self, packet: SSHPacket) -> bool:
        return False

    def _process_auth_agent_req_at_openssh_dot_com_request(self, packet: SSHPacket) -> None:
        self._report_response(False)

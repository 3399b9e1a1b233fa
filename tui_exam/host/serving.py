"""The listening side of one worker: which algorithms, which limits, which door."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor

import asyncssh

from .door.door import Door
from .hall import Hall

# Modern algorithms only, each in the current OpenSSH as well as in the oldest still maintained.
KEX = (
    "mlkem768x25519-sha256", "sntrup761x25519-sha512@openssh.com", "curve25519-sha256",
    "curve25519-sha256@libssh.org",
)  # fmt: skip
CIPHERS = ("chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-gcm@openssh.com")
MACS = ("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com")
SIGNATURES = (
    "ssh-ed25519", "sk-ssh-ed25519@openssh.com", "ecdsa-sha2-nistp256",
    "sk-ecdsa-sha2-nistp256@openssh.com", "rsa-sha2-512", "rsa-sha2-256",
)  # fmt: skip
COMPRESSION = ("zlib@openssh.com", "none")
BACKLOG = 512


def listener(address: str, port: int) -> socket.socket:
    """A bound socket that shares its port with the other workers' and with the next release's."""
    family = socket.AF_INET6 if ":" in address or not address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1 if address else 0)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        sock.bind((address, port))
    except OSError:
        sock.close()
        raise
    return sock


async def serve(
    hall: Hall, key: asyncssh.SSHKey, sock: socket.socket, checkers: ThreadPoolExecutor
) -> asyncssh.SSHAcceptor:
    """Begin to accept connections on a bound socket."""
    limits = hall.settings.limits
    return await asyncssh.create_server(
        lambda: Door(hall, checkers),
        sock=sock,
        backlog=BACKLOG,
        config=None,
        server_host_keys=[key],
        server_version="tui-exam",
        kex_algs=_known("kex", KEX),
        encryption_algs=list(CIPHERS),
        mac_algs=list(MACS),
        signature_algs=list(SIGNATURES),
        compression_algs=list(COMPRESSION),
        host_based_auth=False,
        gss_host=None,
        kbdint_auth=False,
        password_auth=True,
        public_key_auth=True,
        allow_pty=True,
        agent_forwarding=False,
        x11_forwarding=False,
        line_editor=False,
        allow_scp=False,
        sftp_factory=None,
        encoding=None,
        login_timeout=limits.login,
        keepalive_interval=limits.keep_alive,
        keepalive_count_max=3,
        tcp_keepalive=True,
        rekey_bytes="256M",
    )


def _known(kind: str, wanted: tuple[str, ...]) -> list[str]:
    """Those of the wanted algorithms that the library has here; some need system libraries."""
    from asyncssh.kex import get_kex_algs

    have = {name.decode("ascii") for name in get_kex_algs()}
    return [name for name in wanted if name in have]

"""One connection until it is a session: limits, sign-in, and nothing but one session."""

from __future__ import annotations

import asyncio
import math
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import asyncssh

from ..line.channel import ExamChannel
from ..session import ExamSession
from .accounts import Account, still_good
from .passwords import matches

if TYPE_CHECKING:
    from ..hall import Hall

BANNER = (
    "Phòng thi thử năng lực số (THI THỬ). Vào bằng mật khẩu ghi trên phiếu (gõ cả dấu gạch nối;\r\n"
    "khi gõ, mật khẩu không hiện lên màn hình) hoặc bằng khóa đã đăng ký.\r\n"
)
MAY_SPEAK = 2.0  # seconds from its turn in which any real client says its version
KEYS_LOOKED_AT = 12  # public keys one connection may offer


class Door(asyncssh.SSHServer):
    """Lets one connection in, or not.

    Args:
        hall: What the worker's sessions share.
        checkers: Threads in which passwords are checked; each takes some 30 ms of a core.
    """

    def __init__(self, hall: Hall, checkers: ThreadPoolExecutor) -> None:
        self._hall = hall
        self._checkers = checkers
        self._conn: asyncssh.SSHServerConnection | None = None
        self._counted = self._stranger = False
        self._begun = math.inf  # when its handshake's turn came
        self._tries = 0
        self._offers = 0
        self._greeted = False
        self._session: ExamSession | None = None
        self._who: Account | None = None
        self._looked_up: dict[str, Account] = {}  # few: tries and offers are limited
        self.address = ""

    # -- coming ------------------------------------------------------------------

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        hall, loop = self._hall, asyncio.get_running_loop()
        self._conn = conn
        # A socket for both versions of IP gives the old addresses in the new way of writing.
        self.address = str((conn.get_extra_info("peername") or ("?",))[0]).removeprefix("::ffff:")
        admitted, silent = hall.admit(self, loop.time())
        if silent is not None:
            silent.turn_away()
        if not admitted:
            self.turn_away()
            return
        hall.connections += 1
        hall.metrics.add("connections")
        self._counted = self._stranger = True
        # The library keeps these for itself; a session must know of a client that reads slowly.
        conn.pause_writing = self._pause_writing  # type: ignore[method-assign]
        conn.resume_writing = self._resume_writing  # type: ignore[method-assign]
        if hall.begin_in_turn(self):
            self._begun = loop.time()
        elif conn._transport is not None:
            conn._transport.pause_reading()

    def begin(self) -> bool:
        """The handshake, which costs 5 to 9 ms of a core, may begin; False when nobody waits."""
        transport = self._conn._transport if self._conn is not None else None
        if transport is None or transport.is_closing():
            return False
        self._begun = asyncio.get_running_loop().time()
        transport.resume_reading()
        return True

    @property
    def spoke(self) -> bool:
        """Whether the client has said which version of the protocol it speaks, or still may."""
        if self._conn is None:
            return False
        since = asyncio.get_running_loop().time() - self._begun
        return since < MAY_SPEAK or bool(self._conn._client_version)

    def turn_away(self) -> None:
        """Close before the sign-in: there is no room."""
        self._hall.metrics.add("refused")
        if self._conn is not None:
            self._conn.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._counted:
            self._counted = False
            self._hall.connections -= 1
        self._no_stranger()
        self._conn = None

    def _no_stranger(self) -> None:
        if self._stranger:
            self._stranger = False
            self._hall.strangers.leave(self)

    def _pause_writing(self) -> None:
        if self._session is not None:
            self._session.slow("connection")

    def _resume_writing(self) -> None:
        if self._session is not None:
            self._session.caught_up("connection")

    # -- signing in ----------------------------------------------------------------

    def begin_auth(self, username: str) -> bool:
        if self._conn is not None and not self._greeted:
            self._greeted = True
            self._conn.send_auth_banner(BANNER)
        return True

    def password_auth_supported(self) -> bool:
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    async def validate_password(self, username: str, password: str) -> bool:
        """Check a password; wrong ones, and unknown accounts, cost the same time."""
        hall, code, loop = self._hall, username.strip().upper(), asyncio.get_running_loop()
        self._tries += 1
        if self._tries > hall.settings.limits.tries:
            raise asyncssh.DisconnectError(TOO_MANY_TRIES, "Too many wrong passwords", "en")
        slow = hall.guard.slowness(self.address, loop.time())
        if slow:
            await asyncio.sleep(slow)
        account = await self._account(code)
        if hall.guard.locked(code, self.address, loop.time()):
            self._failed(code, "locked")
            return False
        right = await self._right(account.password if account else "", password)
        if right and account is not None:
            right = await loop.run_in_executor(
                self._checkers, still_good, hall.settings.uses, account, time.time()
            )
            if not right:
                hall.journal.say("password used up", who=code, address=self.address)
        if right:
            return True
        hall.guard.failed(code, self.address, loop.time())
        hall.tell("failed", code, self.address)
        self._failed(code, "password")
        return False

    async def _right(self, kept: str, password: str) -> bool:
        hall, loop = self._hall, asyncio.get_running_loop()
        mark = hall.recall.mark(kept, password)
        if not hall.recall.knows(mark, loop.time()):
            if not await loop.run_in_executor(self._checkers, matches, kept, password):
                return False
            hall.tell_right(mark)
        hall.recall.note(mark, loop.time())
        return True

    def _failed(self, code: str, how: str) -> None:
        self._hall.metrics.add("login_failures")
        self._hall.journal.say("sign-in failed", who=code, address=self.address, how=how)

    async def _account(self, user: str) -> Account | None:
        """The account; a list that has changed is read in a thread."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._checkers, self._hall.accounts.known, user)
        if found is not None:
            self._looked_up[found.code] = found
        return found

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Whether a key may be used. Not yet proved here, so nothing is remembered of it."""
        self._offers += 1
        if self._offers > KEYS_LOOKED_AT:
            return False
        account = await self._account(username)
        return account is not None and account.holds(key)

    def auth_completed(self) -> None:
        """Signed in: who it is comes from the connection, never from what was offered."""
        if self._conn is None:
            return
        hall, now = self._hall, asyncio.get_running_loop().time()
        self._no_stranger()
        user = str(self._conn.get_extra_info("username"))
        self._who = self._looked_up.get(user.strip().upper())
        if self._who is None:
            self._conn.abort()
            return
        hall.guard.came_in(self._who.code, self.address, now)
        hall.tell("came in", self._who.code, self.address)
        hall.metrics.add("logins")
        hall.journal.say("signed in", who=self._who.code, address=self.address)

    # -- one session, nothing else ---------------------------------------------------

    def session_requested(
        self,
    ) -> tuple[asyncssh.SSHServerChannel[bytes], asyncssh.SSHServerSession[bytes]] | bool:
        if self._session is not None or self._who is None or self._conn is None:
            return False
        now = asyncio.get_running_loop().time()
        self._session = ExamSession(self._hall, self._who.who, self.address, now)
        return ExamChannel.on(self._conn), self._session


TOO_MANY_TRIES = 14  # SSH_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE, RFC 4250 4.2.2

"""How a host is set up: where it listens, where its files are, how much it bears."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

PORT = 2222
METRICS_PORT = 9022
WEB_PORT = 8080


@dataclass(frozen=True, slots=True)
class Limits:
    """What the host bears before it says no. Times in seconds, sizes in bytes."""

    connections: int = 700  # a worker
    unauthenticated: int = 400  # a worker
    # A room of 250 may come from one address at once and, should another worker have just died,
    # to one worker; what is left above it is for whoever comes from elsewhere meanwhile.
    unauthenticated_per_address: int = 300
    handshakes_a_second: float = 25.0  # a worker; more wait their turn
    handshakes_at_once: float = 40.0
    sessions: int = 300  # a worker
    sessions_per_account: int = 3  # the oldest ends when there are more
    login: float = 60.0
    tries: int = 3  # passwords on one connection
    idle: float = 1800.0  # outside an exam; an exam never ends by it
    memory: int = 2 << 30  # resident size of a worker above which nobody new comes in
    keep_alive: float = 20.0
    # Set aside on the disk: a finished exam with its signed documents takes 0.75 MB, so that a
    # room of 250 can go on to its end after the disk is full. None begins below the low water.
    reserve: int = 256 << 20
    low_water: int = 512 << 20
    drain: float = 10.0  # how long a stop waits for sessions to be saved


class RoomOnDisk(TypedDict):
    """What a store is told of the disk, in bytes; see `TinyAttemptStore`."""

    reserve_bytes: int
    low_water_bytes: int


@dataclass(frozen=True, slots=True)
class HostSettings:
    """One host. `data` is the attempts' folder, `home` the host's own."""

    data: Path
    home: Path
    address: str = ""  # "" listens on every address
    port: int = PORT
    metrics_port: int = METRICS_PORT  # on the loopback only; 0 chooses a free one
    workers: int = 2
    banks: Path | None = None
    limits: Limits = Limits()

    @property
    def room_on_disk(self) -> RoomOnDisk:
        """What every store of this host is told of the disk."""
        return {
            "reserve_bytes": self.limits.reserve,
            "low_water_bytes": self.limits.low_water,
        }

    @property
    def accounts(self) -> Path:
        """The file the organiser keeps."""
        return self.home / "accounts.json"

    @property
    def host_key(self) -> Path:
        """The private host key."""
        return self.home / "host_key"

    @property
    def uses(self) -> Path:
        """Where first uses of one-time passwords are noted."""
        return self.home / "first-uses"

    @property
    def run_file(self) -> Path:
        """What a running host says of itself: process id, ports, fingerprint."""
        return self.home / "run.json"

    @property
    def exports(self) -> Path:
        """Where candidates' result files go, a folder for each."""
        return self.data / "exports"

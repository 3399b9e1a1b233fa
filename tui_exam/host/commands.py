"""What the command line asks of the host. Plain functions that return exit statuses.

Nothing heavy is imported before a function needs it, and Textual not before the
environment is scrubbed.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from .apps.environment import scrub
from .settings import WEB_PORT, HostSettings, Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

OK, FAILED, USAGE = 0, 1, 2
ASKED = 40  # times, until the host that is meant has answered


def settings_for(
    data: Path,
    home: Path | None = None,
    *,
    address: str = "",
    port: int | None = None,
    metrics_port: int | None = None,
    workers: int | None = None,
    banks: Path | None = None,
    limits: Limits | None = None,
) -> HostSettings:
    """A host's settings: what is not said is as the machine suggests.

    Args:
        data: The attempts' folder.
        home: Accounts and host key; beside the attempts when not said.
    """
    plain = HostSettings(data=data, home=home or data / "host", address=address, banks=banks)
    return replace(
        plain,
        port=plain.port if port is None else port,
        metrics_port=plain.metrics_port if metrics_port is None else metrics_port,
        workers=workers or max(1, os.cpu_count() or 1),
        limits=limits or plain.limits,
    )


def serve(settings: HostSettings) -> int:
    """Run the host until SIGTERM. Status 0 after a graceful stop."""
    scrub(os.environ)
    from ..yaml_lines import FileFaults
    from .apps.stylesheets import Parsed
    from .door.identity import fingerprint, host_key
    from .supervisor import Supervisor
    from .warming import warm

    os.umask(0o077)
    settings.home.mkdir(parents=True, exist_ok=True)
    _beside(settings)
    print("Đang chuẩn bị phòng thi, xin chờ vài giây...", file=sys.stderr, flush=True)
    try:
        key = host_key(settings.host_key)
        parsed = Parsed()
        room = warm(settings.banks, __version__, parsed)
        print(
            f"tui-exam {__version__}: khóa máy chủ {fingerprint(key)}\n"
            f"Thí sinh kết nối: ssh -p {settings.port} SỐ_BÁO_DANH@địa_chỉ_máy_này",
            file=sys.stderr,
        )
        return Supervisor(settings, room, parsed, key, __version__, sys.stderr).run()
    except FileFaults as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
    except OSError as error:
        print(f"tui-exam serve: {_why(error, settings)}", file=sys.stderr)
    return FAILED


def _why(error: OSError, settings: HostSettings) -> str:
    """Why the host cannot serve, for whoever started it."""
    if error.errno == errno.EADDRINUSE:
        return (
            f"cổng {settings.port} hoặc cổng số đo {settings.metrics_port} đang do chương trình "
            "khác dùng; chọn cổng khác bằng --port, --metrics-port."
        )
    if error.errno == errno.EACCES and settings.port < 1024:
        return (
            f"không có quyền mở cổng {settings.port} (dưới 1024); xem tài liệu quản trị phòng thi."
        )
    return str(error)


def _beside(settings: HostSettings) -> None:
    """Say so when a host runs on this data already: an upgrade, or a mistake."""
    facts = _ask(settings)
    if facts is not None:
        print(
            f"Một máy chủ phòng thi (tiến trình {facts.get('pid', '?')}) đang chạy trên cùng dữ "
            f"liệu, cổng {facts.get('port', '?')}; máy chủ này chạy song song với nó.",
            file=sys.stderr,
        )


def serve_web(settings: HostSettings, port: int | None = None) -> int:
    """Offer the app in a browser on this machine, until SIGTERM or Ctrl+C.

    Args:
        port: On the loopback; the usual one when not said.
    """
    from .web.run import LOOP
    from .web.run import serve_web as run

    if settings.address not in {"", LOOP, "localhost"}:
        print(
            "tui-exam serve --web chỉ mở trên chính máy này (127.0.0.1); cho cả phòng thi, "
            "hãy dùng tui-exam serve qua SSH.",
            file=sys.stderr,
        )
        return USAGE
    os.umask(0o077)
    return run(settings.home, WEB_PORT if port is None else port, sys.stderr)


def status(settings: HostSettings, *, as_json: bool = False) -> int:
    """Print how a running host is. Status 1 when it is not healthy or not there."""
    facts = _ask(settings)
    if facts is None:
        print("{}" if as_json else "Máy chủ phòng thi không chạy.")
        return FAILED
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
    else:
        state = "sẵn sàng" if facts.get("healthy") else "CÓ VẤN ĐỀ"
        print(f"tui-exam {facts['release']}: {state}; cổng {facts['port']}")
        print(f"Khóa máy chủ: {facts['fingerprint']}")
        print(
            f"Tiến trình: {facts['workers']}/{facts['workers_wanted']}; "
            f"phiên: {facts['sessions']}; đang thi: {facts['in_exam']}; "
            f"khởi động lại: {facts['restarts']}"
        )
        if not facts.get("signing", True):
            print("Soạn, ký và kiểm tra văn bản: tiến trình ký số không trả lời.")
        if facts.get("problem"):
            print(f"Nơi lưu bài: {facts['problem']}")
    return OK if facts.get("healthy") else FAILED


def _ask(settings: HostSettings) -> Mapping[str, object] | None:
    """What the running host says of itself; while two share the port, the newer one."""
    try:
        run = json.loads(settings.run_file.read_text(encoding="utf-8"))
        url = f"http://127.0.0.1:{int(run['metrics_port'])}/status"
        for _ in range(ASKED):
            with urllib.request.urlopen(url, timeout=5) as answer:
                facts = json.load(answer)
            if facts.get("pid", run["pid"]) == run["pid"]:
                return facts if isinstance(facts, dict) else None
    except (OSError, ValueError, KeyError, TypeError, urllib.error.URLError):
        return None
    return None


def seat(settings: HostSettings, user: str) -> int:
    """The route by OpenSSH: the app in this terminal, as a candidate of the accounts file.

    For `ForceCommand tui-exam seat` in sshd_config: OpenSSH has authenticated the user, whose
    name is the candidate code. Nothing the client asked to run is looked at.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print("Cần một cửa sổ dòng lệnh: ssh -t.", file=sys.stderr)
        return USAGE
    from .single import run_single

    return run_single(settings, user)

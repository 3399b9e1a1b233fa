"""`tui-exam serve`, `account`, `status`, `seat`: what the room's administrator does."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .places import places

if TYPE_CHECKING:
    from .host.settings import HostSettings

room = typer.Typer(rich_markup_mode=None)
account = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Tài khoản thí sinh của phòng thi. / The candidates' accounts of a room.",
)

Json = Annotated[bool, typer.Option("--json", help="In dạng JSON / Print as JSON.")]
Host = Annotated[
    str, typer.Option("--host", help="Địa chỉ máy chủ in trên phiếu / Address on the slips.")
]
Port = Annotated[
    int | None, typer.Option("--port", help="Cổng SSH in trên phiếu / SSH port on the slips.")
]
Lasting = Annotated[
    bool, typer.Option("--lasting", help="Mật khẩu dùng nhiều lần / Not for one sitting only.")
]


def _settings(
    address: str = "", port: int | None = None, metrics: int | None = None, workers: int = 0
) -> HostSettings:
    from .host.commands import settings_for
    from .seat import banks_folder

    os.umask(0o077)  # whatever the room's commands write is for its owner only
    environment = dict(os.environ)
    return settings_for(
        places(environment).data,
        address=address,
        port=port,
        metrics_port=metrics,
        workers=workers or None,
        banks=banks_folder(environment),
    )


@room.command(
    help="Mở phòng thi qua SSH: ssh SỐ_BÁO_DANH@máy_chủ -p cổng. / Serve a whole room over SSH."
)
def serve(
    address: Annotated[str, typer.Option(help="Chỉ nghe ở địa chỉ này / Listen here.")] = "",
    port: Annotated[int | None, typer.Option(help="Cổng SSH, mặc định 2222 / SSH port.")] = None,
    metrics_port: Annotated[
        int | None, typer.Option(help="Cổng số đo trên loopback / Metrics, loopback only.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(help="Số tiến trình, mặc định bằng số lõi / Worker processes, one per core."),
    ] = None,
    web: Annotated[
        bool,
        typer.Option("--web", help="Thay vì SSH: trong trình duyệt, chỉ trên máy này, cổng 8080. / "
                     "In this machine's own browser instead, port 8080."),
    ] = False,
) -> None:  # fmt: skip
    """Run the host until it is told to stop."""
    if web:
        from .host.commands import serve_web

        raise typer.Exit(serve_web(_settings(address), port))
    from .host.commands import serve as run

    raise typer.Exit(run(_settings(address, port, metrics_port, workers or 0)))


@room.command(help="Phòng thi đang chạy ra sao. / How the running room is.")
def status(as_json: Json = False) -> None:
    """Ask the running host."""
    from .host.commands import status as ask

    raise typer.Exit(ask(_settings(), as_json=as_json))


@room.command(
    help="Một chỗ thi cho ForceCommand của OpenSSH. / One seat for OpenSSH's ForceCommand."
)
def seat(
    code: Annotated[
        str,
        typer.Argument(help="Số báo danh; bỏ trống thì lấy tên người dùng / Or the user's name."),
    ] = "",
    from_sudo: Annotated[
        bool,
        typer.Option("--from-sudo", help="Lấy tên người đã gọi sudo / Who called sudo."),
    ] = False,
) -> None:
    """The exam for the user that OpenSSH has authenticated."""
    from .host.commands import seat as sit

    who = os.environ.get("SUDO_USER", "") if from_sudo else code or getpass.getuser()
    raise typer.Exit(sit(_settings(), who.upper()))


@account.command(help="Thêm một thí sinh, in phiếu. / Add a candidate, print the slip.")
def add(
    code: Annotated[str, typer.Argument(help="Số báo danh / Candidate code.")],
    name: Annotated[str, typer.Argument(help="Họ và tên / Name.")],
    unit: Annotated[str, typer.Argument(help="Đơn vị / Unit.")],
    lasting: Lasting = False,
    key: Annotated[
        list[str] | None, typer.Option("--key", help="Khóa công khai / Public key or its file.")
    ] = None,
    host: Host = "",
    port: Port = None,
) -> None:
    """One account."""
    from .host.door.account_commands import account_add

    raise typer.Exit(
        account_add(
            _settings(), code, name, unit, lasting=lasting, keys=key or (), host=host, port=port
        )
    )


@account.command(
    "import", help="Thêm thí sinh từ XLSX, ODS hoặc CSV, in phiếu. / Add a list of candidates."
)
def import_(
    file: Path,
    lasting: Lasting = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Thay tài khoản đã có / Replace existing ones.")
    ] = False,
    host: Host = "",
    port: Port = None,
) -> None:
    """A whole list."""
    from .host.door.account_commands import account_import

    raise typer.Exit(
        account_import(_settings(), file, lasting=lasting, host=host, port=port, replace=replace)
    )


@account.command("list", help="Liệt kê tài khoản. / List the accounts.")
def list_() -> None:
    """All accounts."""
    from .host.door.account_commands import account_list

    raise typer.Exit(account_list(_settings()))


@account.command(help="Cấp mật khẩu mới, in phiếu. / Make a new password, print the slip.")
def reset(
    code: str,
    lasting: Annotated[
        bool | None, typer.Option("--lasting/--once", help="Dùng nhiều lần hay một lần / Kind.")
    ] = None,
    host: Host = "",
    port: Port = None,
) -> None:
    """Another password for one account."""
    from .host.door.account_commands import account_reset

    raise typer.Exit(account_reset(_settings(), code, lasting=lasting, host=host, port=port))

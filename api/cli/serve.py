"""``reviewer serve``: the web page and the HTTP service."""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI

from api.accounts.settings import access_from_environment
from api.accounts.start import AccountsStart
from api.app import create_app
from api.cli.terminal import complain
from api.cli.usage import ChineseCommand
from api.settings import Settings, store_settings

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    cls=ChineseCommand,
    help=(
        "启动网页服务。默认只绑定本机地址，不设账户；绑定其他地址须加 --accounts。不访问其他网络。"
        "数据库等设置见环境变量 REVIEWER_DATABASE_URL、REVIEWER_FILES_URL。"
    ),
)
def serve(
    host: Annotated[str, typer.Option(metavar="HOST", help="绑定的地址")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65_535, metavar="PORT", help="端口；0 表示任选一个空闲端口")
    ] = 8000,
    workers: Annotated[
        int, typer.Option(min=0, max=64, metavar="N", help="处理文件的进程数；0 表示由 reviewer worker 处理")
    ] = 2,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="存放数据的文件夹，默认在用户数据目录下")
    ] = None,
    accounts: Annotated[
        bool, typer.Option("--accounts", help="设账户：须登录才能使用；首次启动时给出管理员的一次性密码")
    ] = False,
) -> None:
    """Serve until interrupted."""
    try:
        access = access_from_environment(os.environ, accounts=accounts)
        settings = Settings(
            host=host, port=port, workers=workers, access=access, **store_settings(os.environ)
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if data is not None:
        settings = replace(settings, data_folder=data)
    if not (settings.database and settings.files):
        _require_writable(settings.data_folder)
    bound = _bind(host, port)
    server = AnnouncedServer(create_app(settings))
    with contextlib.suppress(KeyboardInterrupt):  # the way it is meant to end
        server.run(sockets=[bound])
    if not server.started:
        complain("网页服务未能启动，原因见上")
        raise typer.Exit(2)


class AnnouncedServer(uvicorn.Server):
    """Tells its address once it answers, not before, and then who may use it."""

    def __init__(self, application: FastAPI) -> None:
        # A job that runs is finished; a page that follows one is not waited for.
        super().__init__(
            uvicorn.Config(
                application,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=3,
            )
        )
        self._application = application

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, then say where."""
        await super().startup(sockets)
        if not self.started:
            return
        for bound in sockets or ():
            host, port = bound.getsockname()[:2]
            shown = f"[{host}]" if bound.family == socket.AF_INET6 else host
            complain(f"网页服务已启动：http://{shown}:{port}/ （按 Ctrl+C 停止）")
        _tell_mode(self._application.state.accounts_start)


def _tell_mode(start: AccountsStart) -> None:
    """Who may use the service; the first administrator's password is shown here and nowhere else."""
    if not start.with_accounts:
        complain("单用户模式：未设账户，能访问本机地址的人都可查看和处理全部文件；多人使用请加 --accounts")
    elif start.administrator is not None:
        complain(f"已建立管理员账户：{start.administrator}，一次性密码：{start.password}")
        complain("这个密码只显示这一次，首次登录后必须更换")


def _require_writable(folder: Path) -> None:
    """Tell in plain words that the folder of data cannot be written, before anything is started."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        remedy = "请检查权限和磁盘空间，或者用 --data 换一个文件夹"
        complain(f"数据文件夹 {folder} 不能写入（{error.strerror}）；{remedy}")
        raise typer.Exit(2) from error


def _bind(host: str, port: int) -> socket.socket:
    """A listening socket; bound here, where a taken port can be told in plain words."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError as error:
        complain(f"无法绑定 {host}:{port}（{error.strerror}）；端口可能已被占用，请用 --port 换一个端口")
        raise typer.Exit(2) from error
    return bound

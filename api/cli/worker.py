"""``reviewer worker``: worker processes without a web service, on this host or another."""

from __future__ import annotations

import os
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from api.accounts.settings import access_from_environment
from api.cli.terminal import complain
from api.cli.usage import ChineseCommand
from api.jobs.settings import WorkSettings
from api.jobs.supervisor import Supervisor
from api.logs import configure_logs
from api.settings import Settings, store_settings
from api.store.database import Database
from api.store.migrate import current_revision, head_revision

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_POLL_SECONDS = 0.5


@app.command(
    cls=ChineseCommand,
    help=(
        "只启动处理文件的进程，与网页服务共用数据库和存储。"
        "须设环境变量 REVIEWER_DATABASE_URL 和 REVIEWER_FILES_URL，与网页服务一致。"
    ),
)
def worker(
    workers: Annotated[int, typer.Option(min=1, max=64, metavar="N", help="进程数")] = 2,
) -> None:
    """Work until interrupted; what is being done is finished first."""
    try:
        access = access_from_environment(os.environ)
        settings = Settings(workers=workers, access=access, **store_settings(os.environ))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    _require_database(settings)
    configure_logs(settings.log_level)
    complain(f"已启动 {workers} 个处理进程（按 Ctrl+C 停止）")
    Supervisor(WorkSettings.of(settings, poll_seconds=_POLL_SECONDS)).run()


def _require_database(settings: Settings) -> None:
    """The web service makes and upgrades the tables; without them there is nothing to work on."""
    database = Database(settings.database_url, pool_size=1)
    try:
        current = current_revision(database)
    except SQLAlchemyError as error:
        complain("不能连接数据库，请检查 REVIEWER_DATABASE_URL")
        raise typer.Exit(2) from error
    finally:
        database.close()
    if current != head_revision():
        complain("数据库结构与程序版本不一致，请先启动同一版本的网页服务（reviewer serve）完成升级")
        raise typer.Exit(2)

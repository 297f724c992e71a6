"""The database of the service, for commands that an operator runs on its machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from api.accounts.roles import LOCAL_ACTOR
from api.cli.terminal import complain
from api.settings import Settings, store_settings
from api.store.database import Database
from api.store.migrate import current_revision, head_revision

# In the log an act at the machine itself is told from one over HTTP.
OPERATOR = replace(LOCAL_ACTOR, name="命令行")

Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="服务的数据文件夹，与 reviewer serve 的 --data 一致"),
]


def service_settings(data: Path | None) -> Settings:
    """What the environment and ``--data`` say.

    Raises:
        typer.BadParameter: A variable cannot be used.
    """
    try:
        settings = Settings(**store_settings(os.environ))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    return settings if data is None else replace(settings, data_folder=data)


@contextmanager
def service_database(data: Path | None) -> Iterator[Database]:
    """The service's database; it must have been made by the service.

    Raises:
        typer.Exit: It cannot be used; the reason was told.
    """
    settings = service_settings(data)
    if settings.database_url.startswith("sqlite") and not _sqlite_file(settings).exists():
        complain(
            f"没有找到数据库 {_sqlite_file(settings)}；请先启动一次 reviewer serve，或者用 --data 指明文件夹"
        )
        raise typer.Exit(2)
    database = Database(settings.database_url, pool_size=1)
    try:
        if current_revision(database) != head_revision():
            complain("数据库结构与程序版本不一致，请先启动同一版本的网页服务（reviewer serve）完成升级")
            raise typer.Exit(2)
        yield database
    except SQLAlchemyError as error:
        complain("不能使用数据库，请检查 REVIEWER_DATABASE_URL 和文件权限")
        raise typer.Exit(2) from error
    finally:
        database.close()


def _sqlite_file(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))

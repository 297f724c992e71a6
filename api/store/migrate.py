"""Bring a database to the tables of this software, and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from api.store.database import Database

_FOLDER = Path(__file__).parent / "migrations"
# One process at a time migrates; the others wait and find it done.
_LOCK = 70_120_002


def upgrade(database: Database, revision: str = "head") -> None:
    """Migrate up; does nothing where the tables are current."""
    if revision == "head" and current_revision(database) == head_revision():
        return
    with _connection(database) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Migrate down to a revision; ``base`` removes every table."""
    with _connection(database) as connection:
        command.downgrade(_config(connection), revision)


def current_revision(database: Database) -> str | None:
    """The revision that the database is at; None for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str | None:
    """The revision that this software needs."""
    return ScriptDirectory(str(_FOLDER)).get_current_head()


@contextmanager
def _connection(database: Database) -> Iterator[Connection]:
    engine = database.engine.execution_options(sqlite_begin="IMMEDIATE")
    with engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config

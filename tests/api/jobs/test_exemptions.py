"""Exceptions end: people are reminded, on the day after the finding is open again, by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.jobs.exemptions import enqueue_due, remind, reopen_lapsed
from api.store.audit_log import LogEntry
from api.store.reviews import Exemption, StoredFinding
from tests.api.databases import DATABASES, database_url
from tests.api.serving import review_text, service

_TODAY, _LAST, _AFTER = date(2026, 11, 24), date(2026, 12, 10), date(2026, 12, 11)


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database of each kind."""
    return database_url(request.param, tmp_path)


@pytest.fixture
def client(url: str, tmp_path: Path) -> Iterator[TestClient]:
    """A service on the day before everything."""
    with service(tmp_path, database=url, workers=1, classifiers=False, today=_TODAY) as made:
        yield made


def _granted(client: TestClient) -> tuple[str, str]:
    """A review, and its finding whose exception was granted until the last day."""
    review = review_text(client)["id"]
    findings = client.get(f"/api/v1/reviews/{review}/findings").json()["items"]
    finding = next(f["id"] for f in findings if f["family"] == "fair_competition")
    asked = client.post(
        f"/api/v1/findings/{finding}/exemptions",
        json={"circumstance": "救灾救助", "no_milder_way": "已比较", "ends": "至年底", "until": "2026-12-10"},
    ).json()
    client.patch(f"/api/v1/findings/{finding}/exemptions/{asked['id']}", json={"granted": True})
    return review, finding


def test_the_finding_is_open_again_on_the_day_after(client: TestClient) -> None:
    """Not on the last day; what was decided stays to be seen; nothing happens twice."""
    _, finding = _granted(client)
    database = client.app.state.database  # type: ignore[attr-defined]

    with database.writing() as session:
        on_last_day = reopen_lapsed(session, _LAST)
    with database.writing() as session:
        after = reopen_lapsed(session, _AFTER)
    with database.writing() as session:
        again = reopen_lapsed(session, _AFTER)

    assert (on_last_day, after, again) == ((), (finding,), ())
    with database.reading() as session:
        stored = session.get_one(StoredFinding, finding)
        state = session.scalars(select(Exemption.state)).one()
        logged = session.scalars(select(LogEntry.details).where(LogEntry.act == "exemption.lapsed")).all()
    assert (stored.verdict, stored.ask_again, state) == (None, True, "lapsed")
    assert stored.earlier is not None
    assert stored.earlier["verdict"] == "exempted"
    assert [line["reopened"] for line in logged] == [True]


def test_people_are_reminded_once(client: TestClient) -> None:
    """Thirty days before, and only then."""
    _granted(client)
    database = client.app.state.database  # type: ignore[attr-defined]

    with database.writing() as session:
        early = remind(session, date(2026, 11, 9))
    with database.writing() as session:
        soon = remind(session, _TODAY)
    with database.writing() as session:
        again = remind(session, _LAST)

    assert early == again == ()
    assert len(soon) == 1


def test_what_was_signed_off_stays_but_asks_for_a_new_look(client: TestClient) -> None:
    """The exception lapses, the home page names it, the signed review is not touched."""
    review, finding = _granted(client)
    signed = {"conclusion": "passed_after_changes", "statement": "修改后通过", "author": "林晓岚"}
    client.put(f"/api/v1/reviews/{review}/sign-off", json=signed)
    database = client.app.state.database  # type: ignore[attr-defined]

    with database.writing() as session:
        reopened = reopen_lapsed(session, _AFTER)

    page = client.get("/", headers={"accept": "text/html"}).text
    assert reopened == ()
    with database.reading() as session:
        assert session.get_one(StoredFinding, finding).verdict == "exempted"
    assert f"/reviews/{review}#f-" in page


def test_the_job_of_the_day_reopens_without_anybody(url: str, tmp_path: Path) -> None:
    """A worker does it; a service that starts on the day after queues it by itself."""
    with service(tmp_path, database=url, workers=1, classifiers=False, today=_TODAY) as client:
        review, finding = _granted(client)
        reminded = client.get("/", headers={"accept": "text/html"}).text

    with service(tmp_path, database=url, workers=1, classifiers=False, today=_AFTER) as client:
        enqueue_due(client.app.state.database, _AFTER)  # type: ignore[attr-defined]
        review_text(client)  # one worker takes jobs in their order: the job of the day is done by now
        with client.app.state.database.reading() as session:  # type: ignore[attr-defined]
            stored = session.get_one(StoredFinding, finding)
        told = client.get(f"/api/v1/findings/{finding}").json()
        activity = client.get(f"/reviews/{review}/activity", headers={"accept": "text/html"}).text

    assert "2026-12-10" in reminded
    assert (stored.verdict, stored.ask_again) == (None, True)
    assert (told["verdict"], told["ask_again"]) == (None, True)
    assert "例外到期，须重新审查" in activity

"""Who may ignore what, and who sees it: by unit, as with decisions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.accounts.people import find_user
from api.accounts.settings import AccessSettings
from api.app import create_app
from api.settings import Settings
from api.store.people import Role
from tests.api.accounts.conftest import OTHER_UNIT, UNIT, AccountService
from tests.api.serving import DRAFT

_ENTRY = {"subject": "rule", "reason": "上级已批复"}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[AccountService]:
    """A service with accounts and a worker."""
    settings = Settings(
        data_folder=tmp_path, workers=1, classifiers=False, access=AccessSettings(accounts=True)
    )
    with TestClient(create_app(settings)) as client:
        yield AccountService(client)


def _browsers(service: AccountService) -> dict[str, TestClient]:
    people = {
        "drafter": (Role.DRAFTER, UNIT),
        "officer": (Role.REVIEWER, UNIT),
        "other": (Role.REVIEWER, OTHER_UNIT),
        "auditor": (Role.AUDITOR, UNIT),
    }
    for name, (role, unit) in people.items():
        service.add(f"some.{name}", role, unit)
    return {name: service.browser(f"some.{name}") for name in people}


def _finding(browser: TestClient) -> dict[str, Any]:
    sent = browser.post("/api/v1/reviews?wait=60", json={"text": DRAFT, "name": "草案"})
    review = sent.json()["id"]
    findings = browser.get(f"/api/v1/reviews/{review}/findings").json()["items"]
    found: dict[str, Any] = findings[0]
    return found


def _ignore(browser: TestClient, finding: str, scope: str) -> Any:
    day = (date.today() + timedelta(days=30)).isoformat()
    body = {**_ENTRY, "scope": scope, "expires_on": day}
    return browser.post(f"/api/v1/findings/{finding}/ignore-entries", json=body)


def test_the_officer_of_the_unit_ignores_and_others_do_not(service: AccountService) -> None:
    """A drafter sees why, and may not; an officer of another unit knows nothing of it."""
    people = _browsers(service)
    finding = _finding(people["drafter"])["id"]

    refused = [_ignore(people[name], finding, "unit").status_code for name in ("drafter", "auditor", "other")]
    entry = _ignore(people["officer"], finding, "unit").json()
    seen = {
        name: [item["id"] for item in browser.get("/api/v1/ignore-entries").json()["items"]]
        for name, browser in people.items()
    }
    ended = {
        name: people[name].patch(f"/api/v1/ignore-entries/{entry['id']}", json={"ended": True}).status_code
        for name in ("drafter", "other", "auditor", "officer")
    }

    assert refused == [403, 403, 404]
    assert seen == {"drafter": [entry["id"]], "officer": [entry["id"]], "other": [], "auditor": [entry["id"]]}
    assert ended == {"drafter": 403, "other": 404, "auditor": 403, "officer": 200}


def test_an_officer_who_was_given_a_finding_of_another_unit_ignores_it_there_only(
    service: AccountService,
) -> None:
    """At this place yes, in the unit of others no."""
    people = _browsers(service)
    finding = _finding(people["drafter"])["id"]
    with service.database.reading() as session:
        other = find_user(session, "some.other")
        assert other is not None
    people["officer"].put(f"/api/v1/findings/{finding}/assignment", json={"assignee": other.id})

    unit = _ignore(people["other"], finding, "unit")
    place = _ignore(people["other"], finding, "place")
    ended = people["other"].patch(f"/api/v1/ignore-entries/{place.json()['id']}", json={"ended": True})

    assert (unit.status_code, unit.json()["code"]) == (403, "other_unit")
    assert (place.status_code, ended.status_code) == (201, 200)


def test_the_unit_of_one_office_does_not_reach_another(service: AccountService) -> None:
    """The same draft in the other office is reported."""
    people = _browsers(service)
    first = _finding(people["officer"])
    _ignore(people["officer"], first["id"], "unit")

    own, foreign = _finding(people["drafter"]), _finding(people["other"])

    assert own["ignored"]
    assert foreign["ignored"] is None

"""Test 15: of two people who decide one finding at once exactly one wins; the other is told who did."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.accounts.settings import AccessSettings
from api.app import create_app
from api.settings import Settings
from api.store.audit_log import LogEntry, broken_links
from api.store.people import Role
from api.store.reviews import StoredDecision
from tests.api.accounts.conftest import AccountService
from tests.api.databases import DATABASES, database_url
from tests.api.serving import review_text
from tests.reliability.ledger import TESTS

_RACES = TESTS[15].trials // len(DATABASES)
_PEOPLE = ("甲审核员", "乙审核员")
_VERDICTS = ("accepted", "rejected", "deferred")


@pytest.fixture(scope="module", params=DATABASES)
def accounts(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AccountService]:
    """A service with accounts on each kind of database, with a worker."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    settings = Settings(
        data_folder=folder,
        database=database_url(request.param, folder),
        workers=1,
        classifiers=False,
        access=AccessSettings(accounts=True),
    )
    with TestClient(create_app(settings)) as client:
        yield AccountService(client)


def test_of_two_who_decide_at_once_one_wins(accounts: AccountService, tried: Callable[..., None]) -> None:
    """One answer is 200, the other 412 with the winner's name; the log has both, the record each win once."""
    chance = random.Random(15)
    for name in _PEOPLE:
        accounts.add(name, Role.REVIEWER)
    browsers = {name: accounts.browser(name) for name in _PEOPLE}
    review = review_text(browsers[_PEOPLE[0]])
    found = browsers[_PEOPLE[0]].get(f"/api/v1/reviews/{review['id']}/findings").json()["items"][0]
    path, revision = f"/api/v1/findings/{found['id']}", found["revision"]
    wins: Counter[str] = Counter()

    with ThreadPoolExecutor(len(_PEOPLE)) as people:
        for _ in range(_RACES):
            verdicts = dict(zip(_PEOPLE, chance.sample(_VERDICTS, 2), strict=True))

            def decide(name: str, verdicts: dict[str, str] = verdicts, revision: int = revision) -> Any:
                headers = {"If-Match": f'"{revision}"'}
                return browsers[name].patch(path, json={"verdict": verdicts[name]}, headers=headers)

            answers = dict(zip(_PEOPLE, people.map(decide, _PEOPLE), strict=True))
            winner, loser = sorted(_PEOPLE, key=lambda name: answers[name].status_code)

            assert (answers[winner].status_code, answers[loser].status_code) == (200, 412)
            assert winner in answers[loser].json()["detail"]
            kept = browsers[loser].get(path).json()
            assert (kept["verdict"], kept["decided_by"]) == (verdicts[winner], winner)
            revision = kept["revision"]
            wins[winner] += 1
            tried(15)

    subject = f"finding:{found['id']}"
    with accounts.database.reading() as session:
        decided = Counter(session.scalars(_actors(subject, "finding.decided")))
        asked = Counter(session.scalars(_actors(subject, "request.decide")))
        decisions = session.scalar(select(func.count()).select_from(StoredDecision))
        broken = list(broken_links(session))
    assert decided == wins
    assert asked == Counter(dict.fromkeys(_PEOPLE, _RACES))
    assert (decisions, broken) == (_RACES, [])


def _actors(subject: str, act: str) -> Any:
    return select(LogEntry.actor).where(LogEntry.subject == subject, LogEntry.act == act)

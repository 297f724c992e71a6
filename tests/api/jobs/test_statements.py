"""How often the database is asked for one upload: each question is a round trip, each commit a wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from api.accounts.roles import LOCAL_ACTOR
from api.jobs.bench import Workbench, load_kind
from api.jobs.queue import claim
from api.jobs.settings import WorkSettings
from api.service import Service
from api.settings import Settings
from api.store.reviews import ReviewState
from api.uploads import Placement, Upload, store_upload
from tests.api.databases import DATABASES, database_url
from tests.api.serving import DRAFT

# Most of what one upload may cost, from its arrival to its stored report.
_STATEMENTS = {"upload": 7, "claim": 4, "review": 14}
_COMMITS = {"upload": 1, "claim": 1, "review": 2}


@pytest.fixture(params=DATABASES)
def idle(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    """A service on each database whose work is done by the test."""
    settings = Settings(
        data_folder=tmp_path, database=database_url(request.param, tmp_path), workers=0, classifiers=False
    )
    service = Service(settings)
    yield service
    service.close()


class _Counter:
    """Statements and commits of a database, by phase."""

    def __init__(self, service: Service) -> None:
        self.statements: Counter[str] = Counter()
        self.commits: Counter[str] = Counter()
        self.phase = ""
        event.listen(service.database.engine, "before_cursor_execute", self._ask)
        event.listen(service.database.engine, "commit", self._commit)

    def _ask(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            self.statements[self.phase] += 1

    def _commit(self, _connection: Any) -> None:
        self.commits[self.phase] += 1


def test_an_upload_asks_the_database_seldom(idle: Service) -> None:
    """However many findings there are: they are written in one go."""
    counted = _Counter(idle)
    workbench = Workbench(
        database=idle.database,
        files=idle.files,
        context=idle.context,
        settings=WorkSettings.of(idle.settings),
    )

    counted.phase = "upload"
    review = store_upload(idle, LOCAL_ACTOR, Upload(name="草案", content=DRAFT * 20), Placement())
    counted.phase = "claim"
    held = claim(idle.database, "worker", timedelta(seconds=30))
    counted.phase = "review"
    assert held is not None
    load_kind(held.kind).run(workbench, held)
    counted.phase = "after"

    with idle.database.reading() as session:
        done = session.merge(review, load=True)
        session.refresh(done)
        assert done.state == ReviewState.DONE.value
    for phase, most in _STATEMENTS.items():
        assert counted.statements[phase] <= most, phase
    for phase, most in _COMMITS.items():
        assert counted.commits[phase] == most, phase

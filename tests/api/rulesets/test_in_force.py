"""Rules come into force in workers that run, without a restart and without losing a document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.accounts.roles import LOCAL_ACTOR
from api.rulesets.own_rules import keep_rule, remove_rule
from api.store.database import Database
from api.store.releases import RuleRelease
from api.store.reviews import StoredReview
from tests.api.databases import DATABASES, database_url
from tests.api.rulesets.bundles import DRAFT, PUBLIC_KEY, RULE, RULE_ID, with_rule
from tests.api.serving import Served, review_text, serve, service

_OWN_ID = "drafting/own/retired_platform"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A service with workers that takes bundles."""
    with service(tmp_path, workers=2, classifiers=False, bundle_key=PUBLIC_KEY.decode()) as made:
        yield made


def _found(body: dict[str, object]) -> set[str]:
    report = body["report"]
    assert isinstance(report, dict)
    return {finding["rule"] for finding in report["findings"]}


def _keep(client: TestClient, act: str, content: str = RULE) -> str:
    form = {"rule": _OWN_ID, "content": content, "act": act}
    return client.post("/rules/own", data=form, headers={"accept": "text/html"}).text


def test_the_next_document_is_reviewed_with_the_rule_just_kept(client: TestClient) -> None:
    """And with none once it is removed; each review says which rules it was made with."""
    before = review_text(client, DRAFT)
    _keep(client, "keep")
    with_own = review_text(client, DRAFT)
    _keep(client, "remove")
    after = review_text(client, DRAFT)

    assert [_OWN_ID in _found(body) for body in (before, with_own, after)] == [False, True, False]
    versions = [body["report"]["versions"]["rules"] for body in (before, with_own, after)]
    assert versions[0] == versions[2] != versions[1]
    with client.app.state.database.reading() as session:  # type: ignore[attr-defined]
        stored = session.scalars(select(StoredReview.rules).order_by(StoredReview.sequence)).all()
    assert list(stored) == versions


def test_a_broken_rule_in_the_store_stops_nothing(client: TestClient) -> None:
    """However it got there: the others find what they found, and the page tells the fault."""
    database = client.app.state.database  # type: ignore[attr-defined]
    with database.writing() as session:
        broken = {f"{_OWN_ID}.yaml": RULE, "drafting/own/broken.yaml": "title: ["}
        session.add(RuleRelease(what="kept", subject="x", own=broken, folder={}))

    body = review_text(client, DRAFT)
    client.app.state.service.rules.refresh()  # type: ignore[attr-defined]
    page = client.get("/rules/releases", headers={"accept": "text/html"}).text

    assert _OWN_ID in _found(body)
    assert "drafting/own/broken.yaml" in page
    assert client.get("/readyz").status_code == 200


def test_a_bundle_is_tried_installed_and_rolled_back_on_the_page(client: TestClient) -> None:
    """The next document is reviewed with it."""
    html = {"accept": "text/html"}
    review_text(client, DRAFT)
    tried = client.post("/rules/releases", files={"file": ("b.zip", with_rule())}, headers=html)
    unchanged = review_text(client, DRAFT)
    digest = tried.text.partition('name="digest" value="')[2].partition('"')[0]
    client.post("/rules/releases/install", data={"digest": digest}, headers=html)
    installed = review_text(client, DRAFT)
    client.post("/rules/releases/roll-back", headers=html)
    back = review_text(client, DRAFT)

    assert RULE_ID in tried.text
    assert "新增 1 处，减少 0 处" in tried.text
    assert [RULE_ID in _found(body) for body in (unchanged, installed, back)] == [False, True, False]


def test_a_bad_bundle_is_told_on_the_page(client: TestClient) -> None:
    """In Chinese, as a problem, with nothing changed."""
    answer = client.post(
        "/rules/releases", files={"file": ("b.zip", b"no zip")}, headers={"accept": "text/html"}
    )

    assert answer.status_code == 422
    assert "规则包已损坏" in answer.text


def test_no_document_is_lost_while_rules_change(client: TestClient) -> None:
    """Uploads go on while rules come and go; each report is whole and of one of the releases."""
    waiting, versions = [], set()
    for turn in range(4):
        waiting += [
            client.post("/api/v1/reviews", json={"text": f"{DRAFT}第{n}页\n", "name": "指南"}).json()["id"]
            for n in range(6)
        ]
        _keep(client, "remove" if turn % 2 else "keep")
        versions.add(client.app.state.service.context.ruleset.version)  # type: ignore[attr-defined]
    for review in waiting:
        with client.stream("GET", f"/api/v1/reviews/{review}/events") as events:
            list(events.iter_lines())

    reports = [client.get(f"/api/v1/reviews/{review}").json() for review in waiting]
    with_own = _version_with_own()

    assert [report["state"] for report in reports] == ["done"] * 24
    for report in reports:
        used = report["report"]["versions"]["rules"]
        assert used in versions
        assert (_OWN_ID in _found(report)) == (used == with_own)


def _version_with_own() -> str:
    from api.rulesets.loading import LoadOptions, load_state
    from api.rulesets.releases import RuleState

    state = RuleState(own={f"{_OWN_ID}.yaml": RULE})
    return load_state(state, None, LoadOptions(classifiers=False)).context.ruleset.version


@pytest.fixture(params=DATABASES)
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Served, str]]:
    """A service as a process, on each database."""
    url = database_url(request.param, tmp_path)
    running = serve(tmp_path, url, "--workers", "2")
    yield running, url
    running.kill()


def test_rules_from_elsewhere_reach_running_workers(served: tuple[Served, str]) -> None:
    """Another process, such as the command line, puts them in force; the very next job uses them."""
    running, url = served
    other = Database(url, pool_size=1)

    def found() -> bool:
        answer = httpx.post(
            f"{running.address}/api/v1/reviews?wait=60", json={"text": DRAFT, "name": "指南"}, timeout=90
        ).json()
        return _OWN_ID in _found(answer)

    before = found()
    keep_rule(other, LOCAL_ACTOR, _OWN_ID, RULE)
    kept = [found() for _ in range(4)]
    remove_rule(other, LOCAL_ACTOR, _OWN_ID)
    removed = [found() for _ in range(4)]
    other.close()

    assert not before
    assert kept == [True] * 4
    assert removed == [False] * 4

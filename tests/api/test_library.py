"""Rules and laws over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.api.serving import review_text, service


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service in this process."""
    with service(tmp_path_factory.mktemp("data"), workers=1) as running:
        yield running


def test_rules_are_searched_and_paged(client: TestClient) -> None:
    """By words of the title, by family."""
    every = client.get("/api/v1/rules?page_size=500").json()
    page = client.get("/api/v1/rules?page_size=2").json()
    found = client.get("/api/v1/rules", params={"q": "税收", "family": "fair_competition"}).json()

    assert every["next"] is None
    assert page["next"] is not None
    following = client.get("/api/v1/rules", params={"page_size": 2, "cursor": page["next"]}).json()
    ids = [item["id"] for item in every["items"]]
    assert [item["id"] for item in (*page["items"], *following["items"])] == ids[:4]
    assert found["items"]
    assert all("税收" in item["title"] + item["id"] for item in found["items"])


def test_a_rule_is_shown_with_law_wording_and_cases(client: TestClient) -> None:
    """What an officer needs to judge it."""
    first = client.get("/api/v1/rules", params={"q": "税收"}).json()["items"][0]

    rule = client.get(f"/api/v1/rules/{first['id']}").json()

    assert rule["basis"][0]["title"]
    assert len(rule["examples"]) == rule["cases"] >= 6
    assert rule["message"]


def test_precision_of_a_rule_counts_the_decisions_of_people(client: TestClient) -> None:
    """Accepted counts for it, rejected against it; deferred is not settled."""
    review = review_text(client)
    finding = client.get(f"/api/v1/reviews/{review['id']}/findings").json()["items"][0]
    before = client.get(f"/api/v1/rules/{finding['rule']}").json()

    for verdict in ("deferred", "rejected"):
        client.patch(f"/api/v1/findings/{finding['id']}", json={"verdict": verdict})

    after = client.get(f"/api/v1/rules/{finding['rule']}").json()
    assert after["settled"] == before["settled"] + 1
    assert after["confirmed"] == before["confirmed"]


def test_a_passage_is_tried_against_the_rules_live(client: TestClient) -> None:
    """Nothing of it is kept."""
    passage = "对在本县登记注册的企业，按其缴纳税收县级留成部分的50%给予奖励。"
    count = len(client.get("/api/v1/reviews?page_size=500").json()["items"])

    tried = client.post("/api/v1/rules/try", json={"text": passage}).json()
    one = client.post("/api/v1/rules/try", json={"text": passage, "rules": [tried["findings"][0]["rule"]]})

    assert tried["findings"]
    assert {item["rule"] for item in one.json()["findings"]} == {tried["findings"][0]["rule"]}
    assert len(client.get("/api/v1/reviews?page_size=500").json()["items"]) == count


def test_laws_are_found_and_shown_at_a_date(client: TestClient) -> None:
    """The same law is pending before its day and in force after."""
    found = client.get("/api/v1/laws", params={"q": "公平竞争审查条例"}).json()["items"]
    assert found[0]["title"] == "公平竞争审查条例"

    before = client.get("/api/v1/laws/公平竞争审查条例?on=2024-07-01").json()
    after = client.get("/api/v1/laws/公平竞争审查条例?on=2024-08-01").json()

    assert (before["status"], after["status"]) == ("pending", "in_force")
    assert after["versions"]


def test_an_unlisted_law_is_not_called_nonexistent(client: TestClient) -> None:
    """未收录, with a suggestion where one is near."""
    answer = client.get("/api/v1/laws/公平竞争审查条列")

    assert answer.status_code == 404
    assert "未收录" in answer.json()["detail"]

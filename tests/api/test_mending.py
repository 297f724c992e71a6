"""Chosen fixes become the next version; views and ticks are kept for whoever made them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.serving import review_text, service

_DRAFT = (
    "青溪县促进工业发展若干措施\n"
    "第一条 根据《中华人民共和国行政处罚法》第10条和《中华人民共和国中小企业促进法》第5条，制定本措施。\n"
    "第二条 对在本县注册的企业，给予一次性奖励五十万元。\n"
    "第三条 各乡镇应当加强宣传。\n"
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service with one worker."""
    folder: Path = tmp_path_factory.mktemp("mending")
    with service(folder, today=date(2026, 11, 24), workers=1, classifiers=False) as running:
        yield running


@pytest.fixture
def review(client: TestClient) -> dict[str, Any]:
    """A fresh review."""
    return review_text(client, _DRAFT)


def _findings(client: TestClient, review: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(f"/api/v1/reviews/{review}/findings").json()["items"]
    return items


def _done(client: TestClient, review: str) -> None:
    with client.stream("GET", f"/api/v1/reviews/{review}/events") as events:
        for line in events.iter_lines():
            if '"done"' in line:
                return


def test_chosen_fixes_become_the_next_version(client: TestClient, review: dict[str, Any]) -> None:
    """What has no fix is listed with the reason; the rest of the text stays."""
    found = _findings(client, review["id"])
    fixable = [finding["id"] for finding in found if finding["fix"]]
    others = [finding["id"] for finding in found if not finding["fix"]][:1]

    answer = client.post(f"/api/v1/reviews/{review['id']}/mend", json={"findings": [*fixable, *others, "x"]})

    made = answer.json()
    assert answer.status_code == 202
    assert made["applied"] == fixable
    assert len(fixable) == 3
    assert [item["code"] for item in made["skipped"]] == ["not_replaceable", "not_chosen"]
    _done(client, made["id"])
    text = client.get(f"/api/v1/reviews/{made['id']}/text").json()["text"]
    assert text == _DRAFT.replace("第10条", "第十条").replace("第5条", "第五条").replace("在本县注册的", "")
    assert made["document"] == review["document"]


def test_fixes_of_an_older_version_are_refused(client: TestClient, review: dict[str, Any]) -> None:
    """They might undo what was written since."""
    fixable = [finding["id"] for finding in _findings(client, review["id"]) if finding["fix"]]
    client.post(f"/api/v1/documents/{review['document']}/versions", json={"text": _DRAFT, "name": "二稿"})

    answer = client.post(f"/api/v1/reviews/{review['id']}/mend", json={"findings": fixable})

    assert (answer.status_code, answer.json()["code"]) == (409, "not_latest")


def test_a_mending_sent_twice_makes_one_version(client: TestClient, review: dict[str, Any]) -> None:
    """By its Idempotency-Key."""
    fixable = [finding["id"] for finding in _findings(client, review["id"]) if finding["fix"]]
    path, headers = f"/api/v1/reviews/{review['id']}/mend", {"Idempotency-Key": f"mend-{review['id']}"}

    answers = [client.post(path, json={"findings": fixable}, headers=headers) for _ in range(2)]

    versions = client.get(f"/api/v1/documents/{review['document']}").json()["versions"]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert len(versions) == 2


def test_a_view_is_kept_listed_and_forgotten(client: TestClient) -> None:
    """With a link that leads to what it shows; conditions that do not exist are refused."""
    body = {"name": "公开审查，未决定", "query": "?family=disclosure&verdict=none"}

    made = client.post("/api/v1/views", json=body)
    wrong = client.post("/api/v1/views", json={"name": "甲", "query": "next=//evil.example"})

    view = made.json()
    assert made.status_code == 201
    assert view["link"] == "/findings?family=disclosure&verdict=none"
    assert client.get(view["link"]).status_code == 200
    assert view in client.get("/api/v1/views").json()["items"]
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["pointer"] == "#/query"
    assert client.delete(f"/api/v1/views/{view['id']}").status_code == 204
    assert client.delete(f"/api/v1/views/{view['id']}").json()["code"] == "no_view"


def test_a_clause_is_ticked_off_once_however_often_it_is_said(
    client: TestClient, review: dict[str, Any]
) -> None:
    """And the tick can be taken back."""
    path, digest = f"/api/v1/documents/{review['document']}/viewed", "a" * 64

    twice = [client.put(f"{path}/{digest}").status_code for _ in range(2)]
    kept = client.get(path).json()["items"]
    client.delete(f"{path}/{digest}")

    assert twice == [204, 204]
    assert kept == [digest]
    assert client.get(path).json()["items"] == []
    assert client.put(f"{path}/short").status_code == 422

"""Deciding findings over HTTP: one, many, undo, races, repeated requests, talk, exceptions."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.jobs.earlier import has_lapsed
from api.store.reviews import StoredFinding
from api.views.findings import finding_view
from tests.api.databases import DATABASES, database_url
from tests.api.serving import review_text, service

TODAY = date(2026, 11, 24)
FINDINGS = "/api/v1/findings"


@pytest.fixture(scope="module", params=DATABASES)
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service on each kind of database."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    with service(folder, database=database_url(request.param, folder), today=TODAY, workers=1) as running:
        yield running


@pytest.fixture
def review(client: TestClient) -> dict[str, Any]:
    """A fresh review."""
    return review_text(client)


def _findings(client: TestClient, review: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(f"/api/v1/reviews/{review['id']}/findings").json()["items"]
    return items


def test_a_decision_is_kept_with_reason_and_person(client: TestClient, review: dict[str, Any]) -> None:
    """The contract of PATCH, and the ETag counts."""
    first = _findings(client, review)[0]

    answer = client.patch(f"{FINDINGS}/{first['id']}", json={"verdict": "rejected", "reason": "已有依据"})

    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"2"'
    again = client.get(f"{FINDINGS}/{first['id']}").json()
    assert (again["verdict"], again["reason"], again["decided_by"]) == ("rejected", "已有依据", "本机用户")
    assert _findings(client, review)[0] == again


def test_a_stale_etag_is_refused_and_says_who_won(client: TestClient, review: dict[str, Any]) -> None:
    """412; without the header the change is accepted."""
    path = f"{FINDINGS}/{_findings(client, review)[0]['id']}"
    client.patch(path, json={"verdict": "accepted"}, headers={"If-Match": '"1"'})

    late = client.patch(path, json={"verdict": "rejected"}, headers={"If-Match": '"1"'})

    assert late.status_code == 412
    assert "本机用户" in late.json()["detail"]
    assert late.headers["ETag"] == '"2"'
    assert client.patch(path, json={"verdict": "deferred"}).json()["verdict"] == "deferred"


def test_of_two_who_decide_at_once_one_wins(client: TestClient, review: dict[str, Any]) -> None:
    """The other gets 412; never both, never none."""
    for finding in _findings(client, review):
        statuses: list[int] = []

        def decide(verdict: str, path: str, etag: str, statuses: list[int] = statuses) -> None:
            answer = client.patch(path, json={"verdict": verdict}, headers={"If-Match": etag})
            statuses.append(answer.status_code)

        path = f"{FINDINGS}/{finding['id']}"
        threads = [
            threading.Thread(target=decide, args=(verdict, path, f'"{finding["revision"]}"'))
            for verdict in ("accepted", "rejected", "deferred")
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(statuses) == [200, 412, 412]


def test_many_are_decided_in_one_act_and_undone_as_one(client: TestClient, review: dict[str, Any]) -> None:
    """What was decided before is passed over and listed; undo spares what changed since."""
    findings = _findings(client, review)
    decisions = f"/api/v1/reviews/{review['id']}/decisions"
    client.patch(f"{FINDINGS}/{findings[0]['id']}", json={"verdict": "accepted"})

    done = client.post(decisions, json={"verdict": "rejected", "reason": "不适用"}).json()
    client.patch(f"{FINDINGS}/{findings[1]['id']}", json={"verdict": "deferred"})
    undone = client.post(f"{decisions}/{done['batch']}/undo").json()

    others = [finding["id"] for finding in findings[1:]]
    assert (done["decided"], [item["id"] for item in done["skipped"]]) == (others, [findings[0]["id"]])
    assert (undone["decided"], [item["id"] for item in undone["skipped"]]) == (others[1:], others[:1])
    assert [item["verdict"] for item in _findings(client, review)] == [
        "accepted",
        "deferred",
        *[None] * (len(findings) - 2),
    ]
    assert client.post(f"{decisions}/{done['batch']}/undo").status_code == 200
    assert client.post(f"{decisions}/unknown/undo").json()["code"] == "no_batch"


@pytest.mark.parametrize("field", ["rule", "family", "severity", "clause"])
def test_a_bulk_decision_keeps_to_its_selection(
    field: str, client: TestClient, review: dict[str, Any]
) -> None:
    """By rule, family, severity or clause."""
    findings = _findings(client, review)
    wanted = findings[-1][field]

    done = client.post(
        f"/api/v1/reviews/{review['id']}/decisions", json={"verdict": "accepted", field: wanted}
    ).json()

    assert done["decided"] == [finding["id"] for finding in findings if finding[field] == wanted]


def test_a_repeated_request_acts_once(client: TestClient) -> None:
    """The same answer comes again; the key with another body is refused."""
    headers = {"Idempotency-Key": "k1"}
    body = {"text": "青溪县措施\n第一条 给予奖励。", "name": "甲"}

    first = client.post("/api/v1/reviews", json=body, headers=headers)
    again = client.post("/api/v1/reviews", json=body, headers=headers)
    other = client.post("/api/v1/reviews", json={**body, "name": "乙"}, headers=headers)

    assert first.status_code == again.status_code == 202
    assert first.json()["id"] == again.json()["id"]
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_a_file_sent_again_is_the_same_request(client: TestClient) -> None:
    """Clients put other borders between the fields each time."""
    headers = {"Idempotency-Key": "k4"}
    first, again = (
        client.post(
            "/api/v1/reviews",
            headers={**headers, "Content-Type": f"multipart/form-data; boundary={border}"},
            content=(
                f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
                f"第一条 给予奖励。\r\n--{border}--\r\n"
            ).encode(),
        )
        for border in ("one", "another")
    )

    assert first.status_code == again.status_code == 202
    assert first.json()["id"] == again.json()["id"]


def test_one_of_many_repeated_requests_acts(client: TestClient) -> None:
    """While the first runs the others get 409; afterwards its answer."""
    answers: list[Any] = []
    body = {"text": "青溪县措施\n第一条 给予奖励。", "name": "并发"}

    def send() -> None:
        answers.append(client.post("/api/v1/reviews?wait=30", json=body, headers={"Idempotency-Key": "k2"}))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 200}) == 1
    names = [item["name"] for item in client.get("/api/v1/reviews?page_size=500").json()["items"]]
    assert names.count("并发") == 1


def test_a_failed_request_may_be_mended_under_its_key(client: TestClient) -> None:
    """An error is not kept as the answer."""
    headers = {"Idempotency-Key": "k3"}

    assert client.post("/api/v1/reviews", json={"text": ""}, headers=headers).status_code == 422
    assert client.post("/api/v1/reviews", json={"text": "第一条"}, headers=headers).status_code == 202


def test_findings_are_paged_by_cursor(client: TestClient, review: dict[str, Any]) -> None:
    """Every finding once, whatever the size of a page; a made-up cursor is refused."""
    path = f"/api/v1/reviews/{review['id']}/findings"
    collected, cursor = [], ""
    while cursor is not None:
        page = client.get(f"{path}?page_size=2" + (f"&cursor={cursor}" if cursor else "")).json()
        collected += [item["id"] for item in page["items"]]
        assert len(page["items"]) <= 2
        cursor = page["next"]

    assert collected == [finding["id"] for finding in _findings(client, review)]
    assert client.get(f"{path}?cursor=made-up").json()["code"] == "invalid_cursor"


def test_comments_are_kept_in_order_and_resolved(client: TestClient, review: dict[str, Any]) -> None:
    """Talk about a finding."""
    path = f"{FINDINGS}/{_findings(client, review)[0]['id']}/comments"
    first = client.post(path, json={"text": "请补充依据"})
    client.post(path, json={"text": "已补充"})

    resolved = client.patch(f"{path}/{first.json()['id']}", json={"resolved": True}).json()

    assert first.status_code == 201
    assert resolved["resolved_at"] is not None
    assert [item["text"] for item in client.get(path).json()["items"]] == ["请补充依据", "已补充"]
    assert client.post(path, json={"text": "  "}).status_code == 422


def test_a_finding_is_assigned_to_an_account_only(client: TestClient, review: dict[str, Any]) -> None:
    """A due date needs nobody; an unknown account is refused."""
    path = f"{FINDINGS}/{_findings(client, review)[0]['id']}/assignment"

    dated = client.put(path, json={"due_on": "2026-12-31"})
    unknown = client.put(path, json={"assignee": "nobody"})

    assert (dated.status_code, dated.json()["due_on"]) == (200, "2026-12-31")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "no_user")


def test_an_exception_is_asked_for_granted_and_lapses(client: TestClient, review: dict[str, Any]) -> None:
    """All three conditions must be stated, the grant has an end, and after it the finding is open."""
    finding = _findings(client, review)[0]
    path = f"{FINDINGS}/{finding['id']}/exemptions"
    conditions = {"circumstance": "维护公共安全", "no_milder_way": "无", "ends": "2027年底止"}
    assert client.post(path, json={"circumstance": "维护公共安全"}).status_code == 422
    asked = client.post(path, json=conditions).json()

    endless = client.patch(f"{path}/{asked['id']}", json={"granted": True})
    granted = client.patch(f"{path}/{asked['id']}", json={"granted": True, "until": "2027-12-31"})
    twice = client.patch(f"{path}/{asked['id']}", json={"granted": False})

    assert endless.json()["code"] == "no_end"
    assert granted.json()["state"] == "granted"
    assert twice.json()["code"] == "already_answered"
    decided = client.get(f"{FINDINGS}/{finding['id']}").json()
    assert (decided["verdict"], decided["until"]) == ("exempted", "2027-12-31")
    ending = client.get("/api/v1/exemptions?ending_before=2028-01-01").json()["items"]
    assert asked["id"] in [item["id"] for item in ending]


def test_a_lapsed_exemption_opens_the_finding_again() -> None:
    """Without anybody's doing, on the day after its last; what was decided is still told."""
    finding = StoredFinding(
        id="r.0",
        review_id="r",
        content={},
        masked={},
        verdict="exempted",
        reason="公共安全",
        decider="李某",
        until=date(2027, 12, 31),
        carried=False,
        ask_again=False,
        revision=2,
    )
    from api.store.base import utc_now

    finding.decided_at = utc_now()

    last, after = date(2027, 12, 31), date(2028, 1, 1)

    assert not has_lapsed(finding, last)
    assert finding_view(finding, last).verdict == "exempted"
    view = finding_view(finding, after)
    assert (view.verdict, view.ask_again) == (None, True)
    assert view.earlier is not None
    assert view.earlier["reason"] == "公共安全"


def test_after_sign_off_nothing_changes_until_it_is_withdrawn(
    client: TestClient, review: dict[str, Any]
) -> None:
    """The conclusion is a person's, and closes the review."""
    finding, path = _findings(client, review)[0], f"/api/v1/reviews/{review['id']}"

    signed = client.put(
        f"{path}/sign-off", json={"conclusion": "passed_after_changes", "statement": "修改后通过"}
    )

    assert signed.json()["sign_off"]["statement"] == "修改后通过"
    refused = client.patch(f"{FINDINGS}/{finding['id']}", json={"verdict": "accepted"})
    assert (refused.status_code, refused.json()["code"]) == (409, "signed_off")
    assert client.post(f"{path}/decisions", json={"verdict": "accepted"}).json()["code"] == "signed_off"
    assert client.delete(f"{path}/sign-off").json()["sign_off"] is None
    assert client.patch(f"{FINDINGS}/{finding['id']}", json={"verdict": "accepted"}).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/findings/unknown"),
        ("PATCH", "/api/v1/findings/unknown"),
        ("GET", "/api/v1/findings/unknown/comments"),
        ("GET", "/api/v1/findings/unknown/exemptions"),
        ("GET", "/api/v1/reviews/unknown/findings"),
        ("GET", "/api/v1/reviews/unknown/exports/json"),
        ("GET", "/api/v1/documents/unknown"),
        ("GET", "/api/v1/submissions/unknown"),
        ("GET", "/api/v1/rules/unknown"),
        ("GET", "/api/v1/laws/unknown"),
    ],
)
def test_what_is_not_there_is_told_in_chinese(method: str, path: str, client: TestClient) -> None:
    """404 as a problem document."""
    body = {"verdict": "accepted"} if method == "PATCH" else None

    answer = client.request(method, path, json=body)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert any("\u4e00" <= c <= "\u9fff" for c in answer.json()["detail"])

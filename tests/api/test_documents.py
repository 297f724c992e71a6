"""Documents through their versions, submissions of several files, exports and sign-off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from reviewer.exporters import EXPORTERS
from tests.api.serving import DRAFT, review_text, service

REWARD = "第一条 对在本县登记注册的企业，按其缴纳税收县级留成部分的50%给予奖励。"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service in this process."""
    with service(tmp_path_factory.mktemp("data"), workers=1) as running:
        yield running


def _next(client: TestClient, document: str, text: str) -> dict[str, Any]:
    answer = client.post(
        f"/api/v1/documents/{document}/versions?wait=60", json={"text": text, "name": "二稿"}
    )
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def _findings(client: TestClient, review: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(f"/api/v1/reviews/{review}/findings").json()["items"]
    return items


def test_decisions_follow_their_findings_into_the_next_version(client: TestClient) -> None:
    """Unchanged ones keep the decision, new ones have none, solved ones are named."""
    first = review_text(client, DRAFT)
    reward = next(f for f in _findings(client, first["id"]) if f["family"] == "fair_competition")
    client.patch(f"/api/v1/findings/{reward['id']}", json={"verdict": "rejected", "reason": "已有依据"})

    text = DRAFT + "第二条 违反本措施的，处以五百元罚款。\n第三条 本措施自2027年1月1日起施行，有效期三年。\n"
    second = _next(client, first["document"], text)

    findings = {f["fingerprint"]: f for f in _findings(client, second["id"])}
    carried = findings[reward["fingerprint"]]
    assert (carried["verdict"], carried["reason"], carried["carried"]) == ("rejected", "已有依据", True)
    assert carried["change"] == "unchanged"
    fine = [f for f in findings.values() if "罚款" in f["quote"]]
    assert [(f["change"], f["verdict"]) for f in fine] == [("new", None)] * len(fine)
    assert fine
    difference = client.get(f"/api/v1/documents/{first['document']}/difference").json()
    assert "effective_date.missing" not in {f["kind"] for f in findings.values()}
    assert "drafting/missing_effective_date" in {item["rule"] for item in difference["solved"]}
    assert reward["fingerprint"] in {
        f["fingerprint"] for f in findings.values() if f["id"] in difference["unchanged"]
    }
    assert set(difference["new"]) >= {f["id"] for f in fine}
    assert [change["kind"] for change in difference["text"]] == ["insert"]


def test_an_edited_clause_is_asked_again_with_what_was_decided(client: TestClient) -> None:
    """A machine does not take one wording for another."""
    first = review_text(client, DRAFT)
    reward = next(f for f in _findings(client, first["id"]) if f["family"] == "fair_competition")
    client.patch(f"/api/v1/findings/{reward['id']}", json={"verdict": "rejected", "reason": "已有依据"})

    second = _next(client, first["document"], DRAFT.replace("给予奖励。", "给予奖励，由县财政承担。"))

    again = [f for f in _findings(client, second["id"]) if f["ask_again"]]
    assert [(f["verdict"], f["earlier"]["reason"]) for f in again] == [(None, "已有依据")]


def test_versions_are_numbered_and_listed_with_their_reviews(client: TestClient) -> None:
    """And the latest version can be reviewed anew."""
    first = review_text(client, DRAFT)
    _next(client, first["document"], DRAFT + "附则。\n")
    answer = client.post(f"/api/v1/documents/{first['document']}/reviews")

    document = client.get(f"/api/v1/documents/{first['document']}").json()

    assert answer.status_code == 202
    assert [(v["number"], len(v["reviews"])) for v in document["versions"]] == [(1, 1), (2, 2)]
    assert client.get("/api/v1/documents").json()["items"][0]["id"] == first["document"]


def test_one_version_has_nothing_to_be_compared_with(client: TestClient) -> None:
    """409, in words."""
    first = review_text(client)

    answer = client.get(f"/api/v1/documents/{first['document']}/difference")

    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_compare")


def test_a_document_is_renamed_dated_and_deleted(client: TestClient) -> None:
    """Deleted, it is gone with its reviews and findings."""
    first = review_text(client)
    path = f"/api/v1/documents/{first['document']}"

    changed = client.patch(path, json={"name": "促进措施", "due_on": "2026-12-31"}).json()
    deleted = client.delete(path)

    assert (changed["name"], changed["due_on"]) == ("促进措施", "2026-12-31")
    assert deleted.status_code == 204
    assert client.get(path).status_code == 404
    assert client.get(f"/api/v1/reviews/{first['id']}").status_code == 404
    assert client.get(f"/api/v1/findings/{first['id']}.0").status_code == 404


def test_a_submission_names_what_is_missing(client: TestClient) -> None:
    """草案 alone is not enough; with 起草说明 and 初审意见 it is complete."""
    draft = ("草案.txt", DRAFT.encode())

    partly = client.post("/api/v1/submissions", files={"draft": draft})
    whole = client.post(
        "/api/v1/submissions",
        files={
            "draft": draft,
            "explanation": ("起草说明.txt", "关于若干措施的起草说明\n一、背景。\n".encode()),
            "preliminary_opinion": ("初审意见.txt", "公平竞争审查初审意见\n一、结论。\n".encode()),
        },
        data={"name": "若干措施"},
    )

    assert partly.status_code == 202
    assert partly.json()["missing"] == ["起草说明", "公平竞争审查初审意见"]
    assert (whole.json()["complete"], whole.json()["name"]) == (True, "若干措施")
    again = client.get(f"/api/v1/submissions/{whole.json()['id']}").json()
    assert [d["part"] for d in again["documents"]] == ["draft", "explanation", "preliminary_opinion"]
    assert client.post("/api/v1/submissions", files={"unknown": draft}).json()["code"] == "nothing_sent"


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_every_export_can_be_taken_at_any_time(name: str, client: TestClient) -> None:
    """With decisions and without sign-off; the name of the file is safe."""
    review = review_text(client)

    answer = client.get(f"/api/v1/reviews/{review['id']}/exports/{name}")

    assert answer.status_code == 200, answer.text
    assert answer.content
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")


def test_an_export_says_unsigned_until_a_person_signs(client: TestClient) -> None:
    """未签发, then the conclusion."""
    review = review_text(client)
    path = f"/api/v1/reviews/{review['id']}"
    before = client.get(f"{path}/exports/html").text

    client.put(f"{path}/sign-off", json={"conclusion": "not_passed", "author": "王某"})

    after = client.get(f"{path}/exports/html").text
    assert "未签发" in before
    assert "未签发" not in after
    assert "王某" in after


def test_the_text_is_what_offsets_count_in(client: TestClient) -> None:
    """Code point for code point."""
    review = review_text(client, DRAFT)

    text = client.get(f"/api/v1/reviews/{review['id']}/text").json()["text"]

    assert text == DRAFT
    for finding in _findings(client, review["id"]):
        assert text[finding["start"] : finding["end"]] == finding["quote"]


def test_an_unreadable_file_fails_with_its_remedy_and_can_be_retried(client: TestClient) -> None:
    """422 while waiting, the state afterwards."""
    answer = client.post("/api/v1/reviews", files={"file": ("坏.docx", b"PK\x03\x04broken")})
    review = answer.json()["id"]
    with client.stream("GET", f"/api/v1/reviews/{review}/events") as events:
        kinds = [line for line in events.iter_lines() if line.startswith("event:")]

    state = client.get(f"/api/v1/reviews/{review}").json()
    retried = client.post(f"/api/v1/reviews/{review}/retry")

    assert kinds[-1] == "event: failed"
    assert state["state"] == "failed"
    assert state["error"]
    assert client.get(f"/api/v1/reviews/{review}/findings").status_code in (409, 422)
    assert retried.status_code == 202

"""The API: send a document, read its report."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.views.findings import FindingView

DRAFT = "青溪县促进工业发展若干措施\n第一条 对在本县登记注册的企业，按其缴纳税收县级留成部分的50%给予奖励。\n"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A service in this process, with the rules that ship."""
    with TestClient(create_app(Settings())) as running:
        yield running


def _of_report(item: dict[str, object]) -> dict[str, object]:
    """The fields of DESIGN 4.1, without where the finding stands with people."""
    own = set(FindingView.model_fields)
    return {key: value for key, value in item.items() if key not in own}


def test_a_file_sent_with_wait_comes_back_reviewed(client: TestClient) -> None:
    """The report follows the contract and every quote stands at its place."""
    answer = client.post("/api/v1/reviews?wait=30", files={"file": ("草案.txt", DRAFT.encode("gb18030"))})

    body = answer.json()
    assert answer.status_code == 200
    assert body["state"] == "done"
    assert body["report"]["name"] == "草案.txt"
    assert body["report"]["complete"] is True
    assert body["report"]["findings"]
    for finding in body["report"]["findings"]:
        assert DRAFT[finding["start"] : finding["end"]] == finding["quote"]


def test_a_text_sent_without_wait_gets_an_id(client: TestClient) -> None:
    """202, a Location, and the report once it is done."""
    answer = client.post("/api/v1/reviews", json={"text": DRAFT, "name": "草案"})

    assert answer.status_code == 202
    assert answer.headers["Location"] == f"/api/v1/reviews/{answer.json()['id']}"
    done = client.post("/api/v1/reviews?wait=30", json={"text": DRAFT, "name": "草案"}).json()
    again = client.get(f"/api/v1/reviews/{done['id']}").json()
    assert again["report"] == done["report"]
    findings = client.get(f"/api/v1/reviews/{done['id']}/findings").json()
    assert [_of_report(item) for item in findings["items"]] == done["report"]["findings"]
    assert [item["id"] for item in findings["items"]] == [
        f"{done['id']}.{ordinal}" for ordinal in range(len(findings["items"]))
    ]
    assert all(item["verdict"] is None and item["reason"] == "" for item in findings["items"])


@pytest.mark.parametrize("name", ["json", "html", "csv", "sarif", "text"])
def test_a_report_can_be_exported(name: str, client: TestClient) -> None:
    """Every format comes as a download with a safe name."""
    review = client.post("/api/v1/reviews?wait=30", json={"text": DRAFT, "name": "草案"}).json()

    answer = client.get(f"/api/v1/reviews/{review['id']}/exports/{name}")

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.content


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        ({"method": "POST", "url": "/api/v1/reviews"}, 422, "nothing_sent"),
        ({"method": "POST", "url": "/api/v1/reviews", "json": {"name": "甲"}}, 422, "invalid_request"),
        (
            {"method": "POST", "url": "/api/v1/reviews?wait=9999", "json": {"text": "甲"}},
            422,
            "invalid_request",
        ),
        (
            {"method": "POST", "url": "/api/v1/reviews?wait=30", "files": {"file": ("a.docx", b"")}},
            422,
            "unreadable_document",
        ),
        ({"method": "GET", "url": "/api/v1/reviews/unknown"}, 404, "no_review"),
        ({"method": "GET", "url": "/nothing"}, 404, "not_found"),
    ],
)
def test_a_wrong_request_gets_a_problem_with_a_chinese_detail(
    request_: dict[str, object], status: int, code: str, client: TestClient
) -> None:
    """RFC 9457, a stable code, and words that say what to do."""
    answer = client.request(**request_)  # type: ignore[arg-type]

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert any("\u4e00" <= character <= "\u9fff" for character in answer.json()["detail"])


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Host": "evil.example"}, "host_refused"),
        ({"Origin": "http://evil.example"}, "origin_refused"),
        ({"Content-Length": str(1 << 40)}, "too_large"),
    ],
)
def test_other_sites_and_oversized_bodies_are_refused(
    headers: dict[str, str], code: str, client: TestClient
) -> None:
    """The loopback service answers its own page only."""
    answer = client.post("/api/v1/reviews", headers=headers, content=b"{}")

    assert answer.json()["code"] == code


def test_every_answer_forbids_foreign_content(client: TestClient) -> None:
    """A strict policy stands on pages and on errors."""
    for path in ("/", "/healthz", "/static/review.js"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_readiness_names_rules_and_catalogue(client: TestClient) -> None:
    """What is loaded can be asked."""
    ready = client.get("/readyz").json()

    assert ready["status"] == "ready"
    assert ready["rules"] > 0


def test_the_service_refuses_an_address_that_others_reach() -> None:
    """Without accounts it stays on loopback."""
    with pytest.raises(ValueError, match="回环"):
        Settings(host="0.0.0.0")


def test_reviews_are_listed_newest_first_a_page_at_a_time(client: TestClient) -> None:
    """Every review once; by state where that is asked."""
    ids = [
        client.post("/api/v1/reviews?wait=30", json={"text": DRAFT, "name": f"第{n}份"}).json()["id"]
        for n in range(3)
    ]

    first = client.get("/api/v1/reviews?page_size=2").json()
    second = client.get("/api/v1/reviews", params={"page_size": 2, "cursor": first["next"]}).json()

    assert [item["id"] for item in (*first["items"], *second["items"])][:3] == ids[::-1]
    assert all(item["state"] == "done" for item in client.get("/api/v1/reviews?state=done").json()["items"])
    assert client.get("/api/v1/reviews?state=parked").json()["items"] == []
    assert client.get("/api/v1/reviews?state=unknown").status_code == 422

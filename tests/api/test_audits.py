"""Audits from the service: started, watched, stopped, resumed, read down to the finding in its paragraph."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.audits.orders import check_source, command_line
from api.problems import Problem
from tests.api.serving import service

API = "/api/v1/audits"
_BAD = (
    "云岭县若干措施\n第一条　对将注册地迁入本县的企业，一次性给予二百万元落户奖励。\n"
    "云岭县人民政府\n2024年3月4日\n"
)
_PLAIN = "关于报送总结的通知\n请于年底前报送工作总结。联系电话13800002222。\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service in this process, single-user."""
    with service(tmp_path_factory.mktemp("data"), workers=0) as running:
        yield running


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents."""
    folder = tmp_path_factory.mktemp("source")
    (folder / "措施.txt").write_text(_BAD, encoding="utf-8")
    (folder / "通知.txt").write_text(_PLAIN, encoding="utf-8")
    return folder


def _events(client: TestClient, audit: str) -> list[tuple[str, dict[str, Any]]]:
    """All events until the audit ends."""
    with client.stream("GET", f"{API}/{audit}/events") as answer:
        lines = list(answer.iter_lines())
    kinds = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    data = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    return list(zip(kinds, data, strict=True))


@pytest.fixture(scope="module")
def audit(client: TestClient, source: Path) -> str:
    """An audit that has ended."""
    body = {"source": str(source), "today": "2026-11-23", "classifiers": False, "workers": 1}
    answer = client.post(API, json=body)
    assert answer.status_code == 202, answer.text
    kind, last = _events(client, answer.json()["id"])[-1]
    assert (kind, last["error"]) == ("done", None)
    return str(answer.json()["id"])


def test_ended_audit_tells_progress_and_totals(client: TestClient, audit: str) -> None:
    """What the list and the page show."""
    shown = client.get(f"{API}/{audit}").json()

    assert (shown["state"], shown["progress"]["done"], shown["progress"]["total"]) == ("done", 2, 2)
    assert (shown["totals"]["files"], shown["totals"]["affected"], shown["totals"]["complete"]) == (
        2,
        1,
        True,
    )
    assert [item["id"] for item in client.get(API).json()["items"]] == [audit]


def test_findings_are_filtered_paged_and_masked(client: TestClient, audit: str) -> None:
    """Behind a bar stand its findings; personal values are hidden."""
    everything = client.get(f"{API}/{audit}/findings").json()
    rewards = client.get(f"{API}/{audit}/findings", params={"kind": "10.2"}).json()["items"]
    first = client.get(f"{API}/{audit}/findings", params={"limit": 1}).json()
    second = client.get(f"{API}/{audit}/findings", params={"limit": 1, "cursor": first["next"]}).json()

    assert {finding["document"] for finding in rewards} == {"措施.txt"}
    assert "13800002222" not in str(everything)
    assert [*first["items"], *second["items"]] == everything["items"][:2]


def test_pages_lead_from_a_bar_to_the_finding_in_its_paragraph(client: TestClient, audit: str) -> None:
    """The audit's page, the findings of an item, the document."""
    page = client.get(f"/audits/{audit}").text
    behind = client.get(f"/audits/{audit}/findings", params={"kind": "10.2"}).text
    document = client.get(f"/audits/{audit}/findings", params={"document": "措施.txt"}).text

    assert f"/audits/{audit}/findings?kind=10.2" in page
    assert "<h1>条例第十条第（二）项</h1>" in behind
    assert "findings?document=%E6%8E%AA%E6%96%BD.txt" in behind
    assert "<mark>" in document
    assert "第2行" in document
    assert "云岭县人民政府" in document
    assert f"/audits/{audit}" in client.get("/audits").text


@pytest.mark.parametrize(
    "name", ["ledger.xlsx", "dashboard.html", "summary.json", "failures.csv", "findings.csv"]
)
def test_result_files_can_be_taken(client: TestClient, audit: str, name: str) -> None:
    """As attachments that may run nothing."""
    answer = client.get(f"{API}/{audit}/files/{name}")

    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("name", ["run.json", "plan.jsonl", "..%2Frun.json", "decisions.jsonl"])
def test_other_files_are_not_given(client: TestClient, audit: str, name: str) -> None:
    """Only what an audit ends with."""
    assert client.get(f"{API}/{audit}/files/{name}").status_code == 404


def test_stopped_audit_is_resumed_to_its_end(client: TestClient, tmp_path: Path) -> None:
    """Stop ends the process; resume goes on and ends like an undisturbed one."""
    for number in range(200):
        (tmp_path / f"{number:03}.txt").write_text(_BAD.replace("二百", f"{number + 1}"), encoding="utf-8")
    body = {"source": str(tmp_path), "today": "2026-11-23", "classifiers": False, "workers": 1}
    audit = client.post("/api/v1/audits", json=body).json()["id"]
    with client.stream("GET", f"{API}/{audit}/events") as answer:
        for line in answer.iter_lines():
            if line.startswith("data: ") and (json.loads(line[6:])["progress"] or {}).get("done"):
                break

    stopping = client.post(f"{API}/{audit}/stop")
    ended = _events(client, audit)[-1][0]
    again = client.post(f"{API}/{audit}/stop")
    resumed = client.post(f"/audits/{audit}/resume", follow_redirects=False)
    last = _events(client, audit)[-1]

    assert (stopping.status_code, ended, again.status_code) == (202, "stopped", 409)
    assert (resumed.status_code, last[0], last[1]["totals"]["files"]) == (303, "done", 200)


def test_audit_that_fails_says_why(client: TestClient, tmp_path: Path) -> None:
    """In the words of the command line."""
    (tmp_path / "empty").mkdir()
    audit = client.post(API, json={"source": str(tmp_path / "empty")}).json()["id"]

    kind, last = _events(client, audit)[-1]

    assert kind == "failed"
    assert "没有可审查的文件" in last["error"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"source": "相对/路径"}, "invalid_source"),
        ({"source": "/没有/这里"}, "invalid_source"),
        ({"source": "/", "families": ["x"]}, "no_family"),
    ],
)
def test_wrong_orders_are_refused(client: TestClient, body: dict[str, Any], code: str) -> None:
    """Before anything is started."""
    answer = client.post(API, json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize(
    "path", [f"{API}/none", "/audits/none", f"{API}/none/events", f"{API}/none/findings"]
)
def test_unknown_audit_is_404(client: TestClient, path: str) -> None:
    """Not an empty page."""
    assert client.get(path).status_code == 404


def test_with_accounts_only_listed_places_may_be_audited(tmp_path: Path) -> None:
    """Links and .. do not lead out; without a list there is nothing."""
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (inside / "link").symlink_to(outside)

    check_source(str(inside), (str(inside),))
    check_source("s3://papers/2024", ("s3://papers",))

    for source, allowed in (
        (str(outside), (str(inside),)),
        (f"{inside}/../out", (str(inside),)),
        (str(inside / "link"), (str(inside),)),
        (str(inside), ()),
        ("s3://papers-of-others/x", ("s3://papers",)),
    ):
        with pytest.raises(Problem):
            check_source(source, allowed)


def test_resumed_command_keeps_the_date_of_the_first_run() -> None:
    """A resumed audit must not begin anew because a day has passed."""
    options = {"today": "2026-11-23", "classifiers": False, "families": ["drafting"], "workers": 2}

    first, again = (command_line("/x", Path("/o"), options, resume=resume) for resume in (False, True))

    assert first[4:] == [
        *("run", "/x", "--out", "/o", "--today", "2026-11-23", "--classifiers", "off"),
        *("--family", "drafting", "--workers", "2"),
    ]
    assert "--today" not in again
    assert again[-1] == "--resume"

"""Ignore lists: what is silenced stays in the result with its reason, and comes back by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.ignores.standing import entries_of
from api.store.audit_log import LogEntry
from api.store.ignores import IgnoreEntry
from tests.api.databases import DATABASES, database_url
from tests.api.serving import review_text, service

TODAY = date(2026, 11, 24)
_DRAFT = (
    "青溪县若干措施\n"
    "第一条 对在本县登记注册的企业，按其缴纳税收县级留成部分的50%给予奖励。\n"
    "第二条 对在本县登记注册的企业，优先安排项目。\n"
    "第三条 本措施自发布之日起施行，有效期三年。\n"
)


@pytest.fixture(params=DATABASES)
def client(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestClient]:
    """A service on each database, on a fixed day."""
    url = database_url(request.param, tmp_path)
    with service(tmp_path, database=url, workers=1, classifiers=False, today=TODAY) as made:
        yield made


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[TestClient]:
    """A service on SQLite, on a fixed day."""
    with service(tmp_path, workers=1, classifiers=False, today=TODAY) as made:
        yield made


def _findings(client: TestClient, review: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(f"/api/v1/reviews/{review}/findings").json()["items"]
    return items


def _ignore(client: TestClient, finding: str, scope: str, subject: str = "word", **values: Any) -> Any:
    body = {"scope": scope, "subject": subject, "reason": "上级已批复", "expires_on": "2026-12-31", **values}
    return client.post(f"/api/v1/findings/{finding}/ignore-entries", json=body)


def _open(client: TestClient, review: str) -> list[str]:
    return [finding["id"] for finding in _findings(client, review) if not finding["ignored"]]


def _at(client: TestClient, day: date) -> None:
    """The clock of the service."""
    state = client.app.state  # type: ignore[attr-defined]
    from dataclasses import replace

    state.settings = state.service.settings = replace(state.settings, today=day)


def test_a_place_is_silenced_until_its_last_day(client: TestClient) -> None:
    """This finding alone; on the day after it is reported again without anybody doing anything."""
    review = review_text(client, _DRAFT)["id"]
    first, *others = _findings(client, review)

    answer = _ignore(client, first["id"], "place")
    silenced = _open(client, review)
    _at(client, date(2026, 12, 31))
    last_day = _open(client, review)
    _at(client, date(2027, 1, 1))
    after = _open(client, review)

    assert answer.status_code == 201
    assert answer.json()["findings"] == [first["id"]]
    assert silenced == last_day == [finding["id"] for finding in others]
    assert after == [first["id"], *silenced]


def test_what_is_silenced_stays_with_its_reason(client: TestClient) -> None:
    """Among what was dismissed in every export, suppressed in SARIF, told in the list."""
    review = review_text(client, _DRAFT)["id"]
    finding = _findings(client, review)[0]
    _ignore(client, finding["id"], "place")

    listed = client.get(f"/api/v1/findings/{finding['id']}").json()
    report = client.get(f"/api/v1/reviews/{review}").json()["report"]
    exported = client.get(f"/api/v1/reviews/{review}/exports/json").json()
    sarif = json.loads(client.get(f"/api/v1/reviews/{review}/exports/sarif").content)
    html = client.get(f"/api/v1/reviews/{review}/exports/html").text

    words = "忽略名单（此处不报）：上级已批复"
    assert listed["ignored"].startswith(words)
    for told in (report, exported):
        assert finding["fingerprint"] not in {f["fingerprint"] for f in told["findings"]}
        assert any(
            c["reason"].startswith(words) and c["start"] == finding["start"] for c in told["considered"]
        )
    results = {r["partialFingerprints"]["fp1"]: r for r in sarif["runs"][0]["results"]}
    suppressed = results[finding["fingerprint"]]["suppressions"]
    assert suppressed[0]["justification"].startswith(words)
    assert all(r["suppressions"] == [] for f, r in results.items() if f != finding["fingerprint"])
    assert words in html


def test_a_rule_is_silenced_in_the_document_and_its_next_version(client: TestClient) -> None:
    """In no other document."""
    body = review_text(client, _DRAFT)
    review = body["id"]
    finding = _findings(client, review)[0]
    document = client.get(f"/api/v1/reviews/{review}").json()["document"]

    _ignore(client, finding["id"], "document", "rule")
    text = _DRAFT.replace("50%", "60%")
    client.post(f"/api/v1/documents/{document}/versions?wait=60", json={"text": text, "name": "草案"})
    later = client.get(f"/api/v1/documents/{document}").json()["versions"][-1]
    other = review_text(client, _DRAFT)["id"]

    next_review = later["reviews"][-1]["id"] if "reviews" in later else later["review"]
    silenced = {f["rule"] for f in _findings(client, next_review) if f["ignored"]}
    assert silenced == {finding["rule"]}
    assert not any(f["ignored"] for f in _findings(client, other))


def test_a_wording_is_silenced_in_the_unit_and_nothing_else(client: TestClient) -> None:
    """In documents reviewed before and after; other wordings of the rule are reported."""
    before = review_text(client, _DRAFT)["id"]
    finding = next(f for f in _findings(client, before) if f["family"] == "fair_competition")

    entry = _ignore(client, finding["id"], "unit").json()
    after = review_text(client, _DRAFT)["id"]
    other = review_text(client, _DRAFT.replace("50%", "六成"))["id"]

    for review in (before, after):
        assert {f["quote"] for f in _findings(client, review) if f["ignored"]} == {finding["quote"]}
    assert finding["rule"] in {f["rule"] for f in _findings(client, other) if not f["ignored"]}
    assert entry["document"] is None


def test_an_entry_is_ended_resumed_and_logged(client: TestClient) -> None:
    """Ending reports again at once; the log tells who did what, without words of the document."""
    review = review_text(client, _DRAFT)["id"]
    finding = _findings(client, review)[0]
    entry = _ignore(client, finding["id"], "document").json()

    ended = client.patch(f"/api/v1/ignore-entries/{entry['id']}", json={"ended": True}).json()
    while_ended = _open(client, review)
    client.patch(f"/api/v1/ignore-entries/{entry['id']}", json={"ended": False})
    resumed = _open(client, review)

    assert ended["state"] == "ended"
    assert finding["id"] in while_ended
    assert finding["id"] not in resumed
    with client.app.state.database.reading() as session:  # type: ignore[attr-defined]
        logged = session.scalars(select(LogEntry).where(LogEntry.subject == f"ignore:{entry['id']}")).all()
    assert [line.act for line in logged] == ["ignore.added", "ignore.ended", "ignore.resumed"]
    assert finding["quote"] not in json.dumps([line.details for line in logged], ensure_ascii=False)


def test_undo_takes_the_latest_act_back_whatever_it_was(sqlite: TestClient) -> None:
    """First the entry, then the decision before it."""
    review = review_text(sqlite, _DRAFT)["id"]
    first, second = (finding["id"] for finding in _findings(sqlite, review)[:2])
    sqlite.patch(f"/api/v1/findings/{first}", json={"verdict": "accepted"})
    _ignore(sqlite, second, "place")

    one = sqlite.post(f"/api/v1/reviews/{review}/undo").json()
    two = sqlite.post(f"/api/v1/reviews/{review}/undo").json()

    assert one["decided"] == [second]
    assert two["decided"] == [first]
    assert {first, second} <= set(_open(sqlite, review))


def test_a_decision_goes_before_the_list(sqlite: TestClient) -> None:
    """What somebody decided about this very finding is never hidden by a list."""
    review = review_text(sqlite, _DRAFT)["id"]
    finding = _findings(sqlite, review)[0]["id"]
    sqlite.patch(f"/api/v1/findings/{finding}", json={"verdict": "accepted"})

    _ignore(sqlite, finding, "document", "rule")

    told = sqlite.get(f"/api/v1/findings/{finding}").json()
    assert (told["verdict"], told["ignored"]) == ("accepted", None)


def test_what_was_signed_off_stays_as_it_was(sqlite: TestClient) -> None:
    """Neither an entry made later nor the end of one changes it."""
    review = review_text(sqlite, _DRAFT)["id"]
    first, second = _findings(sqlite, review)[:2]
    entry = _ignore(sqlite, first["id"], "place").json()
    signed = {"conclusion": "passed_after_changes", "statement": "修改后通过", "author": "林晓岚"}
    assert sqlite.put(f"/api/v1/reviews/{review}/sign-off", json=signed).status_code == 200

    refused = _ignore(sqlite, second["id"], "place")
    sqlite.patch(f"/api/v1/ignore-entries/{entry['id']}", json={"ended": True})

    assert refused.status_code == 409
    assert first["id"] not in _open(sqlite, review)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=731)])
def test_a_last_day_is_needed_and_not_too_far(sqlite: TestClient, day: date) -> None:
    """Nothing is silenced for ever."""
    review = review_text(sqlite, _DRAFT)["id"]
    finding = _findings(sqlite, review)[0]["id"]

    answer = _ignore(sqlite, finding, "place", expires_on=day.isoformat())

    assert answer.status_code == 422
    assert answer.json()["code"] == "bad_expiry"


def test_personal_words_do_not_get_into_the_list_of_the_unit(sqlite: TestClient) -> None:
    """They are offered for this place and this document, where the list shows them masked."""
    text = "青溪县公示\n联系人：林晓岚，手机号码：13800138000，身份证号码：110101199003070070。\n"
    review = review_text(sqlite, text)["id"]
    personal = next(f for f in _findings(sqlite, review) if f["masked_quote"])

    unit = _ignore(sqlite, personal["id"], "unit")
    document = _ignore(sqlite, personal["id"], "document")

    assert unit.json()["code"] == "personal_word"
    assert document.status_code == 201
    assert personal["quote"] not in document.text


def test_the_home_page_counts_no_silenced_finding_as_open(client: TestClient) -> None:
    """The queue shows what is left to do."""
    review = review_text(client, _DRAFT)["id"]
    before = len(_open(client, review))
    _ignore(client, _findings(client, review)[0]["id"], "place")

    page = client.get("/", headers={"accept": "text/html"}).text

    assert f'<td class="number">{before - 1}<small> / {before}</small>' in page


def test_links_go_with_a_document_that_is_erased(client: TestClient) -> None:
    """Nothing of it stays in the list but entries of the unit."""
    review = review_text(client, _DRAFT)["id"]
    first, second = _findings(client, review)[:2]
    _ignore(client, first["id"], "place")
    _ignore(client, second["id"], "unit", "rule")
    document = client.get(f"/api/v1/reviews/{review}").json()["document"]

    client.delete(f"/api/v1/documents/{document}")
    client.delete(f"/api/v1/trash/{document}")

    with client.app.state.database.reading() as session:  # type: ignore[attr-defined]
        left = session.scalars(select(IgnoreEntry)).all()
        assert [(entry.scope, entry.review_id) for entry in left] == [("unit", None)]
        assert entries_of(session, review, TODAY) == {}


def test_a_bulk_act_passes_over_what_is_ignored(sqlite: TestClient) -> None:
    """And says why, as it does for what is decided."""
    review = review_text(sqlite, _DRAFT)["id"]
    finding = _findings(sqlite, review)[0]["id"]
    _ignore(sqlite, finding, "place")

    outcome = sqlite.post(f"/api/v1/reviews/{review}/decisions", json={"verdict": "accepted"}).json()

    assert finding not in outcome["decided"]
    assert [(s["id"], s["code"]) for s in outcome["skipped"]] == [(finding, "ignored")]


def test_a_withdrawn_sign_off_heeds_entries_made_meanwhile(sqlite: TestClient) -> None:
    """While it was signed it stayed as it was; open again it is like any other."""
    first = review_text(sqlite, _DRAFT)["id"]
    signed = {"conclusion": "passed_after_changes", "statement": "修改后通过", "author": "林晓岚"}
    sqlite.put(f"/api/v1/reviews/{first}/sign-off", json=signed)
    second = review_text(sqlite, _DRAFT)["id"]
    finding = _findings(sqlite, second)[0]
    _ignore(sqlite, finding["id"], "unit", "rule")
    while_signed = {f["rule"] for f in _findings(sqlite, first) if f["ignored"]}

    sqlite.delete(f"/api/v1/reviews/{first}/sign-off")

    assert while_signed == set()
    assert {f["rule"] for f in _findings(sqlite, first) if f["ignored"]} == {finding["rule"]}


def test_the_overview_tells_what_is_ignored(sqlite: TestClient) -> None:
    """It is not listed among what is open, and can be asked for."""
    review = review_text(sqlite, _DRAFT)["id"]
    ordinal = _findings(sqlite, review)[0]["id"].rpartition(".")[2]
    _ignore(sqlite, f"{review}.{ordinal}", "place")
    address = f'/reviews/{review}#f-{int(ordinal) + 1}"'

    html = {"accept": "text/html"}
    waiting = sqlite.get("/findings?verdict=none", headers=html).text
    ignored = sqlite.get("/findings?verdict=ignored", headers=html).text

    assert address not in waiting
    assert address in ignored

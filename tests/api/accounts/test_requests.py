"""Requests to a service with accounts: forged ones, tokens, the log of them, and what stands in headers."""

from __future__ import annotations

import csv
import io
import json

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.store.audit_log import Act, LogEntry, log_act
from api.store.base import utc_now
from api.store.documents import StoredDocument
from api.store.people import Role, Token, User
from tests.api.accounts.conftest import OTHER_UNIT, UNIT, AccountService
from tests.api.databases import unseal_audit_log

DRAFT = {"text": "第一条 本措施自发布之日起施行。", "name": "草案"}


@pytest.fixture(scope="module", autouse=True)
def people(service: AccountService) -> None:
    """One person a role."""
    for role in Role:
        service.add(f"some.{role.value}", role)
    service.add("stranger", Role.DRAFTER, OTHER_UNIT)


def _token(service: AccountService, name: str, *scopes: str) -> tuple[TestClient, str]:
    """A program with a token of that person; gives it and the token's id."""
    made = service.browser(name).post("/api/v1/tokens", json={"name": "对接", "scopes": list(scopes)})
    program = TestClient(service.app, headers={"Authorization": f"Bearer {made.json()['token']}"})
    return program, made.json()["id"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Referer": "http://evil.example/testserver"}, 403),
        ({"Origin": "http://testserver"}, 202),
        ({"Sec-Fetch-Site": "same-origin"}, 202),
        ({"Referer": "http://testserver/check"}, 202),
    ],
)
def test_a_write_by_cookie_must_come_from_our_own_page(
    headers: dict[str, str], status: int, service: AccountService
) -> None:
    """Browsers send cookies along with what other sites' pages ask for (CSRF)."""
    browser = service.browser("some.drafter")
    del browser.headers["Origin"]

    answer = browser.post("/api/v1/reviews", json=DRAFT, headers=headers)

    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "origin_refused"


def test_a_token_needs_no_proof_of_origin_and_is_shown_once(service: AccountService) -> None:
    """No browser sends it along by itself."""
    program, token_id = _token(service, "some.drafter", "read", "submit")

    sent = program.post("/api/v1/reviews", json=DRAFT)
    listed = service.browser("some.drafter").get("/api/v1/tokens").json()["items"]

    assert sent.status_code == 202
    assert token_id in [item["id"] for item in listed]
    assert "token" not in listed[0]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/reviews"),
        ("POST", "/api/v1/tokens"),
        ("POST", "/api/v1/users"),
        ("PUT", "/api/v1/session/password"),
        ("POST", "/api/v1/webhooks"),
    ],
)
def test_a_token_does_no_more_than_its_scopes(method: str, path: str, service: AccountService) -> None:
    """Not even an administrator's, and accounts and tokens never."""
    scopes = ("read",) if path.endswith("reviews") else ("read", "submit", "decide", "audit", "admin")
    program, _ = _token(service, "some.admin", *scopes)

    answer = program.request(method, path, json={})

    assert answer.status_code == 403
    assert program.get("/api/v1/reviews").status_code == 200


def test_a_revoked_an_ended_and_an_invented_token_are_refused(service: AccountService) -> None:
    """From that moment on, and a valid cookie beside them does not help."""
    revoked, revoked_id = _token(service, "some.drafter", "read")
    ended, ended_id = _token(service, "some.drafter", "read")
    before = [program.get("/api/v1/reviews").status_code for program in (revoked, ended)]

    foreign = service.browser("stranger").delete(f"/api/v1/tokens/{revoked_id}")
    service.browser("some.drafter").delete(f"/api/v1/tokens/{revoked_id}")
    with service.database.writing() as session:
        session.get_one(Token, ended_id).expires_at = utc_now()
    browser = service.browser("some.drafter")
    browser.headers["Authorization"] = "Bearer rvt_invented"

    after = [program.get("/api/v1/reviews") for program in (revoked, ended, browser)]
    assert before == [200, 200]
    assert foreign.status_code == 404
    assert [answer.status_code for answer in after] == [401] * 3
    assert after[0].headers["WWW-Authenticate"] == "Bearer"


def test_a_reset_password_and_a_disabled_account_end_sessions_and_tokens(
    service: AccountService,
) -> None:
    """What somebody else has in hands is worth nothing."""
    account = service.add("leaving", Role.REVIEWER)
    admin = service.browser("some.admin")
    browser, (program, _) = service.browser("leaving"), _token(service, "leaving", "read")

    reset = admin.post(f"/api/v1/users/{account.id}/password")
    after_reset = [client.get("/api/v1/reviews").status_code for client in (browser, program)]
    fresh = service.browser("leaving", reset.json()["one_time_password"])
    admin.patch(f"/api/v1/users/{account.id}", json={"disabled": True})

    assert after_reset == [401, 401]
    assert fresh.get("/api/v1/session").json()["signed_in"] is False


def test_the_last_administrator_cannot_be_taken_away(service: AccountService) -> None:
    """Else nobody could manage accounts any more."""
    admin = service.browser("some.admin")
    users = admin.get("/api/v1/users").json()["items"]
    administrators = [user for user in users if user["role"] == "admin" and not user["disabled"]]

    answers = [
        admin.patch(f"/api/v1/users/{user['id']}", json={"role": "drafter"})
        for user in sorted(administrators, key=lambda user: user["name"] == "some.admin")
    ]
    after = [answer.status_code for answer in answers]
    with service.database.writing() as session:
        for user in administrators:
            session.get_one(User, user["id"]).role = "admin"

    assert after[:-1] == [200] * (len(after) - 1)
    assert after[-1] == 422


def test_reading_someone_elses_document_is_logged_and_ones_own_is_not(service: AccountService) -> None:
    """Also for administrators; the log names person, object and address."""
    owner, admin = service.browser("some.drafter"), service.browser("some.admin")
    review = owner.post("/api/v1/reviews", json=DRAFT).json()["id"]

    owner.get(f"/api/v1/reviews/{review}")
    admin.get(f"/api/v1/reviews/{review}")
    service.browser("stranger").get(f"/api/v1/reviews/{review}")

    with service.database.reading() as session:
        query = select(LogEntry).where(LogEntry.subject == f"review:{review}").order_by(LogEntry.sequence)
        lines = [(entry.actor, entry.act, entry.details["outcome"]) for entry in session.scalars(query) if
                 entry.act.startswith("request.")]  # fmt: skip
    assert lines == [
        ("some.admin", "request.read_findings", "granted"),
        ("stranger", "request.read_findings", "refused"),
    ]


def test_the_log_is_exported_and_no_cell_of_it_is_a_formula(service: AccountService) -> None:
    """CSV for spreadsheets, JSON lines for programs; both end with the head of the chain."""
    with service.database.writing() as session:
        log_act(session, Act(act="user.created", subject="=HYPERLINK()", actor="+cmd|x", details={}))
    auditor = service.browser("some.auditor")

    table = auditor.get("/api/v1/audit-log/export?format=csv")
    lines = auditor.get("/api/v1/audit-log/export?format=jsonl").text.splitlines()
    check = auditor.get("/api/v1/audit-log/verification").json()

    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert ["'+cmd|x", "'=HYPERLINK()"] in [[row[3], row[5]] for row in rows]
    assert json.loads(lines[-1])["act"] == "log.exported"
    assert check["intact"] is True
    assert check["head"] == json.loads(lines[-1])["seal"]


def test_the_log_is_read_page_by_page(service: AccountService) -> None:
    """Newest first, without gap or repetition."""
    auditor = service.browser("some.auditor")

    first = auditor.get("/api/v1/audit-log?page_size=3").json()
    second = auditor.get(f"/api/v1/audit-log?page_size=3&cursor={first['next']}").json()

    numbers = [item["sequence"] for item in first["items"] + second["items"]]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == 6
    assert auditor.get("/api/v1/audit-log?cursor=x").json()["code"] == "invalid_cursor"


def test_tampering_with_the_log_is_found(service: AccountService) -> None:
    """A changed entry breaks the chain; a cut end is told by the seal that was noted before."""
    auditor = service.browser("some.auditor")
    auditor.get("/api/v1/audit-log/export")
    head = auditor.get("/api/v1/audit-log/verification").json()
    noted = f"sequence={head['last_sequence']}&seal={head['head']}"

    unseal_audit_log(service.database)
    with service.database.writing() as session:
        entry = session.get_one(LogEntry, head["last_sequence"])
        kept = {column.name: getattr(entry, column.name) for column in LogEntry.__table__.columns}
        session.delete(entry)
    cut = auditor.get("/api/v1/audit-log/verification").json()
    compared = auditor.get(f"/api/v1/audit-log/verification?{noted}").json()
    with service.database.writing() as session:
        session.add(LogEntry(**{**kept, "actor": "someone else"}))
    changed = auditor.get("/api/v1/audit-log/verification").json()
    with service.database.writing() as session:
        session.get_one(LogEntry, head["last_sequence"]).actor = kept["actor"]

    assert cut["intact"] is True
    assert (compared["intact"], "删去" in compared["problem"]) == (False, True)
    assert (changed["intact"], changed["broken_at"]) == (False, head["last_sequence"])
    assert auditor.get(f"/api/v1/audit-log/verification?{noted}").json()["intact"] is True


@pytest.mark.parametrize("path", ["/", "/sign-in", "/api/v1/session", "/healthz", "/api/v1/nothing"])
def test_every_answer_carries_the_headers_of_asvs(path: str, service: AccountService) -> None:
    """On pages, programs' answers and refusals alike: nothing foreign, no frames, nothing kept."""
    headers = service.visitor().get(path, follow_redirects=False).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "server" not in {name.casefold() for name in headers}


def test_a_person_without_session_is_led_to_the_sign_in_page(service: AccountService) -> None:
    """And comes back to where they wanted to go."""
    answer = service.visitor().get("/reviews/abc", headers={"Accept": "text/html"}, follow_redirects=False)

    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/reviews/abc"


def test_planted_values_stand_in_no_log(service: AccountService, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither the audit log nor what the process prints holds names of files or text of documents."""
    planted = "QINGXI-PLANTED-8841"
    owner, admin = service.browser("some.drafter"), service.browser("some.admin")
    review = owner.post("/api/v1/reviews", json={"text": f"{planted} 第一条", "name": planted}).json()["id"]
    admin.get(f"/api/v1/reviews/{review}")
    admin.get(f"/api/v1/reviews/{review}/exports/json?{planted}")
    admin.post(f"/api/v1/reviews/{review}/decisions", json={"reason": planted})
    with service.database.reading() as session:
        document = session.scalars(select(StoredDocument.id).where(StoredDocument.name == planted)).one()
    admin.delete(f"/api/v1/documents/{document}")

    printed = capfd.readouterr()
    exported = service.browser("some.auditor").get("/api/v1/audit-log/export?format=jsonl").text
    assert planted not in printed.out + printed.err
    assert planted not in exported


def test_reviewers_see_colleagues_by_name_only(service: AccountService) -> None:
    """Enough to assign work, no more; nobody of another unit."""
    colleagues = service.browser("some.reviewer").get("/api/v1/users").json()["items"]

    assert {item["unit"] for item in colleagues} == {UNIT}
    assert {item["created_at"] for item in colleagues} == {None}


def test_a_deleted_document_is_restored_or_erased_by_its_owner(service: AccountService) -> None:
    """The bin lists it; after erasing nothing of it can be asked for, and the log keeps that it was."""
    owner, stranger = service.browser("some.drafter"), service.browser("stranger")
    review = owner.post("/api/v1/reviews", json={**DRAFT, "name": "要删除的草案"}).json()["id"]
    with service.database.reading() as session:
        document = session.scalars(
            select(StoredDocument.id).where(StoredDocument.name == "要删除的草案")
        ).one()
    owner.delete(f"/api/v1/documents/{document}")
    hidden = owner.get(f"/api/v1/reviews/{review}").status_code

    foreign = stranger.post(f"/api/v1/trash/{document}/restore").status_code
    listed = [item["id"] for item in owner.get("/api/v1/trash").json()["items"]]
    restored = owner.post(f"/api/v1/trash/{document}/restore").status_code
    shown = owner.get(f"/api/v1/reviews/{review}").status_code
    owner.delete(f"/api/v1/documents/{document}")
    erased = owner.delete(f"/api/v1/trash/{document}").status_code

    with service.database.reading() as session:
        query = select(LogEntry.act).where(LogEntry.subject == f"document:{document}")
        acts = [act for act in session.scalars(query) if act.startswith("document.")]
        left = session.get(StoredDocument, document)
    assert (hidden, foreign, restored, shown, erased) == (404, 404, 204, 200, 204)
    assert document in listed
    assert left is None
    assert acts == ["document.deleted", "document.restored", "document.deleted", "document.erased"]

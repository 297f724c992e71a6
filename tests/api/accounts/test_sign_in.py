"""Sessions over HTTP: signing in and out, fixation, limits, throttle, the first password."""

from __future__ import annotations

from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from api.accounts.start import start_accounts
from api.app import create_app
from api.settings import Settings
from api.store.audit_log import LogEntry
from api.store.people import Role, SignIn, Token, User
from tests.api.accounts.conftest import ORIGIN, PASSWORD, AccountService, account_settings

COOKIE = "reviewer_session"


@pytest.fixture(scope="module", autouse=True)
def people(service: AccountService) -> None:
    """Those who sign in here."""
    for name in ("li.si", "wang.wu", "zhao.liu", "qian.qi"):
        service.add(name, Role.DRAFTER)


def test_first_start_makes_an_administrator_whose_password_must_be_changed(
    service: AccountService,
) -> None:
    """The one-time password opens nothing but the change of it, and is worth nothing afterwards."""
    start = service.app.state.accounts_start
    browser = service.browser(start.administrator, start.password)

    before = browser.get("/api/v1/users")
    unfit = browser.put("/api/v1/session/password", json={"current": start.password, "new": "admin12345678"})
    changed = browser.put("/api/v1/session/password", json={"current": start.password, "new": PASSWORD})
    after = browser.get("/api/v1/users")
    again = service.visitor().post(
        "/api/v1/session", json={"name": start.administrator, "password": start.password}
    )

    assert before.json()["code"] == "password_change_required"
    assert unfit.json()["code"] == "unfit_password"
    assert changed.status_code == 204
    assert after.status_code == 200
    assert again.status_code == 401


def test_second_start_makes_no_administrator_and_never_opens_what_accounts_guard(tmp_path: Path) -> None:
    """Once there are accounts, a start without the option asks for them all the same."""
    with TestClient(create_app(account_settings(tmp_path)), headers=ORIGIN):
        pass

    with TestClient(
        create_app(Settings(data_folder=tmp_path, workers=0, classifiers=False)), headers=ORIGIN
    ) as client:
        answer = client.get("/api/v1/reviews")
        start = start_accounts(client.app.state.database, Settings().access)  # type: ignore[attr-defined]

    assert answer.status_code == 401
    assert start.with_accounts
    assert start.administrator is None


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(service: AccountService) -> None:
    """HttpOnly, SameSite, whole site; its value is no session id that the database knows."""
    answer = service.visitor().post("/api/v1/session", json={"name": "li.si", "password": PASSWORD})

    cookie = SimpleCookie(answer.headers["set-cookie"])[COOKIE]
    with service.database.reading() as session:
        kept = session.scalars(select(SignIn.secret_hash)).all()
    assert cookie["httponly"]
    assert cookie["samesite"].casefold() == "lax"
    assert cookie["path"] == "/"
    assert cookie.value not in kept


def test_behind_tls_the_cookie_is_secure_and_bound_to_the_host(tmp_path: Path) -> None:
    """``__Host-`` cannot be planted from another host; browsers are told to stay with TLS."""
    settings = account_settings(tmp_path, public_url="https://testserver")
    with TestClient(
        create_app(settings), base_url="https://testserver", headers={"Origin": "https://testserver"}
    ) as client:
        start = client.app.state.accounts_start  # type: ignore[attr-defined]
        answer = client.post(
            "/api/v1/session", json={"name": start.administrator, "password": start.password}
        )

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-reviewer=")
    assert "Secure" in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def test_a_planted_session_is_not_taken_over(service: AccountService) -> None:
    """Signing in gives a fresh secret and ends the session that the browser came with (fixation)."""
    browser = service.browser("li.si")
    planted = browser.cookies[COOKIE]

    browser.post("/api/v1/session", json={"name": "wang.wu", "password": PASSWORD})

    assert browser.cookies[COOKIE] != planted
    old = service.visitor()
    old.cookies.set(COOKIE, planted)
    assert old.get("/api/v1/sessions").status_code == 401
    assert browser.get("/api/v1/session").json()["name"] == "wang.wu"


def test_signing_out_ends_the_session_on_the_server(service: AccountService) -> None:
    """A cookie that somebody copied is worth nothing afterwards."""
    browser = service.browser("li.si")
    copied = browser.cookies[COOKIE]

    answer = browser.delete("/api/v1/session")

    thief = service.visitor()
    thief.cookies.set(COOKIE, copied)
    assert answer.status_code == 204
    assert thief.get("/api/v1/sessions").status_code == 401
    assert thief.get("/api/v1/session").json()["signed_in"] is False


def test_a_session_is_revoked_from_another_device(service: AccountService) -> None:
    """One's own only: another person's session does not exist for one."""
    first, second, stranger = (
        service.browser("li.si"),
        service.browser("li.si"),
        service.browser("wang.wu"),
    )
    sessions = first.get("/api/v1/sessions").json()["items"]
    other = next(
        item["id"]
        for item in sessions
        if not item["current"] and item["id"] == second.get("/api/v1/sessions").json()["items"][0]["id"]
    )

    foreign = stranger.delete(f"/api/v1/sessions/{other}")
    revoked = first.delete(f"/api/v1/sessions/{other}")

    assert foreign.status_code == 404
    assert revoked.status_code == 204
    assert second.get("/api/v1/sessions").status_code == 401
    assert first.get("/api/v1/sessions").status_code == 200


@pytest.mark.parametrize(
    "values",
    [
        {"seen_at": timedelta(minutes=61)},
        {"expires_at": timedelta(seconds=1)},
    ],
    ids=["idle", "absolute"],
)
def test_a_session_ends_when_idle_and_after_its_day(
    values: dict[str, timedelta], service: AccountService
) -> None:
    """Both limits hold on the server, whatever the cookie's age is."""
    browser = service.browser("zhao.liu")
    sign_in_id = browser.get("/api/v1/sessions").json()["items"][0]["id"]
    with service.database.writing() as session:
        row = session.get_one(SignIn, sign_in_id)
        moved = {name: row.created_at - before for name, before in values.items()}
        session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(**moved))

    assert browser.get("/api/v1/sessions").status_code == 401


def test_changing_the_password_ends_every_other_session(service: AccountService) -> None:
    """Who had the old password is out; the browser that changed it goes on under a new secret."""
    here, elsewhere = service.browser("qian.qi"), service.browser("qian.qi")
    new = "秋水共长天一色 2211"

    wrong = here.put("/api/v1/session/password", json={"current": "不是这个密码啊", "new": new})
    right = here.put("/api/v1/session/password", json={"current": PASSWORD, "new": new})

    assert wrong.json()["code"] == "wrong_credentials"
    assert right.status_code == 204
    assert here.get("/api/v1/sessions").status_code == 200
    assert elsewhere.get("/api/v1/sessions").status_code == 401
    service.browser("qian.qi", new)


@pytest.mark.parametrize("name", ["li.si", "nobody", "disabled.one"])
def test_wrong_name_wrong_password_and_disabled_account_are_answered_alike(
    name: str, service: AccountService
) -> None:
    """Nobody learns which accounts there are."""
    if name == "disabled.one":
        account = service.add(name, Role.DRAFTER)
        with service.database.writing() as session:
            session.get_one(User, account.id).disabled = True

    password = PASSWORD if name == "disabled.one" else "不是这个密码啊"
    answer = service.visitor().post("/api/v1/session", json={"name": name, "password": password})

    assert answer.status_code == 401
    assert answer.json()["code"] == "wrong_credentials"
    assert answer.json()["detail"] == "用户名或者密码不正确"


def test_a_password_typed_into_the_name_field_is_kept_nowhere(service: AccountService) -> None:
    """Neither the log nor the throttle's table holds what was typed."""
    typed = "MyRealPassword-7731-in-the-wrong-field"
    service.visitor().post("/api/v1/session", json={"name": typed, "password": "x"})

    with service.database.reading() as session:
        log = [
            str((entry.actor, entry.subject, entry.details)) for entry in session.scalars(select(LogEntry))
        ]
    assert not [line for line in log if typed in line]
    folder = service.app.state.settings.data_folder
    assert not [path for path in folder.rglob("*") if path.is_file() and typed.encode() in path.read_bytes()]


def test_secrets_are_kept_as_digests_only(service: AccountService) -> None:
    """Who reads the database can sign in as nobody."""
    browser = service.browser("li.si")
    token = browser.post("/api/v1/tokens", json={"name": "对接", "scopes": ["read"]}).json()["token"]
    secrets = [PASSWORD, browser.cookies[COOKIE], token]

    folder = service.app.state.settings.data_folder
    contents = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    assert not [secret for secret in secrets if secret.encode() in contents]
    with service.database.reading() as session:
        assert session.scalars(select(Token)).first() is not None

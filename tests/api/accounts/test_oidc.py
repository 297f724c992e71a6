"""Signing in at an identity provider, and everything that must not pass for it."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.accounts.settings import OidcSettings
from api.app import create_app
from api.routes.session_oidc import own_path
from api.store.people import Role, User
from tests.api.accounts.conftest import AccountService, account_settings
from tests.api.accounts.provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    Provider,
    other_key,
    serve_provider,
)

START = "/api/v1/session/oidc"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: object) -> None:
        """The test follows by itself."""


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """A provider that is asked over HTTP."""
    made = Provider()
    server = serve_provider(made)
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def service(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AccountService]:
    """A service that knows the provider."""
    oidc = OidcSettings(
        issuer=provider.issuer,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        unit_claim="department",
    )
    settings = account_settings(tmp_path_factory.mktemp("service"), oidc=oidc)
    with TestClient(create_app(settings)) as client:
        yield AccountService(client)


@pytest.fixture(autouse=True)
def honest(provider: Provider) -> None:
    """Every test begins with a provider that does all right."""
    provider.claims, provider.signs_with, provider.algorithm = {}, None, "RS256"


def _leave(browser: TestClient, target: str = "/check") -> str:
    """To the provider and back, up to our callback; gives its address."""
    answer = browser.get(f"{START}?next={target}", follow_redirects=False)
    assert answer.status_code == 303, answer.text
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        opener.open(answer.headers["location"], timeout=10)
    except urllib.error.HTTPError as redirect:
        back = redirect.headers["Location"]
    parts = urlsplit(back)
    return f"{parts.path}?{parts.query}"


def _come_back(browser: TestClient, callback: str) -> str:
    """Follow the callback; gives where it leads."""
    answer = browser.get(callback, follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["location"]


def test_a_person_signs_in_and_gets_an_account_at_the_first_time(service: AccountService) -> None:
    """Known by issuer and subject ever after, with the role that the operator gives to newcomers."""
    first, second = service.visitor(), service.visitor()

    target = _come_back(first, _leave(first))
    _come_back(second, _leave(second))

    me, again = first.get("/api/v1/session").json(), second.get("/api/v1/session").json()
    assert target == "/check"
    assert me["signed_in"]
    assert (me["name"], me["role"], me["unit"]) == ("sun.ba", "drafter", "青溪县司法局")
    assert me["user_id"] == again["user_id"]


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-client"},
        {"aud": ["reviewer", "another"], "azp": "another"},
        {"nonce": "replayed"},
        {"exp": int(time.time()) - 3600},
        {"sub": None},
    ],
    ids=["issuer", "audience", "authorised party", "nonce", "expired", "nobody"],
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(
    claims: dict[str, object], provider: Provider, service: AccountService
) -> None:
    """Signed rightly, and still not for us, not now, or not for this browser."""
    provider.claims = claims
    browser = service.visitor()

    target = _come_back(browser, _leave(browser))

    assert target == "/sign-in?problem=refused"
    assert not browser.get("/api/v1/session").json()["signed_in"]


@pytest.mark.parametrize("forgery", ["other key", "HS256", "none"])
def test_a_forged_signature_is_refused(forgery: str, provider: Provider, service: AccountService) -> None:
    """A key that the provider does not publish; its public key taken for a secret; none at all."""
    if forgery == "other key":
        provider.signs_with = other_key()
    else:
        provider.algorithm = forgery
    browser = service.visitor()

    assert _come_back(browser, _leave(browser)) == "/sign-in?problem=refused"


def test_a_callback_of_another_browser_signs_nobody_in(service: AccountService) -> None:
    """An attacker cannot make a victim work in the attacker's account (login CSRF)."""
    attacker, victim = service.visitor(), service.visitor()
    callback = _leave(attacker)

    target = _come_back(victim, callback)

    assert target == "/sign-in?problem=expired"
    assert not victim.get("/api/v1/session").json()["signed_in"]


def test_a_callback_works_once(service: AccountService) -> None:
    """Somebody who saw the address gains nothing by it."""
    browser = service.visitor()
    callback = _leave(browser)
    state = {"reviewer_oidc_state": browser.cookies["reviewer_oidc_state"]}
    _come_back(browser, callback)
    browser.cookies.update(state)

    assert _come_back(browser, callback) == "/sign-in?problem=expired"


def test_an_account_is_never_joined_by_its_name(provider: Provider, service: AccountService) -> None:
    """A provider that lets people choose their name must not let them choose whose account they take."""
    service.add("zhou.jiu", Role.ADMIN)
    provider.claims = {"sub": "person-2", "preferred_username": "zhou.jiu"}
    browser = service.visitor()

    target = _come_back(browser, _leave(browser))

    assert target == "/sign-in?problem=name_taken"


def test_a_disabled_account_stays_out(provider: Provider, service: AccountService) -> None:
    """Whatever the provider says."""
    provider.claims = {"sub": "person-3", "preferred_username": "wu.shi"}
    browser = service.visitor()
    _come_back(browser, _leave(browser))
    with service.database.writing() as session:
        session.scalars(select(User).where(User.name == "wu.shi")).one().disabled = True

    again = service.visitor()

    assert _come_back(again, _leave(again)) == "/sign-in?problem=disabled"
    assert browser.get("/api/v1/sessions").status_code == 401


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/reviews/abc?x=1", "/reviews/abc?x=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_one_stays_on_this_service(target: str, expected: str) -> None:
    """No open redirect."""
    assert own_path(target) == expected


def test_the_state_cookie_is_short_lived_and_hidden_from_scripts(service: AccountService) -> None:
    """It goes nowhere but to the callback."""
    answer = service.visitor().get(START, follow_redirects=False)

    cookie = answer.headers["set-cookie"]
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert "HttpOnly" in cookie
    assert f"Path={START}" in cookie
    assert "Max-Age=600" in cookie
    assert query["code_challenge_method"] == ["S256"]

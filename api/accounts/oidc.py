"""Signing in at an identity provider: OpenID Connect Core 1.0, code flow with PKCE, through Authlib.

The provider is asked only what the operator set: its address is no user's input. Who comes back is known by
issuer and subject, never by name or e-mail: a provider that lets people choose those would let them choose
whose account they take.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx2
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.accounts.credentials import digest_secret, new_secret
from api.accounts.people import create_user, find_user
from api.accounts.roles import Actor, Means
from api.accounts.settings import OidcSettings
from api.store.access import PendingSignIn
from api.store.people import Role, User

_SCOPE = "openid profile"
_SECONDS = 10.0
_LEEWAY_SECONDS = 60
PENDING_FOR = timedelta(minutes=10)
# Signatures by a private key only: with "none" or a shared secret anyone could make an id token.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
_SERVICE = Actor(id=None, name="统一身份认证", role=Role.ADMIN, means=Means.LOCAL)


# Why a sign-in failed, for the page that the browser comes back to; never in the provider's own words.
PROBLEMS = {
    "misconfigured": "统一身份认证的设置有误，请联系管理员",
    "unreachable": "统一身份认证系统没有应答，请稍后再试，或者用密码登录",
    "expired": "登录过程已过期，或者不是从本浏览器发起的，请重新登录",
    "refused": "统一身份认证系统没有确认这次登录，请重试；仍然失败的，请联系管理员",
    "no_account": "您还没有本系统的账户，请联系管理员开通",
    "name_taken": "您的用户名已被另一个账户使用，请联系管理员关联",
    "disabled": "您的账户已停用，请联系管理员",
}


class ProviderProblem(Exception):
    """A sign-in at the provider that failed.

    Attributes:
        code: One of `PROBLEMS`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(PROBLEMS[code])
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A browser on its way to the provider.

    Attributes:
        url: Where it is sent.
        state: What it has to bring back, in a cookie and in the address.
    """

    url: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What a browser brings back from the provider.

    Attributes:
        code: To be exchanged for the id token.
        state: From the address.
        cookie: The state from the browser's cookie.
    """

    code: str
    state: str
    cookie: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom the provider names.

    Attributes:
        subject: Issuer and subject: the identity.
        name: What to call an account that has to be made.
        display_name: Name of the person.
        unit: Unit of the person; None where it is not told.
    """

    subject: str
    name: str
    display_name: str
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The provider as it describes itself (OpenID Connect Discovery 1.0)."""

    settings: OidcSettings
    authorization_endpoint: str
    token_endpoint: str
    keys: KeySet


def discover(settings: OidcSettings) -> Provider:
    """Ask the provider for its addresses and keys.

    Raises:
        ProviderProblem: It does not answer, or answers for another issuer.
    """
    with httpx2.Client(timeout=_SECONDS, trust_env=False, follow_redirects=False) as client:
        about = _json(client, f"{settings.issuer.rstrip('/')}/.well-known/openid-configuration")
        if about.get("issuer") != settings.issuer:
            raise ProviderProblem("misconfigured")
        try:
            keys = KeySet.import_key_set(_json(client, str(about["jwks_uri"])))  # type: ignore[arg-type]
            return Provider(
                settings=settings,
                authorization_endpoint=str(about["authorization_endpoint"]),
                token_endpoint=str(about["token_endpoint"]),
                keys=keys,
            )
        except (KeyError, ValueError, JoseError) as error:
            raise ProviderProblem("misconfigured") from error


def depart(
    session: Session, provider: Provider, redirect_uri: str, *, target: str, now: datetime
) -> Departure:
    """Send a browser off; what it must bring back is kept for ten minutes."""
    session.execute(delete(PendingSignIn).where(PendingSignIn.created_at < now - PENDING_FOR))
    state, nonce, verifier = new_secret(), new_secret(), new_secret() + new_secret()
    session.add(
        PendingSignIn(
            state_hash=digest_secret(state), nonce=nonce, verifier=verifier, target=target, created_at=now
        )
    )
    with _client(provider, redirect_uri) as client:
        url, _ = client.create_authorization_url(
            provider.authorization_endpoint, state=state, code_verifier=verifier, nonce=nonce
        )
    return Departure(url=url, state=state)


def take_pending(session: Session, arrival: Arrival, now: datetime) -> PendingSignIn:
    """The sign-in that a browser comes back from; it can come back once.

    Raises:
        ProviderProblem: It never left from here, in this browser, within ten minutes.
    """
    pending = session.get(PendingSignIn, digest_secret(arrival.state))
    if pending is None or arrival.state != arrival.cookie or pending.created_at < now - PENDING_FOR:
        raise ProviderProblem("expired")
    session.delete(pending)
    return pending


def exchange(provider: Provider, redirect_uri: str, arrival: Arrival, pending: PendingSignIn) -> Person:
    """Exchange the code for an id token and check it.

    Raises:
        ProviderProblem: The provider refuses the code, or its token is not genuine or not for us.
    """
    try:
        with _client(provider, redirect_uri) as client:
            token = client.fetch_token(
                provider.token_endpoint,
                grant_type="authorization_code",
                code=arrival.code,
                code_verifier=pending.verifier,
            )
        claims = _check_id_token(provider, token, pending.nonce)
    except (OAuthError, httpx2.HTTPError, JoseError, KeyError, ValueError) as error:
        raise ProviderProblem("refused") from error
    return _person(provider.settings, claims)


def account_of(session: Session, settings: OidcSettings, person: Person, now: datetime) -> User:
    """The account of a person, made at the first sign-in where the operator wants that.

    Raises:
        ProviderProblem: There is none and none is made, the name is taken, or the account is disabled.
    """
    user = session.scalars(select(User).where(User.external_subject == person.subject)).one_or_none()
    if user is None:
        user = _new_account(session, settings, person, now)
    if user.disabled:
        raise ProviderProblem("disabled")
    return user


def _new_account(session: Session, settings: OidcSettings, person: Person, now: datetime) -> User:
    if settings.new_role is None:
        raise ProviderProblem("no_account")
    if find_user(session, person.name) is not None:
        # Never joined by name: the account may be someone else's.
        raise ProviderProblem("name_taken")
    user, _ = create_user(
        session,
        _SERVICE,
        name=person.name,
        role=settings.new_role,
        unit=person.unit,
        display_name=person.display_name,
        external_subject=person.subject,
        now=now,
    )
    return user


def _check_id_token(provider: Provider, token: dict[str, Any], nonce: str) -> dict[str, Any]:
    decoded = jwt.decode(token["id_token"], provider.keys, algorithms=list(_ALGORITHMS))
    settings = provider.settings
    claims = CodeIDToken(
        decoded.claims,
        decoded.header,
        options={
            "iss": {"essential": True, "value": settings.issuer},
            "aud": {"essential": True, "value": settings.client_id},
        },
        params={
            "nonce": nonce,
            "client_id": settings.client_id,
            "access_token": token.get("access_token"),
        },
    )
    claims.validate(leeway=_LEEWAY_SECONDS)
    return dict(decoded.claims)


def _person(settings: OidcSettings, claims: dict[str, Any]) -> Person:
    subject = str(claims["sub"])
    unit = claims.get(settings.unit_claim) if settings.unit_claim else None
    return Person(
        subject=f"{settings.issuer}|{subject}",
        name=str(claims.get("preferred_username") or subject)[:100],
        display_name=str(claims.get("name") or "")[:100],
        unit=unit[:200] if isinstance(unit, str) and unit else None,
    )


def _client(provider: Provider, redirect_uri: str) -> Any:
    return OAuth2Client(
        client_id=provider.settings.client_id,
        client_secret=provider.settings.client_secret,
        scope=_SCOPE,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        timeout=_SECONDS,
        trust_env=False,
        follow_redirects=False,
    )


def _json(client: httpx2.Client, url: str) -> dict[str, Any]:
    try:
        answer = client.get(url)
        answer.raise_for_status()
        content = answer.json()
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        raise ProviderProblem("unreachable") from error
    if not isinstance(content, dict):
        raise ProviderProblem("misconfigured")
    return content

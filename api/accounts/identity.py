"""Who sends a request: by bearer token, or by session cookie with a proof that our own page sent it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from api.accounts.roles import Actor
from api.accounts.settings import AccessSettings
from api.accounts.sign_ins import SEEN_EVERY, SessionLimits, actor_of, find_sign_in, mark_seen
from api.accounts.tokens import find_token, mark_used, token_actor
from api.store.database import Database

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITE = frozenset({"same-origin", "none"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a request shows of its sender.

    Attributes:
        actor: Who it is; None for nobody.
        by_cookie: Whether a cookie says so, which browsers send along by themselves.
        stale: Whether credentials were sent that are not (any more) valid.
    """

    actor: Actor | None
    by_cookie: bool = False
    stale: bool = False


def cookie_name(access: AccessSettings) -> str:
    """``__Host-``: no other host of the domain, and nothing without TLS, can set it (RFC 6265bis 4.1.3.2)."""
    return "__Host-reviewer" if access.secure else "reviewer_session"


def session_limits(access: AccessSettings) -> SessionLimits:
    """How long sessions last."""
    return SessionLimits(idle=access.idle, absolute=access.absolute)


def session_cookie(headers: Headers, access: AccessSettings) -> str | None:
    """The secret in the session cookie; None where there is none."""
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return None
    found = cookies.get(cookie_name(access))
    return found.value if found is not None and found.value else None


def identify(database: Database, headers: Headers, access: AccessSettings, now: datetime) -> Identity:
    """Find out who sends a request; a token goes before a cookie."""
    scheme, _, credentials = headers.get("authorization", "").partition(" ")
    if scheme:
        secret = credentials.strip() if scheme.casefold() == "bearer" else ""
        return _by_token(database, secret, now)
    cookie = session_cookie(headers, access)
    return Identity(actor=None) if cookie is None else _by_cookie(database, cookie, access, now)


def comes_from_own_page(method: str, headers: Headers, access: AccessSettings) -> bool:
    """Whether a write is proven to come from our own page: other sites' pages cannot forge these headers.

    Browsers send ``Origin`` with every write; the ones that do not send ``Sec-Fetch-Site`` or, our pages
    asking for it, a ``Referer``. None of them: refused. Where browsers come by TLS, a page without it on the
    same host name is another site's: anyone on the way can have written it.
    """
    if method in _SAFE_METHODS:
        return True
    host = headers.get("host", "")
    origin = headers.get("origin")
    if origin is not None:
        return _is_own(origin, host, access)
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in _OWN_SITE
    return _is_own(headers.get("referer", ""), host, access)


def _is_own(address: str, host: str, access: AccessSettings) -> bool:
    parts = urlsplit(address)
    plain = access.secure and parts.scheme != "https" and parts.hostname == access.public_host
    return bool(host) and parts.netloc == host and not plain


def _by_token(database: Database, secret: str, now: datetime) -> Identity:
    with database.reading() as session:
        found = find_token(session, secret, now)
    if found is None:
        return Identity(actor=None, stale=True)
    token, user = found
    if token.used_at is None or now - token.used_at > SEEN_EVERY:
        with database.writing() as session:
            mark_used(session, token.id, now)
    return Identity(actor=token_actor(user, token))


def _by_cookie(database: Database, secret: str, access: AccessSettings, now: datetime) -> Identity:
    with database.reading() as session:
        found = find_sign_in(session, secret, limits=session_limits(access), now=now)
    if found is None:
        return Identity(actor=None, by_cookie=True, stale=True)
    sign_in, user = found
    if now - sign_in.seen_at > SEEN_EVERY:
        with database.writing() as session:
            mark_seen(session, sign_in.id, now)
    return Identity(actor=actor_of(user, sign_in), by_cookie=True)

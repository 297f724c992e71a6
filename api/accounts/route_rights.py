"""What each route does: the one table that is asked before a request reaches its route.

A path that does not stand here does not exist where there are accounts: a forgotten route is closed, and a
test names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from starlette.routing import compile_path

from api.accounts.rights import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRight:
    """What a route does.

    Attributes:
        right: The right that it needs; None where everyone may, signed in or not.
        subject: The path parameter that names a stored object; empty for none.
    """

    right: Right | None = None
    subject: str = ""


def _of(right: Right, subject: str = "") -> RouteRight:
    return RouteRight(right=right, subject=subject)


_PUBLIC = RouteRight()
_API = "/api/v1"

ROUTES: dict[tuple[str, str], RouteRight] = {
    # The process
    ("GET", "/healthz"): _PUBLIC,
    ("GET", "/readyz"): _PUBLIC,
    ("GET", "/metrics"): _of(Right.READ_METRICS),
    ("GET", "/openapi.json"): _PUBLIC,
    # One's own session and account
    ("GET", f"{_API}/session"): _PUBLIC,
    ("POST", f"{_API}/session"): _PUBLIC,
    ("DELETE", f"{_API}/session"): _of(Right.CHANGE_OWN_ACCOUNT),
    ("PUT", f"{_API}/session/password"): _of(Right.CHANGE_OWN_ACCOUNT),
    ("GET", f"{_API}/session/oidc"): _PUBLIC,
    ("GET", f"{_API}/session/oidc/callback"): _PUBLIC,
    ("GET", f"{_API}/sessions"): _of(Right.OWN_ACCOUNT),
    ("DELETE", f"{_API}/sessions/{{sign_in_id}}"): _of(Right.CHANGE_OWN_ACCOUNT),
    ("GET", f"{_API}/tokens"): _of(Right.OWN_ACCOUNT),
    ("POST", f"{_API}/tokens"): _of(Right.MANAGE_OWN_TOKENS),
    ("DELETE", f"{_API}/tokens/{{token_id}}"): _of(Right.MANAGE_OWN_TOKENS),
    # Administration
    ("GET", f"{_API}/users"): _of(Right.LIST_COLLEAGUES),
    ("POST", f"{_API}/users"): _of(Right.MANAGE_USERS),
    ("GET", f"{_API}/users/{{user_id}}"): _of(Right.MANAGE_USERS),
    ("PATCH", f"{_API}/users/{{user_id}}"): _of(Right.MANAGE_USERS),
    ("POST", f"{_API}/users/{{user_id}}/password"): _of(Right.MANAGE_USERS),
    ("DELETE", f"{_API}/users/{{user_id}}/sessions"): _of(Right.MANAGE_USERS),
    ("GET", f"{_API}/audit-log"): _of(Right.READ_AUDIT_LOG),
    ("GET", f"{_API}/audit-log/export"): _of(Right.READ_AUDIT_LOG),
    ("GET", f"{_API}/audit-log/verification"): _of(Right.READ_AUDIT_LOG),
    ("GET", f"{_API}/retention"): _of(Right.MANAGE_SERVICE),
    ("PUT", f"{_API}/retention/{{retention_class}}"): _of(Right.MANAGE_SERVICE),
    ("POST", f"{_API}/retention/run"): _of(Right.MANAGE_SERVICE),
    ("GET", f"{_API}/webhooks"): _of(Right.MANAGE_SERVICE),
    ("POST", f"{_API}/webhooks"): _of(Right.MANAGE_SERVICE),
    ("DELETE", f"{_API}/webhooks/{{webhook_id}}"): _of(Right.MANAGE_SERVICE),
    ("POST", f"{_API}/webhooks/{{webhook_id}}/test"): _of(Right.MANAGE_SERVICE),
    ("GET", f"{_API}/webhooks/{{webhook_id}}/deliveries"): _of(Right.MANAGE_SERVICE),
    # Documents and submissions
    ("GET", f"{_API}/documents"): _of(Right.LIST_DOCUMENTS),
    ("GET", f"{_API}/documents/{{document_id}}"): _of(Right.READ_FINDINGS, "document_id"),
    ("PATCH", f"{_API}/documents/{{document_id}}"): _of(Right.EDIT_DOCUMENT, "document_id"),
    ("DELETE", f"{_API}/documents/{{document_id}}"): _of(Right.DELETE_DOCUMENT, "document_id"),
    ("POST", f"{_API}/documents/{{document_id}}/versions"): _of(Right.SUBMIT, "document_id"),
    ("POST", f"{_API}/documents/{{document_id}}/reviews"): _of(Right.SUBMIT, "document_id"),
    ("GET", f"{_API}/documents/{{document_id}}/difference"): _of(Right.READ_DOCUMENT, "document_id"),
    ("GET", f"{_API}/documents/{{document_id}}/viewed"): _of(Right.READ_DOCUMENT, "document_id"),
    ("PUT", f"{_API}/documents/{{document_id}}/viewed/{{digest}}"): _of(Right.READ_DOCUMENT, "document_id"),
    ("DELETE", f"{_API}/documents/{{document_id}}/viewed/{{digest}}"): _of(
        Right.READ_DOCUMENT, "document_id"
    ),
    ("GET", f"{_API}/trash"): _of(Right.LIST_DOCUMENTS),
    ("POST", f"{_API}/trash/{{deleted_id}}/restore"): _of(Right.DELETE_DOCUMENT, "deleted_id"),
    ("DELETE", f"{_API}/trash/{{deleted_id}}"): _of(Right.DELETE_DOCUMENT, "deleted_id"),
    ("POST", f"{_API}/submissions"): _of(Right.SUBMIT),
    ("GET", f"{_API}/submissions/{{submission_id}}"): _of(Right.READ_DOCUMENT, "submission_id"),
    # Reviews
    ("GET", f"{_API}/reviews"): _of(Right.LIST_DOCUMENTS),
    ("POST", f"{_API}/reviews"): _of(Right.SUBMIT),
    ("GET", f"{_API}/reviews/{{review_id}}"): _of(Right.READ_FINDINGS, "review_id"),
    ("GET", f"{_API}/reviews/{{review_id}}/events"): _of(Right.READ_FINDINGS, "review_id"),
    ("GET", f"{_API}/reviews/{{review_id}}/findings"): _of(Right.READ_FINDINGS, "review_id"),
    ("GET", f"{_API}/reviews/{{review_id}}/text"): _of(Right.READ_DOCUMENT, "review_id"),
    ("GET", f"{_API}/reviews/{{review_id}}/exports/form"): _of(Right.READ_DOCUMENT, "review_id"),
    ("GET", f"{_API}/reviews/{{review_id}}/exports/{{export_format}}"): _of(Right.READ_DOCUMENT, "review_id"),
    ("POST", f"{_API}/reviews/{{review_id}}/retry"): _of(Right.SUBMIT, "review_id"),
    ("POST", f"{_API}/reviews/{{review_id}}/mend"): _of(Right.SUBMIT, "review_id"),
    ("POST", f"{_API}/reviews/{{review_id}}/decisions"): _of(Right.DECIDE, "review_id"),
    ("POST", f"{_API}/reviews/{{review_id}}/decisions/{{batch}}/undo"): _of(Right.DECIDE, "review_id"),
    ("POST", f"{_API}/reviews/{{review_id}}/undo"): _of(Right.DECIDE, "review_id"),
    ("PUT", f"{_API}/reviews/{{review_id}}/sign-off"): _of(Right.SIGN_OFF, "review_id"),
    ("DELETE", f"{_API}/reviews/{{review_id}}/sign-off"): _of(Right.SIGN_OFF, "review_id"),
    ("GET", f"{_API}/decisions/export"): _of(Right.EXPORT_DECISIONS),
    # Findings
    ("GET", f"{_API}/findings/{{finding_id}}"): _of(Right.READ_FINDINGS, "finding_id"),
    ("PATCH", f"{_API}/findings/{{finding_id}}"): _of(Right.DECIDE, "finding_id"),
    ("PUT", f"{_API}/findings/{{finding_id}}/assignment"): _of(Right.ASSIGN, "finding_id"),
    ("GET", f"{_API}/findings/{{finding_id}}/comments"): _of(Right.READ_DOCUMENT, "finding_id"),
    ("POST", f"{_API}/findings/{{finding_id}}/comments"): _of(Right.COMMENT, "finding_id"),
    ("PATCH", f"{_API}/findings/{{finding_id}}/comments/{{comment_id}}"): _of(Right.COMMENT, "finding_id"),
    ("GET", f"{_API}/findings/{{finding_id}}/exemptions"): _of(Right.READ_DOCUMENT, "finding_id"),
    ("POST", f"{_API}/findings/{{finding_id}}/exemptions"): _of(Right.ASK_EXCEPTION, "finding_id"),
    ("PATCH", f"{_API}/findings/{{finding_id}}/exemptions/{{exemption_id}}"): _of(Right.DECIDE, "finding_id"),
    ("GET", f"{_API}/exemptions"): _of(Right.LIST_DOCUMENTS),
    # Saved filters
    ("GET", f"{_API}/views"): _of(Right.LIST_DOCUMENTS),
    ("POST", f"{_API}/views"): _of(Right.LIST_DOCUMENTS),
    ("DELETE", f"{_API}/views/{{view_id}}"): _of(Right.LIST_DOCUMENTS),
    # Ignore lists
    ("GET", f"{_API}/ignore-entries"): _of(Right.LIST_DOCUMENTS),
    ("POST", f"{_API}/findings/{{finding_id}}/ignore-entries"): _of(Right.DECIDE, "finding_id"),
    ("PATCH", f"{_API}/ignore-entries/{{entry_id}}"): _of(Right.DECIDE, "entry_id"),
    # Rules and laws
    ("GET", f"{_API}/rules"): _of(Right.READ_RULES),
    ("POST", f"{_API}/rules/try"): _of(Right.TRY_RULES),
    ("GET", f"{_API}/rules/{{rule_id:path}}"): _of(Right.READ_RULES),
    ("GET", f"{_API}/laws"): _of(Right.READ_RULES),
    ("GET", f"{_API}/laws/{{title:path}}"): _of(Right.READ_RULES),
    # Audits of whole corpora
    ("GET", f"{_API}/audits"): _of(Right.READ_AUDIT),
    ("POST", f"{_API}/audits"): _of(Right.RUN_AUDIT),
    ("GET", f"{_API}/audits/{{audit_id}}"): _of(Right.READ_AUDIT),
    ("POST", f"{_API}/audits/{{audit_id}}/stop"): _of(Right.RUN_AUDIT),
    ("POST", f"{_API}/audits/{{audit_id}}/resume"): _of(Right.RUN_AUDIT),
    ("GET", f"{_API}/audits/{{audit_id}}/events"): _of(Right.READ_AUDIT),
    ("GET", f"{_API}/audits/{{audit_id}}/findings"): _of(Right.READ_AUDIT),
    ("GET", f"{_API}/audits/{{audit_id}}/files/{{name}}"): _of(Right.READ_AUDIT),
    ("GET", "/audits"): _of(Right.READ_AUDIT),
    ("POST", "/audits"): _of(Right.RUN_AUDIT),
    ("GET", "/audits/{audit_id}"): _of(Right.READ_AUDIT),
    ("POST", "/audits/{audit_id}/stop"): _of(Right.RUN_AUDIT),
    ("POST", "/audits/{audit_id}/resume"): _of(Right.RUN_AUDIT),
    ("GET", "/audits/{audit_id}/findings"): _of(Right.READ_AUDIT),
    # The pages
    ("GET", "/"): _of(Right.LIST_DOCUMENTS),
    ("GET", "/sign-in"): _PUBLIC,
    ("POST", "/sign-in"): _PUBLIC,
    ("POST", "/sign-out"): _of(Right.CHANGE_OWN_ACCOUNT),
    ("GET", "/account"): _of(Right.OWN_ACCOUNT),
    ("GET", "/users"): _of(Right.MANAGE_USERS),
    ("GET", "/audit-log"): _of(Right.READ_AUDIT_LOG),
    ("POST", "/language"): _PUBLIC,
    ("GET", "/static/{path:path}"): _PUBLIC,
    ("POST", "/reviews"): _of(Right.SUBMIT),
    ("GET", "/reviews/{review_id}"): _of(Right.READ_DOCUMENT, "review_id"),
    ("GET", "/reviews/{review_id}/original"): _of(Right.READ_DOCUMENT, "review_id"),
    ("GET", "/reviews/{review_id}/pages/{page}.png"): _of(Right.READ_DOCUMENT, "review_id"),
    ("GET", "/reviews/{review_id}/activity"): _of(Right.READ_DOCUMENT, "review_id"),
    ("GET", "/reviews/{review_id}/sign-off"): _of(Right.SIGN_OFF, "review_id"),
    ("GET", "/documents/{document_id}"): _of(Right.READ_DOCUMENT, "document_id"),
    ("POST", "/documents/{document_id}"): _of(Right.SUBMIT, "document_id"),
    ("GET", "/trash"): _of(Right.LIST_DOCUMENTS),
    ("GET", "/ignore-list"): _of(Right.LIST_DOCUMENTS),
    ("GET", "/findings"): _of(Right.LIST_DOCUMENTS),
    ("GET", "/check"): _of(Right.TRY_RULES),
    ("POST", "/check"): _of(Right.TRY_RULES),
    ("GET", "/rules"): _of(Right.READ_RULES),
    ("GET", "/rules/own"): _of(Right.MANAGE_RULES),
    ("POST", "/rules/own"): _of(Right.MANAGE_RULES),
    ("GET", "/rules/releases"): _of(Right.MANAGE_RULES),
    ("POST", "/rules/releases"): _of(Right.MANAGE_RULES),
    ("POST", "/rules/releases/install"): _of(Right.MANAGE_RULES),
    ("POST", "/rules/releases/roll-back"): _of(Right.MANAGE_RULES),
    ("POST", "/rules/releases/restore"): _of(Right.MANAGE_RULES),
    ("GET", "/rules/{rule_id:path}"): _of(Right.READ_RULES),
    ("GET", "/laws"): _of(Right.READ_RULES),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRoute:
    """The entry of a request, with its path parameters as they were sent."""

    template: str
    right: RouteRight
    parameters: dict[str, str]


def find_route(method: str, path: str) -> FoundRoute | None:
    """The entry for a request; None where the table has none."""
    wanted = "GET" if method == "HEAD" else method
    for template, pattern in _patterns(wanted):
        match = pattern.match(path)
        if match is not None:
            right = ROUTES[(wanted, template)]
            return FoundRoute(template=template, right=right, parameters=match.groupdict())
    return None


@cache
def _patterns(method: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Templates of a method with their patterns; plain words go before parameters."""
    templates = sorted(
        (template for known, template in ROUTES if known == method), key=lambda t: (t.count("{"), t)
    )
    return tuple((template, compile_path(template)[0]) for template in templates)

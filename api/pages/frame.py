"""The frame of every page: who looks at it, where they may go, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader

from api.accounts.rights import Reach, Right, reach
from api.accounts.roles import Actor, Means
from api.pages.finding_words import finding_words
from api.pages.messages import COOKIE, LANGUAGES, Messages, messages_of

WEB = Path(__file__).parent.parent / "web"
_templates = Jinja2Templates(
    env=Environment(
        loader=FileSystemLoader(WEB / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
)
_PLACES = (
    ("/", "home", Right.OWN_ACCOUNT),
    ("/findings", "findings", Right.LIST_DOCUMENTS),
    ("/check", "check", Right.TRY_RULES),
    ("/rules", "rules", Right.READ_RULES),
    ("/laws", "laws", Right.READ_RULES),
    ("/audits", "audits", Right.READ_AUDIT),
    ("/users", "users", Right.MANAGE_USERS),
    ("/audit-log", "log", Right.READ_AUDIT_LOG),
)
_NEEDS_ACCOUNTS = frozenset({"users"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who looks at a page.

    Attributes:
        places: Address and name of the pages that the viewer may open.
        single_user: Whether there are no accounts.
    """

    name: str
    role: str
    signed_in: bool
    single_user: bool
    places: tuple[tuple[str, str], ...]


def viewer_of(actor: Actor | None) -> Viewer:
    """The viewer; None is somebody who has not signed in."""
    if actor is None:
        return Viewer(name="", role="", signed_in=False, single_user=False, places=())
    single = actor.means is Means.LOCAL
    places = tuple(
        (address, name)
        for address, name, right in _PLACES
        if reach(actor, right) is not Reach.NONE and not (single and name in _NEEDS_ACCOUNTS)
    )
    return Viewer(name=actor.name, role=actor.role.value, signed_in=True, single_user=single, places=places)


def words_of(request: Request) -> Messages:
    """The language that the browser was told to keep."""
    return messages_of(request.cookies.get(COOKIE))


def render(
    request: Request, template: str, values: dict[str, Any], *, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    """A page in its frame."""
    actor: Actor | None = request.state.actor
    t = words_of(request)
    frame = {
        "t": t,
        "words": finding_words(t.language),
        "languages": LANGUAGES,
        "viewer": viewer_of(actor),
        "strict": request.app.state.settings.office.strict_writes,
        "here": "",
    }
    page: Response = _templates.TemplateResponse(request, template, {**frame, **values}, status_code=status)
    return page

"""Problems as pages: whoever opens an address with a browser reads words, not a problem document."""

from __future__ import annotations

import json
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.pages.frame import render

_PROBLEM = "application/problem+json"


class ProblemPages:
    """Turns problem documents into pages where a browser asked for a page; programs get what they got before.

    It stands outside the gate, so that refusals of the gate are pages too.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and look at what comes back."""
        if scope["type"] != "http" or not _wants_page(scope):
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def looking(message: Message) -> None:
            start = message["type"] == "http.response.start"
            if start and Headers(raw=message["headers"]).get("content-type", "").startswith(_PROBLEM):
                held.append(message)
            elif not held:
                await send(message)
            else:
                held.append(message)
                if not message.get("more_body"):
                    await _send_page(scope, receive, send, held)

        await self._app(scope, receive, looking)


def _wants_page(scope: Scope) -> bool:
    path: str = scope["path"]
    return not path.startswith("/api/") and "text/html" in Headers(scope=scope).get("accept", "")


async def _send_page(scope: Scope, receive: Receive, send: Send, held: list[Message]) -> None:
    body = b"".join(message.get("body", b"") for message in held[1:])
    detail = str(json.loads(body).get("detail", ""))
    # What the gate refused has no actor: the frame is then that of a stranger.
    scope.setdefault("state", {}).setdefault("actor", None)
    status = HTTPStatus(held[0]["status"])
    page = render(Request(scope, receive), "error.html", {"problem": detail}, status=status)
    for name, value in Headers(raw=held[0]["headers"]).items():
        if name not in ("content-type", "content-length"):
            page.headers[name] = value
    await page(scope, receive, send)

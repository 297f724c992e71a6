"""What stands before every route: who may ask, how much may be sent, what a browser may do."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem_response

# Pages load nothing from another host, and hold neither scripts nor styles themselves.
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # "no-referrer" would make browsers send "Origin: null" with our own form.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",  # browsers older than frame-ancestors are still in use
}
# A year, without subdomains: those are not ours to speak for.
_TRANSPORT_SECURITY = "max-age=31536000"


class LoopbackGuard:
    """Refuses requests under foreign host names, from pages of other sites, and oversized ones.

    Args:
        app: The next application.
        hosts: Host names that are answered, without port.
        body_bytes: Largest request body.
        secure: Whether browsers reach the service by TLS, and must go on doing so.
    """

    def __init__(
        self, app: ASGIApp, hosts: tuple[str, ...], body_bytes: int, *, secure: bool = False
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._body_bytes = body_bytes
        self._headers = _HEADERS | ({"Strict-Transport-Security": _TRANSPORT_SECURITY} if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, then pass on with the security headers set."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(Headers(scope=scope))
        if refusal is not None:
            status, code, detail = refusal
            await problem_response(status, code, detail)(scope, receive, _with_headers(send, self._headers))
            return
        await self._app(scope, self._counted(receive), _with_headers(send, self._headers))

    def _refusal(self, headers: Headers) -> tuple[HTTPStatus, str, str] | None:
        host = headers.get("host", "")
        if _name(host) not in self._hosts:
            return HTTPStatus.MISDIRECTED_REQUEST, "host_refused", "本服务只应答为其设定的地址"
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return HTTPStatus.FORBIDDEN, "origin_refused", "请求来自其他网站，已拒绝"
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > self._body_bytes:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", self._too_large()
        return None

    def _too_large(self) -> str:
        return f"上传内容超过上限 {self._body_bytes >> 20} MB，请拆分后分别提交"

    def _counted(self, receive: Receive) -> Receive:
        """A body without a length is cut off once it grows beyond the limit."""
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._body_bytes:
                return {"type": "http.disconnect"}
            return message

        return counted


def _name(host: str) -> str:
    """Host header without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def _with_headers(send: Send, wanted: dict[str, str]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for key, value in wanted.items():
                headers.setdefault(key, value)
        await send(message)

    return sending

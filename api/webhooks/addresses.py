"""Where a webhook may be sent: only to hosts that the operator named, and never round a corner (SSRF).

The name is looked up once, the address found is checked, and the connection goes to that very address: a name
server cannot show one address to the check and another to the connection.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}


class ForbiddenAddress(ValueError):
    """An address that no message is sent to; its text says why, in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a message goes.

    Attributes:
        scheme: ``http`` or ``https``.
        host: Name as the operator allowed it.
        port: TCP port.
        path: Path and query.
        addresses: What the name means, each checked.
    """

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]


def check_url(url: str, allowed: tuple[str, ...]) -> tuple[str, str, int, str]:
    """Scheme, host, port and path of a URL to an allowed host.

    Args:
        url: The receiver's URL.
        allowed: Entries ``host`` (any usual port) or ``host:port``, in lower case.

    Raises:
        ForbiddenAddress: The URL is none, holds credentials, or its host is not on the list.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise ForbiddenAddress("网址格式有误") from error
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in _PORTS or not host or any(c.isspace() or ord(c) < 32 for c in url):
        raise ForbiddenAddress("网址应以 https:// 或 http:// 开头并写明主机")
    if parts.username is not None or parts.password is not None:
        raise ForbiddenAddress("网址中不能含有用户名和密码")
    if f"{host}:{port}" not in allowed and not (host in allowed and port == _PORTS[parts.scheme]):
        raise ForbiddenAddress(
            f"主机 {host}:{port} 不在允许通知的名单中，请由运维人员设定 REVIEWER_WEBHOOK_HOSTS"
        )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port, path


def resolve(url: str, allowed: tuple[str, ...]) -> Destination:
    """Look the host of an allowed URL up, once.

    Raises:
        ForbiddenAddress: The host is not allowed, or its name means an address that no host of its kind has.
        OSError: The name is not known.
    """
    scheme, host, port, path = check_url(url, allowed)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        _check_address(address, host)
    return Destination(scheme=scheme, host=host, port=port, path=path, addresses=addresses)


def _check_address(address: str, host: str) -> None:
    """Refuse addresses that a name on an intranet does not have.

    Private addresses are what an intranet consists of. This machine itself, and the link-local addresses at
    which clouds answer with credentials, are reached only where the operator wrote the address itself down.
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    special = (
        parsed.is_loopback or parsed.is_link_local or parsed.is_multicast or parsed.is_unspecified
        or parsed.is_reserved
    )  # fmt: skip
    if special and host not in (address, str(parsed)):
        raise ForbiddenAddress(f"主机 {host} 指向本机或者保留地址，不能通知")

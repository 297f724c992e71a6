"""Addresses inside a government network: private IP addresses, ports, hardware addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.identifiers.surroundings import Surroundings

_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d{2}|[1-9]?\d)"
_IP = re.compile(rf"(?<![\d.]){_OCTET}(?:\.{_OCTET}){{3}}(?![\d]|\.\d)(?:/(?:3[0-2]|[12]?\d)(?!\d))?")
_PRIVATE = re.compile(
    r"10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\."
)
_MACHINE = re.compile(
    r"IP|ip|https?:|ftp:|服务器|主机|数据库|网关|端口|VPN|堡垒机|防火墙|交换机|路由|内网|专网|局域网|网段|部署|后台|映射|终端|摄像|监控|节点"
)
_CHAPTER = re.compile(r"(?:第|见|版本|V|v|版)\s?$")
_EXAMPLE = re.compile(r"(?:例如|比如|示例|举例|形如)[^，。；\n]{0,10}$")
_PORT = re.compile(r"端口(?:号)?(?:分别)?(?:为|是|：|:|\s)*(?P<port>\d{2,5})(?!\d)")
_HARDWARE = re.compile(r"(?<![0-9A-Fa-f:\-])(?:[0-9A-Fa-f]{2}[:\-]){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:\-])")


def addresses_in(start: int, end: int, around: Surroundings) -> Iterator[tuple[int, int]]:
    """IP addresses of a network of the government between two offsets of the view."""
    for match in _IP.finditer(around.view, start, end):
        before = around.before(match.start())
        if _CHAPTER.search(before) or _EXAMPLE.search(before) or match[0].startswith(("0.", "127.", "255.")):
            continue
        if _PRIVATE.match(match[0]):
            if _plausible(match[0], around.sentence(*match.span())):
                yield match.span()
        elif _MACHINE.search(around.sentence(*match.span())):
            yield match.span()


def _plausible(address: str, sentence: str) -> bool:
    """10.1.2.3 may be the number of a section; with larger parts or beside a machine it is an address."""
    octets = [int(octet) for octet in address.split("/", maxsplit=1)[0].split(".")]
    return max(octets[1:]) > 20 or _MACHINE.search(sentence) is not None


def ports(around: Surroundings) -> Iterator[tuple[int, int]]:
    """Port numbers named as such beside an IP address, and hardware addresses."""
    view = around.view
    position = view.find("端口")
    while position >= 0:
        match = _PORT.match(view, position)
        if match is not None and _IP.search(around.sentence(position, match.end())):
            yield match.span("port")
        position = view.find("端口", position + 2)
    if "MAC" in view or "mac" in view:
        yield from (match.span() for match in _HARDWARE.finditer(view))

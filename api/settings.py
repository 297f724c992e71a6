"""Settings of the service; unsafe values are refused at the start."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from datetime import date

from reviewer.extraction.limits import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the service runs.

    Attributes:
        host: Address to bind; loopback only, for without accounts every caller may read everything.
        port: TCP port.
        limits: What reading one upload may cost.
        kept_reviews: Finished reviews held in memory; the oldest go first.
        waiting_reviews: Uploads that may wait; further ones are answered 503.
        today: Date at which the law is asked; the clock's date where None.
        classifiers: Whether trained classifiers take part.

    Raises:
        ValueError: The host is not a loopback address.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    limits: Limits = field(default_factory=Limits)
    kept_reviews: int = 200
    waiting_reviews: int = 100
    today: date | None = None
    classifiers: bool = True

    def __post_init__(self) -> None:
        if not _is_loopback(self.host):
            raise ValueError(f"未设账户时只能绑定本机回环地址，不能绑定 {self.host}；请改为 127.0.0.1")

    @property
    def allowed_hosts(self) -> tuple[str, ...]:
        """Host headers that are answered: a page of another site cannot reach the service by name."""
        return ("127.0.0.1", "localhost", "[::1]", "testserver")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

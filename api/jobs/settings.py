"""What worker processes are told; it goes to them as JSON on a pipe, for a URL may hold a password."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date

from api.settings import Settings
from reviewer.extraction.limits import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkSettings:
    """How workers work.

    Attributes:
        poll_seconds: How often an idle worker looks by itself; it is woken where the service runs beside it.
        lease_seconds: How long a claim holds without a heartbeat.
        job_seconds: What one job may take; beyond it is parked.
        log_level: As in `api.settings.Settings`.
        webhook_hosts: As in `api.accounts.settings.AccessSettings`.
    """

    database_url: str
    files_url: str
    workers: int
    limits: Limits = field(default_factory=Limits)
    job_seconds: float = 300.0
    poll_seconds: float = 5.0
    lease_seconds: float = 30.0
    today: date | None = None
    classifiers: bool = True
    log_level: str = "warning"
    webhook_hosts: tuple[str, ...] = ()

    @classmethod
    def of(cls, settings: Settings, *, poll_seconds: float = 5.0) -> WorkSettings:
        """What the settings of the service mean for its workers."""
        return cls(
            database_url=settings.database_url,
            files_url=settings.files_url,
            workers=settings.workers,
            limits=settings.limits,
            job_seconds=settings.job_seconds,
            poll_seconds=poll_seconds,
            today=settings.today,
            classifiers=settings.classifiers,
            log_level=settings.log_level,
            webhook_hosts=settings.access.webhook_hosts,
        )

    def to_line(self) -> bytes:
        """One line of JSON."""
        return json.dumps(asdict(self), default=str).encode("ascii") + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> WorkSettings:
        """From `to_line`."""
        values = json.loads(line)
        values["limits"] = Limits(**values["limits"])
        values["today"] = date.fromisoformat(values["today"]) if values["today"] else None
        values["webhook_hosts"] = tuple(values["webhook_hosts"])
        return cls(**values)

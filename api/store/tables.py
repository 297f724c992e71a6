"""All tables, for migrations: importing this module is what makes them known to `Base.metadata`."""

from __future__ import annotations

from api.store import access, audit_log, documents, ignores, jobs, marks, people, releases, reviews, webhooks
from api.store.base import Base

__all__ = [
    "Base",
    "access",
    "audit_log",
    "documents",
    "ignores",
    "jobs",
    "marks",
    "people",
    "releases",
    "reviews",
    "webhooks",
]

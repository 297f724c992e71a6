"""All tables, for migrations: importing this module is what makes them known to `Base.metadata`."""

from __future__ import annotations

from api.store import audit_log, documents, jobs, people, reviews
from api.store.base import Base

__all__ = ["Base", "audit_log", "documents", "jobs", "people", "reviews"]

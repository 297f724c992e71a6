"""What a job is done with, and the table of what each kind of job does."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.jobs.queue import Claim
from api.jobs.settings import WorkSettings
from api.store.database import Database
from api.store.files import FileStore
from reviewer.review import ReviewContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """What a job is done with.

    Attributes:
        release: Number of the release of rules that `context` holds.
        notices: Descriptor of a pipe to the service; None where none listens.
    """

    database: Database
    files: FileStore
    context: ReviewContext
    settings: WorkSettings
    release: int = 0
    notices: int | None = None

    def notify(self, subject: str) -> None:
        """Tell the service that something happened; short lines reach a pipe whole."""
        if self.notices is not None:
            os.write(self.notices, f"{subject}\n".encode("ascii"))


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """What is done for a kind of job.

    Attributes:
        run: Does the job and settles it.
        park: Within a transaction that has parked the job: tells its subject why.
    """

    run: Callable[[Workbench, Claim], None]
    park: Callable[[Session, Claim, str], None]


# Module with a ``KIND: JobKind``; loaded in the worker only.
KINDS = {
    "review": "api.jobs.reviewing",
    "webhook": "api.jobs.notifying",
    "exemptions": "api.jobs.exemptions",
    "retention": "api.jobs.housekeeping",
    "erase_file": "api.jobs.housekeeping",
}


def load_kind(name: str) -> JobKind:
    """What is done for jobs of that kind.

    Raises:
        KeyError: There is no such kind.
    """
    kind: JobKind = importlib.import_module(KINDS[name]).KIND
    return kind

"""The one interface of the engines that spread batches over processes or machines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpora.audit.plan import Batch
from corpora.audit.settings import AuditFolder, ReviewSettings
from corpora.audit.worker import FileDone


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What an engine hands to each worker, once.

    Attributes:
        settings: How files are reviewed.
        folder: Where results go; on a cluster every worker sees it under the same path.
        run: Name of the run.
    """

    settings: ReviewSettings
    folder: AuditFolder
    run: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDone:
    """Told when a batch is on disk."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLost:
    """Told when a worker ended and was replaced; its files are taken up again."""

    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardReady:
    """Told when a scheduler has a page of its own; ``url`` is where."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotWrite:
    """Told when results cannot be written: the run cannot go on. ``reason`` is the system's."""

    reason: str


Event = FileDone | BatchDone | WorkerLost | DashboardReady
Listener = Callable[[Event], None]


class Engine(Protocol):
    """Does all batches, in any order, whatever happens to its workers."""

    def run(self, task: Task, batches: Sequence[Batch], listener: Listener) -> None:
        """Return when every batch is on disk.

        Raises:
            AuditError: Workers end again and again without getting anything done.
        """
        ...

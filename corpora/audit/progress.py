"""How far a run is: counted here, shown on a terminal, left in a file for the service's page."""

from __future__ import annotations

import json
import os
import time
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpora.audit.engine import DashboardReady, Event, WorkerLost
from corpora.audit.rows import FileState
from corpora.audit.worker import FileDone

_WRITE_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressState:
    """A snapshot of a run.

    Attributes:
        total: Files of the source.
        done: Files with a result, those of earlier runs included.
        failed: Files that could not be read or were parked, of this run.
        partly: Files read in part, of this run.
        findings: Findings of this run.
        rate: Files a second of this run.
        seconds_left: Estimate; None before there is one.
        lost_workers: Workers that ended and were replaced.
        ended: Whether the run has ended.
        dashboard: Address of the scheduler's own page, for Dask.
    """

    total: int
    done: int
    failed: int = 0
    partly: int = 0
    findings: int = 0
    rate: float = 0.0
    seconds_left: float | None = None
    lost_workers: int = 0
    ended: bool = False
    dashboard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatCost:
    """What files of one format cost, of this run."""

    files: int
    bytes: int
    characters: int
    seconds: float


class Progress:
    """Counts events; writes a snapshot to a file twice a second.

    Args:
        path: The file.
        total: Files of the source.
        done: Files that earlier runs have done.
    """

    def __init__(self, path: Path, total: int, done: int) -> None:
        self._path, self._total, self._before = path, total, done
        self._states: Counter[FileState] = Counter()
        self._findings = self._lost = 0
        self._seen: set[str] = set()
        self._costs: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0, 0.0])
        self._begun = time.monotonic()
        self._written = 0.0
        self._dashboard = ""

    def note(self, event: Event) -> None:
        """Count an event."""
        if isinstance(event, WorkerLost):
            self._lost += 1
        elif isinstance(event, DashboardReady):
            self._dashboard = event.url
        elif isinstance(event, FileDone):
            self._note_file(event)
        if time.monotonic() - self._written >= _WRITE_SECONDS:
            self.write()

    def _note_file(self, event: FileDone) -> None:
        if event.name in self._seen:
            return  # taken up again after its worker was lost
        self._seen.add(event.name)
        self._states[event.state] += 1
        self._findings += event.findings
        if not event.again:
            cost = self._costs[event.format]
            for index, value in enumerate((1, event.bytes, event.characters, event.seconds)):
                cost[index] += value

    def state(self, *, ended: bool = False) -> ProgressState:
        """The snapshot."""
        here = sum(self._states.values())
        seconds = time.monotonic() - self._begun
        rate = here / seconds if seconds > 0 else 0.0
        left = self._total - self._before - here
        return ProgressState(
            total=self._total,
            done=self._before + here,
            failed=self._states[FileState.UNREAD] + self._states[FileState.PARKED],
            partly=self._states[FileState.PARTLY],
            findings=self._findings,
            rate=round(rate, 2),
            seconds_left=round(left / rate, 1) if rate else None,
            lost_workers=self._lost,
            ended=ended,
            dashboard=self._dashboard,
        )

    def costs(self) -> dict[str, FormatCost]:
        """What each format cost, of the files reviewed in this run."""
        return {
            ending: FormatCost(
                files=int(cost[0]), bytes=int(cost[1]), characters=int(cost[2]), seconds=round(cost[3], 3)
            )
            for ending, cost in sorted(self._costs.items())
        }

    def write(self, *, ended: bool = False) -> None:
        """Leave the snapshot in the file, whole at any time."""
        self._written = time.monotonic()
        unfinished = self._path.with_suffix(".tmp")
        unfinished.write_text(json.dumps(asdict(self.state(ended=ended))), encoding="utf-8")
        os.replace(unfinished, self._path)


def read_progress(path: Path) -> ProgressState | None:
    """The last snapshot of a run, None where there is none."""
    try:
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return ProgressState(**values)

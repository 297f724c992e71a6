"""One audit from its source to its results; an interrupted one is taken up where it stopped."""

from __future__ import annotations

import fcntl
import json
import os
import resource
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from corpora.audit.engine import Engine, Event, Task
from corpora.audit.errors import AuditError
from corpora.audit.local import LocalEngine
from corpora.audit.plan import Batch, load_plan, plan_batches, save_plan
from corpora.audit.progress import FormatCost, Progress
from corpora.audit.results import is_finished, remove_others
from corpora.audit.settings import AuditFolder, ReviewSettings
from corpora.audit.source import list_source
from corpora.audit.worker import makers


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOutcome:
    """What a run cost and whether it took up an earlier one.

    Attributes:
        files: Files of the source.
        reviewed: Files reviewed in this run.
        seconds: Wall time of this run.
        processor_seconds: Of this process and its children, which a busy machine disturbs little.
        peak_bytes: Largest resident memory of one process of this run.
        costs: By ending of the file name.
        lost_workers: Workers that ended and were replaced.
        replaced: Batches of older versions or changed files whose results were taken out.
    """

    files: int
    reviewed: int
    seconds: float
    processor_seconds: float
    peak_bytes: int
    costs: dict[str, FormatCost]
    lost_workers: int
    replaced: int


Listener = Callable[[Event, Progress], None]


def run_audit(
    source: str,
    out: Path,
    settings: ReviewSettings,
    *,
    engine: Engine | None = None,
    resume: bool = False,
    listener: Listener | None = None,
) -> RunOutcome:
    """Review every file of a source and write the rows; nothing that is done is done again.

    Args:
        source: Folder, zip, manifest, file or ``s3://`` prefix.
        out: Folder of results; made where there is none.
        settings: How files are reviewed.
        engine: What spreads the work; by default the processes of this machine.
        resume: Go on with what the folder holds.
        listener: Told of each event, with the progress.

    Raises:
        AuditError: Nothing to audit, results of another run in the way, or a run in progress.
        RuleError, CatalogueError, ModelError: What ships or the deployment added is faulty.
    """
    folder = AuditFolder(path=out)
    for path in (folder.documents, folder.findings):
        path.mkdir(parents=True, exist_ok=True)
    with held_lock(folder):
        if folder.plan.exists() and not resume:
            raise AuditError(
                f"{out}：其中已有审查结果。继续上次的审查请加 --resume，重新审查请换一个 --out 文件夹"
            )
        return _run(source, folder, settings, engine or LocalEngine(), listener)


def _run(
    source: str, folder: AuditFolder, settings: ReviewSettings, engine: Engine, listener: Listener | None
) -> RunOutcome:
    begun = time.monotonic()
    files = list_source(source, settings.limits, without=folder.path)
    context = settings.load()
    batches = plan_batches(files, makers(context, settings), load_plan(folder.plan))
    save_plan(folder.plan, batches)
    replaced = remove_others(folder, (batch.id for batch in batches))
    _save_run(folder, source, settings, asdict(context.versions))
    open_batches = [batch for batch in batches if not is_finished(folder, batch.id)]
    left = sum(len(batch.files) for batch in open_batches)
    progress = Progress(folder.progress, len(files), len(files) - left)
    progress.write()

    def told(event: Event) -> None:
        progress.note(event)
        if listener is not None:
            listener(event, progress)

    engine.run(Task(settings=settings, folder=folder, run=secrets.token_hex(8)), open_batches, told)
    _remove_unfinished(folder, batches)
    outcome = RunOutcome(
        files=len(files),
        reviewed=left,
        seconds=round(time.monotonic() - begun, 2),
        processor_seconds=round(_processor_seconds(), 2),
        peak_bytes=_peak_bytes(),
        costs=progress.costs(),
        lost_workers=progress.state().lost_workers,
        replaced=replaced,
    )
    _note_cost(folder, outcome)
    progress.write(ended=True)
    return outcome


@contextmanager
def held_lock(folder: AuditFolder) -> Iterator[None]:
    """Only one process writes to a folder of results at a time.

    Raises:
        AuditError: Another one does.
    """
    with folder.lock.open("a+", encoding="ascii") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            stream.seek(0)
            raise AuditError(
                f"{folder.path}：另一个审查任务（进程 {stream.read().strip() or '未知'}）正在写入。"
                "请等它结束或停止它以后再试"
            ) from error
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        yield


def resumed_settings(out: Path, settings: ReviewSettings, *, today: date | None) -> ReviewSettings:
    """The settings with the date of the run that is resumed, unless the user gives another date."""
    saved = load_run(AuditFolder(path=out))
    if today is not None or "as_of" not in saved:
        return settings
    return replace(settings, as_of=date.fromisoformat(saved["as_of"]))


def load_run(folder: AuditFolder) -> dict[str, Any]:
    """Settings, versions and cost of the run, as its JSON file has them; empty where there is none."""
    try:
        saved: dict[str, Any] = json.loads(folder.run.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return saved


def _save_run(folder: AuditFolder, source: str, settings: ReviewSettings, versions: dict[str, str]) -> None:
    _write_json(
        folder.run,
        {
            "source": source,
            "as_of": settings.as_of.isoformat(),
            "classifiers": settings.classifiers,
            "families": sorted(settings.families),
            "region": settings.region,
            "versions": versions,
            "runs": load_run(folder).get("runs", []),
        },
    )


def _note_cost(folder: AuditFolder, outcome: RunOutcome) -> None:
    saved = load_run(folder)
    _write_json(folder.run, {**saved, "runs": [*saved["runs"], asdict(outcome)]})


def _write_json(path: Path, values: dict[str, Any]) -> None:
    unfinished = path.with_name(f"_{path.name}")
    unfinished.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(unfinished, path)


def _remove_unfinished(folder: AuditFolder, batches: list[Batch]) -> None:
    """Journals that a killed worker left between writing the rows and removing its journal."""
    for batch in batches:
        folder.journal(batch.id).unlink(missing_ok=True)
    for kind in (folder.documents, folder.findings):
        for path in kind.glob("_*"):
            path.unlink()


def _processor_seconds() -> float:
    """Of this process so far and of its children that have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def _peak_bytes() -> int:
    """The largest process, of this one and its children that have ended (kilobytes on Linux)."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(who).ru_maxrss for who in both) * 1024

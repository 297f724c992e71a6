"""The engine of a cluster: Dask distributed (extra ``batch``), its own or one that runs already.

Paths travel, not bytes, and results go to the folder that all workers see, not through the
scheduler. Rules, catalogue and models are loaded once a worker. Dask runs a task again when its
worker is lost, so a batch may be begun twice; the journal and the lock on it make that harmless.
"""

from __future__ import annotations

import contextlib
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from corpora.audit.engine import BatchDone, CannotWrite, DashboardReady, Listener, Task, WorkerLost
from corpora.audit.errors import AuditError
from corpora.audit.plan import Batch
from corpora.audit.worker import BatchWorker, FileDone

try:
    import dask
    from distributed import Client, LocalCluster, WorkerPlugin, as_completed, get_worker
    from distributed.scheduler import KilledWorker
except ImportError as _error:
    raise AuditError("Dask 引擎需要另装软件包。请安装：pip install 'reviewer[batch]'") from _error

_PLUGIN = "reviewer-audit"
_CONNECT_SECONDS = 30
# Dask itself gives up on a task after so many lost workers; the journal parks the file before.
_ALLOWED_FAILURES = 20
_SPARE_DEATHS = 20


class _Loaded(WorkerPlugin):  # type: ignore[misc]
    """Rules, catalogue and models of one worker; Dask sets it up again in every worker it restarts."""

    name = _PLUGIN

    def __init__(self, task: Task) -> None:
        self._task = task
        self.worker: BatchWorker | None = None

    def setup(self, worker: Any) -> None:
        """Load once."""
        task = self._task
        self.worker = BatchWorker(task.settings.load(), task.settings, task.folder, task.run)


def _do(batch: Batch) -> list[FileDone] | CannotWrite:
    """One batch, in a worker of the cluster."""
    plugin = get_worker().plugins[_PLUGIN]
    assert plugin.worker is not None  # noqa: S101  Dask sets plugins up before tasks
    told: list[FileDone] = []
    try:
        plugin.worker.do(batch, told.append)
    except OSError as error:
        return CannotWrite(reason=error.strerror or type(error).__name__)
    return told


class DaskEngine:
    """Batches on a cluster.

    Args:
        workers: Processes of a cluster of its own; by default one a core.
        scheduler: Address of a scheduler that runs already; its workers have the same software
            and see sources and results under the same paths.
    """

    def __init__(self, workers: int | None = None, scheduler: str | None = None) -> None:
        self._workers, self._scheduler = workers, scheduler

    def run(self, task: Task, batches: Sequence[Batch], listener: Listener) -> None:
        """Return when every batch is on disk; see `Engine.run`."""
        if not batches:
            return
        with self._client() as client:
            listener(DashboardReady(url=client.dashboard_link))
            client.register_plugin(_Loaded(task))
            _share_out(client, task, batches, listener)

    @contextlib.contextmanager
    def _client(self) -> Iterator[Any]:
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        if self._scheduler is not None:
            try:
                client = Client(self._scheduler, timeout=_CONNECT_SECONDS)
            except OSError as error:
                raise AuditError(
                    f"{self._scheduler}：连接不上 Dask 调度器。请核对地址，并确认调度器已启动"
                ) from error
            with client:
                yield client
            return
        settings = {"distributed.scheduler.allowed-failures": _ALLOWED_FAILURES}
        with (
            dask.config.set(settings),
            LocalCluster(
                n_workers=self._workers,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                memory_limit=0,  # the child that reads is watched; a large document needs what it needs
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client


def _share_out(client: Any, task: Task, batches: Sequence[Batch], listener: Listener) -> None:
    by_key = {f"{task.run}-{batch.id}": batch for batch in batches}
    heaviest_first = sorted(by_key.items(), key=lambda entry: entry[1].bytes, reverse=True)
    deaths: Counter[str] = Counter()
    running = as_completed([client.submit(_do, batch, key=key, pure=False) for key, batch in heaviest_first])
    for future in running:
        batch = by_key[future.key.split("/")[0]]
        try:
            told = future.result()
        except KilledWorker as error:
            deaths[batch.id] += 1
            if deaths[batch.id] > len(batch.files) + _SPARE_DEATHS:
                raise AuditError(
                    "集群中的审查进程反复异常终止，无法继续。请检查各机的内存，然后加 --resume 重新运行"
                ) from error
            listener(WorkerLost(batch=batch.id))
            key = f"{task.run}-{batch.id}/{deaths[batch.id]}"
            running.add(client.submit(_do, batch, key=key, pure=False))
            continue
        if isinstance(told, CannotWrite):
            raise AuditError(
                f"无法写入审查结果（{told.reason}）。请检查磁盘空间和权限，然后加 --resume 重新运行"
            )
        for event in told:
            listener(event)
        listener(BatchDone(id=batch.id))
        future.release()

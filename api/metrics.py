"""Prometheus metrics (prometheus.io/docs/practices/naming): no id, name or path of a document in a label."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from importlib.metadata import version
from uuid import uuid4

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.health import free_bytes
from api.service import Service
from api.store.base import utc_now
from api.store.jobs import Job, JobState, Worker

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0, 60.0)
ALIVE = timedelta(seconds=30)


class Metrics:
    """The metrics of one service.

    Args:
        service: Asked for jobs and workers when the metrics are read.
    """

    def __init__(self, service: Service) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "reviewer_http_requests_total",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "reviewer_http_request_duration_seconds",
            "Time to the end of the answer.",
            ("method", "route"),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._registry.register(_StoreCollector(service))

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request was answered."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def page(self) -> bytes:
        """The text exposition format."""
        return generate_latest(self._registry)


class _StoreCollector(Collector):
    """Asks the database when it is read; where it cannot, says so instead of giving old figures."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def collect(self) -> Iterator[Metric]:
        """Jobs by state, workers alive, disk, versions."""
        build = GaugeMetricFamily(
            "reviewer_build_info", "Versions.", labels=("version", "ruleset", "catalogue")
        )
        context = self._service.context
        build.add_metric([version("reviewer"), context.ruleset.version, context.catalogue.version], 1)
        yield build
        yield _gauge("reviewer_disk_free_bytes", "Room for documents.", free_bytes(self._service.settings))
        try:
            yield from self._counted()
        except DBAPIError:
            yield _gauge("reviewer_database_up", "Whether the database answers.", 0)
        else:
            yield _gauge("reviewer_database_up", "Whether the database answers.", 1)

    def _counted(self) -> Iterable[Metric]:
        with self._service.database.reading() as session:
            by_state = select(Job.state, func.count()).group_by(Job.state)
            counted = {state: count for state, count in session.execute(by_state)}  # noqa: C416  rows, not pairs
            alive = select(func.count()).select_from(Worker).where(Worker.heartbeat_at > utc_now() - ALIVE)
            workers = session.scalar(alive) or 0
            waiting = select(func.min(Job.created_at)).where(Job.state == JobState.QUEUED)
            oldest = session.scalar(waiting)
        jobs = GaugeMetricFamily("reviewer_jobs", "Jobs by state.", labels=("state",))
        for state in JobState:
            jobs.add_metric([state.value], counted.get(state.value, 0))
        waited = (utc_now() - oldest).total_seconds() if oldest else 0.0
        return (
            jobs,
            _gauge("reviewer_workers", "Worker processes that beat lately.", workers),
            _gauge("reviewer_job_oldest_wait_seconds", "How long the oldest job has waited.", waited),
        )


def _gauge(name: str, help_text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, help_text, value=value)


class Measured:
    """Counts and logs every request by its route's template, never by its path.

    Args:
        app: The next application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and note how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500
        # Every line of the log about this request, and every problem it is answered with, bears it.
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(trace_id=uuid4().hex)

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            _note(scope, status, time.perf_counter() - began)


def _note(scope: Scope, status: int, seconds: float) -> None:
    metrics: Metrics | None = getattr(scope["app"].state, "metrics", None)
    template = getattr(scope.get("route"), "path", "(none)")
    if metrics is not None:
        metrics.count(scope["method"] if template != "(none)" else "(any)", template, status, seconds)
    scope["app"].state.log.info(
        "request", method=scope["method"], route=template, status=status, seconds=round(seconds, 4)
    )

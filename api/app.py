"""The FastAPI application: routers, error handlers, pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

import structlog
from anyio import to_thread
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api.accounts.gate import Gate
from api.accounts.start import start_accounts
from api.guards import LoopbackGuard
from api.logs import configure_logs
from api.metrics import Measured, Metrics
from api.pages.problem_page import ProblemPages
from api.problems import install_problem_handlers
from api.results import ReportCache
from api.retention.schedule import keep_scheduling
from api.routes import ROUTERS, pages
from api.routes.answers import install_problem_schema
from api.rulesets.keeper import keep_refreshing
from api.service import Service
from api.settings import Settings

# Room for the multipart borders around a file of the largest size.
_FORM_OVERHEAD_BYTES = 1 << 20


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service; rules, catalogue and models are loaded once, when it starts.

    Raises:
        RuleError: At the start, for a rule file that its author must mend.
    """
    settings = settings or Settings()
    configure_logs(settings.log_level)

    # The interactive pages of the framework load scripts from other hosts: /openapi.json serves programs.
    app = FastAPI(
        title="规范性文件智能审查",
        version=version("reviewer"),
        lifespan=_run_service,
        docs_url=None,
        redoc_url=None,
    )
    # Until the store has been asked for accounts, nobody is let in.
    app.state.settings, app.state.with_accounts = settings, True
    app.state.log = structlog.get_logger("api.requests")
    install_problem_handlers(app)
    for router in ROUTERS:
        app.include_router(router)
    install_problem_schema(app)
    app.mount("/static", StaticFiles(directory=pages.WEB / "static"), name="static")
    _stand_guard(app, settings)
    return app


@asynccontextmanager
async def _run_service(app: FastAPI) -> AsyncIterator[None]:
    """Open the store and start the workers; end them in order, whatever happens in between."""
    settings: Settings = app.state.settings
    service = await to_thread.run_sync(Service, settings)
    try:
        app.state.service, app.state.database = service, service.database
        app.state.metrics, app.state.reports = Metrics(service), ReportCache()
        start = await to_thread.run_sync(start_accounts, service.database, settings.access)
        app.state.with_accounts, app.state.accounts_start = start.with_accounts, start
        schedule = asyncio.create_task(keep_scheduling(service.database, service.pool.wake, settings.today))
        refreshing = asyncio.create_task(keep_refreshing(service.rules))
        try:
            await to_thread.run_sync(service.pool.wait_ready)
            yield
        finally:
            schedule.cancel()
            refreshing.cancel()
    finally:
        await to_thread.run_sync(service.close)


def _stand_guard(app: FastAPI, settings: Settings) -> None:
    """What stands before every route; the one added last is asked first."""
    app.add_middleware(Gate, access=settings.access)
    app.add_middleware(ProblemPages)
    app.add_middleware(
        LoopbackGuard,
        hosts=settings.allowed_hosts,
        body_bytes=settings.limits.file_bytes + _FORM_OVERHEAD_BYTES,
        secure=settings.access.secure,
    )
    app.add_middleware(Measured)

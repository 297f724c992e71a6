"""The FastAPI application: routers, error handlers, pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api.guards import LoopbackGuard
from api.problems import install_problem_handlers
from api.routes import health, pages, reviews
from api.settings import Settings
from api.shelf import Shelf
from corpora.context import load_context
from reviewer.extraction.child import warm

# Room for the multipart borders around a file of the largest size.
_FORM_OVERHEAD_BYTES = 1 << 20


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service; rules, catalogue and models are loaded once, when it starts.

    Raises:
        RuleError: At the start, for a rule file that its author must mend.
    """
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.context = load_context(today=settings.today, classifiers=settings.classifiers)
        app.state.shelf = Shelf(
            app.state.context,
            settings.limits,
            kept=settings.kept_reviews,
            waiting=settings.waiting_reviews,
        )
        warm()
        yield
        app.state.shelf.close()

    # The interactive pages of the framework load scripts from other hosts: /openapi.json serves programs.
    app = FastAPI(
        title="规范性文件智能审查",
        version=version("reviewer"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    install_problem_handlers(app)
    for module in (health, reviews, pages):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=pages.WEB / "static"), name="static")
    app.add_middleware(
        LoopbackGuard,
        hosts=settings.allowed_hosts,
        body_bytes=settings.limits.file_bytes + _FORM_OVERHEAD_BYTES,
    )
    return app

"""What routes are given: built once when the app starts, or found out for the request."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.accounts.roles import Actor
from api.results import ReportCache
from api.service import Service
from api.settings import Settings
from api.store.database import Database
from api.store.files import FileStore
from reviewer.review import ReviewContext


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


def _files(request: Request) -> FileStore:
    return _service(request).files


def _context(request: Request) -> ReviewContext:
    return _service(request).context


def _reports(request: Request) -> ReportCache:
    reports: ReportCache = request.app.state.reports
    return reports


def _actor(request: Request) -> Actor:
    """Who sends the request, as the gate found out; nobody gets as far as a route that needs one."""
    actor: Actor | None = request.state.actor
    if actor is None:
        raise RuntimeError("a public route must take VisitorDep")
    return actor


def _visitor(request: Request) -> Actor | None:
    actor: Actor | None = request.state.actor
    return actor


def _masked(request: Request) -> bool:
    masked: bool = request.state.masked
    return masked


ServiceDep = Annotated[Service, Depends(_service)]
SettingsDep = Annotated[Settings, Depends(_settings)]
DatabaseDep = Annotated[Database, Depends(_database)]
FilesDep = Annotated[FileStore, Depends(_files)]
ContextDep = Annotated[ReviewContext, Depends(_context)]
ReportsDep = Annotated[ReportCache, Depends(_reports)]
ActorDep = Annotated[Actor, Depends(_actor)]
# On routes that are open to everyone: None for who has not signed in.
VisitorDep = Annotated[Actor | None, Depends(_visitor)]
# Whether personal values must be masked in the answer, as the gate found out.
MaskedDep = Annotated[bool, Depends(_masked)]

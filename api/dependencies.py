"""What routes are given: built once when the app starts, or found out for the request."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.accounts.roles import Actor
from api.settings import Settings
from api.shelf import Shelf
from api.store.database import Database


def _shelf(request: Request) -> Shelf:
    shelf: Shelf = request.app.state.shelf
    return shelf


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


def _actor(request: Request) -> Actor:
    """Who sends the request, as the gate found out; nobody gets as far as a route that needs one."""
    actor: Actor | None = request.state.actor
    if actor is None:
        raise RuntimeError("a public route must take VisitorDep")
    return actor


def _visitor(request: Request) -> Actor | None:
    actor: Actor | None = request.state.actor
    return actor


ShelfDep = Annotated[Shelf, Depends(_shelf)]
SettingsDep = Annotated[Settings, Depends(_settings)]
DatabaseDep = Annotated[Database, Depends(_database)]
ActorDep = Annotated[Actor, Depends(_actor)]
# On routes that are open to everyone: None for who has not signed in.
VisitorDep = Annotated[Actor | None, Depends(_visitor)]

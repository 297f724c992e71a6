"""What routes are given: built once when the app starts."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.settings import Settings
from api.shelf import Shelf


def _shelf(request: Request) -> Shelf:
    shelf: Shelf = request.app.state.shelf
    return shelf


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


ShelfDep = Annotated[Shelf, Depends(_shelf)]
SettingsDep = Annotated[Settings, Depends(_settings)]

"""Queues each day's run, from the service itself: no timer of the operating system has to be set up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog
from anyio import to_thread
from sqlalchemy.exc import DBAPIError

from api.retention.carry_out import enqueue_due
from api.store.base import utc_now
from api.store.database import Database

_LOOK_EVERY_SECONDS = 1800.0

_log = structlog.get_logger(__name__)


async def keep_scheduling(database: Database, wake: Callable[[], None]) -> None:
    """Look twice an hour whether the day's run is queued; ends when it is cancelled."""
    while True:
        try:
            if await to_thread.run_sync(enqueue_due, database, utc_now().date()):
                wake()
        except DBAPIError as error:  # the database is away for a while
            _log.warning("cannot schedule", error=type(error).__name__)
        await asyncio.sleep(_LOOK_EVERY_SECONDS)

"""Queues each day's run, from the service itself: no timer of the operating system has to be set up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date

import structlog
from anyio import to_thread
from sqlalchemy.exc import DBAPIError

from api.jobs import exemptions
from api.retention import carry_out
from api.store.base import utc_now
from api.store.database import Database

_LOOK_EVERY_SECONDS = 1800.0

_log = structlog.get_logger(__name__)


def enqueue_day(database: Database, today: date | None = None) -> bool:
    """Queue what is done once a day; False where all of it is queued.

    Exceptions end by the date on the wall, or the one that was set; retention counts in UTC.
    """
    queued = (
        carry_out.enqueue_due(database, utc_now().date()),
        exemptions.enqueue_due(database, today or date.today()),
    )
    return any(queued)


async def keep_scheduling(database: Database, wake: Callable[[], None], today: date | None = None) -> None:
    """Look twice an hour whether the day's runs are queued; ends when it is cancelled."""
    while True:
        try:
            if await to_thread.run_sync(enqueue_day, database, today):
                wake()
        except DBAPIError as error:  # the database is away for a while
            _log.warning("cannot schedule", error=type(error).__name__)
        await asyncio.sleep(_LOOK_EVERY_SECONDS)

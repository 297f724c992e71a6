"""The rules of a running process: loaded once, and anew when the release in force is another."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from threading import Lock

import structlog
from anyio import to_thread
from sqlalchemy.exc import DBAPIError

from api.rulesets.loading import LoadedRules, LoadOptions, load_current
from api.rulesets.releases import current_number
from api.store.database import Database
from reviewer.errors import ReviewError

LOOK_EVERY_SECONDS = 5.0

_log = structlog.get_logger(__name__)


class RuleKeeper:
    """Holds what is loaded; whoever reads `loaded` gets all of one release.

    Args:
        database: Where the releases stand.
        options: How they are loaded.

    Raises:
        RuleError: A rule that ships with the software is broken.
    """

    def __init__(self, database: Database, options: LoadOptions) -> None:
        self._database = database
        self.options = options
        self._lock = Lock()
        self.loaded: LoadedRules = load_current(database, options)

    def refresh(self) -> bool:
        """Load the release in force where it is not loaded; False where nothing changed.

        What cannot be loaded at all leaves the rules as they are: the service goes on.
        """
        with self._lock:
            with self._database.reading() as session:
                number = current_number(session)
            if number == self.loaded.state.number:
                return False
            try:
                self.loaded = load_current(self._database, self.options)
            except ReviewError as error:
                _log.error("rules not loaded", error=str(error))
                state = replace(self.loaded.state, number=number)
                self.loaded = replace(self.loaded, state=state)
        return True


async def keep_refreshing(keeper: RuleKeeper) -> None:
    """Look every few seconds whether somebody else put other rules in force; ends when it is cancelled."""
    while True:
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        try:
            await to_thread.run_sync(keeper.refresh)
        except DBAPIError as error:  # the database is away for a while
            _log.warning("cannot look for rules", error=type(error).__name__)

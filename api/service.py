"""What the running service holds: store, rules, workers. Built once, when it starts."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import make_url

from api.jobs.pool import WorkerPool
from api.jobs.settings import WorkSettings
from api.jobs.signals import Broadcast
from api.rulesets.keeper import RuleKeeper
from api.rulesets.loading import LoadOptions
from api.rulesets.releases import import_folder
from api.settings import Settings
from api.store.database import Database
from api.store.files import FileStore
from api.store.migrate import upgrade
from reviewer.review import ReviewContext

_OFTEN_SECONDS, _SELDOM_SECONDS = 0.5, 3.0


class Service:
    """Opens everything; `close` ends it in order.

    Args:
        settings: How it runs.

    Attributes:
        rules: Rules, catalogue and models for what is answered without a worker.
        broadcast: Who waits for a review is told through it.
        pool: The worker processes.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        _make_private_folders(settings)
        self.database = Database(settings.database_url)
        upgrade(self.database)
        import_folder(self.database, settings.rules_folder)
        self.files = FileStore(settings.files_url)
        self.broadcast = Broadcast()
        self.pool = WorkerPool(WorkSettings.of(settings), self.broadcast)
        self.pool.start()  # they load their rules while this process loads its own
        try:
            self.rules = RuleKeeper(
                self.database, LoadOptions(today=settings.today, classifiers=settings.classifiers)
            )
        except BaseException:  # a rule to be mended: nothing is left running
            self.close()
            raise

    @property
    def context(self) -> ReviewContext:
        """Rules, catalogue and models of the release in force."""
        return self.rules.loaded.context

    def rules_changed(self) -> None:
        """After a release was made here: load it, and let the workers look for it at once."""
        self.rules.refresh()
        self.pool.reload()

    @property
    def look_seconds(self) -> float:
        """How often whoever waits looks at the database: own workers tell at once, others cannot."""
        told_of_all = self.database.is_sqlite and self.settings.workers > 0
        return _SELDOM_SECONDS if told_of_all else _OFTEN_SECONDS

    def close(self) -> None:
        """End the workers, then close the store."""
        self.pool.close()
        self.database.close()


def _make_private_folders(settings: Settings) -> None:
    """Drafts are nobody else's business: the folder is for this user alone."""
    url = make_url(settings.database_url)
    places = [Path(url.database).parent] if url.get_backend_name() == "sqlite" and url.database else []
    if "://" not in settings.files_url:
        places.append(Path(settings.files_url))
    for place in places:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)

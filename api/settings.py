"""Settings of the service; unsafe values are refused at the start."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from api.accounts.settings import AccessSettings, read_secret
from api.office import Office, office_from_environment
from reviewer.extraction.limits import Limits, limits_from


def default_data_folder() -> Path:
    """Where a user's data belongs (XDG Base Directory Specification 0.8)."""
    base = os.environ.get("XDG_DATA_HOME", "")
    return (Path(base) if os.path.isabs(base) else Path.home() / ".local" / "share") / "reviewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the service runs.

    Attributes:
        host: Address to bind; others than loopback only with accounts.
        port: TCP port.
        data_folder: Holds the SQLite file and the stored files unless the two below say otherwise.
        database: URL of the database; the SQLite file in the data folder where empty.
        files: Folder or fsspec URL of stored files; in the data folder where empty.
        workers: Worker processes that this service starts; 0 where others do the work.
        limits: What reading one upload may cost.
        job_seconds: What reviewing one document may take, reading included.
        waiting_reviews: Uploads that may wait; further ones are answered 503.
        today: Date at which the law is asked; the clock's date where None.
        classifiers: Whether trained classifiers take part.
        own_rules: Folder of the deployment's own rules and lexicon, read when the service starts; ``rules``
            in the data folder where None.
        bundle_key: Public key (PEM) whose signed bundles of rules are taken; empty takes none.
        log_level: ``info`` logs every request, ``warning`` only what is wrong.
        access: Accounts and how they are kept.
        office: What the office has chosen of its ways of working.

    Raises:
        ValueError: The host is not a loopback address and there are no accounts or no public address.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    data_folder: Path = field(default_factory=default_data_folder)
    database: str = field(default="", repr=False)
    files: str = ""
    workers: int = 2
    limits: Limits = field(default_factory=Limits)
    job_seconds: float = 300.0
    waiting_reviews: int = 2_000
    today: date | None = None
    classifiers: bool = True
    own_rules: Path | None = None
    bundle_key: str = ""
    log_level: str = "warning"
    access: AccessSettings = field(default_factory=AccessSettings)
    office: Office = field(default_factory=Office)

    def __post_init__(self) -> None:
        if is_loopback(self.host):
            return
        if not self.access.accounts:
            raise ValueError(
                f"未设账户时只能绑定本机回环地址，不能绑定 {self.host}；"
                "请改为 127.0.0.1，或者用 --accounts 启用账户"
            )
        if not self.access.public_url:
            raise ValueError(
                f"绑定 {self.host} 时须用环境变量 REVIEWER_PUBLIC_URL 写明浏览器访问本服务的地址，"
                "如 https://shencha.example.gov.cn"
            )

    @property
    def database_url(self) -> str:
        """The database's URL."""
        return self.database or f"sqlite:///{self.data_folder / 'reviewer.sqlite3'}"

    @property
    def files_url(self) -> str:
        """Where stored files lie."""
        return self.files or str(self.data_folder / "files")

    @property
    def rules_folder(self) -> Path:
        """Where the deployment's own rules lie; it need not exist."""
        return self.own_rules or self.data_folder / "rules"

    @property
    def allowed_hosts(self) -> tuple[str, ...]:
        """Host headers that are answered: a page of another site cannot reach the service by name."""
        own = (self.host, f"[{self.host}]") if self.access.accounts else ()
        public = (self.access.public_host,) if self.access.public_host else ()
        return ("127.0.0.1", "localhost", "[::1]", "testserver", *own, *public)


def store_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """What the variables ``REVIEWER_DATA``, ``REVIEWER_LIMIT_PAGES`` and the like say of `Settings`.

    A database's URL may hold a password, which does not belong on a command line: it stands in the
    environment, or in a file that ``REVIEWER_DATABASE_URL_FILE`` names.

    Raises:
        ValueError: A file cannot be read, or a value is none of those allowed.
    """
    found: dict[str, Any] = {
        "limits": limits_from(environment),
        "office": office_from_environment(environment),
    }
    if environment.get("REVIEWER_DATA"):
        found["data_folder"] = Path(environment["REVIEWER_DATA"])
    if environment.get("REVIEWER_RULES"):
        found["own_rules"] = Path(environment["REVIEWER_RULES"])
    for name, variable in (
        ("database", "REVIEWER_DATABASE_URL"),
        ("files", "REVIEWER_FILES_URL"),
        ("log_level", "REVIEWER_LOG_LEVEL"),
        ("bundle_key", "REVIEWER_BUNDLE_KEY"),
    ):
        value = read_secret(environment, variable)
        if value:
            found[name] = value
    return found


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

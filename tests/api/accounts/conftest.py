"""A service with accounts, and people in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.accounts.people import create_user, set_own_password
from api.accounts.roles import LOCAL_ACTOR
from api.accounts.settings import AccessSettings
from api.app import create_app
from api.settings import Settings
from api.store.base import utc_now
from api.store.database import Database
from api.store.people import Role

ORIGIN = {"Origin": "http://testserver"}
UNIT, OTHER_UNIT = "青溪县司法局", "平川县司法局"
PASSWORD = "春江水暖鸭先知 1086"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person of the tests."""

    id: str
    name: str
    role: Role


class AccountService:
    """A running service with accounts, without workers."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.app: Any = client.app
        self.database: Database = self.app.state.database

    def add(self, name: str, role: Role, unit: str | None = UNIT, *, fresh: bool = False) -> Account:
        """An account with `PASSWORD`, or with the password that must still be changed."""
        with self.database.writing() as session:
            user, password = create_user(session, LOCAL_ACTOR, name=name, role=role, unit=unit, now=utc_now())
            if not fresh:
                set_own_password(session, LOCAL_ACTOR, user, PASSWORD, former=password, now=utc_now())
        return Account(id=user.id, name=name, role=role)

    def visitor(self) -> TestClient:
        """A browser of its own, not signed in."""
        return TestClient(self.app, headers=ORIGIN)

    def browser(self, name: str, password: str = PASSWORD) -> TestClient:
        """A browser in which someone has signed in."""
        browser = self.visitor()
        answer = browser.post("/api/v1/session", json={"name": name, "password": password})
        assert answer.status_code == 200, answer.text
        return browser


def account_settings(folder: Path, **access: Any) -> Settings:
    """Settings of a service with accounts that keeps everything in a folder."""
    return Settings(
        data_folder=folder, workers=0, classifiers=False, access=AccessSettings(accounts=True, **access)
    )


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AccountService]:
    """A service with accounts; one for the tests of a module."""
    settings = account_settings(tmp_path_factory.mktemp("service"))
    with TestClient(create_app(settings)) as client:
        yield AccountService(client)

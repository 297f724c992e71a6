"""Guessing passwords against the store: counted before it is tried, kept over restarts, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.accounts.people import create_user, set_own_password
from api.accounts.roles import LOCAL_ACTOR
from api.accounts.sign_in import Caller, MustWait, WrongCredentials, begin_attempt, sign_in
from api.accounts.sign_ins import SessionLimits
from api.store.database import Database
from api.store.migrate import upgrade
from api.store.people import Role
from tests.api.accounts.conftest import PASSWORD
from tests.api.databases import DATABASES, database_url

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LIMITS = SessionLimits(idle=timedelta(hours=1), absolute=timedelta(hours=12))


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with one account."""
    made = Database(database_url(request.param, tmp_path))
    upgrade(made)
    with made.writing() as session:
        user, first = create_user(session, LOCAL_ACTOR, name="li.si", role=Role.DRAFTER, now=NOW)
        set_own_password(session, LOCAL_ACTOR, user, PASSWORD, former=first, now=NOW)
    yield made
    made.close()


def _attempt(
    database: Database,
    password: str,
    *,
    name: str = "li.si",
    address: str = "192.0.2.7",
    now: datetime = NOW,
) -> str:
    try:
        sign_in(database, name, password, Caller(address=address), limits=LIMITS, now=now)
    except MustWait:
        return "wait"
    except WrongCredentials:
        return "wrong"
    return "in"


def _count(database: Database, name: str, address: str) -> bool:
    """An attempt without the password's costly check; whether it might be made."""
    try:
        begin_attempt(database, name, address, NOW)
    except MustWait:
        return False
    return True


def test_guessing_is_slowed_down_also_for_the_right_password(database: Database) -> None:
    """The count is in the database: a restart forgets nothing; the wait runs off."""
    guesses = [_attempt(database, f"猜一个密码 {number}") for number in range(7)]
    restarted = Database(database.url)

    right = _attempt(restarted, PASSWORD)
    later = _attempt(restarted, PASSWORD, now=NOW + timedelta(seconds=6))
    restarted.close()

    assert guesses == ["wrong"] * 6 + ["wait"]
    assert right == "wait"
    assert later == "in"


def test_guesses_from_many_addresses_count_together(database: Database) -> None:
    """The account has a count of its own."""
    guesses = [_attempt(database, f"猜一个密码 {number}", address=f"192.0.2.{number}") for number in range(7)]

    assert guesses == ["wrong"] * 6 + ["wait"]


def test_one_password_on_many_accounts_is_slowed_down_by_address(database: Database) -> None:
    """The address has one too; an IPv6 subscriber cannot change it within the own network."""
    guesses = [_count(database, f"person{number}", f"2001:db8::{number:x}") for number in range(33)]

    assert guesses == [True] * 31 + [False] * 2


def test_many_guesses_at_once_are_many_guesses(database: Database) -> None:
    """None slips by while others are looked at."""
    outcomes: list[str] = []

    def guess(number: int) -> None:
        outcomes.append(_attempt(database, f"猜一个密码 {number}"))

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["wait"] * 6 + ["wrong"] * 6


def test_signing_in_ends_the_count_of_the_account_only(database: Database) -> None:
    """A guesser who signs in as himself in between gains one attempt, not thirty."""
    address = "192.0.2.7"
    for _ in range(4):
        _count(database, "li.si", address)
    _attempt(database, PASSWORD, address=address)

    again = [_count(database, "li.si", address) for _ in range(7)]
    others = [_count(database, f"person{number}", address) for number in range(25)]

    assert again == [True] * 6 + [False]
    assert others.count(True) == 21

"""Shared fixtures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.reliability import ledger

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def missing(component: str, remedy: str) -> NoReturn:
    """Skip a test whose outside component is not installed; where CI=true it fails instead."""
    reason = f"{component} is not installed ({remedy})"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update-golden`` rewrites the expected files of test_golden.py; ``make golden`` passes it."""
    parser.addoption("--update-golden", action="store_true", help="rewrite golden files, then fail")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for all tests: two at once would not bear each other."""
    path = shutil.which("chromium")
    if path is None:
        missing("Chromium", "apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def tried() -> Callable[..., None]:
    """Called by a reliability test with its number and how many trials came out as expected."""

    def count(number: int, trials: int = 1) -> None:
        ledger.done[number] += trials

    return count

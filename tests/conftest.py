"""Shared fixtures."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(component: str, remedy: str) -> NoReturn:
    """Skip a test whose outside component is not installed; where CI=true it fails instead."""
    reason = f"{component} is not installed ({remedy})"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update-golden`` rewrites the expected files of test_golden.py; ``make golden`` passes it."""
    parser.addoption("--update-golden", action="store_true", help="rewrite golden files, then fail")

"""Counts what the reliability tests tried, and prints it when they end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reliability import ledger

PROOF = Path(__file__).with_name("PROOF.md")


@pytest.fixture
def tried(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Called by a test with its number and how many trials came out as expected."""

    def count(number: int, trials: int = 1) -> None:
        ledger.done[number] += trials

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table of trials; ``make proof`` keeps it."""
    if not ledger.done:
        return
    terminalreporter.section("reliability")
    terminalreporter.write_line(ledger.table())
    if ledger.RELEASE and not terminalreporter.stats.get("failed"):
        PROOF.write_text(f"# 可靠性测试\n\n由 `make proof` 写出。\n\n{ledger.table()}\n", encoding="utf-8")

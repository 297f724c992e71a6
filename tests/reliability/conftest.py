"""Prints what the reliability tests tried when they end, and plugs in extractors that misbehave."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.reliability import ledger

PROOF = Path(__file__).with_name("PROOF.md")
_MISBEHAVING = Path(__file__).with_name("misbehaving")
_begun = time.monotonic()


@pytest.fixture
def misbehaving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder by which processes started from now on get extractors that misbehave.

    It is this test's own: processes that a test leaves behind are known by it.
    """
    folder = Path(shutil.copytree(_MISBEHAVING, tmp_path / "misbehaving"))
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table of trials; ``make proof`` keeps it."""
    if not ledger.done:
        return
    terminalreporter.section("reliability")
    terminalreporter.write_line(ledger.table())
    wrong = terminalreporter.stats.get("failed") or terminalreporter.stats.get("error")
    if ledger.SHARE and not wrong and set(ledger.done) == set(ledger.TESTS):
        PROOF.write_text(_proof(), encoding="utf-8")


def _proof() -> str:
    minutes = (time.monotonic() - _begun) / 60
    share = "" if ledger.SHARE == 1 else f" SHARE={ledger.SHARE:g}"
    made_with = f"reviewer {version('reviewer')}，Python {sys.version.split()[0]}，{platform.system()}"
    head = f"由 `make proof{share}` 写出：{made_with}，用时 {minutes:.0f} 分钟。"
    return f"# 可靠性测试\n\n{head}\n\n{ledger.table()}\n"

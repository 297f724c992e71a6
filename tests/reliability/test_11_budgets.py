"""Test 11: files that would take for ever are cut at each stage; the message says by which limit."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reviewer.extraction.limits import Limits
from tests.api.serving import service
from tests.reliability.files import seeds
from tests.reliability.ledger import TESTS
from tests.reliability.uploads import left_alive, send

_LONG = "".join(
    f"第{n}条 对在本县登记注册的企业给予奖励，并加强监督管理。\n" for n in range(200_000)
).encode()
STAGES: dict[str, tuple[str, bytes, str]] = {
    "reading": ("~sleep~.docx", seeds()["docx"], "读取时间超过上限 5 秒"),
    "converting": (".rtf", rb"{\rtf1\ansi x}", "LibreOffice 转换时间超过上限 4 秒"),
    "reviewing": (".txt", _LONG, "审查用时超过上限 6 秒"),
}
"""Ending of the name, bytes, and what the sender is told."""
_OTHERS = 3


@pytest.fixture
def hanging_converter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of LibreOffice a program that never ends."""
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "libswlo.so").touch()
    (folder / "soffice").write_text("#!/bin/sh\nsleep 3600\n", encoding="ascii")
    (folder / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.usefixtures("hanging_converter")
@pytest.mark.parametrize("stage", list(STAGES))
def test_a_file_is_cut_at_its_budget(
    stage: str, misbehaving: Path, tmp_path: Path, tried: Callable[..., None]
) -> None:
    """The limit is named with its value; files that come meanwhile are read by the other worker."""
    ending, data, told = STAGES[stage]
    trials = TESTS[11].trials // len(STAGES)
    limits = Limits(seconds=5)

    with (
        service(tmp_path / "data", workers=2, classifiers=False, limits=limits, job_seconds=6) as client,
        ThreadPoolExecutor(1) as sender,
    ):
        for number in range(trials):
            cut = sender.submit(send, client, f"久{number}{ending}", data)
            others = [send(client, f"好{number}-{index}.txt", seeds()["txt"]) for index in range(_OTHERS)]

            assert [other.state for other in others] == ["done"] * _OTHERS
            assert cut.result().told.startswith(told)

    assert left_alive(misbehaving) == []
    tried(11, trials)

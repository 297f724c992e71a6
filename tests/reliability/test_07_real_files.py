"""Test 7: real files, as this version reads and reviews them and as the last release did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reliability.corpus import (
    Facts,
    corpus_context,
    corpus_files,
    facts_of,
    is_damaged,
    key_of,
    saved_facts,
)
from tests.reliability.ledger import SHARE, TESTS

_MOST_FAILURES = 0.01
_MOST_LOST = 0.05
_CONVERTED = {".doc", ".wps", ".rtf"}
"""Read by way of LibreOffice, in seconds each: before a release only."""
EXPLAINED: dict[str, str] = {}
"""Rules whose findings may have gone since the last release, each with its reason; emptied with each one."""


@pytest.fixture(scope="module")
def facts() -> dict[Path, tuple[Facts, Facts | None]]:
    """Of each file: what it is now, and what it was."""
    files = [path for path in corpus_files() if SHARE or path.suffix not in _CONVERTED]
    if not files:
        pytest.skip("real files are not at hand (REVIEWER_SHARED)")
    chosen = files if SHARE else files[:: max(len(files) // TESTS[7].usual, 1)]
    _, saved = saved_facts()
    context = corpus_context()
    return {path: (facts_of(path, context), saved.get(key_of(path))) for path in chosen}


def test_hardly_any_sound_file_fails(
    facts: dict[Path, tuple[Facts, Facts | None]], tried: Callable[..., None]
) -> None:
    """At most one in a hundred is refused; none ends its reader, damaged ones included."""
    states = Counter(now.state for path, (now, _) in facts.items() if not is_damaged(path))

    assert states["refused"] <= _MOST_FAILURES * states.total()
    assert not [path.suffix for path, (now, _) in facts.items() if now.state == "crashed"]
    tried(7, len(facts))


def test_no_file_loses_text(facts: dict[Path, tuple[Facts, Facts | None]]) -> None:
    """Each keeps nineteen in twenty of the characters that the last release read."""
    short = {
        key_of(path): (before.characters, now.characters)
        for path, (now, before) in facts.items()
        if before is not None and now.characters < before.characters * (1 - _MOST_LOST)
    }

    assert short == {}


@pytest.mark.skipif(not SHARE, reason="findings are compared before a release (make proof)")
def test_no_finding_is_lost_without_a_reason(facts: dict[Path, tuple[Facts, Facts | None]]) -> None:
    """A finding of the last release is there still, or its rule stands among the explained ones."""
    lost = Counter(
        finding.split()[0]
        for now, before in facts.values()
        if before is not None
        for finding in Counter(before.findings) - Counter(now.findings)
    )

    assert {rule: count for rule, count in lost.items() if rule not in EXPLAINED} == {}

"""Test 6: files with flipped bits, cuts and swapped parts never crash an extractor or pass in silence."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.document import Document
from reviewer.errors import UnreadableDocument
from reviewer.extraction.child import extract_in_child, is_crash
from reviewer.extraction.limits import Limits
from tests.reliability.files import is_told, seeds
from tests.reliability.ledger import TESTS

CRASHES = Path(__file__).with_name("crashes")
"""Every file that ever crashed an extractor, by its digest; each is tried for ever."""
# Without OCR, which would take seconds for each page whose text is lost.
_LIMITS = Limits(seconds=20, ocr_pages=0)


def mutated(data: bytes, other: bytes, source: random.Random) -> bytes:
    """The file with one fault."""
    changed = bytearray(data)
    place = source.randrange(len(changed))
    match source.randrange(6):
        case 0:
            del changed[place:]
        case 1:
            for _ in range(source.randint(1, 20)):
                changed[source.randrange(len(changed))] ^= 1 << source.randrange(8)
        case 2:
            length = source.randint(1, 64)
            changed[place : place + length] = source.randbytes(length)
        case 3:
            end = source.randint(place, min(place + 512, len(changed)))
            changed[place:place] = changed[place:end] * source.randint(1, 8)
        case 4:
            start = source.randrange(len(other))
            changed[place : place + 256] = other[start : start + 256]
        case _:
            digits = [index for index, byte in enumerate(changed) if 48 <= byte <= 57]
            for index in source.sample(digits, min(len(digits), 4)):
                changed[index] = source.choice(b"0123456789")
    return bytes(changed)


@pytest.mark.parametrize("kind", list(seeds()))
def test_no_mutation_crashes_an_extractor(kind: str, tried: Callable[..., None]) -> None:
    """Each gives a document or an error with its reason; what crashes is kept as a file."""
    source = random.Random(f"mutations of {kind}")
    files = list(seeds().values())
    trials = TESTS[6].trials // len(files)

    for _ in range(trials):
        data = mutated(seeds()[kind], source.choice(files), source)
        outcome = _outcome(data, f"变异.{kind}")
        if isinstance(outcome, UnreadableDocument) and is_crash(outcome):
            CRASHES.mkdir(exist_ok=True)
            (CRASHES / f"{hashlib.sha256(data).hexdigest()[:16]}.{kind}").write_bytes(data)
            pytest.fail(f"{outcome.reason}: kept in {CRASHES.name}/")

    tried(6, trials)


def test_what_crashed_once_does_not_crash_again() -> None:
    """The kept files stay readable or refused."""
    kept = sorted(CRASHES.glob("*"))

    outcomes = {path.name: _outcome(path.read_bytes(), path.name) for path in kept}

    crashed = {
        name for name, each in outcomes.items() if isinstance(each, UnreadableDocument) and is_crash(each)
    }
    assert not crashed


def _outcome(data: bytes, name: str) -> Document | UnreadableDocument:
    try:
        return extract_in_child(data, name, _LIMITS)
    except UnreadableDocument as error:
        assert is_told(error)  # noqa: PT017  # either outcome is right
        return error

"""Test 3: zip bombs in every zipped format and in every way a file comes in."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable

import psutil
import pytest

from reviewer.errors import UnreadableDocument
from reviewer.extraction import extract
from reviewer.extraction.archive import expand
from reviewer.extraction.child import extract_in_child
from reviewer.extraction.limits import MEBIBYTE, Limits
from tests.reliability.files import (
    MAIN_PARTS,
    is_told,
    overlapping_zip,
    seeds,
    with_false_sizes,
    with_members,
)

_ALLOWED_GROWTH = 300 * MEBIBYTE


def _ratio(kind: str) -> bytes:
    """A part that unpacks to a thousand times its size."""
    return with_members(seeds()[kind], {MAIN_PARTS[kind]: b"<a/>" + b" " * 30_000_000})


def _many(kind: str) -> bytes:
    """More members than a document has."""
    return with_members(seeds()[kind], {f"x/{index}": b"" for index in range(10_001)})


def _false_sizes(kind: str) -> bytes:
    """A part that unpacks to far more than the directory tells."""
    return with_false_sizes(_ratio(kind), 1_000)


def _overlapping(kind: str) -> bytes:
    """Members that share their data."""
    return overlapping_zip(250, 20_000_000)


def _nested(kind: str) -> bytes:
    """Bombs within a member of the document."""
    return with_members(seeds()[kind], {"embeddings/x.zip": overlapping_zip(250, 20_000_000)})


BOMBS: dict[str, Callable[[str], bytes]] = {
    "ratio": _ratio,
    "many": _many,
    "false-sizes": _false_sizes,
    "overlapping": _overlapping,
    "nested": _nested,
}
WAYS = ("library", "child", "archive")


@pytest.mark.parametrize("kind", list(MAIN_PARTS))
@pytest.mark.parametrize("bomb", list(BOMBS))
def test_a_bomb_is_refused_or_read_without_growing(bomb: str, kind: str, tried: Callable[..., None]) -> None:
    """It is told as what it is, takes little memory, and leaves nothing on disk."""
    data = BOMBS[bomb](kind)
    before = set(os.listdir(tempfile.gettempdir()))
    memory = psutil.Process().memory_info().rss

    for way in WAYS:
        assert _read(data, f"炸弹.{kind}", way) < MEBIBYTE, (bomb, way)

    assert psutil.Process().memory_info().rss - memory < _ALLOWED_GROWTH
    left = set(os.listdir(tempfile.gettempdir())) - before
    assert not {name for name in left if name.startswith("炸弹")}
    tried(3, len(WAYS))


def _read(data: bytes, name: str, way: str) -> int:
    """How much was unpacked, in characters or bytes; nothing where the file is refused."""
    try:
        match way:
            case "library":
                return len(extract(data, name).text)
            case "child":
                return len(extract_in_child(data, name, Limits(seconds=20)).text)
            case _:
                return sum(len(member.data or b"") for member in expand(data, name, Limits()))
    except UnreadableDocument as error:
        assert is_told(error)  # noqa: PT017  # either outcome is right
        return 0

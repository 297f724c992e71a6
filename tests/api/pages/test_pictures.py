"""The pictures of the user's guide are there, of the size they should have, and all used."""

from __future__ import annotations

import re

import pytest
from PIL import Image

from tests.api.pages.pictures import FOLDER, HEIGHT, LARGEST_BYTES, NAMES, WIDTH


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_one_screen_and_small(name: str) -> None:
    """1366 by 768, at most 200 kB: a page of text and pictures loads at once."""
    path = FOLDER / f"{name}.png"

    with Image.open(path) as picture:
        size = picture.size

    assert size == (WIDTH, HEIGHT)
    assert path.stat().st_size <= LARGEST_BYTES


def test_the_guide_shows_every_picture_and_no_other() -> None:
    """What the script writes is what the guide names."""
    guide = (FOLDER.parent / "user.md").read_text(encoding="utf-8")

    shown = re.findall(r"\]\(pictures/(\w+)\.png\)", guide)

    assert sorted(shown) == sorted(NAMES)
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(NAMES)

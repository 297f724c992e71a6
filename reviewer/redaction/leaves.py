"""Texts of a file that are changed in place: leaves of markup, joined to the lines a reader sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reviewer.redaction.sweep import Sweep


@dataclass(slots=True, eq=False)
class Leaf:
    """A text of the file.

    Attributes:
        characters: Its characters; one that is replaced may become several or none.
        changed: Whether any was replaced.
    """

    characters: list[str]
    changed: bool = False

    @classmethod
    def of(cls, text: str) -> Leaf:
        """An unchanged leaf."""
        return cls(list(text))

    @property
    def text(self) -> str:
        """Its text now."""
        return "".join(self.characters)


Position = tuple[Leaf, int]


def replace(positions: Sequence[Position], replacement: str) -> None:
    """Put words in the place of characters that may stand in several leaves.

    One for one where there are as many, so that each run keeps its share; else all of them in
    the place of the first.
    """
    words = (
        list(replacement)
        if len(replacement) == len(positions)
        else [replacement, *("" for _ in positions[1:])]
    )
    for (leaf, index), word in zip(positions, words, strict=True):
        if leaf.characters[index] != word:
            leaf.characters[index] = word
            leaf.changed = True


@dataclass(slots=True)
class Line:
    """Leaves that are read as one line, such as the runs of a paragraph."""

    leaves: list[Leaf] = field(default_factory=list)

    def sweep(self, sweep: Sweep) -> int:
        """Hide every value that stands in the line; returns how many."""
        positions = [
            (leaf, index, character)
            for leaf in self.leaves
            for index, characters in enumerate(leaf.characters)
            for character in characters
        ]
        text = "".join(character for _, _, character in positions)
        repeats = list(sweep.find(text))
        for repeat in reversed(repeats):
            touched: dict[tuple[int, int], Position] = {}
            for leaf, index, _ in positions[repeat.start : repeat.end]:
                touched.setdefault((id(leaf), index), (leaf, index))
            replace(list(touched.values()), repeat.replacement)
        return len(repeats)

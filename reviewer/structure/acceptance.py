"""Which labels of doubtful shape belong to a series; the others are text."""

from __future__ import annotations

from reviewer.numbering.labels import Label, LabelStyle
from reviewer.structure.units import Unit

_NEAR = 3
# Looked up once: on the enumeration it takes longer than the comparison.
_ARABIC, _DECIMAL = LabelStyle.ARABIC, LabelStyle.DECIMAL
_ARTICLE, _CHAPTER = LabelStyle.ARTICLE, LabelStyle.CHAPTER
_DOUBTED = frozenset({_ARABIC, _DECIMAL, _ARTICLE, _CHAPTER})


def drop_stray_labels(units: list[Unit]) -> None:
    """Take the labels from units of one root whose numbers fit no series.

    A line that begins with 30、 or 2.5 because a line was broken there has no neighbours; a label
    without them is kept only where its shape is clear or where it comes first.
    """
    labelled = [(position, unit.label) for position, unit in enumerate(units) if unit.label is not None]
    if not any(label.weak or label.style is _ARABIC or label.body == label.end for _, label in labelled):
        return
    following = _following(labelled)
    seen = _Seen()
    for (position, label), after in zip(labelled, following, strict=True):
        if label.style not in _DOUBTED and not label.weak:
            seen.begun = True
        elif seen.accepts(label, after):
            seen.add(label)
        else:
            units[position].label = None


class _Seen:
    """The labels of a root accepted so far."""

    def __init__(self) -> None:
        self._weak: dict[tuple[LabelStyle, str], int] = {}
        self._arabic: set[int] = set()
        self._decimals: set[tuple[int, ...]] = set()
        self._chapter = 0
        self._article = 0
        self.begun = False

    def accepts(self, label: Label, after: Label | None) -> bool:
        """Whether a label fits; `after` is the next of its style and mark."""
        if label.style is _DECIMAL:
            return self._fits_decimal(label, after)
        if label.weak:
            if label.number > 1:
                return self._weak.get((label.style, label.mark)) == label.number - 1
            return after is not None and after.number == 2
        if label.style is _ARABIC and label.number > 1 and self.begun:
            goes_on = after is not None and after.number == label.number + 1
            return goes_on or any(label.number - step in self._arabic for step in range(1, _NEAR + 1))
        if label.style is _ARTICLE and label.body == label.end and self._article:
            return label.number in (1, self._article + 1)
        return True

    def add(self, label: Label) -> None:
        """Remember an accepted label."""
        self.begun = True
        if label.weak:
            self._weak[label.style, label.mark] = label.number
        if label.style is _DECIMAL:
            self._decimals.add((*label.prefix, label.number))
        elif label.style is _ARABIC:
            self._arabic.add(label.number)
        elif label.style is _CHAPTER:
            self._chapter = label.number
        elif label.style is _ARTICLE:
            self._article = label.number

    def _fits_decimal(self, label: Label, after: Label | None) -> bool:
        """2.3 after 2.2; 2.1 below 2. or chapter 2, or before 2.2 or 2.1.1."""
        if label.number > 1:
            return (*label.prefix, label.number - 1) in self._decimals
        if label.prefix in self._decimals:
            return True
        if len(label.prefix) == 1 and (label.prefix[0] in self._arabic or label.prefix[0] == self._chapter):
            return True
        if after is None:
            return False
        beside = after.prefix == label.prefix and after.number == 2
        return beside or (after.prefix == (*label.prefix, label.number) and after.number == 1)


def _following(labelled: list[tuple[int, Label]]) -> list[Label | None]:
    """For each label the next one of the same style and mark."""
    latest: dict[tuple[LabelStyle, str], Label] = {}
    following: list[Label | None] = [None] * len(labelled)
    for index in range(len(labelled) - 1, -1, -1):
        label = labelled[index][1]
        key = (label.style, label.mark)
        following[index] = latest.get(key)
        latest[key] = label
    return following

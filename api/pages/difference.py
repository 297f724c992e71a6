"""The difference between the texts of two versions, paragraph by paragraph, then within changed ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

_CONTEXT = 1
_LONGEST_COMPARED = 4_000
# Below this likeness two paragraphs are told apart as a whole: a patchwork of single characters helps nobody.
_ALIKE = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a paragraph: ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the difference.

    Attributes:
        kind: ``same``, ``added``, ``removed`` or ``changed``.
        pieces: Its text.
        skipped: Number of unchanged paragraphs that it stands for; its pieces are empty then.
    """

    kind: str = "same"
    pieces: tuple[Piece, ...] = ()
    skipped: int = 0


def difference(before: str, after: str) -> tuple[Paragraph, ...]:
    """The difference between two texts; unchanged stretches are shortened to their borders."""
    old, new = before.split("\n"), after.split("\n")
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    result: list[Paragraph] = []
    operations = matcher.get_opcodes()
    for index, (operation, i, j, k, m) in enumerate(operations):
        if operation == "equal":
            result.extend(_unchanged(new[k:m], first=index == 0, last=index == len(operations) - 1))
        else:
            result.extend(_changed(old[i:j], new[k:m]))
    return tuple(result)


def _unchanged(lines: Sequence[str], *, first: bool, last: bool) -> Iterator[Paragraph]:
    head = 0 if first else _CONTEXT
    tail = 0 if last else _CONTEXT
    hidden = len(lines) - head - tail
    if hidden <= 1:
        yield from (_whole("same", line) for line in lines)
        return
    yield from (_whole("same", line) for line in lines[:head])
    yield Paragraph(skipped=hidden)
    yield from (_whole("same", line) for line in lines[len(lines) - tail :])


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    for before, after in zip_longest(old, new):
        if before is None or after is None:
            kind = "added" if before is None else "removed"
            yield _whole(kind, after if before is None else before)
            continue
        pieces = _pieces(before, after)
        if pieces:
            yield Paragraph(kind="changed", pieces=pieces)
        else:
            yield _whole("removed", before)
            yield _whole("added", after)


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Piece by piece; empty where the two have too little in common, or are too long to compare."""
    if max(len(before), len(after)) > _LONGEST_COMPARED:
        return ()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return ()
    pieces: list[Piece] = []
    for operation, i, j, k, m in matcher.get_opcodes():
        if operation == "equal":
            pieces.append(Piece(kind="same", text=after[k:m]))
            continue
        if j > i:
            pieces.append(Piece(kind="removed", text=before[i:j]))
        if m > k:
            pieces.append(Piece(kind="added", text=after[k:m]))
    return tuple(pieces)


def _whole(kind: str, line: str) -> Paragraph:
    return Paragraph(kind=kind, pieces=(Piece(kind=kind if kind != "changed" else "same", text=line),))

"""Cuts the runs of a docx part where a comment or a change begins or ends.

Places count as `reviewer.extraction.docx_runs` says. They are looked up before anything is
changed; then each run is cut once at all its borders, so that no cut moves another.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from reviewer.document import RunPlace
from reviewer.exporters.word_writer import xml_text
from reviewer.extraction.docx_parts import W
from reviewer.extraction.docx_runs import run_text

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some characters of one run: ``start:end`` as its offsets count."""

    run: etree._Element
    start: int
    end: int


class StoryRuns:
    """The runs of one part, by their places.

    Args:
        root: Root of the part, as read.
    """

    def __init__(self, root: etree._Element) -> None:
        self._paragraphs = list(root.iter(W + "p"))
        self._runs: dict[int, list[etree._Element]] = {}
        self._borders: dict[etree._Element, set[int]] = {}
        self._pieces: dict[etree._Element, list[tuple[int, int, etree._Element]]] = {}

    def paragraph(self, index: int) -> etree._Element | None:
        """The paragraph of an index, None where a damaged file has none."""
        return self._paragraphs[index] if 0 <= index < len(self._paragraphs) else None

    def stretch(self, place: RunPlace, length: int) -> Stretch | None:
        """The characters that begin at a place; None where no run holds them."""
        paragraph = self.paragraph(place.paragraph)
        if paragraph is None or place.offset < 0:
            return None
        runs = self._runs.get(place.paragraph)
        if runs is None:
            runs = self._runs[place.paragraph] = list(paragraph.iter(W + "r"))
        if place.run >= len(runs):
            return None
        return Stretch(runs[place.run], place.offset, place.offset + length)

    def mark(self, stretch: Stretch) -> None:
        """Ask for cuts at both ends of a stretch."""
        self._borders.setdefault(stretch.run, set()).update((stretch.start, stretch.end))

    def cut(self) -> None:
        """Cut all runs where it was asked for."""
        for run, borders in self._borders.items():
            self._pieces[run] = list(_cut(run, sorted(borders)))

    def pieces(self, stretch: Stretch) -> list[etree._Element]:
        """The runs that hold a stretch after cutting; what cannot be cut is given whole."""
        return [
            piece
            for start, end, piece in self._pieces[stretch.run]
            if start < stretch.end and end > stretch.start
        ]


_PLAIN = frozenset({W + "rPr", W + "t", W + "tab"})


def is_plain(run: etree._Element) -> bool:
    """Whether a run holds nothing but text, so that it can be deleted and leaves nothing behind."""
    return all(child.tag in _PLAIN for child in run)


def text_of(runs: Sequence[etree._Element]) -> str:
    """The characters of some runs."""
    return "".join(run_text(run) for run in runs)


def formatting_of(run: etree._Element) -> etree._Element | None:
    """A copy of a run's formatting, for a run that is put beside it."""
    properties = run.find(W + "rPr")
    if properties is None:
        return None
    kept = copy.deepcopy(properties)
    for tag in ("ins", "del", "moveFrom", "moveTo", "rPrChange"):
        for child in kept.findall(W + tag):
            kept.remove(child)
    return kept


def text_run(text: str, like: etree._Element | None, *, tag: str = "t") -> etree._Element:
    """A run with some text, formatted like another."""
    run = etree.Element(W + "r")
    properties = formatting_of(like) if like is not None else None
    if properties is not None:
        run.append(properties)
    run.append(_text_element(W + tag, text))
    return run


def _cut(run: etree._Element, borders: Sequence[int]) -> Iterator[tuple[int, int, etree._Element]]:
    """Cut a run; the first piece is the run itself, the others follow it with its formatting."""
    children = _children_cut_at(run, set(borders))
    groups: list[list[etree._Element]] = [[]]
    starts = [0]
    offset = 0
    for child, length in children:
        # What has no length (a note's mark, a picture) stays with the text before it.
        if length and offset in borders and offset != starts[-1]:
            groups.append([])
            starts.append(offset)
        groups[-1].append(child)
        offset += length
    yield starts[0], starts[1] if len(starts) > 1 else offset, run
    last = run
    for index, group in enumerate(groups[1:], 1):
        piece = etree.Element(W + "r", {str(key): str(value) for key, value in run.attrib.items()})
        properties = run.find(W + "rPr")
        if properties is not None:
            piece.append(copy.deepcopy(properties))
        piece.extend(group)
        piece.tail, last.tail = last.tail, None
        last.addnext(piece)
        last = piece
        yield starts[index], starts[index + 1] if index + 1 < len(starts) else offset, piece


def _children_cut_at(run: etree._Element, borders: set[int]) -> list[tuple[etree._Element, int]]:
    """The children of a run with their lengths, texts cut at the borders."""
    children: list[tuple[etree._Element, int]] = []
    offset = 0
    for child in list(run):
        length = len(run_text((child,)))
        cuts = sorted(border - offset for border in borders if offset < border < offset + length)
        if cuts and child.tag == W + "t" and not len(child):
            children += [(part, len(part.text or "")) for part in _cut_text(child, cuts)]
        else:
            children.append((child, length))
        offset += length
    return children


def _cut_text(element: etree._Element, cuts: Sequence[int]) -> list[etree._Element]:
    text = element.text or ""
    edges = [0, *cuts, len(text)]
    parts = [element]
    element.text = text[: edges[1]]
    element.set(_SPACE, "preserve")
    for start, end in pairwise(edges[1:]):
        part = _text_element(W + "t", text[start:end])
        parts[-1].addnext(part)
        parts.append(part)
    return parts


def _text_element(tag: str, text: str) -> etree._Element:
    element = etree.Element(tag)
    element.text = xml_text(text)
    element.set(_SPACE, "preserve")
    return element

"""docx: words are replaced within their runs; everything else of the file stays as it is.

What the reader sees is hidden at its place. Then every XML part is swept for the same values:
the doubles of text boxes for older programs, deleted and hidden text, comments, properties,
data behind charts.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import PurePosixPath

from lxml import etree

from reviewer.document import Document, RunPlace, Span
from reviewer.extraction.docx_parts import chosen_content
from reviewer.extraction.docx_runs import run_text
from reviewer.extraction.limits import Limits
from reviewer.redaction.leaves import Leaf, Position, replace
from reviewer.redaction.package import Package
from reviewer.redaction.stretches import Stretch
from reviewer.redaction.sweep import Sweep

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_TAGS = {name: frozenset(f"{{{space}}}{name}" for space in _WORD) for name in ("p", "r", "t")}
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# Parts that readers see are reviewed as the document; of these only the words are looked at apart.
_SIDE_FOLDERS = ("docprops/", "customxml/", "word/comments", "word/people")
_Run = list[Position | None]


def redact_docx(
    data: bytes, document: Document, stretches: Sequence[Stretch], sweep: Sweep, limits: Limits
) -> bytes:
    """A copy of a docx with its stretches replaced, and their values wherever else it holds them."""
    package = Package(data, document.name, limits)
    parts = _Parts(package)
    for stretch in stretches:
        positions = [
            position
            for place in _places(document, stretch.span)
            if (position := parts.position(place)) is not None
        ]
        # Where places and text disagree (a damaged file), the sweep below hides the value.
        if "".join(leaf.characters[index] for leaf, index in positions) == stretch.text:
            replace(positions, stretch.replacement)
    parts.write()
    package.sweep(sweep)
    return package.to_bytes()


def side_texts(data: bytes, name: str, limits: Limits) -> list[str]:
    """Comments, deleted words, authors, properties: what a docx carries beside what it shows."""
    package = Package(data, name, limits)
    members = [member for member in package.members() if member.lower().startswith(_SIDE_FOLDERS)]
    texts = list(package.texts(members))
    for member in package.members():
        if member.lower().startswith("word/") and member not in members:
            root = package.root(member)
            texts += _deleted(root) if root is not None else ()
    return texts


def _deleted(root: etree._Element) -> list[str]:
    found: dict[etree._Element, str] = {}
    for element in root.iter("{*}delText"):
        paragraph = next(iter(element.iterancestors("{*}p")), root)
        found[paragraph] = found.get(paragraph, "") + (element.text or "")
    return list(found.values())


def _places(document: Document, span: Span) -> list[RunPlace | None]:
    """The place of each code point; None for one that no run holds."""
    places: list[RunPlace | None] = []
    for offset in range(span.start, span.end):
        found = document.places(Span(offset, offset + 1))
        place = found[0] if found else None
        places.append(place if isinstance(place, RunPlace) and place.offset >= 0 else None)
    return places


class _Parts:
    """The runs of the parts of a package by their places."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._members = {PurePosixPath(m).stem: m for m in reversed(package.members()) if _is_story(m)}
        self._runs: dict[str, dict[tuple[int, int], _Run]] = {}
        self._targets: list[tuple[Leaf, etree._Element, bool, str]] = []

    def position(self, place: RunPlace | None) -> Position | None:
        """The leaf that holds a character, None where it cannot be told."""
        member = self._members.get(place.part) if place is not None else None
        if place is None or member is None:
            return None
        runs = self._runs.get(member)
        if runs is None:
            runs = self._runs[member] = self._read(member)
        run = runs.get((place.paragraph, place.run), [])
        return run[place.offset] if place.offset < len(run) else None

    def write(self) -> None:
        """Write the changed leaves back."""
        for leaf, element, tail, member in self._targets:
            if leaf.changed:
                if tail:
                    element.tail = leaf.text
                else:
                    element.text = leaf.text
                self._package.mark_changed(member)

    def _read(self, member: str) -> dict[tuple[int, int], _Run]:
        root = self._package.root(member)
        runs: dict[tuple[int, int], _Run] = {}
        if root is None:
            return runs
        numbers = count()
        for paragraph in root.iter(*_TAGS["p"]):
            number = next(numbers)
            for index, run in enumerate(paragraph.iter(*_TAGS["r"])):
                runs[number, index] = [
                    position for child in run for position in self._characters(child, member)
                ]
        return runs

    def _characters(self, child: etree._Element, member: str) -> _Run:
        """The characters of a child of a run as offsets count them; None for one that is no text."""
        if child.tag in _TAGS["t"]:
            return self._text(child, member)
        if child.tag == _ALTERNATE:
            branch = chosen_content(child)
            texts = branch.iterchildren(*_TAGS["t"]) if branch is not None else ()
            return [position for text in texts for position in self._text(text, member)]
        return [None for _ in run_text([child])]

    def _text(self, element: etree._Element, member: str) -> _Run:
        leaves = [self._leaf(element, element.text, member, tail=False)]
        leaves += [self._leaf(inner, inner.tail, member, tail=True) for inner in element]
        return [(leaf, index) for leaf in leaves for index in range(len(leaf.characters))]

    def _leaf(self, element: etree._Element, text: str | None, member: str, *, tail: bool) -> Leaf:
        leaf = Leaf.of(text or "")
        self._targets.append((leaf, element, tail, member))
        return leaf


def _is_story(member: str) -> bool:
    return member.lower().startswith("word/") and member.lower().endswith(".xml")

"""The original page: as a picture (PDF, scans) or drawn from its characters (OFD), with boxes of findings.

Boxes stand in an SVG over the page, in the page's own units, so that they fit at every zoom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from api.pages.page_image import PageSize
from reviewer.document import BoxPlace, Document, FixedOrigin, GlyphOrigin, Segment
from reviewer.finding import Finding, Severity

OFD = "application/ofd"
_A4 = (595.0, 842.0)
_MARGIN = 24.0
_PADDING = 1.5
_LABEL = 11.0
# Of a character's box, the share above the line on which it stands.
_ASCENT = 0.86


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingBox:
    """One rectangle of a finding on a page, its number (from 1), and the left edge of the number."""

    number: int
    title: str
    severity: Severity
    left: float
    top: float
    width: float
    height: float
    label: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLine:
    """Characters of one line with their left edges, for pages drawn from text objects."""

    text: str
    lefts: tuple[float, ...]
    baseline: float
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalPage:
    """One page with its boxes; ``lines`` is empty where the page is shown as a picture."""

    number: int
    width: float
    height: float
    boxes: tuple[FindingBox, ...]
    lines: tuple[DrawnLine, ...] = ()


def pages_with_boxes(sizes: Sequence[PageSize], findings: Sequence[Finding]) -> tuple[OriginalPage, ...]:
    """The pages of a file that is shown as pictures."""
    return tuple(
        OriginalPage(number=number, width=size.width, height=size.height, boxes=_boxes(number, findings))
        for number, size in enumerate(sizes, 1)
    )


def drawn_pages(document: Document, findings: Sequence[Finding]) -> tuple[OriginalPage, ...]:
    """The pages of an OFD file, drawn from the characters that were read and their boxes.

    Stamps, pictures and lines are not drawn; the page that shows this says so. A page is as
    large as A4, or larger where its characters reach further.
    """
    by_page: dict[int, list[DrawnLine]] = {}
    edges: dict[int, tuple[float, float]] = {}
    for segment in document.segments:
        page, boxes = _glyphs(segment)
        if not boxes:
            continue
        by_page.setdefault(page, []).append(_drawn(document, segment, boxes))
        right, bottom = edges.get(page, (0.0, 0.0))
        edges[page] = max(right, *(box[2] for box in boxes)), max(bottom, *(box[3] for box in boxes))
    return tuple(
        OriginalPage(
            number=page,
            width=_side(edges.get(page, _A4)[0], _A4[0]),
            height=_side(edges.get(page, _A4)[1], _A4[1]),
            boxes=_boxes(page, findings),
            lines=tuple(by_page.get(page, ())),
        )
        for page in range(1, max([document.pages, *by_page], default=0) + 1)
    )


def has_original(document: Document) -> bool:
    """Whether the document has pages whose places are boxes."""
    return any(isinstance(segment.origin, GlyphOrigin) for segment in document.segments[:50]) or any(
        isinstance(segment.origin, FixedOrigin) and isinstance(segment.origin.at, BoxPlace)
        for segment in document.segments[:50]
    )


def _side(edge: float, usual: float) -> float:
    return usual if edge <= usual else edge + _MARGIN


def _boxes(page: int, findings: Sequence[Finding]) -> tuple[FindingBox, ...]:
    boxes: list[FindingBox] = []
    for number, finding in enumerate(findings, 1):
        for box in _boxes_of(page, number, finding):
            # Findings on the same words put their numbers side by side, not on one another.
            beside = sum((other.left, other.top) == (box.left, box.top) for other in boxes)
            boxes.append(replace(box, label=round(box.left + _LABEL * beside, 2)))
    return tuple(boxes)


def _boxes_of(page: int, number: int, finding: Finding) -> Iterator[FindingBox]:
    for place in finding.places:
        if isinstance(place, BoxPlace) and place.page == page:
            left, top, right, bottom = place.box
            yield FindingBox(
                number=number,
                title=finding.title,
                severity=finding.severity,
                left=round(left - _PADDING, 2),
                top=round(top - _PADDING, 2),
                width=round(right - left + 2 * _PADDING, 2),
                height=round(bottom - top + 2 * _PADDING, 2),
            )


def _glyphs(segment: Segment) -> tuple[int, list[tuple[float, ...]]]:
    origin = segment.origin
    if isinstance(origin, GlyphOrigin):
        numbers = list(origin.boxes)
        return origin.page, [tuple(numbers[i : i + 4]) for i in range(0, len(numbers) - 3, 4)]
    if isinstance(origin, FixedOrigin) and isinstance(origin.at, BoxPlace):
        left, top, right, bottom = origin.at.box
        count = max(segment.end - segment.start, 1)
        step = (right - left) / count
        return origin.at.page, [
            (left + index * step, top, left + (index + 1) * step, bottom) for index in range(count)
        ]
    return 0, []


def _drawn(document: Document, segment: Segment, boxes: list[tuple[float, ...]]) -> DrawnLine:
    text = document.text[segment.start : segment.end][: len(boxes)]
    top = min(box[1] for box in boxes)
    size = max(box[3] - box[1] for box in boxes)
    return DrawnLine(
        text=text,
        lefts=tuple(round(box[0], 1) for box in boxes[: len(text)]),
        baseline=round(top + _ASCENT * size, 1),
        size=round(size, 1),
    )

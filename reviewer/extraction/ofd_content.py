"""What stands on an OFD page: characters with their boxes, ruling lines, pictures.

Objects are placed by their boundary and matrix (GB/T 33190-2016, 8.5 and 11); characters
by the offsets of their TextCode. Lengths are millimetres in the file and points here.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, hypot, pi

from lxml import etree

from reviewer.extraction.container import local_name
from reviewer.extraction.lines import is_wide
from reviewer.extraction.ofd_package import Box, numbers, parse_numbers

POINTS = 72 / 25.4
SLANTED = 4
_MOST_OBJECTS = 200_000
_DEEPEST = 8
_ASCENT, _DESCENT = 0.88, 0.12
_DIRECTION_TOLERANCE = 0.03
_THIN = 3.0
_SHORTEST = 4.0
_STRAIGHT = 0.5
_MOST_SEGMENTS = 400
_MOST_RULINGS = 4_000
_OFF = frozenset({"false", "0"})

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPicture:
    """A picture: the id of its file, and the matrix from its unit square to the page, in points."""

    resource: str
    matrix: Matrix

    @property
    def box(self) -> Box:
        """The rectangle around it on the page."""
        return placed_box((0.0, 0.0, 1.0, 1.0), self.matrix)


@dataclass(slots=True)
class Characters:
    """Characters in the order of the content, one entry each.

    Attributes:
        codes: Code points.
        boxes: Left, top, right, bottom in points, four a character.
        turns: Quarter turns clockwise of the writing, or `SLANTED`.
        groups: Number of the text object.
    """

    codes: array[int] = field(default_factory=lambda: array("L"))
    boxes: array[float] = field(default_factory=lambda: array("f"))
    turns: array[int] = field(default_factory=lambda: array("B"))
    groups: array[int] = field(default_factory=lambda: array("l"))


@dataclass(slots=True)
class PageContent:
    """What one page or annotation shows, collected while its objects are walked through.

    Attributes:
        shown, hidden: Its characters; the hidden ones are in the file but not on the page.
        rulings: Straight horizontal and vertical lines, in points.
        pictures: Its pictures.
        objects: How many objects were met, paths among them.
        paths: How many drawings that are no text.
    """

    shown: Characters = field(default_factory=Characters)
    hidden: Characters = field(default_factory=Characters)
    rulings: list[Box] = field(default_factory=list)
    pictures: list[PlacedPicture] = field(default_factory=list)
    objects: int = 0
    paths: int = 0

    @property
    def overfull(self) -> bool:
        """Whether there was more than is looked at."""
        return self.objects > _MOST_OBJECTS


def collect(
    root: etree._Element,
    units: dict[str, etree._Element],
    content: PageContent,
    outer: Matrix = (POINTS, 0.0, 0.0, POINTS, 0.0, 0.0),
) -> None:
    """Add what stands below an element to the content of a page.

    Args:
        root: A page, template or appearance.
        units: Drawings that composite objects refer to.
        content: Receives it.
        outer: From the element's millimetres to points of the page.
    """
    _Walk(units, content).walk(root, outer, hidden=False, depth=0)


class _Walk:
    """One pass over the objects of a page."""

    def __init__(self, units: dict[str, etree._Element], content: PageContent) -> None:
        self._units = units
        self._content = content

    def walk(self, root: etree._Element, outer: Matrix, *, hidden: bool, depth: int) -> None:
        """The objects below an element, in their order."""
        for element in root:
            self._content.objects += 1
            if self._content.overfull:
                return
            concealed = hidden or _is_concealed(element)
            match local_name(element):
                case "TextObject":
                    self._text(element, outer, hidden=concealed)
                case "PathObject":
                    self._content.paths += 1
                    if not concealed and len(self._content.rulings) < _MOST_RULINGS:
                        self._content.rulings.extend(_path_rulings(element, object_matrix(element, outer)))
                case "ImageObject":
                    if not concealed:
                        self._picture(element, outer)
                case "CompositeObject":
                    self._composite(element, outer, hidden=concealed, depth=depth)
                case "Content" | "Layer" | "PageBlock" | "Block" | "CellContent":
                    self.walk(element, outer, hidden=concealed, depth=depth)

    def _composite(self, element: etree._Element, outer: Matrix, *, hidden: bool, depth: int) -> None:
        unit = self._units.get(element.get("ResourceID", ""))
        if unit is not None and depth < _DEEPEST:
            self.walk(unit, object_matrix(element, outer), hidden=hidden, depth=depth + 1)

    def _picture(self, element: etree._Element, outer: Matrix) -> None:
        resource = element.get("ResourceID", "")
        self._content.pictures.append(PlacedPicture(resource=resource, matrix=object_matrix(element, outer)))

    def _text(self, element: etree._Element, outer: Matrix, *, hidden: bool) -> None:
        target = self._content.hidden if hidden else self._content.shown
        matrix = object_matrix(element, outer)
        size = next(iter(parse_numbers(element.get("Size"))), 0.0) or 1.0
        stretch = next(iter(parse_numbers(element.get("HScale"))), 1.0) or 1.0
        turn = _turn(matrix, next(iter(parse_numbers(element.get("CharDirection"))), 0.0))
        for code in element:
            if local_name(code) == "TextCode":
                for character, box in _characters(code, size, stretch):
                    target.codes.append(ord(character))
                    target.boxes.extend(placed_box(box, matrix))
                    target.turns.append(turn)
                    target.groups.append(self._content.objects)


# --- characters -----------------------------------------------------------------------------


def _characters(code: etree._Element, size: float, stretch: float) -> Iterator[tuple[str, Box]]:
    """The characters of a TextCode with their boxes in the object's own millimetres."""
    # Entities are children of the element: they are passed over, the text behind them is not.
    text = ((code.text or "") + "".join(child.tail or "" for child in code)).strip("\r\n")
    widths = [size * stretch * (1.0 if is_wide(character) else 0.5) for character in text]
    across, down = _steps(code, widths)
    x = next(iter(parse_numbers(code.get("X"))), 0.0)
    y = next(iter(parse_numbers(code.get("Y"))), 0.0)
    for character, width, step_across, step_down in zip(text, widths, across, down, strict=True):
        inked = min(width, step_across) if step_across > 0 else width
        box = (x, y - _ASCENT * size, x + inked, y + _DESCENT * size)
        yield character, box
        x, y = x + step_across, y + step_down


def _steps(code: etree._Element, widths: list[float]) -> tuple[list[float], list[float]]:
    """Steps to the next character; a TextCode without any offsets runs by the widths of its letters."""
    across, down = expand_offsets(code.get("DeltaX")), expand_offsets(code.get("DeltaY"))
    if not across and not down:
        return widths, [0.0] * len(widths)
    return _filled(across, len(widths)), _filled(down, len(widths))


def _filled(steps: list[float], count: int) -> list[float]:
    """Offsets that are too few go on with the last one."""
    return (steps + [steps[-1] if steps else 0.0] * count)[:count]


def expand_offsets(text: str | None, most: int = 1_000_000) -> list[float]:
    """Offsets with their abbreviation ``g <count> <value>`` written out (GB/T 33190-2016, 11.3)."""
    tokens = (text or "").split()
    offsets: list[float] = []
    index = 0
    while index < len(tokens) and len(offsets) < most:
        repeated = tokens[index] in {"g", "G"}
        needed = tokens[index + 1 : index + 3] if repeated else tokens[index : index + 1]
        values = parse_numbers(" ".join(needed))
        if len(values) != (2 if repeated else 1):
            break
        offsets += [values[1]] * min(max(int(values[0]), 0), most) if repeated else values
        index += 3 if repeated else 1
    return offsets


def _turn(matrix: Matrix, character_direction: float) -> int:
    quarters = atan2(matrix[1], matrix[0]) / (pi / 2) + character_direction / 90
    whole = round(quarters)
    return whole % 4 if abs(quarters - whole) < _DIRECTION_TOLERANCE else SLANTED


# --- drawings -------------------------------------------------------------------------------


def _path_rulings(element: etree._Element, matrix: Matrix) -> Iterator[Box]:
    """Horizontal and vertical lines of a path: what the rules of a table are drawn with."""
    boundary = numbers(element.get("Boundary"), _NOWHERE)
    scale = hypot(matrix[0], matrix[1])
    subpaths = list(_subpaths(element))
    points = [placed_point(*point, matrix) for subpath in subpaths for point in subpath]
    if not points or sum(map(len, subpaths)) > _MOST_SEGMENTS or scale == 0 or boundary[2] < 0:
        return
    left, right = min(point[0] for point in points), max(point[0] for point in points)
    top, bottom = min(point[1] for point in points), max(point[1] for point in points)
    if min(right - left, bottom - top) <= _THIN:
        if max(right - left, bottom - top) >= _SHORTEST:
            yield (left, top, right, bottom)
        return
    if element.get("Stroke", "true").lower() in _OFF:
        return
    for subpath in subpaths:
        for (x0, y0), (x1, y1) in pairwise(placed_point(*point, matrix) for point in subpath):
            across, down = abs(x1 - x0), abs(y1 - y0)
            if min(across, down) < _STRAIGHT and max(across, down) >= _SHORTEST:
                yield (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _subpaths(element: etree._Element) -> Iterator[list[tuple[float, float]]]:
    """Corner points of a path's pieces; curves are left out (GB/T 33190-2016, 9.1)."""
    data = next((child.text or "" for child in element if local_name(child) == "AbbreviatedData"), "")
    tokens = data.split()
    points: list[tuple[float, float]] = []
    index = 0
    while index < len(tokens):
        command = tokens[index]
        operands = _OPERANDS.get(command, 0)
        values = parse_numbers(" ".join(tokens[index + 1 : index + 1 + operands]))
        index += 1 + operands
        if len(values) != operands:
            break
        if command == "L":
            points.append((values[0], values[1]))
        elif command == "C" and points:
            points.append(points[0])
        elif operands:
            yield points
            points = [(values[-2], values[-1])]
    yield points


_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}


# --- places ---------------------------------------------------------------------------------


def object_matrix(element: etree._Element, outer: Matrix) -> Matrix:
    """From an object's own millimetres to points of the page: its matrix, its boundary, what is around it."""
    boundary = numbers(element.get("Boundary"), _NOWHERE)
    values = parse_numbers(element.get("CTM"))
    a, b, c, d, e, f = values[:6] if len(values) >= 6 else IDENTITY
    return multiplied((a, b, c, d, e + boundary[0], f + boundary[1]), outer)


def multiplied(inner: Matrix, outer: Matrix) -> Matrix:
    """First the inner matrix, then the outer one."""
    a, b, c, d, e, f = inner
    x, y = placed_point(e, f, outer)
    return (
        a * outer[0] + b * outer[2],
        a * outer[1] + b * outer[3],
        c * outer[0] + d * outer[2],
        c * outer[1] + d * outer[3],
        x,
        y,
    )


def placed_point(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """A point after the matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def placed_box(box: Box, matrix: Matrix) -> Box:
    """The rectangle around a box after the matrix."""
    left, top, right, bottom = box
    corners = [placed_point(x, y, matrix) for x in (left, right) for y in (top, bottom)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _is_concealed(element: etree._Element) -> bool:
    if not isinstance(element.tag, str):
        return False
    return element.get("Visible", "true").lower() in _OFF or element.get("Alpha") == "0"

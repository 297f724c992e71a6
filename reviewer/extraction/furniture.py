"""Page furniture: running heads, running feet and page numbers, told by place and repetition.

What repeats at the edge of pages and what counts pages is no part of the text. A mark of
secrecy (密级) that runs along is kept once, since the review must see it; a letterhead
(红头) is set large and stands on one page, so it stays.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.extraction.lines import Line

_ZONE = 0.13
_OUTERMOST = 3
_SAME_HEIGHT = 8.0
_FEWEST_REPEATS = 3
_LARGE = 1.15
_DASHES = r"[-‐‑‒–—―－─~～·•.]{0,3}"
_NUMBER = r"(?:\d{1,4}|[ivxlcIVXLC]{1,6}|[一二三四五六七八九十百〇]{1,5})"
_DECORATED_NUMBER = re.compile(
    rf"""^(?:
        [-‐‑‒–—―－─~～·•]{{1,3}}{_NUMBER}[-‐‑‒–—―－─~～·•]{{1,3}}   # — 1 —
      | 第{_NUMBER}页(?:[,，/／|]?[（(]?共{_NUMBER}页[）)]?)?          # 第1页 共3页
      | 共{_NUMBER}页[,，/／|]?第{_NUMBER}页
      | {_NUMBER}[/／]{_NUMBER}                                      # 1/10
      | [Pp]age{_NUMBER}(?:of{_NUMBER})?
      | [Pp]\.?\d{{1,4}}
    )$""",
    re.VERBOSE,
)
_BARE_NUMBER = re.compile(rf"^{_DASHES}(\d{{1,4}}|[ivxlc]{{1,6}}){_DASHES}$")
_ADDRESS = re.compile(r"^(?:https?|file)://\S+$")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_BLANK = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")
_MARKING = re.compile(r"绝密|机密|秘密|内部|保密|不予公开|依申请公开|不得外传|★")


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What of the pages is furniture.

    Attributes:
        dropped: Identities (``id``) of the lines that are left out of the text.
        marked: Identities of running lines with a mark of secrecy that are kept once.
    """

    dropped: frozenset[int]
    marked: frozenset[int]


def find_furniture(pages: Sequence[Sequence[Line]]) -> Furniture:
    """Tell page furniture from text.

    Args:
        pages: All lines of each page that was read.
    """
    edges = [_edge_lines(page) for page in pages]
    body = _body_size(pages)
    dropped = _page_numbers(edges)
    marked: set[int] = set()
    for repeated in _repeated(edges, pages, body):
        dropped.update(id(line) for line in repeated)
        first = min(repeated, key=lambda line: line.page)
        if _MARKING.search(first.text):
            marked.add(id(first))
    return Furniture(dropped=frozenset(dropped - marked), marked=frozenset(marked))


def _edge_lines(page: Sequence[Line]) -> list[tuple[bool, Line]]:
    """The outermost lines at the top (True) and bottom (False) of a page; slanted stamps count as top."""
    flat = sorted((line for line in page if not line.aside), key=lambda line: line.middle)
    top = [line for line in flat[:_OUTERMOST] if line.bottom < _ZONE * line.sheet[1]]
    bottom = [line for line in flat[-_OUTERMOST:] if line.top > (1 - _ZONE) * line.sheet[1]]
    stamps = [line for line in page if line.aside]
    return [(True, line) for line in (*top, *stamps)] + [(False, line) for line in bottom]


def _page_numbers(edges: Sequence[Sequence[tuple[bool, Line]]]) -> set[int]:
    """Lines that count pages. A bare number must keep step with the pages to be believed."""
    found: set[int] = set()
    steps: dict[int, list[Line]] = defaultdict(list)
    for page in edges:
        for _, line in page:
            text = _BLANK.sub("", line.text)
            bare = _BARE_NUMBER.match(text)
            if _DECORATED_NUMBER.match(text):
                found.add(id(line))
                # A browser prints the page's address beside its number.
                found.update(id(each) for _, each in page if _ADDRESS.match(each.text) and each.beside(line))
            elif bare:
                number = int(bare.group(1)) if bare.group(1).isdigit() else _roman(bare.group(1))
                steps[number - line.page].append(line)
    for step, lines in steps.items():
        if step == 0 or len({line.page for line in lines}) > 1:
            found.update(id(line) for line in lines)
    return found


def _repeated(
    edges: Sequence[Sequence[tuple[bool, Line]]], pages: Sequence[Sequence[Line]], body: float
) -> list[list[Line]]:
    """Groups of lines that repeat at one height; figures in them may count."""
    filled = sum(1 for page in pages if page)
    groups: dict[tuple[bool, str], list[Line]] = defaultdict(list)
    for page in edges:
        for top, line in page:
            if line.em > _LARGE * body and not line.aside:
                continue
            text = _BLANK.sub("", line.text)
            groups[top, _DIGITS.sub("#", text) if filled >= _FEWEST_REPEATS else text].append(line)
    found: list[list[Line]] = []
    for lines in groups.values():
        for alike in _at_one_height(lines):
            needed = _FEWEST_REPEATS if filled >= _FEWEST_REPEATS else 2
            if len({line.page for line in alike}) >= needed:
                found.append(alike)
    return found


def _at_one_height(lines: list[Line]) -> list[list[Line]]:
    """Split lines of one wording by the height at which they stand."""
    ordered = sorted(lines, key=lambda line: line.middle)
    clusters: list[list[Line]] = []
    for line in ordered:
        if clusters and line.middle - clusters[-1][-1].middle < _SAME_HEIGHT:
            clusters[-1].append(line)
        else:
            clusters.append([line])
    return clusters


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    """Size in which most of the text is set, in points."""
    totals: Counter[float] = Counter()
    for page in pages:
        for line in page:
            totals[round(line.em, 1)] += len(line.text)
    return max(totals, key=lambda size: (totals[size], size), default=0.0)


def _roman(text: str) -> int:
    """Value of a small Roman number."""
    values = [_ROMAN[letter] for letter in text.lower()]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))

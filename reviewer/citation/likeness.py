"""How near a misspelt title is to a real one; for suggestions, never for resolving."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel, LCSseq, Levenshtein

from reviewer.law import normalise_name

NATION = "中华人民共和国"

_SUGGESTED = 62.0
"""Least similarity (0-100) of a title that is worth suggesting."""

_SUFFIXES = ("实施条例", "实施细则", "实施办法", "法典", "条例", "办法", "规定", "细则", "规则", "法")


def stem(name: str) -> str:
    """A title without 中华人民共和国 in front and a bracket behind."""
    bare = normalise_name(name).removeprefix(NATION)
    return bare.partition("(")[0] or bare


class Nearest:
    """Finds the title that a wrong one most resembles.

    Args:
        regions: Every full title with its region, None for national instruments.
    """

    def __init__(self, regions: Mapping[str, str | None]) -> None:
        self._national = {title: stem(title) for title, region in regions.items() if region is None}
        self._local: dict[str, dict[str, str]] = defaultdict(dict)
        for title, region in regions.items():
            if region is not None:
                self._local[title[:2]][title] = stem(title)
        self._matters: dict[str, set[str]] = defaultdict(set)
        for title, bare in self._national.items():
            self._matters[_matter(bare)].add(title)

    def to(self, name: str) -> str | None:
        """The nearest title, None where none is near or two are equally near."""
        wanted = stem(name)
        same = self._matters.get(_matter(wanted), set())
        if len(same) == 1:
            return next(iter(same))
        local = {} if normalise_name(name).startswith(NATION) else self._local.get(wanted[:2], {})
        found = _best(wanted, self._national) + _best(wanted, local)
        found.sort(key=lambda scored: -scored[1])
        if not found or (len(found) > 1 and found[1][1] == found[0][1]):
            return None
        return found[0][0]


def _best(wanted: str, stems: Mapping[str, str]) -> list[tuple[str, float]]:
    """The two titles whose stems share most characters in order."""
    scored = process.extract(wanted, stems, scorer=fuzz.ratio, limit=2, score_cutoff=_SUGGESTED)
    return [(str(title), float(score)) for _, score, title in scored]


def same_matter(one: str, other: str, *, least: int = 3) -> bool:
    """Whether two stems differ in nothing but the kind of instrument (…条例 for …法)."""
    first, second = _matter(one), _matter(other)
    return first == second and len(first) >= least


def _matter(name: str) -> str:
    suffix = next((suffix for suffix in _SUFFIXES if name.endswith(suffix)), "")
    return name.removesuffix(suffix)


def is_misspelling(name: str, title: str) -> bool:
    """Whether a name is so near a real title that it can hardly mean anything else."""
    one, other = stem(name), stem(title)
    if same_matter(one, other, least=2 if normalise_name(name).startswith(NATION) else 3):
        return True
    length = max(len(one), len(other))
    short = min(len(one), len(other))
    if LCSseq.similarity(one, other) == short:
        gap = length - short
        return short >= 4 and (gap <= 2 or (gap <= 3 and short / length >= 0.7))
    if Indel.distance("".join(sorted(one)), "".join(sorted(other))) <= 1 and length >= 6:
        return True
    return Levenshtein.distance(one, other) <= max(1, length // 4) and length >= 5


def is_slip(name: str, title: str) -> bool:
    """Whether a long name differs from a title of the same kind in one character only."""
    one, other = stem(name), stem(title)
    return len(other) >= 8 and one[-2:] == other[-2:] and Levenshtein.distance(one, other) == 1

"""How near a misspelt title is to a real one; for suggestions, never for resolving."""

from __future__ import annotations

import re
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


_PADDING = (
    *("管理", "监督", "监督管理", "程序", "促进", "工作", "若干", "有关", "暂行", "试行", "实施"),
    *("服务", "安全", "行为"),
)
_COMMON = re.compile(r"管理|监督|促进|保护|保障|推广|防治|安全|服务")
_SHORT = 8
_NUMERALS = frozenset("一二三四五六七八九十0123456789第")


def is_padded(one: str, other: str) -> bool:
    """Whether one stem is the other with a word more that many titles hold (公证管理法 for 公证法)."""
    long, short = sorted((one, other), key=len, reverse=True)
    extra = len(long) - len(short)
    for word in _PADDING:
        if len(word) == extra:
            at = long.find(word)
            while at >= 0:
                if at and long[:at] + long[at + extra :] == short:
                    return True
                at = long.find(word, at + 1)
    return False


def _is_swapped(one: str, other: str) -> bool:
    """Whether two stems differ in one common word only (中小企业保护法 for 中小企业促进法)."""
    if min(len(one), len(other)) < 7:
        return False
    frames = [{(name[: w.start()], name[w.end() :]) for w in _COMMON.finditer(name)} for name in (one, other)]
    return not frames[0].isdisjoint(frames[1])


def _is_cut(one: str, other: str) -> bool:
    """Whether a long stem lacks two characters that stand together in the other."""
    long, short = sorted((one, other), key=len, reverse=True)
    if len(long) - len(short) != 2 or len(long) < 10:
        return False
    at = _first_difference(long, short)
    return long[:at] + long[at + 2 :] == short and not set(long[at : at + 2]) & _NUMERALS


def is_misspelling(name: str, title: str) -> bool:
    """Whether a name is so near a real title that it can hardly mean anything else."""
    one, other = stem(name), stem(title)
    if same_matter(one, other, least=2 if normalise_name(name).startswith(NATION) else 3):
        return True
    if is_padded(one, other) or _is_swapped(one, other):
        return True
    length = max(len(one), len(other))
    short = min(len(one), len(other))
    if LCSseq.similarity(one, other) == short:
        gap = length - short
        return short >= 4 and (gap <= 2 or (gap <= 3 and short / length >= 0.7))
    if Indel.distance("".join(sorted(one)), "".join(sorted(other))) <= 1 and length >= 6:
        return True
    if _names_another_matter(one, other):
        return False
    return Levenshtein.distance(one, other) <= max(1, length // 4) and length >= 5


def _names_another_matter(one: str, other: str) -> bool:
    """Whether one word of two characters stands for another (气象灾害保险 for 气象灾害防御)."""
    if len(one) != len(other) or len(one) > _SHORT:
        return False
    at = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    apart = len(at) == 2 and at[1] - at[0] == 1
    return apart and not set(one[at[0] : at[1] + 1]) & set(other[at[0] : at[1] + 1])


def is_slip(name: str, title: str) -> bool:
    """Whether a long name and a title of the same kind are one but for a slip.

    That is one character, two that stand together, a common word, or the order. A numeral
    (（二） for （三）) names another instrument.
    """
    one, other = stem(name), stem(title)
    if len(other) < 8 or one[-2:] != other[-2:]:
        return False
    if is_padded(one, other) or _is_swapped(one, other) or _is_cut(one, other):
        return True
    return is_typing_slip(one, other)


def is_typing_slip(one: str, other: str) -> bool:
    """Whether two stems differ in one character that is no numeral, or in the order of the same ones."""
    if one != other and sorted(one) == sorted(other):
        return True
    long, short = sorted((one, other), key=len, reverse=True)
    at = _first_difference(long, short)
    rest = short[at + 1 :] if len(long) == len(short) else short[at:]
    changed = set(long[at : at + 1] + short[at : at + 1] * (len(long) == len(short)))
    return one != other and long[at + 1 :] == rest and not changed & _NUMERALS


def _first_difference(long: str, short: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(long, short, strict=False)) if a != b), len(short))

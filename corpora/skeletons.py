"""Skeletons of a text: what is left of it when numbers, names and places are masked.

Text filled into slots repeats its skeletons; text that was written does not. The corpora are held
to that measure: no skeleton may stand in more than a few clauses.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

WIDTH = 12
"""Characters of a skeleton."""

_MASKS = (
    (re.compile(r"《[^《》]*》"), "《》"),
    (re.compile(r"[“‘][^“”‘’]{1,12}[”’]"), "“”"),
    (re.compile(r"[A-Za-z]+"), "A"),
    (re.compile(r"(?:[0-9０-９]+(?:[.．,][0-9]+)*|[〇零一二三四五六七八九十百千万亿两])+"), "0"),
    (re.compile(r"0(?:元|个|户|%)?(?:[、和]0(?:元|个|户|%)?)+"), "0"),
    (re.compile(r"[本我全该当](?:省|市|县|区|镇|乡|州|旗|地)"), "地"),
    (re.compile(r"(?:某|[\u4e00-\u9fff]{2})(?:省|市|县|区|镇|乡|州|旗|街道)(?![场域别分间块级])"), "地"),
    (re.compile(r"(?:省|市|县|区|镇|乡|州)(?=[\u4e00-\u9fff]{2,8}(?:局|委员会|办公室|中心|部门))"), "地"),
    (re.compile(r"[\u4e00-\u9fff]{2,6}(?:有限责任公司|股份有限公司|有限公司|集团公司)"), "名"),
    (re.compile(r"[\s\u3000]+"), ""),
)


def mask(text: str) -> str:
    """The text without its blanks, with numbers, titles, names and places replaced by one sign each."""
    for pattern, sign in _MASKS:
        text = pattern.sub(sign, text)
    return text


def repeated_skeletons(
    texts: Mapping[str, str] | Iterable[tuple[str, str]], most: int, width: int = WIDTH
) -> dict[str, tuple[str, ...]]:
    """Skeletons that stand in more texts than allowed.

    Args:
        texts: Texts by their id.
        most: In how many texts a skeleton may stand.
        width: Characters of a skeleton.

    Returns:
        For each skeleton that stands in more than ``most`` texts, the ids of those texts.
    """
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for name, text in texts.items() if isinstance(texts, Mapping) else texts:
        masked = mask(text)
        for skeleton in {masked[start : start + width] for start in range(len(masked) - width + 1)}:
            holders[skeleton].append(name)
    return {skeleton: tuple(names) for skeleton, names in holders.items() if len(names) > most}

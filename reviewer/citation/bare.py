"""Names of laws without book title marks: 行政处罚法第十六条, 依照合同法.

A bare name counts only where it is a whole name: the longest known one, with nothing of a
longer word before it (劳动合同法 is not 合同法, 某某实施条例 not its law) and none behind it
(公司法人, 会计法规, 合同法律关系).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_FINALS = "法典例定则"
_LONGEST = 60

# What may stand directly before a whole name: nothing, punctuation, or a word that takes one.
_BOUNDARY = re.compile(
    r"""(?:^|[^\u4e00-\u9fff]
        |依据|依照|根据|按照|参照|遵照|援引|违反|触犯|适用|符合|执行|遵守|落实|贯彻|实施|修[订改正]后的?|属于
        |[和与及或者按依据照对由以在从是为如至到于将把因即其但并且而除的了等新原旧]
        |我国|国家|现行|有关|规定|关于|以及|包括|涉及|[参详另]?见|遵循|遵从|恪守|引用|援用|套用|参考|对照|比照|学习
        |宣传|同步|上述|下列|其中|分别|同时|还应|仍然?|均|应|须|需|可|并|又|才|已)$""",
    re.VERBOSE,
)
# Words that begin with 法 and so take a law's last character away from it.
_OTHER_WORD = re.compile(
    r"[律人学院庭官治制典系门令务理医盲警度则商术语坛轮网域学案条]|规(?!定)|定(?!的?是)|国"
)
_CITING_VERB = re.compile(
    r"(?:依据|依照|根据|按照?|参照|遵照|遵循|违反|触犯|适用|符合|执行|遵守|依)(?:和|并)?"
)
_JOINED = re.compile(r"、|和|及|以及|与|或者?")


class BareNames:
    """The names that are recognised without marks.

    Args:
        names: Normalised titles and short titles.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(n for n in names if 2 <= len(n) <= _LONGEST and n[-1] in _FINALS)
        self._lengths = sorted({len(name) for name in self._names}, reverse=True)
        self._ends = frozenset(name[-3:] for name in self._names)
        openings: dict[str, set[int]] = {}
        for name in self._names:
            openings.setdefault(name[:2], set()).add(len(name))
        self._openings = {opening: sorted(sizes, reverse=True) for opening, sizes in openings.items()}

    def ending_at(self, view: str, end: int, extra: Iterable[str] = ()) -> int | None:
        """Where the whole name that ends here begins; None where none does."""
        start = self._longest_ending(view, end, extra)
        if start is None or _BOUNDARY.search(view, max(start - 3, 0), start) is None:
            return None
        return start

    def starting_at(self, view: str, start: int) -> int | None:
        """Where the whole name that begins here ends; None where none does."""
        for size in self._openings.get(view[start : start + 2], ()):
            name = view[start : start + size]
            if name in self._names and len(name) >= 3:
                end = start + size
                whole = not (name[-1] == "法" and _OTHER_WORD.match(view, end))
                return end if whole and not view.startswith(("实施", "第"), end) else None
        return None

    def _longest_ending(self, view: str, end: int, extra: Iterable[str]) -> int | None:
        found = max(
            (len(name) for name in extra if view.startswith(name, max(end - len(name), 0), end)), default=0
        )
        if view[end - 3 : end] in self._ends or view[end - 2 : end] in self._ends:
            for size in self._lengths:
                if size <= found:
                    break
                if size <= end and view[end - size : end] in self._names:
                    return end - size
        return end - found if found else None


_RULED = re.compile(r"(?:法|条例)(?=的?(?:有关|相关)?规定|明确|所称)")
_UNKNOWN = re.compile(
    r"""(?:依据|依照|根据|按照|参照|违反|适用)
        ((?:中华人民共和国)?(?:(?![的和与及或者在对由为等其该本此上述前方办])[\u4e00-\u9fff]){2,18}(?:法|条例))$""",
    re.VERBOSE,
)


def find_before_rules(view: str, names: BareNames) -> list[tuple[int, int]]:
    """Ranges of whole names that 规定, 明确 or 所称 follows directly."""
    found = []
    for rule in _RULED.finditer(view):
        if view[rule.start() - 1] == "本":
            continue
        start = names.ending_at(view, rule.end())
        if start is not None and rule.end() - start >= 3:
            found.append((start, rule.end()))
    return found


def unknown_name(view: str, end: int) -> int | None:
    """Where an unknown name begins that stands whole between a citing verb and an article."""
    match = _UNKNOWN.search(view, max(end - 24, 0), end)
    return match.start(1) if match else None


def find_after_verbs(view: str, names: BareNames) -> list[tuple[int, int]]:
    """Ranges of whole names that directly follow a citing verb, and those joined to them."""
    found: list[tuple[int, int]] = []
    for verb in _CITING_VERB.finditer(view):
        start = verb.end()
        while (end := names.starting_at(view, start)) is not None:
            found.append((start, end))
            joint = _JOINED.match(view, end)
            if joint is None:
                break
            start = joint.end()
    return found

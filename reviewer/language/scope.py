"""Polarity and speaker: what a sentence does with the conduct that it names.

不得要求在本市注册 and 应当在本市注册 hold the same words. Only the predicate that governs the
conduct decides, never a word elsewhere: 按照《公平竞争审查条例》 silences nothing. The reading
goes from the unit itself to its nearest lead-in, then to the headings above.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reviewer.finding import Polarity
from reviewer.language import cues as words
from reviewer.language.cues import Cues
from reviewer.language.lexicon import Occurrences
from reviewer.language.matching import Passage, Range

_REACH = 120
_NEGATED_WITHIN = 6
_AFTER_REACH = 40
# 原标准不再执行，……: a verb without an object is all that was said.
_BARE_VERB = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A polarity, and the cue that gave it."""

    polarity: Polarity
    cue: Range | None = None


_COMMITS = Reading(polarity=Polarity.COMMITS)


class PolarityReader:
    """Reads polarities in one view.

    Args:
        view: The folded text.
        occurrences: Where the cue concepts stand in it.
        cues: Their numbers.
    """

    def __init__(self, view: str, occurrences: Occurrences, cues: Cues) -> None:
        self._view = view
        self._occurrences = occurrences
        self._cues = cues

    def read(
        self,
        passage: Passage,
        parts: tuple[Range, ...],
        governors: Iterable[Range],
        headings: Iterable[Range],
    ) -> Reading:
        """What the unit of a passage does with the conduct made up of ``parts``.

        Args:
            passage: The passage; its last piece is the unit.
            parts: Ranges of the matched elements; a cue that is one of them silences nothing.
            governors: Head and lead-ins of the unit, nearest first.
            headings: Headings above the unit, nearest first.
        """
        own = passage.own
        inside = tuple(part for part in parts if part[0] >= own[0]) or (own,)
        return (
            self._quoted(own, inside)
            or self._forbidden(own, inside)
            or self._abolished(own, inside)
            or self._handled_after(own, inside)
            or self._purpose(own, inside)
            or self._defined(own, inside)
            or self._reported(own, inside)
            or self._governed(governors)
            or self._under_heading(headings)
            or _COMMITS
        )

    def without_cues(self, own: Range, parts: tuple[Range, ...]) -> tuple[Range, ...]:
        """Those parts that hold no cue; the end of the unit where none is left.

        A rule names its cues on purpose (不得参与投标); the terms that a classifier found strongest
        may hold one by chance, and then it still governs what follows.
        """
        cues = self._cues_in((*self._cues.forbids, *self._cues.abolishes), own, ())
        taken = list(cues)
        kept = tuple(
            part for part in parts if not any(cue[0] < part[1] and part[0] < cue[1] for cue in taken)
        )
        return kept or ((own[1], own[1]),)

    # --- the unit itself --------------------------------------------------------------------

    def _quoted(self, own: Range, parts: tuple[Range, ...]) -> Reading | None:
        """Conduct named inside a title 《……》 is not committed."""
        marks = list(words.TITLE_MARKS.finditer(self._view, own[0], parts[0][0]))
        if not marks or marks[-1].group() != "《":
            return None
        # 《创新产品目录》内产品占比不低于30%: the title is only part of the conduct.
        if self._view.find("》", parts[-1][1] - 1, own[1]) >= 0:
            return Reading(polarity=Polarity.QUOTES, cue=marks[-1].span())
        return None

    def _forbidden(self, own: Range, parts: tuple[Range, ...]) -> Reading | None:
        for cue in self._cues_in(self._cues.forbids, own, parts):
            target = next((part for part in parts if part[0] >= cue[1]), None)
            if target is None or not self._governs(cue, target, own[1]):
                continue
            exempted = words.EXEMPTS.match(self._view, cue[0]) is not None
            before = (part for part in parts if part[1] <= cue[0])
            excluding = not exempted and any(self._negated(part, own, cue) for part in before)
            polarity = Polarity.CONDITIONS_EXCLUDING if excluding else Polarity.FORBIDS
            return Reading(polarity=polarity, cue=cue)
        return None

    def _abolished(self, own: Range, parts: tuple[Range, ...]) -> Reading | None:
        for cue in self._cues_in(self._cues.abolishes, own, parts):
            target = parts[0] if cue[1] <= parts[0][0] else self._cleaned(cue, parts)
            if target is not None and self._governs(cue, target, own[1]):
                return Reading(polarity=Polarity.ABOLISHES, cue=cue)
        return None

    def _cleaned(self, cue: Range, parts: tuple[Range, ...]) -> Range | None:
        """What a cue amid the conduct cleans up: 开展招标领域专项治理，整治要求设立分公司等问题."""
        if words.CLEANS.match(self._view, cue[0]) is None:
            return None
        return next((part for part in parts if part[0] >= cue[1]), None)

    def _handled_after(self, own: Range, parts: tuple[Range, ...]) -> Reading | None:
        """存在……行为的，责令改正: what is named is the misconduct."""
        end = parts[-1][1]
        limit = min(own[1], end + _AFTER_REACH)
        ordered = words.ORDERED_NEXT.match(self._view, end, limit)
        if ordered is not None:
            return Reading(polarity=Polarity.ABOLISHES, cue=ordered.span(1))
        handled = (*self._cues.handles, *self._cues.abolishes)
        for named, limit in self._misconduct(end, parts, own):
            for cue in self._cues_in(handled, (named, limit), parts):
                return Reading(polarity=Polarity.ABOLISHES, cue=cue)
        return None

    def _misconduct(self, end: int, parts: tuple[Range, ...], own: Range) -> Iterator[Range]:
        """Where what is named as misconduct ends, and how far what is done about it may stand."""
        limit = min(own[1], end + _AFTER_REACH)
        named = words.CONDUCT_NOUN.match(self._view, end, limit)
        if named is not None:
            yield named.end(), limit
        if not self._not_met(parts, own):
            # 限制外地产品进入的，由……查处: the condition itself is the misconduct.
            limit = min(own[1], end + 5 * _AFTER_REACH)
            named = words.MISCONDUCT_CLOSED.match(self._view, end, limit)
            if named is not None:
                yield named.end(), limit

    def _purpose(self, own: Range, parts: tuple[Range, ...]) -> Reading | None:
        purpose = words.PURPOSE.search(self._view[own[0] : parts[0][0]])
        if purpose is None or not words.COMMA.search(self._view, parts[-1][1], own[1]):
            return None
        if words.COMMA.search(self._view, parts[0][0], parts[-1][1]):
            return None
        return Reading(polarity=Polarity.PURPOSE, cue=(own[0] + purpose.start(), own[0] + purpose.end()))

    def _defined(self, own: Range, parts: tuple[Range, ...]) -> Reading | None:
        for cue in self._cues_in(self._cues.defines, own, parts):
            last = parts[-1]
            if cue[0] >= last[1] or words.GRANTED_THEN.search(self._view, cue[1], last[1]):
                continue
            if words.DEFINES.match(self._view, cue[0], own[1]):
                return Reading(polarity=Polarity.DEFINES, cue=cue)
        return None

    def _reported(self, own: Range, parts: tuple[Range, ...]) -> Reading | None:
        for cue in self._told(self._cues.reports, own, parts):
            if self._done(cue, own) or not words.OFFERED_THEN.match(self._view, cue[1], own[1]):
                return Reading(polarity=Polarity.REPORTS, cue=cue)
        period = words.PERIOD.match(self._view, *own)
        if period is not None and not words.REQUIRES.search(self._view, period.end(), own[1]):
            return Reading(polarity=Polarity.REPORTS, cue=period.span())
        for cue in self._told(self._cues.counts, own, parts):
            if self._done(cue, own) or not words.OFFERED.search(self._view, cue[1], own[1]):
                return Reading(polarity=Polarity.REPORTS, cue=cue)
        return None

    def _told(self, cues: tuple[int, ...], own: Range, parts: tuple[Range, ...]) -> Iterator[Range]:
        """Those cues before the last of the conduct; but 上市的，分两次累计发放 promises."""
        for cue in self._cues_in(cues, own, parts):
            promised = words.CONDITION_MET.search(self._view, parts[0][0], cue[0]) is not None
            if cue[0] < parts[-1][0] and not promised:
                yield cue

    def _done(self, cue: Range, own: Range) -> bool:
        return words.DONE.match(self._view, cue[1], own[1]) is not None

    # --- what governs it --------------------------------------------------------------------

    def _governed(self, governors: Iterable[Range]) -> Reading | None:
        for governor in governors:
            reading = self._lead_in(governor)
            if reading is not None:
                return reading
        return None

    def _lead_in(self, governor: Range) -> Reading | None:
        """Polarity that a lead-in gives its items, None where it gives none."""
        listed = words.LISTED.search(self._view, *governor)
        if listed is not None:
            reading = self._listed((listed.end(), governor[1]))
            if reading is not None:
                return reading
        end = (governor[1], governor[1])
        for cue in self._cues_in(self._cues.forbids, governor, ()):
            if self._governs(cue, end, governor[1]):
                return Reading(polarity=Polarity.FORBIDS, cue=cue)
        for cue in self._cues_in(self._cues.abolishes, governor, ()):
            if self._governs(cue, end, governor[1]):
                return Reading(polarity=Polarity.ABOLISHES, cue=cue)
        return None

    def _listed(self, after: Range) -> Reading | None:
        """What becomes of those who are listed, or of the conduct that is: 下列企业不予支持."""
        for cue in self._cues_in(self._cues.handles, after, ()):
            return Reading(polarity=Polarity.FORBIDS, cue=cue)
        for cue in self._cues_in(self._cues.denies, after, ()):
            conduct = words.CONDUCT_LISTED.match(self._view, after[0], cue[0]) is not None
            polarity = Polarity.FORBIDS if conduct else Polarity.CONDITIONS_EXCLUDING
            return Reading(polarity=polarity, cue=cue)
        # 有下列情形之一的，不得投标: who is listed is shut out.
        for cue in self._cues_in(self._cues.forbids, after, ()):
            if words.SHUT_OUT.match(self._view, after[0], after[1]):
                return Reading(polarity=Polarity.CONDITIONS_EXCLUDING, cue=cue)
        return None

    def _under_heading(self, headings: Iterable[Range]) -> Reading | None:
        for heading in headings:
            for cue in self._cues_in(self._cues.negative_headings, heading, ()):
                reading = self._heading(cue, heading)
                if reading is not None:
                    return reading
        return None

    def _heading(self, cue: Range, heading: Range) -> Reading | None:
        """What a heading with a negative word does with the items below it; one on a benefit does nothing."""
        if words.DENIED_THERE.match(self._view, cue[0], heading[1]):
            return Reading(polarity=Polarity.CONDITIONS_EXCLUDING, cue=cue)
        benefit = words.BENEFIT_HEADING.search(self._view, *heading)
        if benefit is not None and not words.FORBIDDEN_THERE.match(self._view, cue[0], heading[1]):
            return None
        return Reading(polarity=Polarity.FORBIDS, cue=cue)

    # --- how far a cue reaches --------------------------------------------------------------

    def _governs(self, cue: Range, target: Range, limit: int) -> bool:
        """Whether the predicate at the cue still rules the target, whatever stands between.

        Args:
            cue: The cue.
            target: What it may rule.
            limit: End of the unit or lead-in that holds both.
        """
        between = self._view[cue[1] : target[0]]
        if len(between) > _REACH or self._closed(cue, between):
            return False
        commas = list(words.COMMA.finditer(between))
        if not commas:
            return True
        first, last = between[: commas[0].start()].strip(), cue[1] + commas[-1].end()
        complete = len(first) <= _BARE_VERB and words.SAME_SORT.search(first) is None
        if complete or words.FENDS_OFF.match(self._view, cue[0]):
            return False
        if words.ADVERBIAL.match(first):
            return True
        if words.POSITIVE_START.match(self._view, last, target[1]):
            return False
        return not self._grants_apart(self._view[cue[1] : last], self._view[last:limit])

    def _closed(self, cue: Range, between: str) -> bool:
        """Whether what the cue rules ends before the target, with or without a comma."""
        if words.CONDITION_CLOSED.search(between):
            return True
        if words.COMPOUND.match(self._view, cue[0], cue[1] + len(between)):
            return True
        return words.SPARED.search(between) is not None and words.FREES.match(self._view, cue[0]) is not None

    @staticmethod
    def _grants_apart(forbidden: str, tail: str) -> bool:
        """Whether a duty of another sort ends before a clause that grants: 严禁虚报，对……发放奖励."""
        if words.SAME_SORT.search(forbidden) or words.WRONGS.search(tail):
            return False
        return words.GRANTS.search(tail) is not None

    def _negated(self, part: Range, own: Range, cue: Range) -> bool:
        """Whether the element is a condition that is not met: 未在本市注册, 注册不满一年."""
        if words.BOUND_AFTER.match(self._view, part[1], cue[0]) or self._excepted(part, own, cue):
            return True
        window = (max(own[0], part[0] - _NEGATED_WITHIN), part[1])
        return any(True for _ in self._cues_in(self._cues.negates, window, ()))

    def _excepted(self, part: Range, own: Range, cue: Range) -> bool:
        """Whether all others are meant: 除在本市注册的企业外，不得领取."""
        if words.ALL_BUT.match(self._view, part[1], cue[0]) is None:
            return False
        return words.BUT_FOR.search(self._view[own[0] : part[0]]) is not None

    def _not_met(self, parts: tuple[Range, ...], own: Range) -> bool:
        """Whether the sentence punishes those who do not comply: 未使用……的，责令改正."""
        start = max(own[0], parts[0][0] - _NEGATED_WITHIN)
        return words.NOT_MET.search(self._view, start, parts[-1][1]) is not None

    def _cues_in(self, concepts: tuple[int, ...], where: Range, parts: tuple[Range, ...]) -> Iterator[Range]:
        """Cues in a range that are no part of the matched conduct itself."""
        for concept in concepts:
            for cue in self._occurrences.within(concept, *where):
                if not any(_holds(part, cue) for part in parts):
                    yield cue


def _holds(part: Range, cue: Range) -> bool:
    """Whether an element has words of a cue in it; 在, found in 存在 by chance, has not."""
    shared = min(part[1], cue[1]) - max(part[0], cue[0])
    return shared > 0 and (part[1] - part[0] > 1 or part[0] == cue[0])

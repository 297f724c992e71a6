"""Polarity and speaker: what a sentence does with the conduct that it names.

不得要求在本市注册 and 应当在本市注册 hold the same words. Only the predicate that governs the
conduct decides, never a word elsewhere: 按照《公平竞争审查条例》 silences nothing. The reading
goes from the unit itself to its nearest lead-in, then to the headings above.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reviewer.finding import Polarity
from reviewer.language.lexicon import ConceptTable, Occurrences
from reviewer.language.matching import Passage, Range

_REACH = 120
_NEGATED_WITHIN = 6
_AFTER_REACH = 40

_COMMA = re.compile(r"[，,]")
# 不得以……为由，限制……: the adverbial before the comma belongs to what is forbidden.
_ADVERBIAL = re.compile(
    r"\s*(?:以|通过|利用|借|滥用|违反|违规|违法|超越|擅自|采取|凭|因|将|在|对|与|向|为|变相|另行|任何)"
)
_POSITIVE_START = re.compile(
    r"\s*(?:应当|应|必须|须|可以|可|优先|给予|予以|鼓励|支持|享受|实行|按照|按|但|方可|由|对(?=[^，]{0,20}(?:给予|优先|奖)))"
)
_CONDITION_CLOSED = re.compile(r"的[，,]|的(?:[^，,]{0,12})(?:优先|应当|可以|给予|方可)")
_CONDUCT_NOUN = re.compile(r"(?:行为|做法|问题|规定|政策|措施|条款|情形|现象|内容|文件|壁垒|方式)")
_LISTED = re.compile(r"(?:下列|以下|如下|上述)")
# A count inside a condition reports nothing: 同比增长百分之十以上的企业，给予奖励.
_OFFERED = re.compile(
    r"的[，,；]|以上的|的(?:企业|公司|单位|项目|机构|经营者|主体|供应商|投标人|商户|平台|，|,)|给予|予以|奖励|[得加]\d|分值|评分|得分|加分|方可|方能|才能"
)
_DONE = re.compile(r".{0,2}(?:对|向|为|给予|予以|发放|兑现|拨付|安排|支持|奖励|补贴)")
_MISCONDUCT_CLOSED = re.compile(r"[^，,。；]{0,60}的[，,]|[^。；]{0,80}的[，,]由")
# 为避免恶性竞争，不再引进其他企业: what is to be avoided ends at the comma.
_FENDS_OFF = re.compile(r"杜绝|防止|避免|严防")
_CLEANS = re.compile(r"清理|整治|治理|纠正|破除|查处|排查|严查")
# 外地企业无需备案 frees them; 外地企业不得投标 shuts them out.
_EXEMPTS = re.compile(
    r"不得(?:要求|强制|强迫|变相|限制|设置|附加|增设|歧视|阻碍|干预)|无需|无须|不需|不要求|不设|不受|不限|不强制|不对|不因|不以|不将|杜绝|防止|避免"
)
_NOT_MET = re.compile(r"未|没有|不(?:在|属|具备|符合|满足|按)|非本")
# 2024年，我市新增上市公司2家: told of a period that is over, unless something is granted or required.
_PERIOD = re.compile(
    r"\s*(?:截至[^，,]{1,14}|(?:去年|今年|上年度?|近年来|上半年|(?:前三|[一二三四])季度|\d{4}年)(?![^，,]{0,8}(?:前|起|底|内|至))[^，,]{0,8})[，,]"
)
_REQUIRES = re.compile(r"的[，,]|给予|予以|应当|必须|须|可以|按照|按|对|将|鼓励|支持|力争|确保|要")
_TITLE_MARKS = re.compile(r"[《》]")
_PURPOSE = re.compile(r"(?:^|[，,、\s])(?:为了?|旨在)(?!主|准|限|由|本|期|其|零|宜|一|企业|符合)[^，,]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """Numbers of the cue concepts in the concept table; empty where a lexicon has none of a name."""

    forbids: tuple[int, ...]
    abolishes: tuple[int, ...]
    handles: tuple[int, ...]
    denies: tuple[int, ...]
    reports: tuple[int, ...]
    counts: tuple[int, ...]
    defines: tuple[int, ...]
    negates: tuple[int, ...]
    negative_headings: tuple[int, ...]

    @classmethod
    def register(cls, table: ConceptTable) -> Cues:
        """Number the cue concepts of ``rules/lexicon/polarity.yaml``."""
        return cls(
            forbids=table.known("禁止语"),
            abolishes=table.known("清理语"),
            handles=table.known("处理语"),
            denies=table.known("不予语"),
            reports=table.known("报告语"),
            counts=table.known("计数语"),
            defines=table.known("定义语"),
            negates=table.known("否定条件"),
            negative_headings=table.known("负面标题"),
        )


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
        marks = list(_TITLE_MARKS.finditer(self._view, own[0], parts[0][0]))
        if not marks or marks[-1].group() != "《":
            return None
        # 《创新产品目录》内产品占比不低于30%: the title is only part of the conduct.
        if self._view.find("》", parts[-1][1] - 1, own[1]) >= 0:
            return Reading(polarity=Polarity.QUOTES, cue=marks[-1].span())
        return None

    def _forbidden(self, own: Range, parts: tuple[Range, ...]) -> Reading | None:
        for cue in self._cues_in(self._cues.forbids, own, parts):
            target = next((part for part in parts if part[0] >= cue[1]), None)
            if target is None or not self._governs(cue, target):
                continue
            exempted = _EXEMPTS.match(self._view, cue[0]) is not None
            excluding = not exempted and any(part[1] <= cue[0] and self._negated(part, own) for part in parts)
            polarity = Polarity.CONDITIONS_EXCLUDING if excluding else Polarity.FORBIDS
            return Reading(polarity=polarity, cue=cue)
        return None

    def _abolished(self, own: Range, parts: tuple[Range, ...]) -> Reading | None:
        for cue in self._cues_in(self._cues.abolishes, own, parts):
            target = parts[0] if cue[1] <= parts[0][0] else self._cleaned(cue, parts)
            if target is not None and self._governs(cue, target):
                return Reading(polarity=Polarity.ABOLISHES, cue=cue)
        return None

    def _cleaned(self, cue: Range, parts: tuple[Range, ...]) -> Range | None:
        """What a cue amid the conduct cleans up: 开展招标领域专项治理，整治要求设立分公司等问题."""
        if _CLEANS.match(self._view, cue[0]) is None:
            return None
        return next((part for part in parts if part[0] >= cue[1]), None)

    def _handled_after(self, own: Range, parts: tuple[Range, ...]) -> Reading | None:
        """存在……行为的，责令改正: what is named is the misconduct."""
        end = parts[-1][1]
        limit = min(own[1], end + _AFTER_REACH)
        named = _CONDUCT_NOUN.search(self._view, end, limit)
        if named is None and not self._not_met(parts, own):
            # 限制外地产品进入的，由……查处: the condition itself is the misconduct.
            limit = min(own[1], end + 5 * _AFTER_REACH)
            named = _MISCONDUCT_CLOSED.match(self._view, end, limit)
        if named is None:
            return None
        handled = (*self._cues.handles, *self._cues.abolishes)
        for cue in self._cues_in(handled, (named.end(), limit), parts):
            return Reading(polarity=Polarity.ABOLISHES, cue=cue)
        return None

    def _purpose(self, own: Range, parts: tuple[Range, ...]) -> Reading | None:
        purpose = _PURPOSE.search(self._view[own[0] : parts[0][0]])
        if purpose is None or not _COMMA.search(self._view, parts[-1][1], own[1]):
            return None
        if _COMMA.search(self._view, parts[0][0], parts[-1][1]):
            return None
        return Reading(polarity=Polarity.PURPOSE, cue=(own[0] + purpose.start(), own[0] + purpose.end()))

    def _defined(self, own: Range, parts: tuple[Range, ...]) -> Reading | None:
        for cue in self._cues_in(self._cues.defines, own, parts):
            if cue[0] < parts[-1][1]:
                return Reading(polarity=Polarity.DEFINES, cue=cue)
        return None

    def _reported(self, own: Range, parts: tuple[Range, ...]) -> Reading | None:
        for cue in self._cues_in(self._cues.reports, own, parts):
            if cue[0] < parts[-1][0]:
                return Reading(polarity=Polarity.REPORTS, cue=cue)
        period = _PERIOD.match(self._view, *own)
        if period is not None and not _REQUIRES.search(self._view, period.end(), own[1]):
            return Reading(polarity=Polarity.REPORTS, cue=period.span())
        for cue in self._cues_in(self._cues.counts, own, parts):
            if cue[0] >= parts[-1][0]:
                continue
            done = _DONE.match(self._view, cue[1], own[1]) is not None
            if done or not _OFFERED.search(self._view, cue[1], own[1]):
                return Reading(polarity=Polarity.REPORTS, cue=cue)
        return None

    # --- what governs it --------------------------------------------------------------------

    def _governed(self, governors: Iterable[Range]) -> Reading | None:
        for governor in governors:
            reading = self._lead_in(governor)
            if reading is not None:
                return reading
        return None

    def _lead_in(self, governor: Range) -> Reading | None:
        """Polarity that a lead-in gives its items, None where it gives none."""
        listed = _LISTED.search(self._view, *governor)
        if listed is not None:
            after = (listed.end(), governor[1])
            for cue in self._cues_in(self._cues.handles, after, ()):
                return Reading(polarity=Polarity.FORBIDS, cue=cue)
            for cue in self._cues_in(self._cues.denies, after, ()):
                return Reading(polarity=Polarity.CONDITIONS_EXCLUDING, cue=cue)
        end = (governor[1], governor[1])
        for cue in self._cues_in(self._cues.forbids, governor, ()):
            if self._governs(cue, end):
                return Reading(polarity=Polarity.FORBIDS, cue=cue)
        for cue in self._cues_in(self._cues.abolishes, governor, ()):
            if self._governs(cue, end):
                return Reading(polarity=Polarity.ABOLISHES, cue=cue)
        return None

    def _under_heading(self, headings: Iterable[Range]) -> Reading | None:
        for heading in headings:
            for cue in self._cues_in(self._cues.negative_headings, heading, ()):
                return Reading(polarity=Polarity.FORBIDS, cue=cue)
        return None

    # --- how far a cue reaches --------------------------------------------------------------

    def _governs(self, cue: Range, target: Range) -> bool:
        """Whether the predicate at the cue still rules the target, whatever stands between."""
        if target[0] - cue[1] > _REACH:
            return False
        between = self._view[cue[1] : target[0]]
        if _CONDITION_CLOSED.search(between):
            return False
        commas = list(_COMMA.finditer(between))
        if not commas:
            return True
        if _FENDS_OFF.match(self._view, cue[0]):
            return False
        if _ADVERBIAL.match(between):
            return True
        tail = self._view[cue[1] + commas[-1].end() : target[1]]
        return _POSITIVE_START.match(tail) is None

    def _negated(self, part: Range, own: Range) -> bool:
        """Whether the element is a condition that is not met: 未在本市注册."""
        window = (max(own[0], part[0] - _NEGATED_WITHIN), part[1])
        return any(True for _ in self._cues_in(self._cues.negates, window, ()))

    def _not_met(self, parts: tuple[Range, ...], own: Range) -> bool:
        """Whether the sentence punishes those who do not comply: 未使用……的，责令改正."""
        start = max(own[0], parts[0][0] - _NEGATED_WITHIN)
        return _NOT_MET.search(self._view, start, parts[-1][1]) is not None

    def _cues_in(self, concepts: tuple[int, ...], where: Range, parts: tuple[Range, ...]) -> Iterator[Range]:
        """Cues in a range that are no part of the matched conduct itself."""
        for concept in concepts:
            for start, end in self._occurrences.within(concept, *where):
                if not any(part[0] < end and start < part[1] for part in parts):
                    yield start, end

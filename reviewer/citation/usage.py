"""How a sentence uses a citation: as law, as history, to repeal it, or only by mention.

Each question looks at the words right before and right behind the citation and at what is
joined to it in a list; a word elsewhere in the sentence decides nothing. The quantifiers of
lists are possessive (``*+``), so that no text makes them slow.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from reviewer.citation.model import Citation
from reviewer.numbering.numerals import NUMERAL_CHARACTERS

_REACH = 160
_SENTENCE = 500
_LONGEST_HEADING = 60
_LONGEST_LABEL = 20
_STOP = re.compile(r"[。！？；\n]")

_TITLE = r"《[^《》\n]*+(?:《[^《》\n]*+》[^《》\n]*+)*+》"
_BRACKET = r"[（(][^（）()\n]*+[）)]"
_CLAUSE = rf"第?[（(]?[{NUMERAL_CHARACTERS}\d]{{1,9}}+[）)]?[条款项目]"
# 《…》等十部法律 names a list as well.
_JOINT = (
    r"等(?:[一二三四五六七八九十\d]{1,3}[部件项个]|有关|相关)?(?:单行法律?|法律|法规|行政法规|规章|文件)"
    r"|[、和及与或者等]|以及"
)
_LIST = rf"(?:{_TITLE}|{_BRACKET}|{_CLAUSE}|{_JOINT})*+"
# A list that also runs on over 的有关规定 and 及其实施条例.
_LONG_LIST = (
    rf"(?:{_TITLE}|{_BRACKET}|{_CLAUSE}|以及|及其(?:实施条例|实施细则)?|{_JOINT}"
    r"|的?(?:有关|相关)?(?:规定|要求|精神)|(?:法律|行政法规|法规|规章)(?=《))*+"
)

_VERBS = r"根据|依据|依照|按照|参照|遵照|违反|适用|执行|遵守|符合|触犯|援引|贯彻|落实|实施|依|按"
_ATTRIBUTES = (
    r"(?:国家|省|市|中央|国务院|我国|我省|我市|现行|有关|法律|法规|了|好|新|修[订正]后的?"
    r"|\d{4}年[\d年月日起新]{0,10}(?:修订|修正|修改|施行|实施|公布|通过)后?的)"
)
_CITING = re.compile(rf"(?:{_VERBS}){_ATTRIBUTES}{{0,4}}{_LONG_LIST}$")
_APPLIED = (
    r"规定|要求|明确|执行|办理|处理|处罚|确定|界定|追究|授权|设定|确立|所称|予以|给予"
    r"|为(?:法律|主要|制定)?依据"
)
_APPLIED_BEHIND = re.compile(
    rf"^{_LIST}(?:的|中|里|对|关于|法律|行政法规|法规|规章|有关|相关){{0,4}}+[^。；，\n]{{0,16}}?(?:{_APPLIED})"
)

_WHEN = r"(?:自[^。；，\n]{1,30}?起|于[^。；，\n]{1,20}?日)"
_SURELY = r"(?:同时|即行|一并|相应|均|亦|也|都|已|已经|现已|现|予以|被|宣布|正式|全部){0,4}"
_ENDED = r"废止|失效|停止执行|停止施行|不再执行|不再适用|不再施行|不再有效|不再作为|作废"
_ENDED_BEHIND = re.compile(
    rf"^{_LIST}(?:的(?:有关|相关)?规定)?(?:中?[^。；，\n]{{0,16}}不一致的(?:内容|规定|部分|条款)?)?，?{_SURELY}{_WHEN}?，?{_SURELY}(?:{_ENDED})"
    rf"|^{_LIST}(?:已|已经|现已|即将)?(?:被|由|为){_TITLE}(?:所)?(?:取代|替代|代替|废止|吸收)"
)
_ENDING_BEFORE = re.compile(
    rf"(?:废止|撤销|停止执行|停止施行|取代|替代|代替|不再执行|不再适用|清理|修改|修订|替换)(?:了|原|以下|下列)?{_LIST}$"
)
# An amending text names the words that it takes out: 将“《…》”修改为“…”, 删去第五条中的“《…》”.
_REWORDED_BEHIND = re.compile(
    rf"^{_LIST}(?:[^”」』。；\n]{{0,20}}[”」』])?(?:一词|字样|的表述|的内容)?(?:修改|更改|变更|调整|更正|更换|替换|改|换)(?:为|成)[“「『：《]"
    rf"|^{_LIST}[^”」』。；\n]{{0,20}}[”」』](?:一词|字样|的表述)?(?:删去|删除|予以删[去除])"
)
_DELETED_BEFORE = re.compile(rf"(?:删去|删除)[^。；，\n]{{0,30}}[“「『：][^”」』。；\n]{{0,20}}{_LIST}$")
_FORMER = re.compile(
    r"(?:原|原来的|旧|旧的|修[订改正]前的?|当时(?:施行|有效|适用)?的|已经?被?(?:废止|失效|修订|修改)的)$"
)
_THIS_OR_TITLE = rf"(?:本(?:办法|规定|细则|规则)|{_TITLE}|(?<!方)(?<!办)法|法典|条例)"
_FORMERLY = re.compile(
    rf"当时(?:施行|有效|适用)|行为发生时|{_THIS_OR_TITLE}(?:正式)?(?:施行|实施|生效|公布)(?:之|以)?前|(?:废止|失效)(?:之|以)?前"
)
# 依据…设立并保留…的企业: what was set up under a law stays so when the law ends.
_SET_UP_BEHIND = re.compile(rf"^{_LIST}(?:已经?)?(?:设立|成立)(?:并|且)?(?:保留|存续|存在)")
# 《…》施行三十余年来: its past is told.
_SINCE_BEHIND = re.compile(
    rf"^{_LIST}(?:正式)?(?:施行|实施|颁布|公布|出台)[^。；，\n]{{0,12}}(?:来|年间|期间)"
)
# 1986年颁布《…》: how it came to be, not what it says today.
_MADE_BEFORE = re.compile(
    rf"(?:(?:19|20)\d\d年[^。；，\n]{{0,12}}(?:颁布|制定|公布|出台|通过|施行)|(?:先后|曾|相继)(?:颁布|制定|公布|出台))了?{_LIST}$"
)
_TAUGHT_BEHIND = re.compile(rf"^{_LIST}的?(?:解读|释义|宣传|宣讲|培训|知识|学习|要点|条文讲解)")
_TAUGHT_BEFORE = re.compile(rf"(?:学习|宣传|解读|宣讲|普及|培训|研读|讲解)(?:了|好|贯彻|宣传)?{_LIST}$")
_ENDED_WORD = re.compile(_ENDED)
_ENDED_HEADING = re.compile(rf"(?:{_ENDED})[^。\n]{{0,40}}$")
_LINE = re.compile(r"[^\n]*\n?")

_BEGINS = r"(?:正式)?(?:施行|生效|实施)"
_BEGINNING = re.compile(
    rf"^{_LIST}(?:将|拟)?(?:于|自|从)[^。；，\n]{{1,24}}?(?:起)?{_BEGINS}"
    rf"|^{_LIST}{_BEGINS}(?:之日|之?[后前]|以[后前]|起|时)"
    rf"|^{_LIST}(?:目前|现|暂|仍){{0,2}}(?:尚未|还未|未)(?:正式)?(?:施行|生效|实施)"
)
_BEGINNING_BEFORE = re.compile(rf"(?:(?:起|将|拟|即将|尚未){_BEGINS}|尚未生效)的(?:新)?$")

_DRAFTED = re.compile(
    r"(?:起草|制定|拟定|形成|修改|修订|审议|征求|讨论|通过|提请|报送|研究|审查|拟订|编制|反馈|公布|对|就|关于)(?:了|好|完成)?$"
)
_DRAFT_BEHIND = re.compile(r"^[^。；\n]{0,20}?(?:征求|意见|反馈|起草|审议|修改|讨论|说明|公示|建议)")
_LIST_LINE = re.compile(r"^[\s\d.．、一二三四五六七八九十（）()]*$")


class Usage:
    """What the sentence does with a citation; each question is answered when it is asked.

    Args:
        view: The folded text.
        citation: The citation.
        reader: Knows the lists of the document.
    """

    def __init__(self, view: str, citation: Citation, reader: UsageReader) -> None:
        self._view = view
        self._citation = citation
        self._reader = reader

    @cached_property
    def cited(self) -> bool:
        """A citing verb takes it: 依照…, 根据…, 违反…."""
        return _CITING.search(self._before) is not None

    @cached_property
    def as_law(self) -> bool:
        """It is applied, by a citing verb or by what follows: …第五条规定."""
        return bool(self._citation.clauses) or self.cited or self._goes_on(_APPLIED_BEHIND)

    @cached_property
    def ended(self) -> bool:
        """The sentence repeals it or says that it has ended.

        What is cited by a verb is applied, whatever the sentence goes on to end.
        """
        return self._reworded or (
            not self.cited
            and (
                self._goes_on(_ENDED_BEHIND)
                or _ENDING_BEFORE.search(self._before) is not None
                or self._reader.in_ended_list(self._citation.start)
            )
        )

    @property
    def _reworded(self) -> bool:
        """An amending text takes it out or puts another in its place."""
        return self._goes_on(_REWORDED_BEHIND) or _DELETED_BEFORE.search(self._before) is not None

    @cached_property
    def former(self) -> bool:
        """It is named as what once was in force (原《…》, 当时施行的…)."""
        return (
            _FORMER.search(self._before) is not None
            or _FORMERLY.search(self._before) is not None
            or any(_FORMERLY.search(text) for text in self._behind)
            or self._goes_on(_SET_UP_BEHIND)
            or (not self.cited and self._goes_on(_SINCE_BEHIND))
            or _MADE_BEFORE.search(self._before) is not None
        )

    @cached_property
    def taught(self) -> bool:
        """It is only named as what is learnt or made known."""
        return _TAUGHT_BEFORE.search(self._before) is not None or self._goes_on(_TAUGHT_BEHIND)

    @cached_property
    def beginning(self) -> bool:
        """The sentence says when it comes into force."""
        return not self.cited and (
            self._goes_on(_BEGINNING) or _BEGINNING_BEFORE.search(self._before) is not None
        )

    @cached_property
    def drafting(self) -> bool:
        """A draft is named as a draft: its making, its consultation."""
        return not self.cited and (_DRAFTED.search(self._before) is not None or self._goes_on(_DRAFT_BEHIND))

    def _goes_on(self, pattern: re.Pattern[str]) -> bool:
        return any(pattern.match(text) is not None for text in self._behind)

    @cached_property
    def _before(self) -> str:
        start = self._citation.start
        text = self._view[max(start - _REACH, 0) : start]
        stops = list(_STOP.finditer(text))
        return text[stops[-1].end() :] if stops else text

    @cached_property
    def _behind(self) -> tuple[str, str]:
        """What follows the name, and what follows the whole citation."""
        return self._following(self._citation.name_end), self._following(self._citation.end)

    def _following(self, end: int) -> str:
        stop = _STOP.search(self._view, end, end + _REACH)
        return self._view[end : stop.start() if stop else end + _REACH]


def sentence_around(view: str, start: int, end: int) -> str:
    """The sentence that holds a range, semicolons included in it, at most 500 characters each way."""
    before = view[max(start - _SENTENCE, 0) : start]
    behind = view[end : end + _SENTENCE]
    stops = [before.rfind(mark) for mark in "。！？\n"]
    ends = [found for mark in "。！？\n" if (found := behind.find(mark)) >= 0]
    return before[max(stops) + 1 :] + view[start:end] + behind[: min(ends, default=len(behind))]


class UsageReader:
    """Reads usages in one document.

    Args:
        view: The folded text.
    """

    def __init__(self, view: str) -> None:
        self._view = view

    def of(self, citation: Citation) -> Usage:
        """How the sentence around a citation uses it."""
        return Usage(self._view, citation, self)

    def in_ended_list(self, start: int) -> bool:
        """Whether a citation begins a line of a list whose heading says that all in it have ended."""
        line_start = self._view.rfind("\n", max(start - _LONGEST_LABEL, 0), start) + 1
        if not line_start or _LIST_LINE.match(self._view[line_start:start]) is None:
            return False
        index = bisect_right(self._ended_lists, (start, len(self._view))) - 1
        return index >= 0 and start < self._ended_lists[index][1]

    @cached_property
    def _ended_lists(self) -> list[tuple[int, int]]:
        """Ranges of lists under a heading that ends with …废止：, …失效的文件目录 and the like."""
        view = self._view
        ranges: list[tuple[int, int]] = []
        for word in _ENDED_WORD.finditer(view):
            line_end = view.find("\n", word.end(), word.end() + _LONGEST_HEADING)
            if line_end < 0 or not _ENDED_HEADING.match(view, word.start(), line_end):
                continue
            if not ranges or line_end >= ranges[-1][1]:
                ranges.append((line_end, self._list_end(line_end + 1)))
        return ranges

    def _list_end(self, position: int) -> int:
        """The end of the lines that name titles, blank lines and bare labels between them included."""
        for line in _LINE.finditer(self._view, position):
            if "《" not in line[0] and not _LIST_LINE.match(line[0]):
                return line.start()
        return len(self._view)

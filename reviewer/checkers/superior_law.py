"""Whether a predicate only applies a superior law (上位法): a named one, or the law as such (依法).

Naming a law clears nothing by itself. It must govern the predicate: 依照《安全生产法》第九十七条
的规定处以罚款. A law of the preamble, one that is offended (违反《…》), one that is carried out
together with 本地实际, and 法律法规另有规定的从其规定 leave the clause as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from reviewer.checkers.base import CheckContext
from reviewer.citation.model import CitationForm
from reviewer.citation.resolve import Resolution, ResolvedCitation
from reviewer.law import LawKind

NEW_CONDITION = re.compile(r"[^，。；]{6,}的[，,]")
"""A condition that closes before the predicate: what was said before it governs no more."""

_REACH = 90
_BY_LAW_REACH = 24
# 依法终止办理、责令改正、撤销决定或者予以处罚: one adverb governs all members of an enumeration.
_ENUMERATED_REACH = 60
_ENUMERATION = re.compile(r"[^，。；]*(?:、|或者?|并|和)[^，。；]*$")
_NAMED = frozenset({CitationForm.TITLE, CitationForm.BARE, CitationForm.BACK, CitationForm.NUMBER})
_NO_SUPERIOR = frozenset({LawKind.NORMATIVE_DOCUMENT, LawKind.PARTY_RULE, LawKind.STANDARD, LawKind.OTHER})
_SUPERIOR_ENDINGS = re.compile(r"(?:法|法典|条例|规定|办法|规则|细则|解释|决定)$")
_CITING = re.compile(
    r"(?:依据|依照|根据|按照|参照|适用|依|按|执行)(?:国家|国务院|省|现行)?(?:[^，。；：]{0,60}[、和及与或])?$"
)
# What stands between the citation and the predicate when the citation has another purpose.
_OTHER_PURPOSE = re.compile(
    r"""
      制定|结合|贯彻|落实|精神|实际|以外|之外|同时|另行|另外|此外|研究|决定对|自行
    | 经.{0,8}同意|特作|特制|为了?(?:加强|规范|维护)
    """,
    re.VERBOSE,
)
# What follows the title: the article, or 的规定, or nothing but the predicate.
_PRESCRIBES = re.compile(
    r"""
      [^，。；]{0,30}第[〇零一二三四五六七八九十百千\d]+[条款项]
    | [^，。；]{0,12}(?:规定|要求|条款|授权|标准|权限|程序|幅度|决定)
    | [^，。；]{0,10}$
    """,
    re.VERBOSE,
)
# Behind the predicate: 处罚（依照《消防法》…）, 不得在《…》第三十条规定的地点燃放.
_CITED_BEHIND = re.compile(r"^(?:[^。；]{0,16}[，（(、]?(?:依照|按照|依据|根据|适用|执行)|在)(?=《)")
# The article in brackets at the end says where the sentence stands; a title alone does not.
_CITED_IN_BRACKETS = re.compile(
    r"[^。；]{0,40}。?[（(]《[^》]{2,40}》第[〇零一二三四五六七八九十百千\d]+条[^）)。]{0,12}[）)]"
)
# 依照《消防法》第六十条处罚；情节严重的，责令停业: the law governs the graver case too.
_GRAVER = re.compile(r"[；;\s]*(?:情节(?:特别)?严重|逾期(?:不|未)|拒不改正|造成(?:严重)?后果)")
_ONLY_BASED_ON = re.compile(r"[^，。；）)]{0,8}(?:制定|精神|结合)")
_EXCEPT = re.compile(r"除[^，。；]{0,16}$")
_AS_ELSEWHERE = re.compile(
    r"[^。；]{0,12}(?:遵守|依照|按照|执行|适用)(?!本)[^，。；]{0,24}(?:规定|通知|条例|办法|法)(?:执行|办理|处理|备案)?"
)
_BY_LAW = re.compile(
    r"""
      依法(?!登记|注册|设立|成立|经营|享有|在)
    | (?:应当|应|必须)依法登记(?!注册|地)
    | (?:依照|依据|按照|根据|按|依)(?:国家|国务院|现行|省|有关|相关|和|、|的|我国)*
      (?:法律|法规|行政法规|规章)[^，。；]{0,16}
    | (?:依照|依据|按照|根据|按)(?:国家|国务院|中央|省级?(?:以上)?(?:财政|价格|发展改革)[^，。；]{0,8})
      (?:和省|及省|、省|的|有关|相关|统一|现行)*(?:规定|标准|要求|政策)
    | (?:依照|按照)[^，。；本]{0,10}(?:部|总局|国务院)[^，。；]{0,8}(?:通知|规定|意见|办法)
    | 法律[、，]?法规(?:明确|另有)?规定的?
    | 法定(?:职责|职权|权限|程序|义务|情形)
    | (?:国家|法律)规定的
    """,
    re.VERBOSE,
)


def governing_law(context: CheckContext, unit_start: int, predicate: int, end: int) -> str | None:
    """Title of the named superior law that the predicate only applies, None where there is none.

    Args:
        context: The document.
        unit_start: Begin of the unit.
        predicate: Begin of the predicate.
        end: Where the matched wording ends.
    """
    view, citations = context.view.text, context.citations
    unit_start = _begin_with_graver_case(view, unit_start)
    first = bisect_left(citations, unit_start, key=lambda found: found.citation.start)
    for index in range(first, len(citations)):
        found = citations[index]
        citation = found.citation
        if citation.start > end + _REACH:
            return None
        if not _is_superior(found):
            continue
        if citation.end <= predicate and _governs(view, unit_start, found, predicate):
            return found.title
        if citation.start >= end and _cited_behind(view, end, found):
            return found.title
    return None


def _begin_with_graver_case(view: str, unit_start: int) -> int:
    """Where the sentence begins, where the unit only goes on to the graver case of the same offence."""
    if _GRAVER.match(view, unit_start) is None:
        return unit_start
    return max(view.rfind(mark, 0, unit_start) for mark in "。\n") + 1


def _cited_behind(view: str, end: int, found: ResolvedCitation) -> bool:
    """Whether the law that follows the predicate prescribes it; what it is only based on clears nothing."""
    citation = found.citation
    if _ONLY_BASED_ON.match(view, citation.end):
        return False
    cited = _CITED_BEHIND.match(view[end : citation.start + 1]) is not None
    return cited or _CITED_IN_BRACKETS.match(view, end) is not None


def applies_the_law(view: str, unit_start: int, predicate: int, end: int) -> bool:
    """Whether 依法, 按照法律、法规 or 按照国家规定 governs the predicate, without naming a law."""
    if _AS_ELSEWHERE.match(view, end):
        return True
    start = max(unit_start, predicate - _ENUMERATED_REACH)
    return any(
        found.start() >= predicate
        or not (
            (
                predicate - found.start() > _BY_LAW_REACH
                and not _ENUMERATION.fullmatch(view, found.end(), predicate)
            )
            or NEW_CONDITION.search(view[found.end() : predicate])
            or _EXCEPT.search(view[max(unit_start, found.start() - 20) : found.start()])
        )
        for found in _BY_LAW.finditer(view, start, end)
    )


def _is_superior(found: ResolvedCitation) -> bool:
    if found.citation.form not in _NAMED or found.how is Resolution.OWN or found.citation.draft:
        return False
    if found.law is not None:
        return found.law.kind not in _NO_SUPERIOR
    return _SUPERIOR_ENDINGS.search(found.title) is not None


def _governs(view: str, unit_start: int, found: ResolvedCitation, predicate: int) -> bool:
    """Whether a citing verb takes the law and the predicate is what that law prescribes."""
    citation = found.citation
    before = view[max(unit_start, citation.start - 70) : citation.start]
    if predicate - citation.end > _REACH or not _CITING.search(before):
        return False
    between = view[citation.end : predicate]
    if "。" in between or _OTHER_PURPOSE.search(between) or NEW_CONDITION.search(between):
        return False
    return _PRESCRIBES.match(view, min(citation.name_end, predicate), predicate) is not None

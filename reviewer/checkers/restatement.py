"""Why a clause whose words would set something sets nothing: it tells, ends, entitles, agrees or applies."""

from __future__ import annotations

import re

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.superior_law import NEW_CONDITION, applies_the_law, governing_law
from reviewer.language.matching import Range

_REACH = 90
_SEVERAL_COUNTS = 3
_AGREED = re.compile(
    r"""
      (?:按|按照|依照|依据|根据|依)[^，。；]{0,14}
      (?:协议|合同(?!总?(?:造?价|额|金额|款))|约定|招标文件|采购文件|承诺书|章程|管理规约|业主公约|村规民约)
    | (?:协议|合同)中?(?:另有)?约定
    | 违约金|违约责任
    """,
    re.VERBOSE,
)
_ENTITLES = re.compile(
    r"""
      (?:没有|无)(?:法律|法规|依据)
    | 有权(?:拒绝|投诉|举报|要求|申请|检举)|可以拒绝
    | (?:投诉|举报|反映)(?=[^，。；]{0,20}$)
    """,
    re.VERBOSE,
)
_ENDS = re.compile(
    r"(?:停止|不再|取消|废止|清理|撤销|免于|免予|无需|无须|不需|不必|不用|停征|暂停)[^，。；]{0,6}$"
)
_TOLD = re.compile(r"\s*(?:今年|去年|截至|近年来|近期|目前|本年度|全年|上半年|前三季度|期间|\d{4}年)")
_MODAL = re.compile(r"应当|必须|一律|的[，,]|不得|须|严禁|将|要|(?<!\d)起[，,]")
_COUNTED = re.compile(
    r"\d[\d.]*[余多]?[万亿千]?[余多]?(?:起|件|宗|家|个|人次|人|户|辆|台|处|份|元|吨|公斤|平方米|次)"
)


def sets_nothing(context: CheckContext, match: Match, own: Range, *, restated: bool) -> str | None:
    """Why the wording sets nothing, None where it sets.

    Args:
        context: The document.
        match: The wording; its last element is the predicate that a law or an agreement must govern.
        own: The unit.
        restated: Whether 依法 and the like make it a mere restatement.
    """
    view, predicate = context.view.text, match.parts[-1][0]
    if _tells(view, own):
        return "叙述语境：该句报告已做的工作"
    if _ENTITLES.search(view, own[0], predicate):
        return "该句赋予当事人权利，没有设定"
    if _ENDS.search(view, max(own[0], match.start - 12), match.start):
        return "清理语境：该句停止这种做法"
    return _applies(context, own[0], predicate, match.end, restated=restated)


def _applies(
    context: CheckContext, unit_start: int, predicate: int, end: int, *, restated: bool
) -> str | None:
    view = context.view.text
    start = max(unit_start, predicate - _REACH)
    agreed = _AGREED.finditer(view, start, end)
    if any(not NEW_CONDITION.search(view[found.end() : predicate]) for found in agreed):
        return "按照协议约定，不是设定行政权力"
    law = governing_law(context, unit_start, predicate, end)
    if law is not None:
        return f"上位法依据：《{law}》"
    if restated and applies_the_law(view, unit_start, predicate, end):
        return "重申法律规定，没有自行设定"
    return None


def _tells(view: str, own: Range) -> bool:
    """Whether the unit tells of what was done: it counts, of a period that is over, and requires nothing."""
    if _MODAL.search(view, *own):
        return False
    counts = len(_COUNTED.findall(view, *own))
    return counts >= _SEVERAL_COUNTS or (counts > 0 and _TOLD.match(view, *own) is not None)

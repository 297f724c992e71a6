"""Why a clause whose words would set something sets nothing: it tells, ends, entitles, agrees or applies."""

from __future__ import annotations

import re

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.superior_law import NEW_CONDITION, applies_the_law, governing_law
from reviewer.language.matching import Range

_REACH = 90
_AGREED = re.compile(
    r"""
      (?<![未不])(?:按|按照|依照|依据|根据|依)[^，。；]{0,14}
      (?:协议|合同(?!总?(?:造?价|额|金额|款))|约定|招标文件|采购文件|承诺书|章程|管理规约|业主公约|村规民约)
    | (?:协议|合同)中?(?:另有)?约定
    | 违约金|违约责任
    """,
    re.VERBOSE,
)
_ENTITLES = re.compile(
    r"""
      (?:没有|无)(?:法律|法规|依据)
    | 有权(?:拒绝|投诉|举报|申请|检举)|可以拒绝
    """,
    re.VERBOSE,
)
_ENDS = re.compile(
    r"(?:停止|不再|取消|废止|清理|撤销|免于|免予|无需|无须|不需|不必|不用|停征|暂停)[^，。；]{0,6}$"
)
# 收取押金的，依照就业促进法处理: the condition is the misconduct.
_MISCONDUCT = re.compile(
    r"[^，。；]{0,16}的[，,][^。；]{0,40}(?:依照|依据|责令|处罚|查处|处分|追究|退还|改正|处理)"
)
_OMITTED = re.compile(r"未|没有|不|拒|逾期|少")
_TOLD = re.compile(
    r"""
      \s*(?:
        (?:自)?(?:今年|去年|截至|近年来|近期|目前|本年度|上年度|全年|上半年|下半年|前三季度|第[一二三四]季度|期间|\d{4}年)
      | 据[^，。]{0,5}统计
      | [一二三四]季度
      | 近[一二两三四五六七八九十几\d]+(?:年|个月)来?
      | [^，。]{2,14}以来[，,]
      | (?:本次|经|专项)?[^，。]{0,4}(?:排查|检查|审计|抽查|统计|调查)(?:中)?发现
      )
    | .*?(?:累计(?![\d一二三四五六两]{1,3}次)|先后|共计|共查)
    | .*?[，,]共(?=责令|处罚|取缔|拆除|关停|吊销|约谈|清退|没收|扣押|办理|征收)
    """,
    re.VERBOSE,
)
_HISTORY = re.compile(
    r"曾(?:经)?(?:规定|要求|设|拟|提出|实行)|审议时|删去|删除了|仍(?:然|在)?要求|(?:督查|巡视|巡察|审计|通报)(?:中)?指出"
)
_MODAL = re.compile(
    r"不少于|不低于|应当|必须|一律|的[，,]|不得|须|严禁|将|要|(?<!\d)(?<![一二三四五六七八九十百余])起[，,]"
)
_COUNTED = re.compile(
    r"[\d.〇一二三四五六七八九十百千万亿两]+[余多]?(?:起|件|宗|家|个|人次|人|户|辆|台|处|份|元|吨|公斤|平方米|次)"
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
    if _tells(view, own) or _HISTORY.search(view, *own):
        return "叙述语境：该句报告已做的工作"
    if _misconduct(view, own, match):
        return "该句处理这种做法，没有设定"
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


def _misconduct(view: str, own: Range, match: Match) -> bool:
    """Whether the wording stands in a condition to which the sentence attaches a consequence of law."""
    if _OMITTED.search(view, max(own[0], match.start - 8), match.end):
        return False
    return _MISCONDUCT.match(view, match.end, own[1]) is not None


def _tells(view: str, own: Range) -> bool:
    """Whether the unit tells of what was done: it counts, of a period that is over, and requires nothing."""
    if _TOLD.match(view, *own) is None or _MODAL.search(view, *own):
        return False
    return _COUNTED.search(view, *own) is not None

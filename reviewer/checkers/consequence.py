"""Where the words that decide a predicate's polarity begin.

严禁占道摆摊，违者罚款 forbids the stalls and commits to the fine: what stands before the
consequence is its occasion and does not forbid it.
"""

from __future__ import annotations

import re

_BORDER = re.compile(
    r"""
      的[，,]
    | 的(?=由|一律|处(?:以|罚|\d|[一二三五千百])|予以|给予|将|可以?|每|罚)
    | [，,、](?=违者|违反|否则|一经|一旦|如有违反|凡违反|对违反|逾期|拒不|屡教不改|情节严重|经查)
    | 者(?=[^，。；]{0,12}(?:不|取消|停|罚|处|没收|予以|一律|由|即))
    | 被(?:举报|投诉|通报|约谈|曝光|查处)的?
    | (?:违者|违反者|否则|一经发现|一经查实|一旦发现|逾期不[^，。；]{1,12}|拒不[^，。；]{1,12})
    """,
    re.VERBOSE,
)
_COMMA = re.compile(r"[，,]")
_GOES_ON = re.compile(
    r"\s*(?:并处|可以?并处|可处|并可|并给予|并予以|并没收|并吊销|并责令|处以|处\d|同时处|另处)"
)
# A second sanction beside the first: 取消分级资格，责令停业十日. The first one abolishes nothing.
_SANCTION_TOO = re.compile(
    r"\s*(?:并|同时|由[^，]{0,12})?(?:责令|勒令|停业|停产|停止|暂停|吊销|撤销|注销|收回|没收|罚没|列入|清退|关闭|扣|罚|处|限制|冻结|拆除|拔除"
    r"|[一二三四五六七八九十两半\d]+(?:年|个月|日|天)内|永久|终身|情节|情形|累计|第[一二三]次|连续)"
)
# What is fought here is the citizen's misconduct; the penalty that goes with it is not fought.
_FIGHTS = re.compile(r"打击|取缔|查处|整治|清理|严查|整改|通报|曝光|约谈|制止|纠正|排查|举报|改正|清除|治理")
_BANS = re.compile(r"不得|严禁|禁止|不准|杜绝|防止|避免|停止|取消|不再|无权|不允许|减轻|免")


def begin_of_consequence(view: str, unit_start: int, predicate: int) -> tuple[int, bool]:
    """Where the words begin that decide the predicate's polarity, and whether it is a consequence.

    Args:
        view: The folded text.
        unit_start: Begin of the unit.
        predicate: Begin of the predicate.
    """
    begin, consequence = unit_start, False
    for border in _BORDER.finditer(view, unit_start, predicate):
        begin, consequence = border.end(), True
    commas = [comma.end() for comma in _COMMA.finditer(view, begin, predicate)]
    if commas:
        before = view[begin : commas[-1]]
        if consequence and _SANCTION_TOO.match(view, commas[-1]):
            return commas[-1], True
        if _GOES_ON.match(view, commas[-1]) or (_FIGHTS.search(before) and not _BANS.search(before)):
            return commas[-1], consequence
    return begin, consequence

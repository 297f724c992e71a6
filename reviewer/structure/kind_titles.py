"""What titles say about the kind of a document: patterns, the first that matches decides."""

from __future__ import annotations

import re
from typing import NamedTuple

from reviewer.structure.kinds import DocumentKind

K = DocumentKind


class TitleRule(NamedTuple):
    """A pattern for a title without its parentheses, and the kind that it tells."""

    pattern: re.Pattern[str]
    kind: DocumentKind


def _rule(kind: DocumentKind, *alternatives: str) -> TitleRule:
    return TitleRule(re.compile("|".join(alternatives)), kind)


SPECIAL = (
    _rule(
        K.PENALTY_DECISION,
        r"(?:行政处罚|不予(?:行政)?处罚)(?:决定|事先告知|听证告知)?书?$",
        r"处罚决定书",
    ),
    _rule(
        K.DISCLOSURE_REPLY,
        r"政府信息.{0,12}(?:答复|告知|通知)书?$",
        r"依申请公开.{0,10}(?:答复|告知)书?$",
    ),
    _rule(K.INTERPRETATION, r"解读|一图读懂|答记者问|问答|图解|政策速递|请查收|百问|宣传"),
    _rule(
        K.TENDER,
        r"(?:招标|采购|磋商|谈判|询价|比选|竞价|遴选|资格预审|中标|成交)\S{0,12}"
        r"(?:公告|公示|结果|答疑|澄清|邀请书|邀请函|须知)$",
        r"(?:招标|采购|磋商|谈判|询价|比选|资格预审)(?:文件|需求|范本)$",
    ),
    _rule(K.MINUTES, r"纪要$"),
    _rule(K.AGREEMENT, r"(?:协议书?|合同书?|备忘录|意向书|责任书|合作框架)$"),
    _rule(
        K.FORM,
        r"(?:申请|登记|审批|备案|报名|汇总|调查|信息|统计|推荐|反馈|评分|考核)表$",
        r"(?:承诺|委托|申报|申请)书$|回执$|登记卡$",
    ),
    _rule(
        K.PUBLIC_LIST,
        r"公示$|名单$",
        r"(?:名单|名录|结果|人选|拟\S{1,12})的?(?:公示|公告|通告)$",
        r"(?:公布|公示|公告)\S{0,60}(?:名单|名录)的\S{2}$",
    ),
    _rule(K.APPROVAL, r"批复$"),
    _rule(K.LETTER, r"(?:复函|公函|函)$", r"(?:建议|提案|议案|信访)\S{0,30}答复$"),
    _rule(K.REPORT, r"(?:报告|年报|总结|公报|白皮书)$"),
    _rule(K.OTHER, r"(?:办事|服务|办理)(?:指南|指引)$"),
)
"""Kinds that a title tells whatever else stands in it."""

SOUGHT = _rule(K.NOTICE, r"(?:征求|公开征集|征集|听取).*(?:通知|公告|通告|函)$")
"""Comments or proposals are sought: a notice, whatever the draft it carries."""

PLAN = _rule(
    K.PLAN,
    r"(?:方案|规划|计划|要点|纲要|任务分工|预案|任务清单|工作安排|路线图)$",
)
NORMATIVE = _rule(
    K.NORMATIVE,
    r"(?:办法|规定|细则|意见|措施|政策|规则|规程|规范|指引|准则|守则|制度|十条|条款|标准|规范性文件|要求|清单|目录"
    r"|章程|基准|条例|指南|通则)$",
    r"^关于(?:实施|贯彻落实)《[^》]*(?:政策|措施|办法|规定)》的通知$",
)
NOTICE = _rule(
    K.NOTICE,
    r"(?:通知|通告|公告|通报|决定|决议|命令|令|公开信|倡议书|通知书)$",
)
LIST_CARRIED = _rule(K.PUBLIC_LIST, r"(?:名单|名录)$")

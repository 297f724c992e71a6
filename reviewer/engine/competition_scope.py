"""Whether a document concerns undertakings' economic activity, the premise of a fair competition review.

公平竞争审查条例第二条 asks for a review of documents that concern the economic activity of
undertakings (经营者). One that does not is outside, which is a result of its own and needs its
reason: an empty list of findings would look like a clean review.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.document import Document, Span
from reviewer.report import ReadValue
from reviewer.structure.kinds import DocumentKind

CONCERNED, NOT_CONCERNED = "concerned", "not_concerned"

# What the reason needs is counted up to here; a statute book is not read to its end.
_ENOUGH = 12
_FEW = 2
_SENTENCE = re.compile(r"[^。！？!?\n]+")
# An office or school is no undertaking by its name: 单位, 机构 alone say nothing.
_UNDERTAKING = re.compile(
    r"""
      企业|公司|经营者|经营主体|市场主体|经营户|商户|供应商|投标人|中标人|承包商|开发商|运营商|经销商|服务商
    | 个体工商户|合作社|旅行社|投资者|投资方|生产商|厂家|商家|门店|药店|酒店|民宿|代理机构|中介机构|社会资本
    """,
    re.VERBOSE,
)
_ACTIVITIES = {
    "市场准入和退出": r"准入|许可|备案|特许经营|经营权|开办|注销|经营范围|资质|从事\w{0,8}经营",
    "产业发展和招商引资": r"产业|招商|投资|落户|园区|技术改造|上市|升规|培育",
    "政府采购和招标投标": r"采购|招标|投标|中标|评标|评分|竞争性磋商|比选|发包",
    "奖励补贴和税费": r"奖励|奖补|补贴|补助|贴息|税收|减免|返还|收费|保证金",
    "要素供给": r"用地|供地|土地出让|租金|电价|水价|气价|融资|贷款|信贷",
    "价格": r"价格|定价|限价|指导价|收费标准|费率",
    "监督检查": r"检查|抽检|执法|处罚|信用评价|监管",
}
_ACTIVITY = re.compile(
    "|".join(f"(?P<kind{number}>{words})" for number, words in enumerate(_ACTIVITIES.values()))
)
_KINDS = tuple(_ACTIVITIES)
# What these hold is decided or ordered elsewhere: that is reviewed (答疑口径第 7 条 on minutes).
_OUTSIDE = {
    DocumentKind.MINUTES: "会议纪要只记载会议决定，不属于审查范围；文中涉及{kinds}，据此另行出台政策措施的，"
    "应当在起草阶段开展公平竞争审查",
    DocumentKind.REPORT: "工作报告只叙述情况，本身不是政策措施；文中涉及{kinds}，据此另行出台政策措施的，"
    "应当在起草阶段开展公平竞争审查",
    DocumentKind.DISCLOSURE_REPLY: "政府信息公开答复只答复申请人，本身不是政策措施；"
    "文中涉及{kinds}的文件另行审查",
    DocumentKind.PENALTY_DECISION: "行政处罚决定只处理个案，本身不是政策措施；文中涉及{kinds}，"
    "执法所依据的文件另行审查",
    DocumentKind.INTERPRETATION: "政策解读只说明已经制定的文件，本身不是政策措施；文中涉及{kinds}，"
    "请审查所解读的文件",
}
# Named by the rules themselves (实施办法第二条第三款, 答疑口径第 6 条).
_INSIDE = {
    DocumentKind.TENDER: "招标、采购文件属于审查范围，",
    DocumentKind.AGREEMENT: "与经营者签订的行政协议、备忘录属于具体政策措施，",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """A sentence that joins an undertaking with an economic activity."""

    span: Span
    kind: str


def competition_scope(document: Document, kind: DocumentKind | None = None) -> ReadValue:
    """Whether the document concerns undertakings' economic activity, with the place and the reason.

    Doubt is read as concern: a review too many costs little, one omitted is unlawful.

    Args:
        document: The document.
        kind: What it is, None where that could not be told.

    Returns:
        ``concerned`` or ``not_concerned``; the span is that of the first sentence that shows concern.
    """
    mentions = list(_mentions(document))
    if not mentions:
        return ReadValue(
            value=NOT_CONCERNED,
            reason="全文没有一句把企业、商户等经营者与准入、招标采购、奖补、收费、价格、监管等经济活动联系起来，"
            "不属于《公平竞争审查条例》第二条规定的涉及经营者经济活动的政策措施，请起草单位确认",
        )
    kinds = "、".join(name for name, _ in Counter(mention.kind for mention in mentions).most_common(3))
    first = mentions[0].span
    if kind in _OUTSIDE:
        return ReadValue(value=NOT_CONCERNED, span=first, reason=_OUTSIDE[kind].format(kinds=kinds))
    named = _INSIDE.get(kind, "") if kind else ""
    doubt = "，只有个别语句涉及，请起草单位确认" if len(mentions) < _FEW and not named else ""
    return ReadValue(value=CONCERNED, span=first, reason=f"{named}涉及经营者的{kinds}{doubt}")


def _mentions(document: Document) -> Iterator[_Mention]:
    found = 0
    for sentence in _SENTENCE.finditer(document.text):
        if _UNDERTAKING.search(document.text, *sentence.span()) is None:
            continue
        activity = _ACTIVITY.search(document.text, *sentence.span())
        if activity is None or activity.lastgroup is None:
            continue
        yield _Mention(span=Span(*sentence.span()), kind=_KINDS[int(activity.lastgroup.removeprefix("kind"))])
        found += 1
        if found == _ENOUGH:
            return

"""Whether a sentence that names a benefit also grants it (奖补、税收、要素优惠).

Policies name their rewards far more often than they grant them: in headings (（一）落户奖励。), in
the duties of departments (负责落户奖励的审核), in the papers to hand in, in who bears the cost, in
the titles of forms. Named is not granted: 条例第十条 is about granting (给予).
"""

from __future__ import annotations

import re

from reviewer.checkers.base import CheckContext, Match
from reviewer.engine.schema import Rule

_BENEFIT_KINDS = re.compile(r"10\.[123]")
_REWARD = r"(?:奖励|奖补|奖金|补助|补贴|资助|扶持|贴息|配套|支持|激励)"
_TOPIC_CHARACTERS = 24
_NUMBERING = re.compile(
    r"\s*(?:第[一二三四五六七八九十百]+[章节条]|[（(]?[一二三四五六七八九十\d]+[）)、.．]|附件\d*[：:]?|表\d*)?\s*[【“]?"
)
# A noun phrase: nothing in it is done, and no sum is named.
_TOPIC = re.compile(
    rf"""
      (?!.*(?:给予|予以|享[受有]|返还|免[收征缴除租]|减半|优先|实行|实施|发放|拨付|支付|兑现|按|根据|一[事企]一|[可应须再仅只限向由]|(?<!加大)(?<!加强)对))
      [^，,；：:\d]{{2,{_TOPIC_CHARACTERS}}}{_REWARD}(?:力度|标准|办法|政策|措施|资金|项目|类|经费|细则)?
      [】”。；]{{0,3}}$
    """,
    re.VERBOSE,
)
_FORM = re.compile(
    r"(?:申请|申报|汇总|审批|审核|登记|明细|备案|统计|评分|兑现)表|(?:承诺|申报|申请|任务|委托)书(?=$|[，。；、（(])"
)
_DUTY = re.compile(rf"(?:负责|牵头|会同|协助|配合)[^。；]{{0,60}}?{_REWARD}")
_PAPERS = re.compile(
    rf"""
      (?:申请|申报|兑现|领取)[^，。；]{{0,40}}{_REWARD}[^，。；]{{0,20}}[，,]?
      [^，。；]{{0,14}}(?:提交|提供|附具|附上|填报|填写|报送|登录|携带|出具)
    """,
    re.VERBOSE,
)
_COST = re.compile(
    rf"""
      {_REWARD}(?:等|类|政策|专项)?(?:的|所需)?(?:资金|经费|所需)[^，。；]{{0,10}}(?:由|从|在|纳入|列入|按)
      [^。；]{{0,40}}(?:承担|分担|负担|列支|安排|预算|统筹|拨付)
    """,
    re.VERBOSE,
)
_ONCE = re.compile(
    r"(?:已经?|同时)(?:享受|获得|领取)[^。；]{0,60}(?:不再|不得|不予|不)[^，。；]{0,8}(?:享受|奖励|补助|补贴|申报|支持)"
)
_ENDED = re.compile(rf"{_REWARD}[^，。；]{{0,10}}已[经于]?[^，。；]{{0,12}}(?:停止|废止|取消|终止|到期)")
# 海域使用金减免按《海域使用管理法》规定的情形办理: the statute grants, not the document.
_RESTATED = re.compile(
    r"(?:减免|缓[缴征]|免[征缴收]|返还|优惠)[^，。；]{0,6}(?:按照?|依照?|依据|执行)[^，。；]{0,4}《[^》]{2,40}(?:法|条例)》[^，。；]{0,12}(?:办理|执行|规定)\s*$"
)
PROCEDURES = {
    "表格": _FORM,
    "职责": _DUTY,
    "材料": _PAPERS,
    "经费": _COST,
    "不重复享受": _ONCE,
    "已停止": _ENDED,
    "按法律办理": _RESTATED,
}
"""What names a benefit without granting it, by name; each has its pair of sentences in the tests."""
# 对获得奖励资金的上市公司，……: who was rewarded before; only what follows may grant anew.
_REWARDED = re.compile(
    rf"(?:获得|取得|领取|得到)[^，。；]{{0,8}}{_REWARD}[^，。；]{{0,12}}的[^，。；]{{0,20}}[，,]"
)
_OFFERS = re.compile(
    rf"(?:给予|予以|再)[^，。；]{{0,30}}(?:{_REWARD}|\d)|{_REWARD}\s*(?:人民币)?\d|分别{_REWARD}|免[收征缴除租]|返还|减半"
)
_OFFERS_ANEW = re.compile(rf"{_REWARD}|优先|倾斜|优惠|减免")


def grants_nothing(rule: Rule, match: Match, context: CheckContext, *, topics: bool = True) -> str | None:
    """Why the sentence of a match grants nothing although it names a benefit, in Chinese; else None.

    Args:
        rule: Its rule; only those on benefits (条例第十条第（一）至（三）项) are asked.
        match: The match.
        context: The document.
        topics: Whether a phrase that only names a topic, as a heading does, grants nothing.
    """
    if _BENEFIT_KINDS.fullmatch(rule.kind) is None:
        return None
    unit = context.sentences.unit_at(match.start)
    own = context.view.text[context.sentences.starts[unit] : context.sentences.ends[unit]]
    if topics and match.lead_in is None and _TOPIC.match(own, _end_of_numbering(own)):
        return "名目：该句只提到优惠的名称，没有给予"
    if _OFFERS.search(own):
        return None
    if any(procedure.search(own) for procedure in PROCEDURES.values()):
        return "办理程序：该句规定职责、材料、经费、表格或者转引法律，没有给予"
    rewarded = _REWARDED.search(own)
    if rewarded is not None and _OFFERS_ANEW.search(own, rewarded.end()) is None:
        return "叙述语境：该句说的是已经取得优惠的对象"
    return None


def _end_of_numbering(own: str) -> int:
    found = _NUMBERING.match(own)
    return found.end() if found else 0

"""Which documents owe the parts of an instrument: a basis, a date of entry into force, a validity."""

from __future__ import annotations

import re

from reviewer.checkers.base import CheckContext
from reviewer.language.matching import Range
from reviewer.structure.outline import ClauseUnit

_NAMED = re.compile(
    r"(?:办法|规定|细则|规则|条例|措施|规程|准则|制度)(?:[（(][^（）()]*[）)])?》?(?:的?(?:通知|公告|决定))?$"
)
_FEWEST_ARTICLES = 3


def is_instrument(context: CheckContext) -> bool:
    """Whether the document is, or carries, an instrument in articles or one named 办法, 规定 and the like.

    An opinion, a plan or a notice of work that sets nothing to be applied again owes no such parts.
    """
    articles = [clause for clause in context.outline.clauses if clause.unit is ClauseUnit.ARTICLE]
    title = context.profile.title
    return len(articles) >= _FEWEST_ARTICLES or (title is not None and _NAMED.search(title.value) is not None)


def title_range(context: CheckContext) -> Range | None:
    """Where a finding of absence is anchored: the title, else the first block; None without text."""
    title = context.profile.title
    if title is not None and title.span is not None:
        return context.view_range(title.span)
    blocks = context.document.blocks
    return context.view_range(blocks[0].span) if blocks else None


_BURDENS = re.compile(
    r"""
      罚款|没收|吊销|停业整顿|停产停业|扣押|查封|强制拆除|强行|清退|黑名单
    | (?:缴纳|交纳|收取|征收)[^，。；]{0,12}(?:费|金)(?!补)
    | 后?方可(?:从事|经营|营业|销售|施工|进入|上路|开业|使用)|准[入运营销养]证
    | 取消[^，。；]{0,10}资格
    | (?:企业|经营者|个人|单位和个人|居民|村民|市民|业主|商户|经营户|用户|驾驶员|养犬人|出租人)
      [^，。；]{0,12}(?:不得|必须|严禁|禁止|一律)
    | (?:禁止|严禁)(?:在|任何单位|任何组织|一切单位|携带|销售|燃放|饲养|经营|生产|擅自)
    """,
    re.VERBOSE,
)


def burdens(context: CheckContext) -> bool:
    """Whether the document cuts rights or adds duties for citizens or undertakings."""
    return _BURDENS.search(context.view.text) is not None

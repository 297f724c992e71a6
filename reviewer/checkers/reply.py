"""Replies to requests for disclosure against 《政府信息公开条例》 and 《行政复议法》 Article 23."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.instruments import title_range
from reviewer.language.patterns import PatternParser
from reviewer.structure.kinds import DocumentKind
from reviewer.structure.replies import Outcome, Reply, is_reply, read_reply
from reviewer.structure.working_days import working_days_after

_OPENING = 120
_DEADLINE, _EXTENDED = 20, 40
_EXTENSION = re.compile(r"延长|延期")
_THIRD_PARTY = re.compile(r"征求[^。；]{0,12}(?:第三方|第三人|权利人|意见)|第三方意见")
_DECIDING_ARTICLES = frozenset({36, 37, 38, 39})
_GROUNDS = frozenset({14, 15, 16})
_REASON = re.compile(
    r"国家秘密|商业秘密|个人隐私|内部事务|内部管理|过程性|行政执法案卷|危及|国家安全|公共安全|经济安全|社会稳定"
    r"|理由|原因|鉴于"
)
_SEARCHED = re.compile(r"检索|查找|查询|查阅|核查|查档|经查")
_WHY_NOT_OURS = re.compile(
    r"由[^。；]{2,40}(?:负责|制作|保存|获取|公开)|制作机关|保存机关|职责|职能|理由|因为?|建议(?:你|您)?向|可以?向"
)
_APPEAL, _SUIT = re.compile(r"行政复议|申请复议"), re.compile(r"行政诉讼|提起诉讼|向[^。；]{0,16}法院起诉")
_APPEAL_PERIOD = re.compile(
    r"(?P<number>[\d一二三四五六七八九十]{1,3})\s?(?:个?工作)?日[^。；]{0,40}?(?:复议)"
)
_SUIT_PERIOD = re.compile(r"(?P<number>[\d一二三四五六七八九十]{1,3})\s?个?月[^。；]{0,40}?(?:诉讼|起诉)")
_APPEAL_BODY = re.compile(r"向[^。；，]{2,40}(?:政府|机关|局|委|厅|部|司法)[^。；]{0,12}复议")
_DIRECT_SUIT = re.compile(
    r"复议[^。；]{0,40}(?:或者?|也可以?|亦可)[^。；]{0,40}(?:直接)?[^。；]{0,20}(?:诉讼|起诉)|直接向[^。；]{0,16}法院"
)


class ReplyAspect(StrEnum):
    """What of a reply is checked. The value stands in the ``match`` of a rule."""

    ARTICLE = "article"
    REASON = "reason"
    REMEDY = "remedy"
    APPEAL_FIRST = "appeal_first"
    DEADLINE = "deadline"


class ReplySpec(BaseModel):
    """The ``match`` of a rule on replies.

    Attributes:
        aspect: What is checked.
    """

    model_config = ConfigDict(extra="forbid")

    aspect: ReplyAspect


class ReplyChecker:
    """Reports what a reply lacks or gets wrong; steps on the way to a reply (补正、延期) are none."""

    Spec = ReplySpec
    heeds_polarity = False

    def __init__(self, spec: ReplySpec, parser: PatternParser) -> None:
        self._find = _FINDERS[spec.aspect]

    def find(self, context: CheckContext) -> Iterator[Match]:
        """At most a few matches, of replies only."""
        title = context.profile.title.value if context.profile.title else ""
        view = context.view.text
        if is_reply(title, view[:_OPENING]) or (
            context.kind is DocumentKind.DISCLOSURE_REPLY and is_reply(view[:_OPENING], "")
        ):
            yield from self._find(context, read_reply(view))


def _wrong_article(context: CheckContext, reply: Reply) -> Iterator[Match]:
    """An item of Article 36 that is another outcome's; no deciding article at all."""
    if not reply.outcomes:
        return
    decided = [relied for relied in reply.relied_on if relied.article in _DECIDING_ARTICLES]
    words = "、".join(outcome.chinese for outcome in reply.outcomes)
    due = "、".join(_article_words(outcome) for outcome in reply.outcomes)
    values = {"outcome": words, "due": due}
    if not decided:
        start, end = next(iter(reply.outcomes.values()))
        yield Match(start=start, end=end, values={**values, "problem": "没有写明所依据的条款"})
        return
    fitting = {outcome.value for outcome in reply.outcomes}
    for relied in decided:
        named = (relied.article, relied.item)
        if relied.article == 36 and relied.item and named not in fitting:
            yield Match(
                start=relied.start, end=relied.end, values={**values, "problem": "所引条款与结论不符"}
            )


def _article_words(outcome: Outcome) -> str:
    article, item = outcome.value
    words = {36: "第三十六条", 37: "第三十七条", 38: "第三十八条"}[article]
    return words + (f"第（{'一二三四五六七'[item - 1]}）项" if item else "")


def _missing_reason(context: CheckContext, reply: Reply) -> Iterator[Match]:
    view = context.view.text
    grounded = any(relied.article in _GROUNDS for relied in reply.relied_on)
    for outcome, (start, end) in reply.outcomes.items():
        lacking = {
            Outcome.WITHHELD: not grounded and not _REASON.search(view),
            Outcome.PARTIAL: not grounded and not _REASON.search(view),
            Outcome.ABSENT: not _SEARCHED.search(view),
            Outcome.NOT_RESPONSIBLE: not _WHY_NOT_OURS.search(view),
        }.get(outcome, False)
        if lacking:
            needed = "检索、查找的情况" if outcome is Outcome.ABSENT else "理由"
            yield Match(start=start, end=end, values={"outcome": outcome.chinese, "needed": needed})


def _missing_remedy(context: CheckContext, reply: Reply) -> Iterator[Match]:
    """Whoever may be wronged is told where to turn, and by when."""
    adverse = {outcome for outcome in reply.outcomes if outcome is not Outcome.GRANTED}
    if not adverse:
        return
    view = context.view.text
    appeal, suit = _APPEAL.search(view), _SUIT.search(view)
    missing = [words for words, found in (("行政复议", appeal), ("行政诉讼", suit)) if found is None]
    if appeal and not _APPEAL_BODY.search(view):
        missing.append("行政复议机关的名称")
    for words, period, pattern, due in (
        ("行政复议", appeal, _APPEAL_PERIOD, ("60", "六十")),
        ("行政诉讼", suit, _SUIT_PERIOD, ("6", "六")),
    ):
        stated = pattern.search(view)
        if period and stated is None:
            missing.append(f"申请{words}的期限" if words == "行政复议" else f"提起{words}的期限")
        elif stated is not None and stated["number"] not in due:
            missing.append(f"正确的{words}期限")
    if missing:
        anchor = (appeal or suit).span() if (appeal or suit) else title_range(context)  # type: ignore[union-attr]
        if anchor is not None:
            yield Match(start=anchor[0], end=anchor[1], values={"missing": "、".join(missing)})


def _suit_without_appeal(context: CheckContext, reply: Reply) -> Iterator[Match]:
    """Since 2024 who is refused disclosure must ask for reconsideration first."""
    if not {Outcome.WITHHELD, Outcome.PARTIAL} & set(reply.outcomes):
        return
    match = _DIRECT_SUIT.search(context.view.text)
    if match is not None:
        yield Match(start=match.start(), end=match.end())


def _late(context: CheckContext, reply: Reply) -> Iterator[Match]:
    view = context.view.text
    if reply.received is None or reply.dated is None or reply.received_at is None:
        return
    if _THIRD_PARTY.search(view):
        # The time for asking third parties does not count, and the reply seldom says how long it was.
        return
    days = working_days_after(reply.received, reply.dated)
    limit = _EXTENDED if _EXTENSION.search(view) else _DEADLINE
    if days is not None and days > limit:
        start, end = reply.received_at
        yield Match(start=start, end=end, values={"days": str(days), "limit": str(limit)})


_FINDERS: dict[ReplyAspect, Callable[[CheckContext, Reply], Iterator[Match]]] = {
    ReplyAspect.ARTICLE: _wrong_article,
    ReplyAspect.REASON: _missing_reason,
    ReplyAspect.REMEDY: _missing_remedy,
    ReplyAspect.APPEAL_FIRST: _suit_without_appeal,
    ReplyAspect.DEADLINE: _late,
}

"""Claims of the exception of 公平竞争审查条例第十二条 in a text, and whether they are limited in time.

Naming 国家安全 or 公共利益 is no claim, and telling how the article is applied is none. The draft itself
need only hold the period or the condition that ends it (期限或者终止条件).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.checkers.base import CheckContext
from reviewer.document import Span
from reviewer.language.matching import Range

# Nearly all documents hold none of these words, and are then not searched.
_CLAIMING = ("第十二条", "第二十五条", "例外")
_CLAIM = re.compile(
    r"""
      (?:《?公平竞争审查条例》?|(?<![本例])《?条例》?) [^，。；\n]{0,6} 第十二条
    | 《?公平竞争审查条例实施办法》? [^，。；\n]{0,6} 第二十五条
    | 适用[^，。；\n]{0,10}例外(?:规定|情形|条款|制度)?
    | (?:属于|符合|按照|依照|作为)[^，。；\n]{0,16}例外(?:规定|情形|条款|处理)
    """,
    re.VERBOSE,
)
# 不适用例外规定, 不符合第十二条, 不得以第十二条为由 claim nothing; nor does telling how the law is applied.
_DENIED = re.compile(
    r"(?:不|未|非|违反|不得以|不得|严格|从严|规范|审慎|拟|是否|可以|认为|论证|主张)[^，。；]{0,6}$"
)
# 符合条例第十二条规定的，应当在结论中说明: what is to be done with claims, by whoever makes one.
_TOLD = re.compile(
    r"[^，。；]{0,24}?(?:的[，,]|的政策措施|的(?:具体)?情形|的审查|应当(?:说明|充分|报|在)|须(?:说明|报)|进行论证)"
)
_WHOLE = re.compile(r"本(?:办法|措施|意见|规定|细则|政策|通知|方案|条例|文件)|上述(?:措施|规定|政策)")
_PERIOD = re.compile(
    r"""
      (?:实施|执行|适用|有效|政策|试点)(?:期限?|至|到)[^。；\n]{0,12}(?:\d|[一二三四五六七八九十])
    | 有效期|实施期限|执行期限|终止条件
    | (?:至|到|截至)\s*\d{4}年[^。；\n]{0,10}(?:止|终止|为止|底)
    | (?:届满|期满|结束|达到|解除|消除|完成|恢复)[^。；\n]{0,18}(?:终止|停止|失效|废止)
    | 后[^。；\n]{0,4}(?:自行|自动|即行|立即|随即)(?:终止|停止|失效|废止)
    | 之日起[^。；\n]{0,10}(?:终止|停止执行|失效)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim of the exception.

    Attributes:
        span: Its words.
        where: The same in the view.
        article: Label of the article that it stands in, empty where the text has no numbering.
        whole: Whether it speaks for the whole document.
    """

    span: Span
    where: Range
    article: str
    whole: bool


def find_claims(context: CheckContext) -> tuple[Claim, ...]:
    """All claims of the exception in the document, in text order."""
    return context.once(_claims)


def _claims(context: CheckContext) -> tuple[Claim, ...]:
    return tuple(_each_claim(context))


def _each_claim(context: CheckContext) -> Iterator[Claim]:
    view, sentences = context.view.text, context.sentences
    units = {sentences.unit_at(found) for words in _CLAIMING for found in _positions(view, words)}
    for unit in sorted(units):
        end = sentences.ends[unit]
        for match in _CLAIM.finditer(view, sentences.starts[unit], end):
            sentence = sentences.sentence(unit)
            if _DENIED.search(view, sentence[0], match.start()) or _TOLD.match(view, match.end(), end):
                continue
            yield Claim(
                span=context.source_span(*match.span()),
                where=match.span(),
                article=article_of(context.block_context(match.start()).path),
                whole=_WHOLE.search(view, *sentence) is not None,
            )


def is_limited(context: CheckContext, *places: Span) -> bool:
    """Whether the document, or the paragraph of one of the places, holds a period or an end."""
    if context.profile.validity_period is not None:
        return True
    document = context.document
    indexes = {document.block_index(place.start) for place in places} - {-1}
    return any(_PERIOD.search(document.slice(document.blocks[index].span)) for index in indexes)


def article_of(path: str) -> str:
    """第三条第二款 -> 第三条."""
    head, found, _ = path.partition("条")
    return head + found if found else path


def _positions(text: str, words: str) -> Iterator[int]:
    position = text.find(words)
    while position >= 0:
        yield position
        position = text.find(words, position + len(words))

"""Claims of the exception of 公平竞争审查条例第十二条, and what the draft lacks for them.

The exception needs a case of the article, no alternative that harms competition less, and a period
or a condition that ends it, all of them. Naming 国家安全 or 公共利益 is no claim and lowers nothing.
The draft itself need only hold the period or the condition; the rest is proved in the written
conclusion of the review (条例第十七条, 实施办法第二十五条、第二十九条).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reviewer.checkers.base import CheckContext
from reviewer.document import Span
from reviewer.finding import CompetitionException, Finding

FAMILY = "fair_competition"
MISSING_PERIOD = "实施期限或者终止条件"

# Nearly all documents hold none of these words, and are then not searched.
_CLAIMING = ("第十二条", "第二十五条", "例外")
_CLAIM = re.compile(
    r"""
      (?:《?公平竞争审查条例》?|该条例|《?条例》?) [^，。；\n]{0,6} 第十二条
    | 《?公平竞争审查条例实施办法》? [^，。；\n]{0,6} 第二十五条
    | 适用[^，。；\n]{0,10}例外(?:规定|情形|条款|制度)?
    | (?:属于|符合|按照|依照|作为)[^，。；\n]{0,16}例外(?:规定|情形|条款|处理)
    """,
    re.VERBOSE,
)
# 不适用例外规定, 不符合第十二条, 不得以第十二条为由 claim nothing; nor does telling how the law is applied.
_DENIED = re.compile(r"(?:不|未|非|不得以|不得|严格|从严|规范|审慎)[^，。；]{0,6}$")
_WHOLE = re.compile(r"本(?:办法|措施|意见|规定|细则|政策|通知|方案|条例|文件)|上述(?:措施|规定|政策)")
_PERIOD = re.compile(
    r"""
      (?:实施|执行|适用|有效|政策|试点)(?:期限?|至|到)[^。；\n]{0,12}(?:\d|[一二三四五六七八九十])
    | 有效期|实施期限|执行期限|终止条件
    | (?:至|到|截至)\s*\d{4}年[^。；\n]{0,10}(?:止|终止|为止|底)
    | (?:届满|期满|结束|达到|解除|消除|完成)[^。；\n]{0,18}(?:终止|停止|失效|废止)
    | 之日起[^。；\n]{0,10}(?:终止|停止执行|失效)
    """,
    re.VERBOSE,
)
_TO_BE_STATED = (
    "对公平竞争的影响",
    "属于条例第十二条的哪一种情形",
    "没有对公平竞争影响更小的替代方案",
    "实施期限或者终止条件的合理性",
)
_NOTE = (
    "文中主张适用《公平竞争审查条例》第十二条的例外。例外须同时具备各项条件，本处不因主张而降低等级。"
    "{draft}下列事项由审查结论说明：{stated}。"
)
_LACKS = f"草案缺少{MISSING_PERIOD}，请写明；"
_HAS = f"草案已写明{MISSING_PERIOD}；"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim of the exception.

    Attributes:
        span: Its words.
        article: Label of the article that it stands in, empty where the text has no numbering.
        whole: Whether it speaks for the whole document.
    """

    span: Span
    article: str
    whole: bool


def with_exceptions(findings: Iterable[Finding], context: CheckContext) -> list[Finding]:
    """The findings; those for which the text claims the exception say so and what the draft lacks."""
    findings = list(findings)
    claims = list(find_claims(context)) if any(f.family == FAMILY for f in findings) else []
    if not claims:
        return findings
    return [_with_claim(finding, claims, context) for finding in findings]


def find_claims(context: CheckContext) -> Iterator[Claim]:
    """All claims of the exception in the document, in text order."""
    view, sentences = context.view.text, context.sentences
    units = {sentences.unit_at(found) for words in _CLAIMING for found in _positions(view, words)}
    for unit in sorted(units):
        for match in _CLAIM.finditer(view, sentences.starts[unit], sentences.ends[unit]):
            sentence = sentences.sentence(unit)
            if _DENIED.search(view, sentence[0], match.start()):
                continue
            yield Claim(
                span=context.source_span(*match.span()),
                article=_article(context.block_context(match.start()).path),
                whole=_WHOLE.search(view, *sentence) is not None,
            )


def _positions(text: str, words: str) -> Iterator[int]:
    position = text.find(words)
    while position >= 0:
        yield position
        position = text.find(words, position + len(words))


def _with_claim(finding: Finding, claims: list[Claim], context: CheckContext) -> Finding:
    claim = next((claim for claim in claims if _concerns(claim, finding, context)), None)
    if finding.family != FAMILY or claim is None:
        return finding
    limited = _is_limited(claim, finding, context)
    note = _NOTE.format(draft=_HAS if limited else _LACKS, stated="、".join(_TO_BE_STATED))
    missing = () if limited else (MISSING_PERIOD,)
    return replace(
        finding,
        message=finding.message + note,
        exception=CompetitionException(claimed=True, missing=missing),
    )


def _concerns(claim: Claim, finding: Finding, context: CheckContext) -> bool:
    """Whether the claim speaks for the finding: one paragraph, one article, or the whole document."""
    index = context.document.block_index
    if claim.whole or index(claim.span.start) == index(finding.span.start):
        return True
    return bool(claim.article) and claim.article == _article(finding.clause)


def _is_limited(claim: Claim, finding: Finding, context: CheckContext) -> bool:
    """Whether the document, or the paragraph of claim or finding, holds a period or an end."""
    if context.profile.validity_period is not None:
        return True
    document = context.document
    indexes = {document.block_index(claim.span.start), document.block_index(finding.span.start)} - {-1}
    return any(_PERIOD.search(document.slice(document.blocks[index].span)) for index in indexes)


def _article(path: str) -> str:
    """第三条第二款 -> 第三条."""
    head, found, _ = path.partition("条")
    return head + found if found else path

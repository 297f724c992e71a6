"""Claims of the exception of 公平竞争审查条例第十二条, and what the draft lacks for them.

The exception needs a case of the article, no alternative that harms competition less, and a period
or a condition that ends it, all of them. Naming 国家安全 or 公共利益 is no claim and lowers nothing.
The draft itself need only hold the period or the condition; the rest is proved in the written
conclusion of the review (条例第十七条, 实施办法第二十五条、第二十九条).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reviewer.checkers.base import CheckContext
from reviewer.checkers.exception_claims import Claim, article_of, find_claims, is_limited
from reviewer.finding import CompetitionException, Finding
from reviewer.report import Considered

FAMILY = "fair_competition"
MISSING_PERIOD = "实施期限或者终止条件"

CLAIM_KIND = "exception.missing"
"""The kind of a claim that lacks a limit and stands apart from any conduct."""

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
_TOLD = "例外的主张：已在所涉条文处提示"
_HAS = f"草案已写明{MISSING_PERIOD}；"


def with_exceptions(
    findings: Iterable[Finding], context: CheckContext
) -> tuple[list[Finding], list[Considered]]:
    """The findings; those for which the text claims the exception say so and what the draft lacks.

    A claim is a finding of its own only where none of the conduct that it covers was found.

    Returns:
        The findings, and the claims that are told at the conduct.
    """
    findings = list(findings)
    claims = list(find_claims(context)) if any(f.family == FAMILY for f in findings) else []
    if not claims:
        return findings, []
    conduct = [f for f in findings if f.family == FAMILY and f.kind != CLAIM_KIND]
    kept: list[Finding] = []
    told: list[Considered] = []
    for finding in findings:
        if finding.kind != CLAIM_KIND:
            kept.append(_with_claim(finding, claims, context))
        elif any(_concerns(claim, each, context) for claim in _at(finding, claims) for each in conduct):
            told.append(Considered(rule=finding.rule, span=finding.span, quote=finding.quote, reason=_TOLD))
        else:
            lacking = CompetitionException(claimed=True, missing=(MISSING_PERIOD,))
            kept.append(replace(finding, exception=lacking))
    return kept, told


def _at(finding: Finding, claims: list[Claim]) -> list[Claim]:
    return [claim for claim in claims if claim.span.overlaps(finding.span)]


def _with_claim(finding: Finding, claims: list[Claim], context: CheckContext) -> Finding:
    claim = next((claim for claim in claims if _concerns(claim, finding, context)), None)
    if finding.family != FAMILY or claim is None:
        return finding
    limited = is_limited(context, claim.span, finding.span)
    note = _NOTE.format(draft=_HAS if limited else _LACKS, stated="、".join(_TO_BE_STATED))
    missing = () if limited else (MISSING_PERIOD,)
    return replace(
        finding,
        message=finding.message + note,
        also=tuple(kind for kind in finding.also if kind != CLAIM_KIND),
        exception=CompetitionException(claimed=True, missing=missing),
    )


def _concerns(claim: Claim, finding: Finding, context: CheckContext) -> bool:
    """Whether the claim speaks for the finding: one paragraph, one article, or the whole document."""
    index = context.document.block_index
    if claim.whole or index(claim.span.start) == index(finding.span.start):
        return True
    return bool(claim.article) and claim.article == article_of(finding.clause)

"""What a classifier says and what rules found in the same place become one finding."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from reviewer.engine.candidates import MAX_QUOTE
from reviewer.finding import Finding, FindingOrigin
from reviewer.report import Considered

_UNSURE = "分类器认为可能涉及（概率 {probability:.2f}），但没有规则印证，也没有达到单独提示的把握"


def add_opinions(
    found: Iterable[Finding], sure: Iterable[Finding], support: Iterable[Finding]
) -> tuple[list[Finding], list[Finding], list[Considered]]:
    """Mark the findings of rules that a classifier agrees with.

    The rule stays what the finding says: it names the conduct and the article. The classifier
    adds its evidence, the item where it thinks of another one, as any finding of the same conduct
    does, and its confidence where the rule's own has not been counted.

    Args:
        found: What rules found.
        sure: What a classifier says with enough certainty to stand alone.
        support: What it says with less.

    Returns:
        The findings of rules; what the classifier says beside them; what it was not sure enough of.
    """
    joined = sorted(found, key=_start)
    starts = [finding.span.start for finding in joined]
    alone = [opinion for opinion in sure if not _supports(joined, starts, opinion)]
    dropped = [_unsure(opinion) for opinion in support if not _supports(joined, starts, opinion)]
    return joined, alone, dropped


def _start(finding: Finding) -> int:
    return finding.span.start


def _supports(joined: list[Finding], starts: list[int], opinion: Finding) -> bool:
    """Add the opinion to every finding of its family and matter in its clause; whether there was one."""
    supported = False
    first = bisect_left(starts, opinion.span.start - MAX_QUOTE)
    for index in range(first, bisect_left(starts, opinion.span.end)):
        finding = joined[index]
        if _of_one_matter(finding, opinion) and finding.span.overlaps(opinion.span):
            joined[index] = _agreed(finding, opinion)
            supported = True
    return supported


def _of_one_matter(finding: Finding, opinion: Finding) -> bool:
    """Whether both speak of the same: a citation is no setting of powers, though of one family.

    Items of 公平竞争审查条例 are numbers, and conduct often falls under several of them.
    """
    matters = {each.kind.partition(".")[0] for each in (finding, opinion)}
    numbered = all(matter.isdecimal() for matter in matters)
    return finding.family == opinion.family and (numbered or len(matters) == 1)


def _agreed(finding: Finding, opinion: Finding) -> Finding:
    kinds = dict.fromkeys((*finding.also, opinion.kind))
    return replace(
        finding,
        also=tuple(kind for kind in kinds if kind != finding.kind),
        origin=FindingOrigin.BOTH,
        confidence=opinion.confidence if finding.confidence is None else finding.confidence,
        evidence=replace(finding.evidence, model=opinion.evidence.model),
    )


def _unsure(opinion: Finding) -> Considered:
    model = opinion.evidence.model
    return Considered(
        rule=opinion.rule,
        span=opinion.span,
        quote=opinion.quote,
        reason=_UNSURE.format(probability=model.probability if model else 0.0),
        polarity=opinion.evidence.polarity,
    )

"""Runs a ruleset over one prepared document."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from reviewer.checkers.base import CheckContext
from reviewer.document import Span
from reviewer.engine.ablation import EnginePart
from reviewer.engine.candidates import CandidateJudge
from reviewer.engine.exceptions import with_exceptions
from reviewer.engine.merge import merge
from reviewer.engine.ruleset import CompiledRule, Ruleset
from reviewer.finding import Finding
from reviewer.language.scope import PolarityReader
from reviewer.report import Considered, Failure

_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What the rules found, what was dismissed and what broke.

    Attributes:
        support: What a classifier thinks without being sure enough to say it alone.
    """

    findings: list[Finding] = field(default_factory=list)
    support: list[Finding] = field(default_factory=list)
    considered: list[Considered] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def run(
    ruleset: Ruleset,
    context: CheckContext,
    families: AbstractSet[str] = frozenset(),
    *,
    confidences: Mapping[str, float] | None = None,
    without: AbstractSet[EnginePart] = frozenset(),
) -> Outcome:
    """Run every rule that applies; one that breaks is recorded and the others go on.

    Args:
        ruleset: The rules.
        context: The document, prepared.
        families: Families to run; empty means all.
        confidences: How sure a finding of a rule is, by rule id.
        without: What a measurement switches off.
    """
    reader = PolarityReader(context.view.text, context.occurrences, ruleset.cues)
    judge = CandidateJudge(context, reader, confidences=confidences, without=without)
    outcome = Outcome()
    for compiled in ruleset.rules:
        if compiled.rule.retired or (families and compiled.family not in families):
            continue
        if compiled.applies(context):
            _run_rule(compiled, context, judge, outcome)
    merged, dropped = merge(outcome.findings, outcome.support, context.document, ruleset.former_ids)
    outcome.findings, told = with_exceptions(merged, context)
    outcome.considered += [*dropped, *told]
    outcome.considered.sort(key=lambda c: (c.span.start, c.span.end, c.rule))
    return outcome


def _run_rule(compiled: CompiledRule, context: CheckContext, judge: CandidateJudge, outcome: Outcome) -> None:
    try:
        for match in compiled.checker.find(context):
            judged = judge.judge(compiled, match)
            if isinstance(judged, Finding):
                (outcome.findings if match.alone else outcome.support).append(judged)
            elif match.alone:
                outcome.considered.append(judged)
    except Exception as error:  # noqa: BLE001  # the one place where a defect of ours is caught: the review goes on
        # The traceback would show document text in its values; the type and rule are enough to find it.
        _log.error("rule %s broke: %s", compiled.id, type(error).__name__)
        outcome.failures.append(
            Failure(rule=compiled.id, span=Span(0, 0), error=f"检查器内部错误（{type(error).__name__}）")
        )

"""A match and its rule to a finding, or to a considered candidate with the reason why it is none."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from string import Template

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.passages import Scope, passage_of
from reviewer.document import Span
from reviewer.engine.ablation import EnginePart
from reviewer.engine.fixes import MECHANICAL
from reviewer.engine.grants import grants_nothing
from reviewer.engine.guards import GuardResult, try_guards
from reviewer.engine.ruleset import CompiledRule
from reviewer.engine.schema import Basis
from reviewer.finding import Element, Evidence, Finding, FindingOrigin, LegalBasis, Polarity, Severity
from reviewer.language.scope import PolarityReader, Reading
from reviewer.report import Considered
from reviewer.structure.kinds import DocumentKind

MAX_QUOTE = 200
# No number of cases makes a finding certain.
_MOST_SURE = 0.99
_NAMED_CHARACTERS = 40
_COMPETITION = "fair_competition"

_REASONS = {
    Polarity.FORBIDS: "禁止语境：该句禁止这种做法",
    Polarity.ABOLISHES: "清理语境：该句要求清理或者纠正这种做法",
    Polarity.REPORTS: "叙述语境：该句报告已做的工作",
    Polarity.QUOTES: "引用语境：出现在所引文件名称中",
    Polarity.DEFINES: "定义语境：该句解释用语",
    Polarity.PURPOSE: "目的语境：该句说明目的",
}
_HEADING = "标题：只表明主题，正文另行审查"
# A report sets nothing: what it tells of is reported, whatever the mood of the sentence.
_TELLING_KINDS = frozenset({DocumentKind.REPORT})


class CandidateJudge:
    """Judges matches of one document.

    Args:
        context: The document, prepared.
        reader: Reads polarities in its view.
        confidences: How sure a finding of a rule is, by rule id, where enough cases were counted.
        without: What a measurement switches off.
    """

    def __init__(
        self,
        context: CheckContext,
        reader: PolarityReader,
        *,
        confidences: Mapping[str, float] | None = None,
        without: AbstractSet[EnginePart] = frozenset(),
    ) -> None:
        self._context = context
        self._reader = reader
        self._confidences = confidences or {}
        self._polarity = EnginePart.POLARITY not in without
        self._headings = EnginePart.HEADINGS not in without
        self._guards = EnginePart.GUARDS not in without

    def judge(self, compiled: CompiledRule, match: Match) -> Finding | Considered:
        """The finding, or why there is none."""
        span = self._quote_span(match)
        reading = self._reading(compiled, match)
        if reading.polarity.silences:
            return self._considered(compiled, match, span, _REASONS[reading.polarity], reading.polarity)
        if compiled.heeds_polarity and self._in_heading(span):
            return self._considered(compiled, match, span, _HEADING, None)
        if match.unless and self._guards:
            return self._considered(compiled, match, span, match.unless, None)
        nothing = grants_nothing(compiled.rule, match, self._context, topics=self._headings)
        if nothing is not None and self._guards:
            return self._considered(compiled, match, span, nothing, None)
        guards = tuple(try_guards(compiled.rule, match, self._context)) if self._guards else ()
        return self._finding(compiled, match, span, reading, guards)

    def _in_heading(self, span: Span) -> bool:
        """Whether the span stands in the title or in a heading, which name a topic and order nothing."""
        index = self._context.document.block_index(span.start)
        return self._headings and index in self._context.heading_blocks

    # --- polarity ---------------------------------------------------------------------------

    def _reading(self, compiled: CompiledRule, match: Match) -> Reading:
        if not (compiled.heeds_polarity and self._polarity):
            return Reading(polarity=Polarity.COMMITS)
        context = self._context
        unit = context.sentences.unit_at(match.start)
        passage = match.passage or passage_of(context, unit, Scope.SENTENCE)
        block = context.block_context(match.start)
        governors = [context.view_range(lead_in) for lead_in in block.lead_ins]
        head = context.sentences.head(unit)
        if head is not None:
            governors.insert(0, head)
        if not match.governed:
            governors = []
        headings = [context.view_range(heading) for heading in block.headings if self._headings]
        parts = match.parts or ((match.start, match.end),)
        if match.model is not None:
            parts = self._reader.without_cues(passage.own, match.parts)
        reading = self._reader.read(passage, parts, governors, headings)
        if reading.polarity is Polarity.COMMITS and context.kind in _TELLING_KINDS:
            return Reading(polarity=Polarity.REPORTS)
        return reading

    # --- the finding ------------------------------------------------------------------------

    def _quote_span(self, match: Match) -> Span:
        """The quote's place: within one block unless it continues, at most `MAX_QUOTE` characters."""
        context = self._context
        span = context.source_span(match.start, match.end)
        if match.continues:
            return Span(span.start, min(span.end, span.start + MAX_QUOTE))
        index = context.document.block_index(span.start)
        limit = context.document.blocks[index].span.end if index >= 0 else span.end
        return Span(span.start, min(span.end, span.start + MAX_QUOTE, max(limit, span.start + 1)))

    def _finding(
        self,
        compiled: CompiledRule,
        match: Match,
        span: Span,
        reading: Reading,
        guards: tuple[GuardResult, ...],
    ) -> Finding:
        context, rule = self._context, compiled.rule
        quote = context.document.slice(span)
        values = {**match.values, "quote": shortened(quote), "masked": match.masked or quote}
        notes = "".join(result.note for result in guards)
        lead_in = context.source_span(*match.lead_in) if match.lead_in else None
        return Finding(
            rule=compiled.id,
            title=rule.title,
            family=compiled.family,
            kind=rule.kind,
            also=tuple(rule.also),
            severity=self._severity(match, match.severity or rule.severity, guards),
            handling=rule.handling,
            confidence=self._confidence(compiled, match),
            origin=FindingOrigin.RULE if match.model is None else FindingOrigin.CLASSIFIER,
            span=span,
            quote=quote,
            masked_quote=match.masked,
            places=context.document.places(span),
            clause=context.block_context(match.start).path,
            basis=match.basis if match.basis is not None else basis_at(rule.basis, context.as_of),
            message=_filled(rule.message, values) + notes,
            suggestion=_filled(rule.suggestion, values),
            fix=_fix(rule.fix, values, quote),
            evidence=Evidence(
                elements=self._elements(match) or self._whole_conduct(compiled, span),
                lead_in=lead_in,
                polarity=reading.polarity,
                guards=tuple(result.guard for result in guards),
                model=match.model,
            ),
        )

    def _confidence(self, compiled: CompiledRule, match: Match) -> float | None:
        """As counted for the rule; else a classifier's probability, which was calibrated on counted cases."""
        counted = self._confidences.get(compiled.id)
        if counted is None and match.model is not None:
            return min(round(match.model.probability, 2), _MOST_SURE)
        return counted

    @staticmethod
    def _severity(match: Match, severity: Severity, guards: tuple[GuardResult, ...]) -> Severity:
        if match.model is not None:
            severity = severity.at_most(Severity.RISK)
        for result in guards:
            if result.ceiling is not None:
                severity = severity.at_most(result.ceiling)
        return severity

    def _elements(self, match: Match) -> tuple[Element, ...]:
        """The elements with their text, which stays out where it is a personal value."""
        spans = [(c.role, self._context.source_span(c.start, c.end)) for c in match.captures]
        shown = self._context.document.slice if match.masked is None else _nothing
        return tuple(Element(role=role, span=span, text=shown(span)) for role, span in spans)

    def _whole_conduct(self, compiled: CompiledRule, span: Span) -> tuple[Element, ...]:
        """The quote as one element, where the wording of a rule names none: what it grants or restricts."""
        if compiled.family != _COMPETITION or compiled.rule.checker != "pattern":
            return ()
        role = "优惠" if compiled.rule.kind.startswith("10.") else "限制"
        return (Element(role=role, span=span, text=self._context.document.slice(span)),)

    def _considered(
        self, compiled: CompiledRule, match: Match, span: Span, reason: str, polarity: Polarity | None
    ) -> Considered:
        quote = match.masked or self._context.document.slice(span)
        return Considered(rule=compiled.id, span=span, quote=quote, reason=reason, polarity=polarity)


def basis_at(bases: list[Basis], as_of: date) -> tuple[LegalBasis, ...]:
    """The articles of a rule that bind at a date; unverified ones lose their article number."""
    return tuple(
        LegalBasis(
            title=basis.title,
            article=basis.article if basis.verified else None,
            since=basis.since,
            verified=basis.verified and basis.article is not None,
        )
        for basis in bases
        if (basis.since is None or basis.since <= as_of) and (basis.until is None or as_of < basis.until)
    )


def shortened(quote: str) -> str:
    """A quote as a message names it: the full text stands beside the message anyway."""
    if len(quote) <= _NAMED_CHARACTERS:
        return quote
    kept = _NAMED_CHARACTERS // 2
    return f"{quote[:kept]}……{quote[-kept:]}"


def _nothing(span: Span) -> str:
    return ""


def _fix(template: str | None, values: Mapping[str, str], quote: str) -> str | None:
    """The replacement; None where the rule has none, or what it needs is not known of this quote."""
    if template is None:
        return None
    maker = MECHANICAL.get(template)
    if maker is not None:
        return maker(quote, values)
    try:
        return Template(template).substitute(values)
    except KeyError:  # the checker knows no replacement here
        return None


def _filled(template: str, values: Mapping[str, str]) -> str:
    return Template(template).safe_substitute(values)

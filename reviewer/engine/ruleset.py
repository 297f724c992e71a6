"""Rules made ready to run, and the automaton over all their concepts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from reviewer.checkers.base import CheckContext, Checker
from reviewer.engine.schema import AppliesTo, Rule
from reviewer.language.cues import Cues
from reviewer.language.lexicon import ConceptAutomaton
from reviewer.structure.kinds import DocumentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledRule:
    """A rule with its checker.

    Attributes:
        id: Path below ``rules/`` without the ending.
        family: First part of the path; for a pack's rule the part after the region.
        rule: The file's content.
        checker: Its checker, ready to run.
        heeds_polarity: Whether forbidding the conduct makes it lawful.
    """

    id: str
    family: str
    rule: Rule
    checker: Checker
    heeds_polarity: bool

    def applies(self, context: CheckContext) -> bool:
        """Whether the document is one that the rule is for."""
        return _applies(self.rule.applies_to, context)


@dataclass(frozen=True, kw_only=True)
class Ruleset:
    """All rules of a review.

    Attributes:
        rules: In order of their ids.
        automaton: Finds the concepts of all rules in one pass.
        cues: The concepts that polarity is read from.
        version: Digest of all rule and lexicon files, 12 hexadecimal digits.
    """

    rules: tuple[CompiledRule, ...]
    automaton: ConceptAutomaton
    cues: Cues
    version: str

    @cached_property
    def by_id(self) -> dict[str, CompiledRule]:
        """Rules by id, former ids included."""
        former = {old: compiled for compiled in self.rules for old in compiled.rule.formerly}
        return {**former, **{compiled.id: compiled for compiled in self.rules}}

    @cached_property
    def former_ids(self) -> dict[str, tuple[str, ...]]:
        """Former ids by id, of the rules that were renamed."""
        renamed = (compiled for compiled in self.rules if compiled.rule.formerly)
        return {compiled.id: tuple(compiled.rule.formerly) for compiled in renamed}


def _applies(applies_to: AppliesTo, context: CheckContext) -> bool:
    if applies_to.whole_document and context.document.passage and context.profile.title is None:
        return False
    kind = context.kind or DocumentKind.NORMATIVE
    if (applies_to.kinds and kind not in applies_to.kinds) or kind in applies_to.except_kinds:
        return False
    level, region = context.profile.level, context.profile.region
    if applies_to.levels and level is not None and level.value not in applies_to.levels:
        return False
    return not applies_to.regions or (
        region is not None and any(region.value.startswith(code) for code in applies_to.regions)
    )

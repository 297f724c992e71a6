"""The cases of a rule file, run as its author expects: one rule, one short text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reviewer.classifiers.base import Classifier
from reviewer.engine.candidates import CandidateJudge
from reviewer.engine.prepare import prepare
from reviewer.engine.ruleset import CompiledRule, Ruleset
from reviewer.engine.schema import Case
from reviewer.extraction.text import document_from_text
from reviewer.finding import Finding
from reviewer.language.scope import PolarityReader
from reviewer.law import LawCatalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """What a rule found in a case.

    Attributes:
        case: The case.
        quotes: What the rule found, in text order.
        considered: Why candidates were dismissed, in text order.
    """

    case: Case
    quotes: tuple[str, ...]
    considered: tuple[str, ...]

    @property
    def as_expected(self) -> bool:
        """Whether exactly the expected quotes were found."""
        return list(self.quotes) == self.case.finds


@dataclass(frozen=True, kw_only=True)
class CaseRunner:
    """Runs cases against one set of rules and laws.

    Attributes:
        ruleset: The rules.
        catalogue: The law catalogue.
        as_of: Date for cases that name none.
        classifiers: Trained classifiers by name.
    """

    ruleset: Ruleset
    catalogue: LawCatalogue
    as_of: date
    classifiers: Mapping[str, Classifier]

    def run(self, compiled: CompiledRule, case: Case) -> CaseResult:
        """Run one rule over one case, without merging it with other rules."""
        document = document_from_text(case.text, "case", passage=case.as_kind is None)
        context = prepare(
            document,
            ruleset=self.ruleset,
            catalogue=self.catalogue,
            as_of=case.today or self.as_of,
            classifiers=self.classifiers,
            kind=case.as_kind,
        )
        reader = PolarityReader(context.view.text, context.occurrences, self.ruleset.cues)
        judge = CandidateJudge(context, reader)
        matches = compiled.checker.find(context) if compiled.applies(context) else ()
        judged = [judge.judge(compiled, match) for match in matches if match.alone]
        judged.sort(key=lambda j: (j.span.start, j.span.end))
        return CaseResult(
            case=case,
            quotes=tuple(j.quote for j in judged if isinstance(j, Finding)),
            considered=tuple(j.reason for j in judged if not isinstance(j, Finding)),
        )

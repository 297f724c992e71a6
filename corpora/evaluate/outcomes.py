"""What was found in labelled passages, and shares of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corpora.evaluate.bootstrap import Share, ratio, share
from corpora.evaluate.cases import Case, Label
from reviewer.finding import Finding, FindingOrigin, Severity
from reviewer.report import Versions

PER_CHARACTERS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A finding that counts in a measurement.

    Attributes:
        rule: Id of its rule.
        kinds: Its kind, then those that it names beside (``also``).
        severity: How bad it says it is.
        origin: Whether a rule or a classifier raised it.
    """

    rule: str
    kinds: tuple[str, ...]
    severity: Severity
    origin: FindingOrigin = FindingOrigin.RULE

    @classmethod
    def of(cls, finding: Finding) -> Hit:
        """The finding without its text."""
        kinds = (finding.kind, *finding.also)
        return cls(rule=finding.rule, kinds=kinds, severity=finding.severity, origin=finding.origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was found in a case.

    Attributes:
        case: The case.
        hits: The findings in it.
    """

    case: Case
    hits: tuple[Hit, ...]

    @property
    def flagged(self) -> bool:
        """Whether anything was found."""
        return bool(self.hits)

    @property
    def kind_right(self) -> bool:
        """Whether a finding names, as its kind or beside it, one that holds."""
        return any(kind in self.case.expected for hit in self.hits for kind in hit.kinds)

    @property
    def main_kind_right(self) -> bool:
        """Whether the main kind of a finding is one that holds."""
        return any(hit.kinds[0] in self.case.expected for hit in self.hits)

    @property
    def group_right(self) -> bool:
        """Whether a finding names one of the same group: the article of an item, the head of a kind."""
        groups = {kind.partition(".")[0] for kind in self.case.expected}
        return any(kind.partition(".")[0] in groups for hit in self.hits for kind in hit.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure with what it was counted on.

    Attributes:
        name: What it says, in Chinese.
        share: The figure.
        per: 1 for a share, else the number of characters or documents that the figure is told for.
        unit: What the denominator counts, in Chinese, where it is not cases.
    """

    name: str
    share: Share
    per: int = 1
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredSet:
    """A set of cases with what was found in them.

    Attributes:
        name: What was measured, in Chinese; measurements are compared by it.
        figures: The figures.
        outcomes: Case by case.
        characters: Number of characters of each whole document; empty for passages.
        notes: What a reader must know to judge the figures.
    """

    name: str
    figures: tuple[Figure, ...]
    outcomes: tuple[Outcome, ...]
    characters: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """All sets that one command measured.

    Attributes:
        subject: What was measured: a family.
        as_of: Date at which the law was asked.
        versions: Rules, catalogue, models and software.
        sets: The sets.
    """

    subject: str
    as_of: date
    versions: Versions
    sets: tuple[MeasuredSet, ...]


def share_of(outcomes: Iterable[Outcome], holds: Callable[[Outcome], bool]) -> Share:
    """The share of outcomes of which something holds."""
    return share([(outcome.case.document, holds(outcome)) for outcome in outcomes])


def labelled(outcomes: Iterable[Outcome], label: Label) -> tuple[Outcome, ...]:
    """The outcomes of cases with a label."""
    return tuple(outcome for outcome in outcomes if outcome.case.label is label)


def rate_of(outcomes: Iterable[Outcome], characters: Sequence[tuple[str, int]]) -> Share:
    """Flagged outcomes over characters, document by document."""
    counts = dict.fromkeys((name for name, _ in characters), 0)
    for outcome in outcomes:
        counts[outcome.case.document] += outcome.flagged
    return ratio([(counts[name], number) for name, number in characters])


def mean_of(outcomes: Iterable[Outcome], holds: Callable[[Outcome], bool]) -> Share:
    """The mean over documents of the share of a document."""
    documents: dict[str, list[bool]] = {}
    for outcome in outcomes:
        documents.setdefault(outcome.case.document, []).append(holds(outcome))
    return ratio([(sum(found) / len(found), 1) for found in documents.values()])

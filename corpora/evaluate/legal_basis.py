"""Legality: how files of published cases are read, and which findings count.

Setting power (设定权) is measured on clauses as those of a normative document; citations are measured
on sentences with one citation each, where advice counts too: a right citation deserves none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from corpora.evaluate.cases import Case, Label, field, file_names, read_lawful, read_records
from corpora.evaluate.outcomes import MeasuredSet
from corpora.evaluate.reviewing import not_mere_advice
from corpora.evaluate.sets import KindWords, Measure, passage_set
from reviewer.finding import Finding
from reviewer.review import ReviewContext
from reviewer.structure.kinds import DocumentKind

FAMILY = "legal_basis"
WORDS = KindWords(kind="种类")
_POWERS, _CITATIONS = "power.", "citation."


def sets_power(finding: Finding) -> bool:
    """Whether the finding says that a clause sets what the document may not set (设定权)."""
    return finding.kind.startswith(_POWERS) and not_mere_advice(finding)


def faults_citation(finding: Finding) -> bool:
    """Whether the finding says that something is wrong with a citation, mere advice included."""
    return finding.kind.startswith(_CITATIONS)


def powers(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds that are about setting power."""
    return tuple(kind for kind in kinds if kind.startswith(_POWERS))


def measures(*, unlawful: Path | None = None, lawful: Path | None = None) -> Iterator[Measure]:
    """Published clauses, each taken for one of a normative document.

    Raises:
        CorpusError: A file that cannot be read.
    """
    if unlawful or lawful:
        cases = (
            *(read_unlawful(unlawful) if unlawful else ()),
            *(read_lawful(lawful) if lawful else ()),
        )
        yield partial(power_set, file_names(unlawful, lawful), cases)


def power_set(name: str, cases: Sequence[Case], context: ReviewContext) -> MeasuredSet:
    """Review clauses as those of a normative document, which may set none of the powers."""
    normative = replace(context, kind=DocumentKind.NORMATIVE)
    return passage_set(name, cases, normative, words=WORDS, counts=sets_power)


def citation_set(name: str, cases: Sequence[Case], context: ReviewContext) -> MeasuredSet:
    """Review sentences with one citation each, as passages of no known document."""
    return passage_set(name, cases, context, words=WORDS, counts=faults_citation)


def read_unlawful(path: Path) -> tuple[Case, ...]:
    """Clauses that set powers or burdens: ``clause``, ``kinds``, ``document``.

    Counted are those that are not contested and visible in the text (``self_evident``); the
    others are shown apart. A case without a kind of setting power measures nothing here.

    Raises:
        CorpusError: A file that cannot be read, or a line that lacks a field.
    """
    cases = []
    for place, record in read_records(path):
        expected = powers(tuple(record.get("kinds", ())))
        cases.append(
            Case(
                id=field(place, record, "id"),
                document=field(place, record, "document", "id"),
                text=field(place, record, "clause", "text"),
                label=Label.VIOLATION if expected else Label.NEUTRAL,
                expected=expected,
                counted=bool(record.get("self_evident", True)) and not record.get("contested", False),
            )
        )
    return tuple(cases)

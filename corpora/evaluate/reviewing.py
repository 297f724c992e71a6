"""Labelled passages and documents through `reviewer.review`: which findings stand in which case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from corpora.evaluate.cases import Case, Label, LabelledDocument
from corpora.evaluate.outcomes import Hit, Outcome
from reviewer.document import Document
from reviewer.extraction.text import document_from_text
from reviewer.finding import Finding, Severity
from reviewer.review import ReviewContext, review

Counts = Callable[[Finding], bool]
"""Whether a finding counts in a measurement."""


def not_mere_advice(finding: Finding) -> bool:
    """Whether the finding says that something is or may be unlawful."""
    return finding.severity is not Severity.ADVICE


def review_passages(
    cases: Iterable[Case], context: ReviewContext, counts: Counts = not_mere_advice
) -> tuple[Outcome, ...]:
    """Review each case as a passage that stands alone, below its lead-in where it has one."""
    outcomes = []
    for case in cases:
        above = f"{case.lead_in}\n" if case.lead_in else ""
        document = document_from_text(above + case.text, case.id, passage=True)
        findings = review(document, context).findings
        hits = [Hit.of(f) for f in findings if f.span.start >= len(above) and counts(f)]
        outcomes.append(Outcome(case=case, hits=tuple(hits)))
    return tuple(outcomes)


def review_documents(
    documents: Iterable[LabelledDocument], context: ReviewContext, counts: Counts = not_mere_advice
) -> tuple[Outcome, ...]:
    """Review whole documents and give each finding to the labelled clause that holds most of it.

    A finding outside all labelled clauses is an outcome of its own, of which nothing is known.
    """
    outcomes: list[Outcome] = []
    for labelled in documents:
        hits: list[list[Hit]] = [[] for _ in labelled.cases]
        for finding in review(labelled.document, context).findings:
            if not counts(finding):
                continue
            place = _holder(finding, labelled.cases)
            if place is None:
                outcomes.append(_stray(finding, labelled.document))
            else:
                hits[place].append(Hit.of(finding))
        outcomes += [
            Outcome(case=case, hits=tuple(found)) for case, found in zip(labelled.cases, hits, strict=True)
        ]
    return tuple(outcomes)


def review_unlabelled(
    documents: Iterable[Document], context: ReviewContext, counts: Counts = not_mere_advice
) -> tuple[Outcome, ...]:
    """Review whole documents of which nothing is labelled: one outcome a finding."""
    return tuple(
        _stray(finding, document)
        for document in documents
        for finding in review(document, context).findings
        if counts(finding)
    )


def _stray(finding: Finding, document: Document) -> Outcome:
    case = Case(
        id=f"{document.name}:{finding.span.start}",
        document=document.name,
        text=finding.quote,
        label=Label.UNLABELLED,
        span=finding.span,
    )
    return Outcome(case=case, hits=(Hit.of(finding),))


def _holder(finding: Finding, cases: Sequence[Case]) -> int | None:
    overlaps = [
        min(finding.span.end, case.span.end) - max(finding.span.start, case.span.start) if case.span else 0
        for case in cases
    ]
    best = max(range(len(cases)), key=overlaps.__getitem__, default=None)
    return best if best is not None and overlaps[best] > 0 else None

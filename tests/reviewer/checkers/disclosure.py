"""Reviews of the family ``disclosure`` for the tests of its checkers."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from corpora.context import load_context
from reviewer.document import Document
from reviewer.extraction.text import document_from_text
from reviewer.finding import Finding
from reviewer.report import Report
from reviewer.review import ReviewContext, review
from tests.factories import AS_OF


@cache
def disclosure_context() -> ReviewContext:
    """What ships with the project, without classifiers."""
    return replace(load_context(today=AS_OF, classifiers=False), families=frozenset({"disclosure"}))


def disclosure_report(document: Document) -> Report:
    """The report on a document."""
    report = review(document, disclosure_context())
    assert report.failures == ()
    return report


def findings_in(text: str, kind: str | None = None) -> tuple[Finding, ...]:
    """Findings of a kind, or all, in a passage."""
    document = document_from_text(text, "passage", passage=True)
    return tuple(f for f in disclosure_report(document).findings if kind in (None, f.kind))


def quotes_in(text: str, kind: str | None = None) -> list[str]:
    """What is quoted in a passage."""
    return [finding.quote for finding in findings_in(text, kind)]

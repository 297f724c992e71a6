"""Objects for tests, with defaults; real types, no mocks."""

from __future__ import annotations

from datetime import date
from typing import Any

from reviewer.document import Document, Span
from reviewer.extraction.text import document_from_text
from reviewer.finding import Finding, LegalBasis, Severity, fingerprint
from reviewer.report import Profile, Report, Versions

AS_OF = date(2026, 11, 23)


def make_document(text: str, name: str = "通知.txt", **values: Any) -> Document:
    """A document of a text, one block a line."""
    document = document_from_text(text, name)
    return Document(**{**_fields(document), **values})


def make_finding(document: Document, quote: str, **values: Any) -> Finding:
    """A finding on the first occurrence of the quote."""
    start = document.text.index(quote)
    span = Span(start, start + len(quote))
    defaults: dict[str, Any] = {
        "rule": "fair_competition/operating_costs/tax_linked_reward",
        "title": "奖补与税收贡献挂钩",
        "family": "fair_competition",
        "kind": "10.2",
        "severity": Severity.VIOLATION,
        "span": span,
        "quote": quote,
        "places": document.places(span),
        "clause": "第一条",
        "basis": (
            LegalBasis(
                title="公平竞争审查条例", article="第十条第（二）项", since=date(2024, 8, 1), verified=True
            ),
        ),
        "message": f"“{quote}”把奖补与税收贡献挂钩。",
        "suggestion": "改为按照公开的客观标准给予奖补。",
        "fingerprint": fingerprint("rule", document.text, "", quote, 0),
    }
    return Finding(**{**defaults, **values})


def make_report(document: Document, *findings: Finding, **values: Any) -> Report:
    """A report on the document."""
    defaults: dict[str, Any] = {
        "name": document.name,
        "digest": document.digest,
        "profile": Profile(),
        "as_of": AS_OF,
        "versions": Versions(rules="r1", catalogue="c1", models="off", software="0.1.0"),
        "unread": document.unread,
        "findings": findings,
    }
    return Report(**{**defaults, **values})


def _fields(document: Document) -> dict[str, Any]:
    return {
        name: getattr(document, name) for name, field in Document.__dataclass_fields__.items() if field.init
    }

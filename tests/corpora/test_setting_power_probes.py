"""What the rules on setting power find in clauses of wordings that were written apart from them."""

from __future__ import annotations

from datetime import date

from corpora.context import load_context
from corpora.labelled import LabelledSample, load_corpus
from reviewer.extraction.text import document_from_text
from reviewer.review import ReviewContext, review
from reviewer.structure.kinds import DocumentKind


def _context(*, classifiers: bool) -> ReviewContext:
    return load_context(
        today=date(2026, 11, 23),
        classifiers=classifiers,
        kind=DocumentKind.NORMATIVE,
        families=frozenset({"legal_basis"}),
    )


_RULES, _ALL = _context(classifiers=False), _context(classifiers=True)
_CORPUS = load_corpus("setting_power_probes")


def _share_found(samples: list[LabelledSample], context: ReviewContext) -> float:
    found = 0
    for item in samples:
        report = review(document_from_text(item.sample.text, item.id, passage=True), context)
        found += any(finding.kind.startswith("power.") for finding in report.findings)
    return found / len(samples)


def test_rules_and_classifier_find_most_clauses_that_set_a_power() -> None:
    """The floors of the legality review: nine of ten, read while rules were written or not."""
    read = [item for item in _CORPUS.split("train") if item.labels]
    unread = [item for item in _CORPUS.split("held_out") if item.labels]

    assert _share_found(read, _RULES) >= 0.8
    assert _share_found(read, _ALL) >= 0.95
    assert _share_found(unread, _ALL) >= 0.88


def test_lawful_clauses_are_left_alone() -> None:
    """Restating, agreements, benefits, reports and bans on agencies set nothing."""
    read = [item for item in _CORPUS.split("train") if not item.labels]
    unread = [item for item in _CORPUS.split("held_out") if not item.labels]

    assert _share_found(read, _RULES) <= 0.01
    assert _share_found(read, _ALL) <= 0.02
    assert _share_found(unread, _ALL) <= 0.08

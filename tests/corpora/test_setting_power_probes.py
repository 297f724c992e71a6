"""What the rules on setting power find in clauses of wordings that were written apart from them."""

from __future__ import annotations

from datetime import date

from corpora.context import load_context
from corpora.labelled import LabelledSample, load_corpus
from reviewer.extraction.text import document_from_text
from reviewer.review import review
from reviewer.structure.kinds import DocumentKind

_CONTEXT = load_context(
    today=date(2026, 11, 23),
    classifiers=False,
    kind=DocumentKind.NORMATIVE,
    families=frozenset({"legal_basis"}),
)
_CORPUS = load_corpus("setting_power_probes")


def _share_found(samples: list[LabelledSample]) -> float:
    found = 0
    for item in samples:
        report = review(document_from_text(item.sample.text, item.id, passage=True), _CONTEXT)
        found += any(finding.kind.startswith("power.") for finding in report.findings)
    return found / len(samples)


def test_rules_find_most_clauses_that_set_a_power() -> None:
    """The floors of the legality review: nine of ten, read while rules were written or not."""
    read = [item for item in _CORPUS.split("train") if item.labels]
    unread = [item for item in _CORPUS.split("held_out") if item.labels]

    assert _share_found(read) >= 0.9
    assert _share_found(unread) >= 0.85


def test_rules_leave_lawful_clauses_alone() -> None:
    """Restating, agreements, benefits, reports and bans on agencies set nothing."""
    lawful = [item for item in _CORPUS.samples if not item.labels]

    assert _share_found(lawful) <= 0.02

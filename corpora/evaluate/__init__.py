"""Precision and recall on labelled sets, one module a family."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corpora.evaluate.document_kind import evaluate_document_kind
from corpora.evaluate.fair_competition import evaluate_fair_competition
from corpora.evaluate.table import EvaluationTable

EVALUATORS: Mapping[str, Callable[[], tuple[EvaluationTable, ...]]] = {
    "document-kind": evaluate_document_kind,
    "fair-competition": evaluate_fair_competition,
}
"""What ``reviewer evaluate`` knows, by the name that the user gives."""

"""Precision and recall on labelled sets: models on their held-out parts, rules family by family."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corpora.evaluate.document_kind import evaluate_document_kind
from corpora.evaluate.entities import evaluate_entities
from corpora.evaluate.fair_competition_model import evaluate_fair_competition_model
from corpora.evaluate.setting_power import evaluate_setting_power
from corpora.evaluate.table import EvaluationTable

EVALUATORS: Mapping[str, Callable[[], tuple[EvaluationTable, ...]]] = {
    "document-kind": evaluate_document_kind,
    "entities": evaluate_entities,
    "fair-competition": evaluate_fair_competition_model,
    "setting-power": evaluate_setting_power,
}
"""The models that ``reviewer evaluate`` knows, by the name that the user gives.

``fair-competition`` is the name of a family too: its command measures the family, and its model
after that where no files are given.
"""

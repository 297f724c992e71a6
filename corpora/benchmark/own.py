"""This project's own findings in the shape that the benchmark asks of every tool, and how sure they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from corpora.benchmark.tasks import WITH_LABELS, Item, Prediction
from corpora.evaluate.table import EvaluationTable, percent
from corpora.labelled import HELD_OUT, load_corpus
from reviewer.engine.exceptions import FAMILY as FAIR_COMPETITION
from reviewer.extraction.text import document_from_text
from reviewer.finding import Finding, Severity
from reviewer.report import Report
from reviewer.review import ReviewContext, review
from reviewer.structure.kinds import DocumentKind

_FAMILIES = {
    "fair_competition": FAIR_COMPETITION,
    "setting_power": "legal_basis",
    "citation": "legal_basis",
    "disclosure": "disclosure",
}
_PREFIXES = {"setting_power": "power.", "citation": "citation."}
_BORDERS = (0.0, 0.7, 0.8, 0.9, 0.95, 1.0)
Reviewed = list[tuple[Item, tuple[Finding, ...]]]


def review_items(items: Iterable[Item], context: ReviewContext) -> Reviewed:
    """Findings of each text that answer its task, mere advice aside."""
    contexts = {
        task: replace(
            context,
            families=frozenset({family}),
            kind=DocumentKind.NORMATIVE if task == "setting_power" else None,
        )
        for task, family in _FAMILIES.items()
    }
    reviewed = []
    for item in items:
        report: Report = review(document_from_text(item.text, item.id, passage=True), contexts[item.task])
        reviewed.append((item, tuple(f for f in report.findings if _answers(f, item.task))))
    return reviewed


def predictions_of(reviewed: Reviewed) -> dict[str, list[Prediction]]:
    """The findings as predictions; further cells and other kinds of a finding count as well."""
    return {item.id: [each for f in found for each in _predictions(f)] for item, found in reviewed}


def as_records(predictions: Mapping[str, Iterable[Prediction]]) -> Iterator[dict[str, Any]]:
    """The predictions as the lines of a file that is scored."""
    for name, found in predictions.items():
        places = [{"start": p.span.start, "end": p.span.end, "label": p.label} for p in found]
        yield {"id": name, "findings": places}


def reliability_of_confidence(reviewed: Reviewed) -> EvaluationTable:
    """How often findings were right, by how sure they said they were; on texts no rule was written from."""
    held_out = {
        f"{task}/{sample.id}"
        for task, corpus in WITH_LABELS.items()
        for sample in load_corpus(corpus).split(HELD_OUT)
    }
    judged = [
        (finding.confidence, not item.lawful)
        for item, found in reviewed
        if item.id in held_out
        for finding in found
        if finding.confidence is not None
    ]
    rows = []
    for low, high in pairwise(_BORDERS):
        inside = [(c, right) for c, right in judged if low < c <= high]
        if inside:
            said = float(np.mean([c for c, _ in inside]))
            right = sum(r for _, r in inside)
            band = f"{percent(low)}–{percent(high)}"
            rows.append((band, percent(said), percent(right / len(inside)), f"{right}/{len(inside)}"))
    return EvaluationTable(
        title="置信度的可靠程度（留出的短条文）",
        columns=("置信度", "平均", "实际判对", "基数"),
        rows=tuple(rows),
    )


def _answers(finding: Finding, task: str) -> bool:
    prefix = _PREFIXES.get(task)
    if prefix is not None:
        return finding.kind.startswith(prefix)
    return task == "disclosure" or finding.severity is not Severity.ADVICE


def _predictions(finding: Finding) -> Iterable[Prediction]:
    for kind in (finding.kind, *finding.also):
        yield Prediction(span=finding.span, label=kind)
    for element in finding.evidence.elements:
        yield Prediction(span=element.span, label=finding.kind)

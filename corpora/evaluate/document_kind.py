"""Figures of the classifier of document kinds on the documents that its training did not see."""

from __future__ import annotations

from corpora.document_kinds import CORPUS, beginnings
from corpora.evaluate.shipped import shipped
from corpora.evaluate.table import EvaluationTable, label_table, reliability_table
from corpora.figures import measure
from corpora.labelled import HELD_OUT, load_corpus
from reviewer.structure.kinds import DocumentKind


def evaluate_document_kind() -> tuple[EvaluationTable, ...]:
    """Precision and recall per kind, and the reliability of the probabilities.

    Raises:
        ModelError: The model was trained on another state of the corpus, or is missing.
    """
    corpus = load_corpus(CORPUS)
    classifier = shipped("document_kind", corpus)
    figures = measure(classifier, beginnings(corpus, HELD_OUT))
    return (
        label_table("文件种类（留出部分）", figures, lambda label: DocumentKind(label).chinese),
        reliability_table("文件种类：概率的可靠程度", figures),
    )

"""Figures of the classifier of setting power on the clauses that its training did not see."""

from __future__ import annotations

from corpora.evaluate.shipped import shipped
from corpora.evaluate.table import EvaluationTable, label_table, reliability_table
from corpora.figures import measure
from corpora.labelled import HELD_OUT
from corpora.setting_power_clauses import load_clauses

_CHINESE = {
    "sets": "设定（任一种）",
    "power.licence": "行政许可",
    "power.penalty": "行政处罚",
    "power.coercion": "行政强制",
    "power.fee": "收费、基金、保证金",
    "power.proof": "证明事项",
    "power.rights": "减损权利、增加义务",
    "power.assessment": "考核、评比、达标",
    "power.delegation": "委托、下放职权",
}


def evaluate_setting_power() -> tuple[EvaluationTable, ...]:
    """Precision and recall of each thing that can be set, and the reliability of the probabilities.

    Raises:
        ModelError: The model was trained on another state of the corpus, or is missing.
    """
    corpus = load_clauses()
    figures = measure(shipped("setting_power", corpus), corpus.split(HELD_OUT))
    return (
        label_table("设定权（留出部分）", figures, _CHINESE.__getitem__),
        reliability_table("设定权：概率的可靠程度", figures),
    )

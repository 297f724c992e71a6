"""Figures of the classifier of fair competition by itself: items, calibration, thresholds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpora.evaluate.shipped import shipped
from corpora.evaluate.table import EvaluationTable, label_table, percent, reliability_table
from corpora.fair_competition_units import BREACH, TEST, VALIDATION, load_units
from corpora.figures import Figures, LabelFigures, measure, reliability
from corpora.labelled import TRAIN, LabelledSample
from corpora.train.fair_competition import RECIPE
from corpora.train.fit import unseen_probabilities

Likely = NDArray[np.float64]
_THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)


def evaluate_fair_competition_model() -> tuple[EvaluationTable, ...]:
    """Precision and recall by item, the reliability of the probabilities, and what thresholds would do.

    What rules and polarity add or take away is not in these figures; ``reviewer evaluate
    fair-competition --ablation`` shows it.

    Raises:
        ModelError: The model was trained on another state of the corpora, or is missing.
    """
    units = load_units()
    classifier = shipped("fair_competition", units.corpus)
    unseen = units.split(TEST)
    whole = units.split(TEST, whole=True)
    others = units.split(VALIDATION, whole=True)
    seen = units.split(TRAIN)
    likely = unseen_probabilities(RECIPE, classifier.model, seen, BREACH)
    inside = np.array([item.document in units.whole for item in seen])
    parts = {
        "训练部分，交叉验证": ([item for item in seen if item.document in units.whole], likely[inside]),
        "选阈值部分": (others, classifier.probability([item.sample for item in others], BREACH)),
        "留出部分": (whole, classifier.probability([item.sample for item in whole], BREACH)),
    }
    return (
        label_table("公平竞争分类器：留出的整篇文件和单条条文", measure(classifier, unseen), _name),
        _reliability([parts["选阈值部分"], parts["留出部分"]]),
        *(_thresholds(name, items, given) for name, (items, given) in parts.items()),
    )


def _name(label: str) -> str:
    return "违反任一项" if label == BREACH else label


def _reliability(parts: Sequence[tuple[Sequence[LabelledSample], Likely]]) -> EvaluationTable:
    given = np.concatenate([likely for _, likely in parts])
    true = np.concatenate([_breaches(items) for items, _ in parts])
    figures = Figures(
        samples=len(true),
        accuracy=float(((given >= 0.5) == true).mean()),
        labels=(
            LabelFigures(
                label=BREACH,
                support=int(true.sum()),
                predicted=int((given >= 0.5).sum()),
                right=int(((given >= 0.5) & true).sum()),
            ),
        ),
        bins=reliability(given, true),
        brier=float(((given - true) ** 2).mean()),
    )
    return reliability_table("公平竞争分类器：没有参加训练的整篇文件上概率的可靠程度", figures)


def _thresholds(name: str, items: Sequence[LabelledSample], likely: Likely) -> EvaluationTable:
    true = _breaches(items)
    rows = []
    for threshold in _THRESHOLDS:
        said = likely >= threshold
        right = int((said & true).sum())
        rows.append(
            (
                f"{threshold:g}",
                str(int(said.sum())),
                str(right),
                percent(right / said.sum() if said.any() else None),
                percent(right / true.sum() if true.any() else None),
            )
        )
    return EvaluationTable(
        title=f"公平竞争分类器：整篇文件（{name}）上的界限",
        columns=("概率不低于", "判为", "判对", "查准率", "查全率"),
        rows=tuple(rows),
        notes=(f"{len(items)} 条，其中违反的 {int(true.sum())} 条；未经语境判断，也未与规则合并",),
    )


def _breaches(items: Sequence[LabelledSample]) -> NDArray[np.bool_]:
    return np.array([bool(item.labels) for item in items])

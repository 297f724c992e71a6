"""The risk score of a document (风险分), 0-100: which documents to look at first.

Each finding weighs by severity (违规 10, 风险 3, 提示 0.5) and by how sure it is (0.7 where that
is not calibrated); the second finding of one rule counts a half, the third a third, for ten
hits of one rule are less than ten different problems; P0 and P1 of disclosure weigh double. The
sum S gives 100 × (1 − e^(−S/30)): one sure violation about 28, three about 63. It orders
documents; it is no measure of guilt.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from reviewer.finding import Severity

_WEIGHTS = {Severity.VIOLATION.value: 10.0, Severity.RISK.value: 3.0, Severity.ADVICE.value: 0.5}
_UNCALIBRATED = 0.7
_GRAVE_HANDLINGS = frozenset({"P0", "P1"})
_SCALE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What of a finding bears on the risk."""

    document: str
    rule: str
    severity: str
    handling: str
    confidence: float | None


def risk_scores(findings: Iterable[Weighed]) -> dict[str, float]:
    """Score of each document with findings, one decimal."""
    seen: Counter[tuple[str, str]] = Counter()
    weights: dict[str, float] = {}
    for finding in findings:
        seen[finding.document, finding.rule] += 1
        sure = _UNCALIBRATED if finding.confidence is None else finding.confidence
        weight = _WEIGHTS[finding.severity] * sure / seen[finding.document, finding.rule]
        weight *= 2 if finding.handling in _GRAVE_HANDLINGS else 1
        weights[finding.document] = weights.get(finding.document, 0.0) + weight
    return {document: round(100 * -math.expm1(-total / _SCALE), 1) for document, total in weights.items()}

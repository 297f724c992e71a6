"""95 % intervals of shares, by resampling whole documents: clauses of one document fail together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_RESAMPLES = 1000
_SEED = 20250420


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of how many, with its interval.

    Attributes:
        right: Cases that count.
        total: All cases.
        lower: Lower border of the 95 % interval.
        upper: Upper border.
    """

    right: int
    total: int
    lower: float
    upper: float

    @property
    def value(self) -> float | None:
        """The share, None of nothing."""
        return self.right / self.total if self.total else None

    def to_chinese(self) -> str:
        """For the reader: ``93.2%（96/103，95% 区间 87.4%–97.1%）``."""
        if self.value is None:
            return "–"
        return f"{self.value:.1%}（{self.right}/{self.total}，95% 区间 {self.lower:.1%}–{self.upper:.1%}）"


def share(cases: Sequence[tuple[str, bool]]) -> Share:
    """The share of true cases, with an interval from resampled documents.

    Args:
        cases: Document and whether the case counts.
    """
    sums: dict[str, tuple[int, int]] = {}
    for document, counts in cases:
        right, total = sums.get(document, (0, 0))
        sums[document] = (right + counts, total + 1)
    right = sum(part for part, _ in sums.values())
    lower, upper = _interval(list(sums.values()))
    return Share(right=right, total=len(cases), lower=lower, upper=upper)


def _interval(documents: list[tuple[int, int]]) -> tuple[float, float]:
    if not documents:
        return 0.0, 0.0
    table = np.array(documents, dtype=np.float64)
    drawn = np.random.default_rng(_SEED).integers(len(table), size=(_RESAMPLES, len(table)))
    rights, totals = table[drawn, 0].sum(axis=1), table[drawn, 1].sum(axis=1)
    lower, upper = np.percentile(rights / totals, [2.5, 97.5])
    return float(lower), float(upper)

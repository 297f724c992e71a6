"""95 % intervals of shares, by resampling whole documents: clauses of one document fail together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_RESAMPLES = 1000
_SEED = 20250420


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A sum in proportion to another, with its interval.

    Attributes:
        right: Cases that count.
        total: All cases, or what else the cases are counted in (characters, documents).
        lower: Lower border of the 95 % interval.
        upper: Upper border.
    """

    right: float
    total: float
    lower: float
    upper: float

    @property
    def value(self) -> float | None:
        """The share, None of nothing."""
        return self.right / self.total if self.total else None


def share(cases: Sequence[tuple[str, bool]]) -> Share:
    """The share of true cases, with an interval from resampled documents.

    Args:
        cases: Document and whether the case counts.
    """
    sums: dict[str, tuple[int, int]] = {}
    for document, counts in cases:
        right, total = sums.get(document, (0, 0))
        sums[document] = (right + counts, total + 1)
    return ratio(list(sums.values()))


def ratio(documents: Sequence[tuple[float, float]]) -> Share:
    """The sum of what counts over the sum of all, with an interval from resampled documents.

    Args:
        documents: What counts and all there is, a document.
    """
    if not documents:
        return Share(right=0, total=0, lower=0.0, upper=0.0)
    table = np.array(documents, dtype=np.float64)
    right, total = table.sum(axis=0).tolist()
    if not total:
        return Share(right=right, total=0, lower=0.0, upper=0.0)
    drawn = np.random.default_rng(_SEED).integers(len(table), size=(_RESAMPLES, len(table)))
    rights, totals = table[drawn, 0].sum(axis=1), table[drawn, 1].sum(axis=1)
    lower, upper = np.percentile(rights[totals > 0] / totals[totals > 0], [2.5, 97.5])
    return Share(right=right, total=total, lower=float(lower), upper=float(upper))

"""The same bad clause copied through many documents (重复条款): worth one general correction.

Clauses that a finding of the same rule stands in are gathered by signature and compared by
rapidfuzz: figures, places and the name of the issuer may differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz

_BAND_BYTES = 8  # two of the sixteen hashes
_ALIKE = 82.0
_LEADERS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseUse:
    """A clause with a finding, as one document has it."""

    rule: str
    title: str
    text: str
    signature: bytes
    document: str


@dataclass(slots=True, kw_only=True)
class RepeatedClause:
    """A clause with all documents that have it.

    Attributes:
        text: As the first document has it, masked.
        wordings: How many different wordings were taken together.
    """

    rule: str
    title: str
    text: str
    documents: set[str] = field(default_factory=set)
    wordings: set[str] = field(default_factory=set)


def find_repeated(uses: Iterable[ClauseUse], most: int = 1_000) -> list[RepeatedClause]:
    """Clauses that at least two documents have, those of most documents first.

    Args:
        uses: In a fixed order; the first wording stands for its likes.
        most: How many are given.
    """
    clauses: list[RepeatedClause] = []
    exact: dict[tuple[str, str], RepeatedClause] = {}
    buckets: dict[tuple[str, int, bytes], list[RepeatedClause]] = defaultdict(list)
    for use in uses:
        clause = exact.get((use.rule, use.text)) or _like(use, buckets)
        if clause is None:
            clause = RepeatedClause(rule=use.rule, title=use.title, text=use.text)
            clauses.append(clause)
            for key in _bands(use):
                if len(buckets[key]) < _LEADERS:
                    buckets[key].append(clause)
        exact[use.rule, use.text] = clause
        clause.documents.add(use.document)
        clause.wordings.add(use.text)
    repeated = [clause for clause in clauses if len(clause.documents) > 1]
    repeated.sort(key=lambda clause: (-len(clause.documents), clause.rule, clause.text))
    return repeated[:most]


def _like(
    use: ClauseUse, buckets: dict[tuple[str, int, bytes], list[RepeatedClause]]
) -> RepeatedClause | None:
    compared: set[int] = set()
    for key in _bands(use):
        for clause in buckets.get(key, ()):
            if id(clause) not in compared:
                compared.add(id(clause))
                if fuzz.ratio(clause.text, use.text) >= _ALIKE:
                    return clause
    return None


def _bands(use: ClauseUse) -> list[tuple[str, int, bytes]]:
    signature = use.signature
    return [
        (use.rule, start, signature[start : start + _BAND_BYTES])
        for start in range(0, len(signature), _BAND_BYTES)
    ]

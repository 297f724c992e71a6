"""What changed between two versions of a document: findings solved, new, unchanged, and the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.pages.cards import Card
from api.pages.difference import Paragraph, difference
from reviewer.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedFinding:
    """A finding in one of the three lists."""

    address: str
    severity: str
    label: str
    title: str
    clause: str
    verdict: str
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two versions, compared.

    Attributes:
        carried: Decisions that followed their finding.
        again: Findings that must be confirmed again (再确认).
        same: Whether the texts are equal.
    """

    solved: tuple[ComparedFinding, ...]
    new: tuple[ComparedFinding, ...]
    unchanged: tuple[ComparedFinding, ...]
    carried: int
    again: int
    same: bool
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSide:
    """One of the two versions."""

    review_id: str
    document: Document
    cards: tuple[Card, ...]


def compare(before: VersionSide, after: VersionSide) -> Comparison:
    """Findings are told apart by fingerprint, each as often as it occurs; a renamed rule keeps its own."""
    left = Counter(card.finding.fingerprint for card in before.cards)
    new, unchanged = [], []
    for card in after.cards:
        names = (card.finding.fingerprint, *card.finding.formerly)
        known = next((name for name in names if left[name] > 0), None)
        if known is None:
            new.append(card)
        else:
            left[known] -= 1
            unchanged.append(card)
    standings = [card.standing for card in after.cards]
    same = before.document.text == after.document.text
    return Comparison(
        solved=_rows(before.review_id, _unmatched(before.cards, left)),
        new=_rows(after.review_id, new),
        unchanged=_rows(after.review_id, unchanged),
        carried=sum(standing.carried and standing.verdict is not None for standing in standings),
        again=sum(standing.ask_again for standing in standings),
        same=same,
        paragraphs=() if same else difference(before.document.text, after.document.text),
    )


def _unmatched(cards: Sequence[Card], left: Counter[str]) -> Iterable[Card]:
    """Of equal findings the last ones count as solved."""
    unmatched: list[Card] = []
    remaining = Counter(left)
    for card in reversed(cards):
        if remaining[card.finding.fingerprint] > 0:
            remaining[card.finding.fingerprint] -= 1
            unmatched.append(card)
    return reversed(unmatched)


def _rows(review_id: str, cards: Iterable[Card]) -> tuple[ComparedFinding, ...]:
    return tuple(
        ComparedFinding(
            address=f"/reviews/{review_id}#f-{card.number}",
            severity=card.finding.severity.value,
            label=card.severity,
            title=card.finding.title,
            clause=card.place,
            verdict=card.standing.verdict.value if card.standing.verdict else "",
            again=card.standing.ask_again,
        )
        for card in cards
    )

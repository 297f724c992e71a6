"""Which findings a page shows, as its address says: the same with and without script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.pages.cards import Card, Certainty

ORDERS = ("sure", "text")
_UNDECIDED = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What was asked for; empty fields let everything through.

    Attributes:
        order: ``sure``: sure findings first, doubtful ones second; ``text``: as in the document.
        verdict: A verdict, or ``none`` for findings that are still to be decided.
    """

    family: str = ""
    severity: str = ""
    certainty: str = ""
    verdict: str = ""
    words: str = ""
    order: str = "sure"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filter:
        """The filter of an address; unknown values simply find nothing."""
        order = query.get("order", "")
        return cls(
            family=query.get("family", ""),
            severity=query.get("severity", ""),
            certainty=query.get("certainty", ""),
            verdict=query.get("verdict", ""),
            words=query.get("words", "").strip(),
            order=order if order in ORDERS else ORDERS[0],
        )

    def lets_through(self, card: Card) -> bool:
        """Whether the finding is shown."""
        verdict = _UNDECIDED if _is_open(card) else str(card.standing.verdict)
        return (
            self.family in ("", card.finding.family)
            and self.severity in ("", card.finding.severity.value)
            and self.certainty in ("", card.certainty.value)
            and self.verdict in ("", verdict)
            and self.words.casefold() in card.search_text.casefold()
        )

    def groups(self, cards: Sequence[Card]) -> tuple[tuple[str, tuple[Card, ...]], ...]:
        """The cards in their lists, each list under its name; empty lists are left out."""
        if self.order == "text":
            return (("text", tuple(cards)),) if cards else ()
        split = tuple((c.value, tuple(card for card in cards if card.certainty is c)) for c in Certainty)
        return tuple((name, members) for name, members in split if members)


def _is_open(card: Card) -> bool:
    return card.standing.verdict is None or card.standing.ask_again

"""Which findings a page shows, as its address says: the same with and without script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from api.pages.cards import Card, Certainty

ORDERS = ("sure", "text", "rule", "clause")
FIELDS = ("family", "severity", "certainty", "verdict", "rule", "words", "order")
"""What an address may say of a filter."""

_ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What was asked for; empty fields let everything through.

    Attributes:
        order: ``sure``: sure findings first, doubtful ones second; ``text``: as in the document;
            ``rule`` and ``clause``: what belongs together stands together.
        certainty: One of the two lists; ``all``, or nothing, for both.
        verdict: A verdict, or ``none`` for findings that are still to be decided.
    """

    family: str = ""
    severity: str = ""
    certainty: str = ""
    verdict: str = ""
    rule: str = ""
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
            rule=query.get("rule", ""),
            words=query.get("words", "").strip(),
            order=order if order in ORDERS else ORDERS[0],
        )

    def lets_through(self, card: Card) -> bool:
        """Whether the finding is shown."""
        return (
            self.family in ("", card.finding.family)
            and self.severity in ("", card.finding.severity.value)
            and self.certainty in ("", _ALL, card.certainty.value)
            and self.verdict in ("", card.verdict)
            and self.rule in ("", card.finding.rule)
            and self.words.casefold() in card.search_text.casefold()
        )

    def opening(self, cards: Sequence[Card]) -> Filter:
        """What a page opens with that was asked for nothing: the sure list, where there are two."""
        if self != Filter() or len({card.certainty for card in cards}) < len(Certainty):
            return self
        return replace(self, certainty=Certainty.SURE.value)

    def groups(self, cards: Sequence[Card]) -> tuple[Group, ...]:
        """The cards in their lists; empty lists are left out."""
        if self.order == "text":
            return (Group(key="text", title="", cards=tuple(cards)),) if cards else ()
        if self.order in ("rule", "clause"):
            return _together(cards, self.order)
        split = ((c.value, tuple(card for card in cards if card.certainty is c)) for c in Certainty)
        return tuple(Group(key=name, title="", cards=members) for name, members in split if members)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Findings under one heading.

    Attributes:
        key: Unique on the page; for lists without a title of their own, its name in the message catalogue.
        title: The rule's title or the clause, in Chinese; empty for lists that the catalogue names.
    """

    key: str
    title: str
    cards: tuple[Card, ...]


def _together(cards: Sequence[Card], order: str) -> tuple[Group, ...]:
    """By rule, the one with most findings first; or by clause, in document order."""
    groups: dict[str, list[Card]] = {}
    for card in cards:
        groups.setdefault(card.finding.rule if order == "rule" else card.finding.clause, []).append(card)
    named = [
        Group(key=f"{order}-{number}", title=_heading(members[0], order), cards=tuple(members))
        for number, members in enumerate(groups.values(), 1)
    ]
    return tuple(sorted(named, key=lambda group: -len(group.cards)) if order == "rule" else named)


def _heading(card: Card, order: str) -> str:
    return card.finding.title if order == "rule" else card.finding.clause or "（条款之外）"

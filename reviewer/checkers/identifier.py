"""Numbers and addresses that identify a person or a machine, by check digit, context and column head."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.people import SAME_COLUMN, spread
from reviewer.identifiers import Identifier, IdentifierKind, Use
from reviewer.language.matching import Capture
from reviewer.language.patterns import PatternParser
from reviewer.redaction.masks import mask

_MASK_KINDS = {
    IdentifierKind.ID_CARD: "person.id_number",
    IdentifierKind.PHONE: "person.phone",
    IdentifierKind.BANK_CARD: "person.bank_card",
    IdentifierKind.PLATE: "person.vehicle_plate",
    IdentifierKind.DOCUMENT: "person.document_number",
    IdentifierKind.EMAIL: "person.email",
    IdentifierKind.NETWORK: "infrastructure",
}


class IdentifierSpec(BaseModel):
    """The ``match`` of a rule on identifiers.

    Attributes:
        kind: What the number identifies.
        use: Whose it is, or that it is doubtful.
    """

    model_config = ConfigDict(extra="forbid")

    kind: IdentifierKind
    use: Use = Use.PRIVATE


class IdentifierChecker:
    """Reports the identifiers of one kind; a column of a list is one match with its rows counted."""

    Spec = IdentifierSpec
    heeds_polarity = False

    def __init__(self, spec: IdentifierSpec, parser: PatternParser) -> None:
        self._kind = spec.kind
        self._use = spec.use

    def find(self, context: CheckContext) -> Iterator[Match]:
        """One match for each identifier, or for each column of a table that holds several."""
        columns: dict[tuple[int, int], list[Identifier]] = {}
        for identifier in context.identifiers:
            if identifier.kind is not self._kind or identifier.use is not self._use:
                continue
            row = context.row(identifier.start)
            if row is None or row.table is None:
                yield self._match([identifier], context)
            else:
                columns.setdefault((row.table, row.cell.column), []).append(identifier)
        for members in columns.values():
            yield self._match(members, context)

    def _match(self, members: list[Identifier], context: CheckContext) -> Match:
        first, others = members[0], members[1:]
        span = context.source_span(first.start, first.end)
        value = context.document.slice(span)
        return Match(
            start=first.start,
            end=first.end,
            masked=mask(_MASK_KINDS[self._kind], value),
            captures=tuple(Capture(SAME_COLUMN, other.start, other.end) for other in others),
            values={"spread": spread(len(members))},
            continues="\n" in value and context.soft_lines,
        )

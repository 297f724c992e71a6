"""Numbers and addresses that identify a person or a machine, by check digit, context and column head."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.people import SAME_COLUMN, SAME_NUMBER, spread
from reviewer.identifiers import Identifier, IdentifierKind, Use
from reviewer.language.matching import Capture, Range
from reviewer.language.patterns import PatternParser
from reviewer.redaction.masks import mask

_BORDER = re.compile(r"[ ]*[\t\n][ ]*")
_MASK_KINDS = {
    IdentifierKind.ID_CARD: "person.id_number",
    IdentifierKind.PHONE: "person.phone",
    IdentifierKind.BANK_CARD: "person.bank_card",
    IdentifierKind.PLATE: "person.vehicle_plate",
    IdentifierKind.DOCUMENT: "person.document_number",
    IdentifierKind.EMAIL: "person.email",
    IdentifierKind.SOCIAL_ACCOUNT: "person.social_account",
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
        value = context.document.slice(context.source_span(first.start, first.end))
        masked = mask(_MASK_KINDS[self._kind], value)
        continues = "\n" in value and context.soft_lines
        parts = [(first.start, first.end)] if continues else _parts(first, context)
        # The quote ends with its cell; the other cells of one number are told beside it.
        captures = [Capture(SAME_NUMBER, *part) for part in parts[1:]]
        for other in others:
            whole, *rest = _parts(other, context)
            captures += [Capture(SAME_COLUMN, *whole), *(Capture(SAME_NUMBER, *part) for part in rest)]
        return Match(
            start=first.start,
            end=parts[0][1],
            masked=masked[: parts[0][1] - first.start] if len(parts) > 1 else masked,
            captures=tuple(captures),
            values={"spread": spread(len(members))},
            continues=continues,
        )


def _parts(identifier: Identifier, context: CheckContext) -> list[Range]:
    """The cells or lines over which a number is spread, such as a box for each digit."""
    text = context.view.text
    borders = [m.span() for m in _BORDER.finditer(text, identifier.start, identifier.end)]
    starts = [identifier.start, *(end for _, end in borders)]
    ends = [*(start for start, _ in borders), identifier.end]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]

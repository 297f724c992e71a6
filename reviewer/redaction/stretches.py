"""What of a document must be hidden, and by which words: findings to stretches with replacements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reviewer.document import Document, Span
from reviewer.finding import Finding
from reviewer.redaction.masks import hide, mask, mask_name
from reviewer.redaction.pseudonyms import Pseudonyms

SAME_COLUMN, SAME_NUMBER, NAME = "同列", "同号", "姓名"
"""Roles of elements: a further cell of the column, a further part of one number, a person's name."""

_NUMBERS = frozenset(
    {
        *("person.id_number", "person.phone", "person.bank_card", "person.vehicle_plate"),
        *("person.document_number", "person.email", "person.social_account"),
    }
)
MASKABLE = _NUMBERS | {
    *("person.address", "person.health", "person.minor", "person.profile"),
    *("credential", "infrastructure", "trade_secret", "internal.process"),
}
"""Kinds that hiding words can mend. A mark of secrecy is none: hiding it would make nothing public."""

_BORDERS = re.compile(r"[\n\t]")


class MaskStyle(StrEnum):
    """How values are hidden.

    Attributes:
        KEEP: What custom leaves of a number stays: first 6 and last 4 of an identity number (前六后四).
        ALL: Every character is hidden.
        PSEUDONYM: People become 人员甲, 人员乙, numbers 证件号码1: equal values get equal words.
    """

    KEEP = "keep"
    ALL = "all"
    PSEUDONYM = "pseudonym"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Words of the document that are replaced; stretches do not overlap.

    Attributes:
        span: Where they stand, within one block.
        text: The words.
        replacement: What stands there afterwards.
        kind: Kind of the finding.
        rule: Rule of the finding.
        name: Whether they are a person's name.
    """

    span: Span
    text: str
    replacement: str
    kind: str
    rule: str
    name: bool = False

    @property
    def hidden(self) -> Iterator[Span]:
        """The parts of the span of which nothing is left, for formats that are blackened."""
        if len(self.replacement) != len(self.text):
            yield self.span
            return
        start = None
        pairs = zip(self.text, self.replacement, strict=True)
        for offset, (old, new) in enumerate(pairs):
            changed = old != new
            if changed and start is None:
                start = offset
            elif not changed and start is not None:
                yield Span(self.span.start + start, self.span.start + offset)
                start = None
        if start is not None:
            yield Span(self.span.start + start, self.span.end)


def collect_stretches(
    document: Document, findings: Iterable[Finding], style: MaskStyle, pseudonyms: Pseudonyms
) -> tuple[Stretch, ...]:
    """The stretches of all findings that hiding can mend, in text order."""
    found = [
        stretch
        for finding in findings
        if finding.kind in MASKABLE
        for stretch in _of_finding(document, finding, style, pseudonyms)
    ]
    kept: list[Stretch] = []
    for stretch in sorted(found, key=lambda each: (each.span.start, -each.span.end)):
        if not kept or kept[-1].span.end <= stretch.span.start:
            kept.append(stretch)
        elif stretch.span.end > kept[-1].span.end:
            kept.append(_rest(stretch, kept[-1].span.end))
    return tuple(kept)


def _rest(stretch: Stretch, start: int) -> Stretch:
    """What of a stretch an earlier one has left over, hidden wholly."""
    text = stretch.text[start - stretch.span.start :]
    span = Span(start, stretch.span.end)
    return Stretch(span=span, text=text, replacement=hide(text), kind=stretch.kind, rule=stretch.rule)


def _of_finding(
    document: Document, finding: Finding, style: MaskStyle, pseudonyms: Pseudonyms
) -> Iterator[Stretch]:
    names = [element.span for element in finding.evidence.elements if element.role == NAME]
    if names:
        yield from _with_names(document, finding, names, style, pseudonyms)
        return
    for parts in _members(finding):
        pieces = [piece for part in parts for piece in _within_blocks(document, part)]
        texts = [document.slice(piece) for piece in pieces]
        whole = "".join(texts)
        replacement = _replacement(finding.kind, whole, style, pseudonyms)
        for piece, text, words in zip(pieces, texts, _shared(replacement, texts), strict=True):
            if text.strip() and text != words:
                yield Stretch(span=piece, text=text, replacement=words, kind=finding.kind, rule=finding.rule)


def _members(finding: Finding) -> Iterator[list[Span]]:
    """The values that a finding names, each with the places of its parts."""
    parts = [finding.span]
    for element in finding.evidence.elements:
        if element.role == SAME_COLUMN:
            yield parts
            parts = [element.span]
        elif element.role == SAME_NUMBER:
            parts.append(element.span)
    yield parts


def _within_blocks(document: Document, span: Span) -> Iterator[Span]:
    """A span without the separators of blocks, which no file holds."""
    start = span.start
    for border in _BORDERS.finditer(document.text, span.start, span.end):
        if border.start() > start:
            yield Span(start, border.start())
        start = border.end()
    if start < span.end:
        yield Span(start, span.end)


def _replacement(kind: str, value: str, style: MaskStyle, pseudonyms: Pseudonyms) -> str:
    if style is MaskStyle.PSEUDONYM and kind in _NUMBERS:
        return pseudonyms.of(kind, value)
    if style is MaskStyle.ALL or kind not in _NUMBERS | {"person.address"}:
        return hide(value)
    masked = mask(kind, value)
    return hide(value) if masked == value else masked


def _shared(replacement: str, texts: Sequence[str]) -> Iterator[str]:
    """The replacement shared out among the parts of a value."""
    if len(replacement) != sum(map(len, texts)):
        yield from (replacement, *("" for _ in texts[1:]))
        return
    position = 0
    for text in texts:
        yield replacement[position : position + len(text)]
        position += len(text)


def _with_names(
    document: Document, finding: Finding, names: Sequence[Span], style: MaskStyle, pseudonyms: Pseudonyms
) -> Iterator[Stretch]:
    """A name with what exposes its bearer: the names get names' masks, the facts go.

    A list of names alone (信访人张三、李四) has no facts: what stands between them stays.
    """

    def stretch(span: Span, replacement: str, *, name: bool = False) -> Stretch:
        return Stretch(
            span=span,
            text=document.slice(span),
            replacement=replacement,
            kind=finding.kind,
            rule=finding.rule,
            name=name,
        )

    for span in names:
        text = document.slice(span)
        if style is MaskStyle.PSEUDONYM:
            yield stretch(span, pseudonyms.of(NAME, text), name=True)
        else:
            yield stretch(span, mask_name(text) if style is MaskStyle.KEEP else hide(text), name=True)
    position = finding.span.start
    ends = [*sorted(names, key=lambda span: span.start), Span(finding.span.end, finding.span.end)]
    for span in ends:
        between = Span(position, min(span.start, finding.span.end))
        if between.start < between.end and len(document.slice(between).strip("、，和与及, ")) > 1:
            for piece in _within_blocks(document, between):
                yield stretch(piece, hide(document.slice(piece)))
        position = max(position, span.end)

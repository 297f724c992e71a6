"""Findings of one conduct become one; a clause is not buried under its own findings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reviewer.document import Document, Span, TableCell
from reviewer.engine.opinions import add_opinions
from reviewer.finding import Finding, FindingOrigin, fingerprint
from reviewer.language.fold import fold
from reviewer.numbering.labels import read_label
from reviewer.report import Considered

MAX_IN_CLAUSE = 2
_SURROUNDINGS = 400
_LABEL = re.compile(r"[^，。；：\d]{1,8}")
_Identity = tuple[str, str, str, str]
# The same words under two kinds of disclosure: the more specific one stands and names the other.
_MORE_SPECIFIC = {
    "person.profile": frozenset({"person.minor", "person.health"}),
    "infrastructure": frozenset({"credential"}),
}
# Several things of one kind may lack at one title; each must be supplied.
_ABSENCES = frozenset({"procedure.missing"})
_MEMBER_ENDS = re.compile(r"[。！？；!?;]")


def merge(
    findings: Iterable[Finding],
    support: Iterable[Finding],
    document: Document,
    former_ids: Mapping[str, Sequence[str]] | None = None,
) -> tuple[list[Finding], list[Considered]]:
    """Merge findings that overlap within a family, keep two a clause, and give fingerprints.

    Identity numbers, marks and citations stand for themselves: each must be mended, so they
    are neither merged across kinds nor limited in number.

    Args:
        findings: What rules found, and what a classifier is sure enough of to say it alone.
        support: What a classifier is less sure of: it supports rules and is dropped elsewhere.
        document: The document.
        former_ids: The former ids of rules that were renamed, by id: decisions made under one go on.

    Returns:
        The findings in document order, and what was left out.
    """
    ordered = sorted(findings, key=_order)
    joined: list[Finding] = []
    for finding in ordered:
        if finding.origin is FindingOrigin.RULE and not _joins(joined, finding):
            joined.append(finding)
    sure = [finding for finding in ordered if finding.origin is FindingOrigin.CLASSIFIER]
    joined, alone, unsupported = add_opinions(joined, sure, support)
    members = _Members(document)
    told, labels = _without_labels([*joined, *alone], document)
    kept, dropped = _limited(told, members)
    marked = _with_fingerprints(sorted(kept, key=_order), document, members, former_ids or {})
    return marked, [*labels, *dropped, *unsupported]


class _Members:
    """The clauses that hold findings: the sentences and ；-members of their blocks.

    A paragraph that lists six rewards, one a member, has six clauses to mend.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._ends: dict[int, list[int]] = {}

    def of(self, span: Span) -> Span:
        """The member that holds the beginning of a span."""
        index = self._document.block_index(span.start)
        if index < 0:
            return span
        block = self._document.blocks[index].span
        ends = self._ends.get(index)
        if ends is None:
            text = self._document.text
            ends = [match.end() for match in _MEMBER_ENDS.finditer(text, block.start, block.end)]
            self._ends[index] = ends
        at = bisect_right(ends, span.start)
        return Span(ends[at - 1] if at else block.start, ends[at] if at < len(ends) else block.end)


def _order(finding: Finding) -> tuple[int, int, str]:
    return (finding.span.start, finding.span.end, finding.rule)


def describes_conduct(finding: Finding) -> bool:
    """Whether the finding is about what a clause does, rather than about a mark that stands in it."""
    return finding.family == "fair_competition" or finding.kind.startswith("power.")


def _joins(joined: list[Finding], finding: Finding) -> bool:
    """Merge the finding into an earlier one of the same conduct, if there is one."""
    for index in range(len(joined) - 1, max(len(joined) - 9, -1), -1):
        other = joined[index]
        if other.family != finding.family or not other.span.overlaps(finding.span):
            continue
        if describes_conduct(finding) and describes_conduct(other):
            joined[index] = _merged(other, finding)
            return True
        for specific, general in ((other, finding), (finding, other)):
            if specific.kind in _MORE_SPECIFIC.get(general.kind, ()):
                joined[index] = replace(specific, also=tuple(dict.fromkeys((*specific.also, general.kind))))
                return True
        if other.kind == finding.kind and finding.kind not in _ABSENCES:
            joined[index] = max(other, finding, key=_weight)
            return True
    return False


def _weight(finding: Finding) -> tuple[int, int, int]:
    """The graver one stands, then the longer one, then that of the smaller region (440300 before 440000)."""
    place, _, rest = finding.rule.partition("/")
    depth = len(rest.partition("/")[0].rstrip("0")) if place == "packs" else 0
    return finding.severity.rank, len(finding.span), depth


def _merged(first: Finding, second: Finding) -> Finding:
    main, other = sorted((first, second), key=lambda f: (-f.severity.rank, -len(f.span), f.rule))
    kinds = dict.fromkeys((*main.also, other.kind, *other.also))
    return replace(main, also=tuple(kind for kind in kinds if kind != main.kind))


def _without_labels(findings: list[Finding], document: Document) -> tuple[list[Finding], list[Considered]]:
    """Without those in the label of a table row whose criterion, further right, holds one of its own."""
    places = [_cell(finding, document) for finding in findings]
    last: dict[tuple[int, int], int] = {}
    for place in places:
        if place is not None:
            row = (place.table, place.row)
            last[row] = max(last.get(row, 0), place.column)
    kept: list[Finding] = []
    dropped: list[Considered] = []
    for finding, place in zip(findings, places, strict=True):
        rightmost = place is None or last[place.table, place.row] == place.column
        if rightmost or not _LABEL.fullmatch(_block_text(finding, document)):
            kept.append(finding)
        else:
            reason = "表格的行名：同一行的标准处已列出"
            dropped.append(
                Considered(rule=finding.rule, span=finding.span, quote=finding.quote, reason=reason)
            )
    return kept, dropped


def _cell(finding: Finding, document: Document) -> TableCell | None:
    """The cell of a finding on conduct, None outside tables."""
    if not describes_conduct(finding):
        return None
    index = document.block_index(finding.span.start)
    return document.blocks[index].cell if index >= 0 else None


def _block_text(finding: Finding, document: Document) -> str:
    return document.slice(document.blocks[document.block_index(finding.span.start)].span).strip()


def _limited(findings: list[Finding], members: _Members) -> tuple[list[Finding], list[Considered]]:
    kept: list[Finding] = []
    dropped: list[Considered] = []
    counts: dict[tuple[str, Span], int] = {}
    for finding in sorted(findings, key=lambda f: (-f.severity.rank, *_order(f))):
        key = (finding.family, members.of(finding.span))
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= MAX_IN_CLAUSE or not describes_conduct(finding):
            kept.append(finding)
        else:
            reason = f"同一条文已列出 {MAX_IN_CLAUSE} 处更重的同类问题"
            dropped.append(
                Considered(rule=finding.rule, span=finding.span, quote=finding.quote, reason=reason)
            )
    return kept, dropped


def _with_fingerprints(
    findings: list[Finding],
    document: Document,
    members: _Members,
    former_ids: Mapping[str, Sequence[str]],
) -> list[Finding]:
    """Identity without offsets; equals are told apart by their order."""
    keys = [_identity(finding, document, members.of(finding.span)) for finding in findings]
    equals = Counter(keys)
    ordinals: Counter[_Identity] = Counter()
    marked = []
    for finding, key in zip(findings, keys, strict=True):
        former = former_ids.get(finding.rule, ())
        changed = replace(
            finding,
            fingerprint=fingerprint(*key, ordinals[key]),
            equals=equals[key],
            formerly=tuple(fingerprint(old, *key[1:], ordinals[key]) for old in former),
        )
        marked.append(changed)
        ordinals[key] += 1
    return marked


def _identity(finding: Finding, document: Document, member: Span) -> _Identity:
    """Rule, clause text, lead-in and quote, folded, without clause numbers; personal values masked.

    Of a clause without end only the surroundings of the quote count.
    """
    unnumbered = min(_after_label(document.text, member), finding.span.start)
    start = max(unnumbered, finding.span.start - _SURROUNDINGS)
    end = max(min(member.end, finding.span.end + _SURROUNDINGS), finding.span.end)
    clause = document.text[start:end]
    quote = finding.quote
    if finding.masked_quote is not None:
        clause, quote = clause.replace(quote, finding.masked_quote), finding.masked_quote
    lead_in = finding.evidence.lead_in
    governing = document.text[_after_label(document.text, lead_in) : lead_in.end] if lead_in else ""
    governing = governing[-_SURROUNDINGS:]
    return finding.rule, fold(clause).text.strip(), fold(governing).text.strip(), fold(quote).text


def _after_label(text: str, span: Span) -> int:
    """Where the words of a clause begin after its number: a clause that is renumbered stays the same."""
    label = read_label(text, span.start, span.end)
    return span.start if label is None or label.weak else label.body

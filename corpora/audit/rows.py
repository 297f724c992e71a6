"""Rows of results: one a file, one a finding, flat, personal values masked (DESIGN 4.1, 4.5)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpora.audit.likeness import clause_signature, document_signature, letters, text_digest
from corpora.audit.source import SourceFile
from reviewer.document import Document, Span
from reviewer.exporters import wording
from reviewer.finding import Finding
from reviewer.report import ReadValue, Report

_CLAUSE_CHARACTERS = 300
_YEAR = re.compile(r"(?:19|20)\d{2}")


class FileState(StrEnum):
    """How far a file was read."""

    REVIEWED = "reviewed"
    PARTLY = "partly"
    UNREAD = "unread"
    PARKED = "parked"

    @property
    def chinese(self) -> str:
        """Name for the user."""
        return {
            FileState.REVIEWED: "已审查",
            FileState.PARTLY: "未完整审查",
            FileState.UNREAD: "无法读取",
            FileState.PARKED: "已搁置",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One file of the source and what its review says about it as a whole.

    Attributes:
        document: Its path within the source.
        key: Hash of its content and of the versions of rules, catalogue and models.
        digest: sha256 of its bytes.
        format: Ending of its name, in lower case.
        state: Value of `FileState`.
        reason: What was not read and why, or why the file could not be read; empty if all was read.
        year: Of signature, else of publication, else of the document number; 0 where unknown.
        text_digest: Equal for the same text in different formats.
        signature: Minhash of the text.
    """

    document: str
    key: str
    digest: str = ""
    format: str
    size: int
    state: str
    reason: str = ""
    media_type: str = ""
    characters: int = 0
    pages: int = 0
    title: str = ""
    kind: str = ""
    document_number: str = ""
    issuer: str = ""
    level: str = ""
    region: str = ""
    signed_on: str = ""
    published_on: str = ""
    effective_on: str = ""
    validity_period: str = ""
    disclosure_class: str = ""
    competition_scope: str = ""
    year: int = 0
    violations: int = 0
    risks: int = 0
    advice: int = 0
    as_of: str = ""
    rules: str = ""
    catalogue: str = ""
    models: str = ""
    software: str = ""
    text_digest: str = ""
    signature: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding.

    Attributes:
        document: Path of its document within the source.
        quote: Masked where it holds personal values; so are `clause_text` and `message`.
        place: Where it stands, as a reader looks it up.
        clause_text: The paragraph around it, at most 300 characters.
        clause_signature: Minhash of that paragraph, unmasked figures and names left out.
        laws: Titles of the laws offended, joined by ``；``.
    """

    document: str
    key: str
    ordinal: int
    rule: str
    title: str
    fingerprint: str
    family: str
    kind: str
    also: str
    severity: str
    handling: str
    confidence: float | None
    origin: str
    start: int
    end: int
    clause: str
    place: str
    masked_quote: str
    message: str
    suggestion: str
    basis: str
    laws: str
    exception: str
    clause_text: str
    clause_signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """What became of one file: its row and those of its findings."""

    document: DocumentRow
    findings: tuple[FindingRow, ...] = ()


def result_key(digest: str, makers: str) -> str:
    """Identity of a result: the same content reviewed with the same versions has the same key."""
    return hashlib.sha256(f"{digest}\x1f{makers}".encode()).hexdigest()[:32]


def reviewed_result(file: SourceFile, document: Document, report: Report, makers: str) -> FileResult:
    """Rows of a file that was read, wholly or in part."""
    key = result_key(document.digest, makers)
    masks = _masks(report.findings)
    findings = tuple(
        _finding_row(file.name, key, ordinal, document=document, finding=finding, masks=masks)
        for ordinal, finding in enumerate(report.findings)
    )
    return FileResult(document=_document_row(file, key, document, report, masks), findings=findings)


def failed_result(
    file: SourceFile, digest: str, makers: str, reason: str, state: FileState = FileState.UNREAD
) -> FileResult:
    """The row of a file of which nothing was read."""
    key = result_key(digest or f"{file.name}\x1f{file.stamp}", makers)
    row = DocumentRow(
        document=file.name,
        key=key,
        digest=digest,
        format=_ending(file.name),
        size=file.size,
        state=state.value,
        reason=reason,
    )
    return FileResult(document=row)


def _document_row(
    file: SourceFile, key: str, document: Document, report: Report, masks: Sequence[tuple[Span, str]]
) -> DocumentRow:
    plain = letters(document.text)
    profile = report.profile
    counts = [sum(finding.severity.rank == rank for finding in report.findings) for rank in (2, 1, 0)]
    versions = report.versions
    facts = {
        name: _value(getattr(profile, name))
        for name in (
            *("kind", "document_number", "issuer", "level", "region", "signed_on", "published_on"),
            *("effective_on", "validity_period", "disclosure_class", "competition_scope"),
        )
    }
    return DocumentRow(
        document=file.name,
        key=key,
        digest=document.digest,
        format=_ending(file.name),
        size=file.size,
        state=(FileState.REVIEWED if report.complete else FileState.PARTLY).value,
        reason="；".join(wording.unread_words(report)),
        media_type=document.media_type,
        characters=len(document.text),
        pages=document.pages,
        title=_title(document, report, masks),
        **facts,
        year=_year(facts["signed_on"], facts["published_on"], facts["document_number"]),
        violations=counts[0],
        risks=counts[1],
        advice=counts[2],
        as_of=report.as_of.isoformat(),
        rules=versions.rules,
        catalogue=versions.catalogue,
        models=versions.models,
        software=versions.software,
        text_digest=text_digest(plain),
        signature=document_signature(plain),
    )


def _finding_row(
    name: str,
    key: str,
    ordinal: int,
    *,
    document: Document,
    finding: Finding,
    masks: Sequence[tuple[Span, str]],
) -> FindingRow:
    quote = finding.masked_quote
    if quote is None:
        quote = _masked(document.text, finding.span, masks)
    clause_text = _masked(document.text, _around(document, finding.span), masks)
    return FindingRow(
        document=name,
        key=key,
        ordinal=ordinal,
        rule=finding.rule,
        title=finding.title,
        fingerprint=finding.fingerprint,
        family=finding.family,
        kind=finding.kind,
        also="、".join(finding.also),
        severity=finding.severity.value,
        handling=finding.handling.value if finding.handling else "",
        confidence=finding.confidence,
        origin=finding.origin.value,
        start=finding.span.start,
        end=finding.span.end,
        clause=finding.clause,
        place=wording.location_words(document, finding),
        masked_quote=quote,
        message=finding.message.replace(finding.quote, quote),
        suggestion=finding.suggestion.replace(finding.quote, quote),
        basis="；".join(wording.basis_words(basis) for basis in finding.basis),
        laws="；".join(dict.fromkeys(basis.title for basis in finding.basis)),
        exception=wording.exception_words(finding),
        clause_text=clause_text,
        clause_signature=clause_signature(letters(clause_text)),
    )


def _masks(findings: Iterable[Finding]) -> list[tuple[Span, str]]:
    """The personal values of a document with their masks, in text order."""
    masked = [
        (finding.span, finding.masked_quote)
        for finding in findings
        if finding.masked_quote is not None and finding.masked_quote != finding.quote
    ]
    return sorted(masked, key=lambda entry: (entry[0].start, -entry[0].end))


def _masked(text: str, span: Span, masks: Sequence[tuple[Span, str]]) -> str:
    """A stretch of the text with the personal values in it masked; a value cut by its border is hidden."""
    letters_left = list(text[span.start : span.end])
    for place, shown in masks:
        if not place.overlaps(span):
            continue
        same_length = len(shown) == len(place)
        for offset in range(max(place.start, span.start), min(place.end, span.end)):
            hidden = shown[offset - place.start] if same_length else "*"
            # Where two findings mask the same sign, the one that hides it counts.
            if letters_left[offset - span.start] != "*":
                letters_left[offset - span.start] = hidden
    return "".join(letters_left)


def _around(document: Document, span: Span) -> Span:
    """The paragraph that holds the span, cut to size around it."""
    index = document.block_index(span.start)
    block = document.blocks[index].span if index >= 0 else span
    if len(block) <= _CLAUSE_CHARACTERS:
        return Span(min(block.start, span.start), max(block.end, span.end))
    start = max(block.start, span.start - (_CLAUSE_CHARACTERS - min(len(span), _CLAUSE_CHARACTERS)) // 2)
    return Span(start, min(max(start + _CLAUSE_CHARACTERS, span.end), max(block.end, span.end)))


def _title(document: Document, report: Report, masks: Sequence[tuple[Span, str]]) -> str:
    title = report.profile.title
    if title is None:
        return ""
    touched = title.span is not None and any(place.overlaps(title.span) for place, _ in masks)
    shown = _masked(document.text, title.span, masks) if touched and title.span else title.value
    return " ".join(shown.split())


def _value(fact: ReadValue | None) -> str:
    return fact.value if fact is not None else ""


def _ending(name: str) -> str:
    base = name.rsplit("/", 1)[-1]
    return base.rsplit(".", 1)[-1].lower() if "." in base else ""


def _year(*sources: str) -> int:
    return next(_years(sources), 0)


def _years(sources: Iterable[str]) -> Iterator[int]:
    for source in sources:
        if (found := _YEAR.search(source)) is not None:
            yield int(found[0])

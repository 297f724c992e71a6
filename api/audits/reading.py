"""Reads an audit's rows for people: from a bar to the findings behind it, from a finding to its document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc
import pyarrow.dataset as ds

from corpora.audit.results import SCHEMAS, finished_parts
from corpora.audit.settings import AuditFolder
from reviewer.exporters import wording
from reviewer.exporters.kinds import kind_words
from reviewer.finding import Severity

# Facts of documents come from the documents' rows, the others from the findings'.
FINDING_FIELDS = ("family", "kind", "rule", "severity", "document")
DOCUMENT_FIELDS = ("issuer", "region", "year")
_SEVERITIES = {severity.value: words for severity, words in wording.SEVERITIES.items()}
_COLUMNS = (
    *("document", "ordinal", "rule", "title", "family", "kind", "severity", "clause", "place"),
    *("masked_quote", "message", "suggestion", "basis", "clause_text"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFinding:
    """A finding as a list shows it; ``before``, ``quote``, ``after`` are its paragraph, masked."""

    document: str
    rule: str
    title: str
    kind: str
    severity: str
    severity_words: str
    clause: str
    place: str
    before: str
    quote: str
    after: str
    message: str
    suggestion: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row of a figure that leads to its findings."""

    value: str
    words: str
    violations: int
    risks: int
    advice: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.violations + self.risks + self.advice


def list_findings(
    folder: AuditFolder, filters: dict[str, str], after: int, count: int
) -> tuple[list[ListedFinding], int | None]:
    """Findings that match all filters, in the order of the results, and where the next page begins."""
    parts = finished_parts(folder, "findings")
    if not parts:
        return [], None
    condition: Any = None
    for name, value in filters.items():
        condition = _and(condition, _condition(folder, name, value))
    scanner = ds.dataset(parts, schema=SCHEMAS["findings"]).scanner(columns=list(_COLUMNS), filter=condition)
    table = scanner.head(after + count + 1)
    rows = table.slice(after, count).to_pylist()
    return [_listed(row) for row in rows], after + count if table.num_rows > after + count else None


def document_facts(folder: AuditFolder, name: str) -> dict[str, Any] | None:
    """The row of a document; None where the audit has none of that name."""
    parts = finished_parts(folder, "documents")
    if not parts:
        return None
    dataset = ds.dataset(parts, schema=SCHEMAS["documents"])
    rows = dataset.to_table(filter=ds.field("document") == name).drop_columns(["signature"]).to_pylist()
    return rows[0] if rows else None


def bars(folder: AuditFolder, field: str, most: int = 15) -> list[Bar]:
    """Findings of all files by a field, the most violations first."""
    parts = finished_parts(folder, "findings")
    if not parts:
        return []
    table = ds.dataset(parts, schema=SCHEMAS["findings"]).to_table(columns=[field, "severity", "title"])
    grouped = table.group_by([field, "severity"]).aggregate([("severity", "count"), ("title", "min")])
    counts: dict[str, dict[str, int]] = {}
    titles: dict[str, str] = {}
    for row in grouped.to_pylist():
        counts.setdefault(row[field], {})[row["severity"]] = row["severity_count"]
        titles[row[field]] = row["title_min"]
    found = [
        Bar(
            value=value,
            words=_words(field, value, titles[value]),
            violations=count.get("violation", 0),
            risks=count.get("risk", 0),
            advice=count.get("advice", 0),
        )
        for value, count in counts.items()
    ]
    return sorted(found, key=lambda bar: (-bar.violations, -bar.risks, bar.value))[:most]


def filter_words(filters: dict[str, str]) -> str:
    """What a list of findings is narrowed to, in words."""
    return "，".join(_words(name, value, value) for name, value in filters.items())


def _words(field: str, value: str, title: str) -> str:
    if field == "kind":
        return kind_words(value)
    return wording.FAMILIES.get(value, value) if field == "family" else title if field == "rule" else value


def _condition(folder: AuditFolder, name: str, value: str) -> Any:
    if name in FINDING_FIELDS:
        return ds.field(name) == value
    documents = ds.dataset(finished_parts(folder, "documents"), schema=SCHEMAS["documents"])
    wanted: Any = int(value) if name == "year" and value.isdecimal() else value
    names = documents.to_table(columns=["document"], filter=ds.field(name) == wanted)["document"]
    return pc.field("document").isin(names.to_pylist())


def _and(one: Any, other: Any) -> Any:
    return other if one is None else one & other


def _listed(row: dict[str, Any]) -> ListedFinding:
    before, quote, after = row["clause_text"].partition(row["masked_quote"])
    return ListedFinding(
        document=row["document"],
        rule=row["rule"],
        title=row["title"],
        kind=kind_words(row["kind"]),
        severity=Severity(row["severity"]).value,
        severity_words=_SEVERITIES[row["severity"]],
        clause=row["clause"],
        place=row["place"],
        before=before if quote else "",
        quote=row["masked_quote"],
        after=after,
        message=row["message"],
        suggestion=row["suggestion"],
        basis=row["basis"],
    )

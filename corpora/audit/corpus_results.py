"""The rows of an audit put together: duplicates found, risk weighed, facts of documents at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from corpora.audit.duplicates import Candidate, Duplicate, find_duplicates
from corpora.audit.repeated import ClauseUse, RepeatedClause, find_repeated
from corpora.audit.results import read_rows
from corpora.audit.risk import Weighed, risk_scores
from corpora.audit.settings import AuditFolder
from corpora.audit.validity import last_day
from reviewer.finding import Severity
from reviewer.structure.divisions import division

_CANDIDATE = tuple(Candidate.__dataclass_fields__)
_FACTS = ("issuer", "region", "year", "document_kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """A document past its validity (已过有效期)."""

    document: str
    title: str
    issuer: str
    validity_period: str
    last_day: date


class CorpusResults:
    """Results of one audit, read once.

    Args:
        folder: Where they lie.
        as_of: The date of the audit.
    """

    def __init__(self, folder: AuditFolder, as_of: date) -> None:
        self.folder = folder
        self.as_of = as_of
        #: All documents, one row a file.
        self.documents = _with_region_names(read_rows(folder, "documents"))

    @cached_property
    def duplicates(self) -> list[Duplicate]:
        """Files that another one counts for."""
        columns = self.documents.select(_CANDIDATE).to_pydict()
        rows = zip(*(columns[name] for name in _CANDIDATE), strict=True)
        return find_duplicates([Candidate(**dict(zip(_CANDIDATE, row, strict=True))) for row in rows])

    @cached_property
    def counted(self) -> pa.Table:
        """The documents that count, each once."""
        left_out = pa.array([duplicate.document for duplicate in self.duplicates], pa.string())
        return self.documents.filter(pc.invert(pc.is_in(self.documents["document"], value_set=left_out)))

    @cached_property
    def findings(self) -> pa.Table:
        """Findings of the documents that count, with issuer, region, year and kind of the document."""
        findings = read_rows(self.folder, "findings")
        counted = self.counted
        index = pc.index_in(findings["document"], value_set=counted["document"].combine_chunks())
        findings = findings.filter(pc.is_valid(index))
        index = index.filter(pc.is_valid(index))
        for name in _FACTS:
            source = "kind" if name == "document_kind" else name
            findings = findings.append_column(name, counted[source].take(index))
        return findings

    @cached_property
    def risks(self) -> dict[str, float]:
        """Risk score of each document with findings."""
        names = tuple(Weighed.__dataclass_fields__)
        return risk_scores(Weighed(**row) for row in _rows(self.findings, names))

    @cached_property
    def repeated(self) -> list[RepeatedClause]:
        """Bad clauses that several documents have."""
        grave = pc.not_equal(self.findings["severity"], Severity.ADVICE.value)
        # A number or a name that must not be published is no clause to be mended in general.
        general = pc.and_(grave, pc.not_equal(self.findings["family"], "disclosure"))
        rows = _rows(
            self.findings.filter(general), ("rule", "title", "clause_text", "clause_signature", "document")
        )
        return find_repeated(
            ClauseUse(
                rule=row["rule"],
                title=row["title"],
                text=row["clause_text"],
                signature=row["clause_signature"],
                document=row["document"],
            )
            for row in rows
        )

    @cached_property
    def expired(self) -> list[Expired]:
        """Documents past their own validity at the date of the audit, the longest past first."""
        names = (
            "document",
            "title",
            "issuer",
            "validity_period",
            "effective_on",
            "signed_on",
            "published_on",
        )
        stated = self.counted.filter(pc.not_equal(self.counted["validity_period"], ""))
        found = []
        for row in _rows(stated, names):
            last = last_day(
                row["validity_period"], row["effective_on"], row["signed_on"], row["published_on"]
            )
            if last is not None and last < self.as_of:
                kept = {name: row[name] for name in names[:4]}
                found.append(Expired(**kept, last_day=last))
        return sorted(found, key=lambda expired: (expired.last_day, expired.document))


def _rows(table: pa.Table, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Rows as mappings, batch by batch, so that a large table is never in memory twice."""
    for batch in table.select(names).to_batches(max_chunksize=20_000):
        yield from batch.to_pylist()


def _with_region_names(documents: pa.Table) -> pa.Table:
    """Division codes replaced by their names: 440300 → 深圳市（440300）."""
    names = {code: _region_words(code) for code in pc.unique(documents["region"]).to_pylist()}
    column = pa.array([names[code] for code in documents["region"].to_pylist()], pa.string())
    return documents.set_column(documents.column_names.index("region"), "region", column)


def _region_words(code: str) -> str:
    found = division(code) if code.isdecimal() else None
    return f"{found.name}（{code}）" if found is not None else code

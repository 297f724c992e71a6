"""What an audit comes to: the figures of ``summary.json`` and the files that carry its tables."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow.compute as pc

from corpora.audit.corpus_results import CorpusResults
from corpora.audit.rows import FileState
from corpora.audit.tables import Table
from corpora.audit.tabular import write_csv
from reviewer.finding import Severity

# What summary.json repeats of a table; the whole of it lies in tables/.
_HEAD_ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The figures of an audit.

    Attributes:
        files: Files of the source.
        counted: Documents, duplicates counted once.
        reviewed: Files read wholly.
        partly: Files read in part.
        unread: Files that could not be read.
        parked: Files that the review broke on.
        characters: Of the counted documents.
        violations: Findings of that severity in counted documents.
        affected: Counted documents with a violation.
    """

    files: int
    counted: int
    reviewed: int
    partly: int
    unread: int
    parked: int
    characters: int
    violations: int
    risks: int
    advice: int
    affected: int
    expired: int
    duplicates: int

    @property
    def complete(self) -> bool:
        """Whether every file was read wholly; else the run's exit code is 3."""
        return self.reviewed == self.files


def count_totals(results: CorpusResults) -> Totals:
    """The figures of an audit."""
    states = [pc.sum(pc.equal(results.documents["state"], state.value)).as_py() or 0 for state in FileState]
    severities = [
        pc.sum(pc.equal(results.findings["severity"], severity.value)).as_py() or 0 for severity in Severity
    ]
    grave = results.findings.filter(pc.equal(results.findings["severity"], Severity.VIOLATION.value))
    return Totals(
        files=results.documents.num_rows,
        counted=results.counted.num_rows,
        reviewed=states[0],
        partly=states[1],
        unread=states[2],
        parked=states[3],
        characters=pc.sum(results.counted["characters"]).as_py() or 0,
        violations=severities[0],
        risks=severities[1],
        advice=severities[2],
        affected=pc.count_distinct(grave["document"]).as_py(),
        expired=len(results.expired),
        duplicates=len(results.duplicates),
    )


def write_summary(
    path: Path, totals: Totals, tables: list[Table], versions: dict[str, str], as_of: str
) -> None:
    """``summary.json``: the same rows give the same bytes."""
    summary = {
        "as_of": as_of,
        "versions": versions,
        "totals": asdict(totals),
        "complete": totals.complete,
        "tables": {
            table.name: {
                "title": table.title,
                "columns": table.columns,
                "total_rows": len(table.rows),
                "rows": table.rows[:_HEAD_ROWS],
            }
            for table in tables
        },
    }
    unfinished = path.with_name(f"_{path.name}")
    unfinished.write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(unfinished, path)


def write_tables(folder: Path, tables: list[Table]) -> None:
    """Every table whole, one CSV file each."""
    folder.mkdir(exist_ok=True)
    for table in tables:
        write_csv(folder / f"{table.name}.csv", table.columns, table.rows)

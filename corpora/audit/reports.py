"""Everything that an audit's rows are turned into for people: tables, ledger, dashboard."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from corpora.audit.corpus_results import CorpusResults
from corpora.audit.dashboard import write_dashboard
from corpora.audit.ledger import write_ledger
from corpora.audit.run import load_run
from corpora.audit.settings import AuditFolder
from corpora.audit.summary import Totals, count_totals, write_summary, write_tables
from corpora.audit.tables import build_tables
from corpora.audit.tabular import write_csv

_FINDING_COLUMNS = {
    "document": "文件",
    "severity": "严重程度",
    "handling": "处理",
    "family": "类别",
    "kind": "事项",
    "title": "问题",
    "clause": "条款",
    "place": "位置",
    "masked_quote": "原文",
    "message": "说明",
    "basis": "依据",
    "suggestion": "修改建议",
    "rule": "规则",
    "start": "起",
    "end": "止",
    "fingerprint": "指纹",
}


def write_reports(path: Path) -> Totals:
    """Write ``summary.json``, ``tables/``, ``failures.csv``, ``findings.csv``, the ledger and the dashboard.

    A ledger that someone has filled in meanwhile is kept under another name, never overwritten.
    """
    folder = AuditFolder(path=path)
    run = load_run(folder)
    results = CorpusResults(folder, date.fromisoformat(run["as_of"]))
    tables, totals = build_tables(results), count_totals(results)
    versions: dict[str, str] = run["versions"]
    words = f"规则 {versions['rules']}，法规目录 {versions['catalogue']}，程序 {versions['software']}"
    write_summary(path / "summary.json", totals, tables, versions, run["as_of"])
    write_tables(path / "tables", tables)
    failures = next(table for table in tables if table.name == "failures")
    write_csv(path / "failures.csv", failures.columns, failures.rows)
    write_csv(path / "findings.csv", tuple(_FINDING_COLUMNS.values()), _finding_cells(results))
    refresh_ledger(results, totals, source=run["source"], versions=words)
    write_dashboard(
        path / "dashboard.html",
        totals,
        tables,
        source=run["source"],
        as_of=run["as_of"],
        versions=words,
    )
    return totals


def refresh_ledger(results: CorpusResults, totals: Totals, *, source: str, versions: str) -> None:
    """Write the ledger anew, with what is entered; one that was changed by hand is put aside first."""
    path = results.folder.path / "ledger.xlsx"
    seal = results.folder.path / ".ledger.json"
    put_aside(path, seal)
    write_ledger(path, results, totals, source=source, versions=versions)
    seal.write_text(json.dumps({"sha256": _digest(path)}), encoding="utf-8")


def put_aside(path: Path, seal: Path) -> Path | None:
    """Rename a ledger that is not as it was written; gives its new place, None where nothing was done."""
    if not path.exists():
        return None
    try:
        written = json.loads(seal.read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, KeyError):
        written = ""
    if _digest(path) == written:
        return None
    changed = datetime.fromtimestamp(path.stat().st_mtime).strftime("%Y%m%d-%H%M%S")
    kept = path.with_name(f"ledger-{changed}.xlsx")
    os.replace(path, kept)
    return kept


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _finding_cells(results: CorpusResults) -> Iterator[tuple[str | float, ...]]:
    for batch in results.findings.select(list(_FINDING_COLUMNS)).to_batches(max_chunksize=20_000):
        for row in batch.to_pylist():
            yield tuple(row.values())

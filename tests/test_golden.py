"""Whole documents from bytes to report, against reviewed files.

Each folder of ``golden/`` holds a source, what extraction makes of it (``document.json``) and
the report (``report.json``). ``make golden`` rewrites both; the difference is reviewed.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpora.context import load_context
from reviewer.exporters.document_json import document_object
from reviewer.exporters.json import report_object
from reviewer.extraction import extract
from reviewer.review import review

GOLDEN = Path(__file__).parent / "golden"
_FOLDERS = sorted(folder for folder in GOLDEN.iterdir() if folder.is_dir())
_CONTEXT = load_context(today=date(2026, 11, 23))


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: folder.name)
def test_document_and_report_are_as_reviewed(folder: Path, request: pytest.FixtureRequest) -> None:
    """Same bytes, same text and places, same findings."""
    source = next(folder.glob("source.*"))
    document = extract(source.read_bytes(), source.name)
    report = review(document, _CONTEXT)
    made = {
        "document.json": document_object(document),
        # Versions change with every rule; what they lead to is what is compared.
        "report.json": {**report_object(report, document), "versions": None},
    }
    if request.config.getoption("--update-golden"):
        for name, value in made.items():
            (folder / name).write_text(_written(value), encoding="utf-8")
        pytest.fail("golden files were rewritten: review the difference and run without --update-golden")

    for name, value in made.items():
        assert _written(value) == (folder / name).read_text(encoding="utf-8"), f"{folder.name}/{name}"
    for finding in report.findings:
        assert document.slice(finding.span) == finding.quote


def test_every_golden_document_has_its_three_files() -> None:
    """A source without a reviewed report tests nothing."""
    for folder in _FOLDERS:
        assert len(list(folder.glob("source.*"))) == 1
        assert (folder / "document.json").exists()
        assert (folder / "report.json").exists()


def _written(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

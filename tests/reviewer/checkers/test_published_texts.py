"""Statutes and published documents: no person, no secret, whatever they say about both."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reviewer.extraction.text import document_from_text
from tests.reviewer.checkers.disclosure import disclosure_report

_SHARED = Path(os.environ.get("REVIEWER_SHARED", Path(__file__).parents[4] / "shared"))
_TEXTS = sorted([*_SHARED.glob("legal/texts/*.md"), *_SHARED.glob("samples/documents/*.txt")])


@pytest.mark.skipif(not _TEXTS, reason="published texts are not at hand (REVIEWER_SHARED)")
@pytest.mark.parametrize("passage", [False, True], ids=["document", "passage"])
def test_published_texts_have_no_finding(passage: bool) -> None:
    """Laws on secrecy, privacy and minors speak of all that is looked for."""
    found = {
        path.name: [finding.rule for finding in report.findings]
        for path in _TEXTS
        if (
            report := disclosure_report(
                document_from_text(path.read_text(encoding="utf-8"), path.name, passage=passage)
            )
        ).findings
    }

    assert found == {}

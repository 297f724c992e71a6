"""The sample draft: what is planted is found, what is lawful is left alone."""

from datetime import date
from pathlib import Path

import pytest

from corpora.context import load_context
from corpora.samples import SAMPLE
from corpora.samples.write import write_sample
from reviewer.extraction import extract
from reviewer.report import Report
from reviewer.review import review

# Clause or annex -> the kind planted there, main or additional; all other clauses are lawful look-alikes.
_PLANTED = {
    "第四条": "10.2",
    "第五条": "10.2",
    "第六条": "10.2",
    "第八条": "9.1",
    "第九条": "9.3",
    "第十条": "8.3",
    "第十一条": "10.4",
    "第十二条": "power.licence",
    "第十三条": "power.penalty",
    "第十五条": "power.proof",
    "第十六条": "citation.repealed",
    "附件1": "9.3",
}
_LAWFUL = ("第一条", "第二条", "第三条", "第七条", "第十四条", "第十七条")


@pytest.fixture(scope="module")
def report() -> Report:
    """The sample, reviewed at a fixed date."""
    context = load_context(today=date(2026, 11, 23))
    return review(extract(SAMPLE.read_bytes(), SAMPLE.name), context)


@pytest.mark.parametrize(("clause", "kind"), _PLANTED.items())
def test_planted_problem_is_found_in_its_clause(clause: str, kind: str, report: Report) -> None:
    """The sample shows what the product finds."""
    found = [finding for finding in report.findings if finding.clause.startswith(clause)]

    assert kind in {kind for finding in found for kind in (finding.kind, *finding.also)}


@pytest.mark.parametrize("clause", _LAWFUL)
def test_lawful_clause_is_left_alone(clause: str, report: Report) -> None:
    """And what it leaves alone."""
    assert [f.rule for f in report.findings if f.clause == clause or f.clause.startswith(f"{clause}第")] == []


@pytest.mark.parametrize(
    "kind", ["person.id_number", "person.bank_card", "person.phone", "secret.internal_marking"]
)
def test_disclosure_problem_is_found_and_masked(kind: str, report: Report) -> None:
    """Numbers with valid check digits in the public list, the internal mark in the header."""
    found = [finding for finding in report.findings if finding.kind == kind]

    assert found
    assert all(finding.masked_quote != finding.quote for finding in found if kind.startswith("person."))


def test_draft_without_effective_date_is_told(report: Report) -> None:
    """The fourth family."""
    assert "drafting/missing_effective_date" in {finding.rule for finding in report.findings}


def test_sample_is_what_its_script_writes(tmp_path: Path) -> None:
    """Byte for byte: nobody edits the file by hand."""
    path = tmp_path / "sample.docx"

    write_sample(path)

    assert path.read_bytes() == SAMPLE.read_bytes()

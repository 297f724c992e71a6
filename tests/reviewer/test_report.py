"""A report as other tools take it."""

import importlib
from types import ModuleType

import pytest

from reviewer.report import SPANS_KEY
from tests.conftest import missing
from tests.factories import make_document, make_finding, make_report

DOCUMENT = make_document("𠮷县规定\n第一条　按税收给予奖励。\n")


@pytest.fixture
def spacy() -> ModuleType:
    try:
        return importlib.import_module("spacy")
    except ImportError:
        missing("spaCy", "pip install reviewer[entities]")


@pytest.mark.usefixtures("spacy")
def test_findings_are_spans_of_a_spacy_document() -> None:
    """Offsets count code points, also beyond the basic plane."""
    finding = make_finding(DOCUMENT, "按税收给予奖励")

    doc = make_report(DOCUMENT, finding).to_spacy(DOCUMENT)

    (span,) = doc.spans[SPANS_KEY]
    assert doc.text == DOCUMENT.text
    assert (span.text, span.label_, span.id_) == ("按税收给予奖励", "10.2", finding.fingerprint)
    assert (span.start_char, span.end_char) == (finding.span.start, finding.span.end)


def test_docbin_keeps_the_spans(spacy: ModuleType) -> None:
    """As training data for other tools."""
    doc = make_report(DOCUMENT, make_finding(DOCUMENT, "按税收给予奖励")).to_spacy(DOCUMENT)

    stored = spacy.tokens.DocBin(docs=[doc]).to_bytes()

    (again,) = spacy.tokens.DocBin().from_bytes(stored).get_docs(spacy.blank("zh").vocab)
    assert [span.text for span in again.spans[SPANS_KEY]] == ["按税收给予奖励"]


def test_displacy_shows_overlapping_findings(spacy: ModuleType) -> None:
    """Both are drawn."""
    first, second = make_finding(DOCUMENT, "按税收给予"), make_finding(DOCUMENT, "给予奖励", kind="10.4")

    doc = make_report(DOCUMENT, first, second).to_spacy(DOCUMENT)

    shown = spacy.displacy.render(doc, style="span", options={"spans_key": SPANS_KEY}, jupyter=False)
    assert "10.2" in shown
    assert "10.4" in shown


@pytest.mark.usefixtures("spacy")
def test_the_report_of_another_document_is_refused() -> None:
    """Its offsets would point anywhere."""
    with pytest.raises(ValueError, match="another document"):
        make_report(DOCUMENT).to_spacy(make_document("别的"))

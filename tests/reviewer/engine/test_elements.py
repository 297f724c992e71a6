"""A finding on fair competition shows the parts of the conduct."""

from datetime import date

import pytest

from corpora.context import load_context
from reviewer.extraction.text import document_from_text
from reviewer.review import review

_CONTEXT = load_context(today=date(2026, 11, 23), classifiers=False)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("对在本市注册的企业，按照地方贡献的50%给予奖励。", {"优惠", "挂钩条件"}),
        ("公务接待在县宾馆进行，其他场所发生的费用不予报销。", {"限制"}),
        ("落户企业租用国有厂房租金三免三减半。", {"优惠"}),
    ],
)
def test_every_finding_has_an_element_with_its_text(text: str, roles: set[str]) -> None:
    """Where the wording of a rule names no part, the quote is one: what is granted or restricted."""
    report = review(document_from_text(text, "text", passage=True), _CONTEXT)

    finding = next(each for each in report.findings if each.family == "fair_competition")
    elements = finding.evidence.elements
    assert roles & {element.role for element in elements}
    assert all(text[element.span.start : element.span.end] == element.text for element in elements)

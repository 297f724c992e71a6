"""Scoring tables are read cell by cell, with the heads of their columns and the labels of their row."""

from datetime import date

import pytest

from corpora.context import load_context
from reviewer.review import review
from tests.reviewer.engine.scoring_tables import FORMATS, SCORING

_CONTEXT = load_context(today=date(2026, 11, 23), classifiers=False, families=frozenset({"fair_competition"}))


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("layout", SCORING)
def test_scoring_table_is_read_cell_by_cell(layout: str, ending: str) -> None:
    """Each criterion that favours the place or some undertakings is found, in its cell, and no other."""
    rows, expected = SCORING[layout]

    found = review(FORMATS[ending](rows), _CONTEXT).findings

    quotes = sorted("".join(finding.quote.split()) for finding in found)
    assert len(quotes) == len(expected)
    assert all(any(words in quote for quote in quotes) for words in expected)


def test_quote_of_one_letter_is_widened_to_its_cell() -> None:
    """区 alone would tell nobody what is meant."""
    rows = [["评分要素", "得分", "不满足的"], ["工商登记地址", "10", "住所在区外"]]

    found = review(FORMATS["docx"](rows), _CONTEXT).findings

    assert [finding.quote for finding in found] == ["住所在区外"]


def test_label_of_a_row_is_not_found_beside_its_criterion() -> None:
    """One criterion is one finding; the label stands among what was considered."""
    rows = [["评分项", "分值", "评分标准"], ["纳税信用", "5", "上年度在本市纳税五十万元以上"]]

    report = review(FORMATS["docx"](rows), _CONTEXT)

    assert [finding.quote for finding in report.findings] == ["本市纳税"]
    assert "纳税信用" in [considered.quote for considered in report.considered]

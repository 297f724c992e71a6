"""前款 and its kin."""

import pytest

from reviewer.citation.relative import stands_for
from reviewer.numbering.clause_number import ClauseNumber

HERE = ClauseNumber(article=12, paragraph=3, item=2)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("前款", ["第十二条第二款"]),
        ("前两款", ["第十二条第一款", "第十二条第二款"]),
        ("前条", ["第十一条"]),
        ("前项", ["第十二条第三款第（一）项"]),
        ("上一款", ["第十二条第二款"]),
        ("本条", ["第十二条"]),
        ("本条第一款", ["第十二条第一款"]),
        ("本款", ["第十二条第三款"]),
        ("前三款", []),
        ("前述", []),
    ],
)
def test_relative_reference_stands_for_its_clauses(words: str, expected: list[str]) -> None:
    """Counted from the citing clause; more than there are before it is nothing."""
    assert [str(number) for number in stands_for(words, HERE)] == expected

"""Clause numbers and the chains that texts write them in."""

from __future__ import annotations

import pytest

from reviewer.document import Span
from reviewer.numbering import ClauseNumber, clause_range, read_clause_references


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (ClauseNumber(article=12), "第十二条"),
        (ClauseNumber(article=12, insertion=1), "第十二条之一"),
        (ClauseNumber(article=12, paragraph=2, item=3, subitem=1), "第十二条第二款第（三）项第1目"),
        (ClauseNumber(paragraph=2), "第二款"),
        (ClauseNumber(item=3), "第（三）项"),
    ],
)
def test_a_clause_number_is_written_and_read(number: ClauseNumber, text: str) -> None:
    """The written form says the same clause."""
    assert str(number) == text
    assert ClauseNumber.parse(text) == number


@pytest.mark.parametrize("text", ["", "第十条和", "第十条、第十一条", "第八条至第十条", "条例", "第三次会议"])
def test_what_is_not_one_clause_is_no_clause_number(text: str) -> None:
    """Lists, ranges and other words are not one clause number."""
    assert ClauseNumber.parse(text) is None


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("第十条第一款、第三款的规定", ["第十条第一款", "第十条第三款"]),
        ("第三、五条", ["第三条", "第五条"]),
        ("第十条第一、二款", ["第十条第一款", "第十条第二款"]),
        ("第（一）、（二）、（三）项", ["第（一）项", "第（二）项", "第（三）项"]),
        ("第一款第（一）项、第（三）项", ["第一款第（一）项", "第一款第（三）项"]),
        ("第三条、第五条和第七条第二款", ["第三条", "第五条", "第七条第二款"]),
        ("第五条，第六条", ["第五条", "第六条"]),
        ("第十条（二）项", ["第十条第（二）项"]),
        ("第12条", ["第十二条"]),
        ("第 12 条 第 3 款", ["第十二条第三款"]),
        ("第三、第二次会议", []),
        ("第一条例", []),
        ("第一项目", []),
        ("本条第二款", []),
    ],
)
def test_a_list_of_clauses_names_each(text: str, members: list[str]) -> None:
    """What later members leave out is filled in from earlier ones, units from later ones."""
    references = read_clause_references(text)

    assert [str(reference.first) for reference in references] == members
    assert all(reference.last is None for reference in references)


@pytest.mark.parametrize(
    ("text", "first", "last", "length"),
    [
        ("第八条至第十一条", "第八条", "第十一条", 4),
        ("第三至五条", "第三条", "第五条", 3),
        ("第八条第（一）项至第（三）项", "第八条第（一）项", "第八条第（三）项", 3),
        ("第五百条至第三条", "第五百条", "第三条", 2),
    ],
)
def test_a_range_names_its_ends_and_members(text: str, first: str, last: str, length: int) -> None:
    """A range is one reference; one that runs backwards has its two ends only."""
    (reference,) = read_clause_references(text)

    assert (str(reference.first), str(reference.last)) == (first, last)
    assert len(reference.numbers()) == length


def test_references_know_where_they_stand() -> None:
    """Each span covers its own words in the text that was read."""
    text = "依照第十条第一款、第十二条至第十四条处理"

    references = read_clause_references(text, 2)

    assert [text[r.span.start : r.span.end] for r in references] == ["第十条第一款", "第十二条至第十四条"]


def test_an_arabic_article_number_is_marked() -> None:
    """第12条 is understood and told apart from 第十二条; the number of a 目 is Arabic by custom."""
    assert read_clause_references("第12条")[0].arabic
    assert not read_clause_references("第十二条第（三）项第1目")[0].arabic


def test_a_clause_contains_its_parts() -> None:
    """第十条 contains 第十条第二款, not 第十条之一."""
    article = ClauseNumber(article=10)

    assert article.contains(ClauseNumber(article=10, paragraph=2))
    assert not article.contains(ClauseNumber(article=10, insertion=1))
    assert not article.contains(ClauseNumber(article=11))


def test_a_range_over_two_articles_gives_its_ends() -> None:
    """第三条第一款至第五条第二款 has no countable members between."""
    first, last = ClauseNumber(article=3, paragraph=1), ClauseNumber(article=5, paragraph=2)

    assert list(clause_range(first, last)) == [first, last]


def test_a_chain_ends_before_what_is_no_clause() -> None:
    """第十条、第三届 names one clause only."""
    (reference,) = read_clause_references("第十条、第三届")

    assert reference.span == Span(0, 3)

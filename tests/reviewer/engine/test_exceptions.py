"""A claim of 公平竞争审查条例第十二条 is recognised, asked for its period, and lowers nothing."""

import pytest

from corpora.context import load_context
from reviewer.engine.exceptions import MISSING_PERIOD
from reviewer.extraction.text import document_from_text
from reviewer.finding import Finding, Severity
from reviewer.review import review
from tests.factories import AS_OF

_CONTEXT = load_context(today=AS_OF, families=frozenset({"fair_competition"}))
_CONDUCT = "全县应急电源统一使用某能源科技有限公司提供的设备"


def findings(text: str) -> tuple[Finding, ...]:
    return review(document_from_text(text, "test", passage=True), _CONTEXT).findings


@pytest.mark.parametrize(
    "claim",
    [
        "为维护国家安全，依据《公平竞争审查条例》第十二条，",
        "为实现救灾救助等社会公共利益，根据《公平竞争审查条例》第十二条第（三）项的规定，",
        "因节约能源需要，本项适用公平竞争审查例外规定，",
        "经审查属于公平竞争审查例外情形，",
        "按照《公平竞争审查条例实施办法》第二十五条，",
    ],
)
def test_claim_without_period_is_asked_for_one(claim: str) -> None:
    """The draft lacks the period or end condition only; the rest is for the written conclusion."""
    found = findings(f"{claim}{_CONDUCT}。")

    assert [f.exception.claimed for f in found] == [True]
    assert found[0].exception.missing == (MISSING_PERIOD,)
    assert found[0].severity is Severity.VIOLATION
    assert "审查结论说明" in found[0].message
    assert "替代方案" in found[0].message


@pytest.mark.parametrize(
    "end",
    [
        "实施期限为2026年1月1日至2027年12月31日",
        "执行至2027年6月30日止",
        "应急响应结束后自行终止",
        "有效期两年",
    ],
)
def test_period_or_end_condition_is_enough_for_the_draft(end: str) -> None:
    """Nothing is missing in the draft, and the finding stands at its severity."""
    found = findings(f"为救灾救助，依据《公平竞争审查条例》第十二条，{_CONDUCT}，{end}。")

    assert [(f.exception.claimed, f.exception.missing) for f in found] == [(True, ())]
    assert found[0].severity is Severity.VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        f"为维护国家安全和公共利益，{_CONDUCT}。",
        f"为节约能源、保护环境，{_CONDUCT}。",
        f"本项不适用例外规定，{_CONDUCT}。",
        f"{_CONDUCT}。",
    ],
)
def test_public_interest_by_name_is_no_claim(text: str) -> None:
    """Naming an aim of the article, or denying it, claims nothing."""
    found = findings(text)

    assert [f.exception.claimed for f in found] == [False]
    assert "第十二条" not in found[0].message


def test_claim_of_another_article_is_not_taken() -> None:
    """A claim speaks for its own paragraph and article."""
    text = f"第一条 依据《公平竞争审查条例》第十二条，救灾物资由县级储备。\n第二条 {_CONDUCT}。"

    found = findings(text)

    assert [f.exception.claimed for f in found] == [False]


def test_claim_for_the_whole_document_is_taken_everywhere() -> None:
    """本措施适用例外 speaks for every clause."""
    text = f"第一条 {_CONDUCT}。\n第二条 本措施适用公平竞争审查例外规定，有效期一年。"

    found = findings(text)

    assert [(f.exception.claimed, f.exception.missing) for f in found] == [(True, ())]

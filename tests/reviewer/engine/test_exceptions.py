"""A claim of 公平竞争审查条例第十二条 is recognised, asked for its period, and lowers nothing."""

import pytest

from corpora.context import load_context
from reviewer.engine.exceptions import CLAIM_KIND, MISSING_PERIOD
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
    """A claim speaks for its own paragraph and article; there it is asked for a limit itself."""
    text = f"第一条 依据《公平竞争审查条例》第十二条，救灾物资由县级储备。\n第二条 {_CONDUCT}。"

    found = findings(text)

    assert [(f.kind, f.exception.claimed) for f in found] == [(CLAIM_KIND, True), ("8.3", False)]


def test_claim_is_told_once_where_its_conduct_is_found() -> None:
    """The finding on the conduct asks for the limit; the claim stands among what was considered."""
    text = f"为救灾救助，依据《公平竞争审查条例》第十二条，{_CONDUCT}。"

    report = review(document_from_text(text, "test", passage=True), _CONTEXT)

    assert [f.kind for f in report.findings if f.kind == CLAIM_KIND] == []
    assert [c.rule for c in report.considered if "exceptions/" in c.rule] == [
        "fair_competition/exceptions/public_interest"
    ]


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        ("为维护国家安全，本项适用公平竞争审查例外规定。", "national_security"),
        ("为突破关键核心技术，本项适用公平竞争审查例外规定。", "innovation"),
        ("为节约能源，本项适用公平竞争审查例外规定。", "public_interest"),
        ("经国务院批准，本项适用公平竞争审查例外规定。", "statutory"),
        ("本项适用公平竞争审查例外规定。", "unnamed"),
    ],
)
def test_claim_without_conduct_is_asked_for_its_limit_only(claim: str, rule: str) -> None:
    """Each case of the article; the other proofs are named for the written conclusion."""
    found = findings(claim)

    assert [f.rule for f in found] == [f"fair_competition/exceptions/{rule}"]
    assert found[0].exception.missing == (MISSING_PERIOD,)
    assert found[0].severity is Severity.RISK
    assert "替代方案，由审查结论说明" in found[0].message


@pytest.mark.parametrize(
    "claim",
    [
        "为节约能源，本项适用公平竞争审查例外规定，执行至2027年6月30日止。",
        "为救灾救助，本项适用公平竞争审查例外规定，应急响应结束后自行终止，没有影响更小的替代方案。",
        "拟适用例外规定的，起草单位应当在结论中说明理由。",
        "符合《公平竞争审查条例》第十二条规定的，应当说明没有影响更小的替代方案。",
    ],
)
def test_limited_claim_and_told_law_are_no_finding(claim: str) -> None:
    """All proofs in the text, or nothing claimed."""
    assert findings(claim) == ()


def test_claim_for_the_whole_document_is_taken_everywhere() -> None:
    """本措施适用例外 speaks for every clause."""
    text = f"第一条 {_CONDUCT}。\n第二条 本措施适用公平竞争审查例外规定，有效期一年。"

    found = findings(text)

    assert [(f.exception.claimed, f.exception.missing) for f in found] == [(True, ())]

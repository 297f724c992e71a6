"""The checker of citations within a whole review."""

from datetime import date
from functools import cache

import pytest

from corpora.context import load_context
from reviewer.extraction.text import document_from_text
from reviewer.finding import Severity
from reviewer.report import Report
from reviewer.review import ReviewContext, review
from reviewer.structure.kinds import DocumentKind


@cache
def _context(kind: DocumentKind | None = None) -> ReviewContext:
    return load_context(
        today=date(2026, 11, 23), classifiers=False, kind=kind, families=frozenset({"legal_basis"})
    )


def _review(text: str, kind: DocumentKind | None = None) -> Report:
    return review(document_from_text(text, "draft.txt", passage=kind is None), _context(kind))


@pytest.mark.parametrize(
    ("text", "kind", "severity"),
    [
        ("依照《中华人民共和国环境保护法》，制定本办法。", "citation.repealed", Severity.VIOLATION),
        ("依照《中华人民共和国医疗保障法》，制定本办法。", "citation.not_yet_effective", Severity.VIOLATION),
        (
            "依照《中华人民共和国行政处罚法》第九十九条处罚。",
            "citation.article_out_of_range",
            Severity.VIOLATION,
        ),
        ("依照《中华人民共和国招商引资促进法》奖励。", "citation.not_found", Severity.VIOLATION),
        ("依照《中华人民共和国社会信用法（草案）》惩戒。", "citation.draft", Severity.VIOLATION),
        (
            "依照《反垄断法》第三十七条，行政机关不得制定限制竞争的规定。",
            "citation.renumbered",
            Severity.RISK,
        ),
        ("依照《中华人民共和国优化营商环境条例》办理。", "citation.misnamed", Severity.RISK),
        ("按照国办发[2018]37号办理。", "citation.format", Severity.RISK),
        ("依照个保法第六条处理。", "citation.misnamed", Severity.ADVICE),
        ("依照《中华人民共和国行政许可法》第16条办理。", "citation.format", Severity.ADVICE),
        ("根据《青海省湟水管护条例》，制定本办法。", "citation.unlisted", Severity.ADVICE),
        ("依照《浙江省招标投标条例》第九百条处理。", "citation.article_out_of_range", Severity.RISK),
    ],
)
def test_fault_has_its_kind_and_severity(text: str, kind: str, severity: Severity) -> None:
    """As the design settles them; a local regulation beyond its last article is at most a risk."""
    findings = _review(text).findings

    assert [
        (finding.kind, finding.severity) for finding in findings if finding.kind.startswith("citation.")
    ] == [(kind, severity)]


def test_report_that_tells_of_a_repealed_law_has_no_violation() -> None:
    """What was in force when the work was done may be told."""
    text = (
        "青溪县2020年法治政府建设工作报告\n一年来，我县严格执行《中华人民共和国环境保护法》，查处案件三件。"
    )

    findings = _review(text, DocumentKind.REPORT).findings

    assert {finding.severity for finding in findings} == {Severity.RISK}


def test_every_citation_of_a_clause_is_told() -> None:
    """Each must be mended, so their number is not limited."""
    text = "依照《水污染防治法》《土壤污染防治法》《噪声污染防治法》处罚。"

    findings = _review(text).findings

    assert [finding.kind for finding in findings].count("citation.repealed") == 3


def test_dismissed_citation_is_considered_with_its_reason() -> None:
    """A repeal clause shows up under what was considered."""
    report = _review("本办法自发布之日起施行，《城市供水条例》同时废止。")

    assert report.findings == ()
    assert [(c.quote, c.reason) for c in report.considered] == [
        ("《城市供水条例》", "该句说的是其废止或者失效")
    ]


def test_finding_names_successor_and_number() -> None:
    """The message can be acted upon; the basis of a wrong number is the law itself."""
    repealed = _review("依照《中华人民共和国合同法》处理。").findings[0]
    wrong = _review("依照《立法法》第八十二条，地方政府规章不得减损权利。").findings[0]

    assert "《中华人民共和国民法典》" in repealed.message
    assert "2021年1月1日" in repealed.message
    assert "第九十三条" in wrong.message
    assert [(basis.title, basis.article) for basis in wrong.basis] == [("中华人民共和国立法法", "第九十三条")]


def test_quote_is_the_text_of_the_document() -> None:
    """Also where blanks split the title."""
    text = "依照《中华人民共和国 环境保护法》第六条，制定本办法。"

    finding = _review(text).findings[0]

    assert text[finding.span.start : finding.span.end] == finding.quote == "《中华人民共和国 环境保护法》"

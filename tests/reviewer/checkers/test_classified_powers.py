"""What the classifier of setting power is asked, and what it may say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from corpora.context import load_context
from reviewer.extraction.text import document_from_text
from reviewer.finding import FindingOrigin, Severity
from reviewer.report import Report
from reviewer.review import ReviewContext, review
from reviewer.structure.kinds import DocumentKind

UNSEEN_BY_RULES = "电商主播每月上交带货额的千分之三给镇直播基地。"


@pytest.fixture(scope="module")
def context() -> ReviewContext:
    """Shipped rules and models, one family."""
    return load_context(today=date(2026, 11, 23), families=frozenset({"legal_basis"}))


def reviewed(text: str, context: ReviewContext, kind: DocumentKind = DocumentKind.NORMATIVE) -> Report:
    """A clause, reviewed as one of a document of the kind."""
    return review(document_from_text(text, "条文", passage=True), replace(context, kind=kind))


def opinions(report: Report) -> list[str]:
    """Rules of findings that the classifier alone makes."""
    return [finding.rule for finding in report.findings if finding.origin is FindingOrigin.CLASSIFIER]


def test_what_no_rule_words_is_a_risk_by_the_classifier(context: ReviewContext) -> None:
    """A levy in words that no rule knows is found, as a risk."""
    report = reviewed(UNSEEN_BY_RULES, context)

    assert opinions(report) == ["classifier/fee"]
    assert {finding.severity for finding in report.findings} == {Severity.RISK}


@pytest.mark.parametrize("kind", [DocumentKind.LAW, DocumentKind.LOCAL_REGULATION, DocumentKind.LETTER])
def test_statutes_and_letters_are_not_asked(kind: DocumentKind, context: ReviewContext) -> None:
    """What may set, and what sets nothing, gets no opinion."""
    report = reviewed(UNSEEN_BY_RULES, context, kind)

    assert opinions(report) == []


@pytest.mark.parametrize(
    "text",
    [
        "各乡镇人民政府、街道办事处，县政府各部门，各直属单位：",
        "近三年在本县承担过同类项目的企业，每项得5分，最高20分。",
        "房屋裂缝分布在洼地及其周围的村民家中，以土坯材料的住户较多。",
        "责任单位：县城管局、县公安局、县交通局、县住建局，各街道办事处。",
        "在全县范围内取消电动车销售门店开业审批。",
    ],
)
def test_what_orders_nothing_is_no_setting(text: str, context: ReviewContext) -> None:
    """Addresses, scores and descriptions are about the same things and set nothing."""
    report = reviewed(text, context)

    assert opinions(report) == []


def test_an_opinion_on_powers_does_not_support_a_citation(context: ReviewContext) -> None:
    """A repealed law in the same clause stays a finding of its own, without a kind of setting power."""
    text = "养殖户应当依照《中华人民共和国环境保护法》建设沼气池，并自费加装统一的计量探头后方可经营。"

    report = reviewed(text, context)

    (repealed,) = [finding for finding in report.findings if finding.kind == "citation.repealed"]
    assert repealed.origin is FindingOrigin.RULE
    assert repealed.also == ()

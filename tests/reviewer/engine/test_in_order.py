"""What the legality review says was checked and found in order."""

from __future__ import annotations

from datetime import date

import pytest

from corpora.context import load_context
from reviewer.exporters.wording import checked_by_article
from reviewer.extraction.text import document_from_text
from reviewer.report import Checked, Report
from reviewer.review import ReviewContext, review

DRAFT = """临江市停车场管理办法

第一条 为了规范停车场管理，根据《中华人民共和国道路交通安全法》第三十三条和《物业管理条例》，制定本办法。
第二条 停车场经营者应当公示收费标准。
第三条 违反本办法的，处二百元罚款；依照《中华人民共和国行政处罚法》第九十九条处理。
第四条 本办法由临江市城市管理局负责解释。
第五条 本办法自2026年8月1日起施行，有效期五年。

临江市城市管理局
2026年6月18日
"""


@pytest.fixture(scope="module")
def context() -> ReviewContext:
    """Shipped rules, no classifiers."""
    return load_context(
        today=date(2026, 11, 23), classifiers=False, families=frozenset({"legal_basis", "drafting"})
    )


@pytest.fixture(scope="module")
def report(context: ReviewContext) -> Report:
    """The draft, reviewed."""
    return review(document_from_text(DRAFT, "草案"), context)


def by_subject(report: Report, subject: str) -> list[Checked]:
    """What is said of a subject."""
    return [checked for checked in report.checked if checked.subject == subject]


def test_right_citations_are_named_with_law_and_articles(report: Report) -> None:
    """Those in force and within the law are listed; the one out of range is a finding and is not."""
    cited = {checked.basis[0].title: checked for checked in by_subject(report, "法律依据")}

    assert set(cited) == {"中华人民共和国道路交通安全法", "物业管理条例"}
    assert cited["中华人民共和国道路交通安全法"].items == ("第三十三条",)
    assert cited["中华人民共和国道路交通安全法"].result == "现行有效，条号在 124 条以内"
    assert cited["物业管理条例"].items == ()


def test_the_basis_clause_names_its_laws(report: Report) -> None:
    """The clause was found, with what it names."""
    (basis,) = by_subject(report, "制定依据")

    assert basis.items == ("《中华人民共和国道路交通安全法》", "《物业管理条例》")


def test_matters_without_a_finding_are_listed_by_article(report: Report) -> None:
    """A fine is set, so penalties are not in order; fees are, with the article."""
    (fees,) = by_subject(report, "设定权：收费、基金、保证金")

    assert by_subject(report, "设定权：行政处罚") == []
    assert fees.basis[0].title == "优化营商环境条例"
    assert "未发现自行设定" in fees.result


def test_dates_that_are_there_are_listed(report: Report) -> None:
    """Effective date, validity and signature, as read."""
    dates = {checked.subject: checked.items for checked in report.checked if checked.items}

    assert dates["施行日期"] == ("2026-08-01",)
    assert dates["成文日期"] == ("2026-06-18",)
    assert "有效期" in dates


def test_the_report_groups_by_article(report: Report) -> None:
    """One entry an article, each with its subjects."""
    grouped = checked_by_article(report)

    assert "《优化营商环境条例》第二十五条" in grouped
    assert any("现行有效" in line for lines in grouped.values() for line in lines)


def test_form_that_is_in_order_is_listed(context: ReviewContext) -> None:
    """Numbers, references, short names and the interpreter, each where the document has it."""
    text = DRAFT.replace("停车场经营者应当", "停车场经营者（以下简称“经营者”）应当").replace(
        "依照《中华人民共和国行政处罚法》第九十九条处理", "不适用本办法第二条"
    )

    report = review(document_from_text(text, "草案"), context)

    told = {checked.subject: (checked.result, checked.items) for checked in report.checked}
    assert told["条款编号"] == ("共 5 条，编号连续", ())
    assert told["文内引用"] == ("1 处，所引的条款都在文中", ())
    assert told["简称"] == ("各指一物", ("经营者",))
    assert told["解释机关"] == ("已写明", ("临江市城市管理局",))


def test_form_with_a_fault_is_not_listed(context: ReviewContext) -> None:
    """A broken reference and a gap take their lines away; annexes that are not there have none."""
    text = DRAFT.replace("第四条", "第六条").replace("第二条 停车场", "第二条 依照第三十条，停车场")

    report = review(document_from_text(text, "草案"), context)

    told = {checked.subject for checked in report.checked}
    assert told.isdisjoint({"条款编号", "文内引用", "附件", "简称"})


def test_repealed_law_is_no_basis_in_order(context: ReviewContext) -> None:
    """What is stated as the basis is listed without the laws that are faulted."""
    text = DRAFT.replace("《物业管理条例》", "《中华人民共和国物权法》")

    report = review(document_from_text(text, "草案"), context)

    (basis,) = by_subject(report, "制定依据")
    assert basis.items == ("《中华人民共和国道路交通安全法》",)


def test_procedures_of_an_explanation_are_listed(context: ReviewContext) -> None:
    """Those that it tells of; the others are findings."""
    text = (
        "临江市共享停车管理办法起草说明\n\n一、起草过程\n2026年2月公开征求意见，已完成公平竞争审查。\n"
        "二、主要内容\n共十条。\n"
    )

    report = review(document_from_text(text, "说明"), context)

    told = {checked.subject for checked in report.checked}
    lacking = {finding.rule for finding in report.findings if finding.kind == "procedure.missing"}
    assert {"起草说明：公平竞争审查情况", "起草说明：公开征求意见情况"} <= told
    assert {rule.rpartition("/")[2] for rule in lacking} == {"legality_review", "collective_discussion"}


def test_rule_of_the_smaller_region_stands(context: ReviewContext) -> None:
    """Shenzhen's own rule counts before the province's."""
    text = DRAFT.replace("临江市", "深圳市").replace("，有效期五年", "")

    report = review(document_from_text(text, "草案"), context)

    (validity,) = [finding for finding in report.findings if finding.kind == "validity.missing"]
    assert validity.rule == "packs/440300/drafting/missing_validity"


def test_passages_and_other_families_claim_nothing(context: ReviewContext) -> None:
    """Of a passage nobody can say that its document is in order."""
    passage = review(document_from_text(DRAFT, "条文", passage=True), context)

    assert passage.checked == ()

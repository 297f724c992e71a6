"""The same words, committed and not: only the predicate that governs decides."""

from datetime import date
from pathlib import Path

import pytest

from corpora.catalogue import load_catalogue
from corpora.context import RULES
from reviewer.engine.loader import load_ruleset
from reviewer.extraction.text import document_from_text
from reviewer.finding import Polarity
from reviewer.report import Report
from reviewer.review import ReviewContext, review

RULE = """
title: 限本地注册的奖补
kind: "9.3"
severity: violation
checker: pattern
match:
  within: item
  any_of:
    - "在 … {测试本地:地域} … {测试注册:挂钩条件} … {测试奖补:优惠}"
    - "{测试奖补:优惠} … 在 … {测试本地:地域} … {测试注册:挂钩条件}"
message: 本条“${quote}”限定注册地。
"""
CONCEPTS = """
测试本地: [本市, 本县]
测试注册: [注册]
测试奖补: [奖励, 补贴]
"""


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> ReviewContext:
    """One rule, with the polarity cues that ship."""
    folder: Path = tmp_path_factory.mktemp("rules")
    (folder / "lexicon").mkdir()
    (folder / "lexicon" / "polarity.yaml").write_text(
        (RULES / "lexicon" / "polarity.yaml").read_text("utf-8"), "utf-8"
    )
    (folder / "lexicon" / "test.yaml").write_text(CONCEPTS, "utf-8")
    (folder / "fair_competition").mkdir()
    (folder / "fair_competition" / "local.yaml").write_text(RULE, "utf-8")
    return ReviewContext(ruleset=load_ruleset(folder), catalogue=load_catalogue(), as_of=date(2026, 11, 23))


def check(text: str, context: ReviewContext) -> Report:
    return review(document_from_text(text, "test", passage=True), context)


@pytest.mark.parametrize(
    "text",
    [
        "对在本市注册的企业给予奖励。",
        "按照《公平竞争审查条例》的规定，对在本市注册的企业给予奖励。",
        "不得转包，优先对在本市注册的企业给予奖励。",
        "奖励对象不得少于三家，对在本市注册的企业给予奖励。",
        "对符合下列条件的企业给予奖励：\n（一）依法纳税；\n（二）在本市注册。",
        "清理拖欠账款的，对在本市注册的企业给予奖励。",
        "为促进就业，对在本市注册的企业给予奖励。",
        "对同比增长百分之十以上且在本市注册的企业，给予奖励。",
        "在本市注册且累计投资达到五千万元的企业，给予奖励。",
        "企业不得不在本市注册，才能领取奖励。",
        "奖励申报条件：\n（一）在本市注册；\n（二）依法纳税。",
        "奖励评分标准：\n（一）在本市注册的，计10分；",
        "申报材料不得涂改。奖励对象应当符合下列条件：\n（一）在本市注册；",
    ],
)
def test_conduct_is_committed(text: str, context: ReviewContext) -> None:
    """A cue elsewhere in the sentence buys nothing."""
    report = check(text, context)

    assert [finding.evidence.polarity for finding in report.findings] == [Polarity.COMMITS]


@pytest.mark.parametrize(
    "text",
    [
        "未在本市注册的企业不得享受奖励。",
        "有下列情形之一的，不予奖励：\n（一）未在本市注册的；",
        "有下列情形之一的，不得申领奖励：\n（一）未在本市注册的；",
        "下列企业不得领取奖励：\n（一）没有在本市注册的；",
        "除在本市注册的企业外，不得领取奖励。",
        "除在本市注册的以外，一律不准享受奖励。",
        "非在本市注册的企业，不能享受奖励。",
    ],
)
def test_a_condition_that_excludes_is_committed(text: str, context: ReviewContext) -> None:
    """Denying the benefit to those who do not meet the condition is the condition."""
    report = check(text, context)

    assert [finding.evidence.polarity for finding in report.findings] == [Polarity.CONDITIONS_EXCLUDING]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("不得以在本市注册为条件给予奖励。", Polarity.FORBIDS),
        ("不得通过备案、认证等方式，要求在本市注册后方可给予奖励。", Polarity.FORBIDS),
        ("不得有下列行为：\n（一）要求在本市注册方可享受奖励；", Polarity.FORBIDS),
        ("有下列行为之一的，责令改正：\n（一）要求在本市注册方可享受奖励；", Polarity.FORBIDS),
        ("清理以在本市注册为条件的奖励政策。", Polarity.ABOLISHES),
        ("不得以未在本市注册为由拒发奖励。", Polarity.FORBIDS),
        ("下列条件不得作为发放奖励的依据：\n（一）在本市注册方可领取奖励；", Polarity.FORBIDS),
        ("下列做法不予支持：\n（一）在本市注册方可领取奖励；", Polarity.FORBIDS),
        (
            "采取在本市注册才给予奖励等优惠措施，限制其他地方的企业平等参与市场竞争的，由省人民政府组织有关部门查处。",
            Polarity.ABOLISHES,
        ),
        ("存在要求在本市注册才给予奖励等行为的，责令改正。", Polarity.ABOLISHES),
        ("《关于对在本市注册企业给予奖励的办法》", Polarity.QUOTES),
        ("本办法所称奖励，是指对在本市注册企业的奖励。", Polarity.DEFINES),
        ("为了规范在本市注册企业的奖励，制定本办法。", Polarity.PURPOSE),
        ("全市累计对在本市注册的企业给予奖励30笔。", Polarity.REPORTS),
        ("全市同比多兑现在本市注册企业的奖励三成。", Polarity.REPORTS),
        ("以在本市注册为条件给予奖励的，由上级机关查处。", Polarity.ABOLISHES),
    ],
)
def test_conduct_is_named_but_not_committed(text: str, polarity: Polarity, context: ReviewContext) -> None:
    """It stands among the considered candidates, with the reason."""
    report = check(text, context)

    assert report.findings == ()
    assert [considered.polarity for considered in report.considered] == [polarity]

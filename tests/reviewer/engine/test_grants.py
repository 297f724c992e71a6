"""A benefit that is named is not granted."""

from datetime import date

import pytest

from corpora.context import load_context
from reviewer.engine.grants import PROCEDURES
from reviewer.extraction.text import document_from_text
from reviewer.report import Report
from reviewer.review import review

_CONTEXT = load_context(today=date(2026, 11, 23), classifiers=False)


def _review(text: str) -> Report:
    return review(document_from_text(text, "text", passage=True), _CONTEXT)


@pytest.mark.parametrize(
    "text",
    [
        "（一）总部企业奖励。",
        "第七条 【落户奖励】",
        "（二）支持企业上市挂牌奖励",
        "附件2：企业迁入奖励资金申请表",
        "县商务局负责新引进企业落户奖励的受理、审核。",
        "申请企业上市奖励的，应当提交上市公告书、股票代码证明。",
        "落户奖励资金由市、区两级财政按照7:3的比例分担。",
        "上市奖励、落户奖励等资金纳入年度预算，由财政部门统一拨付。",
        "已享受市级同类落户奖励的企业，不再重复享受。",
        "对获得奖励资金的上市公司，由金融部门跟踪了解募集资金使用情况。",
        "对纳税大户的奖励已于上年底全部停止。",
    ],
)
def test_named_benefit_is_considered_not_found(text: str) -> None:
    """Headings, duties, papers, costs and forms name a reward; none of them gives it."""
    report = _review(text)

    assert [finding.quote for finding in report.findings if finding.kind.startswith("10.")] == []
    assert any(candidate.rule.startswith("fair_competition/") for candidate in report.considered)


@pytest.mark.parametrize(
    "text",
    [
        "（一）总部企业奖励50万元。",
        "对新落户的总部企业给予落户奖励。",
        "企业上市奖励500万元，由县商务局负责审核兑现。",
        "申请落户奖励的企业应当提交营业执照，经审核给予50万元奖励。",
        "落户奖励50万元，所需资金由市、区按照7:3的比例分担。",
        "已获得省级奖励的上市公司，再奖励100万元。",
        "仅国有控股企业可申报设备更新补助。",
    ],
)
def test_granted_benefit_is_found_in_the_same_words(text: str) -> None:
    """A sum or a grant in the same sentence makes it one, whatever procedure stands beside it."""
    report = _review(text)

    assert [finding for finding in report.findings if finding.kind.startswith("10.")]


def test_item_below_a_granting_lead_in_is_found() -> None:
    """The grant may stand in the lead-in; the item then only names who is rewarded."""
    report = review(
        document_from_text(
            "对符合下列条件之一的企业，给予奖励：\n（一）新迁入本区的总部企业；\n（二）上市公司。", "text"
        ),
        _CONTEXT,
    )

    assert [finding for finding in report.findings if finding.kind == "10.2"]


_PAIRS = {
    "表格": ("县里公布招商落户奖励申请表。", "凭招商落户奖励申请表给予落户企业50万元奖励。"),
    "职责": ("商务局负责落户企业奖励的审核。", "商务局负责审核，给予落户企业50万元奖励。"),
    "材料": ("申请上市奖励的企业应当提交公告书。", "申请上市奖励的企业提交公告书后，给予50万元奖励。"),
    "经费": ("落户企业奖励资金由县财政承担。", "给予落户企业奖励50万元，由县财政承担。"),
    "不重复享受": ("已享受落户奖励的企业不再重复奖励。", "已享受落户奖励的企业，再给予50万元奖励。"),
    "已停止": ("对落户企业的奖励已经停止。", "原办法已经停止，给予落户企业50万元奖励。"),
    "按法律办理": (
        "海域使用金减免按照《海域使用管理法》规定办理。",
        "龙头企业海域使用金减免五成，其他事项按照《海域使用管理法》规定办理。",
    ),
}


def test_every_procedure_has_its_pair() -> None:
    """No procedure dismisses a reward without a sentence in the same words that it must not dismiss."""
    assert set(_PAIRS) == set(PROCEDURES)


@pytest.mark.parametrize("name", _PAIRS)
def test_procedure_dismisses_what_is_named_not_what_is_granted(name: str) -> None:
    """The first sentence only names the benefit; the second grants it in the same words."""
    named, granted = (_review(sentence) for sentence in _PAIRS[name])

    assert [finding for finding in named.findings if finding.kind.startswith("10.")] == []
    assert named.considered
    assert [finding for finding in granted.findings if finding.kind.startswith("10.")]

"""Wording that gives away what must stay inside; its figures are masked."""

from __future__ import annotations

import pytest

from tests.reviewer.checkers.disclosure import findings_in


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("会上，县财政局提出资金缺口较大。", "internal.process"),
        ("方案拟提请市政府第45次常务会议研究。", "internal.process"),
        ("收到问题线索3件，正在初步核实。", "internal.process"),
        ("拟拍卖底价为5200万元。", "trade_secret"),
        ("该企业涂料配方：树脂52%、颜料30%。", "trade_secret"),
        ("某雷达站位于东经112°35′41″、北纬37°52′08″。", "infrastructure"),
    ],
)
def test_inside_matter_is_reported_by_kind(text: str, kind: str) -> None:
    """Deliberations, trade secrets, guarded places."""
    findings = findings_in(text)

    assert [finding.kind for finding in findings] == [kind]


def test_figures_are_masked_and_words_are_not() -> None:
    """What a stored list shows says what it is about, not how much."""
    (finding,) = findings_in("拟拍卖底价为5200万元。")

    assert finding.quote == "拍卖底价为5200万元"
    assert finding.masked_quote == "拍卖底价为****万元"
    assert "5200" not in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "会议强调，各部门要提高站位，审议通过了工作安排。",
        "纪检监察机关应当对问题线索实行集中管理。",
        "标底应当保密，开标时公布。",
        "企业应当对产品配方、客户名单采取保密措施。",
        "禁止在军事禁区内测量坐标、拍照。",
        "各单位应当绘制网络拓扑图，定期排查漏洞。",
        "震中位于北纬30.52度、东经110.31度。",
        "降低企业用电成本，每千瓦时下调0.05元。",
    ],
)
def test_rules_about_such_matter_are_lawful(text: str) -> None:
    """Speaking about secrecy gives nothing away."""
    assert findings_in(text) == ()

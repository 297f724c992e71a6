"""Own rules of a deployment: faults told by line and field, tried on documents, kept, in force later."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from api.pages.rule_drafts import keep_rule, own_rule_ids, try_rule
from api.settings import Settings
from corpora.context import load_context
from reviewer.errors import RuleError
from tests.api.pages.conftest import Watched, free_port, serving

_RULE = """title: 使用停用的平台名称
kind: drafting.own
severity: advice
checker: pattern
match:
  within: sentence
  any_of:
    - "(青溪通|青溪办)平台"
message: “${quote}”已经停用，请改用现行平台。
suggestion: 改为“青溪政务服务平台”。
cases:
  - {name: 停用的名称, text: 申请人通过青溪通平台提交材料。, finds: [青溪通平台]}
  - {name: 现行的名称, text: 申请人通过青溪政务服务平台提交材料。}
"""
_DRAFT = "青溪县办事指南\n第一条 申请人通过青溪办平台提交材料。\n"
_ID = "drafting/own/retired_platform"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("severity: advice", "severity: grave"), "severity"),
        (("checker: pattern", "checker: magic"), "checker"),
        (('    - "(青溪通|青溪办)平台"', '    - "{没有的概念} … 平台"'), "match"),
    ],
)
def test_a_fault_is_told_with_its_field_and_remedy(
    change: tuple[str, str], field: str, tmp_path: Path
) -> None:
    """Nothing else is tried, and the rule cannot be kept."""
    outcome = try_rule(tmp_path, _ID, _RULE.replace(*change), load_context(classifiers=False), [])

    assert outcome.fault is not None
    assert outcome.fault.field.startswith(field)
    assert outcome.fault.remedy
    assert not outcome.keepable


def test_a_case_that_fails_keeps_the_rule_out(tmp_path: Path) -> None:
    """The author sees what was found instead."""
    content = _RULE.replace("finds: [青溪通平台]", "finds: [青溪通]")

    outcome = try_rule(tmp_path, _ID, content, load_context(classifiers=False), [])

    assert [case.as_expected for case in outcome.cases] == [False, True]
    assert not outcome.keepable


@pytest.mark.parametrize(
    "rule_id", ["", "../outside", "drafting", "lexicon/own/x", "drafting/own/A b", "own/x/y"]
)
def test_an_id_leads_nowhere_else(rule_id: str, tmp_path: Path) -> None:
    """Ids are families with plain names; no file is written for others."""
    with pytest.raises(RuleError):
        keep_rule(tmp_path, rule_id, _RULE)

    assert list(tmp_path.iterdir()) == []


def test_a_rule_is_written_kept_and_in_force_after_a_restart(browser: Browser, tmp_path: Path) -> None:
    """Its finding appears in the dry run at once, and in reviews once the service has started anew."""
    settings = Settings(port=free_port(), data_folder=tmp_path, workers=1)
    context = browser.new_context()
    watched = Watched(context.new_page())
    page = watched.page
    with serving(settings) as address:
        httpx.post(f"{address}/api/v1/reviews?wait=60", json={"text": _DRAFT, "name": "指南"}, timeout=90)
        page.goto(f"{address}/rules/own")
        page.fill("[name=rule]", _ID)
        page.click("button[value=try]")
        offered = page.inner_text("main")
        page.fill("[name=content]", _RULE.replace("severity: advice", "severity: grave"))
        page.click("button[value=keep]")
        fault = page.inner_text("[role=alert]")
        page.fill("[name=content]", _RULE)
        page.click("button[value=keep]")
        kept = page.inner_text("main")
    with serving(settings) as address:
        answer = httpx.post(
            f"{address}/api/v1/reviews?wait=60", json={"text": _DRAFT, "name": "指南"}, timeout=90
        ).json()
    context.close()

    assert "✕" not in offered
    assert "✓ 旧名称" in offered
    assert "第 3 行" in fault
    assert "severity" in fault
    assert "已保存" in kept
    assert "青溪办平台" in kept
    assert own_rule_ids(settings.rules_folder) == (_ID,)
    assert _ID in {finding["rule"] for finding in answer["report"]["findings"]}
    assert watched.complaints == []

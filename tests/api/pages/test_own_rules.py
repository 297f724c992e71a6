"""Own rules of a deployment: faults told by line and field, tried on documents, in force at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from api.accounts.roles import LOCAL_ACTOR
from api.rulesets.loading import LoadedRules, LoadOptions, load_state
from api.rulesets.own_rules import keep_rule, try_rule
from api.rulesets.releases import RuleState, current_state
from api.settings import Settings
from api.store.database import Database
from api.store.migrate import upgrade
from reviewer.errors import RuleError
from tests.api.pages.conftest import Watched, free_port, serving
from tests.api.rulesets.bundles import DRAFT, PUBLIC_KEY, RULE, RULE_ID, with_rule

_ID = "drafting/own/retired_platform"
_TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def loaded() -> LoadedRules:
    """The rules that ship."""
    return load_state(RuleState(), None, LoadOptions(classifiers=False))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("severity: advice", "severity: grave"), "severity"),
        (("checker: pattern", "checker: magic"), "checker"),
        (('    - "(青溪通|青溪办)平台"', '    - "{没有的概念} … 平台"'), "match"),
    ],
)
def test_a_fault_is_told_with_its_field_and_remedy(
    change: tuple[str, str], field: str, loaded: LoadedRules
) -> None:
    """Nothing else is tried, and the rule cannot be kept."""
    outcome = try_rule(loaded, _ID, RULE.replace(*change), [], _TODAY)

    assert outcome.fault is not None
    assert outcome.fault.field.startswith(field)
    assert outcome.fault.remedy
    assert not outcome.keepable


def test_a_case_that_fails_keeps_the_rule_out(loaded: LoadedRules) -> None:
    """The author sees what was found instead."""
    content = RULE.replace("finds: [青溪通平台]", "finds: [青溪通]")

    outcome = try_rule(loaded, _ID, content, [], _TODAY)

    assert [case.as_expected for case in outcome.cases] == [False, True]
    assert not outcome.keepable


@pytest.mark.parametrize(
    "rule_id", ["", "../outside", "drafting", "lexicon/own/x", "drafting/own/A b", "own/x/y"]
)
def test_an_id_leads_nowhere_else(rule_id: str, tmp_path: Path) -> None:
    """Ids are families with plain names; nothing is put in force for others."""
    database = Database(f"sqlite:///{tmp_path}/reviewer.sqlite3")
    upgrade(database)

    with pytest.raises(RuleError):
        keep_rule(database, LOCAL_ACTOR, rule_id, RULE)

    with database.reading() as session:
        assert current_state(session) == RuleState()
    database.close()


def test_the_id_of_a_rule_that_ships_is_refused(loaded: LoadedRules) -> None:
    """Own rules stand beside the others, not in their place."""
    shipped = "fair_competition/operating_costs/relocation_reward"

    outcome = try_rule(loaded, shipped, RULE, [], _TODAY)

    assert outcome.fault is not None
    assert "自带的规则中已有" in outcome.fault.problem


def test_a_rule_is_written_tried_kept_and_in_force(browser: Browser, tmp_path: Path) -> None:
    """Its finding appears in the dry run, and in the next review, without a restart."""
    settings = Settings(port=free_port(), data_folder=tmp_path, workers=1, classifiers=False)
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    watched = Watched(context.new_page())
    page = watched.page
    with serving(settings) as address:
        sent = {"text": DRAFT, "name": "指南"}
        httpx.post(f"{address}/api/v1/reviews?wait=60", json=sent, timeout=90)
        page.goto(f"{address}/rules/own")
        page.fill("[name=rule]", _ID)
        page.click("button[value=try]")
        offered = page.inner_text("main")
        page.fill("[name=content]", RULE.replace("severity: advice", "severity: grave"))
        page.click("button[value=keep]")
        fault = page.inner_text("[role=alert]")
        page.fill("[name=content]", RULE)
        page.click("button[value=keep]")
        kept = page.inner_text("main")
        answer = httpx.post(f"{address}/api/v1/reviews?wait=60", json=sent, timeout=90).json()
        page.goto(f"{address}/rules/{_ID}")
        shown = page.inner_text("main")
    context.close()

    assert "✕" not in offered
    assert "✓ 旧名称" in offered
    assert "第 3 行" in fault
    assert "severity" in fault
    assert "立即生效" in kept
    assert "新增 1 处" in kept
    assert "青溪办平台" in kept
    assert _ID in {finding["rule"] for finding in answer["report"]["findings"]}
    assert "停用的名称" in shown
    assert watched.complaints == []


def test_a_bundle_is_installed_and_an_earlier_release_restored(
    browser: Browser, watched: Watched, tmp_path: Path
) -> None:
    """Signature and changes first; then in force; one click leads back."""
    bundle = tmp_path / "rules.zip"
    bundle.write_bytes(with_rule(202612))
    data = tmp_path / "data"
    settings = Settings(
        port=free_port(), data_folder=data, workers=1, classifiers=False, bundle_key=PUBLIC_KEY.decode()
    )
    page = watched.page
    page.on("dialog", lambda dialog: dialog.accept())
    with serving(settings) as address:
        page.goto(f"{address}/rules/releases")
        empty = page.inner_text("main")
        page.set_input_files("[name=file]", str(bundle))
        page.click("text=核对并试用")
        tried = page.inner_text("main")
        page.click("button:has-text('安装')")
        installed = page.inner_text("main")
        page.click("text=退回上一个规则包")
        back = page.inner_text("main")
        page.click("button:has-text('恢复此版')")
        restored = page.inner_text("main")
        page.goto(f"{address}/rules/{RULE_ID}")
        shown = page.inner_text("h1")
        page.click("text=English")
        page.goto(f"{address}/rules/releases")
        english = page.inner_text("main")

    assert "还没有改动过" in empty
    assert RULE_ID in tried
    assert "已安装，立即生效" in installed
    assert "第 202612 号" in installed
    assert "已退回" in back
    assert "已恢复" in restored
    assert "使用停用的平台名称" in shown
    assert "Bundle installed" in english
    assert watched.complaints == []

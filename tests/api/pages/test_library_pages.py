"""Rules and laws in the browser: from a finding to its rule, the law at the day, examples, precision."""

from __future__ import annotations

import httpx

from tests.api.pages.conftest import Watched

_DRAFT = "青溪县若干措施\n第一条 对迁入本县的企业，一次性给予五十万元奖励。\n"


def test_a_finding_leads_to_its_rule_with_law_examples_and_precision(watched: Watched, address: str) -> None:
    """The law at the day, examples for and against, what officers decided, a passage tried live."""
    sent = httpx.post(f"{address}/api/v1/reviews?wait=60", json={"text": _DRAFT, "name": "草案"}, timeout=90)
    review = sent.json()["id"]
    findings = httpx.get(f"{address}/api/v1/reviews/{review}/findings", timeout=60).json()["items"]
    finding = next(f for f in findings if f["family"] == "fair_competition")
    httpx.patch(f"{address}/api/v1/findings/{finding['id']}", json={"verdict": "accepted"}, timeout=60)
    page = watched.page
    page.goto(f"{address}/reviews/{review}?certainty=all#f-{findings.index(finding) + 1}")
    page.wait_for_selector(".finding.open")

    page.click(".finding.open details.why summary")
    page.click(".finding.open details.why a")
    page.wait_for_selector("h1")
    shown = page.inner_text("main")
    page.fill("#live-text", "对迁入我县的企业给予一百万元奖励。")
    page.wait_for_selector("#found li")
    tried = page.inner_text("#found")
    page.click(".facts-list a >> nth=0")
    law = page.inner_text("main")

    assert finding["rule"] in shown
    assert "公布，现行有效" in shown
    assert "应当发现" in shown
    assert "不应发现" in shown
    assert "100%" in shown
    assert "迁入" in tried
    assert "公平竞争审查" in law
    assert watched.complaints == []

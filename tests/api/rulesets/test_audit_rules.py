"""An audit that the service starts reviews with the rules in force, and keeps them to its end."""

from __future__ import annotations

from pathlib import Path

from tests.api.rulesets.bundles import DRAFT, PUBLIC_KEY, RULE, RULE_ID, with_rule
from tests.api.serving import service

_OWN_ID = "drafting/own/other_platform"
_OWN = RULE.replace("(青溪通|青溪办)平台", "平川通平台").replace("青溪通平台", "平川通平台")


def test_an_audit_uses_own_rules_and_the_bundle_in_force(tmp_path: Path) -> None:
    """The same as a single review at that time."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "指南.txt").write_text(f"{DRAFT}第二条 申请人通过平川通平台提交材料。\n", encoding="utf-8")
    html = {"accept": "text/html"}
    key = PUBLIC_KEY.decode()
    with service(tmp_path / "data", workers=0, classifiers=False, bundle_key=key) as client:
        client.post("/rules/own", data={"rule": _OWN_ID, "content": _OWN, "act": "keep"}, headers=html)
        tried = client.post("/rules/releases", files={"file": ("b.zip", with_rule())}, headers=html).text
        digest = tried.partition('name="digest" value="')[2].partition('"')[0]
        client.post("/rules/releases/install", data={"digest": digest}, headers=html)
        order = {"source": str(source), "today": "2026-11-24", "classifiers": False, "workers": 1}
        audit = client.post("/api/v1/audits", json=order).json()["id"]
        with client.stream("GET", f"/api/v1/audits/{audit}/events") as events:
            list(events.iter_lines())
        found = client.get(f"/api/v1/audits/{audit}/findings").json()["items"]

    assert {RULE_ID, _OWN_ID} <= {finding["rule"] for finding in found}

"""Bundles for tests: the rules and laws of this checkout, changed as asked, signed by a key of the run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from api.rulesets.bundle import collect_files, make_bundle, new_keys, read_private_key
from api.rulesets.loading import software_version
from corpora.catalogue import FOLDER as LAWS
from corpora.context import RULES

PRIVATE_KEY, PUBLIC_KEY = new_keys()

RULE = """title: 使用停用的平台名称
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
RULE_ID = "drafting/published/retired_platform"
DRAFT = "青溪县办事指南\n第一条 申请人通过青溪办平台提交材料。\n"


def bundle(
    number: int = 1,
    *,
    extra: Mapping[str, bytes] | None = None,
    without: str = "",
    software: str = "",
    key: bytes = PRIVATE_KEY,
) -> bytes:
    """A bundle of all rules and laws here, with other files beside them and without some."""
    files = {**collect_files(RULES, LAWS), **(extra or {})}
    kept = {name: content for name, content in files.items() if not without or not name.startswith(without)}
    return make_bundle(
        kept,
        read_private_key(key),
        number=number,
        name=f"测试规则包 {number}",
        made_on=date(2026, 11, 24),
        software=software or software_version(),
    )


def with_rule(number: int = 1) -> bytes:
    """A bundle with one rule more."""
    return bundle(number, extra={f"rules/{RULE_ID}.yaml": RULE.encode()})

"""A small set of rules, so that figures do not move with the shipped ones."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from corpora.catalogue import load_catalogue
from corpora.context import RULES
from reviewer.engine.loader import load_ruleset
from reviewer.review import ReviewContext

_REWARD = """
title: 限本地注册的奖补
kind: "10.2"
also: ["9.3"]
severity: violation
checker: pattern
match:
  any_of: ["{测试本地:地域} … {测试奖补:优惠}"]
  unless: ["{测试例外}"]
message: 本条“${quote}”限定注册地。
"""
_FINE = """
title: 自设罚款
kind: power.penalty
severity: violation
checker: pattern
match:
  any_of: ["{测试罚款}"]
message: 本条“${quote}”设定罚款。
"""
_CONCEPTS = "测试本地: [本市注册]\n测试奖补: [奖励]\n测试例外: [向社会公开征集]\n测试罚款: [处以罚款]\n"


@pytest.fixture(scope="package")
def context(tmp_path_factory: pytest.TempPathFactory) -> ReviewContext:
    """One rule each of two families, with the polarity cues that ship."""
    folder = tmp_path_factory.mktemp("rules")
    files = {
        "lexicon/polarity.yaml": (RULES / "lexicon" / "polarity.yaml").read_text("utf-8"),
        "lexicon/test.yaml": _CONCEPTS,
        "fair_competition/local.yaml": _REWARD,
        "legal_basis/fine.yaml": _FINE,
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    return ReviewContext(ruleset=load_ruleset(folder), catalogue=load_catalogue(), as_of=date(2026, 11, 23))


@pytest.fixture
def write_lines(tmp_path: Path) -> Callable[..., Path]:
    """Writes records as JSON lines to a file of the test's folder."""

    def write(name: str, *records: dict[str, object]) -> Path:
        path = tmp_path / name
        path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), "utf-8")
        return path

    return write

"""Two audits compared: gained and lost by rule; what a change of law will hit."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpora.audit.compare import Comparison, compare_audits, load_results, write_comparison
from corpora.audit.errors import AuditError
from corpora.audit.local import LocalEngine
from corpora.audit.run import run_audit
from tests.corpora.audit.folders import AS_OF, SETTINGS

# Repealed on 1 January 2021 by the Civil Code (民法典第一千二百六十条).
_CONTRACTS = "中华人民共和国合同法"


def _audit(folder: Path, out: Path, as_of: date) -> None:
    run_audit(str(folder), out, replace(SETTINGS, as_of=as_of), engine=LocalEngine(1))


def _compare(before: Path, after: Path) -> Comparison:
    return compare_audits(load_results(before), load_results(after))


def test_document_is_hit_when_a_law_that_it_cites_is_repealed(tmp_path: Path) -> None:
    """The same files at a later date: the document that cites the law is listed, the other is not."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "引用.txt").write_text(
        f"云岭县合同管理办法\n第一条　本县签订的合同应当符合《{_CONTRACTS}》的规定。\n", encoding="utf-8"
    )
    (folder / "不引用.txt").write_text("关于开展检查的通知\n请各单位遵照执行。\n", encoding="utf-8")
    _audit(folder, tmp_path / "before", date(2020, 6, 1))
    _audit(folder, tmp_path / "after", date(2021, 6, 1))

    comparison = _compare(tmp_path / "before", tmp_path / "after")
    write_comparison(tmp_path / "compared", comparison)

    assert comparison.same_rules
    assert [(hit.document, hit.law) for hit in comparison.hits] == [("引用.txt", _CONTRACTS)]
    saved = json.loads((tmp_path / "compared" / "compare.json").read_text(encoding="utf-8"))
    assert saved["hits"][0]["document"] == "引用.txt"
    assert {path.name for path in (tmp_path / "compared").iterdir()} == {
        "compare.json",
        "changes.csv",
        "rules.csv",
        "hits.csv",
    }


def test_changed_and_new_files_are_told_apart(tmp_path: Path) -> None:
    """A finding that came with a file is not due to the rules; no law is blamed at the same date."""
    folder = tmp_path / "in"
    folder.mkdir()
    bad = "第二条　对将注册地迁入本县的企业，一次性给予二百万元落户奖励。\n"
    (folder / "甲.txt").write_text(f"云岭县若干措施\n{bad}", encoding="utf-8")
    _audit(folder, tmp_path / "before", AS_OF)
    (folder / "甲.txt").write_text("云岭县若干措施\n第二条　本措施自印发之日起施行。\n", encoding="utf-8")
    (folder / "乙.txt").write_text(f"青川县若干措施\n{bad}", encoding="utf-8")
    _audit(folder, tmp_path / "after", AS_OF)

    comparison = _compare(tmp_path / "before", tmp_path / "after")

    rewards = [change for change in comparison.changes if change.kind == "10.2"]
    assert {(change.document, change.change, change.cause) for change in rewards} == {
        ("甲.txt", "消失", "文件已修改"),
        ("乙.txt", "新增", "文件新增"),
    }
    (rule,) = {rule for rule in comparison.rules if rule.rule == rewards[0].rule}
    assert (rule.gained, rule.lost, rule.kept) == (1, 1, 0)
    assert comparison.hits == ()


def test_folder_without_results_is_refused(tmp_path: Path) -> None:
    """A wrong path is wrong use."""
    with pytest.raises(AuditError, match=r"run\.json"):
        load_results(tmp_path)

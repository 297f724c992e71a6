"""Figures of the fair competition family, on clauses and whole documents."""

import json
from pathlib import Path

import pytest

from corpora.evaluate.bootstrap import share
from corpora.evaluate.clause_cases import read_clauses, read_policies
from corpora.evaluate.fair_competition import evaluate_clauses, evaluate_fair_competition, evaluate_policies
from corpora.labelled import CorpusError

_BREACH = "首次升规的服务业企业一次性奖励10万元。"
_LAWFUL = "企业自主选择开户银行。"


def _write(path: Path, *records: dict[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), "utf-8")
    return path


def _value(rows: tuple[tuple[str, ...], ...], name: str) -> str:
    return next(row[1] for row in rows if row[0] == name)


def test_share_has_an_interval_around_its_value() -> None:
    """The interval comes from resampled documents, the same in every run."""
    cases = [(f"document {number % 10}", number % 4 != 0) for number in range(40)]

    first, second = share(cases), share(cases)

    assert first == second
    assert first.value == 0.75
    assert 0 <= first.lower <= 0.75 <= first.upper <= 1


def test_clauses_of_one_document_are_drawn_together() -> None:
    """Two documents that differ wholly give the widest interval."""
    together = share([("a", True)] * 20 + [("b", False)] * 20)
    apart = share([(str(number), number < 20) for number in range(40)])

    assert together.upper - together.lower > apart.upper - apart.lower


def test_share_of_nothing_is_none() -> None:
    """No cases, no figure."""
    nothing = share([])

    assert nothing.value is None
    assert nothing.to_chinese() == "–"


def test_clauses_are_counted_by_item(tmp_path: Path) -> None:
    """Recall, item accuracy, false rate, and the miss in the list."""
    violations = _write(
        tmp_path / "violations.jsonl",
        {"id": "v1", "clause": _BREACH, "standard": "10.2", "alt_standards": []},
        {"id": "v2", "clause": "今天天气晴朗。", "standard": "8.1", "alt_standards": []},
    )
    lawful = _write(tmp_path / "lawful.jsonl", {"id": "l1", "text": _LAWFUL})

    summary, items, rules, listed = evaluate_clauses(violations, lawful)

    assert _value(summary.rows, "查全率").startswith("50.0%（1/2")
    assert _value(summary.rows, "合法条文误报率").startswith("0.0%（0/1")
    assert ("10.2", "1", "100%（1/1）", "100%（1/1）") in items.rows
    assert rules.rows[0][0].startswith("fair_competition/")
    assert [row[:2] for row in listed.rows] == [("漏报", "v2")]


def test_contested_clauses_stand_apart(tmp_path: Path) -> None:
    """They are no part of the recall that counts."""
    violations = _write(
        tmp_path / "violations.jsonl",
        {"id": "v1", "clause": _BREACH, "standard": "10.2"},
        {"id": "v2", "clause": "今天天气晴朗。", "standard": "8.1", "contested": True},
    )
    lawful = _write(tmp_path / "lawful.jsonl", {"id": "l1", "text": _LAWFUL})

    summary = evaluate_clauses(violations, lawful)[0]

    assert _value(summary.rows, "查全率").startswith("100.0%（1/1")
    assert _value(summary.rows, "查全率（含转述和有争议的）").startswith("50.0%（1/2")


def test_documents_are_counted_by_clause(tmp_path: Path) -> None:
    """A risk-labelled clause that is flagged counts neither way."""
    risky = "对市级链主企业给予最高100万元奖励。"
    (tmp_path / "a.txt").write_text(f"若干政策措施\n{_BREACH}\n{risky}\n{_LAWFUL}", "utf-8")
    policies = _write(
        tmp_path / "policies.jsonl",
        *(
            {"id": str(i), "file": "a.txt", "text": text, "standards": items, "label": label, "sure": "high"}
            for i, (text, items, label) in enumerate(
                [(_BREACH, ["10.2"], "violation"), (risky, ["10.2"], "risk"), (_LAWFUL, [], "lawful")]
            )
        ),
    )

    summary, per_file, listed = evaluate_policies(policies, tmp_path)

    assert _value(summary.rows, "违法条文查全率").startswith("100.0%（1/1")
    assert _value(summary.rows, "查准率（风险和存疑条文不计）").startswith("100.0%（1/1")
    assert per_file.rows == (("a.txt", "100%（1/1）", "100%（1/1）"),)
    assert listed.rows == ()


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "x"}'])
def test_a_bad_line_is_named(line: str, tmp_path: Path) -> None:
    """File and line number stand in the error."""
    path = tmp_path / "cases.jsonl"
    path.write_text(line, "utf-8")

    with pytest.raises(CorpusError, match=r"cases\.jsonl:1"):
        read_clauses(path, lawful=True)


def test_a_policy_clause_without_label_is_named(tmp_path: Path) -> None:
    """The missing field stands in the error."""
    path = _write(tmp_path / "policies.jsonl", {"id": "1", "file": "a.txt", "text": "甲", "standards": []})

    with pytest.raises(CorpusError, match="缺少字段 label"):
        read_policies(path)


def test_held_out_probes_are_found() -> None:
    """The floor below which a change to the rules is a step back."""
    summary = evaluate_fair_competition()[0]

    assert float(_value(summary.rows, "查全率").split("%")[0]) >= 85
    assert float(_value(summary.rows, "合法条文误报率").split("%")[0]) <= 4

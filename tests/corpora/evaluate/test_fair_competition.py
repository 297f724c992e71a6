"""Figures of the fair competition family, on clauses and whole documents."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpora.evaluate.cases import Label, read_lawful
from corpora.evaluate.fair_competition import measures, read_policies, read_violations
from corpora.evaluate.outcomes import MeasuredSet
from corpora.evaluate.tables import base, set_tables, value
from corpora.labelled import CorpusError
from reviewer.review import ReviewContext

_BREACH = "对本市注册的企业给予奖励。"
_MISSED = "今天天气晴朗。"
_LAWFUL = "企业自主选择开户银行。"
_Lines = Callable[..., Path]


def _figures(measured: MeasuredSet) -> dict[str, tuple[str, str]]:
    return {figure.name: (value(figure), base(figure)) for figure in measured.figures}


def _policy(number: int, text: str, label: str, *items: str, sure: str = "high") -> dict[str, object]:
    return {
        "id": f"a-{number}",
        "file": "a.txt",
        "text": text,
        "label": label,
        "standards": items,
        "sure": sure,
    }


def test_clauses_give_recall_accuracy_and_false_rate(context: ReviewContext, write_lines: _Lines) -> None:
    """An item counts where the finding names it as its kind or beside it."""
    violations = write_lines(
        "violations.jsonl",
        {"id": "v1", "clause": _BREACH, "standard": "10.2", "document": "甲"},
        {"id": "v2", "clause": _BREACH, "standard": "8.1", "alt_standards": ["9.3"], "document": "乙"},
        {"id": "v3", "clause": _BREACH, "standard": "10.4", "document": "丙"},
        {"id": "v4", "clause": _MISSED, "standard": "8.1", "document": "丙"},
    )
    lawful = write_lines("lawful.jsonl", {"id": "l1", "text": _LAWFUL}, {"id": "l2", "text": _BREACH})

    (measure,) = measures(violations=violations, lawful=lawful)
    figures = _figures(measure(context))

    assert figures == {
        "查全率": ("75.0%", "3/4"),
        "条准确率": ("75.0%", "3/4"),
        "项准确率": ("50.0%", "2/4"),
        "项准确率（只看首要的项）": ("25.0%", "1/4"),
        "合法条文误报率": ("50.0%", "1/2"),
    }


def test_misses_and_false_alarms_are_listed_by_id(context: ReviewContext, write_lines: _Lines) -> None:
    """The text may be a draft that others must not read; it is shown on demand only."""
    violations = write_lines("violations.jsonl", {"id": "v1", "clause": _MISSED, "standard": "8.1"})
    lawful = write_lines("lawful.jsonl", {"id": "l1", "text": _BREACH})
    (measure,) = measures(violations=violations, lawful=lawful)
    measured = measure(context)

    plain = [table.to_markdown() for table in set_tables(measured)]
    shown = list(set_tables(measured, show_text=True))[-1]

    assert _MISSED not in "".join(plain)
    assert [row[:4] for row in shown.rows] == [
        ("漏报", "v1", "8.1", "–"),
        ("误报", "l1", "–", "fair_competition/local"),
    ]
    assert [row[4] for row in shown.rows] == [_MISSED, _BREACH]


def test_rules_are_counted_right_wrong_and_on_lawful_text(
    context: ReviewContext, write_lines: _Lines
) -> None:
    """One right, one of another item, one on a lawful clause."""
    violations = write_lines(
        "violations.jsonl",
        {"id": "v1", "clause": _BREACH, "standard": "10.2"},
        {"id": "v2", "clause": _BREACH, "standard": "8.1"},
    )
    lawful = write_lines("lawful.jsonl", {"id": "l1", "text": _BREACH})
    (measure,) = measures(violations=violations, lawful=lawful)

    rules = next(table for table in set_tables(measure(context)) if table.columns[0] == "规则")

    assert [row[:4] for row in rules.rows] == [("fair_competition/local", "1", "1", "1")]


def test_contested_and_paraphrased_clauses_stand_apart(context: ReviewContext, write_lines: _Lines) -> None:
    """They are no part of the recall that counts."""
    violations = write_lines(
        "violations.jsonl",
        {"id": "v1", "clause": _BREACH, "standard": "10.2"},
        {"id": "v2", "clause": _MISSED, "standard": "8.1", "contested": True},
        {"id": "v3", "clause": _MISSED, "standard": "8.1", "verbatim": False},
    )
    (measure,) = measures(violations=violations)

    figures = _figures(measure(context))

    assert figures["查全率"] == ("100.0%", "1/1")
    assert figures["查全率（含另计的）"] == ("33.3%", "1/3")


def test_documents_are_counted_by_clause(context: ReviewContext, write_lines: _Lines, tmp_path: Path) -> None:
    """Clauses at risk and lawful ones that the label is not sure of count neither way."""
    clauses = [
        (_BREACH, "violation", "high"),
        ("对本市注册的商户给予奖励。", "risk", "high"),
        ("对本市注册的农户给予奖励。", "lawful", "medium"),
        ("对本市注册的协会给予奖励。", "lawful", "high"),
        (_LAWFUL, "lawful", "high"),
        (_BREACH, "violation", "high"),
    ]
    (tmp_path / "a.txt").write_text("若干政策措施\n" + "\n".join(text for text, _, _ in clauses), "utf-8")
    policies = write_lines(
        "policies.jsonl",
        *(_policy(i, text, label, "10.2", sure=sure) for i, (text, label, sure) in enumerate(clauses)),
        _policy(9, "文件中没有的条文。", "violation", "8.1"),
    )
    (measure,) = measures(policies=policies, documents=tmp_path)

    measured = measure(context)

    figures = _figures(measured)
    assert figures["违法条文查全率"] == ("100.0%", "2/2")
    assert figures["查准率"] == ("66.7%", "2/3")
    assert figures["各篇平均查准率"] == ("66.7%", "1 篇")
    assert figures["每万字误报"][1] == f"1/{len((tmp_path / 'a.txt').read_text('utf-8'))} 字"
    assert measured.notes[1] == "有 1 条标注在文件中找不到原文，未计入"


def test_equal_clauses_are_found_one_after_the_other(write_lines: _Lines, tmp_path: Path) -> None:
    """The second label is that of the second occurrence."""
    (tmp_path / "a.txt").write_text(f"{_BREACH}\n{_BREACH}", "utf-8")
    policies = write_lines(
        "policies.jsonl", _policy(0, _BREACH, "violation", "10.2"), _policy(1, _BREACH, "lawful")
    )

    (document,) = read_policies(policies, tmp_path)

    assert [case.span.start for case in document.cases if case.span] == [0, len(_BREACH) + 1]
    assert [case.label for case in document.cases] == [Label.VIOLATION, Label.LAWFUL]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "x"}'])
@pytest.mark.parametrize("read", [read_lawful, read_violations])
def test_a_bad_line_is_named(read: Callable[[Path], object], line: str, tmp_path: Path) -> None:
    """File and line number stand in the error."""
    path = tmp_path / "cases.jsonl"
    path.write_text(f"\n{line}", "utf-8")

    with pytest.raises(CorpusError, match=r"cases\.jsonl:2"):
        read(path)


@pytest.mark.parametrize(("name", "value"), [("label", None), ("label", "maybe"), ("sure", None)])
def test_a_policy_clause_without_label_is_named(
    name: str, value: str | None, write_lines: _Lines, tmp_path: Path
) -> None:
    """The field stands in the error."""
    path = write_lines("policies.jsonl", {**_policy(1, "甲", "lawful"), name: value})

    with pytest.raises(CorpusError, match=rf"policies\.jsonl:1.*{name}"):
        read_policies(path, tmp_path)

"""Figures of setting power (设定权)."""

from collections.abc import Callable
from pathlib import Path

from corpora.evaluate.legal_basis import measures
from corpora.evaluate.tables import base
from reviewer.review import ReviewContext

_SETS = "乱扔垃圾的，处以罚款一百元。"
_LAWFUL = "城管部门应当公开办事指南。"


def test_powers_are_counted_as_those_of_a_normative_document(
    context: ReviewContext, write_lines: Callable[..., Path]
) -> None:
    """Contested cases, and those that the text does not show, stand apart; other kinds measure nothing."""
    unlawful = write_lines(
        "unlawful.jsonl",
        {"id": "u1", "clause": _SETS, "kinds": ["power.penalty", "conflict.superior"]},
        {"id": "u2", "clause": _SETS, "kinds": ["power.fee"], "self_evident": True, "contested": False},
        {"id": "u3", "clause": _LAWFUL, "kinds": ["power.rights"], "self_evident": False},
        {"id": "u4", "clause": _LAWFUL, "kinds": ["power.rights"], "contested": True},
        {"id": "u5", "clause": _LAWFUL, "kinds": ["basis.level"]},
    )
    lawful = write_lines("lawful.jsonl", {"id": "l1", "text": _LAWFUL}, {"id": "l2", "text": _SETS})

    (measure,) = measures(unlawful=unlawful, lawful=lawful)
    measured = measure(context)

    assert {figure.name: base(figure) for figure in measured.figures} == {
        "查全率": "2/2",
        "种类准确率": "1/2",
        "种类准确率（只看首要的种类）": "1/2",
        "合法条文误报率": "1/2",
        "查全率（含另计的）": "2/4",
    }


def test_other_findings_of_the_family_do_not_count(
    context: ReviewContext, write_lines: Callable[..., Path]
) -> None:
    """The reward rule belongs to another family and sets no power."""
    lawful = write_lines("lawful.jsonl", {"id": "l1", "text": "对本市注册的企业给予奖励。"})
    (measure,) = measures(lawful=lawful)

    assert [outcome.hits for outcome in measure(context).outcomes] == [()]

"""The ablation table has a line for each part that is switched off."""

from collections.abc import Callable
from pathlib import Path

from corpora.evaluate.ablation import ALL_ON, ablation_tables
from corpora.evaluate.fair_competition import measures
from reviewer.review import ReviewContext


def test_each_part_shows_what_it_adds(context: ReviewContext, write_lines: Callable[..., Path]) -> None:
    """Polarity silences one lawful clause, an exception of the rule the other."""
    lawful = write_lines(
        "lawful.jsonl",
        {"id": "l1", "text": "不得对本市注册的企业给予奖励。"},
        {"id": "l2", "text": "对本市注册的企业给予奖励，名单向社会公开征集。"},
    )
    named = list(measures(lawful=lawful))
    full = [measure(context) for measure in named]

    (table,) = ablation_tables(named, full, context)

    rate = table.columns.index("合法条文误报率")
    assert {row[0]: row[rate] for row in table.rows} == {
        ALL_ON: "0.0%（0/2）",
        "不看语境（禁止、清理、叙述……）": "50.0%（1/2）",
        "不看标题": "0.0%（0/2）",
        "不看除外情形和法律依据": "50.0%（1/2）",
    }

"""A measurement is saved without text, and a later one tells what was gained and lost."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpora.evaluate.comparison import comparison_tables
from corpora.evaluate.fair_competition import measures
from corpora.evaluate.measurement import measure_all, rate_measures
from corpora.evaluate.outcomes import Measurement
from corpora.evaluate.saved import load_measurement, save_measurement
from corpora.labelled import CorpusError
from reviewer.engine.ablation import EnginePart
from reviewer.review import ReviewContext

_BREACH = "对本市注册的企业给予奖励。"


@pytest.fixture
def measure(write_lines: Callable[..., Path], tmp_path: Path) -> Callable[[ReviewContext], Measurement]:
    """Two breaches, one of them worded as a ban, a lawful clause, and a folder with one finding."""
    violations = write_lines(
        "violations.jsonl",
        {"id": "v1", "clause": _BREACH, "standard": "10.2"},
        {"id": "v2", "clause": "不得对本市注册的企业给予奖励。", "standard": "10.2"},
    )
    lawful = write_lines("lawful.jsonl", {"id": "l1", "text": "禁止对本市注册的企业给予奖励。"})
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text(f"关于奖励的通知\n{_BREACH}\n", "utf-8")

    def run(context: ReviewContext) -> Measurement:
        named = measures(violations=violations, lawful=lawful)
        return measure_all("fair_competition", [*named, *rate_measures(folder)], context)

    return run


def test_what_is_saved_is_read_back_without_texts(
    context: ReviewContext, measure: Callable[[ReviewContext], Measurement], tmp_path: Path
) -> None:
    """Figures, cases, versions; no text of a draft lies about in a file of results."""
    measurement = measure(context)

    save_measurement(measurement, tmp_path / "run.json")
    read = load_measurement(tmp_path / "run.json")

    assert read.versions == measurement.versions
    assert [each.figures for each in read.sets] == [each.figures for each in measurement.sets]
    assert [[o.hits for o in each.outcomes] for each in read.sets] == [
        [o.hits for o in each.outcomes] for each in measurement.sets
    ]
    assert "本市注册" not in (tmp_path / "run.json").read_text("utf-8")


def test_gains_and_losses_are_listed(
    context: ReviewContext, measure: Callable[[ReviewContext], Measurement]
) -> None:
    """Without polarity one more breach is found, and one more lawful clause is flagged."""
    before = measure(context)
    after = measure(replace(context, without=frozenset({EnginePart.POLARITY})))

    figures, cases, *rates = comparison_tables(before, after)

    assert ("查全率", "50.0%（1/2）", "100.0%（2/2）", "+50.0 个百分点") in figures.rows
    assert [row[:2] for row in cases.rows] == [("失：新误报", "l1"), ("得：新找到", "v2")]
    assert [table.title for table in rates] == [
        "documents，自动识别文种：与此前相比",
        "documents，一律按规范性文件：与此前相比",
    ]


def test_nothing_changed_lists_no_case(
    context: ReviewContext, measure: Callable[[ReviewContext], Measurement]
) -> None:
    """The figures alone."""
    tables = list(comparison_tables(measure(context), measure(context)))

    assert all(table.columns[0] == "指标" for table in tables)


@pytest.mark.parametrize("content", ["", "[]", '{"sets": 1}', '{"subject": "x"}'])
def test_another_file_is_no_measurement(content: str, tmp_path: Path) -> None:
    """The message says what is wanted."""
    path = tmp_path / "run.json"
    path.write_text(content, "utf-8")

    with pytest.raises(CorpusError, match="--save"):
        load_measurement(path)

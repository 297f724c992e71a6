"""The public benchmark: what it asks, what it takes, how it scores."""

import json
from pathlib import Path

import pytest

from corpora.benchmark.own import as_records
from corpora.benchmark.scoring import read_predictions, score_table
from corpora.benchmark.tasks import Item, Prediction, benchmark_items
from corpora.evaluate.disclosure import LabelledSpan
from corpora.labelled import CorpusError
from reviewer.document import Span

_ITEMS = (
    Item(
        id="citation/1", task="citation", text="依据《甲法》办理。", labels=frozenset({"citation.repealed"})
    ),
    Item(id="citation/2", task="citation", text="依据《乙法》办理。"),
    Item(
        id="disclosure/1",
        task="disclosure",
        text="电话13800000000联系",
        spans=(LabelledSpan(span=Span(2, 13), kind="person.phone"),),
    ),
)


def rows(predictions: dict[str, list[Prediction]]) -> dict[tuple[str, str], str]:
    """Base of each figure by task and name."""
    return {(row[0][:4], row[1]): row[3] for row in score_table("t", _ITEMS, predictions).rows}


def test_all_four_tasks_have_what_is_wrong_and_what_is_not() -> None:
    """Hard negatives stand in every task; ids are unique."""
    items = benchmark_items()

    assert {(item.task, item.lawful) for item in items} == {
        (task, lawful)
        for task in ("fair_competition", "setting_power", "citation", "disclosure")
        for lawful in (True, False)
    }
    assert len({item.id for item in items}) == len(items)


def test_a_wrong_label_counts_as_a_hint_and_not_as_the_kind() -> None:
    """Both recalls are told."""
    scored = rows({"citation/1": [Prediction(span=Span(2, 6), label="citation.misnamed")]})

    assert scored["法规引用", "查全率（任何提示）"] == "1/1"
    assert scored["法规引用", "查全率（种类也对）"] == "0/1"
    assert scored["法规引用", "误报率（无问题文本）"] == "0/1"


def test_a_find_in_a_lawful_text_is_a_false_alarm() -> None:
    """Whatever it is called."""
    scored = rows({"citation/2": [Prediction(span=Span(2, 6), label="x")]})

    assert scored["法规引用", "误报率（无问题文本）"] == "1/1"


@pytest.mark.parametrize(("span", "found"), [(Span(2, 13), "1/1"), (Span(0, 13), "0/1")])
def test_a_number_is_found_exactly_or_not_at_all(span: Span, found: str) -> None:
    """A place that takes in the words before it is another place."""
    scored = rows({"disclosure/1": [Prediction(span=span, label="person.phone")]})

    assert scored["公开审查", "查全率（种类与位置都对）"] == found


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """Our own predictions have the shape that every tool is asked for."""
    ours = {"citation/1": [Prediction(span=Span(2, 6), label="citation.repealed")], "citation/2": []}
    path = tmp_path / "ours.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in as_records(ours)))

    assert read_predictions(path, _ITEMS) == ours


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"id": "citation/9", "findings": []}, "没有编号"),
        ({"id": "citation/1"}, "缺少 findings"),
        ({"id": "citation/1", "findings": [{"start": 2, "label": "x"}]}, "整数 start、end"),
        ({"id": "citation/1", "findings": [{"start": 2, "end": 99, "label": "x"}]}, "超出文字"),
    ],
)
def test_a_bad_line_is_named_with_what_to_write(tmp_path: Path, line: dict[str, object], words: str) -> None:
    """File, line and remedy."""
    path = tmp_path / "tool.jsonl"
    path.write_text(json.dumps(line) + "\n")

    with pytest.raises(CorpusError, match=words):
        read_predictions(path, _ITEMS)

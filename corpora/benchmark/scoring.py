"""Scores of any tool: recall with and without the label, false rate on hard negatives, by task."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from corpora.benchmark.tasks import Item, Prediction
from corpora.evaluate.bootstrap import share
from corpora.evaluate.cases import field, read_records
from corpora.evaluate.disclosure import LabelledSpan, place_matches
from corpora.evaluate.outcomes import Figure
from corpora.evaluate.table import EvaluationTable
from corpora.evaluate.tables import base, interval, value
from corpora.labelled import CorpusError
from reviewer.document import Span

Predictions = Mapping[str, Sequence[Prediction]]
_TASKS = {
    "fair_competition": "公平竞争（条例的项）",
    "setting_power": "越权设定（power.*）",
    "citation": "法规引用（citation.*）",
    "disclosure": "公开审查（种类与位置）",
}


def read_predictions(path: Path, items: Iterable[Item]) -> Predictions:
    """What a tool found: one ``{"id", "findings": [{"start", "end", "label"}]}`` a line.

    A text without a line, or with an empty list, is one in which the tool found nothing.

    Raises:
        CorpusError: A file that cannot be read, a line that does not follow the format, an id that
            the benchmark does not hold, or a span beyond its text.
    """
    lengths = {item.id: len(item.text) for item in items}
    found: dict[str, list[Prediction]] = {}
    for place, record in read_records(path):
        name = field(place, record, "id")
        if name not in lengths:
            raise CorpusError(f"{place}：评测集中没有编号“{name}”；请使用 --write-inputs 写出的编号")
        findings = record.get("findings")
        if not isinstance(findings, list):
            raise CorpusError(f"{place}：缺少 findings（列表，没有发现则为空列表）")
        found[name] = [_prediction(place, each, lengths[name]) for each in findings]
    return found


def _prediction(place: str, record: object, length: int) -> Prediction:
    match record:
        case {"start": int(start), "end": int(end), "label": str(label)}:
            pass
        case _:
            raise CorpusError(f"{place}：findings 的每一项应是对象，含整数 start、end 和文字 label")
    if not 0 <= start < end <= length:
        raise CorpusError(f"{place}：位置 {start}–{end} 超出文字（共 {length} 字，按 Unicode 码点计）")
    return Prediction(span=Span(start, end), label=label)


def score_table(title: str, items: Iterable[Item], predictions: Predictions) -> EvaluationTable:
    """Every task with its figures, what each was counted on, and its interval."""
    rows = []
    for task, members in groupby(items, attrgetter("task")):
        texts = list(members)
        for figure in _figures(texts, predictions):
            rows.append((_TASKS[task], figure.name, value(figure), base(figure), interval(figure)))
    return EvaluationTable(
        title=title, columns=("任务", "指标", "数值", "基数", "95% 区间"), rows=tuple(rows)
    )


def _figures(items: Sequence[Item], predictions: Predictions) -> list[Figure]:
    if any(item.spans for item in items):
        found = [
            (item.id, any(_found(each, span, item.text) for each in predictions.get(item.id, ())))
            for item in items
            for span in item.spans
        ]
        recalls = [Figure(name="查全率（种类与位置都对）", share=share(found))]
    else:
        wrong = [item for item in items if not item.lawful]
        flagged = [(item.id, bool(predictions.get(item.id))) for item in wrong]
        right = [(i.id, any(p.label in i.labels for p in predictions.get(i.id, ()))) for i in wrong]
        recalls = [
            Figure(name="查全率（任何提示）", share=share(flagged)),
            Figure(name="查全率（种类也对）", share=share(right)),
        ]
    negatives = [(item.id, bool(predictions.get(item.id))) for item in items if item.lawful]
    return [*recalls, Figure(name="误报率（无问题文本）", share=share(negatives))]


def _found(prediction: Prediction, labelled: LabelledSpan, text: str) -> bool:
    return prediction.label == labelled.kind and place_matches(prediction.span, labelled, text)

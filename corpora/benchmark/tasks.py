"""What the benchmark asks: texts, and what is to be found in each, by family."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpora.evaluate.disclosure import LabelledSpan, read_texts
from corpora.labelled import FOLDER, load_corpus
from reviewer.document import Span

WITH_LABELS = {
    "fair_competition": "fair_competition_probes",
    "setting_power": "setting_power_probes",
    "citation": "citation_probes",
}
"""Tasks whose texts are labelled as a whole, with their corpora."""
_DISCLOSURE = "disclosure"
_PASSAGES = "disclosure_passages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A text of the benchmark.

    Attributes:
        id: Unique over all tasks.
        task: The task that it belongs to.
        text: What a tool is given, and nothing beside it.
        labels: What is wrong with it as a whole; one of them is enough. Empty for a hard negative.
        spans: Places that are wrong, of the task of disclosure only; all of them are to be found.
    """

    id: str
    task: str
    text: str
    labels: frozenset[str] = frozenset()
    spans: tuple[LabelledSpan, ...] = ()

    @property
    def lawful(self) -> bool:
        """Whether nothing is to be found: a hard negative."""
        return not self.labels and not self.spans


@cache
def benchmark_items() -> tuple[Item, ...]:
    """All texts, task by task."""
    return tuple(_items())


def _items() -> Iterator[Item]:
    for task, corpus in WITH_LABELS.items():
        for each in load_corpus(corpus).samples:
            labels = frozenset(map(str, each.labels))
            yield Item(id=f"{task}/{each.id}", task=task, text=each.sample.text, labels=labels)
    for text in read_texts(FOLDER / _PASSAGES / "texts.jsonl"):
        yield Item(id=f"{_DISCLOSURE}/{text.id}", task=_DISCLOSURE, text=text.text, spans=text.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """A finding of a tool.

    Attributes:
        span: Code points of the text.
        label: What the tool says it is, in the words of the benchmark.
    """

    span: Span
    label: str

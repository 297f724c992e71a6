"""The card of a trained model: what it was made from, with what, and how well it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, get_type_hints

from reviewer.classifiers.base import Sample
from reviewer.classifiers.features import LONGEST_GRAM, FieldSpec
from reviewer.errors import ModelError

READABLE = frozenset(part.name for part in fields(Sample)) | {"words"}
LINKS = ("softmax", "sigmoid")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """What is known about a trained model.

    Attributes:
        name: Name of the classifier, such as ``document_kind``.
        labels: Its labels, in the order of the weights.
        link: ``softmax`` where exactly one label holds, ``sigmoid`` where each may hold or not.
        background: The label that stands for nothing found; empty where there is none.
        fields: What is read of a sample.
        trained_on: Day of the training, as given, ISO 8601.
        corpus: Name of the labelled corpus.
        corpus_digest: sha256 of the corpus's files, in hex.
        software: Versions of what trained it.
        metrics: Figures on the part of the corpus that the training did not see.
    """

    name: str
    labels: tuple[str, ...]
    link: str
    background: str = ""
    fields: tuple[FieldSpec, ...]
    trained_on: str
    corpus: str
    corpus_digest: str
    software: Mapping[str, str] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """The card as it is written to JSON."""
        return asdict(self)


def card_from_data(data: object) -> ModelCard:
    """Read a card; raise `ModelError` naming the field that does not fit."""
    values = _object(data, "card.json", ModelCard)
    specs = [_field_spec(spec) for spec in _items(values["fields"], "fields")]
    card = ModelCard(
        name=_string(values["name"], "name"),
        labels=tuple(_string(label, "labels") for label in _items(values["labels"], "labels")),
        link=_string(values["link"], "link"),
        background=_string(values["background"], "background"),
        fields=tuple(specs),
        trained_on=_string(values["trained_on"], "trained_on"),
        corpus=_string(values["corpus"], "corpus"),
        corpus_digest=_string(values["corpus_digest"], "corpus_digest"),
        software={_string(k, "software"): _string(v, "software") for k, v in _pairs(values["software"])},
        metrics={_string(k, "metrics"): _number(v, "metrics") for k, v in _pairs(values["metrics"])},
    )
    _check(card)
    return card


def _check(card: ModelCard) -> None:
    if len(card.labels) < 2 or len(set(card.labels)) != len(card.labels):
        raise ModelError("模型卡片的 labels 应有至少两个互不相同的标签")
    if card.link not in LINKS:
        raise ModelError("模型卡片的 link 应为 softmax 或 sigmoid")
    if card.background and card.background not in card.labels:
        raise ModelError("模型卡片的 background 不在 labels 之中")
    try:
        date.fromisoformat(card.trained_on)
    except ValueError:
        raise ModelError("模型卡片的 trained_on 应为 YYYY-MM-DD 的日期") from None


def _field_spec(data: object) -> FieldSpec:
    values = _object(data, "fields", FieldSpec)
    spec = FieldSpec(
        name=_string(values["name"], "fields.name"),
        shortest=int(_number(values["shortest"], "fields.shortest")),
        longest=int(_number(values["longest"], "fields.longest")),
        weight=_number(values["weight"], "fields.weight"),
        limit=int(_number(values["limit"], "fields.limit")),
    )
    counted = spec.name == "words" or 1 <= spec.shortest <= spec.longest <= LONGEST_GRAM
    if spec.name not in READABLE or not counted or spec.weight <= 0 or not 0 < spec.limit <= 100_000:
        raise ModelError("模型卡片的 fields 含有本版本不认识的字段或取值")
    return spec


def _object(data: object, where: str, shape: type) -> Mapping[str, Any]:
    expected = set(get_type_hints(shape))
    if not isinstance(data, dict) or set(data) != expected:
        raise ModelError(f"模型卡片的 {where} 应恰有这些字段：{'、'.join(sorted(expected))}")
    return data


def _items(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise ModelError(f"模型卡片的 {where} 应为列表")
    return value


def _pairs(value: object) -> list[tuple[object, object]]:
    if not isinstance(value, dict):
        raise ModelError("模型卡片的 software 与 metrics 应为对象")
    return list(value.items())


def _string(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise ModelError(f"模型卡片的 {where} 应为文字")
    return value


def _number(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ModelError(f"模型卡片的 {where} 应为数字")
    return value

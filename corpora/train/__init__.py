"""Training of the shipped models, one module a model.

Training a model again on the same corpus, with the same software and day, gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from corpora.decided import DecidedClause
from corpora.train.cards import write_cards
from corpora.train.document_kind import train_document_kind
from corpora.train.entities import train_entities
from corpora.train.fair_competition import train_fair_competition
from corpora.train.setting_power import train_setting_power
from reviewer.classifiers.model_file import MOST_BYTES, LinearModel, encode_model
from reviewer.errors import ModelError

TRAINERS: Mapping[str, Callable[[date], LinearModel | bytes]] = {
    "document-kind": train_document_kind,
    "entities": train_entities,
    "fair-competition": train_fair_competition,
    "setting-power": train_setting_power,
}
"""What ``reviewer train`` knows, by the name that the user gives."""


LEARNERS: Mapping[str, Callable[[date, Sequence[DecidedClause]], LinearModel]] = {
    "fair-competition": train_fair_competition,
    "setting-power": train_setting_power,
}
"""Those of `TRAINERS` that learn from officers' decisions too."""


def train(name: str, out: Path, trained_on: date, decided: Sequence[DecidedClause] = ()) -> Path:
    """Train a model, write its file and bring ``card.md`` beside it up to date.

    Args:
        name: A name of `TRAINERS`.
        out: The folder of the models; it is made where it is missing.
        trained_on: Day that the card will give.
        decided: Decisions of officers, which the models of `LEARNERS` learn besides their corpora.

    Returns:
        The file of the model.

    Raises:
        ModelError: There is no such name, the model became too large, or scikit-learn is missing.
        CorpusError: The corpus is damaged.
    """
    if name not in TRAINERS:
        raise ModelError(f"没有名为 {name} 的训练任务，可选：{'、'.join(TRAINERS)}")
    try:
        learner = LEARNERS.get(name)
        model = learner(trained_on, decided) if learner else TRAINERS[name](trained_on)
    except ModuleNotFoundError as error:
        raise ModelError(
            f"训练需要 {error.name}，请安装：pip install 'reviewer[classifiers,entities]'"
        ) from error
    data, suffix = (model, "entities") if isinstance(model, bytes) else (encode_model(model), "zip")
    if len(data) > MOST_BYTES:
        raise ModelError(f"模型 {name} 有 {len(data)} 字节，超过 {MOST_BYTES}；请减少词表")
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{name.replace('-', '_')}.{suffix}"
    target.write_bytes(data)
    write_cards(out)
    return target

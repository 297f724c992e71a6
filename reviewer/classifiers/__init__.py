"""Text to calibrated label scores; optional, imported late."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from reviewer.classifiers.base import Classifier, Prediction, Sample
from reviewer.classifiers.entities import EntityClassifier
from reviewer.classifiers.linear import LinearClassifier
from reviewer.classifiers.model_file import MOST_BYTES, decode_model
from reviewer.errors import ModelError
from reviewer.language.entities import EntityFinder

__all__ = ["CLASSIFIERS", "Classifier", "Prediction", "Sample", "load_classifier"]


def _load_linear(data: bytes, name: str) -> Classifier:
    return LinearClassifier(decode_model(data, name))


def _load_entities(data: bytes, name: str) -> Classifier:
    return EntityClassifier(EntityFinder(data), name.rpartition(".")[0])


CLASSIFIERS: Mapping[str, Callable[[bytes, str], Classifier]] = {
    ".zip": _load_linear,
    ".entities": _load_entities,
}
"""Kinds of model files by their ending, and what reads them."""


def load_classifier(path: Path) -> Classifier:
    """Read a trained model; nothing in the file is run.

    Raises:
        ModelError: The file is missing, damaged, too large, or of a kind that is not known.
    """
    if path.suffix not in CLASSIFIERS:
        raise ModelError(f"模型文件 {path.name} 的类型不认识，应为：{'、'.join(CLASSIFIERS)}")
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ModelError(f"模型文件 {path.name} 不能读取：{error.strerror}。请检查该文件") from error
    return CLASSIFIERS[path.suffix](data, path.name)

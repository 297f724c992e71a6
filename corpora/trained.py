"""The trained models that ship with the project."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reviewer.classifiers import CLASSIFIERS, Classifier, load_classifier
from reviewer.errors import ModelError

FOLDER = Path(__file__).parent / "models"


def load_classifiers(folder: Path = FOLDER) -> Mapping[str, Classifier]:
    """All trained classifiers of a folder by their names, which are the names of their files.

    Raises:
        ModelError: A file is damaged, or its card gives another name.
    """
    loaded: dict[str, Classifier] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in CLASSIFIERS:
            classifier = load_classifier(path)
            if classifier.name != path.stem:
                raise ModelError(f"模型文件 {path.name} 的卡片写的是 {classifier.name}，请改回原来的文件名")
            loaded[classifier.name] = classifier
    return loaded

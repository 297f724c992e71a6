"""Writes ``card.md`` beside the model files: what each was made from, its digest and its figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpora.trained import load_classifiers
from reviewer.classifiers.entities import EntityClassifier
from reviewer.classifiers.linear import LinearClassifier

_HEAD = """# 训练好的模型

本页由 `reviewer train` 写成，请勿手改。每个模型是一个 zip：`card.json`（来历与指标）、`vocab.json`（词表）、
`weights.npz`（数值，读取时不允许 pickle），读取时不运行其中任何代码。模型只在本项目自写的语料上训练，
指标取自语料中未参加训练的部分。
"""


def write_cards(folder: Path) -> None:
    """Write the cards of all models of a folder; the same models always give the same page."""
    pages = [_page(name, model) for name, model in _models(folder)]
    pages += [_names_page(name, model) for name, model in _pipelines(folder)]
    (folder / "card.md").write_text(_HEAD + "".join(pages), encoding="utf-8")


def _models(folder: Path) -> Iterator[tuple[str, LinearClassifier]]:
    for name, classifier in load_classifiers(folder).items():
        if isinstance(classifier, LinearClassifier):
            yield name, classifier


def _pipelines(folder: Path) -> Iterator[tuple[str, EntityClassifier]]:
    for name, classifier in load_classifiers(folder).items():
        if isinstance(classifier, EntityClassifier):
            yield name, classifier


def _names_page(name: str, classifier: EntityClassifier) -> str:
    card = classifier.finder.card
    facts = [
        ("文件", f"`{name}.entities`"),
        ("版本", f"`{classifier.version}`"),
        ("训练日期", card.trained_on),
        ("训练语料", f"`corpora/documents/names` 的句式和词语生成的句子，sha256 `{card.corpus_digest}`"),
        ("训练软件", card.software),
        ("标签", "、".join(f"`{label}`" for label in classifier.labels)),
        *((f"指标 {figure}", f"{value:g}") for figure, value in sorted(card.metrics.items())),
    ]
    rows = "\n".join(f"| {key} | {value} |" for key, value in facts)
    return f"\n## {name}\n\n| 项目 | 内容 |\n| --- | --- |\n{rows}\n"


def _folders(names: str) -> str:
    return "、".join(f"`corpora/documents/{name}`" for name in names.split("+"))


def _page(name: str, classifier: LinearClassifier) -> str:
    model, card = classifier.model, classifier.model.card
    facts = [
        ("文件", f"`{name}.zip`"),
        ("sha256", f"`{model.digest}`"),
        ("训练日期", card.trained_on),
        ("训练语料", f"{_folders(card.corpus)}，sha256 `{card.corpus_digest}`"),
        ("训练软件", "、".join(f"{tool} {version}" for tool, version in sorted(card.software.items()))),
        ("标签", "、".join(f"`{label}`" for label in card.labels)),
        ("读取的内容", "、".join(f"`{field.name}`" for field in card.fields)),
        ("词表", f"{sum(map(len, model.vocabularies))} 项"),
        *((f"指标 {figure}", f"{value:g}") for figure, value in sorted(card.metrics.items())),
    ]
    rows = "\n".join(f"| {key} | {value} |" for key, value in facts)
    return f"\n## {name}\n\n| 项目 | 内容 |\n| --- | --- |\n{rows}\n"

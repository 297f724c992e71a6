"""Labelled corpora: texts in context, the labels that hold of them, and why.

A corpus is a folder of ``corpora/documents/``: ``card.md`` says what it is and where its limits
lie, ``documents.jsonl`` has the texts, ``labels.jsonl`` the labels with a reason each, and
``splits.json`` says which documents serve for training and which for measuring.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from reviewer.classifiers.base import Sample
from reviewer.errors import ReviewError

FOLDER = Path(__file__).parent / "documents"
TRAIN, HELD_OUT = "train", "held_out"
_FILES = ("documents.jsonl", "labels.jsonl", "splits.json")
_CONTEXT = frozenset(part.name for part in fields(Sample))


class CorpusError(ReviewError):
    """A labelled corpus that does not follow its format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSample:
    """A text with the labels that hold of it.

    Attributes:
        id: Unique within the corpus.
        document: The document that it stands in; all its samples are in one split.
        sample: The text and its context.
        labels: What holds; empty where nothing of the label set does.
        reason: Why, in one line of Chinese.
    """

    id: str
    document: str
    sample: Sample
    labels: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledCorpus:
    """A labelled corpus.

    Attributes:
        name: Name of its folder.
        samples: All of it, in the order of the file.
        splits: Ids of the documents of each split.
        digest: sha256 of its data files, in hex.
    """

    name: str
    samples: tuple[LabelledSample, ...]
    splits: Mapping[str, frozenset[str]]
    digest: str

    def split(self, name: str) -> tuple[LabelledSample, ...]:
        """The samples of a split: ``train``, or one of those that the training does not see."""
        chosen = self.splits[name]
        return tuple(sample for sample in self.samples if sample.document in chosen)


def load_corpus(name: str, folder: Path = FOLDER) -> LabelledCorpus:
    """Load a labelled corpus.

    Raises:
        CorpusError: A file is missing or does not follow the format; the message says which and where.
    """
    data = {file: _read(folder / name / file) for file in _FILES}
    labels = dict(_labels(name, data["labels.jsonl"]))
    samples = tuple(_samples(name, data["documents.jsonl"], labels))
    splits = _splits(name, data["splits.json"], {sample.document for sample in samples})
    if len({sample.id for sample in samples}) != len(samples) or len(labels) != len(samples):
        raise CorpusError(f"语料 {name}：documents.jsonl 与 labels.jsonl 的编号应各不重复、一一对应")
    digest = hashlib.sha256(b"".join(data.values())).hexdigest()
    return LabelledCorpus(name=name, samples=samples, splits=splits, digest=digest)


def corpora_digest(corpora: Iterable[LabelledCorpus]) -> str:
    """The digest of one corpus, or one over the digests of several; sha256, in hex."""
    digests = [corpus.digest for corpus in corpora]
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()


def named_corpora(names: str) -> tuple[LabelledCorpus, ...]:
    """The corpora that a model's card names, joined with ``+``.

    Raises:
        CorpusError: One of them is missing or damaged.
    """
    return tuple(load_corpus(name) for name in names.split("+"))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CorpusError(f"语料文件 {path} 不能读取：{error.strerror}") from error


def _lines(place: str, data: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(data.decode().rstrip("\n").split("\n"), 1):
        try:
            record = json.loads(line)
        except ValueError as error:
            raise CorpusError(f"{place}:{number} 不是 JSON：{error}") from error
        if not isinstance(record, dict) or not isinstance(record.get("id"), str):
            raise CorpusError(f"{place}:{number} 应为含 id 的 JSON 对象")
        yield f"{place}:{number}", record


def _labels(name: str, data: bytes) -> Iterator[tuple[str, tuple[tuple[str, ...], str]]]:
    for place, record in _lines(f"{name}/labels.jsonl", data):
        labels, reason = record.get("labels"), record.get("reason")
        if not isinstance(labels, list) or not isinstance(reason, str) or not reason:
            raise CorpusError(f"{place} 应有 labels（列表）和 reason（一句话）")
        yield record["id"], (tuple(labels), reason)


def _samples(
    name: str, data: bytes, labels: Mapping[str, tuple[tuple[str, ...], str]]
) -> Iterator[LabelledSample]:
    for place, record in _lines(f"{name}/documents.jsonl", data):
        if record["id"] not in labels:
            raise CorpusError(f"{place} 在 labels.jsonl 中没有标注")
        unknown = set(record) - _CONTEXT - {"id", "document"}
        if unknown or not record.get("text"):
            raise CorpusError(f"{place} 应有 text，且不应有：{'、'.join(sorted(unknown)) or '空的 text'}")
        chosen, reason = labels[record["id"]]
        yield LabelledSample(
            id=record["id"],
            document=record.get("document", record["id"]),
            sample=Sample(**{key: value for key, value in record.items() if key in _CONTEXT}),
            labels=chosen,
            reason=reason,
        )


def _splits(name: str, data: bytes, documents: set[str]) -> Mapping[str, frozenset[str]]:
    splits = {split: frozenset(ids) for split, ids in json.loads(data).items()}
    named = [document for ids in splits.values() for document in ids]
    if sorted(named) != sorted(documents) or TRAIN not in splits:
        raise CorpusError(f"{name}/splits.json 应有 {TRAIN}，并把每个文件恰好分入一个部分")
    return splits

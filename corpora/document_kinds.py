"""The corpus of document kinds, laid out as the classifier sees documents in use."""

from __future__ import annotations

from dataclasses import replace

from corpora.labelled import LabelledCorpus, LabelledSample
from reviewer.classifiers.beginnings import sample_beginning

CORPUS = "document_kinds"


def beginnings(corpus: LabelledCorpus, split: str) -> tuple[LabelledSample, ...]:
    """The documents of a split, each cut and laid out by `sample_beginning`."""
    return tuple(replace(item, sample=sample_beginning(item.sample.text)) for item in corpus.split(split))

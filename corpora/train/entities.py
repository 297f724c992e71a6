"""Training of the pipeline of names (人名、地名、机构名): blank Chinese spaCy on invented sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from corpora.train.entity_sentences import FOLDER, NamedSentence, split_sentences
from reviewer.language.entities import RECOGNISER, EntityCard, EntityFinder, encode_pipeline

_TRAINING, _TESTING = 12_000, 1_000
_TRAIN_SEED, _TEST_SEED = 11, 23
_ROUNDS, _BATCH, _DROPOUT = 4, 16, 0.2


def train_entities(day: date) -> bytes:
    """Train on the sentences of one part, measure on those of the other, and encode with a card.

    The same software and day give the same bytes.
    """
    import spacy  # noqa: PLC0415  # an extra
    from spacy import util  # noqa: PLC0415
    from spacy.about import __version__ as spacy_version  # noqa: PLC0415
    from spacy.training import Example  # noqa: PLC0415

    shaped: Any = util
    shaped.fix_random_seed(_TRAIN_SEED)
    pipeline = spacy.blank("zh")
    recogniser: Any = pipeline.add_pipe("ner", config=RECOGNISER)
    sentences = split_sentences("train", _TRAINING, _TRAIN_SEED)
    examples = [Example.from_dict(pipeline.make_doc(each.text), _gold(each)) for each in sentences]
    for label in sorted({span.label for each in sentences for span in each.spans}):
        recogniser.add_label(label)
    optimizer = pipeline.initialize(lambda: examples)
    shuffle = Random(_TRAIN_SEED)  # noqa: S311  # order of examples
    for _ in range(_ROUNDS):
        shuffle.shuffle(examples)
        batches = shaped.minibatch(examples, _BATCH)
        for batch in batches:
            pipeline.update(batch, sgd=optimizer, drop=_DROPOUT)
    card = EntityCard(
        trained_on=day.isoformat(),
        corpus_digest=frames_digest(),
        software=f"spacy {spacy_version}",
        metrics={},
    )
    finder = EntityFinder(encode_pipeline(pipeline, card))
    measured = measure(finder, unseen_sentences())
    return encode_pipeline(pipeline, card.with_metrics(measured))


def unseen_sentences() -> list[NamedSentence]:
    """The sentences that no training has seen: other frames, surnames, places and organisations."""
    return split_sentences("test", _TESTING, _TEST_SEED)


def measure(finder: EntityFinder, sentences: Sequence[NamedSentence]) -> dict[str, float]:
    """Precision and recall by label, exact spans only."""
    right: dict[str, int] = {}
    found: dict[str, int] = {}
    due: dict[str, int] = {}
    for sentence in sentences:
        gold = {(span.start, span.end, span.label) for span in sentence.spans}
        said = {(each.start, each.end, each.label) for each in finder.find(sentence.text)}
        for counts, spans in ((due, gold), (found, said), (right, gold & said)):
            for _, _, label in spans:
                counts[label] = counts.get(label, 0) + 1
    figures: dict[str, float] = {}
    for label in sorted(due):
        figures[f"{label} precision"] = round(right.get(label, 0) / max(found.get(label, 0), 1), 4)
        figures[f"{label} recall"] = round(right.get(label, 0) / due[label], 4)
    return figures


def _gold(sentence: NamedSentence) -> dict[str, list[tuple[int, int, str]]]:
    return {"entities": [(span.start, span.end, span.label) for span in sentence.spans]}


def frames_digest() -> str:
    """Digest of the frames and words that sentences are made from."""
    joined = b"".join((FOLDER / f"{part}.yaml").read_bytes() for part in ("train", "test"))
    return hashlib.sha256(joined).hexdigest()

"""Names found by a small trained pipeline (spaCy): persons, places, organisations.

It reads sentences of which the rules of names could not make up their mind, not whole
documents: it is some twenty times slower than they are. spaCy is imported when the first such
sentence comes; loading the pipeline runs no code of the file.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from reviewer.errors import ModelError

PERSON, PLACE, ORGANISATION = "PERSON", "PLACE", "ORGANISATION"
RECOGNISER: dict[str, Any] = {
    "model": {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "pretrained_vectors": None,
            "width": 64,
            "depth": 4,
            "embed_size": 1_500,
            "window_size": 1,
            "maxout_pieces": 3,
            "subword_features": False,
        },
    }
}
"""Shape of the recogniser; a file holds only its numbers."""

_MAGIC = b"REVENT1\n"
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in a text: offsets, and `PERSON`, `PLACE` or `ORGANISATION`."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityCard:
    """Where a pipeline comes from.

    Attributes:
        trained_on: Day, ISO.
        corpus_digest: sha256 of the frames and words that its sentences were made from.
        software: What trained it.
        metrics: Precision and recall by label on sentences that the training did not see.
    """

    trained_on: str
    corpus_digest: str
    software: str
    metrics: dict[str, float] = field(default_factory=dict)

    def with_metrics(self, metrics: dict[str, float]) -> EntityCard:
        """The card with its figures."""
        return replace(self, metrics=metrics)


def encode_pipeline(pipeline: Any, card: EntityCard) -> bytes:
    """A file of a pipeline and its card, compressed."""
    head = json.dumps(asdict(card), ensure_ascii=False, sort_keys=True).encode()
    body = zlib.compress(pipeline.to_bytes(exclude=["vocab"]), 9)
    return _MAGIC + len(head).to_bytes(4, "big") + head + body


class EntityFinder:
    """Finds names.

    Args:
        data: What `encode_pipeline` gave.

    Raises:
        ModelError: The file is none of those, or damaged.
    """

    def __init__(self, data: bytes) -> None:
        if not data.startswith(_MAGIC):
            raise ModelError("姓名识别模型文件损坏，请用 reviewer train entities 重新训练")
        start = len(_MAGIC) + 4
        length = int.from_bytes(data[len(_MAGIC) : start], "big")
        self.card = EntityCard(**json.loads(data[start : start + length]))
        self.version = hashlib.sha256(data).hexdigest()[:12]
        self._body = data[start + length :]

    @cached_property
    def _pipeline(self) -> Any:
        import spacy  # noqa: PLC0415  # an extra; a second to import

        pipeline = spacy.blank("zh")
        pipeline.add_pipe("ner", config=RECOGNISER)
        return pipeline.from_bytes(zlib.decompress(self._body), exclude=["vocab"])

    def find(self, text: str) -> tuple[Entity, ...]:
        """Names in a text, in order; of a text beyond a few sentences only the beginning is read."""
        read = self._pipeline(text[:_LONGEST])
        return tuple(Entity(each.start_char, each.end_char, each.label_) for each in read.ents)

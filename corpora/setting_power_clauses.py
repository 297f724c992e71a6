"""What the classifier of setting power (设定权) is trained and measured on.

The corpus of its own shows clauses in the context of a document; the probes were written apart from
it, in other wordings and of one sentence; the background holds what official writing of other
fields orders lawfully. With the first alone the model takes every clause on companies, taxes or
schools for one that sets something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpora.labelled import HELD_OUT, TRAIN, LabelledCorpus, LabelledSample, corpora_digest, load_corpus
from reviewer.structure.kinds import DocumentKind

CORPUS, PROBES, BACKGROUND = "setting_power", "setting_power_probes", "fair_competition_background"
NAMES = (CORPUS, PROBES, BACKGROUND)
SETS = "sets"
"""Holds of every clause that sets something, whatever it is."""

# Statutes may set, and files and contracts of a tender bind only those who take part: the classifier
# is not asked of them.
_NOT_ASKED = frozenset({DocumentKind.LOCAL_REGULATION, DocumentKind.TENDER, DocumentKind.AGREEMENT})
# Lawful for the review of fair competition, but they set a fine, a moratorium or a condition all the same.
_SETTING = frozenset(
    {"fcb013-04", "fcb013-07", "fcb013-08", "fcb013-10", "fcb014-06", "fcb015-06", "fcb039-08", "fcb047-06"}
)


def load_clauses() -> LabelledCorpus:
    """The three corpora as one, with the labels of setting power; splits ``train`` and ``held_out``.

    Raises:
        CorpusError: A corpus is missing or damaged.
    """
    corpora = [load_corpus(name) for name in NAMES]
    samples = tuple(sample for corpus in corpora for sample in _samples(corpus))
    documents = {sample.document for sample in samples}
    train = frozenset().union(*(corpus.splits[TRAIN] for corpus in corpora)) & documents
    return LabelledCorpus(
        name="+".join(NAMES),
        samples=samples,
        splits={TRAIN: train, HELD_OUT: frozenset(documents - train)},
        digest=corpora_digest(corpora),
    )


def _samples(corpus: LabelledCorpus) -> Iterator[LabelledSample]:
    for item in corpus.samples:
        if corpus.name == BACKGROUND:
            if item.sample.kind not in _NOT_ASKED and item.id not in _SETTING:
                yield replace(item, labels=())
        else:
            kinds = tuple(label for label in item.labels if label != SETS)
            yield replace(item, labels=(SETS, *kinds) if kinds else ())

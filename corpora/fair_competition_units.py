"""The corpora of fair competition, cut into clauses as the classifier sees them in use.

Whole policy documents show clauses as they come: few are wrong, and near misses stand beside them.
Single clauses and probes were picked for what they show, half of them wrong. Background clauses
and the beginnings of documents of all kinds hold what else stands in official writing: with
policies alone a model takes every clause on taxes or companies for a breach.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from corpora.annotated import CLAUSES, POLICIES, AnnotatedClause, AnnotatedDocument, read_sources
from corpora.catalogue import load_catalogue
from corpora.labelled import (
    FOLDER,
    HELD_OUT,
    TRAIN,
    LabelledCorpus,
    LabelledSample,
    corpora_digest,
    load_corpus,
)
from reviewer.checkers.clause_samples import clause_samples
from reviewer.classifiers.base import Sample
from reviewer.document import Document, Span
from reviewer.engine.prepare import prepare
from reviewer.engine.ruleset import Ruleset
from reviewer.extraction.text import document_from_text
from reviewer.language.cues import Cues
from reviewer.language.lexicon import ConceptTable
from reviewer.law import LawCatalogue
from reviewer.structure.kinds import DocumentKind

PROBES, BACKGROUND, BEGINNINGS = "fair_competition_probes", "fair_competition_background", "document_kinds"
NAMES = (POLICIES, CLAUSES, PROBES, BACKGROUND, BEGINNINGS)
BREACH = "breach"
"""Holds of every clause that breaches an item, whichever it is."""
ITEMS = (
    *("8.1", "8.2", "8.3", "8.4"),
    *("9.1", "9.2", "9.3", "9.4", "9.5", "9.6"),
    *("10.1", "10.2", "10.3"),
    *("11.1", "11.3"),
)
"""Items of 公平竞争审查条例 that can be told; there are too few clauses of 11.2 and of the
catch-alls 8.5, 10.4 and 11.4, which breach all the same and get the likeliest other item."""
VALIDATION, TEST = "validation", "test"
_SPLITS = (TRAIN, VALIDATION, TEST)
_RISK = "risk"
# Tender files hold conditions that nobody labelled here; the others were written for their form alone.
_UNLABELLED_KINDS = frozenset({DocumentKind.TENDER})
# Samples hang on structure alone: neither rules nor laws are asked.
_AS_OF = date(2026, 11, 24)


@dataclass(frozen=True, kw_only=True)
class UnitCorpus:
    """All clauses, and which of them stand in whole documents.

    Attributes:
        corpus: The clauses with the labels that hold: ``breach`` and items.
        whole: Ids of whole labelled documents, whose clauses are as frequent as in use.
    """

    corpus: LabelledCorpus
    whole: frozenset[str]

    def split(self, name: str, *, whole: bool | None = None) -> tuple[LabelledSample, ...]:
        """The clauses of a split; of whole documents only, or of all but those, where asked for."""
        chosen = self.corpus.split(name)
        return tuple(item for item in chosen if whole is None or (item.document in self.whole) == whole)


def load_units() -> UnitCorpus:
    """Load the corpora and cut them into clauses; the probes' held-out part counts as test.

    Clauses that hang on facts outside the text are left out: neither answer would be right.

    Raises:
        CorpusError: A corpus is missing or damaged.
    """
    corpora = [load_corpus(name) for name in NAMES]
    cutter = _Cutter()
    policies = read_sources(FOLDER / POLICIES / "source", single=False)
    clauses = read_sources(FOLDER / CLAUSES / "source", single=True)
    samples = [
        *(item for document in policies for item in _whole(document, cutter)),
        *(item for document in clauses for item in _single(document, cutter)),
        *_passages(load_corpus(PROBES), cutter),
        *_passages(load_corpus(BACKGROUND), cutter),
        *_beginnings(load_corpus(BEGINNINGS), cutter),
    ]
    known = {item.document for item in samples}
    return UnitCorpus(
        corpus=LabelledCorpus(
            name="+".join(NAMES),
            samples=tuple(samples),
            splits={name: frozenset(_documents(corpora, name) & known) for name in _SPLITS},
            digest=corpora_digest(corpora),
        ),
        whole=frozenset(document.id for document in policies),
    )


def _documents(corpora: Iterable[LabelledCorpus], split: str) -> set[str]:
    """Documents of a split; what is held out of a corpus without a validation part is a test."""
    names = {split, HELD_OUT} if split == TEST else {split}
    return {
        document
        for corpus in corpora
        if corpus.name != BEGINNINGS or split == TRAIN
        for name in names & set(corpus.splits)
        for document in corpus.splits[name]
    }


class _Cutter:
    """Cuts texts into clauses by the code that a review uses, without rules and laws."""

    def __init__(self) -> None:
        table = ConceptTable({})
        self._ruleset = Ruleset(rules=(), automaton=table.automaton(), cues=Cues.register(table), version="")
        self._catalogue: LawCatalogue = load_catalogue()

    def cut(self, document: Document) -> Iterator[tuple[Span, Sample]]:
        """The clauses of a document with their places."""
        context = prepare(
            document, ruleset=self._ruleset, catalogue=self._catalogue, as_of=_AS_OF, classifiers={}
        )
        sentences = context.sentences
        for unit, sample in clause_samples(context):
            yield context.source_span(sentences.starts[unit], sentences.ends[unit]), sample


def _whole(document: AnnotatedDocument, cutter: _Cutter) -> Iterator[LabelledSample]:
    spans = [Span(clause.start, clause.start + len(clause.text)) for clause in document.clauses]
    starts = [span.start for span in spans]
    for number, (span, sample) in enumerate(cutter.cut(document_from_text(document.text, document.id))):
        first = max(bisect_right(starts, span.start) - 1, 0)
        held = max(range(first, len(spans)), key=lambda place: _shared(spans[place], span))
        yield from _labelled(document.id, f"{document.id}-u{number:03d}", document.clauses[held], sample)


def _shared(first: Span, second: Span) -> int:
    return min(first.end, second.end) - max(first.start, second.start)


def _single(document: AnnotatedDocument, cutter: _Cutter) -> Iterator[LabelledSample]:
    for clause in document.clauses:
        context = clause.context
        for number, sample in enumerate(_below(context.lead_in, clause.text, cutter)):
            in_place = replace(sample, heading=context.heading)
            yield from _labelled(document.id, f"{clause.id}-u{number}", clause, in_place)


def _below(lead_in: str, text: str, cutter: _Cutter) -> Iterator[Sample]:
    """The clauses of a passage that stands below a lead-in."""
    above = f"{lead_in}\n" if lead_in else ""
    for span, sample in cutter.cut(document_from_text(above + text, "passage", passage=True)):
        if span.start >= len(above):
            yield sample


def _labelled(document: str, name: str, clause: AnnotatedClause, sample: Sample) -> Iterator[LabelledSample]:
    if clause.label != _RISK:
        labels = _labels(clause.items)
        yield LabelledSample(id=name, document=document, sample=sample, labels=labels, reason=clause.reason)


def _labels(items: tuple[str, ...]) -> tuple[str, ...]:
    return (BREACH, *(item for item in items if item in ITEMS)) if items else ()


def _passages(corpus: LabelledCorpus, cutter: _Cutter) -> Iterator[LabelledSample]:
    for item in corpus.samples:
        for number, sample in enumerate(_below(item.sample.lead_in, item.sample.text, cutter)):
            yield replace(item, id=f"{item.id}-u{number}", sample=sample, labels=_labels(item.labels))


def _beginnings(corpus: LabelledCorpus, cutter: _Cutter) -> Iterator[LabelledSample]:
    for item in corpus.split(TRAIN):
        if _UNLABELLED_KINDS.isdisjoint(item.labels):
            cut = cutter.cut(document_from_text(item.sample.text, item.id))
            for number, (_, sample) in enumerate(cut):
                yield replace(item, id=f"{item.id}-u{number}", sample=sample, labels=())

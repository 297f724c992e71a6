"""Everything that one command measures, with the versions that it was measured with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from corpora.context import load_context
from corpora.evaluate.folders import read_documents
from corpora.evaluate.outcomes import MeasuredSet, Measurement
from corpora.evaluate.reviewing import Counts, not_mere_advice
from corpora.evaluate.sets import Measure, rate_set
from reviewer.document import Document
from reviewer.review import ReviewContext
from reviewer.structure.kinds import DocumentKind

AS_OF = date(2026, 11, 23)
"""The law is asked at a fixed date, so that figures of two runs can be compared."""


def fixed_context(
    family: str | None = None, *, as_of: date = AS_OF, classifiers: bool = True
) -> ReviewContext:
    """Shipped rules and models, one family or all, a fixed date."""
    families = frozenset({family} if family else ())
    return load_context(today=as_of, families=families, classifiers=classifiers)


def measure_all(family: str, measures: Iterable[Measure], context: ReviewContext) -> Measurement:
    """Measure sets in their order."""
    return Measurement(
        subject=family,
        as_of=context.as_of,
        versions=context.versions,
        sets=tuple(measure(context) for measure in measures),
    )


def rate_measures(
    folder: Path, *, without: AbstractSet[str] = frozenset(), counts: Counts = not_mere_advice
) -> Iterator[Measure]:
    """Findings per 10,000 characters on the documents of a folder, taken for what they are, and as normative.

    Args:
        folder: The documents; nothing of them is labelled.
        without: Names of files to leave out.
        counts: Which findings count.

    Raises:
        CorpusError: No folder, or nothing in it.
    """
    documents = read_documents(folder, without)
    yield partial(rate_set, f"{folder.name}，自动识别文种", documents, counts=counts)
    yield partial(_as_normative, f"{folder.name}，一律按规范性文件", documents, counts=counts)


def _as_normative(
    name: str, documents: tuple[Document, ...], context: ReviewContext, *, counts: Counts
) -> MeasuredSet:
    return rate_set(name, documents, replace(context, kind=DocumentKind.NORMATIVE), counts=counts)

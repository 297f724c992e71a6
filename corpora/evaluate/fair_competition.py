"""Published cases of fair competition: how files of them are read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from corpora.evaluate.cases import (
    Case,
    Label,
    LabelledDocument,
    field,
    file_names,
    locate,
    read_lawful,
    read_records,
)
from corpora.evaluate.folders import read_document
from corpora.evaluate.sets import KindWords, Measure, document_set, passage_set
from corpora.labelled import CorpusError

FAMILY = "fair_competition"
WORDS = KindWords(kind="项", group="条")
LABELS = {"violation": Label.VIOLATION, "risk": Label.NEUTRAL, "lawful": Label.LAWFUL}
"""Label of a clause in a file -> what it means for a measurement."""


def measures(
    *,
    violations: Path | None = None,
    lawful: Path | None = None,
    policies: Path | None = None,
    documents: Path | None = None,
) -> Iterator[Measure]:
    """Published clauses, and whole policy documents of a folder.

    Raises:
        CorpusError: A file that cannot be read.
    """
    if violations or lawful:
        cases = (
            *(read_violations(violations) if violations else ()),
            *(read_lawful(lawful) if lawful else ()),
        )
        yield partial(passage_set, file_names(violations, lawful), cases, words=WORDS)
    if policies and documents:
        yield partial(document_set, policies.name, read_policies(policies, documents))


def read_violations(path: Path) -> tuple[Case, ...]:
    """Clauses that breach: ``clause``, ``standard``, ``alt_standards``, ``document``.

    Only verbatim cases that are not contested are counted; the others are shown apart.

    Raises:
        CorpusError: A file that cannot be read, or a line that lacks a field.
    """
    return tuple(
        Case(
            id=field(place, record, "id"),
            document=field(place, record, "document", "id"),
            text=field(place, record, "clause", "text"),
            label=Label.VIOLATION,
            expected=(field(place, record, "standard"), *record.get("alt_standards", ())),
            counted=bool(record.get("verbatim", True)) and not record.get("contested", False),
        )
        for place, record in read_records(path)
    )


def read_policies(path: Path, folder: Path) -> tuple[LabelledDocument, ...]:
    """Whole documents, every clause of which is labelled in a file of JSON lines.

    Risk-labelled clauses and lawful ones that the label is not sure of (``sure`` other than
    ``high``) are neutral.

    Args:
        path: The labels: ``id``, ``file``, ``text``, ``label``, ``standards``, ``sure``.
        folder: The documents as text, named by ``file``.

    Raises:
        CorpusError: A file that cannot be read, or a line that lacks a field.
    """
    files: dict[str, list[Case]] = {}
    for place, record in read_records(path):
        case = _policy_case(place, record)
        files.setdefault(case.document, []).append(case)
    return tuple(locate(read_document(folder / name), cases) for name, cases in files.items())


def labelled_files(path: Path) -> frozenset[str]:
    """Names of the documents that a file of labels is about.

    Raises:
        CorpusError: A file that cannot be read, or a line that lacks a field.
    """
    return frozenset(field(place, record, "file") for place, record in read_records(path))


def _policy_case(place: str, record: dict[str, Any]) -> Case:
    label = LABELS.get(field(place, record, "label"))
    if label is None:
        raise CorpusError(f"{place} 的 label 应为 {'、'.join(LABELS)} 之一")
    if label is Label.LAWFUL and field(place, record, "sure") != "high":
        label = Label.NEUTRAL
    return Case(
        id=field(place, record, "id"),
        document=field(place, record, "file"),
        text=field(place, record, "text"),
        label=label,
        expected=tuple(record.get("standards", ())),
    )

"""Labelled clauses: what holds of each, and how a file of them is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from corpora.labelled import CorpusError
from reviewer.document import Document, Span


class Label(StrEnum):
    """What is known of a passage."""

    VIOLATION = "violation"
    NEUTRAL = "neutral"
    """It hangs on facts outside the text, or the label is not certain: a finding counts neither way."""
    LAWFUL = "lawful"
    UNLABELLED = "unlabelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A passage and what holds of it.

    Attributes:
        id: Its id in the file.
        document: Whence it comes; cases of one document are resampled together.
        text: The passage.
        label: What is known of it.
        expected: Kinds that a finding may name, main one first; empty for a lawful passage.
        counted: False for a case that is shown apart, such as a paraphrased or contested one.
        span: Where it stands in its document; None for a passage that stands alone.
        lead_in: The lead-in that governs a passage which stands alone; empty where there is none.
    """

    id: str
    document: str
    text: str
    label: Label
    expected: tuple[str, ...] = ()
    counted: bool = True
    span: Span | None = None
    lead_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledDocument:
    """A whole document with its labelled clauses, in order.

    Attributes:
        document: The document.
        cases: Its clauses; each has a span.
        lost: How many labelled clauses of the file do not stand in the document.
    """

    document: Document
    cases: tuple[Case, ...]
    lost: int = 0


def read_records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a file with one JSON object a line, each with its place for messages.

    Raises:
        CorpusError: A file that cannot be read, or a line that is no JSON object.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "不是 UTF-8"
        raise CorpusError(f"文件 {path} 不能读取：{reason}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{path.name}:{number}"
        try:
            record = json.loads(line)
        except ValueError as error:
            raise CorpusError(f"{place} 不是 JSON：{error}") from error
        if not isinstance(record, dict):
            raise CorpusError(f"{place} 应为 JSON 对象")
        yield place, record


def field(place: str, record: dict[str, Any], *names: str) -> str:
    """The text of the first of the named fields that there is.

    Raises:
        CorpusError: There is none.
    """
    for name in names:
        if isinstance(record.get(name), str):
            return str(record[name])
    raise CorpusError(f"{place} 缺少字段 {'、'.join(names)}")


def read_lawful(path: Path) -> tuple[Case, ...]:
    """Lawful clauses, of any family: ``text``, ``document``.

    Raises:
        CorpusError: A file that cannot be read, or a line that lacks a field.
    """
    return tuple(
        Case(
            id=field(place, record, "id"),
            document=field(place, record, "document", "id"),
            text=field(place, record, "clause", "text"),
            label=Label.LAWFUL,
        )
        for place, record in read_records(path)
    )


def file_names(*paths: Path | None) -> str:
    """What a set read from files is called."""
    return "、".join(path.name for path in paths if path)


def locate(document: Document, cases: Iterable[Case]) -> LabelledDocument:
    """Find labelled clauses in their document, each after the one before.

    A clause whose text does not stand there is left out and counted as lost.
    """
    found: list[Case] = []
    position = lost = 0
    for case in cases:
        start = document.text.find(case.text, position)
        if start < 0:
            lost += 1
            continue
        position = start + len(case.text)
        found.append(replace(case, span=Span(start, position)))
    return LabelledDocument(document=document, cases=tuple(found), lost=lost)

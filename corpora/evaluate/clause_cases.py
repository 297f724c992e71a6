"""Labelled clauses and policy documents of fair competition, read from JSON lines.

Two forms are read: the project's own (``id``, ``text``, ``labels``) and that of published
cases (``clause``, ``standard``, ``alt_standards``, ``verbatim``, ``contested``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.labelled import CorpusError


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseCase:
    """A clause and what holds of it.

    Attributes:
        id: Its id in the file.
        document: Whence it comes; cases of one document are resampled together.
        text: The clause.
        items: Items of 条例 that it breaches, main one first; empty for a lawful clause.
        counted: False for a paraphrased or contested case, which is shown apart.
    """

    id: str
    document: str
    text: str
    items: tuple[str, ...]
    counted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyClause:
    """A clause of a whole policy document.

    Attributes:
        id: Its id in the file.
        file: Name of the document.
        text: The clause as it stands in the document.
        items: Items that it breaches or may breach.
        label: ``violation``, ``risk`` or ``lawful``.
        certain: Whether the label is; a lawful clause of medium certainty is neutral.
    """

    id: str
    file: str
    text: str
    items: tuple[str, ...]
    label: str
    certain: bool

    @property
    def neutral(self) -> bool:
        """Whether flagging it counts neither for nor against."""
        return self.label == "risk" or (self.label == "lawful" and not self.certain)


def read_clauses(path: Path, *, lawful: bool) -> tuple[ClauseCase, ...]:
    """Clauses of one file.

    Raises:
        CorpusError: A line that is no JSON object with a text.
    """
    return tuple(_clause(place, record, lawful=lawful) for place, record in _records(path))


def read_policies(path: Path) -> tuple[PolicyClause, ...]:
    """Labelled clauses of policy documents, in the order of the file.

    Raises:
        CorpusError: A line that is no JSON object, or lacks a field.
    """
    return tuple(_policy_clause(place, record) for place, record in _records(path))


def _clause(place: str, record: dict[str, Any], *, lawful: bool) -> ClauseCase:
    text = record.get("clause") or record.get("text")
    if not isinstance(text, str):
        raise CorpusError(f"{place} 应有 text 或者 clause")
    if lawful:
        items: tuple[str, ...] = ()
    elif "standard" in record:
        items = (record["standard"], *record.get("alt_standards", ()))
    else:
        items = tuple(record.get("labels") or record.get("standards") or ())
    return ClauseCase(
        id=str(record.get("id", place)),
        document=str(record.get("document") or record.get("id", place)),
        text=text,
        items=items,
        counted=bool(record.get("verbatim", True)) and not record.get("contested", False),
    )


def _policy_clause(place: str, record: dict[str, Any]) -> PolicyClause:
    try:
        return PolicyClause(
            id=record["id"],
            file=record["file"],
            text=record["text"],
            items=tuple(record["standards"]),
            label=record["label"],
            certain=record["sure"] == "high",
        )
    except KeyError as error:
        raise CorpusError(f"{place} 缺少字段 {error.args[0]}") from error


def _records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CorpusError(f"文件 {path} 不能读取：{error.strerror}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise CorpusError(f"{path.name}:{number} 不是 JSON：{error}") from error
        if not isinstance(record, dict):
            raise CorpusError(f"{path.name}:{number} 应为 JSON 对象")
        yield f"{path.name}:{number}", record

"""Whole documents with planted faults of form, basis and citation: points found, false points.

A point is a fault that an officer would have mended: its kind, and the words at which it stands, or
nothing where something lacks and the finding is anchored to the title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpora.evaluate.bootstrap import ratio
from corpora.evaluate.cases import Case, Label, field, read_records
from corpora.evaluate.outcomes import Figure, Hit, MeasuredSet, Outcome, share_of
from corpora.labelled import FOLDER, CorpusError, load_corpus
from reviewer.extraction.text import document_from_text
from reviewer.finding import Finding, Severity
from reviewer.review import ReviewContext, review

CORPUS = "legality_documents"
_BASIS, _FORM = "legal_basis", "drafting"
_KINDS = ("basis.", "citation.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A fault that a document holds.

    Attributes:
        kind: Its kind.
        quote: The words at which it stands; None where something lacks.
    """

    kind: str
    quote: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointedDocument:
    """A whole document and its faults; none for one that is in order or owes nothing."""

    id: str
    text: str
    points: tuple[Point, ...]


def read_documents(split: str, folder: Path = FOLDER) -> tuple[PointedDocument, ...]:
    """The documents of a split of the corpus, with their points.

    Raises:
        CorpusError: A file is missing or does not follow its format.
    """
    marks = dict(_points(folder / CORPUS / "labels.jsonl"))
    return tuple(
        PointedDocument(id=item.id, text=item.sample.text, points=marks[item.id])
        for item in load_corpus(CORPUS, folder).split(split)
    )


def point_set(name: str, documents: Sequence[PointedDocument], context: ReviewContext) -> MeasuredSet:
    """Review whole documents: the share of points found, and what is told beside them, a document."""
    whole = replace(context, families=frozenset({_BASIS, _FORM}))
    outcomes: list[Outcome] = []
    alarms: list[tuple[float, float]] = []
    for document in documents:
        found = _outcomes(document, whole)
        outcomes += found
        strays = [each for each in found if each.case.label is Label.LAWFUL]
        alarms.append((sum(each.hits[0].severity is not Severity.ADVICE for each in strays), 1))
    points = [outcome for outcome in outcomes if outcome.case.label is Label.VIOLATION]
    advice = sum(outcome.case.label is Label.LAWFUL for outcome in outcomes) - sum(n for n, _ in alarms)
    figures = (
        Figure(name="要点查全率", share=share_of(points, lambda outcome: outcome.flagged)),
        Figure(name="每篇误报（风险以上）", share=ratio(alarms), unit="篇"),
    )
    empty = sum(not document.points for document in documents)
    notes = (
        f"{len(documents)} 篇，其中 {empty} 篇没有要点；要点 {len(points)} 个",
        f"要点以外的建议 {advice:.0f} 处",
    )
    return MeasuredSet(name=name, figures=figures, outcomes=tuple(outcomes), notes=notes)


def _outcomes(document: PointedDocument, context: ReviewContext) -> list[Outcome]:
    """One outcome a point, and one for each finding that is none: all faults are labelled, advice too."""
    report = review(document_from_text(document.text, document.id), context)
    left = [finding for finding in report.findings if _concerns_form(finding)]
    outcomes = []
    for number, point in enumerate(document.points):
        hit = next((finding for finding in left if _is_point(finding, point)), None)
        if hit is not None:
            left.remove(hit)
        case = Case(
            id=f"{document.id}#{number}",
            document=document.id,
            text=point.quote or point.kind,
            label=Label.VIOLATION,
            expected=(point.kind,),
        )
        outcomes.append(Outcome(case=case, hits=(Hit.of(hit),) if hit is not None else ()))
    return [*outcomes, *(_stray(document, finding) for finding in left)]


def _concerns_form(finding: Finding) -> bool:
    """Whether the finding is one of form, basis or citation; what a clause sets is measured elsewhere."""
    return finding.family == _FORM or finding.kind.startswith(_KINDS)


def _is_point(finding: Finding, point: Point) -> bool:
    if point.kind not in (finding.kind, *finding.also):
        return False
    return point.quote is None or point.quote in finding.quote or finding.quote in point.quote


def _stray(document: PointedDocument, finding: Finding) -> Outcome:
    case = Case(
        id=f"{document.id}:{finding.span.start}:{finding.rule}",
        document=document.id,
        text=finding.quote,
        label=Label.LAWFUL,
        span=finding.span,
    )
    return Outcome(case=case, hits=(Hit.of(finding),))


def _points(path: Path) -> list[tuple[str, tuple[Point, ...]]]:
    return [
        (field(place, record, "id"), tuple(_point(place, each) for each in record.get("points", ())))
        for place, record in read_records(path)
    ]


def _point(place: str, record: Any) -> Point:
    if not isinstance(record, dict) or not isinstance(record.get("kind"), str):
        raise CorpusError(f"{place} 的 points 应各有 kind 和 quote（没有原文的写 null）")
    return Point(kind=record["kind"], quote=record.get("quote"))

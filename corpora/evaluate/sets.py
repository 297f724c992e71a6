"""The three shapes of what is measured: passages, whole labelled documents, whole unlabelled ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from corpora.evaluate.cases import Case, Label, LabelledDocument
from corpora.evaluate.outcomes import (
    PER_CHARACTERS,
    Figure,
    MeasuredSet,
    Outcome,
    labelled,
    mean_of,
    rate_of,
    share_of,
)
from corpora.evaluate.reviewing import (
    Counts,
    not_mere_advice,
    review_documents,
    review_passages,
    review_unlabelled,
)
from reviewer.document import Document
from reviewer.finding import Severity
from reviewer.review import ReviewContext

Measure = Callable[[ReviewContext], MeasuredSet]
"""Reviews a set with a context: with all parts of the engine, or with one of them switched off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """What the kinds of a family are called in its figures.

    Attributes:
        kind: Such as 项.
        group: Such as 条; empty where the groups say nothing.
    """

    kind: str
    group: str = ""


def passage_set(
    name: str,
    cases: Sequence[Case],
    context: ReviewContext,
    *,
    words: KindWords,
    counts: Counts = not_mere_advice,
    notes: tuple[str, ...] = (),
) -> MeasuredSet:
    """Review passages one by one: recall, accuracy of kinds, false rate."""
    outcomes = review_passages(cases, context, counts)
    breaches = labelled(outcomes, Label.VIOLATION)
    counted = [outcome for outcome in breaches if outcome.case.counted]
    lawful = labelled(outcomes, Label.LAWFUL)
    figures = [Figure(name="查全率", share=share_of(counted, _flagged))]
    if words.group:
        figures.append(Figure(name=f"{words.group}准确率", share=share_of(counted, _group_right)))
    figures += [
        Figure(name=f"{words.kind}准确率", share=share_of(counted, _kind_right)),
        Figure(name=f"{words.kind}准确率（只看首要的{words.kind}）", share=share_of(counted, _main_right)),
        Figure(name="合法条文误报率", share=share_of(lawful, _flagged)),
    ]
    if len(counted) < len(breaches):
        every = Figure(name="查全率（含另计的）", share=share_of(breaches, _flagged))
        figures.append(every)
    return MeasuredSet(name=name, figures=tuple(figures), outcomes=outcomes, notes=notes)


def document_set(
    name: str,
    documents: Sequence[LabelledDocument],
    context: ReviewContext,
    *,
    counts: Counts = not_mere_advice,
) -> MeasuredSet:
    """Review whole documents: recall of violations, precision of what is flagged, false alarms.

    A neutral clause counts neither way. Precision is that of clauses: two findings in one clause
    are one flag.
    """
    outcomes = review_documents(documents, context, counts)
    characters = tuple((labelled.document.name, len(labelled.document.text)) for labelled in documents)
    breaches, lawful = labelled(outcomes, Label.VIOLATION), labelled(outcomes, Label.LAWFUL)
    flagged = [outcome for outcome in (*breaches, *lawful) if outcome.flagged]
    alarms = rate_of(lawful, characters)
    figures = (
        Figure(name="违法条文查全率", share=share_of(breaches, _flagged)),
        Figure(name="查准率", share=share_of(flagged, _is_breach)),
        Figure(name="各篇平均查全率", share=mean_of(breaches, _flagged), unit="篇"),
        Figure(name="各篇平均查准率", share=mean_of(flagged, _is_breach), unit="篇"),
        Figure(name="项准确率", share=share_of(breaches, _kind_right)),
        Figure(name="每万字误报", share=alarms, per=PER_CHARACTERS, unit="字"),
    )
    lost = sum(labelled.lost for labelled in documents)
    notes = [f"{len(documents)} 篇，{len(outcomes)} 条；风险条文和把握不足的合法条文不计"]
    if lost:
        notes.append(f"有 {lost} 条标注在文件中找不到原文，未计入")
    return MeasuredSet(
        name=name, figures=figures, outcomes=outcomes, characters=characters, notes=tuple(notes)
    )


def rate_set(
    name: str, documents: Sequence[Document], context: ReviewContext, *, counts: Counts = not_mere_advice
) -> MeasuredSet:
    """Review whole documents of which nothing is labelled: findings per 10,000 characters, by rule."""
    outcomes = review_unlabelled(documents, context, counts)
    characters = tuple((document.name, len(document.text)) for document in documents)
    severe = [outcome for outcome in outcomes if outcome.hits[0].severity is Severity.VIOLATION]
    rules = Counter(outcome.hits[0].rule for outcome in outcomes)
    figures = [
        _rate("每万字发现", outcomes, characters),
        _rate("其中违法", severe, characters),
        *(
            _rate(rule, [outcome for outcome in outcomes if outcome.hits[0].rule == rule], characters)
            for rule, _ in sorted(rules.items(), key=lambda item: (-item[1], item[0]))
        ),
    ]
    notes = (f"{len(documents)} 篇",)
    return MeasuredSet(
        name=name, figures=tuple(figures), outcomes=outcomes, characters=characters, notes=notes
    )


def _rate(name: str, outcomes: Iterable[Outcome], characters: Sequence[tuple[str, int]]) -> Figure:
    return Figure(name=name, share=rate_of(outcomes, characters), per=PER_CHARACTERS, unit="字")


def _flagged(outcome: Outcome) -> bool:
    return outcome.flagged


def _kind_right(outcome: Outcome) -> bool:
    return outcome.kind_right


def _main_right(outcome: Outcome) -> bool:
    return outcome.main_kind_right


def _group_right(outcome: Outcome) -> bool:
    return outcome.group_right


def _is_breach(outcome: Outcome) -> bool:
    return outcome.case.label is Label.VIOLATION

"""The project's own labelled corpora, as sets to measure, and who has seen them before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from corpora.evaluate import disclosure, fair_competition, legal_basis, legality_documents
from corpora.evaluate.cases import Case, Label, LabelledDocument, read_records
from corpora.evaluate.outcomes import MeasuredSet
from corpora.evaluate.sets import Measure, document_set, passage_set
from corpora.labelled import FOLDER, LabelledSample, load_corpus
from reviewer.document import Span
from reviewer.extraction.text import document_from_text
from reviewer.review import ReviewContext

POLICIES, CLAUSES = "fair_competition_policies", "fair_competition_clauses"
PROBES, SETTING_POWER = "fair_competition_probes", "setting_power"
OPERATING = "fair_competition_operating"
POWER_PROBES, CITATIONS = "setting_power_probes", "citation_probes"
PASSAGES = "disclosure_passages"
LEGALITY = legality_documents.CORPUS


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSet:
    """A split of a corpus of ours.

    Attributes:
        family: The family that it measures.
        corpus: Name of its folder.
        split: Name of the split.
        name: What it is, in Chinese.
        reviewed: Reviews it; the name comes first.
        seen_by_rules: Whether rules were changed after reading it: no evidence of how sure they are.
        seen_by_models: Whether classifiers were trained on it or thresholds chosen on it.
    """

    family: str
    corpus: str
    split: str
    name: str
    reviewed: Callable[[str, str, str, ReviewContext], MeasuredSet]
    seen_by_rules: bool = False
    seen_by_models: bool = False

    @property
    def measure(self) -> Measure:
        """Reviews it with a context."""
        return partial(self.reviewed, self.name, self.corpus, self.split)


def own_sets(family: str | None = None) -> tuple[OwnSet, ...]:
    """The sets of a family, or of all."""
    return tuple(each for each in _SETS if family in (None, each.family))


def _policies(name: str, corpus: str, split: str, context: ReviewContext) -> MeasuredSet:
    return document_set(name, policy_documents(corpus, split), context)


def _clauses(name: str, corpus: str, split: str, context: ReviewContext) -> MeasuredSet:
    cases = _cases(corpus, split, lambda kinds: kinds)
    return passage_set(name, cases, context, words=fair_competition.WORDS)


def _powers(name: str, corpus: str, split: str, context: ReviewContext) -> MeasuredSet:
    return legal_basis.power_set(name, _cases(corpus, split, legal_basis.powers), context)


def _citations(name: str, corpus: str, split: str, context: ReviewContext) -> MeasuredSet:
    return legal_basis.citation_set(name, _cases(corpus, split, lambda kinds: kinds), context)


def _spans(name: str, corpus: str, split: str, context: ReviewContext) -> MeasuredSet:
    chosen = {item.id for item in load_corpus(corpus).split(split)}
    texts = disclosure.read_texts(FOLDER / corpus / "texts.jsonl")
    return disclosure.span_set(name, [text for text in texts if text.id in chosen], context)


def _points(name: str, corpus: str, split: str, context: ReviewContext) -> MeasuredSet:
    return legality_documents.point_set(name, legality_documents.read_documents(split), context)


def policy_documents(corpus: str, split: str) -> tuple[LabelledDocument, ...]:
    """Whole documents of a split, their clauses labelled by place (``texts.jsonl``).

    Headings and formal lines are part of the text, but no labelled clauses: a finding there is a
    false alarm in text of which nothing is wrong.

    Raises:
        CorpusError: A file is missing or does not follow its format.
    """
    cases: dict[str, list[Case]] = {}
    marks = _marks(corpus)
    for case in _cases(corpus, split, lambda kinds: kinds):
        start = int(marks[case.id]["start"])
        placed = replace(case, span=Span(start, start + len(case.text)), lead_in="")
        cases.setdefault(case.document, []).append(placed)
    texts = {record["id"]: record["text"] for _, record in read_records(FOLDER / corpus / "texts.jsonl")}
    return tuple(
        LabelledDocument(
            document=document_from_text(texts[name], name),
            cases=tuple(_with_gaps(name, texts[name], placed)),
        )
        for name, placed in cases.items()
    )


def _with_gaps(document: str, text: str, cases: list[Case]) -> Iterator[Case]:
    """The cases, and each stretch of text between them as a lawful one."""
    position = 0
    for case in [*cases, None]:
        start = case.span.start if case and case.span else len(text)
        gap = text[position:start]
        if gap.strip():
            yield Case(
                id=f"{document}@{position}",
                document=document,
                text=gap,
                label=Label.LAWFUL,
                span=Span(position, start),
            )
        if case and case.span:
            yield case
            position = case.span.end


def _cases(corpus: str, split: str, kinds: Callable[[tuple[str, ...]], tuple[str, ...]]) -> tuple[Case, ...]:
    marks = _marks(corpus)
    return tuple(_case(item, marks[item.id], kinds(item.labels)) for item in load_corpus(corpus).split(split))


def _case(item: LabelledSample, mark: Mapping[str, Any], expected: tuple[str, ...]) -> Case:
    """A clause; where the corpus has no label beside the kinds, one without kinds is lawful."""
    label = fair_competition.LABELS.get(mark.get("label", ""))
    return Case(
        id=item.id,
        document=item.document,
        text=item.sample.text,
        label=label or (Label.VIOLATION if expected else Label.LAWFUL),
        expected=expected,
        lead_in=item.sample.lead_in,
    )


def _marks(corpus: str) -> dict[str, dict[str, Any]]:
    """What ``labels.jsonl`` says beside the kinds."""
    return {record["id"]: record for _, record in read_records(FOLDER / corpus / "labels.jsonl")}


def _set(corpus: str, split: str, name: str, *, rules: bool = False, models: bool = False) -> OwnSet:
    family, reviewed = _FAMILIES[corpus]
    return OwnSet(
        family=family,
        corpus=corpus,
        split=split,
        name=name,
        reviewed=reviewed,
        seen_by_rules=rules,
        seen_by_models=models,
    )


_FAMILIES = {
    POLICIES: (fair_competition.FAMILY, _policies),
    CLAUSES: (fair_competition.FAMILY, _clauses),
    PROBES: (fair_competition.FAMILY, _clauses),
    OPERATING: (fair_competition.FAMILY, _clauses),
    SETTING_POWER: (legal_basis.FAMILY, _powers),
    POWER_PROBES: (legal_basis.FAMILY, _powers),
    CITATIONS: (legal_basis.FAMILY, _citations),
    LEGALITY: (legal_basis.FAMILY, _points),
    PASSAGES: (disclosure.FAMILY, _spans),
}
# Who reads a split while writing rules says so here; its findings are then no longer counted.
_SETS = (
    _set(POLICIES, "test", "自写政策文件，分类器留出，写规则时读过", rules=True),
    _set(POLICIES, "validation", "自写政策文件，选阈值，写规则时读过", rules=True, models=True),
    _set(POLICIES, "train", "自写政策文件，训练，写规则时读过", rules=True, models=True),
    _set(CLAUSES, "test", "自写条文，留出"),
    _set(CLAUSES, "validation", "自写条文，选阈值，写规则时读过", rules=True, models=True),
    _set(CLAUSES, "train", "自写条文，训练，写规则时读过", rules=True, models=True),
    _set(PROBES, "held_out", "自写短条文，留出"),
    _set(PROBES, "train", "自写短条文，训练，写规则时读过", rules=True, models=True),
    _set(OPERATING, "train", "自写第十、十一条短条文，写规则时读过", rules=True),
    _set(SETTING_POWER, "held_out", "自写设定权条文，留出"),
    _set(SETTING_POWER, "train", "自写设定权条文，训练，写规则时读过", rules=True, models=True),
    _set(POWER_PROBES, "held_out", "自写设定权短条文，留出"),
    _set(POWER_PROBES, "train", "自写设定权短条文，训练，写规则时读过", rules=True, models=True),
    _set(CITATIONS, "held_out", "自写引用，留出"),
    _set(CITATIONS, "train", "自写引用，写程序时读过", rules=True),
    _set(LEGALITY, "held_out", "自写整篇文件的形式、依据和引用要点，留出"),
    _set(LEGALITY, "train", "自写整篇文件的形式、依据和引用要点，写规则时读过", rules=True),
    _set(PASSAGES, "held_out", "自写公开审查短文，留出"),
    _set(PASSAGES, "train", "自写公开审查短文，写规则时读过", rules=True),
)

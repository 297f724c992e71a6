"""Texts whose personal data and secrets are labelled by place: recall by kind and span, false rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from corpora.evaluate.bootstrap import Share
from corpora.evaluate.cases import Case, Label, field, read_records
from corpora.evaluate.outcomes import Figure, Hit, MeasuredSet, Outcome, share_of
from corpora.evaluate.sets import Measure
from corpora.labelled import FOLDER, CorpusError
from reviewer.document import Span
from reviewer.extraction.text import document_from_text
from reviewer.finding import Finding
from reviewer.review import ReviewContext, review

FAMILY = "disclosure"
# A number is found wholly or not at all; a passage may be a little longer or shorter than its label.
_EXACT = frozenset(
    {
        "person.id_number",
        "person.phone",
        "person.bank_card",
        "person.vehicle_plate",
        "person.document_number",
        "person.email",
    }
)
_MOST_TIMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSpan:
    """A place that must not be published.

    Attributes:
        span: Code points of the text.
        kind: A kind of the family ``disclosure``.
    """

    span: Span
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledText:
    """A text and all places of it that must not be published; none for a hard negative."""

    id: str
    text: str
    spans: tuple[LabelledSpan, ...]


def measures(*, texts: Path | None = None, corpus: str | None = None) -> Iterator[Measure]:
    """Labelled texts of a file, or of a corpus of ours.

    Raises:
        CorpusError: A file that cannot be read.
    """
    if texts:
        yield partial(span_set, texts.name, read_texts(texts))
    if corpus:
        yield partial(span_set, corpus, read_texts(FOLDER / corpus / "texts.jsonl"))


def read_texts(path: Path) -> tuple[LabelledText, ...]:
    """Texts with their spans: ``id``, ``text``, ``spans`` (``start``, ``end``, ``kind``).

    Raises:
        CorpusError: A file that cannot be read, or a line that does not follow the format.
    """
    return tuple(_text(place, record) for place, record in read_records(path))


def span_set(name: str, texts: Sequence[LabelledText], context: ReviewContext) -> MeasuredSet:
    """Review labelled texts: recall by kind and span, false rate of the texts without spans.

    Numbers must match exactly; other places overlap without covering more than three times the
    label, or the paragraph that holds it.
    """
    outcomes = [outcome for text in texts for outcome in _outcomes(text, context)]
    spans = [outcome for outcome in outcomes if outcome.case.label is Label.VIOLATION]
    negative = {text.id for text in texts if not text.spans}
    negatives = [outcome for outcome in outcomes if outcome.case.id in negative]
    judged = [outcome for outcome in outcomes if outcome.flagged and outcome.case.label is not Label.NEUTRAL]
    figures = [
        Figure(name="查全率（种类与位置都对）", share=share_of(spans, lambda outcome: outcome.flagged)),
        Figure(
            name="查准率",
            share=share_of(judged, lambda outcome: outcome.case.label is Label.VIOLATION),
        ),
        Figure(name="误报率（无问题文本）", share=share_of(negatives, lambda outcome: outcome.flagged)),
    ]
    kinds = sorted({hit.kinds[0] for outcome in negatives for hit in outcome.hits})
    figures += [Figure(name=f"误报率 {kind}", share=_alarms(negatives, kind)) for kind in kinds]
    notes = (f"{len(texts)} 段文字，其中 {len(negative)} 段无问题；标注 {len(spans)} 处",)
    return MeasuredSet(name=name, figures=tuple(figures), outcomes=tuple(outcomes), notes=notes)


def _alarms(negatives: Sequence[Outcome], kind: str) -> Share:
    return share_of(negatives, lambda outcome: any(hit.kinds[0] == kind for hit in outcome.hits))


def _outcomes(text: LabelledText, context: ReviewContext) -> list[Outcome]:
    """One outcome a label, and one for each finding that is none; one for a text without labels."""
    findings = review(document_from_text(text.text, text.id, passage=True), context).findings
    if not text.spans:
        case = Case(id=text.id, document=text.id, text=text.text, label=Label.LAWFUL)
        return [Outcome(case=case, hits=tuple(Hit.of(finding) for finding in findings))]
    outcomes = []
    matched: set[int] = set()
    for number, labelled in enumerate(text.spans):
        found = [i for i, finding in enumerate(findings) if _matches(finding, labelled, text.text)]
        matched.update(found)
        case = Case(
            id=f"{text.id}#{number}",
            document=text.id,
            text=text.text[labelled.span.start : labelled.span.end],
            label=Label.VIOLATION,
            expected=(labelled.kind,),
            span=labelled.span,
        )
        outcomes.append(Outcome(case=case, hits=tuple(Hit.of(findings[i]) for i in found)))
    others = [finding for i, finding in enumerate(findings) if i not in matched]
    return [*outcomes, *(_unmatched(finding, text) for finding in others)]


def _matches(finding: Finding, labelled: LabelledSpan, text: str) -> bool:
    return labelled.kind in (finding.kind, *finding.also) and place_matches(finding.span, labelled, text)


def place_matches(span: Span, labelled: LabelledSpan, text: str) -> bool:
    """Whether a place is the labelled one: a number exactly, a passage without its surroundings."""
    if labelled.kind in _EXACT:
        return span == labelled.span
    if not span.overlaps(labelled.span) or len(span) > _MOST_TIMES * len(labelled.span):
        return False
    paragraph = _paragraph(text, labelled.span.start)
    return paragraph not in span or paragraph in labelled.span


def _paragraph(text: str, offset: int) -> Span:
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return Span(start, end if end >= 0 else len(text))


def _unmatched(finding: Finding, text: LabelledText) -> Outcome:
    """A finding where nothing is labelled is a false alarm; one that touches a label is neither."""
    touches = any(finding.span.overlaps(labelled.span) for labelled in text.spans)
    case = Case(
        id=f"{text.id}:{finding.span.start}",
        document=text.id,
        text=finding.quote,
        label=Label.NEUTRAL if touches else Label.LAWFUL,
        span=finding.span,
    )
    return Outcome(case=case, hits=(Hit.of(finding),))


def _text(place: str, record: dict[str, Any]) -> LabelledText:
    text = field(place, record, "text")
    try:
        spans = tuple(
            LabelledSpan(span=Span(each["start"], each["end"]), kind=each["kind"])
            for each in record.get("spans", ())
        )
    except (KeyError, TypeError) as error:
        raise CorpusError(f"{place} 的 spans 应各有 start、end、kind") from error
    if any(not 0 <= each.span.start < each.span.end <= len(text) for each in spans):
        raise CorpusError(f"{place} 的 spans 有超出文字范围的")
    return LabelledText(id=field(place, record, "id"), text=text, spans=spans)

"""What officers decided, as labelled lines: clauses in their context, with the kinds that hold and do not.

A line says of one clause which kinds of findings a person confirmed in it and which they called false.
It is what `reviewer train --with` learns from besides the corpora. Personal values are masked before the
clause is cut out of its document, in the clause and in everything around it; what people wrote as their
reasons is left out, and so is the family ``disclosure``, of which nothing would be left to learn from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from corpora.fair_competition_units import BREACH, ITEMS
from corpora.labelled import CorpusError, LabelledSample
from corpora.setting_power_clauses import SETS
from reviewer.checkers.base import CheckContext
from reviewer.checkers.clause_samples import clause_samples
from reviewer.classifiers.base import Sample
from reviewer.decision import Decision, ReasonCode, Verdict
from reviewer.document import Document
from reviewer.engine.prepare import prepare
from reviewer.finding import Finding
from reviewer.language.entities import PERSON, EntityFinder
from reviewer.redaction.masks import hide
from reviewer.redaction.pseudonyms import Pseudonyms
from reviewer.redaction.stretches import MaskStyle, collect_stretches
from reviewer.report import Report
from reviewer.review import ReviewContext
from reviewer.structure.kinds import DocumentKind

_UNTAUGHT = "disclosure"
_AROUND = ("heading", "lead_in")
_CONTEXT = (*_AROUND, "kind")
_FIELDS = frozenset({"id", "document", "text", "labels", "rejected", "reason", *_CONTEXT})
# The finder reads the beginning of a long text only.
_PIECE = 200
_COMPETITION = frozenset(f"{article}.{item}" for article in (8, 9, 10, 11) for item in range(1, 10))


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedClause:
    """A clause that somebody decided about.

    Attributes:
        id: Made from the names of document and clause; it leads back to neither.
        document: Stands for the document; clauses of one document are never parted.
        sample: The clause in its context, personal values masked.
        labels: Kinds that were confirmed.
        rejected: Kinds that were called false.
    """

    id: str
    document: str
    sample: Sample
    labels: tuple[str, ...]
    rejected: tuple[str, ...]

    def to_line(self) -> bytes:
        """One line of JSON, in the spelling of the labelled corpora."""
        context = {name: value for name in _CONTEXT if (value := getattr(self.sample, name))}
        content = {
            "id": self.id,
            "document": self.document,
            "text": self.sample.text,
            **context,
            "labels": list(self.labels),
            "rejected": list(self.rejected),
            "reason": "审核人员的决定",
        }
        return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def decided_clauses(
    document: Document,
    report: Report,
    decisions: Mapping[str, Decision],
    context: ReviewContext,
    *,
    names: EntityFinder,
    name: str,
) -> Iterator[DecidedClause]:
    """The clauses of a document that somebody decided about, in text order.

    Args:
        document: The document.
        report: What was found in it.
        decisions: What was decided, by fingerprint.
        context: Rules and catalogue, by which sentences are cut as in a review.
        names: Finds people who are named without anything else about them.
        name: Of the document, for ids; only its digest is given away.
    """
    masked = _masked(document, report.findings)
    kind = report.profile.kind.value if report.profile.kind else ""
    taught = [finding for finding in report.findings if finding.family != _UNTAUGHT]
    prepared = _prepared(masked, kind, report.as_of, context)
    sentences = prepared.sentences
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    for unit, sample in clause_samples(prepared):
        span = prepared.source_span(sentences.starts[unit], sentences.ends[unit])
        held, false = _judged([f for f in taught if span.start <= f.span.start < span.end], decisions)
        if held or false:
            yield DecidedClause(
                id=f"{digest}-{unit:04d}",
                document=digest,
                sample=_nameless(replace(sample, kind=kind), names),
                labels=held,
                rejected=tuple(kind for kind in false if kind not in held),
            )


def _prepared(document: Document, kind: str, as_of: date, context: ReviewContext) -> CheckContext:
    """The document cut as a review of that day cuts it."""
    return prepare(
        document,
        ruleset=context.ruleset,
        catalogue=context.catalogue,
        as_of=as_of,
        classifiers={},
        kind=DocumentKind(kind) if kind else None,
    )


def _masked(document: Document, findings: Iterable[Finding]) -> Document:
    """The document with every personal value hidden, sign for sign, so that all offsets hold."""
    stretches = collect_stretches(document, findings, MaskStyle.ALL, Pseudonyms())
    pieces, at = list[str](), 0
    for stretch in stretches:
        pieces += [document.text[at : stretch.span.start], hide(stretch.text)]
        at = stretch.span.end
    return replace(document, text="".join([*pieces, document.text[at:]]))


def _nameless(sample: Sample, names: EntityFinder) -> Sample:
    """The clause and its context without the names of people."""
    return replace(
        sample, **{field: _without_names(getattr(sample, field), names) for field in ("text", *_AROUND)}
    )


def _without_names(text: str, names: EntityFinder) -> str:
    pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
    return "".join(_hidden(piece, names) for piece in pieces)


def _hidden(piece: str, names: EntityFinder) -> str:
    for found in names.find(piece):
        if found.label == PERSON:
            piece = piece[: found.start] + hide(piece[found.start : found.end]) + piece[found.end :]
    return piece


def _judged(
    findings: Iterable[Finding], decisions: Mapping[str, Decision]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Kinds that hold and kinds that do not; what is neither says nothing."""
    held: dict[str, None] = {}
    false: dict[str, None] = {}
    for finding in findings:
        decision = decisions.get(finding.fingerprint)
        if decision is None:
            continue
        if decision.verdict in (Verdict.ACCEPTED, Verdict.EXEMPTED):
            held |= dict.fromkeys((finding.kind, *finding.also))
        elif decision.verdict is Verdict.REJECTED and _calls_false(decision):
            false |= dict.fromkeys((finding.kind, *finding.also))
    return tuple(held), tuple(false)


def _calls_false(decision: Decision) -> bool:
    """Whether a rejection says that the finding is wrong, and not that it was mended or is excused."""
    return decision.reason_code in (None, "", ReasonCode.FALSE_POSITIVE.value)


def read_decided(path: Path) -> tuple[DecidedClause, ...]:
    """The lines of a file.

    Raises:
        CorpusError: It cannot be read, or a line does not follow the format.
    """
    try:
        data = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} 不能读取：{error}") from error
    lines = [(number, line) for number, line in enumerate(data.split("\n"), 1) if line.strip()]
    return tuple(_clause(f"{path}:{number}", line) for number, line in lines)


def _clause(place: str, line: str) -> DecidedClause:
    try:
        record: Any = json.loads(line)
    except ValueError as error:
        raise CorpusError(f"{place} 不是 JSON：{error}") from error
    if not isinstance(record, dict) or not set(record) <= _FIELDS:
        raise CorpusError(f"{place} 应为 JSON 对象，字段限于：{'、'.join(sorted(_FIELDS))}")
    texts = {name: record.get(name, "") for name in ("id", "document", "text", *_CONTEXT)}
    kinds = {name: record.get(name, []) for name in ("labels", "rejected")}
    if not all(isinstance(value, str) for value in texts.values()) or not texts["text"]:
        raise CorpusError(f"{place} 应有文字 id、document、text")
    if not all(isinstance(k, list) and all(isinstance(x, str) for x in k) for k in kinds.values()):
        raise CorpusError(f"{place} 的 labels 和 rejected 应为文字的列表")
    return DecidedClause(
        id=texts["id"],
        document=texts["document"] or texts["id"],
        sample=Sample(text=texts["text"], **{name: texts[name] for name in _CONTEXT}),
        labels=tuple(kinds["labels"]),
        rejected=tuple(kinds["rejected"]),
    )


def competition_samples(clauses: Iterable[DecidedClause]) -> list[LabelledSample]:
    """What the lines teach of fair competition: items that are breached, or a clause that breaches none."""
    return [
        _sample(clause, (BREACH, *(kind for kind in ITEMS if kind in held)) if held else ())
        for clause in clauses
        for held in [_COMPETITION.intersection(clause.labels)]
        if held or _COMPETITION.intersection(clause.rejected)
    ]


def power_samples(clauses: Iterable[DecidedClause], kinds: Iterable[str]) -> list[LabelledSample]:
    """What the lines teach of setting power: what a clause sets, or that it sets nothing."""
    known = frozenset(kinds)
    return [
        _sample(clause, (SETS, *sorted(held)) if held else ())
        for clause in clauses
        for held in [known.intersection(clause.labels)]
        if held or known.intersection(clause.rejected)
    ]


def _sample(clause: DecidedClause, labels: tuple[str, ...]) -> LabelledSample:
    return LabelledSample(
        id=clause.id,
        document=f"decided-{clause.document}",
        sample=clause.sample,
        labels=labels,
        reason="审核人员的决定",
    )

"""What every checker is given and what it yields: a match, of which only the engine makes a finding."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
from pydantic import BaseModel

from reviewer.citation import bare_names
from reviewer.citation.find import find_citations, find_internal_references
from reviewer.citation.line_breaks import carried_back, join_lines
from reviewer.citation.model import Citation
from reviewer.citation.own_titles import OwnTitles
from reviewer.citation.resolve import ResolvedCitation, Resolver
from reviewer.citation.verdict import judge_citations
from reviewer.citation.verdict_types import CitationVerdict
from reviewer.classifiers.entities import EntityClassifier
from reviewer.classifiers.words import within_word
from reviewer.document import Document, Span
from reviewer.finding import LegalBasis, ModelEvidence, Severity
from reviewer.identifiers import Identifier, Surroundings, find_identifiers
from reviewer.language.entity_names import may_hold_name, names_by
from reviewer.language.fold import FoldedText, fold
from reviewer.language.lexicon import ConceptAutomaton, Occurrences
from reviewer.language.matching import Capture, Passage, Range
from reviewer.language.names import Name
from reviewer.language.patterns import PatternParser
from reviewer.language.sentences import Sentences, split_sentences
from reviewer.language.unit_sets import unit_set
from reviewer.law import LawCatalogue
from reviewer.report import Profile
from reviewer.structure.cell_contexts import CellContexts
from reviewer.structure.kinds import DocumentKind
from reviewer.structure.outline import BlockContext, Outline
from reviewer.structure.rows import Row, Rows
from reviewer.structure.tables import Table, index_tables

if TYPE_CHECKING:
    from reviewer.classifiers.base import Classifier


Made = TypeVar("Made")
_ENTITIES = "entities"
"""Name of the model of names among the classifiers."""
_MOST_READ, _LONGEST_READ = 4_000, 200
"""Characters of a document, and of one unit, that the pipeline of names reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A candidate that a checker found; all ranges are view offsets.

    Attributes:
        start: Begin of the quote.
        end: End of the quote; the engine keeps it within one block and 200 characters.
        captures: Elements with a role; the engine gives them spans of the document.
        parts: Ranges of all matched elements, whose polarity decides; the quote where empty.
        passage: The pieces it was found in; None for a match that has no sentence around it.
        lead_in: The lead-in that holds some of its elements.
        governed: Whether the polarity of lead-ins counts; false for the consequence that an item
            of 有下列行为之一的 attaches to its misconduct (乱倒垃圾的，罚款).
        values: What the rule's message and suggestion may name beside ``${quote}``.
        masked: The quote with its personal value masked, for disclosure; its elements then show no text.
        continues: Whether the quote may run on over a line break of plain text, which ends no paragraph
            within a number.
        unless: Why an exception of the rule holds; such a match is only considered.
        severity: In place of the rule's.
        basis: In place of the rule's.
        model: What a classifier said.
        alone: Whether it makes a finding of its own; a classifier that is less sure than that only
            supports what a rule finds in the same place.
    """

    start: int
    end: int
    captures: tuple[Capture, ...] = ()
    parts: tuple[Range, ...] = ()
    passage: Passage | None = None
    lead_in: Range | None = None
    governed: bool = True
    values: Mapping[str, str] = field(default_factory=dict)
    masked: str | None = None
    continues: bool = False
    unless: str | None = None
    severity: Severity | None = None
    basis: tuple[LegalBasis, ...] | None = None
    model: ModelEvidence | None = None
    alone: bool = True


class CheckContext:
    """One document, prepared once for all rules. Nothing here changes while rules run.

    Attributes:
        document: The document.
        outline: Its clauses and the context of each block.
        profile: What it is.
        catalogue: The law catalogue.
        as_of: The date at which the law is asked.
        classifiers: Trained classifiers by name; empty with ``--classifiers off``.
        view: The folded view; every offset of a checker is one of its offsets.
        sentences: Units of the view.
        occurrences: Where the concepts of all rules stand in the view.
        reaches: Sets of units that see a need met in a scope (`reviewer.checkers.passages.reach`).
        passages: Passages by unit and scope (`reviewer.checkers.passages.passage_of`).
        opinions: What a classifier says of each unit that it takes note of, by the classifier and the
            label that decides (`reviewer.checkers.classified.opinions`).
    """

    def __init__(
        self,
        *,
        document: Document,
        outline: Outline,
        profile: Profile,
        automaton: ConceptAutomaton,
        catalogue: LawCatalogue,
        as_of: date,
        classifiers: Mapping[str, Classifier] | None = None,
    ) -> None:
        self.document = document
        self.outline = outline
        self.profile = profile
        self.catalogue = catalogue
        self.as_of = as_of
        self.classifiers = classifiers or {}
        self.view: FoldedText = fold(document.text)
        self.sentences: Sentences = split_sentences(self.view.text)
        self.occurrences: Occurrences = automaton.scan(self.view.text, self.sentences.starts)
        self.reaches: dict[tuple[int, str], int] = {}
        self.passages: dict[tuple[int, str], Passage] = {}
        self._made: dict[Callable[[CheckContext], Any], Any] = {}
        self._read_by_pipeline: dict[Range, list[Name]] = {}
        self._characters_read = 0
        self.opinions: dict[tuple[str, str, float], Mapping[int, ModelEvidence]] = {}

    @cached_property
    def kind(self) -> DocumentKind | None:
        """What the document is, None where it could not be told."""
        return DocumentKind(self.profile.kind.value) if self.profile.kind else None

    def once(self, make: Callable[[CheckContext], Made]) -> Made:
        """What a function makes of this document, made when the first rule asks for it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    def pipeline_names(self, unit: Range, facts: Sequence[Range]) -> list[Name]:
        """Names of persons that the trained pipeline sees in a unit; none without the pipeline.

        It reads so much of one document and no more: it is slow beside everything else here.
        """
        model = self.classifiers.get(_ENTITIES)
        start, end = unit[0], min(unit[1], unit[0] + _LONGEST_READ)
        if not isinstance(model, EntityClassifier) or not may_hold_name(self.view.text, start, end):
            return []
        if unit not in self._read_by_pipeline:
            if self._characters_read + end - start > _MOST_READ:
                return []
            self._characters_read += end - start
            seen = names_by(model.finder, self.view.text, start, end)
            words = self.view.text[start:end]
            self._read_by_pipeline[unit] = [
                name for name in seen if not within_word(words, name.start - start, name.end - start)
            ]
        inside = [range(*fact) for fact in facts]
        return [n for n in self._read_by_pipeline[unit] if not any(n.start in fact for fact in inside)]

    def block_at(self, offset: int) -> int:
        """Index of the block that holds a view offset, -1 before the first."""
        return self.document.block_index(self.view.source_offset(offset))

    def block_context(self, offset: int) -> BlockContext:
        """What governs a view offset: its block, or the member of a list within its block."""
        return self.outline.context_at(self.document, self.view.source_offset(offset))

    def view_range(self, span: Span) -> Range:
        """A span of the document as a view range."""
        return self.view.view_offset(span.start), self.view.view_offset(span.end)

    def source_span(self, start: int, end: int) -> Span:
        """A view range as a span of the document."""
        return self.view.source_span(start, end)

    @cached_property
    def tables(self) -> Mapping[int, Table]:
        """The tables of the document by their number."""
        return index_tables(self.document.blocks)

    def cell_contexts(self, table: int) -> CellContexts:
        """What is read together with each cell of a table, by the number of the table."""
        known = self._cell_contexts.get(table)
        if known is None:
            known = self._cell_contexts[table] = CellContexts(self.document.blocks, self.tables[table])
        return known

    @cached_property
    def _cell_contexts(self) -> dict[int, CellContexts]:
        return {}

    @property
    def soft_lines(self) -> bool:
        """Whether a line break of the text may be one within a paragraph, as in plain text."""
        return self.document.media_type == "text/plain"

    @cached_property
    def _rows(self) -> Rows:
        return Rows(self.document, self.tables)

    def row(self, offset: int) -> Row | None:
        """The row of a list around a view offset, None outside lists."""
        return self._rows.row(self.view.source_offset(offset))

    def rows_below(self, offset: int) -> Iterator[Row]:
        """The rows below a column head at a view offset."""
        return self._rows.below(self.view.source_offset(offset))

    @cached_property
    def surroundings(self) -> Surroundings:
        """What stands around a number of the view."""
        # A method of this object in its own attribute would keep it alive until the collector comes.
        rows, view = self._rows, self.view
        return Surroundings(view.text, lambda offset: rows.labels(view.source_offset(offset)))

    @cached_property
    def identifiers(self) -> tuple[Identifier, ...]:
        """Identity numbers, telephones, accounts ... of persons, found once for all rules."""
        return find_identifiers(self.surroundings)

    @cached_property
    def _joined(self) -> FoldedText:
        """The view in which citations are read: hard line breaks of plain text cut none of them."""
        return join_lines(self.view.text) if self.soft_lines else FoldedText(self.view.text)

    @cached_property
    def _read_citations(self) -> tuple[ResolvedCitation, ...]:
        view, title = self._joined.text, self.profile.title
        found = find_citations(view, bare_names(self.catalogue))
        own = OwnTitles(view, title.value if title else None, found)
        return Resolver(self.catalogue, self.as_of, own).resolve(found)

    @cached_property
    def citations(self) -> tuple[ResolvedCitation, ...]:
        """What the document cites, with what it stands for at the date."""
        if not self._joined.cuts:
            return self._read_citations
        return tuple(
            replace(found, citation=carried_back(found.citation, self._joined))
            for found in self._read_citations
        )

    @cached_property
    def internal_references(self) -> tuple[Citation, ...]:
        """References of the document to itself: 本办法第三条, 前款."""
        external = [found.citation for found in self.citations]
        return tuple(find_internal_references(self.view.text, external))

    @cached_property
    def citation_verdicts(self) -> tuple[CitationVerdict, ...]:
        """What is wrong with them, dismissed doubts included."""
        joined = self._joined
        verdicts = judge_citations(joined.text, self._read_citations, self.catalogue, self.as_of)
        if not joined.cuts:
            return tuple(verdicts)
        spans = [joined.source_span(verdict.start, verdict.end) for verdict in verdicts]
        pairs = zip(verdicts, spans, strict=True)
        return tuple(replace(verdict, start=span.start, end=span.end) for verdict, span in pairs)

    @cached_property
    def block_units(self) -> tuple[range, ...]:
        """For each block of the document the units that begin in it."""
        starts = self.sentences.starts
        borders = self.view.view_offsets([block.span.start for block in self.document.blocks])
        edges = np.searchsorted(starts, [*borders, len(self.view.text)]).tolist()
        return tuple(range(first, last) for first, last in pairwise(edges))

    @cached_property
    def governed_units(self) -> Mapping[int, tuple[int, ...]]:
        """For each unit that is part of a lead-in: the units that it governs."""
        governed: dict[int, list[int]] = {}
        # A list of items shares its lead-ins.
        introducing: dict[Span, range] = {}
        for units, block_context in zip(self.block_units, self.outline.contexts, strict=True):
            for lead_in in block_context.lead_ins:
                if lead_in not in introducing:
                    introducing[lead_in] = self.units_of(lead_in)
                for unit in introducing[lead_in]:
                    governed.setdefault(unit, []).extend(units)
        for inner in self.outline.inner:
            for lead_in in inner.context.lead_ins:
                for unit in self.units_of(lead_in):
                    members = (each for each in self.units_of(inner.span) if each != unit)
                    governed.setdefault(unit, []).extend(members)
        return {unit: tuple(units) for unit, units in governed.items()}

    @cached_property
    def heading_blocks(self) -> frozenset[int]:
        """Blocks that are the title, or a heading over other blocks and no sentence."""
        spans = {span for block_context in self.outline.contexts for span in block_context.headings}
        if self.profile.title is not None and self.profile.title.span is not None:
            spans.add(self.profile.title.span)
        blocks = self.document.blocks
        indexes = {self.document.block_index(span.start) for span in spans} - {-1}
        return frozenset(i for i in indexes if "。" not in self.document.slice(blocks[i].span))

    @cached_property
    def governing_units(self) -> int:
        """The set of units that are part of a lead-in."""
        return unit_set([np.array(list(self.governed_units), np.intp)], len(self.sentences.starts))

    def units_of(self, span: Span) -> range:
        """Indexes of the units that begin in a span of the document, or hold its start."""
        start, end = self.view_range(span)
        first = self.sentences.unit_at(start)
        return range(first, max(bisect_left(self.sentences.starts, end), first + 1))


class Checker(Protocol):
    """A kind of check, made once per rule from the rule's ``match``."""

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Candidates in the document, in text order."""
        ...


class CheckerType(Protocol):
    """A checker class: what its rules write under ``match``, and how to make one."""

    @property
    def Spec(self) -> type[BaseModel]:  # noqa: N802  # the name of a class
        """Schema of the rule's ``match``."""
        ...

    @property
    def heeds_polarity(self) -> bool:
        """Whether forbidding what it finds makes it lawful."""
        ...

    def __call__(self, spec: Any, parser: PatternParser) -> Checker:
        """A checker for one rule.

        Raises:
            PatternError: A pattern of the rule that cannot be read.
        """
        ...

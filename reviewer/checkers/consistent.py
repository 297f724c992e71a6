"""What a document says against itself: numbers, references, dates, names, its own form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from reviewer.checkers import (
    cross_references,
    document_dates,
    document_form,
    duplicates,
    legal_basis_clause,
    numbering_gaps,
    short_names,
)
from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.instruments import burdens, is_instrument
from reviewer.language.patterns import PatternParser


class Aspect(StrEnum):
    """What is compared. The value stands in the ``match`` of a rule."""

    NUMBERING = "numbering"
    CROSS_REFERENCES = "cross_references"
    PARTS = "parts"
    ANNEXES = "annexes"
    COUNTS = "counts"
    DUPLICATES = "duplicates"
    RETROACTIVE = "retroactive"
    VALIDITY = "validity"
    DATES = "dates"
    CONSULTATION = "consultation"
    SHORT_NAMES = "short_names"
    UNDEFINED_NAMES = "undefined_names"
    TITLE = "title"
    INTERPRETER = "interpreter"
    ISSUER = "issuer"
    BASIS_MISSING = "basis_missing"
    BASIS_VAGUE = "basis_vague"
    BASIS_LEVEL = "basis_level"
    BASIS_OUTDATED = "basis_outdated"


_FINDERS: dict[Aspect, Callable[[CheckContext], Iterator[Match]]] = {
    Aspect.NUMBERING: numbering_gaps.find_numbering_gaps,
    Aspect.CROSS_REFERENCES: cross_references.find_broken_references,
    Aspect.PARTS: cross_references.find_broken_parts,
    Aspect.ANNEXES: cross_references.find_missing_annexes,
    Aspect.COUNTS: cross_references.find_miscounts,
    Aspect.DUPLICATES: duplicates.find_duplicates,
    Aspect.RETROACTIVE: document_dates.find_retroactive,
    Aspect.DATES: document_dates.find_date_conflicts,
    Aspect.CONSULTATION: document_dates.find_short_consultation,
    Aspect.SHORT_NAMES: short_names.find_twice_defined,
    Aspect.UNDEFINED_NAMES: short_names.find_undefined,
    Aspect.TITLE: document_form.find_reserved_title,
    Aspect.INTERPRETER: document_form.find_internal_interpreter,
    Aspect.ISSUER: document_form.find_internal_issuer,
    Aspect.BASIS_MISSING: legal_basis_clause.find_missing_basis,
    Aspect.BASIS_VAGUE: legal_basis_clause.find_vague_basis,
    Aspect.BASIS_LEVEL: legal_basis_clause.find_low_basis,
    Aspect.BASIS_OUTDATED: legal_basis_clause.find_outdated_basis,
}


class ConsistentSpec(BaseModel):
    """The ``match`` of a rule on consistency.

    Attributes:
        aspect: What is compared.
        instrument: Only of instruments in articles or named 办法, 规定 and the like.
        burdening: Only of documents that cut rights or add duties.
        longest_years: Longest period of validity that a region allows; for the aspect ``validity``.
        longest_years_on_trial: The same for documents named 暂行 or 试行.
    """

    model_config = ConfigDict(extra="forbid")

    aspect: Aspect
    instrument: bool = False
    burdening: bool = False
    longest_years: int | None = None
    longest_years_on_trial: int | None = None

    @model_validator(mode="after")
    def _has_limits(self) -> Self:
        limits = (self.longest_years, self.longest_years_on_trial)
        if (self.aspect is Aspect.VALIDITY) != (None not in limits):
            raise ValueError("longest_years 与 longest_years_on_trial 只用于、也必须用于 aspect: validity")
        return self


class ConsistentChecker:
    """Yields what one aspect finds."""

    Spec = ConsistentSpec
    heeds_polarity = False

    def __init__(self, spec: ConsistentSpec, parser: PatternParser) -> None:
        self._spec = spec

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Matches in text order."""
        spec = self._spec
        if spec.instrument and not is_instrument(context):
            return iter(())
        if spec.burdening and not burdens(context):
            return iter(())
        if spec.longest_years is not None and spec.longest_years_on_trial is not None:
            return document_dates.find_overlong_validity(
                context, spec.longest_years, spec.longest_years_on_trial
            )
        return _FINDERS[spec.aspect](context)

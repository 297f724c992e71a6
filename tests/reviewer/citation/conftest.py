"""Citations of a text, judged on the day of the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from corpora.catalogue import FileCatalogue, load_catalogue
from reviewer.citation import bare_names
from reviewer.citation.find import find_citations
from reviewer.citation.own_titles import OwnTitles
from reviewer.citation.resolve import ResolvedCitation, Resolver
from reviewer.citation.verdict import judge_citations
from reviewer.citation.verdict_types import CitationVerdict
from reviewer.language.fold import fold

TODAY = date(2026, 11, 23)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A text with its citations and verdicts."""

    view: str
    citations: tuple[ResolvedCitation, ...]
    verdicts: list[CitationVerdict]

    def faults(self) -> list[str]:
        """``fault:quote`` of every verdict that stands, the reminder of full titles aside."""
        return sorted(
            f"{verdict.fault.value}:{self.view[verdict.start : verdict.end]}"
            for verdict in self.verdicts
            if verdict.dismissed is None and verdict.fault.value != "short_title"
        )

    def dismissed(self) -> list[str]:
        """Why doubts were dropped."""
        return [verdict.dismissed for verdict in self.verdicts if verdict.dismissed is not None]


Judge = Callable[..., Judged]


@pytest.fixture(scope="session")
def catalogue() -> FileCatalogue:
    """The catalogue that ships with the project."""
    return load_catalogue()


@pytest.fixture(scope="session")
def judge(catalogue: FileCatalogue) -> Judge:
    """Judges a text."""

    def judge_text(text: str, *, title: str | None = None, today: date = TODAY) -> Judged:
        view = fold(text).text
        found = find_citations(view, bare_names(catalogue))
        resolved = Resolver(catalogue, today, OwnTitles(view, title, found)).resolve(found)
        verdicts = judge_citations(view, resolved, catalogue, today)
        return Judged(view=view, citations=resolved, verdicts=verdicts)

    return judge_text

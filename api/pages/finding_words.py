"""The fixed words around a finding, in the language of the page.

Titles, messages, suggestions, laws and clauses of a finding stay in Chinese in every language:
they are quoted into official papers, and a translation of law would be ours and not the law's. The
page says so. What the program says of them (kind, context, confidence, place) is told in the
reader's language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from reviewer.document import BoxPlace, CellPlace, Document, LinePlace, RunPlace, SourcePlace
from reviewer.exporters import wording
from reviewer.exporters.kinds import kind_words
from reviewer.finding import Finding
from reviewer.report import Report

_FOLDER = Path(__file__).parent.parent / "web" / "messages"
_COMPETITION_ARTICLES = frozenset({"8", "9", "10", "11"})
_CHINESE = "zh"


class FindingWords:
    """The words of one language.

    Args:
        language: ``zh``, for which the library's own words are taken, or another one with a catalogue.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = _catalogue(language)

    @property
    def translated(self) -> bool:
        """Whether these words are another language than the findings themselves."""
        return self.language != _CHINESE

    def kind(self, finding: Finding) -> str:
        """What the finding is, and what else it also is."""
        between = ", " if self.translated else "、"
        return between.join(self._kind(kind) for kind in (finding.kind, *finding.also))

    def polarity(self, finding: Finding) -> str:
        """What the sentence does with the conduct."""
        polarity = finding.evidence.polarity
        return self._words.get(f"polarity.{polarity.value}", wording.POLARITIES[polarity])

    def confidence(self, finding: Finding) -> str:
        """How sure, and what raised it."""
        origin = self._words.get(f"origin.{finding.origin.value}", wording.ORIGINS[finding.origin])
        if not self.translated:
            return f"{wording.confidence_words(finding)}（{origin}）"
        if finding.confidence is None:
            return f"{self._words['uncalibrated']} ({origin})"
        return f"{self._words['confidence'].format(percent=f'{finding.confidence:.0%}'[:-1])} ({origin})"

    def handling(self, finding: Finding) -> str:
        """What a disclosure finding demands, or empty."""
        handling = finding.handling
        if handling is None:
            return ""
        return (
            f"{handling.value} {self._words.get(f'handling.{handling.value}', wording.HANDLINGS[handling])}"
        )

    def location(self, document: Document, finding: Finding) -> str:
        """Where it stands in the file."""
        if not self.translated:
            return wording.location_words(document, finding)
        places = list(dict.fromkeys(self._place(place) for place in finding.places))
        index = document.block_index(finding.span.start)
        cell = document.blocks[index].cell if index >= 0 else None
        if cell is not None and not any(isinstance(place, CellPlace) for place in finding.places):
            in_table = self._words["place.table"].format(
                table=cell.table + 1, row=cell.row + 1, column=cell.column + 1
            )
            counted = any(isinstance(place, RunPlace) for place in finding.places)
            places = [in_table] if counted else [*places, in_table]
        return ", ".join(places)

    def document_kind(self, value: str) -> str:
        """Name of a document kind."""
        return self._words.get(f"document.{value}", wording.document_kind_words(value))

    def as_of(self, report: Report) -> str:
        """At which date the law was asked."""
        day = report.as_of.isoformat()
        return self._words["as_of"].format(date=day) if self.translated else f"按 {day} 的法律状态"

    def result(self, report: Report) -> str:
        """The result of a review without findings; an incomplete one never reads like a clean one."""
        if not self.translated or report.findings:
            return wording.result_words(report)
        return self._words["clean" if report.complete else "incomplete"]

    def _kind(self, kind: str) -> str:
        article, _, item = kind.partition(".")
        if self.translated and article in _COMPETITION_ARTICLES and item.isdecimal():
            return self._words["article"].format(article=article, item=item)
        return self._words.get(f"kind.{kind}", kind_words(kind))

    def _place(self, place: SourcePlace) -> str:
        match place:
            case LinePlace():
                return self._words["place.line"].format(line=place.line)
            case BoxPlace():
                return self._words["place.page"].format(page=place.page)
            case CellPlace():
                return f"{place.sheet}!{place.cell}"
            case RunPlace():
                part = place.part.rstrip("0123456789")
                if part == "document":
                    return self._words["place.paragraph"].format(paragraph=place.paragraph + 1)
                name = self._words.get(f"part.{part}", place.part)
                return self._words["place.part"].format(part=name, paragraph=place.paragraph + 1)


@cache
def finding_words(language: str) -> FindingWords:
    """The words of a language."""
    return FindingWords(language)


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    if language == _CHINESE:
        return {}
    words: dict[str, str] = json.loads((_FOLDER / f"findings.{language}.json").read_text(encoding="utf-8"))
    return words

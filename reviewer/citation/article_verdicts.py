"""Faults of the articles cited: beyond the last, renumbered, written in Arabic digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reviewer.citation.model import Citation
from reviewer.citation.usage import sentence_around
from reviewer.citation.verdict_types import CitationVerdict, Fault, said_date
from reviewer.finding import Severity
from reviewer.law import Law, LawCatalogue, LawStatus, Renumbering
from reviewer.numbering.clause_number import ClauseNumber, ClauseReference

_ARABIC = re.compile(r"\d{1,4}\s?[）)]?\s?[条款项]")
_LONGEST_QUOTE = 200


class ArticleJudge:
    """Judges the clauses that one document cites.

    Args:
        view: The folded text.
        catalogue: The law catalogue.
        as_of: The date at which the law is asked.
    """

    def __init__(self, view: str, catalogue: LawCatalogue, as_of: date) -> None:
        self._view = view
        self._catalogue = catalogue
        self._as_of = as_of

    def judge(self, citation: Citation, law: Law) -> Iterator[CitationVerdict]:
        """Verdicts on the clauses of one citation of a law in force or amended."""
        beyond = [clause for clause in citation.clauses if law.articles and _highest(clause) > law.articles]
        if beyond:
            yield self._out_of_range(citation, law, beyond)
        if law.status(self._as_of) is LawStatus.IN_FORCE and citation.year is None:
            yield from self._renumbered(citation, law)

    def _out_of_range(self, citation: Citation, law: Law, beyond: list[ClauseReference]) -> CitationVerdict:
        start, end = self._quote(citation, beyond[0], beyond[-1])
        return CitationVerdict(
            fault=Fault.ARTICLE_OUT_OF_RANGE,
            start=start,
            end=end,
            values={
                "law": law.title,
                "article": "、".join(str(ClauseNumber(article=_highest(clause))) for clause in beyond),
                "last_article": str(law.articles),
                "hint": self._hint(law, beyond[0]),
            },
            law=law,
            # Where the catalogue is not complete a newer version may have more articles.
            ceiling=None if self._catalogue.complete_at(law.kind) else Severity.RISK,
        )

    def _hint(self, law: Law, clause: ClauseReference) -> str:
        """What the wrong number may come from: an earlier or a coming version."""
        for entry in self._catalogue.renumberings(law.title):
            if entry.old == clause.first.article and entry.since <= self._as_of:
                return f"该条号系修订前条号，现为{ClauseNumber(article=entry.new)}。"
        for version in self._catalogue.versions(law.title):
            if version.articles and version.articles >= _highest(clause) and version.begins and law.begins:
                if version.begins < law.begins:
                    return "该条号存在于修订前的文本，请按现行文本核对。"
                return f"该条号存在于{said_date(version.begins)}起施行的文本，该文本尚未施行。"
        return ""

    def _renumbered(self, citation: Citation, law: Law) -> Iterator[CitationVerdict]:
        """Old numbers whose matter the sentence speaks of, one verdict a clause."""
        table = self._catalogue.renumberings(law.title)
        cited = {clause.first.article for clause in citation.clauses}
        wrong = [entry for entry in table if entry.old in cited and entry.since <= self._as_of]
        if not wrong:
            return
        cited |= {number.article for clause in citation.clauses if clause.last for number in clause.numbers()}
        sentence = sentence_around(self._view, citation.start, citation.end)
        meant: dict[int, Renumbering] = {}
        for entry in wrong:
            if _is_meant(entry, sentence, cited):
                meant.setdefault(entry.old, entry)
        for clause in citation.clauses:
            if clause.first.article in meant:
                entry = meant.pop(clause.first.article)
                yield self._old_number(citation, law, clause, entry)

    def _old_number(
        self, citation: Citation, law: Law, clause: ClauseReference, entry: Renumbering
    ) -> CitationVerdict:
        start, end = self._quote(citation, clause, clause)
        return CitationVerdict(
            fault=Fault.RENUMBERED,
            start=start,
            end=end,
            values={
                "law": law.title,
                "article": str(ClauseNumber(article=entry.old)),
                "right_article": str(ClauseNumber(article=entry.new)),
                "since": said_date(entry.since),
            },
            law=law,
        )

    def _quote(self, citation: Citation, first: ClauseReference, last: ClauseReference) -> tuple[int, int]:
        """From the name to the clause where that stays in one line and short enough, else the clause."""
        end = last.span.end
        whole = end - citation.start <= _LONGEST_QUOTE and "\n" not in self._view[citation.start : end]
        return (citation.start if whole else first.span.start), end


def judge_digits(view: str, citation: Citation) -> Iterator[CitationVerdict]:
    """Arabic numbers of articles, paragraphs and items, one verdict a citation; only 目 is numbered so."""
    written = (view[clause.span.start : clause.span.end] for clause in citation.clauses)
    if any(_ARABIC.search(clause) for clause in written):
        right = "、".join(str(c.first) + (f"至{c.last}" if c.last else "") for c in citation.clauses)
        start = citation.clauses[0].span.start
        yield CitationVerdict(
            fault=Fault.ARABIC_ARTICLE, start=start, end=citation.end, values={"article": right}
        )


def _highest(clause: ClauseReference) -> int:
    return max(clause.first.article, clause.last.article if clause.last else 0)


def _is_meant(entry: Renumbering, sentence: str, cited: set[int]) -> bool:
    """Whether the sentence speaks of the renumbered matter, and not of the new article beside it."""
    return (
        entry.new not in cited
        and str(ClauseNumber(article=entry.new)) not in sentence
        and any(topic in sentence for topic in entry.topics)
    )

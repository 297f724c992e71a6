"""From a citation to the instrument it stands for: exact title, short title, definition, pointing back.

A title is never resolved by likeness, and a name that merely contains a law's short name
resolves to its own instrument or to none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reviewer.citation.likeness import NATION
from reviewer.citation.model import Citation, CitationForm
from reviewer.citation.own_titles import OwnTitles
from reviewer.citation.titles import bare_title, is_local
from reviewer.law import Law, LawCatalogue, LawStatus, normalise_name

_NEAREST = 40
"""How many citations back 该条例 may point."""

_MOST_LOCAL = 200
_ENDED = frozenset({LawStatus.REPEALED, LawStatus.LAPSED})


class Resolution(StrEnum):
    """How a citation was resolved.

    Attributes:
        EXACT: Its full title.
        SHORT: The title without 中华人民共和国.
        COLLOQUIAL: A short name of everyday speech (个保法).
        PADDED: A title that does not begin with 中华人民共和国 was given it.
        DEFINED: A short name that the document defines.
        BACK: By pointing back at an earlier citation.
        NUMBER: By its order or document number.
        OWN: The document itself.
        NONE: Not resolved.
    """

    EXACT = "exact"
    SHORT = "short"
    COLLOQUIAL = "colloquial"
    PADDED = "padded"
    DEFINED = "defined"
    BACK = "back"
    NUMBER = "number"
    OWN = "own"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedCitation:
    """A citation with what it stands for.

    Attributes:
        law: The version meant: that of the year the text names, else the one in force at the date.
        title: Full title where known, else the name as cited or as defined, without marks.
    """

    citation: Citation
    how: Resolution
    law: Law | None
    title: str


@dataclass(slots=True)
class _Known:
    """What the document has named so far, and which short names it goes on to define."""

    later: dict[str, Citation]
    aliases: dict[str, ResolvedCitation] = field(default_factory=dict)
    earlier: list[ResolvedCitation] = field(default_factory=list)
    local: dict[str, ResolvedCitation] = field(default_factory=dict)

    def add(self, found: ResolvedCitation) -> None:
        """Remember a citation that later ones may point back at."""
        self.earlier.append(found)
        title = normalise_name(found.title)
        if title not in self.local and len(self.local) < _MOST_LOCAL and is_local(title):
            self.local[title] = found


class Resolver:
    """Resolves the citations of one document.

    Args:
        catalogue: The law catalogue.
        as_of: The date at which the law is asked.
        own: Titles of the document itself.
    """

    def __init__(self, catalogue: LawCatalogue, as_of: date, own: OwnTitles) -> None:
        self._catalogue = catalogue
        self._as_of = as_of
        self._own = own

    def resolve(self, citations: list[Citation]) -> tuple[ResolvedCitation, ...]:
        """Resolve all, in text order; definitions count from where they are made."""
        known = _Known(later=_definitions(citations))
        resolved = []
        for citation in citations:
            found = self._one(citation, known)
            resolved.append(found)
            if citation.form in (CitationForm.TITLE, CitationForm.BARE):
                known.add(found)
            self._define(citation, resolved, known)
        return tuple(resolved)

    def _one(self, citation: Citation, known: _Known) -> ResolvedCitation:
        if citation.form is CitationForm.BACK:
            return self._back(citation, known)
        if citation.form is CitationForm.NUMBER:
            law = self._catalogue.by_number(citation.name, self._as_of)
            return _resolved(citation, Resolution.NUMBER if law else Resolution.NONE, law)
        return self._named(citation, normalise_name(citation.name), known)

    def _named(self, citation: Citation, name: str, known: _Known) -> ResolvedCitation:
        """A citation by name: the document's own words for it count before everyday speech does."""
        alias = known.aliases.get(name)
        if alias is not None:
            return _standing_for(citation, Resolution.DEFINED, alias)
        if self._own.holds(name):
            return _resolved(citation, Resolution.OWN, None)
        how, law = self._by_name(name)
        ended = law is not None and law.status(self._as_of) in _ENDED
        if how in (Resolution.NONE, Resolution.COLLOQUIAL) or ended:
            meant = self._shortened(citation, name, known) or self._defined_later(citation, name, known)
            if meant is not None:
                return meant
        return _resolved(citation, how, self._version(law, citation.year))

    def _defined_later(self, citation: Citation, name: str, known: _Known) -> ResolvedCitation | None:
        target = known.later.get(name)
        if target is None or target is citation:
            return None
        how, law = self._by_name(normalise_name(target.name))
        return _standing_for(citation, Resolution.DEFINED, _resolved(target, how, law))

    def _shortened(self, citation: Citation, name: str, known: _Known) -> ResolvedCitation | None:
        """A local title that the document named in full before, here without its place (《…条例》)."""
        if len(name) < 3:
            return None
        if self._own.end_in(name) or self._own.heads(citation.name):
            return _resolved(citation, Resolution.OWN, None)
        for title, earlier in known.local.items():
            if title.endswith(name) and title != name:
                return _standing_for(citation, Resolution.DEFINED, earlier)
        return None

    def _by_name(self, name: str) -> tuple[Resolution, Law | None]:
        """Exact title first; qualifiers behind it (2018年修正) only where the whole is unknown."""
        catalogue, as_of = self._catalogue, self._as_of
        for candidate in dict.fromkeys((name, bare_title(name))):
            if (law := catalogue.exact(candidate, as_of)) is not None:
                return Resolution.EXACT, law
            if (law := catalogue.by_short_title(candidate, as_of)) is not None:
                return (Resolution.SHORT if is_proper_short(candidate, law) else Resolution.COLLOQUIAL), law
            if candidate.startswith(NATION):
                rest = candidate.removeprefix(NATION)
                if (law := catalogue.exact(rest, as_of)) is not None:
                    return Resolution.PADDED, law
                if (law := catalogue.by_short_title(rest, as_of)) is not None:
                    return Resolution.COLLOQUIAL, law
        return Resolution.NONE, None

    def _version(self, law: Law | None, year: int | None) -> Law | None:
        """The version that a text names by its year, where the catalogue holds it."""
        if law is None or year is None:
            return law
        versions = self._catalogue.versions(law.title)
        of_year = [v for v in versions if v.version and v.version.year == year]
        # “2027年1月1日起施行的《…》” names the year from which it binds.
        of_year = of_year or [v for v in versions if v.begins and v.begins.year == year]
        return of_year[-1] if of_year else law

    def _back(self, citation: Citation, known: _Known) -> ResolvedCitation:
        """The last citation whose name ends in the noun that is pointed back with."""
        near = [e for e in known.earlier[-_NEAREST:] if normalise_name(e.title).endswith(citation.name)]
        alone = citation.name_end - citation.name_start == len(citation.name)
        if not near or (alone and len({earlier.title for earlier in near}) > 1):
            return _resolved(citation, Resolution.NONE, None)
        return _standing_for(citation, Resolution.BACK, near[-1])

    @staticmethod
    def _define(citation: Citation, resolved: list[ResolvedCitation], known: _Known) -> None:
        """Short names of this citation; several names in one bracket belong to the titles before it."""
        aliases = citation.aliases
        meant = resolved[max(len(resolved) - len(aliases), 0) :]
        for alias, target in zip(aliases, meant, strict=False):
            known.aliases[normalise_name(alias)] = target


def is_proper_short(name: str, law: Law) -> bool:
    """Whether a short title is the title without 中华人民共和国, and not one of everyday speech."""
    return name == normalise_name(law.title).removeprefix(NATION)


def _definitions(citations: list[Citation]) -> dict[str, Citation]:
    """What each short name stands for wherever in the document it is defined; decrees use them before."""
    found: dict[str, Citation] = {}
    for citation in citations:
        if len(citation.aliases) == 1:
            found.setdefault(normalise_name(citation.aliases[0]), citation)
    return found


def _resolved(citation: Citation, how: Resolution, law: Law | None) -> ResolvedCitation:
    title = law.title if law else citation.name
    return ResolvedCitation(citation=citation, how=how, law=law, title=title)


def _standing_for(citation: Citation, how: Resolution, other: ResolvedCitation) -> ResolvedCitation:
    return ResolvedCitation(citation=citation, how=how, law=other.law, title=other.title)

"""A rule file as its author writes it (DESIGN §5); what it means is in rules/README.md."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from reviewer.finding import Handling, Severity
from reviewer.structure.kinds import DocumentKind

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Basis(_Strict):
    """The article offended.

    Attributes:
        title: Full title as the catalogue holds it.
        article: Such as ``第十条第（二）项``; left out where it is not known for certain.
        since: From when it binds; before that date the basis is not shown.
        until: From when it no longer binds.
        verified: False where the legal manual marks the source as not checked: no article is shown.
    """

    title: Text
    article: Text | None = None
    since: date | None = None
    until: date | None = None
    verified: bool = True


class AppliesTo(_Strict):
    """Documents that the rule is for; an empty list means all.

    Attributes:
        kinds: Document kinds. A passage of unknown kind counts as ``normative``.
        levels: ``state province city county township``; an unknown level counts.
        regions: Division codes or their beginnings, such as ``44``.
        whole_document: True for checks that make no sense on a passage.
    """

    kinds: list[DocumentKind] = []
    except_kinds: list[DocumentKind] = []
    levels: list[str] = []
    regions: list[str] = []
    whole_document: bool = False


class Case(_Strict):
    """An example that runs as a test.

    Attributes:
        name: What it shows.
        text: The draft's wording, written here, never copied from a published document.
        finds: The exact quotes that this rule finds, in order; empty for a near miss.
        as_kind: Kind of document the text is taken for; given, the text is a whole document.
        today: Date at which the law is asked.
        known_miss: Why the rule cannot do it yet; the test demands the mark be removed once it can.
        source: Where a real case was seen, in words.
    """

    name: Text
    text: Text
    finds: list[str] = []
    as_kind: DocumentKind | None = None
    today: date | None = None
    known_miss: Text | None = None
    source: Text | None = None


class Rule(_Strict):
    """One rule. Its id is its path below ``rules/`` without the ending.

    Attributes:
        kind: Fair competition: the item of 条例 (``10.2``); else a kind of DESIGN 4.2.
        also: Further kinds that the same conduct offends.
        checker: A name in `reviewer.checkers.CHECKERS`.
        match: What the checker looks for, in the checker's own terms.
        polarity: ``heeded`` (default) where forbidding the conduct makes it lawful; ``ignored``
            where the words themselves are the problem, such as an identity number.
        message: For the user; may name ``${quote}``, ``${masked}`` and the checker's values.
        fix: Replacement for the quote, only where it is mechanical and safe.
        formerly: Ids under which decisions on its findings were made.
        retired: Why and when it ended; a retired rule does not run.
    """

    title: Text
    kind: Text
    also: list[Text] = []
    severity: Severity
    handling: Handling | None = None
    checker: Text
    applies_to: AppliesTo = AppliesTo()
    match: dict[str, Any] = {}
    polarity: Annotated[str, Field(pattern="^(heeded|ignored)$")] = "heeded"
    basis: list[Basis] = []
    message: Text
    suggestion: str = ""
    fix: str | None = None
    cases: list[Case] = []
    formerly: list[str] = []
    retired: Text | None = None


class ConceptEntry(_Strict):
    """A concept of a lexicon file: its terms, concepts it takes in, and look-alikes that do not count."""

    terms: list[Text] = []
    includes: list[Text] = []
    excluded: list[Text] = []

"""Joins rules, catalogue and models into the context of a review."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date
from pathlib import Path

from corpora.catalogue import load_catalogue
from corpora.confidence import load_confidences
from corpora.law_texts import operator_folder
from corpora.trained import load_classifiers
from reviewer.engine.loader import load_ruleset
from reviewer.review import ReviewContext
from reviewer.structure.kinds import DocumentKind

# The same place beside this package in a checkout and in an installed wheel.
RULES = Path(__file__).parent.parent / "rules"


def load_context(
    *,
    today: date | None = None,
    classifiers: bool = True,
    kind: DocumentKind | None = None,
    region: str | None = None,
    families: AbstractSet[str] = frozenset(),
    extra_rules: Path | None = None,
    rules: Path = RULES,
    laws: Path | None = None,
) -> ReviewContext:
    """Load what ships with the project, once per process.

    Args:
        today: Date at which the law is asked; the clock's date where None.
        classifiers: Whether trained classifiers take part.
        kind: Kind of the documents where the user says it.
        region: Division code where the user says it.
        families: Families to run; empty means all.
        extra_rules: A deployment's own folder of rules and lexicon.
        rules: The rules that take the place of those that ship, such as a bundle's.
        laws: Likewise a folder of the catalogue; what the operator imported is added to either.

    Raises:
        RuleError: A rule file that its author must mend.
        CatalogueError: A damaged law catalogue.
        ModelError: A damaged model.
        CorpusError: Damaged counts of how often rules are right.
    """
    folders = [rules] if extra_rules is None else [rules, extra_rules]
    return ReviewContext(
        ruleset=load_ruleset(*folders),
        catalogue=load_catalogue() if laws is None else load_catalogue(laws, updates=operator_folder()),
        as_of=today or date.today(),  # the date on the officer's wall
        classifiers=load_classifiers() if classifiers else {},
        kind=kind,
        region=region,
        families=families,
        confidences=load_confidences(),
    )

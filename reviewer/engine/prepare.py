"""A document made ready for the rules: structure, facts, view, sentences, concepts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from reviewer.checkers.base import CheckContext
from reviewer.classifiers.base import Classifier
from reviewer.classifiers.beginnings import beginning_classifier
from reviewer.document import Document
from reviewer.engine.ruleset import Ruleset
from reviewer.law import LawCatalogue
from reviewer.structure.clauses import split_clauses
from reviewer.structure.kinds import DocumentKind
from reviewer.structure.parts import read_profile

KIND_CLASSIFIER = "document_kind"


def prepare(
    document: Document,
    *,
    ruleset: Ruleset,
    catalogue: LawCatalogue,
    as_of: date,
    classifiers: Mapping[str, Classifier],
    kind: DocumentKind | None = None,
    region: str | None = None,
) -> CheckContext:
    """Prepare a document once for all rules.

    Args:
        document: The document.
        ruleset: Whose concepts are looked for.
        catalogue: The law catalogue.
        as_of: The date at which the law is asked.
        classifiers: Trained classifiers by name.
        kind: What the document is, where the user says it.
        region: Division code, where the user says it.
    """
    outline = split_clauses(document)
    kinds = classifiers.get(KIND_CLASSIFIER)
    profile = read_profile(
        document,
        outline,
        kind=kind,
        region=region,
        classify=beginning_classifier(kinds) if kinds else None,
    )
    return CheckContext(
        document=document,
        outline=outline,
        profile=profile,
        automaton=ruleset.automaton,
        catalogue=catalogue,
        as_of=as_of,
        classifiers=classifiers,
    )

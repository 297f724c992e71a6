"""The one way to review: `review(document, context) -> Report`, a pure function."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from reviewer.classifiers.base import Classifier
from reviewer.document import Document
from reviewer.engine.ablation import EnginePart
from reviewer.engine.competition_scope import competition_scope
from reviewer.engine.exceptions import FAMILY as FAIR_COMPETITION
from reviewer.engine.in_order import checked_in_order
from reviewer.engine.prepare import prepare
from reviewer.engine.ruleset import Ruleset
from reviewer.engine.run import run
from reviewer.law import LawCatalogue
from reviewer.report import Profile, Report, Versions
from reviewer.structure.kinds import DocumentKind


@dataclass(frozen=True, kw_only=True)
class ReviewContext:
    """Everything a review needs beside the document; the same context gives the same report.

    Attributes:
        ruleset: The rules.
        catalogue: The law catalogue.
        as_of: The date at which the law is asked.
        classifiers: Trained classifiers by name; empty turns them off.
        kind: The document's kind where the user says it.
        region: Division code where the user says it.
        families: Families to run; empty means all.
        confidences: How sure a finding is, by rule id, for the rules of which enough cases were counted.
        without: Parts of the engine that a measurement switches off.
    """

    ruleset: Ruleset
    catalogue: LawCatalogue
    as_of: date
    classifiers: Mapping[str, Classifier] = field(default_factory=dict)
    kind: DocumentKind | None = None
    region: str | None = None
    families: AbstractSet[str] = frozenset()
    confidences: Mapping[str, float] = field(default_factory=dict)
    without: AbstractSet[EnginePart] = frozenset()

    @property
    def versions(self) -> Versions:
        """What a report made with this context names as its makers."""
        models = [f"{name}:{self.classifiers[name].version}" for name in sorted(self.classifiers)]
        return Versions(
            rules="-".join([self.ruleset.version, *sorted(self.without)]),
            catalogue=self.catalogue.version,
            models=",".join([*(models or ["off"]), *self._confidence_version()]),
            software=_software_version(),
        )

    def _confidence_version(self) -> list[str]:
        """Counted confidences stand in the report, so their state is one of its makers."""
        if not self.confidences:
            return []
        listed = json.dumps(sorted(self.confidences.items()))
        return [f"confidence:{hashlib.sha256(listed.encode()).hexdigest()[:12]}"]


def review(document: Document, context: ReviewContext) -> Report:
    """Review a document: structure, facts, rules, report. Nothing outside the arguments is read."""
    with _collector_paused():
        return _review(document, context)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Spare the garbage collector the objects of a review, which all stay to its end.

    Walking tens of thousands of them again and again would take a tenth of the time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _review(document: Document, context: ReviewContext) -> Report:
    check_context = prepare(
        document,
        ruleset=context.ruleset,
        catalogue=context.catalogue,
        as_of=context.as_of,
        classifiers=context.classifiers,
        kind=context.kind,
        region=context.region,
    )
    outcome = run(
        context.ruleset,
        check_context,
        context.families,
        confidences=context.confidences,
        without=context.without,
    )
    return Report(
        name=document.name,
        digest=document.digest,
        profile=_with_scope(document, check_context.profile, context.families),
        as_of=context.as_of,
        versions=context.versions,
        unread=document.unread,
        findings=tuple(outcome.findings),
        considered=tuple(outcome.considered),
        failures=tuple(outcome.failures),
        checked=checked_in_order(
            context.ruleset, check_context, outcome.findings, frozenset(context.families)
        ),
    )


def _with_scope(document: Document, profile: Profile, families: AbstractSet[str]) -> Profile:
    """The profile with whether fair competition review applies, where it is done."""
    if families and FAIR_COMPETITION not in families:
        return profile
    kind = DocumentKind(profile.kind.value) if profile.kind else None
    return replace(profile, competition_scope=competition_scope(document, kind))


@cache
def _software_version() -> str:
    try:
        return version("reviewer")
    except PackageNotFoundError:
        return "unknown"

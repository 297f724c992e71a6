"""What other rules would change: rules, laws, and findings gained and lost over stored documents."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from api.rulesets.faults import RuleFault
from api.rulesets.loading import LoadedRules
from corpora.catalogue import FileCatalogue
from reviewer.document import Document
from reviewer.finding import Finding
from reviewer.review import ReviewContext, review

_MOST_QUOTES = 5
_MOST_SECONDS = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDraft:
    """A document to try rules on."""

    review_id: str
    name: str
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteChange:
    """A finding gained or lost; personal values are masked."""

    rule: str
    title: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftChange:
    """What changes in one document."""

    review_id: str
    name: str
    gained: tuple[QuoteChange, ...]
    lost: tuple[QuoteChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingChanges:
    """What changes over the documents tried.

    Attributes:
        documents: How many were tried; fewer than there are where time ran out.
        gained: Findings that appear, over all of them.
        lost: Findings that disappear.
        drafts: The documents in which something changes.
    """

    documents: int = 0
    gained: int = 0
    lost: int = 0
    drafts: tuple[DraftChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NameChanges:
    """Names that are new, other, or gone."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """All of them."""
        return len(self.added) + len(self.changed) + len(self.removed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseChanges:
    """What putting other rules in force would change.

    Attributes:
        faults: Own rules that would be left out and are not now.
    """

    rules: NameChanges
    laws: NameChanges
    faults: tuple[RuleFault, ...]
    findings: FindingChanges


def compare_releases(
    before: LoadedRules, after: LoadedRules, drafts: Iterable[StoredDraft], as_of: date
) -> ReleaseChanges:
    """What changes from one state of the rules to another."""
    told = {fault.words for fault in before.faults}
    old, new = (replace(loaded.context, as_of=as_of) for loaded in (before, after))
    return ReleaseChanges(
        rules=_names(_rule_files(before), _rule_files(after)),
        laws=_law_changes(before.context, after.context),
        faults=tuple(fault for fault in after.faults if fault.words not in told),
        findings=compare_findings(old, new, drafts),
    )


def compare_findings(
    before: ReviewContext, after: ReviewContext, drafts: Iterable[StoredDraft]
) -> FindingChanges:
    """Review each document both ways; findings are told from one another by fingerprint."""
    began = time.monotonic()
    tried, changed = 0, []
    for draft in drafts:
        if time.monotonic() - began > _MOST_SECONDS:
            break
        tried += 1
        changed.append(_draft_change(draft, before, after))
    changed = [change for change in changed if change.gained or change.lost]
    return FindingChanges(
        documents=tried,
        gained=sum(len(change.gained) for change in changed),
        lost=sum(len(change.lost) for change in changed),
        drafts=tuple(
            replace(change, gained=change.gained[:_MOST_QUOTES], lost=change.lost[:_MOST_QUOTES])
            for change in changed
        ),
    )


def only_rule(context: ReviewContext, rule_id: str) -> ReviewContext:
    """The context with one rule alone, or with none where it lacks that rule."""
    compiled = context.ruleset.by_id.get(rule_id)
    ruleset = replace(context.ruleset, rules=() if compiled is None else (compiled,))
    return replace(context, ruleset=ruleset, classifiers={})


def _draft_change(draft: StoredDraft, before: ReviewContext, after: ReviewContext) -> DraftChange:
    old = {finding.fingerprint: finding for finding in review(draft.document, before).findings}
    new = {finding.fingerprint: finding for finding in review(draft.document, after).findings}
    return DraftChange(
        review_id=draft.review_id,
        name=draft.name,
        gained=tuple(_quotes(new[name] for name in new if name not in old)),
        lost=tuple(_quotes(old[name] for name in old if name not in new)),
    )


def _quotes(findings: Iterable[Finding]) -> Iterator[QuoteChange]:
    for finding in findings:
        yield QuoteChange(rule=finding.rule, title=finding.title, quote=finding.masked_quote or finding.quote)


def _rule_files(loaded: LoadedRules) -> dict[str, str]:
    return {compiled.id: loaded.source(compiled) for compiled in loaded.context.ruleset.rules}


def _names(before: Mapping[str, object], after: Mapping[str, object]) -> NameChanges:
    return NameChanges(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(name for name in before.keys() & after.keys() if before[name] != after[name])),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


def _law_changes(before: ReviewContext, after: ReviewContext) -> NameChanges:
    """Titles whose versions differ; a catalogue of the same version is not looked through."""
    if before.catalogue.version == after.catalogue.version:
        return NameChanges()
    return _names(_law_versions(before), _law_versions(after))


def _law_versions(context: ReviewContext) -> dict[str, object]:
    catalogue = context.catalogue
    assert isinstance(catalogue, FileCatalogue)  # noqa: S101  what releases are loaded with
    return {title: catalogue.versions(title) for title in catalogue.titles()}

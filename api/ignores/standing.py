"""Which findings are silenced at a day: for queries, for pages, for reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from api.store.ignores import IgnoredFinding, IgnoreEntry, IgnoreScope
from api.store.reviews import StoredFinding, StoredReview
from reviewer.exporters.entry import Reviewed
from reviewer.report import Considered, Report

SCOPES = {
    IgnoreScope.PLACE: "此处",
    IgnoreScope.DOCUMENT: "本文件",
    IgnoreScope.UNIT: "本单位",
}


def is_active(entry: IgnoreEntry, today: date) -> bool:
    """Whether it works on a day: neither ended nor over."""
    return entry.ended_at is None and entry.expires_on >= today


def active(today: date) -> ColumnElement[bool]:
    """The same as a condition on `IgnoreEntry`."""
    return and_(IgnoreEntry.ended_at.is_(None), IgnoreEntry.expires_on >= today)


def silenced(today: date) -> ColumnElement[bool]:
    """The condition on `StoredFinding` that it is silenced: people's decisions go before."""
    works = exists(
        select(IgnoredFinding.finding_id)
        .join(IgnoreEntry, IgnoreEntry.id == IgnoredFinding.entry_id)
        .where(IgnoredFinding.finding_id == StoredFinding.id, active(today))
    )
    return and_(StoredFinding.verdict.is_(None), works)


def entries_of(session: Session, review_id: str, today: date) -> dict[str, IgnoreEntry]:
    """By finding: the entry that silences it; the narrowest where several do.

    In a review that was signed off it stays as it was when it was signed.
    """
    query = (
        select(IgnoredFinding.finding_id, IgnoreEntry, StoredReview.signed_at)
        .join(IgnoreEntry, IgnoreEntry.id == IgnoredFinding.entry_id)
        .join(StoredFinding, StoredFinding.id == IgnoredFinding.finding_id)
        .join(StoredReview, StoredReview.id == StoredFinding.review_id)
        .where(StoredFinding.review_id == review_id, StoredFinding.verdict.is_(None))
    )
    found: dict[str, IgnoreEntry] = {}
    for finding_id, entry, signed_at in session.execute(query):
        works = is_active(entry, today) if signed_at is None else _worked(entry, signed_at)
        if works and (finding_id not in found or _width(entry) < _width(found[finding_id])):
            found[finding_id] = entry
    return found


def words_of(entry: IgnoreEntry) -> str:
    """Why it is not reported, in one line: scope, reason, who, until when."""
    scope = SCOPES[IgnoreScope(entry.scope)]
    who = f"{entry.author}，" if entry.author else ""
    return f"忽略名单（{scope}不报）：{entry.reason}（{who}至 {entry.expires_on.isoformat()}）"


def ignored_words(session: Session, review_id: str, today: date) -> dict[int, str]:
    """By the 0-based place of a finding in its report: why it is not reported."""
    entries = entries_of(session, review_id, today)
    return {int(finding.rpartition(".")[2]): words_of(entry) for finding, entry in entries.items()}


def without_ignored(reviewed: Reviewed, ignored: Mapping[int, str]) -> Reviewed:
    """The result with what is silenced among the dismissed candidates, where its reason stands."""
    if not ignored:
        return reviewed
    return replace(reviewed, report=_moved(reviewed.report, ignored))


def suppressions(report: Report, ignored: Mapping[int, str]) -> dict[str, str]:
    """The same by fingerprint, for formats that have suppressed results."""
    return {report.findings[place].fingerprint: words for place, words in ignored.items()}


def _moved(report: Report, ignored: Mapping[int, str]) -> Report:
    kept = tuple(finding for place, finding in enumerate(report.findings) if place not in ignored)
    moved = (
        Considered(
            rule=finding.rule,
            span=finding.span,
            quote=finding.masked_quote or finding.quote,
            reason=ignored[place],
            polarity=finding.evidence.polarity,
        )
        for place, finding in enumerate(report.findings)
        if place in ignored
    )
    return replace(report, findings=kept, considered=_in_order((*report.considered, *moved)))


def _in_order(considered: Iterable[Considered]) -> tuple[Considered, ...]:
    return tuple(sorted(considered, key=lambda candidate: (candidate.span.start, candidate.span.end)))


def _worked(entry: IgnoreEntry, at: datetime) -> bool:
    ended = entry.ended_at is not None and entry.ended_at <= at
    return entry.created_at <= at and not ended and entry.expires_on >= at.astimezone().date()


def _width(entry: IgnoreEntry) -> int:
    return list(IgnoreScope).index(IgnoreScope(entry.scope))

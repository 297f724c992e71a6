"""Findings of all documents that somebody may read, filtered: what figures lead to and views show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from api.access import listed_documents
from api.accounts.rights import Right
from api.accounts.roles import Actor
from api.ignores.standing import silenced
from api.pages.cards import SURE_FROM, Certainty
from api.pages.filters import Filter
from api.pages.working_days import Due, due_of
from api.store.documents import StoredDocument
from api.store.people import User
from api.store.reviews import ReviewState, StoredFinding, StoredReview

# A finding, its review and document, the name of who holds it (an outer join may find nobody), and whether
# an ignore list silences it.
_Found = tuple[StoredFinding, StoredReview, StoredDocument, str, bool]
_Query = Select[StoredFinding, StoredReview, StoredDocument, str, bool]
_PAGE = 50
# How many findings a search for words looks through before it says that there may be more.
_MOST_SEARCHED = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewRow:
    """A finding in the overview; without its words, which are read in its document."""

    address: str
    title: str
    severity: str
    clause: str
    document: str
    verdict: str
    assignee: str
    due: Due | None
    doubtful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A page of findings.

    Attributes:
        rows: The latest documents first, their findings in order.
        after: Where the next page begins; None on the last one.
        total: How many there are, counted without the words searched for.
    """

    rows: tuple[OverviewRow, ...]
    after: tuple[int, int] | None
    total: int


def overview_of(
    session: Session, actor: Actor, wanted: Filter, today: date, after: tuple[int, int] | None = None
) -> Overview:
    """The findings of the latest review of each document that the actor may read."""
    query = _query(actor, wanted, today)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows: list[OverviewRow] = []
    last: tuple[int, int] | None = None
    for found in _rows(session, query, after):
        finding, review = found[:2]
        if not _has_words(finding, review, wanted.words):
            continue
        if len(rows) == _PAGE:
            return Overview(rows=tuple(rows), after=last, total=total)
        rows.append(_row(found, today))
        last = (review.sequence, finding.ordinal)
    return Overview(rows=tuple(rows), after=None, total=total)


def _query(actor: Actor, wanted: Filter, today: date) -> _Query:
    newest = (
        select(func.max(StoredReview.sequence))
        .where(StoredReview.state == ReviewState.DONE)
        .group_by(StoredReview.document_id)
    )
    conditions = [
        StoredReview.sequence.in_(newest),
        listed_documents(actor, Right.READ_DOCUMENT),
        *_conditions(wanted, today),
    ]
    return (
        select(StoredFinding, StoredReview, StoredDocument, User.name, silenced(today).label("silenced"))
        .join(StoredReview, StoredReview.id == StoredFinding.review_id)
        .join(StoredDocument, StoredDocument.id == StoredReview.document_id)
        .outerjoin(User, User.id == StoredFinding.assignee_id)
        .where(*conditions)
    )


def _conditions(wanted: Filter, today: date) -> Iterator[ColumnElement[bool]]:
    for name in ("family", "severity", "rule"):
        value = getattr(wanted, name)
        if value:
            yield getattr(StoredFinding, name) == value
    # An exemption that is over decides nothing any more.
    lapsed = and_(StoredFinding.verdict == "exempted", StoredFinding.until < today)
    undecided = or_(StoredFinding.verdict.is_(None), StoredFinding.ask_again, lapsed)
    if wanted.verdict == "none":
        yield undecided & ~silenced(today)
    elif wanted.verdict == "ignored":
        yield silenced(today)
    elif wanted.verdict:
        yield and_(StoredFinding.verdict == wanted.verdict, ~StoredFinding.ask_again, ~_or_null(lapsed))
    doubtful = or_(StoredFinding.rule.startswith("classifier/"), StoredFinding.confidence < SURE_FROM)
    if wanted.certainty == Certainty.DOUBTFUL.value:
        yield doubtful
    elif wanted.certainty == Certainty.SURE.value:
        yield ~_or_null(doubtful)


def _or_null(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition, false where a column of it is empty: NULL is neither, and NOT NULL is NULL."""
    return func.coalesce(condition, False)


def _rows(
    session: Session,
    query: _Query,
    after: tuple[int, int] | None,
) -> Iterator[_Found]:
    if after is not None:
        later = and_(StoredReview.sequence == after[0], StoredFinding.ordinal > after[1])
        query = query.where(or_(StoredReview.sequence < after[0], later))
    ordered = query.order_by(StoredReview.sequence.desc(), StoredFinding.ordinal).limit(_MOST_SEARCHED)
    yield from session.execute(ordered)


def _has_words(finding: StoredFinding, review: StoredReview, words: str) -> bool:
    if not words:
        return True
    looked_through = (str(finding.masked.get("title", "")), finding.clause, finding.rule, review.name)
    return any(words.casefold() in text.casefold() for text in looked_through)


def _row(found: _Found, today: date) -> OverviewRow:
    finding, review, document, assignee, is_silenced = found
    lapsed = finding.verdict == "exempted" and finding.until is not None and finding.until < today
    open_again = finding.ask_again or lapsed
    doubtful = finding.rule.startswith("classifier/") or (
        finding.confidence is not None and finding.confidence < SURE_FROM
    )
    verdict = "ignored" if is_silenced else "again" if open_again else finding.verdict or "none"
    done = is_silenced or (finding.verdict and not open_again)
    return OverviewRow(
        address=f"/reviews/{review.id}#f-{finding.ordinal + 1}",
        title=str(finding.masked.get("title", finding.rule)),
        severity=finding.severity,
        clause=finding.clause,
        document=review.name,
        verdict=verdict,
        assignee=assignee or "",
        due=None if done else due_of(finding.due_on or document.due_on, today),
        doubtful=doubtful,
    )

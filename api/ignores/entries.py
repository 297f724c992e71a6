"""Making, ending and resuming entries of ignore lists, and finding what they concern."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from api.access import listed_documents
from api.accounts.rights import Reach, Right, reach
from api.accounts.roles import Actor
from api.ignores.standing import active
from api.problems import Problem
from api.store.audit_log import Act, log_act
from api.store.base import utc_now
from api.store.documents import StoredDocument
from api.store.ignores import IgnoredFinding, IgnoreEntry, IgnoreScope
from api.store.reviews import StoredFinding, StoredReview
from reviewer.finding import Finding
from reviewer.language.fold import fold

MOST_DAYS = 730


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants not to be reported.

    Attributes:
        whole_rule: Whatever the wording; False = this wording alone.
        expires_on: Last day.
    """

    scope: IgnoreScope
    whole_rule: bool
    reason: str
    expires_on: date


def add_entry(
    session: Session, actor: Actor, finding: StoredFinding, wish: Wish, today: date
) -> tuple[IgnoreEntry, tuple[str, ...]]:
    """Make an entry from a finding, within the caller's transaction; with it, the findings it concerns.

    Raises:
        Problem: 422, the last day or the scope cannot be; 403, the unit is not the actor's.
    """
    _require_day(wish.expires_on, today)
    review = session.scalars(select(StoredReview).where(StoredReview.id == finding.review_id)).one()
    document = session.get_one(StoredDocument, review.document_id)
    word = None if wish.whole_rule or wish.scope is IgnoreScope.PLACE else str(finding.content["quote"])
    if wish.scope is IgnoreScope.UNIT:
        _require_unit(actor, document, finding, word)
    entry = IgnoreEntry(
        scope=wish.scope.value,
        rule=finding.rule,
        title=str(finding.content.get("title", ""))[:200],
        word=word,
        shown="" if wish.whole_rule and wish.scope is not IgnoreScope.PLACE else str(finding.masked["quote"]),
        fingerprint=finding.fingerprint if wish.scope is IgnoreScope.PLACE else None,
        document_id=None if wish.scope is IgnoreScope.UNIT else document.id,
        review_id=review.id,
        unit=document.unit,
        reason=wish.reason,
        author_id=actor.id,
        author=actor.name,
        expires_on=wish.expires_on,
    )
    session.add(entry)
    session.flush()
    concerned = link_stored(session, entry)
    _log(session, actor, "ignore.added", entry)
    return entry, concerned


def set_ended(session: Session, actor: Actor, entry: IgnoreEntry, *, ended: bool) -> tuple[str, ...]:
    """End an entry, or take its ending back; the findings that it concerns."""
    if ended == (entry.ended_at is not None):
        return _concerned(session, entry)
    entry.ended_at, entry.ended_by = (utc_now(), actor.name) if ended else (None, "")
    session.flush()
    if not ended:
        link_stored(session, entry)
    _log(session, actor, "ignore.ended" if ended else "ignore.resumed", entry)
    return _concerned(session, entry)


def link_stored(session: Session, entry: IgnoreEntry) -> tuple[str, ...]:
    """Tell an entry which stored findings it concerns; what is signed off stays as it is."""
    query = (
        select(StoredFinding)
        .join(StoredReview, StoredReview.id == StoredFinding.review_id)
        .join(StoredDocument, StoredDocument.id == StoredReview.document_id)
        .where(StoredFinding.rule == entry.rule, StoredReview.signed_at.is_(None), _within(entry))
        .order_by(StoredFinding.review_id, StoredFinding.ordinal)
    )
    known = set(_concerned(session, entry))
    concerned = [
        finding.id
        for finding in session.scalars(query)
        if _concerns(entry, finding.rule, (finding.fingerprint,), str(finding.content["quote"]))
    ]
    session.add_all(
        IgnoredFinding(entry_id=entry.id, finding_id=finding) for finding in concerned if finding not in known
    )
    session.flush()
    return tuple(concerned)


def link_review(session: Session, stored: StoredReview, findings: Sequence[Finding], today: date) -> None:
    """Tell the entries at work which findings of a review that was just made they concern."""
    entries = _entries_for(session, stored, today)
    session.add_all(
        IgnoredFinding(entry_id=entry.id, finding_id=f"{stored.id}.{ordinal}")
        for ordinal, finding in enumerate(findings)
        for entry in entries
        if _concerns(entry, finding.rule, (finding.fingerprint, *finding.formerly), finding.quote)
    )


def link_anew(session: Session, stored: StoredReview, today: date) -> None:
    """Tell the entries at work of a review that is open again after its sign-off."""
    for entry in _entries_for(session, stored, today):
        link_stored(session, entry)


def visible_entries(actor: Actor) -> ColumnElement[bool]:
    """The condition on `IgnoreEntry` for lists: what concerns documents that the actor may see."""
    given = reach(actor, Right.LIST_DOCUMENTS)
    listed = select(StoredDocument.id).where(listed_documents(actor))
    unit = IgnoreEntry.scope == IgnoreScope.UNIT.value
    if given is not Reach.ALL:
        unit = unit & (IgnoreEntry.unit == actor.unit if actor.unit else false())
    return or_(unit, IgnoreEntry.document_id.in_(listed))


def may_end(actor: Actor, entry: IgnoreEntry) -> bool:
    """Whether the page offers the ending; the gate judges by the same."""
    given = reach(actor, Right.DECIDE)
    if given is Reach.ALL:
        return True
    own = actor.id is not None and actor.id == entry.author_id
    return given is Reach.UNIT and (own or (bool(actor.unit) and actor.unit == entry.unit))


def _entries_for(session: Session, stored: StoredReview, today: date) -> Sequence[IgnoreEntry]:
    """The entries at work that may concern findings of a review."""
    document = session.get_one(StoredDocument, stored.document_id)
    own = IgnoreEntry.document_id == document.id
    unit = (IgnoreEntry.scope == IgnoreScope.UNIT.value) & _same_unit(document.unit)
    return session.scalars(select(IgnoreEntry).where(active(today), or_(own, unit))).all()


def _require_day(expires_on: date, today: date) -> None:
    if not today <= expires_on <= today + timedelta(days=MOST_DAYS):
        detail = f"请写明不报到哪一天为止：今天以后，最长 {MOST_DAYS} 天"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "bad_expiry", detail)


def _require_unit(actor: Actor, document: StoredDocument, finding: StoredFinding, word: str | None) -> None:
    if reach(actor, Right.DECIDE) is not Reach.ALL and (not actor.unit or actor.unit != document.unit):
        detail = "这份文件属于其他单位，只能在此处或者本文件不报"
        raise Problem(HTTPStatus.FORBIDDEN, "other_unit", detail)
    if word is not None and finding.masked["quote"] != finding.content["quote"]:
        detail = "这处文字含个人信息，不能列入本单位的名单；可以选此处、本文件，或者本单位不报这条规则"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "personal_word", detail)


def _concerns(entry: IgnoreEntry, rule: str, fingerprints: Iterable[str], quote: str) -> bool:
    if rule != entry.rule:
        return False
    if entry.fingerprint is not None:
        return entry.fingerprint in fingerprints
    return entry.word is None or _folded(entry.word) == _folded(quote)


def _folded(text: str) -> str:
    return fold(text).text


def _within(entry: IgnoreEntry) -> ColumnElement[bool]:
    if entry.document_id is not None:
        return StoredDocument.id == entry.document_id
    return StoredDocument.unit == entry.unit if entry.unit else StoredDocument.unit.is_(None)


def _same_unit(unit: str | None) -> ColumnElement[bool]:
    return IgnoreEntry.unit == unit if unit else IgnoreEntry.unit.is_(None)


def _concerned(session: Session, entry: IgnoreEntry) -> tuple[str, ...]:
    query = select(IgnoredFinding.finding_id).where(IgnoredFinding.entry_id == entry.id)
    return tuple(session.scalars(query.order_by(IgnoredFinding.finding_id)))


def _log(session: Session, actor: Actor, act: str, entry: IgnoreEntry) -> None:
    """Without the words: the log holds no text of documents."""
    details = {
        "scope": entry.scope,
        "rule": entry.rule,
        "whole_rule": entry.word is None and entry.fingerprint is None,
        "expires_on": entry.expires_on.isoformat(),
    }
    subject = f"ignore:{entry.id}"
    log_act(session, Act(act=act, subject=subject, actor_id=actor.id, actor=actor.name, details=details))

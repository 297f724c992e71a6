"""Classes of retention (保存期限), what an administrator set for them, and which documents are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from api.store.access import RetentionRule
from api.store.documents import StoredDocument, Version
from api.store.reviews import Comment, StoredFinding, StoredReview

DEFAULT, SIGNED, DELETED = "default", "signed", "deleted"
# What a person can put a document into; the other classes follow from what was done with it.
CHOSEN = ("sensitive", "permanent")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionClass:
    """A class of documents.

    Attributes:
        name: As `StoredDocument.retention_class` has it.
        label: In Chinese.
        days: Days since the last act on the document; None keeps it for good.
    """

    name: str
    label: str
    days: int | None


# What was signed off is kept ten years where nobody decides otherwise (定期 10 年, 文书档案保管期限规定).
CLASSES = {
    known.name: known
    for known in (
        RetentionClass(name=DEFAULT, label="未签发的文件", days=730),
        RetentionClass(name=SIGNED, label="已签发的文件", days=3650),
        RetentionClass(name="sensitive", label="含敏感内容、须尽快清除的文件", days=90),
        RetentionClass(name="permanent", label="长期保存的文件", days=None),
        RetentionClass(name=DELETED, label="已删除、可恢复的文件", days=30),
    )
}


def retention_classes(session: Session) -> list[RetentionClass]:
    """All classes with the days that are in force."""
    rules = {rule.retention_class: rule.days for rule in session.scalars(select(RetentionRule))}
    return [
        RetentionClass(name=known.name, label=known.label, days=rules.get(known.name, known.days))
        for known in CLASSES.values()
    ]


def set_days(session: Session, name: str, days: int | None, now: datetime) -> RetentionClass:
    """Set how long a class is kept.

    Raises:
        KeyError: There is no such class.
    """
    known = CLASSES[name]
    session.merge(RetentionRule(retention_class=name, days=days, changed_at=now))
    return RetentionClass(name=name, label=known.label, days=days)


def due_documents(session: Session, now: datetime) -> Sequence[str]:
    """Ids of documents whose time is over."""
    conditions = []
    for known in retention_classes(session):
        if known.days is None:
            continue
        before = now - timedelta(days=known.days)
        if known.name == DELETED:
            conditions.append(StoredDocument.deleted_at < before)
        else:
            of_class = _class_in_force() == known.name
            conditions.append(of_class & StoredDocument.deleted_at.is_(None) & _untouched_since(before))
    return session.scalars(
        select(StoredDocument.id).where(or_(*conditions)).order_by(StoredDocument.id)
    ).all()


def _class_in_force() -> ColumnElement[str]:
    """A document that nobody put into a class is kept longer once it was signed off."""
    signed = exists().where(
        StoredReview.document_id == StoredDocument.id, StoredReview.signed_at.is_not(None)
    )
    chosen = StoredDocument.retention_class.in_(CHOSEN)
    return case((chosen, StoredDocument.retention_class), (signed, literal(SIGNED)), else_=literal(DEFAULT))


def _untouched_since(before: datetime) -> ColumnElement[bool]:
    """Nothing was uploaded, reviewed, decided, said or signed since."""
    own_findings = (
        select(StoredFinding.id)
        .join(StoredReview, StoredReview.id == StoredFinding.review_id)
        .where(StoredReview.document_id == StoredDocument.id)
        .correlate(StoredDocument)
    )
    acts: tuple[Select[datetime | None], ...] = (
        select(func.max(Version.created_at)).where(Version.document_id == StoredDocument.id),
        select(func.max(StoredReview.created_at)).where(StoredReview.document_id == StoredDocument.id),
        select(func.max(StoredReview.signed_at)).where(StoredReview.document_id == StoredDocument.id),
        select(func.max(StoredFinding.decided_at)).where(StoredFinding.id.in_(own_findings)),
        select(func.max(Comment.created_at)).where(Comment.finding_id.in_(own_findings)),
    )
    quiet = StoredDocument.created_at < before
    for latest in acts:
        moment = latest.correlate(StoredDocument).scalar_subquery()
        quiet = quiet & or_(moment.is_(None), moment < before)
    return quiet

"""A stored review made ready for its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.people import list_users
from api.accounts.rights import Reach, Right, reach
from api.accounts.roles import Actor
from api.pages.cards import Card, Standing, cards_of
from api.pages.permissions import may
from api.pages.queries import missing_materials, standings_of
from api.pages.review_page import Colleague, ReviewHead
from api.pages.working_days import due_of
from api.problems import Problem
from api.store.archive import find_result, load_reviewed
from api.store.database import Database
from api.store.documents import StoredDocument, Version
from api.store.files import FileStore, MissingFile
from api.store.reviews import ReviewState, StoredReview
from reviewer.exporters.entry import Reviewed

_MATERIAL_NAMES = {"draft": "草案", "explanation": "起草说明", "preliminary_opinion": "初审意见"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffState:
    """What a person concluded so far."""

    signed: bool
    conclusion: str
    text: str
    signer: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedReview:
    """A review with all that its pages need.

    Attributes:
        reviewed: None unless it is done.
    """

    head: ReviewHead
    state: ReviewState
    digest: str
    sign_off: SignOffState
    reviewed: Reviewed | None
    cards: tuple[Card, ...]


def load_review(
    database: Database, files: FileStore, review_id: str, actor: Actor, today: date
) -> LoadedReview:
    """The review of an id.

    Raises:
        Problem: There is none, or retention has taken its document.
    """
    with database.reading() as session:
        found = _find(session, review_id)
        head = _head(session, actor, found, today)
        result = find_result(session, review_id)
        standings = standings_of(session, review_id, today)
    reviewed = None
    if result is not None:
        try:
            reviewed = load_reviewed(result, files)
        except MissingFile as error:
            detail = "文件已按保存期限清除，只保留了记录，无法再显示全文"
            raise Problem(HTTPStatus.GONE, "document_gone", detail) from error
    return LoadedReview(
        head=head,
        state=ReviewState(found[0].state),
        digest=found[2].digest,
        sign_off=_sign_off(found[0]),
        reviewed=reviewed,
        cards=_cards(reviewed, standings) if reviewed else (),
    )


_Found = tuple[StoredReview, StoredDocument, Version]


def _find(session: Session, review_id: str) -> _Found:
    query = (
        select(StoredReview, StoredDocument, Version)
        .join(StoredDocument, StoredDocument.id == StoredReview.document_id)
        .join(Version, Version.id == StoredReview.version_id)
        .where(StoredReview.id == review_id, StoredDocument.deleted_at.is_(None))
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_review", "没有这次审查，或者结果已不再保存，请重新提交文件")
    return row[0], row[1], row[2]


def _head(session: Session, actor: Actor, found: _Found, today: date) -> ReviewHead:
    stored, document, version = found
    numbers = select(Version.number).where(Version.document_id == document.id).order_by(Version.number)
    missing = missing_materials(session, document)
    may_decide = may(session, actor, Right.DECIDE, "review_id", stored.id)
    return ReviewHead(
        id=stored.id,
        document_id=document.id,
        name=version.name,
        version=version.number,
        versions=tuple(session.scalars(numbers)),
        error=stored.error or "",
        signed=stored.signed_at is not None,
        due=None if stored.signed_at else due_of(document.due_on, today),
        missing_parts="、".join(_MATERIAL_NAMES[part.value] for part in missing),
        may_decide=may_decide,
        may_ask=may(session, actor, Right.ASK_EXCEPTION, "review_id", stored.id),
        may_submit=may(session, actor, Right.SUBMIT, "review_id", stored.id),
        me=actor.id or "",
        my_name=actor.name if actor.id else "",
        colleagues=_colleagues(session, actor) if may_decide else (),
    )


def _colleagues(session: Session, actor: Actor) -> tuple[Colleague, ...]:
    reached = reach(actor, Right.LIST_COLLEAGUES)
    if actor.id is None or reached is Reach.NONE:
        return ()
    users = list_users(session, None if reached is Reach.ALL else actor.unit)
    return tuple(
        Colleague(id=user.id, name=user.display_name or user.name) for user in users if not user.disabled
    )


def _sign_off(stored: StoredReview) -> SignOffState:
    return SignOffState(
        signed=stored.signed_at is not None,
        conclusion=stored.conclusion or "",
        text=stored.conclusion_text,
        signer=stored.signer,
        at=stored.signed_at,
    )


def _cards(reviewed: Reviewed, standings: dict[int, tuple[str, Standing]]) -> tuple[Card, ...]:
    unknown = ("", Standing())
    findings = [
        (identity, finding, standing)
        for ordinal, finding in enumerate(reviewed.report.findings)
        for identity, standing in [standings.get(ordinal, unknown)]
    ]
    return cards_of(reviewed.document, findings)

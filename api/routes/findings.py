"""``/api/v1/findings``: decide, discuss and assign a finding, ask for an exception and grant it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, Path, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access import find_finding, find_review, today_of
from api.decisions import Ruling, decide, refuse_signed
from api.dependencies import ActorDep, DatabaseDep, MaskedDep, SettingsDep
from api.idempotency import IdempotentRoute
from api.ignores.standing import entries_of, words_of
from api.paging import Cursor, PageSize, decode_cursor, encode_cursor
from api.problems import Problem
from api.routes.answers import PROBLEMS
from api.store.base import utc_now
from api.store.people import User
from api.store.reviews import Assignment, Comment, StoredFinding
from api.views.findings import (
    CommentChange,
    CommentPage,
    CommentView,
    DecisionChange,
    FindingView,
    NewAssignment,
    NewComment,
    finding_view,
)

router = APIRouter(
    prefix="/api/v1/findings", tags=["findings"], route_class=IdempotentRoute, responses=PROBLEMS
)

FindingId = Annotated[str, Path(max_length=64, description="审查发现的编号")]
CommentId = Annotated[str, Path(max_length=64, description="留言的编号")]
IfMatch = Annotated[str | None, Header(max_length=200, description="上次读到的 ETag；已被他人改动则 412")]


@router.get("/{finding_id}", summary="查看一条审查发现")
def get_finding(
    finding_id: FindingId, database: DatabaseDep, settings: SettingsDep, masked: MaskedDep, response: Response
) -> FindingView:
    """A finding, and what was decided about it; its ETag counts the changes."""
    today = today_of(settings)
    with database.reading() as session:
        finding = find_finding(session, finding_id)
        entry = entries_of(session, finding.review_id, today).get(finding_id)
    response.headers["ETag"] = etag(finding)
    return finding_view(finding, today, masked=masked, ignored=words_of(entry) if entry else None)


@router.patch("/{finding_id}", summary="作出决定：采纳、不采纳、暂缓、适用例外")
def patch_finding(
    finding_id: FindingId,
    body: DecisionChange,
    database: DatabaseDep,
    settings: SettingsDep,
    actor: ActorDep,
    response: Response,
    if_match: IfMatch = None,
) -> FindingView:
    """Decide one finding; with ``If-Match`` only while nobody else has changed it."""
    ruling = Ruling(verdict=body.verdict, reason=body.reason, reason_code=body.reason_code, until=body.until)
    _require_match(settings, if_match)
    with changing(database, finding_id, if_match) as (session, finding):
        decide(session, actor, [finding], ruling)
    response.headers["ETag"] = etag(finding)
    return finding_view(finding, today_of(settings))


@router.put("/{finding_id}/assignment", summary="指定承办人和期限")
def put_assignment(
    finding_id: FindingId,
    body: NewAssignment,
    database: DatabaseDep,
    settings: SettingsDep,
    actor: ActorDep,
    response: Response,
    if_match: IfMatch = None,
) -> FindingView:
    """Give a finding to somebody, or put it back (``assignee`` null)."""
    _require_match(settings, if_match)
    with changing(database, finding_id, if_match) as (session, finding):
        if body.assignee is not None and session.get(User, body.assignee) is None:
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "no_user", "没有这个账户，不能指定为承办人")
        finding.assignee_id, finding.due_on = body.assignee, body.due_on
        finding.revision += 1
        session.add(
            Assignment(
                finding_id=finding.id, assignee_id=body.assignee, assigned_by=actor.id, due_on=body.due_on
            )
        )
    response.headers["ETag"] = etag(finding)
    return finding_view(finding, today_of(settings))


@router.get("/{finding_id}/comments", summary="列出留言")
def get_comments(
    finding_id: FindingId, database: DatabaseDep, cursor: Cursor = None, page_size: PageSize = 100
) -> CommentPage:
    """What was said about a finding, oldest first."""
    with database.reading() as session:
        find_finding(session, finding_id)
        query = (
            select(Comment)
            .where(Comment.finding_id == finding_id, Comment.sequence > decode_cursor(cursor, 0))
            .order_by(Comment.sequence)
            .limit(page_size + 1)
        )
        rows = session.scalars(query).all()
    more = encode_cursor(rows[page_size - 1].sequence) if len(rows) > page_size else None
    return CommentPage(items=[CommentView.of(row) for row in rows[:page_size]], next=more)


@router.post("/{finding_id}/comments", summary="留言", status_code=HTTPStatus.CREATED)
def post_comment(
    finding_id: FindingId, body: NewComment, database: DatabaseDep, actor: ActorDep
) -> CommentView:
    """Say something about a finding."""
    with database.writing() as session:
        find_finding(session, finding_id)
        comment = Comment(finding_id=finding_id, author_id=actor.id, author=actor.name, text=body.text)
        session.add(comment)
        session.flush()
    return CommentView.of(comment)


@router.patch("/{finding_id}/comments/{comment_id}", summary="标明留言是否已解决")
def patch_comment(
    finding_id: FindingId, comment_id: CommentId, body: CommentChange, database: DatabaseDep
) -> CommentView:
    """Resolve a comment, or open it again."""
    with database.writing() as session:
        find_finding(session, finding_id)
        query = select(Comment).where(Comment.id == comment_id, Comment.finding_id == finding_id)
        comment = session.scalars(query).one_or_none()
        if comment is None:
            raise Problem(HTTPStatus.NOT_FOUND, "no_comment", "没有这条留言")
        comment.resolved_at = utc_now() if body.resolved else None
    return CommentView.of(comment)


# --- shared with exceptions ---------------------------------------------------------------------


def etag(finding: StoredFinding) -> str:
    """The entity tag of a finding."""
    return f'"{finding.revision}"'


@contextmanager
def changing(
    database: DatabaseDep, finding_id: str, if_match: str | None = None
) -> Iterator[tuple[Session, StoredFinding]]:
    """A transaction in which nobody else changes the finding.

    Raises:
        Problem: 404, there is none; 409, the review is signed off; 412, it was changed meanwhile.
    """
    with database.writing() as session:
        finding = find_finding(session, finding_id, lock=True)
        refuse_signed(find_review(session, finding.review_id))
        if if_match is not None and not _matches(if_match, etag(finding)):
            who = f"（{finding.decider}）" if finding.decider else ""
            detail = f"这条审查发现已被他人{who}改动，请刷新后再决定"
            raise Problem(
                HTTPStatus.PRECONDITION_FAILED, "changed_meanwhile", detail, {"ETag": etag(finding)}
            )
        yield session, finding


def _require_match(settings: SettingsDep, if_match: str | None) -> None:
    """Where the office wants it, nobody changes what they have not read.

    Raises:
        Problem: 428, the request does not say which state it changes.
    """
    if if_match is None and settings.office.strict_writes:
        detail = "请在 If-Match 中写明上次读到的 ETag，以免覆盖他人的改动"
        raise Problem(HTTPStatus.PRECONDITION_REQUIRED, "precondition_required", detail)


def _matches(if_match: str, tag: str) -> bool:
    given = [item.strip().removeprefix("W/") for item in if_match.split(",")]
    return "*" in given or tag in given

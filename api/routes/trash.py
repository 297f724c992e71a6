"""``/api/v1/trash``: deleted documents, to be restored or erased at once, until retention erases them."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.rights import Reach, Right, reach
from api.dependencies import ActorDep, DatabaseDep, ServiceDep
from api.problems import Problem
from api.retention.classes import DELETED, retention_classes
from api.retention.erase import erase_document
from api.routes.answers import PROBLEMS
from api.store.audit_log import Act, log_act
from api.store.documents import StoredDocument

router = APIRouter(prefix="/api/v1/trash", tags=["documents"], responses=PROBLEMS)

DeletedId = Annotated[str, Path(max_length=64, description="已删除文件的编号")]
_MOST = 500


class DeletedView(BaseModel):
    """A deleted document."""

    id: str
    name: str
    deleted_at: datetime
    erased_after: datetime | None = Field(description="此后彻底清除；null 表示未设期限")


class DeletedPage(BaseModel):
    """Deleted documents, the latest first."""

    items: list[DeletedView]
    next: str | None = None


@router.get("", summary="列出已删除、可恢复的文件")
def get_trash(actor: ActorDep, database: DatabaseDep) -> DeletedPage:
    """One's own; everybody's for administrators."""
    query = select(StoredDocument).where(StoredDocument.deleted_at.is_not(None))
    if reach(actor, Right.DELETE_DOCUMENT) is not Reach.ALL:
        query = query.where(StoredDocument.owner_id == actor.id)
    with database.reading() as session:
        days = next(known.days for known in retention_classes(session) if known.name == DELETED)
        rows = session.scalars(query.order_by(StoredDocument.deleted_at.desc()).limit(_MOST)).all()
    return DeletedPage(
        items=[
            DeletedView(
                id=row.id,
                name=row.name,
                deleted_at=row.deleted_at,
                erased_after=None if days is None else row.deleted_at + timedelta(days=days),
            )
            for row in rows
            if row.deleted_at is not None
        ]
    )


@router.post("/{deleted_id}/restore", summary="恢复已删除的文件", status_code=HTTPStatus.NO_CONTENT)
def post_restore(deleted_id: DeletedId, actor: ActorDep, database: DatabaseDep) -> None:
    """Everything about the document is as it was."""
    with database.writing() as session:
        _require(session, deleted_id).deleted_at = None
        subject = f"document:{deleted_id}"
        log_act(session, Act(act="document.restored", subject=subject, actor_id=actor.id, actor=actor.name))


@router.delete("/{deleted_id}", summary="立即彻底清除已删除的文件", status_code=HTTPStatus.NO_CONTENT)
def delete_for_good(deleted_id: DeletedId, actor: ActorDep, service: ServiceDep) -> None:
    """Erase it now: rows in this request, files by the next free worker. It cannot be undone."""
    with service.database.writing() as session:
        _require(session, deleted_id)
        erase_document(session, deleted_id, why="asked", by=actor)
    service.pool.wake()


def _require(session: Session, document_id: str) -> StoredDocument:
    document = session.get(StoredDocument, document_id)
    if document is None or document.deleted_at is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_document", "没有这份已删除的文件，或者已经彻底清除")
    return document

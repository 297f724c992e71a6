"""``/api/v1/documents/{id}/viewed``: which clauses the caller has read, until their words change."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from api.access import find_document
from api.dependencies import ActorDep, DatabaseDep
from api.problems import Problem
from api.routes.answers import PROBLEMS
from api.routes.documents import DocumentId
from api.store.marks import ViewedClause

router = APIRouter(prefix="/api/v1/documents", tags=["documents"], responses=PROBLEMS)

Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="条款文字（去掉空白）的 sha256")]
# A reader cannot fill the table: no document has so many clauses.
_MOST = 20_000


class ViewedClauses(BaseModel):
    """Clauses that the caller has read, by the sha256 of their words without blanks."""

    items: list[str] = Field(description="条款文字（去掉空白）的 sha256")
    next: str | None = None


@router.get("/{document_id}/viewed", summary="列出本人已阅的条款")
def get_viewed(document_id: DocumentId, actor: ActorDep, database: DatabaseDep) -> ViewedClauses:
    """Marks of all versions: a clause whose words stayed is read in the next version too."""
    query = select(ViewedClause.digest).where(
        ViewedClause.document_id == document_id, ViewedClause.caller == (actor.id or "")
    )
    with database.reading() as session:
        find_document(session, document_id)
        return ViewedClauses(items=sorted(session.scalars(query)))


@router.put("/{document_id}/viewed/{digest}", summary="标明一条已阅", status_code=HTTPStatus.NO_CONTENT)
def put_viewed(document_id: DocumentId, digest: Digest, actor: ActorDep, database: DatabaseDep) -> None:
    """The caller has read the clause; saying it again changes nothing."""
    mine = (ViewedClause.document_id == document_id) & (ViewedClause.caller == (actor.id or ""))
    # Said twice at once: the other request has made the mark.
    with suppress(IntegrityError), database.writing() as session:
        find_document(session, document_id)
        if (session.scalar(select(func.count()).select_from(ViewedClause).where(mine)) or 0) >= _MOST:
            raise Problem(HTTPStatus.CONFLICT, "too_many_marks", "这份文件的已阅标记过多")
        session.merge(ViewedClause(document_id=document_id, caller=actor.id or "", digest=digest))


@router.delete("/{document_id}/viewed/{digest}", summary="取消已阅标记", status_code=HTTPStatus.NO_CONTENT)
def delete_viewed(document_id: DocumentId, digest: Digest, actor: ActorDep, database: DatabaseDep) -> None:
    """Take the mark back; silent where there is none."""
    with database.writing() as session:
        find_document(session, document_id)
        mark = session.get(ViewedClause, (document_id, actor.id or "", digest))
        if mark is not None:
            session.delete(mark)

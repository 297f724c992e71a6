"""The page of ignore lists: what is not reported where, why, by whom, until when."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy import select

from api.access import today_of
from api.dependencies import ActorDep, DatabaseDep, SettingsDep
from api.ignores.entries import may_end, visible_entries
from api.pages.frame import render
from api.store.documents import StoredDocument
from api.store.ignores import IgnoreEntry
from api.views.ignores import IgnoreEntryView, IgnoreState

router = APIRouter(include_in_schema=False)

_MOST = 500


@router.get("/ignore-list")
def ignore_list(request: Request, actor: ActorDep, database: DatabaseDep, settings: SettingsDep) -> Response:
    """Those at work first, then what is over."""
    query = (
        select(IgnoreEntry, StoredDocument.name)
        .outerjoin(StoredDocument, StoredDocument.id == IgnoreEntry.document_id)
        .where(visible_entries(actor))
        .order_by(IgnoreEntry.sequence.desc())
        .limit(_MOST)
    )
    today = today_of(settings)
    with database.reading() as session:
        rows = [
            (IgnoreEntryView.of(entry, today), name or "", may_end(actor, entry))
            for entry, name in session.execute(query)
        ]
    groups = tuple(
        (name, tuple(row for row in rows if (row[0].state is IgnoreState.ACTIVE) == at_work))
        for name, at_work in (("active", True), ("over", False))
    )
    return render(request, "ignore_list.html", {"groups": groups, "here": "rules"})

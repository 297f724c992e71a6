"""Ignore lists (不报): made from a finding, listed with scope, author and last day, ended and resumed."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access import today_of
from api.dependencies import ActorDep, DatabaseDep, SettingsDep
from api.idempotency import IdempotentRoute
from api.ignores.entries import Wish, add_entry, set_ended, visible_entries
from api.paging import Cursor, PageSize, decode_cursor, encode_cursor
from api.problems import Problem
from api.routes.answers import PROBLEMS
from api.routes.findings import FindingId, changing
from api.store.ignores import IgnoreEntry
from api.views.ignores import (
    IgnoreChange,
    IgnoreEntryPage,
    IgnoreEntryView,
    IgnoreSubject,
    NewIgnoreEntry,
)

router = APIRouter(prefix="/api/v1", tags=["ignore-entries"], route_class=IdempotentRoute, responses=PROBLEMS)

EntryId = Annotated[str, Path(max_length=64, description="名单中一项的编号")]


@router.get("/ignore-entries", summary="列出忽略名单，最新的在前")
def get_ignore_entries(
    database: DatabaseDep,
    settings: SettingsDep,
    actor: ActorDep,
    cursor: Cursor = None,
    page_size: PageSize = 100,
) -> IgnoreEntryPage:
    """What concerns documents that the caller may see; ended and expired ones too."""
    before = decode_cursor(cursor, 2**62)
    query = (
        select(IgnoreEntry)
        .where(visible_entries(actor), IgnoreEntry.sequence < before)
        .order_by(IgnoreEntry.sequence.desc())
        .limit(page_size + 1)
    )
    today = today_of(settings)
    with database.reading() as session:
        rows = session.scalars(query).all()
    more = encode_cursor(rows[page_size - 1].sequence) if len(rows) > page_size else None
    return IgnoreEntryPage(items=[IgnoreEntryView.of(row, today) for row in rows[:page_size]], next=more)


@router.post(
    "/findings/{finding_id}/ignore-entries",
    summary="此处、本文件或者本单位不报",
    status_code=HTTPStatus.CREATED,
)
def post_ignore_entry(
    finding_id: FindingId,
    body: NewIgnoreEntry,
    database: DatabaseDep,
    settings: SettingsDep,
    actor: ActorDep,
) -> IgnoreEntryView:
    """The findings concerned stay in the report, among what was dismissed, with this reason."""
    today = today_of(settings)
    wish = Wish(
        scope=body.scope,
        whole_rule=body.subject is IgnoreSubject.RULE,
        reason=body.reason,
        expires_on=body.expires_on,
    )
    with changing(database, finding_id) as (session, finding):
        entry, findings = add_entry(session, actor, finding, wish, today)
    return IgnoreEntryView.of(entry, today, findings)


@router.patch("/ignore-entries/{entry_id}", summary="结束名单中的一项，或者恢复")
def patch_ignore_entry(
    entry_id: EntryId, body: IgnoreChange, database: DatabaseDep, settings: SettingsDep, actor: ActorDep
) -> IgnoreEntryView:
    """What it silenced is open again at once."""
    with database.writing() as session:
        entry = _find(session, entry_id)
        findings = set_ended(session, actor, entry, ended=body.ended)
    return IgnoreEntryView.of(entry, today_of(settings), findings)


def _find(session: Session, entry_id: str) -> IgnoreEntry:
    entry = session.scalars(
        select(IgnoreEntry).where(IgnoreEntry.id == entry_id).with_for_update()
    ).one_or_none()
    if entry is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_entry", "忽略名单中没有这一项，或者您无权查看")
    return entry

"""``/api/v1/audit-log``: who did what, for auditors and administrators."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from api.accounts.log_reading import LogFilter, check_log, export_csv, export_jsonl, read_log
from api.dependencies import ActorDep, DatabaseDep
from api.problems import Problem
from api.store.audit_log import Act, LogEntry, log_act

router = APIRouter(prefix="/api/v1/audit-log", tags=["audit log"])

_LARGEST_PAGE = 500
_LARGEST_SEQUENCE = (1 << 63) - 1


class LogView(BaseModel):
    """One entry of the log."""

    sequence: int
    at: datetime
    actor_id: str | None
    actor: str
    act: str = Field(description="行为", examples=["finding.decided"])
    subject: str = Field(description="对象", examples=["document:Yx0…"])
    details: dict[str, Any]
    seal: str = Field(description="校验值：覆盖本条和前一条的校验值")


class LogPage(BaseModel):
    """Entries, newest first."""

    items: list[LogView]
    next: str | None = None


class CheckView(BaseModel):
    """Whether the chain of the log is whole."""

    intact: bool
    entries: int
    last_sequence: int
    head: str = Field(description="最后一条的校验值。请记在本系统之外，下次核对时一并给出")
    broken_at: int | None
    problem: str


class LogFormat(StrEnum):
    """How the log is exported."""

    CSV = "csv"
    JSONL = "jsonl"


def _filter(
    *,
    actor: Annotated[str | None, Query(max_length=100, description="用户名")] = None,
    act: Annotated[str | None, Query(max_length=60, description="行为名称的开头")] = None,
    subject: Annotated[str | None, Query(max_length=100, description="对象")] = None,
    since: Annotated[datetime | None, Query(description="起始时间")] = None,
    until: Annotated[datetime | None, Query(description="截止时间（不含）")] = None,
) -> LogFilter:
    return LogFilter(actor=actor, act=act, subject=subject, since=_aware(since), until=_aware(until))


FilterDep = Annotated[LogFilter, Depends(_filter)]


@router.get("", summary="查阅操作日志")
def get_log(
    database: DatabaseDep,
    wanted: FilterDep,
    *,
    cursor: Annotated[str | None, Query(max_length=20, description="上一页给出的 next")] = None,
    page_size: Annotated[int, Query(ge=1, le=_LARGEST_PAGE)] = 100,
) -> LogPage:
    """Entries, newest first."""
    before = _cursor(cursor)
    with database.reading() as session:
        rows = read_log(session, wanted, before=before, count=page_size + 1)
    shown = rows[:page_size]
    following = str(shown[-1].sequence) if len(rows) > page_size else None
    return LogPage(items=[_view(row) for row in shown], next=following)


@router.get(
    "/export",
    summary="导出操作日志",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}, "application/x-ndjson": {}}}},
)
def get_export(
    actor: ActorDep,
    database: DatabaseDep,
    wanted: FilterDep,
    *,
    log_format: Annotated[LogFormat, Query(alias="format", description="csv 或 jsonl")] = LogFormat.CSV,
) -> StreamingResponse:
    """The log as a file; that it was taken stands in the log too."""
    with database.writing() as session:
        details = {"format": log_format.value}
        log_act(
            session,
            Act(
                act="log.exported", subject="audit-log", actor_id=actor.id, actor=actor.name, details=details
            ),
        )
    is_table = log_format is LogFormat.CSV
    content = export_csv(database, wanted) if is_table else export_jsonl(database, wanted)
    disposition = f'attachment; filename="audit-log.{log_format.value}"'
    media_type = "text/csv; charset=utf-8" if is_table else "application/x-ndjson"
    return StreamingResponse(content, media_type=media_type, headers={"Content-Disposition": disposition})


@router.get("/verification", summary="核对操作日志是否被改动")
def get_verification(
    database: DatabaseDep,
    *,
    sequence: Annotated[
        int | None, Query(ge=1, le=_LARGEST_SEQUENCE, description="此前记下的最后一条的序号")
    ] = None,
    seal: Annotated[str | None, Query(max_length=64, description="此前记下的校验值")] = None,
) -> CheckView:
    """Check every seal, and the end of the log against what was noted earlier."""
    if (sequence is None) != (seal is None):
        detail = "序号和校验值要一并给出"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_request", detail)
    check = check_log(database, noted_sequence=sequence, noted_seal=seal)
    return CheckView(
        intact=check.intact,
        entries=check.entries,
        last_sequence=check.last_sequence,
        head=check.head,
        broken_at=check.broken_at,
        problem=check.problem,
    )


def _cursor(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    if not cursor.isascii() or not cursor.isdigit() or int(cursor) > _LARGEST_SEQUENCE:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_cursor", "翻页标记无效，请从第一页开始")
    return int(cursor)


def _aware(moment: datetime | None) -> datetime | None:
    """A moment without a time zone is taken as UTC, like all that is stored."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _view(entry: LogEntry) -> LogView:
    return LogView(
        sequence=entry.sequence,
        at=entry.at,
        actor_id=entry.actor_id,
        actor=entry.actor,
        act=entry.act,
        subject=entry.subject,
        details=entry.details,
        seal=entry.seal,
    )

"""``/api/v1/audits``: batch audits, for auditors: start, watch, stop, resume, read."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse
from fastapi.sse import format_sse_event
from pydantic import BaseModel, Field

from api.accounts.roles import Actor, Means
from api.audits.orders import AuditOrder, allowed_sources, check_source
from api.audits.reading import DOCUMENT_FIELDS, FINDING_FIELDS, list_findings
from api.audits.runs import STOPPED, Audits
from api.dependencies import ActorDep, ServiceDep
from api.paging import Cursor, PageSize, decode_cursor, encode_cursor
from api.problems import Problem
from api.routes.answers import PROBLEMS
from api.routes.events import EventStream
from api.store.jobs import AuditRun, JobState
from corpora.audit.progress import ProgressState
from reviewer.exporters.wording import FAMILIES

router = APIRouter(prefix="/api/v1/audits", tags=["audits"], responses=PROBLEMS)

AuditId = Annotated[str, Path(max_length=64)]
FILES = {
    "ledger.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "dashboard.html": "text/html; charset=utf-8",
    "summary.json": "application/json",
    "failures.csv": "text/csv; charset=utf-8",
    "findings.csv": "text/csv; charset=utf-8",
}
_LOOK_SECONDS = 0.5
_LARGEST = (1 << 63) - 1


class NewAudit(BaseModel):
    """An audit to start."""

    source: str = Field(
        min_length=1,
        max_length=2_000,
        description="服务器上的绝对路径（文件夹、zip、清单）或 s3:// 前缀",
        examples=["/srv/normative-documents"],
    )
    name: str = Field(default="", max_length=200, description="名称；不填则取来源的最后一段")
    today: date | None = Field(default=None, description="按哪一天的法律状态审查；不填则为开始之日")
    classifiers: bool = Field(default=True, description="是否使用分类器")
    families: list[str] = Field(
        default_factory=list, max_length=10, description=f"只审查这些类别：{'、'.join(FAMILIES)}"
    )
    workers: int | None = Field(default=None, ge=1, le=256, description="进程数")


class Started(BaseModel):
    """An audit that was started, stopped or taken up again."""

    id: str
    state: str = Field(description="running、done、failed、stopped")


class AuditView(BaseModel):
    """An audit with where it stands."""

    id: str
    name: str
    source: str
    state: str = Field(description="running、done、failed、stopped")
    error: str | None
    created_at: datetime
    finished_at: datetime | None
    progress: dict[str, Any] | None = Field(description="文件总数、已完成、未读、速度、剩余秒数")
    totals: dict[str, Any] | None = Field(description="结束以后的合计")


class AuditPage(BaseModel):
    """Audits, newest first."""

    items: list[AuditView]
    next: str | None = None


class FindingPage(BaseModel):
    """Findings of an audit, quotes masked."""

    items: list[dict[str, Any]]
    next: str | None = None


def _audits(service: ServiceDep) -> Audits:
    return Audits(service.database, service.settings.data_folder, service.rules.loaded)


AuditsDep = Annotated[Audits, Depends(_audits)]


def order_audit(audits: Audits, actor: Actor, body: NewAudit) -> str:
    """Check what is asked for and begin it; gives the id.

    Raises:
        Problem: 422, the source may not be audited, or a family is unknown.
    """
    check_source(body.source, None if actor.means is Means.LOCAL else allowed_sources())
    unknown = [family for family in body.families if family not in FAMILIES]
    if unknown:
        detail = f"没有这一类别，可用的有：{'、'.join(FAMILIES)}"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "no_family", detail)
    order = AuditOrder(
        name=body.name.strip(),
        source=body.source,
        today=body.today,
        classifiers=body.classifiers,
        families=tuple(body.families),
        workers=body.workers,
    )
    return audits.start(order, actor)


@router.get("", summary="列出批量审查")
def get_audits(audits: AuditsDep, cursor: Cursor = None, limit: PageSize = 50) -> AuditPage:
    """Newest first."""
    runs = audits.latest(decode_cursor(cursor, _LARGEST), limit)
    following = encode_cursor(runs[-1].sequence) if len(runs) == limit else None
    return AuditPage(items=[view(audits, run) for run in runs], next=following)


@router.post("", summary="开始批量审查", status_code=HTTPStatus.ACCEPTED)
def post_audit(body: NewAudit, actor: ActorDep, audits: AuditsDep) -> Started:
    """Begin; it runs on, whoever watches."""
    return Started(id=order_audit(audits, actor, body), state=JobState.RUNNING)


@router.get("/{audit_id}", summary="查看批量审查的进度和合计")
def get_audit(audit_id: AuditId, audits: AuditsDep) -> AuditView:
    """Where it stands."""
    return view(audits, audits.find(audit_id))


@router.post("/{audit_id}/stop", summary="停止批量审查", status_code=HTTPStatus.ACCEPTED)
def post_stop(audit_id: AuditId, actor: ActorDep, audits: AuditsDep) -> Started:
    """What is done stays done."""
    audits.stop(audit_id, actor)
    return Started(id=audit_id, state=STOPPED)


@router.post("/{audit_id}/resume", summary="继续批量审查", status_code=HTTPStatus.ACCEPTED)
def post_resume(audit_id: AuditId, actor: ActorDep, audits: AuditsDep) -> Started:
    """Go on where it stopped."""
    audits.resume(audit_id, actor)
    return Started(id=audit_id, state=JobState.RUNNING)


@router.get("/{audit_id}/events", summary="批量审查的进度（服务器推送）", response_class=EventStream)
async def get_events(request: Request, audit_id: AuditId, audits: AuditsDep) -> EventStream:
    """A snapshot of the progress whenever it changes; the stream ends with the audit."""
    await run_in_threadpool(audits.find, audit_id)
    return EventStream(_stream(request, audits, audit_id))


async def _stream(request: Request, audits: Audits, audit_id: str) -> AsyncIterator[bytes]:
    told, number = "", 0
    while not await request.is_disconnected():
        run = await run_in_threadpool(audits.find, audit_id)
        shown = view(audits, run)
        data = json.dumps(shown.model_dump(mode="json"), ensure_ascii=False)
        if data != told:
            told, number = data, number + 1
            yield format_sse_event(data_str=data, event=run.state, id=str(number))
        if run.state != JobState.RUNNING:
            return
        await asyncio.sleep(_LOOK_SECONDS)


@router.get("/{audit_id}/findings", summary="批量审查的审查发现，可按事项、规则、文件、制定机关等筛选")
def get_findings(
    audit_id: AuditId,
    request: Request,
    audits: AuditsDep,
    family: Annotated[str | None, Query(max_length=100)] = None,
    kind: Annotated[str | None, Query(max_length=100)] = None,
    rule: Annotated[str | None, Query(max_length=200)] = None,
    document: Annotated[str | None, Query(max_length=2_000)] = None,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> FindingPage:
    """Findings that match all filters, personal values masked."""
    audits.find(audit_id)
    given = {"family": family, "kind": kind, "rule": rule, "document": document}
    filters = {name: value for name, value in given.items() if value}
    found, following = list_findings(audits.folder(audit_id), filters, decode_cursor(cursor, 0), limit)
    items = [asdict(finding) for finding in found]
    return FindingPage(items=items, next=None if following is None else encode_cursor(following))


@router.get("/{audit_id}/files/{name}", summary="下载台账、看板、汇总等结果文件", response_class=FileResponse)
def get_file(audit_id: AuditId, name: Annotated[str, Path(max_length=50)], audits: AuditsDep) -> FileResponse:
    """One of the files that an audit ends with."""
    audits.find(audit_id)
    path = audits.folder(audit_id).path / name
    if name not in FILES or not path.is_file():
        detail = f"还没有这个文件；审查结束后可以下载：{'、'.join(FILES)}"
        raise Problem(HTTPStatus.NOT_FOUND, "no_file", detail)
    return FileResponse(
        path,
        media_type=FILES[name],
        filename=name,
        # The dashboard has a style of its own and nothing else: it may do no more than that.
        headers={"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"},
    )


def filters_of(request: Request) -> dict[str, str]:
    """The filters of a page's address."""
    known = (*FINDING_FIELDS, *DOCUMENT_FIELDS)
    return {name: request.query_params[name] for name in known if name in request.query_params}


def view(audits: Audits, run: AuditRun) -> AuditView:
    """An audit as it is shown."""
    progress: ProgressState | None = audits.progress(run.id)
    return AuditView(
        id=run.id,
        name=run.name,
        source=run.source,
        state=run.state,
        error=run.error,
        created_at=run.created_at,
        finished_at=run.finished_at,
        progress=None if progress is None else asdict(progress),
        totals=run.summary,
    )

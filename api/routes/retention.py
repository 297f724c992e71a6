"""``/api/v1/retention``: how long documents are kept, for administrators."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from sqlalchemy import select

from api.dependencies import ActorDep, DatabaseDep, ServiceDep
from api.problems import Problem
from api.retention.carry_out import RETENTION
from api.retention.classes import CLASSES, RetentionClass, retention_classes, set_days
from api.store.audit_log import Act, LogEntry, log_act
from api.store.base import new_id, utc_now
from api.store.jobs import Job

router = APIRouter(prefix="/api/v1/retention", tags=["retention"])

_LONGEST_DAYS = 36_500


class Days(BaseModel):
    """How long a class is kept."""

    days: int | None = Field(
        ge=1, le=_LONGEST_DAYS, description="最后一次处理之后保存的天数；null 表示长期保存", examples=[730]
    )


class ClassView(BaseModel):
    """A class of retention."""

    name: str
    label: str
    days: int | None


class RetentionView(BaseModel):
    """All classes, and the latest run."""

    items: list[ClassView]
    latest_run: dict[str, Any] | None = Field(description="最近一次清除的时间和数量")


class Queued(BaseModel):
    """A run that was queued."""

    queued: bool = True


@router.get("", summary="查看保存期限")
def get_retention(database: DatabaseDep) -> RetentionView:
    """Classes with their days; when documents were last erased, and how many."""
    with database.reading() as session:
        classes = retention_classes(session)
        query = select(LogEntry).where(LogEntry.act == "retention.carried_out")
        latest = session.scalars(query.order_by(LogEntry.sequence.desc()).limit(1)).first()
    run = None if latest is None else {"at": latest.at.isoformat(timespec="seconds"), **latest.details}
    return RetentionView(items=[_view(known) for known in classes], latest_run=run)


@router.put("/{retention_class}", summary="设定一类文件的保存期限")
def put_retention(
    retention_class: Annotated[str, Path(max_length=50)], body: Days, actor: ActorDep, database: DatabaseDep
) -> ClassView:
    """Set the days of a class; the next run goes by them."""
    if retention_class not in CLASSES:
        detail = f"没有这一类，可用的有：{'、'.join(CLASSES)}"
        raise Problem(HTTPStatus.NOT_FOUND, "no_retention_class", detail)
    with database.writing() as session:
        changed = set_days(session, retention_class, body.days, utc_now())
        details = {"class": retention_class, "days": body.days}
        act = Act(
            act="retention.set", subject="retention", actor_id=actor.id, actor=actor.name, details=details
        )
        log_act(session, act)
    return _view(changed)


@router.post("/run", summary="立即清除到期文件", status_code=HTTPStatus.ACCEPTED)
def post_run(actor: ActorDep, service: ServiceDep) -> Queued:
    """Queue a run now; it is done every day without being asked."""
    with service.database.writing() as session:
        session.add(Job(kind=RETENTION, subject=f"asked-{new_id()}"))
        log_act(session, Act(act="retention.asked", subject="retention", actor_id=actor.id, actor=actor.name))
    service.pool.wake()
    return Queued()


def _view(known: RetentionClass) -> ClassView:
    return ClassView(name=known.name, label=known.label, days=known.days)

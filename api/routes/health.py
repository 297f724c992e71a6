"""``/healthz``, ``/readyz`` and ``/metrics``."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from api.dependencies import ServiceDep
from api.health import checks
from api.metrics import Metrics

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The process answers."""

    status: str = Field(examples=["ok"])


class CheckView(BaseModel):
    """One thing that the service needs."""

    name: str = Field(examples=["database"])
    well: bool
    remedy: str = Field(default="", description="不正常时如何处理")


class Readiness(BaseModel):
    """Whether the service can do its work."""

    status: str = Field(description="ready 或者 not_ready", examples=["ready"])
    rules: int = Field(description="规则数")
    ruleset: str = Field(description="规则版本")
    catalogue: str = Field(description="法规目录版本")
    checks: list[CheckView]


@router.get("/healthz", summary="服务进程在运行")
def health() -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get(
    "/readyz",
    summary="数据库、磁盘、处理进程、规则都正常，可以审查",
    responses={503: {"model": Readiness, "description": "不能审查，checks 说明原因"}},
)
def ready(service: ServiceDep, response: Response) -> Readiness:
    """Everything is tried now; 503 where something is not well."""
    tried = checks(service)
    well = all(check.well for check in tried)
    if not well:
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    return Readiness(
        status="ready" if well else "not_ready",
        rules=len(service.context.ruleset.rules),
        ruleset=service.context.ruleset.version,
        catalogue=service.context.catalogue.version,
        checks=[CheckView(name=c.name, well=c.well, remedy=c.remedy) for c in tried],
    )


@router.get("/metrics", summary="Prometheus 指标", response_class=Response)
def metrics(request: Request) -> Response:
    """Requests, jobs, workers, disk."""
    measured: Metrics = request.app.state.metrics
    return Response(measured.page(), media_type="text/plain; version=0.0.4; charset=utf-8")

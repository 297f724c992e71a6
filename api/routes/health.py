"""``/healthz`` and ``/readyz``."""

from __future__ import annotations

from fastapi import APIRouter, Request

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="服务进程在运行")
def health() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz", summary="规则与法规目录已载入，可以审查")
def ready(request: Request) -> dict[str, str | int]:
    """Rules and catalogue are loaded; names their versions."""
    context = request.app.state.context
    return {
        "status": "ready",
        "rules": len(context.ruleset.rules),
        "ruleset": context.ruleset.version,
        "catalogue": context.catalogue.version,
    }

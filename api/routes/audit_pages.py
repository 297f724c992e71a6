"""Pages of batch audits: all of them, one with its figures, findings behind a bar, one document."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from api.audits.reading import bars, document_facts, filter_words, list_findings
from api.dependencies import ActorDep
from api.pages.frame import render
from api.problems import Problem
from api.routes.audits import FILES, AuditId, AuditsDep, NewAudit, filters_of, order_audit, view
from api.store.jobs import JobState
from reviewer.exporters.wording import document_kind_words

router = APIRouter(include_in_schema=False)

_LISTED = 100
_PAGE = 50
_LARGEST = (1 << 63) - 1
_FIGURES = ("family", "kind", "rule", "document")


@router.get("/audits")
def audits_page(request: Request, audits: AuditsDep) -> Response:
    """All audits, and a form to start one."""
    runs = audits.latest(_LARGEST, _LISTED)
    return render(request, "audits.html", {"runs": [view(audits, run) for run in runs], "here": "audits"})


@router.post("/audits")
def start_page(
    actor: ActorDep,
    audits: AuditsDep,
    source: Annotated[str, Form(max_length=2_000)] = "",
    name: Annotated[str, Form(max_length=200)] = "",
    today: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Start one, then show it."""
    try:
        body = NewAudit.model_validate({"source": source.strip(), "name": name, "today": today or None})
    except ValidationError as error:
        detail = "请填写来源；日期请写成 2026-11-23 的形式"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_audit", detail) from error
    return _to(order_audit(audits, actor, body))


@router.get("/audits/{audit_id}")
def audit_page(request: Request, audit_id: AuditId, audits: AuditsDep) -> Response:
    """One audit: progress, files, figures whose bars lead to the findings."""
    run = audits.find(audit_id)
    folder = audits.folder(audit_id)
    figures = [(name, bars(folder, name)) for name in _FIGURES] if run.state != JobState.RUNNING else []
    files = [name for name in FILES if (folder.path / name).is_file()]
    values = {"run": view(audits, run), "figures": figures, "files": files, "here": "audits"}
    return render(request, "audit.html", values)


@router.post("/audits/{audit_id}/stop")
def stop_page(actor: ActorDep, audit_id: AuditId, audits: AuditsDep) -> Response:
    """Stop it."""
    audits.stop(audit_id, actor)
    return _to(audit_id)


@router.post("/audits/{audit_id}/resume")
def resume_page(actor: ActorDep, audit_id: AuditId, audits: AuditsDep) -> Response:
    """Go on."""
    audits.resume(audit_id, actor)
    return _to(audit_id)


@router.get("/audits/{audit_id}/findings")
def findings_page(request: Request, audit_id: AuditId, audits: AuditsDep, after: int = 0) -> Response:
    """Findings behind a bar, or of one document, each in its paragraph."""
    run = audits.find(audit_id)
    filters = filters_of(request)
    folder = audits.folder(audit_id)
    found, following = list_findings(folder, filters, max(after, 0), _PAGE)
    facts = document_facts(folder, filters["document"]) if "document" in filters else None
    if facts is not None:
        facts["kind"] = document_kind_words(facts["kind"])
    values = {
        "run": view(audits, run),
        "filters": filters,
        "heading": filter_words(filters),
        "findings": found,
        "facts": facts,
        "next": following,
        "here": "audits",
    }
    return render(request, "audit_findings.html", values)


def _to(audit_id: str) -> Response:
    return RedirectResponse(f"/audits/{audit_id}", HTTPStatus.SEE_OTHER)

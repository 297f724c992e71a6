"""HTTP routes, one module a resource. A new one: its module, its line here, its rights in `route_rights`."""

from __future__ import annotations

from fastapi import APIRouter

from api.routes import (
    audit_log,
    audit_pages,
    audits,
    decisions,
    documents,
    events,
    exemptions,
    exports,
    feedback,
    findings,
    health,
    ignore_entries,
    laws,
    mending,
    overview_pages,
    pages,
    retention,
    reviews,
    rules,
    session,
    session_oidc,
    submissions,
    tokens,
    trash,
    undo,
    users,
    viewed,
    views,
    webhooks,
)

ROUTERS: tuple[APIRouter, ...] = tuple(
    module.router
    for module in (
        health,
        reviews,
        events,
        decisions,
        undo,
        feedback,
        exports,
        findings,
        exemptions,
        ignore_entries,
        documents,
        viewed,
        mending,
        submissions,
        trash,
        rules,
        laws,
        session,
        session_oidc,
        users,
        tokens,
        audit_log,
        audits,
        audit_pages,
        retention,
        webhooks,
        views,
        overview_pages,
        pages,
    )
)

"""The page of the rules in force: releases to go back to, and signed bundles to install."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool

from api.access import today_of
from api.accounts.roles import Actor
from api.dependencies import ActorDep, ServiceDep
from api.pages.frame import render
from api.pages.stored_drafts import stored_drafts
from api.rulesets.bundle import MOST_BYTES, Bundle, BundleError, BundleHead
from api.rulesets.dry_run import ReleaseChanges, compare_releases
from api.rulesets.installing import (
    install,
    list_releases,
    restore,
    roll_back,
    take_in,
    taken_in,
    try_bundle,
)
from api.rulesets.loading import software_version
from api.service import Service

router = APIRouter(include_in_schema=False)

_ADDRESS = "/rules/releases"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """A bundle that was tried."""

    head: BundleHead
    changes: ReleaseChanges


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the page tells beside the list."""

    problem: str = ""
    done: str = ""
    tried: _Tried | None = None


@router.get(_ADDRESS)
def releases(request: Request, service: ServiceDep) -> Response:
    """What is in force, and what was before."""
    return _page(request, service, _Told())


@router.post(_ADDRESS)
async def upload_bundle(
    request: Request, service: ServiceDep, actor: ActorDep, file: Annotated[UploadFile, File()]
) -> Response:
    """Check a bundle and tell what it would change; nothing is in force yet."""
    data = await file.read(MOST_BYTES + 1)
    return await run_in_threadpool(_try, request, service, actor, data)


@router.post(f"{_ADDRESS}/install")
def install_bundle(
    request: Request, service: ServiceDep, actor: ActorDep, digest: Annotated[str, Form(max_length=64)]
) -> Response:
    """Put a bundle that was tried in force."""

    def act() -> None:
        install(service.database, actor, taken_in(service.database, digest), service.rules.options)

    return _change(request, service, act, "installed")


@router.post(f"{_ADDRESS}/roll-back")
def roll_back_bundle(request: Request, service: ServiceDep, actor: ActorDep) -> Response:
    """Go back to the bundle before, or to the rules that ship."""
    return _change(request, service, lambda: roll_back(service.database, actor), "uninstalled")


@router.post(f"{_ADDRESS}/restore")
def restore_release(
    request: Request,
    service: ServiceDep,
    actor: ActorDep,
    number: Annotated[int, Form(ge=1, le=2_000_000_000)],
) -> Response:
    """Put an earlier release in force again."""
    return _change(
        request,
        service,
        lambda: restore(service.database, actor, number, service.rules.options),
        "restored",
    )


def _change(request: Request, service: Service, act: Callable[[], object], done: str) -> Response:
    try:
        act()
    except BundleError as error:
        return _page(request, service, _Told(problem=str(error)))
    service.rules_changed()
    return _page(request, service, _Told(done=done))


def _try(request: Request, service: Service, actor: Actor, data: bytes) -> Response:
    try:
        bundle = take_in(service.database, data, service.settings.bundle_key)
        tried = _tried(service, actor, bundle)
    except BundleError as error:
        return _page(request, service, _Told(problem=str(error)))
    return _page(request, service, _Told(tried=tried))


def _tried(service: Service, actor: Actor, bundle: Bundle) -> _Tried:
    service.rules.refresh()
    after = try_bundle(service.database, bundle, service.rules.options)
    drafts = stored_drafts(service.database, service.files, actor)
    changes = compare_releases(service.rules.loaded, after, drafts, today_of(service.settings))
    return _Tried(head=bundle.head, changes=changes)


def _page(request: Request, service: Service, told: _Told) -> Response:
    loaded = service.rules.loaded
    with service.database.reading() as session:
        rows = list_releases(session)
    values = {
        "told": told,
        "rows": rows,
        "loaded": loaded,
        "version": loaded.context.ruleset.version,
        "count": len(loaded.context.ruleset.rules),
        "catalogue": loaded.context.catalogue.version,
        "software": software_version(),
        "with_key": bool(service.settings.bundle_key),
        "here": "rules",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if told.problem else HTTPStatus.OK
    return render(request, "rule_releases.html", values, status=status)

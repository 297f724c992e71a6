"""The page on which an administrator writes the deployment's own rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import select

from api.access import listed_documents, today_of
from api.accounts.rights import Right
from api.accounts.roles import Actor
from api.dependencies import ActorDep, ServiceDep
from api.pages.frame import render
from api.pages.rule_drafts import (
    DraftOutcome,
    RuleFault,
    StoredDraft,
    keep_rule,
    own_rule_ids,
    read_rule,
    remove_rule,
    try_rule,
)
from api.service import Service
from api.store.archive import find_result, load_reviewed
from api.store.audit_log import Act, log_act
from api.store.documents import StoredDocument
from api.store.files import MissingFile
from api.store.reviews import ReviewState, StoredReview
from reviewer.errors import RuleError

router = APIRouter(include_in_schema=False)

_DOCUMENTS_TRIED = 30
_TEMPLATE = """title: 使用旧的平台名称
kind: drafting.own
severity: advice
checker: pattern
match:
  within: sentence
  any_of:
    - "旧平台名称"
message: “${quote}”已经停用，请改用现行名称。
suggestion: 改为现行名称。
cases:
  - {name: 旧名称, text: 申请人通过旧平台名称提交材料。, finds: [旧平台名称]}
  - {name: 现行名称, text: 申请人通过新平台名称提交材料。}
"""


@router.get("/rules/own")
def own_rules(request: Request, service: ServiceDep, rule: str = "") -> Response:
    """The own rules, and one of them to edit."""
    content = read_rule(service.settings.rules_folder, rule) if rule else _TEMPLATE
    return _page(request, service, rule, content or _TEMPLATE)


@router.post("/rules/own")
async def submit_own_rule(
    request: Request,
    service: ServiceDep,
    actor: ActorDep,
    rule: Annotated[str, Form(max_length=200)] = "",
    content: Annotated[str, Form(max_length=100_000)] = "",
    act: Annotated[str, Form(pattern="^(try|keep|remove)$")] = "try",
) -> Response:
    """Try a rule, keep it once it holds, or take it away."""
    return await run_in_threadpool(
        _act, request, service, actor, rule=rule.strip(), content=content.replace("\r\n", "\n"), act=act
    )


def _act(request: Request, service: Service, actor: Actor, *, rule: str, content: str, act: str) -> Response:
    folder = service.settings.rules_folder
    if act == "remove":
        try:
            remove_rule(folder, rule)
        except RuleError as error:
            return _page(request, service, rule, content, DraftOutcome(fault=_fault(error)))
        _log(service, actor, "rule.removed", rule)
        return _page(request, service, "", _TEMPLATE, done="removed")
    context = replace(service.context, as_of=today_of(service.settings))
    outcome = try_rule(folder, rule, content, context, _drafts(service, actor))
    done = ""
    if act == "keep" and outcome.keepable:
        keep_rule(folder, rule, content)
        _log(service, actor, "rule.kept", rule)
        done = "kept"
    return _page(request, service, rule, content, outcome, done=done)


def _page(
    request: Request,
    service: Service,
    rule: str,
    content: str,
    outcome: DraftOutcome | None = None,
    *,
    done: str = "",
) -> Response:
    folder = service.settings.rules_folder
    values = {
        "rule": rule,
        "content": content,
        "outcome": outcome,
        "done": done,
        "own": [(name, name in service.context.ruleset.by_id) for name in own_rule_ids(folder)],
        "folder": str(folder),
        "here": "rules",
    }
    return render(request, "own_rules.html", values)


def _fault(error: RuleError) -> RuleFault:
    return RuleFault(line=error.line, field=error.field, problem=error.problem, remedy=error.remedy)


def _drafts(service: Service, actor: Actor) -> list[StoredDraft]:
    """The latest finished reviews of documents that the actor may read."""
    query = (
        select(StoredReview)
        .join(StoredDocument, StoredDocument.id == StoredReview.document_id)
        .where(listed_documents(actor, Right.READ_DOCUMENT), StoredReview.state == ReviewState.DONE.value)
        .order_by(StoredReview.sequence.desc())
        .limit(_DOCUMENTS_TRIED)
    )
    drafts = []
    with service.database.reading() as session:
        for stored in session.scalars(query).all():
            result = find_result(session, stored.id)
            if result is None:
                continue
            try:
                document = load_reviewed(result, service.files).document
            except MissingFile:
                continue  # retention has taken it
            drafts.append(StoredDraft(review_id=stored.id, name=stored.name, document=document))
    return drafts


def _log(service: Service, actor: Actor, act: str, rule: str) -> None:
    with service.database.writing() as session:
        log_act(session, Act(act=act, subject=f"rule:{rule}"[:100], actor_id=actor.id, actor=actor.name))

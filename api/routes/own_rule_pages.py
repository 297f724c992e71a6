"""The page on which an administrator writes the deployment's own rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.access import today_of
from api.accounts.roles import Actor
from api.dependencies import ActorDep, ServiceDep
from api.pages.frame import render
from api.pages.stored_drafts import stored_drafts
from api.rulesets.faults import fault_of
from api.rulesets.own_rules import DraftOutcome, keep_rule, own_rule_ids, read_rule, remove_rule, try_rule
from api.service import Service
from reviewer.errors import RuleError

router = APIRouter(include_in_schema=False)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """What the page holds."""

    rule: str
    content: str


@router.get("/rules/own")
def own_rules(request: Request, service: ServiceDep, rule: str = "") -> Response:
    """The own rules, and one of them to edit."""
    content = read_rule(service.rules.loaded.state, rule) if rule else ""
    return _page(request, service, _Form(rule=rule, content=content or _TEMPLATE))


@router.post("/rules/own")
async def submit_own_rule(
    request: Request,
    service: ServiceDep,
    actor: ActorDep,
    rule: Annotated[str, Form(max_length=200)] = "",
    content: Annotated[str, Form(max_length=100_000)] = "",
    act: Annotated[str, Form(pattern="^(try|keep|remove)$")] = "try",
) -> Response:
    """Try a rule, put it in force once it holds, or take it away."""
    form = _Form(rule=rule.strip(), content=content.replace("\r\n", "\n"))
    return await run_in_threadpool(_act, request, service, actor, form, act)


def _act(request: Request, service: Service, actor: Actor, form: _Form, act: str) -> Response:
    if act == "remove":
        try:
            remove_rule(service.database, actor, form.rule)
        except RuleError as error:
            return _page(request, service, form, DraftOutcome(fault=fault_of(error)))
        service.rules_changed()
        return _page(request, service, _Form(rule="", content=_TEMPLATE), done="removed")
    service.rules.refresh()
    drafts = stored_drafts(service.database, service.files, actor)
    outcome = try_rule(service.rules.loaded, form.rule, form.content, drafts, today_of(service.settings))
    if act == "keep" and outcome.keepable:
        keep_rule(service.database, actor, form.rule, form.content)
        service.rules_changed()
        return _page(request, service, form, outcome, done="kept")
    return _page(request, service, form, outcome)


def _page(
    request: Request, service: Service, form: _Form, outcome: DraftOutcome | None = None, *, done: str = ""
) -> Response:
    loaded = service.rules.loaded
    values = {
        "rule": form.rule,
        "content": form.content,
        "outcome": outcome,
        "done": done,
        "own": [(name, name in loaded.context.ruleset.by_id) for name in own_rule_ids(loaded.state)],
        "release": loaded.state.number,
        "faults": loaded.faults,
        "folder": str(service.settings.rules_folder),
        "here": "rules",
    }
    return render(request, "own_rules.html", values)

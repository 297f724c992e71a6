"""``/api/v1/rules``: browse the rules, see their cases and how often officers agreed, try a passage."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field
from sqlalchemy import case, func, select

from api.access import today_of
from api.dependencies import ContextDep, DatabaseDep, SettingsDep
from api.paging import Cursor, PageSize, decode_cursor, encode_cursor
from api.problems import Problem
from api.routes.answers import PROBLEMS
from api.store.database import Database
from api.store.reviews import StoredFinding
from reviewer.decision import RulePrecision, Verdict
from reviewer.engine.ruleset import CompiledRule
from reviewer.errors import UnreadableDocument
from reviewer.exporters.json import report_object
from reviewer.extraction.text import document_from_text
from reviewer.finding import Severity
from reviewer.review import review

router = APIRouter(prefix="/api/v1/rules", tags=["rules"], responses=PROBLEMS)

_LONGEST_PASSAGE = 20_000


class RuleSummary(BaseModel):
    """A rule."""

    id: str = Field(examples=["fair_competition/operating_costs/tax_linked_reward"])
    title: str = Field(examples=["奖补与税收贡献挂钩"])
    family: str
    kind: str = Field(description="违反的事项", examples=["10.2"])
    severity: Severity
    retired: str | None = Field(default=None, description="停用的原因和时间")
    cases: int = Field(description="用例数")
    confirmed: int = Field(default=0, description="审核人员采纳或者适用例外的次数")
    settled: int = Field(default=0, description="审核人员已作出决定的次数；准确率 = confirmed / settled")


class RulePage(BaseModel):
    """Rules, in order of their ids."""

    items: list[RuleSummary]
    next: str | None = None


class CaseView(BaseModel):
    """A case: a text, and what the rule finds in it."""

    name: str
    text: str
    finds: list[str]
    known_miss: str | None


class BasisView(BaseModel):
    """The article offended; without a number where it was not checked."""

    title: str
    article: str | None
    since: date | None


class RuleView(RuleSummary):
    """A rule in full."""

    checker: str
    match: dict[str, Any] = Field(description="查找的写法")
    basis: list[BasisView]
    message: str
    suggestion: str
    examples: list[CaseView]


class Passage(BaseModel):
    """A passage to try the rules on."""

    text: str = Field(
        min_length=1,
        max_length=_LONGEST_PASSAGE,
        description="一段文字",
        examples=["对在本县登记注册的企业，按其缴纳税收县级留成部分的50%给予奖励。"],
    )
    rules: list[str] = Field(default_factory=list, max_length=200, description="只看这些规则；不填则全部")


class TrialView(BaseModel):
    """What the rules say of a passage."""

    findings: list[dict[str, Any]]
    considered: list[dict[str, Any]] = Field(description="已排除的，及其原因")


@router.get("", summary="列出规则")
def get_rules(
    context: ContextDep,
    database: DatabaseDep,
    q: Annotated[str, Query(max_length=100, description="名称、编号中的字")] = "",
    family: Annotated[str, Query(max_length=50, description="类别")] = "",
    cursor: Cursor = None,
    page_size: PageSize = 100,
) -> RulePage:
    """Rules whose id, title or kind holds the words."""
    fitting = [c for c in context.ruleset.rules if _fits(c, q.strip(), family)]
    start = decode_cursor(cursor, 0)
    precision = rule_precision(database)
    items = [
        _summary(compiled, precision.get(compiled.id)) for compiled in fitting[start : start + page_size]
    ]
    more = encode_cursor(start + page_size) if len(fitting) > start + page_size else None
    return RulePage(items=items, next=more)


@router.post("/try", summary="用现行规则试查一段文字")
def try_rules(body: Passage, context: ContextDep, settings: SettingsDep) -> TrialView:
    """Review a passage at once; nothing is kept."""
    try:
        document = document_from_text(body.text, "试查", passage=True)
    except UnreadableDocument as error:
        detail = f"{error.reason}。{error.remedy}"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "unreadable_document", detail) from error
    report = review(document, replace(context, as_of=today_of(settings)))
    content = report_object(report, document)
    wanted = set(body.rules)
    return TrialView(
        findings=[item for item in content["findings"] if not wanted or item["rule"] in wanted],
        considered=[item for item in content["considered"] if not wanted or item["rule"] in wanted],
    )


@router.get("/{rule_id:path}", summary="查看一条规则")
def get_rule(
    rule_id: Annotated[str, Path(max_length=200, description="规则编号")],
    context: ContextDep,
    database: DatabaseDep,
) -> RuleView:
    """A rule with its law, wording and cases; former ids work too."""
    compiled = context.ruleset.by_id.get(rule_id)
    if compiled is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_rule", "没有这条规则，请在规则列表中查找")
    rule = compiled.rule
    summary = _summary(compiled, rule_precision(database).get(compiled.id))
    return RuleView(
        **summary.model_dump(),
        checker=rule.checker,
        match=rule.match,
        basis=[
            BasisView(title=b.title, article=b.article if b.verified else None, since=b.since)
            for b in rule.basis
        ],
        message=rule.message,
        suggestion=rule.suggestion,
        examples=[
            CaseView(name=c.name, text=c.text, finds=c.finds, known_miss=c.known_miss) for c in rule.cases
        ],
    )


def rule_precision(database: Database) -> dict[str, RulePrecision]:
    """How often officers agreed with each rule, over all stored decisions; counted by the database."""
    decided = StoredFinding.verdict.in_([v for v in Verdict if v is not Verdict.DEFERRED])
    confirmed = func.sum(case((StoredFinding.verdict != Verdict.REJECTED, 1), else_=0))
    # What was carried over was decided once, in the version before.
    query = (
        select(StoredFinding.rule, confirmed, func.count())
        .where(decided, StoredFinding.carried.is_(False))
        .group_by(StoredFinding.rule)
    )
    with database.reading() as session:
        rows = session.execute(query).all()
    return {rule: RulePrecision(confirmed=int(right), settled=count) for rule, right, count in rows}


def _fits(compiled: CompiledRule, words: str, family: str) -> bool:
    if family and compiled.family != family:
        return False
    return not words or words in compiled.id or words in compiled.rule.title or words == compiled.rule.kind


def _summary(compiled: CompiledRule, precision: RulePrecision | None) -> RuleSummary:
    rule = compiled.rule
    return RuleSummary(
        id=compiled.id,
        title=rule.title,
        family=compiled.family,
        kind=rule.kind,
        severity=rule.severity,
        retired=rule.retired,
        cases=len(rule.cases),
        confirmed=precision.confirmed if precision else 0,
        settled=precision.settled if precision else 0,
    )

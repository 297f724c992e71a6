"""Pages of rules and laws, and the page that reviews text while it is written."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import JSONResponse

from api.access import today_of
from api.dependencies import ContextDep, DatabaseDep, ServiceDep, SettingsDep
from api.pages.frame import render
from api.pages.library import law_rows, law_view, rule_rows, rule_view
from api.pages.live import check_passage
from api.pages.queries import precision_of_rules
from api.problems import Problem
from corpora.catalogue import FileCatalogue
from reviewer.exporters.wording import FAMILIES
from reviewer.review import ReviewContext

router = APIRouter(include_in_schema=False)

_MOST_CHARACTERS = 200_000


def _today(context: ContextDep, settings: SettingsDep) -> ReviewContext:
    """The rules and laws of the service, asked today: the service may have started weeks ago."""
    return replace(context, as_of=today_of(settings))


TodayDep = Annotated[ReviewContext, Depends(_today)]


@router.get("/check")
def check_page(request: Request) -> Response:
    """An empty page to write in."""
    return render(request, "check.html", {"text": "", "findings": (), "here": "check"})


@router.post("/check")
def check(
    request: Request,
    context: TodayDep,
    text: Annotated[str, Form(max_length=_MOST_CHARACTERS)] = "",
    rule: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Findings in a passage, with all rules or one of them; nothing is kept."""
    if rule:
        compiled = context.ruleset.by_id.get(rule)
        if compiled is None:
            raise Problem(HTTPStatus.NOT_FOUND, "no_rule", "没有这条规则，可能已更名")
        context = replace(context, ruleset=replace(context.ruleset, rules=(compiled,)))
    findings = check_passage(text.replace("\r\n", "\n"), context)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"findings": [finding.as_json() for finding in findings]})
    return render(request, "check.html", {"text": text, "findings": findings, "here": "check"})


@router.get("/rules")
def rules_page(
    request: Request, database: DatabaseDep, context: TodayDep, words: str = "", family: str = ""
) -> Response:
    """All rules, or those that match."""
    with database.reading() as session:
        precision = precision_of_rules(session)
    values = {
        "rows": rule_rows(context.ruleset, words.strip(), family, precision),
        "words": words,
        "family": family,
        "families": tuple(FAMILIES),
        "here": "rules",
    }
    return render(request, "rules.html", values)


@router.get("/rules/{rule_id:path}")
def rule_page(request: Request, rule_id: str, service: ServiceDep, context: TodayDep) -> Response:
    """One rule: law, words, cases, how often officers agreed, and a place to try it."""
    loaded = service.rules.loaded
    compiled = loaded.context.ruleset.by_id.get(rule_id)
    if compiled is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_rule", "没有这条规则，可能已更名")
    with service.database.reading() as session:
        precision = precision_of_rules(session)
    rule = rule_view(compiled, precision, loaded.source(compiled), context.catalogue, context.as_of)
    return render(request, "rule.html", {"rule": rule, "here": "rules"})


@router.get("/laws")
def laws_page(
    request: Request, context: TodayDep, words: str = "", title: str = "", article: str = ""
) -> Response:
    """The catalogue: search, or one law with its versions and the rules that cite it."""
    catalogue = context.catalogue
    assert isinstance(catalogue, FileCatalogue)  # noqa: S101  what releases are loaded with
    sought = words.strip("《》 \t")
    values = {
        "rows": law_rows(catalogue, sought, context.as_of),
        "law": law_view(catalogue, context.ruleset, title.strip("《》 "), context.as_of, article)
        if title
        else None,
        "title": title,
        "article": article,
        "words": words,
        "total": len(catalogue.names()),
        "version": catalogue.version.partition("+")[0],
        "here": "laws",
    }
    return render(request, "laws.html", values)

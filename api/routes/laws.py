"""``/api/v1/laws``: the law catalogue (法规目录), asked at a date."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from api.access import today_of
from api.dependencies import ContextDep, SettingsDep
from api.paging import Cursor, PageSize, decode_cursor, encode_cursor
from api.problems import Problem
from api.routes.answers import PROBLEMS
from reviewer.law import Law, LawCatalogue, LawKind, LawStatus

router = APIRouter(prefix="/api/v1/laws", tags=["laws"], responses=PROBLEMS)

Day = Annotated[date | None, Query(description="按哪一天的效力，默认今天", examples=["2026-11-23"])]


class LawSummary(BaseModel):
    """A law at a date."""

    title: str = Field(examples=["公平竞争审查条例"])
    kind: LawKind = Field(description="位阶")
    status: LawStatus = Field(description="效力状态")
    number: str | None = Field(default=None, description="文号、令号")
    issuer: str | None = Field(default=None, description="制定机关")


class LawPage(BaseModel):
    """Laws; the shortest titles first, for they are what is meant most often."""

    items: list[LawSummary]
    next: str | None = None


class LawVersion(BaseModel):
    """One version of a law; null = not known, never guessed."""

    status: LawStatus
    promulgated: date | None = Field(description="公布")
    version: date | None = Field(description="本次公布")
    effective: date | None = Field(description="施行")
    until: date | None = Field(description="为新版取代")
    repealed: date | None = Field(description="废止")
    superseded_by: str | None = Field(description="替代")
    repealed_through: str | None = Field(description="废止依据")
    articles: int | None = Field(description="条数")
    verified: bool = Field(description="是否与正式文本核对过")


class RenumberingView(BaseModel):
    """An article that a later version numbers otherwise."""

    old: int
    new: int
    since: date


class LawView(LawSummary):
    """All that the catalogue knows of a law."""

    short_titles: list[str] = Field(description="简称")
    region: str | None = Field(description="地区")
    versions: list[LawVersion]
    renumberings: list[RenumberingView] = Field(description="条号变动")


@router.get("", summary="查找法规")
def get_laws(
    context: ContextDep,
    settings: SettingsDep,
    q: Annotated[str, Query(max_length=100, description="标题或简称中的字，或文号")] = "",
    on: Day = None,
    cursor: Cursor = None,
    page_size: PageSize = 50,
) -> LawPage:
    """Laws whose title, short title or number holds the words."""
    as_of = on or today_of(settings)
    titles = search(context.catalogue, q.strip("《》 　"), as_of)
    start = decode_cursor(cursor, 0)
    more = encode_cursor(start + page_size) if len(titles) > start + page_size else None
    return LawPage(items=[_summary(law, as_of) for law in titles[start : start + page_size]], next=more)


@router.get("/{title:path}", summary="查看一部法规")
def get_law(
    title: Annotated[str, Path(max_length=300, description="标题或简称")],
    context: ContextDep,
    settings: SettingsDep,
    on: Day = None,
) -> LawView:
    """A law with its versions."""
    as_of = on or today_of(settings)
    catalogue = context.catalogue
    law = catalogue.exact(title, as_of) or catalogue.by_short_title(title, as_of)
    if law is None:
        near = catalogue.suggest(title, as_of)
        hint = f"，是否为《{near.title}》" if near else ""
        raise Problem(HTTPStatus.NOT_FOUND, "unlisted_law", f"法规目录未收录这部法规{hint}")
    return LawView(
        **_summary(law, as_of).model_dump(),
        short_titles=list(law.short_titles),
        region=law.region,
        versions=[_version(version, as_of) for version in catalogue.versions(law.title)],
        renumberings=[
            RenumberingView(old=change.old, new=change.new, since=change.since)
            for change in catalogue.renumberings(law.title)
        ],
    )


def search(catalogue: LawCatalogue, words: str, as_of: date) -> list[Law]:
    """Laws by words of their title or by their number, the shortest title first."""
    found: dict[str, Law] = {}
    by_number = catalogue.by_number(words, as_of) if words else None
    if by_number is not None:
        found[by_number.title] = by_number
    for name in catalogue.names():
        if words in name:
            law = catalogue.exact(name, as_of) or catalogue.by_short_title(name, as_of)
            if law is not None:
                found[law.title] = law
    return [found[title] for title in sorted(found, key=lambda title: (len(title), title))]


def _summary(law: Law, as_of: date) -> LawSummary:
    return LawSummary(
        title=law.title, kind=law.kind, status=law.status(as_of), number=law.number, issuer=law.issuer
    )


def _version(law: Law, as_of: date) -> LawVersion:
    return LawVersion(
        status=law.status(as_of),
        promulgated=law.promulgated,
        version=law.version,
        effective=law.effective,
        until=law.until,
        repealed=law.repealed,
        superseded_by=law.superseded_by,
        repealed_through=law.repealed_through,
        articles=law.articles,
        verified=law.verified,
    )

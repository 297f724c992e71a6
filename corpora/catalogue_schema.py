"""What one line of the law catalogue may hold, and of the copy that it is built from."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from reviewer.law import LawKind

Title = Annotated[str, Field(min_length=2, max_length=120, pattern=r"^\S(.*\S)?$")]


class CatalogueHead(BaseModel):
    """The first line of the catalogue.

    Attributes:
        version: Last day that the copy covers for laws and administrative regulations.
        complete: Ranks of which every instrument in force at that day is held.
    """

    model_config = ConfigDict(extra="forbid")

    version: date
    complete: list[LawKind]


class CatalogueEntry(BaseModel):
    """One version of one instrument; the fields are those of `reviewer.law.Law`.

    Attributes:
        short: Short titles; the first drops 中华人民共和国, later ones are colloquial.
        note: Where a hand-made entry of the supplement was read.
    """

    model_config = ConfigDict(extra="forbid")

    title: Title
    short: list[Title] = []
    kind: LawKind
    region: str | None = None
    issuer: str | None = None
    number: str | None = None
    promulgated: date | None = None
    version: date | None = None
    amended: list[date] = []
    effective: date | None = None
    until: date | None = None
    repealed: date | None = None
    ended_by: date | None = None
    lapsed: bool = False
    superseded_by: str | None = None
    repealed_through: str | None = None
    articles: Annotated[int, Field(ge=1, le=2000)] | None = None
    verified: bool = False
    recalled: bool = False
    note: str | None = None

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        begins = self.effective or self.version or self.promulgated
        ends = self.repealed or self.ended_by or self.until
        if begins and ends and ends < begins:
            raise ValueError("失效日期早于施行日期")
        if self.superseded_by and not (self.repealed or self.ended_by):
            raise ValueError("superseded_by 只用于已经失效的文件")
        if self.repealed and self.ended_by:
            raise ValueError("repealed 与 ended_by 只写其一")
        return self


class SourceLaw(BaseModel):
    """One line of the copy; a null says unknown, and is kept as such."""

    model_config = ConfigDict(extra="forbid")

    title: Title
    short_titles: list[Title]
    level: str
    region: str | None
    issuer: str | None
    number: str | None
    numbers_all: list[str]
    promulgated: date | None
    amended: list[date]
    version: date | None
    effective: date | None
    status: str
    repealed_on: date | None
    superseded_by: str | None
    articles: int | None
    source: str
    status_as_of: date | None
    confidence: str
    tags: list[str]
    text_effective: date | None = None


class RenumberedArticle(BaseModel):
    """An article with another number in the version in force, and words that only this topic has."""

    model_config = ConfigDict(extra="forbid")

    old: Annotated[int, Field(ge=1)]
    new: Annotated[int, Field(ge=1)]
    topics: Annotated[list[str], Field(min_length=1)]


class RenumberedTitle(BaseModel):
    """The renumbered articles of one instrument (``renumbered.yaml``).

    Attributes:
        since: From when the new numbers count.
        before: Year of the version that bears the old numbers.
        source: How the new numbers were verified.
    """

    model_config = ConfigDict(extra="forbid")

    title: Title
    since: date
    before: int
    source: str
    articles: Annotated[list[RenumberedArticle], Field(min_length=1)]

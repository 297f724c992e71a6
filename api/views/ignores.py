"""Entries of ignore lists over the wire."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from api.store.ignores import IgnoreEntry, IgnoreScope
from api.views.words import WrittenWords


class IgnoreSubject(StrEnum):
    """What is not reported: this wording, or whatever the rule finds."""

    WORD = "word"
    RULE = "rule"


class IgnoreState(StrEnum):
    """Where an entry stands at a day."""

    ACTIVE = "active"
    EXPIRED = "expired"
    ENDED = "ended"


class NewIgnoreEntry(BaseModel):
    """What is not to be reported, from a finding."""

    scope: IgnoreScope = Field(description="此处、本文件、本单位", examples=["document"])
    subject: IgnoreSubject = Field(
        default=IgnoreSubject.WORD,
        description="word 只是这一用语（同一规则），rule 是整条规则；范围为此处时不必填写",
    )
    reason: WrittenWords = Field(description="理由")
    expires_on: date = Field(description="不报到哪一天为止", examples=["2027-11-24"])


class IgnoreChange(BaseModel):
    """Ends an entry, or takes its ending back."""

    ended: bool = Field(description="true 结束，false 恢复", examples=[True])


class IgnoreEntryView(BaseModel):
    """An entry."""

    id: str
    state: IgnoreState
    scope: IgnoreScope
    subject: IgnoreSubject
    rule: str
    title: str
    word: str = Field(description="用语，个人信息已遮盖；整条规则的为空")
    document: str | None
    review: str | None = Field(description="在哪次审查中列入")
    unit: str | None
    reason: str
    author: str
    created_at: datetime
    expires_on: date
    ended_at: datetime | None
    ended_by: str
    findings: list[str] = Field(description="涉及的审查发现；列表中为空")

    @classmethod
    def of(cls, entry: IgnoreEntry, today: date, findings: tuple[str, ...] = ()) -> IgnoreEntryView:
        """The view of an entry at a day."""
        return cls(
            id=entry.id,
            state=state_of(entry, today),
            scope=IgnoreScope(entry.scope),
            subject=IgnoreSubject.RULE if not entry.shown else IgnoreSubject.WORD,
            rule=entry.rule,
            title=entry.title,
            word=entry.shown,
            document=entry.document_id,
            review=entry.review_id,
            unit=entry.unit,
            reason=entry.reason,
            author=entry.author,
            created_at=entry.created_at,
            expires_on=entry.expires_on,
            ended_at=entry.ended_at,
            ended_by=entry.ended_by,
            findings=list(findings),
        )


class IgnoreEntryPage(BaseModel):
    """Entries, newest first."""

    items: list[IgnoreEntryView]
    next: str | None = None


def state_of(entry: IgnoreEntry, today: date) -> IgnoreState:
    """Where an entry stands."""
    if entry.ended_at is not None:
        return IgnoreState.ENDED
    return IgnoreState.EXPIRED if entry.expires_on < today else IgnoreState.ACTIVE

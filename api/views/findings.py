"""Findings over the wire: DESIGN 4.1, and where each stands with people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.decisions import Outcome, PassedOver
from api.jobs.earlier import has_lapsed
from api.store.reviews import Comment, Exemption, ExemptionState, StoredFinding
from api.views.words import Words, WrittenWords
from reviewer.decision import Verdict


class FindingView(BaseModel):
    """A finding: the fields of a report's finding, and these."""

    model_config = ConfigDict(extra="allow")

    id: str = Field(examples=["Yx0cJb3hT2rWqkzA.0"])
    review: str
    verdict: Verdict | None = Field(description="采纳、不采纳、暂缓、适用例外；未决定为 null")
    reason: str = Field(description="理由")
    reason_code: str | None
    until: date | None = Field(description="适用例外的最后一天")
    decided_by: str | None = Field(description="决定人")
    decided_at: datetime | None
    carried: bool = Field(description="决定沿用自上一稿")
    ask_again: bool = Field(description="需要再确认：上一稿已决定，但不能确定是同一处，或者例外已到期")
    earlier: dict[str, Any] | None = Field(description="再确认时，此前的决定")
    ignored: str | None = Field(default=None, description="按忽略名单不报的，说明范围、理由、人员和期限")
    change: str | None = Field(description="与上一稿相比：new 新出现，unchanged 仍存在；首稿为 null")
    assignee: str | None = Field(description="承办人的账户编号")
    due_on: date | None = Field(description="办理期限")
    revision: int = Field(description="修改次数，即 ETag")


class FindingPage(BaseModel):
    """Findings of a review, in document order."""

    items: list[FindingView]
    next: str | None = None


class DecisionChange(BaseModel):
    """A decision on a finding."""

    verdict: Verdict | None = Field(
        description="采纳、不采纳、暂缓、适用例外；null 撤回决定", examples=["rejected"]
    )
    reason: Words = Field(default="", description="理由", examples=["该条已有上位法依据"])
    reason_code: str | None = Field(
        default=None,
        max_length=50,
        pattern=r"^[\w\-.]+$",
        description="理由类别",
        examples=["false_positive"],
    )
    until: date | None = Field(default=None, description="适用例外的最后一天", examples=["2027-12-31"])


class BulkDecision(DecisionChange):
    """One decision on many findings: those that fit every field given; none given = the whole document."""

    rule: str | None = Field(default=None, max_length=200, description="规则编号")
    family: str | None = Field(default=None, max_length=50, description="类别", examples=["drafting"])
    severity: str | None = Field(default=None, max_length=10, description="严重程度", examples=["advice"])
    clause: str | None = Field(default=None, max_length=200, description="条款", examples=["第一条"])
    findings: list[str] | None = Field(default=None, max_length=5_000, description="只限这些审查发现")
    overwrite: bool = Field(default=False, description="已有决定的也改；默认跳过")


class Skipped(BaseModel):
    """A finding that a bulk act passed over."""

    id: str
    code: str = Field(
        description=(
            "decided 已有决定，changed_since 此后又有改动，not_chosen 不在所选范围或者不属于本次审查，"
            "not_replaceable 不能自动替换"
        ),
        examples=["decided"],
    )
    reason: str = Field(description="为何跳过", examples=["已有决定：采纳，李四"])

    @classmethod
    def of(cls, item: PassedOver) -> Skipped:
        """The view of what was passed over."""
        return cls(id=item.finding, code=item.code, reason=item.reason)


class BulkOutcome(BaseModel):
    """What a bulk act did."""

    batch: str = Field(description="本次操作的编号，用于撤销")
    decided: list[str]
    skipped: list[Skipped]

    @classmethod
    def of(cls, outcome: Outcome) -> BulkOutcome:
        """The view of what an act did."""
        skipped = [Skipped.of(item) for item in outcome.skipped]
        return cls(batch=outcome.batch, decided=list(outcome.changed), skipped=skipped)


class NewComment(BaseModel):
    """Something said about a finding."""

    text: WrittenWords = Field(description="留言")


class CommentChange(BaseModel):
    """Whether a comment is dealt with."""

    resolved: bool = Field(description="是否已解决", examples=[True])


class CommentView(BaseModel):
    """A comment."""

    id: str
    author: str
    text: str
    created_at: datetime
    resolved_at: datetime | None

    @classmethod
    def of(cls, comment: Comment) -> CommentView:
        """The view of a comment."""
        return cls(
            id=comment.id,
            author=comment.author,
            text=comment.text,
            created_at=comment.created_at,
            resolved_at=comment.resolved_at,
        )


class CommentPage(BaseModel):
    """Comments, oldest first."""

    items: list[CommentView]
    next: str | None = None


class NewAssignment(BaseModel):
    """Who is to deal with a finding."""

    assignee: str | None = Field(default=None, max_length=32, description="账户编号；null 表示放回")
    due_on: date | None = Field(default=None, description="期限", examples=["2026-12-31"])


class NewExemption(BaseModel):
    """A request for an exception (公平竞争审查条例第十二条): all three must be stated."""

    circumstance: WrittenWords = Field(description="属于第十二条所列的哪种情形，理由是什么")
    no_milder_way: WrittenWords = Field(description="为何没有对公平竞争影响更小的替代方案")
    ends: WrittenWords = Field(description="实施期限或者终止条件")
    until: date | None = Field(default=None, description="申请到哪一天", examples=["2027-12-31"])


class ExemptionChange(BaseModel):
    """The officer's answer."""

    granted: bool = Field(description="是否同意")
    until: date | None = Field(
        default=None, description="同意时的最后一天；到期重新审查", examples=["2027-12-31"]
    )
    note: Words = Field(default="", description="说明")


class ExemptionView(BaseModel):
    """An exception that was asked for."""

    id: str
    finding: str
    state: ExemptionState
    circumstance: str
    no_milder_way: str
    ends: str
    until: date | None
    asked_at: datetime
    decided_at: datetime | None
    note: str

    @classmethod
    def of(cls, exemption: Exemption, today: date) -> ExemptionView:
        """The view of an exception; granted ones lapse after their last day."""
        over = (
            exemption.state == ExemptionState.GRANTED
            and exemption.until is not None
            and exemption.until < today
        )
        return cls(
            id=exemption.id,
            finding=exemption.finding_id,
            state=ExemptionState.LAPSED if over else ExemptionState(exemption.state),
            circumstance=exemption.circumstance,
            no_milder_way=exemption.no_milder_way,
            ends=exemption.ends,
            until=exemption.until,
            asked_at=exemption.asked_at,
            decided_at=exemption.decided_at,
            note=exemption.note,
        )


class ExemptionPage(BaseModel):
    """Exceptions asked for, newest first."""

    items: list[ExemptionView]
    next: str | None = None


def finding_view(
    finding: StoredFinding, today: date, *, masked: bool = False, ignored: str | None = None
) -> FindingView:
    """The view of a finding; an exemption that is over leaves it open, to be decided again."""
    lapsed = has_lapsed(finding, today)
    earlier = finding.earlier
    if lapsed and finding.decided_at is not None:
        earlier = {
            "verdict": finding.verdict,
            "reason": finding.reason,
            "decider": finding.decider,
            "decided_at": finding.decided_at.isoformat(),
        }
    return FindingView(
        **(finding.masked if masked else finding.content),
        id=finding.id,
        review=finding.review_id,
        verdict=Verdict(finding.verdict) if finding.verdict and not lapsed else None,
        reason="" if lapsed else finding.reason,
        reason_code=None if lapsed else finding.reason_code,
        until=finding.until,
        decided_by=None if lapsed or not finding.decider else finding.decider,
        decided_at=None if lapsed else finding.decided_at,
        carried=finding.carried,
        ask_again=finding.ask_again or lapsed,
        earlier=earlier,
        ignored=ignored,
        change=finding.change,
        assignee=finding.assignee_id,
        due_on=finding.due_on,
        revision=finding.revision,
    )

"""Reviews over the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from api.store.reviews import ReviewState, StoredReview
from api.views.words import Words
from reviewer.decision import Conclusion

_TEXT = "青溪县促进工业发展若干措施\n第一条 对在本县登记注册的企业，按其缴纳税收县级留成部分的50%给予奖励。"


class TextUpload(BaseModel):
    """A text to review."""

    text: str = Field(min_length=1, description="待审查的文字", examples=[_TEXT])
    name: str = Field(default="文本", max_length=255, description="名称，只用于显示", examples=["草案"])


class SignOffView(BaseModel):
    """The conclusion of a review."""

    conclusion: Conclusion = Field(description="通过、修改后通过、不通过")
    statement: str = Field(description="结论意见")
    author: str = Field(description="签发人")
    signed_at: datetime = Field(description="签发时间")


class NewSignOff(BaseModel):
    """A conclusion; a person draws it, the service never does."""

    conclusion: Conclusion = Field(description="通过、修改后通过、不通过", examples=["passed_after_changes"])
    statement: Words = Field(
        default="", description="结论意见，原样写入审查表", examples=["按审查意见修改后通过。"]
    )
    author: Words = Field(default="", max_length=100, description="签发人；不填则为当前用户")


class ReviewSummary(BaseModel):
    """A review as it stands, without its report."""

    id: str = Field(examples=["Yx0cJb3hT2rWqkzA"])
    state: ReviewState
    name: str = Field(description="文件名", examples=["草案.docx"])
    document: str = Field(description="文件的编号")
    created_at: datetime
    finished_at: datetime | None = None
    complete: bool | None = Field(default=None, description="是否全文都已审查；否则为未完整审查")
    worst: str | None = Field(default=None, description="最高的严重程度", examples=["violation"])
    error: str | None = Field(default=None, description="未能审查的原因与办法")
    sign_off: SignOffView | None = Field(default=None, description="签发；没有则为未签发")

    @classmethod
    def of(cls, review: StoredReview) -> ReviewSummary:
        """The view of a review."""
        return cls(**_fields(review))


class ReviewView(ReviewSummary):
    """A review as it stands."""

    report: dict[str, Any] | None = Field(default=None, description="审查报告；完成后给出")


class ReviewPage(BaseModel):
    """Reviews, newest first."""

    items: list[ReviewSummary]
    next: str | None = None


class DocumentText(BaseModel):
    """What was read of the document: every offset of a finding counts its code points."""

    text: str
    pages: int = Field(description="页数；没有页的格式为 0")
    media_type: str


class ProgressEvent(BaseModel):
    """A step of progress."""

    state: str = Field(examples=["running"])
    at: datetime
    details: dict[str, Any] = Field(default_factory=dict)


class Figures(BaseModel):
    """How far the findings of a review are decided."""

    findings: int
    undecided: int
    by_verdict: dict[str, int]
    ask_again: int = Field(description="需要再确认的")
    due_on: date | None = Field(default=None, description="最近的期限")


def _fields(review: StoredReview) -> dict[str, Any]:
    return {
        "id": review.id,
        "state": ReviewState(review.state),
        "name": review.name,
        "document": review.document_id,
        "created_at": review.created_at,
        "finished_at": review.finished_at,
        "complete": review.complete,
        "worst": review.worst,
        "error": review.error,
        "sign_off": sign_off_view(review),
    }


def sign_off_view(review: StoredReview) -> SignOffView | None:
    """The sign-off; None = 未签发."""
    if review.conclusion is None or review.signed_at is None:
        return None
    return SignOffView(
        conclusion=Conclusion(review.conclusion),
        statement=review.conclusion_text,
        author=review.signer,
        signed_at=review.signed_at,
    )

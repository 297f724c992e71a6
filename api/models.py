"""What goes over the wire beside the report, whose spelling `reviewer.exporters.json` owns."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from api.shelf import ReviewState, ShelvedReview
from reviewer.exporters.json import report_object


class TextUpload(BaseModel):
    """A text to review."""

    text: str = Field(min_length=1, description="待审查的文字")
    name: str = Field(default="文本", max_length=255, description="名称，只用于显示")


class ReviewView(BaseModel):
    """A review as it stands."""

    id: str
    state: ReviewState
    name: str
    report: dict[str, Any] | None = Field(default=None, description="审查报告；完成后给出")
    error: str | None = Field(default=None, description="未能审查的原因与办法")

    @classmethod
    def of(cls, shelved: ShelvedReview) -> ReviewView:
        """The view of a review."""
        reviewed = shelved.reviewed
        report = report_object(reviewed.report, reviewed.document) if reviewed else None
        return cls(id=shelved.id, state=shelved.state, name=shelved.name, report=report, error=shelved.error)


class FindingPage(BaseModel):
    """Findings of a review, in document order."""

    items: list[dict[str, Any]]
    next: str | None = None

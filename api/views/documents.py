"""Documents, versions and submissions over the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.store.documents import Part, StoredDocument, Version
from api.store.reviews import StoredReview
from api.views.reviews import ReviewSummary
from api.views.words import WrittenWords


class DocumentSummary(BaseModel):
    """A document with its latest review."""

    id: str
    name: str = Field(description="名称", examples=["促进工业发展若干措施.docx"])
    unit: str | None = Field(default=None, description="所属单位")
    submission: str | None = Field(default=None, description="所属送审材料")
    part: Part | None = Field(default=None, description="在送审材料中的角色")
    due_on: date | None = Field(default=None, description="审查期限")
    created_at: datetime
    teaches: bool = Field(default=True, description="审查决定可用于改进规则和分类器")
    latest: ReviewSummary

    @classmethod
    def of(cls, document: StoredDocument, review: StoredReview) -> DocumentSummary:
        """The view of a document."""
        return cls(**_fields(document), latest=ReviewSummary.of(review))


class DocumentPage(BaseModel):
    """Documents, the one reviewed last first."""

    items: list[DocumentSummary]
    next: str | None = None


class VersionView(BaseModel):
    """One draft of a document, with its reviews, oldest first."""

    number: int = Field(description="第几稿")
    name: str = Field(description="文件名")
    digest: str = Field(description="sha256")
    size: int = Field(description="字节数")
    created_at: datetime
    reviews: list[ReviewSummary]

    @classmethod
    def of(cls, version: Version) -> VersionView:
        """The view of a version."""
        return cls(
            number=version.number,
            name=version.name,
            digest=version.digest,
            size=version.size,
            created_at=version.created_at,
            reviews=[],
        )


class DocumentView(BaseModel):
    """A document with all its versions."""

    id: str
    name: str
    unit: str | None = None
    submission: str | None = None
    part: Part | None = None
    due_on: date | None = None
    created_at: datetime
    teaches: bool = Field(default=True, description="审查决定可用于改进规则和分类器")
    retention_class: str = Field(description="保存类别")
    versions: list[VersionView]

    @classmethod
    def of(cls, document: StoredDocument, versions: list[VersionView]) -> DocumentView:
        """The view of a document."""
        return cls(**_fields(document), retention_class=document.retention_class, versions=versions)


class DocumentChange(BaseModel):
    """What is to change; what is left out stays."""

    name: WrittenWords | None = Field(default=None, max_length=255, description="名称")
    due_on: date | None = Field(default=None, description="审查期限；null 取消")
    retention_class: Literal["default", "sensitive", "permanent"] | None = Field(
        default=None,
        description="保存类别：default 一般，sensitive 含敏感内容、须尽快清除，permanent 长期保存",
    )
    teaches: bool | None = Field(
        default=None, description="本文件的审查决定可用于改进规则和分类器；false 不得使用", examples=[False]
    )


class TextChange(BaseModel):
    """A stretch of text that one version has and the other has not; offsets count code points."""

    kind: str = Field(description="equal 相同，insert 增加，delete 删除，replace 改写", examples=["replace"])
    before: str
    after: str
    before_start: int
    after_start: int


class SolvedFinding(BaseModel):
    """A finding of the version before that is gone."""

    id: str
    rule: str
    title: str
    clause: str
    quote: str


class DifferenceView(BaseModel):
    """What changed from one version to the next."""

    before: int = Field(description="较早的一稿")
    after: int = Field(description="较晚的一稿")
    solved: list[SolvedFinding] = Field(description="已解决的")
    new: list[str] = Field(description="新出现的审查发现的编号")
    unchanged: list[str] = Field(description="仍存在的审查发现的编号")
    text: list[TextChange] = Field(description="文字的改动；未改的段落不列")


class SubmissionView(BaseModel):
    """Files that are reviewed together (送审材料)."""

    id: str
    name: str
    created_at: datetime
    documents: list[DocumentSummary]
    missing: list[str] = Field(description="还缺的材料（实施办法第三十一条）", examples=[["起草说明"]])
    complete: bool = Field(description="材料是否齐全")


def _fields(document: StoredDocument) -> dict[str, Any]:
    return {
        "id": document.id,
        "name": document.name,
        "unit": document.unit,
        "submission": document.submission_id,
        "part": Part(document.part) if document.part else None,
        "due_on": document.due_on,
        "teaches": document.teaches,
        "created_at": document.created_at,
    }

"""Kinds, levels and disclosure classes of documents, because different duties fall on each."""

from __future__ import annotations

from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document is (文件种类). The value stands in reports, rules and ``--kind``."""

    LAW = "law"
    ADMINISTRATIVE_REGULATION = "administrative_regulation"
    LOCAL_REGULATION = "local_regulation"
    DEPARTMENT_REGULATION = "department_regulation"
    LOCAL_GOVERNMENT_REGULATION = "local_government_regulation"
    NORMATIVE = "normative"
    NOTICE = "notice"
    TENDER = "tender"
    PUBLIC_LIST = "public_list"
    DISCLOSURE_REPLY = "disclosure_reply"
    APPROVAL = "approval"
    PENALTY_DECISION = "penalty_decision"
    MINUTES = "minutes"
    REPORT = "report"
    AGREEMENT = "agreement"
    PLAN = "plan"
    LETTER = "letter"
    INTERPRETATION = "interpretation"
    FORM = "form"
    OTHER = "other"

    @property
    def chinese(self) -> str:
        """Name for the user."""
        return _CHINESE[self]

    @property
    def is_statute(self) -> bool:
        """Whether it is a law, a regulation or a rule (规章) and may set what the matrix allows it."""
        return self in _STATUTES


class GovernmentLevel(StrEnum):
    """Level of an issuing authority (制定机关层级). The value stands in reports and rules."""

    STATE = "state"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


class DisclosureClass(StrEnum):
    """How a document is disclosed (公开属性): 主动公开, 依申请公开, 不予公开."""

    PROACTIVE = "proactive"
    ON_REQUEST = "on_request"
    WITHHELD = "withheld"


_CHINESE = {
    DocumentKind.LAW: "法律",
    DocumentKind.ADMINISTRATIVE_REGULATION: "行政法规",
    DocumentKind.LOCAL_REGULATION: "地方性法规",
    DocumentKind.DEPARTMENT_REGULATION: "部门规章",
    DocumentKind.LOCAL_GOVERNMENT_REGULATION: "地方政府规章",
    DocumentKind.NORMATIVE: "规范性文件",
    DocumentKind.NOTICE: "部门通知",
    DocumentKind.TENDER: "招标采购文件",
    DocumentKind.PUBLIC_LIST: "公示名单",
    DocumentKind.DISCLOSURE_REPLY: "政府信息公开答复书",
    DocumentKind.APPROVAL: "批复",
    DocumentKind.PENALTY_DECISION: "行政处罚决定书",
    DocumentKind.MINUTES: "会议纪要",
    DocumentKind.REPORT: "工作报告",
    DocumentKind.AGREEMENT: "协议",
    DocumentKind.PLAN: "工作方案",
    DocumentKind.LETTER: "函",
    DocumentKind.INTERPRETATION: "政策解读",
    DocumentKind.FORM: "表单",
    DocumentKind.OTHER: "其他",
}

_STATUTES = frozenset(
    {
        DocumentKind.LAW,
        DocumentKind.ADMINISTRATIVE_REGULATION,
        DocumentKind.LOCAL_REGULATION,
        DocumentKind.DEPARTMENT_REGULATION,
        DocumentKind.LOCAL_GOVERNMENT_REGULATION,
    }
)

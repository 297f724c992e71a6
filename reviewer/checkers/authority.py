"""Which instrument may set what (设定权): a matrix from the laws on legislation, licence and penalty.

To *set* is to create for the first time. What only refines a power that a superior law has
created is not told from the wording alone; for rules and local regulations a match outside the
matrix is therefore a risk, for a normative document, which may set nothing, what the rule says.
"""

from __future__ import annotations

import re
from enum import StrEnum

from reviewer.checkers.base import CheckContext
from reviewer.finding import Severity
from reviewer.structure.kinds import DocumentKind, GovernmentLevel


class Matter(StrEnum):
    """What a clause sets. The value stands in the ``match`` of a rule.

    Attributes:
        LICENCE: Administrative licence (行政许可), disguised ones included.
        FINE: Fine, warning, public reprimand (罚款、警告、通报批评), which rules may set within limits.
        PENALTY: Any other administrative penalty (行政处罚), disguised ones included.
        COMPULSION: Compulsory measure (行政强制措施): sealing, seizing.
        ENFORCEMENT: Compulsory execution (行政强制执行): demolition, surcharge, performance by another.
        FEE: Administrative fee, fund, deposit (行政事业性收费、基金、保证金).
        PROOF: Proof requirement (证明事项).
        RIGHTS: Derogation of rights or added duty (减损权利、增加义务).
        ASSESSMENT: Assessment, rating, award (评比达标表彰、督查检查考核).
        DELEGATION: Delegation or transfer of powers (委托、下放职权).
    """

    LICENCE = "licence"
    FINE = "fine"
    PENALTY = "penalty"
    COMPULSION = "compulsion"
    ENFORCEMENT = "enforcement"
    FEE = "fee"
    PROOF = "proof"
    RIGHTS = "rights"
    ASSESSMENT = "assessment"
    DELEGATION = "delegation"


_K = DocumentKind
_NATIONAL = frozenset({_K.LAW, _K.ADMINISTRATIVE_REGULATION})
_REGULATIONS = _NATIONAL | {_K.LOCAL_REGULATION}
_STATUTES = _REGULATIONS | {_K.DEPARTMENT_REGULATION, _K.LOCAL_GOVERNMENT_REGULATION}

_MAY_SET: dict[Matter, frozenset[DocumentKind]] = {
    # 行政许可法第十四条、第十五条、第十七条；省级政府规章的临时性许可见 _may_set
    Matter.LICENCE: _REGULATIONS,
    # 行政处罚法第十条至第十四条、第十六条：规章限于警告、通报批评和一定数额罚款
    Matter.FINE: _STATUTES,
    Matter.PENALTY: _REGULATIONS,
    # 行政强制法第十条、第十一条：地方性法规限于查封、扣押
    Matter.COMPULSION: _REGULATIONS,
    # 行政强制法第十三条：只有法律
    Matter.ENFORCEMENT: frozenset({_K.LAW}),
    # 优化营商环境条例第二十五条：法律、行政法规或者国务院批准
    Matter.FEE: _NATIONAL,
    # 优化营商环境条例第四十四条：法律、法规或者国务院决定
    Matter.PROOF: _REGULATIONS,
    # 立法法第八十二条、第九十一条、第九十三条
    Matter.RIGHTS: _REGULATIONS,
    # 优化营商环境条例第六十九条第（五）项：法律、法规
    Matter.ASSESSMENT: _REGULATIONS,
    # 行政许可法第二十四条、行政处罚法第十八条、第二十条、第二十四条
    Matter.DELEGATION: _REGULATIONS,
}

_SETS_NOTHING = {
    _K.TENDER: "招标采购文件只约束参加者，不设定行政权力",
    _K.AGREEMENT: "协议条款属双方约定，不设定行政权力",
    _K.PENALTY_DECISION: "处罚决定是适用法律，不设定行政权力",
    _K.DISCLOSURE_REPLY: "答复书是个案处理，不设定行政权力",
    _K.PUBLIC_LIST: "公示名单不设定行政权力",
    _K.FORM: "表单不设定行政权力",
    _K.INTERPRETATION: "政策解读说明已有规定，不设定行政权力",
}


# 立法法第九十一条第二款、行政许可法第十四条、优化营商环境条例第二十五条、第四十四条
_STATE_COUNCIL_MAY_SET = frozenset(
    {Matter.LICENCE, Matter.FEE, Matter.PROOF, Matter.RIGHTS, Matter.ASSESSMENT, Matter.DELEGATION}
)
_GUIDES = re.compile(r"办事指南|服务指南|政策解读|问答|宣传指引|一图读懂")


def permitted(matter: Matter, context: CheckContext) -> str | None:
    """Why this document may set the matter, or sets nothing at all; None where it may not.

    A passage of unknown kind counts as a normative document, the commonest and strictest case.
    """
    kind = context.kind or DocumentKind.NORMATIVE
    if kind in _SETS_NOTHING:
        return _SETS_NOTHING[kind]
    title = context.profile.title
    if title is not None and _GUIDES.search(title.value):
        return "办事指南、解读说明已有规定，不设定行政权力"
    if matter in _STATE_COUNCIL_MAY_SET and _by_state_council(context):
        return "国务院的决定、命令可以规定此类事项"
    if kind in _MAY_SET[matter] or _interim_licence(matter, kind, context):
        return f"{kind.chinese}在法定权限内可以设定此类事项"
    return None


def severity_for(context: CheckContext) -> Severity | None:
    """In place of the rule's: rules and regulations may refine what a superior law has set."""
    kind = context.kind
    return Severity.RISK if kind is not None and kind.is_statute else None


def _by_state_council(context: CheckContext) -> bool:
    issuer = context.profile.issuer
    return issuer is not None and issuer.value == "国务院"


def _interim_licence(matter: Matter, kind: DocumentKind, context: CheckContext) -> bool:
    """行政许可法第十五条第一款: a rule of a provincial government may set a licence for one year."""
    level = context.profile.level
    return (
        matter is Matter.LICENCE
        and kind is DocumentKind.LOCAL_GOVERNMENT_REGULATION
        and level is not None
        and level.value == GovernmentLevel.PROVINCE
    )

"""What a review looked at, in the order in which an opinion states it, and what it found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.exporters import wording
from reviewer.finding import Finding
from reviewer.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of an opinion: what was looked at, and the kinds of findings that answer it.

    Attributes:
        title: What was looked at.
        kinds: Kinds of DESIGN 4.2, or beginnings of kinds that end with a dot.
    """

    title: str
    kinds: tuple[str, ...]

    def answers(self, finding: Finding) -> bool:
        """Whether a finding belongs to the line."""
        return any(
            finding.kind == kind or (kind.endswith(".") and finding.kind.startswith(kind))
            for kind in self.kinds
        )


_OTHER = Check(title="其他", kinds=())
LEGALITY_CHECKS = (
    Check(title="是否有法律依据，依据的位阶是否足够", kinds=("basis.",)),
    Check(
        title="引用的依据是否现行有效",
        kinds=("citation.repealed", "citation.not_yet_effective", "citation.draft"),
    ),
    Check(title="引用的名称和条文是否准确", kinds=("citation.",)),
    Check(title="是否违法设定行政许可", kinds=("power.licence",)),
    Check(title="是否违法设定行政处罚", kinds=("power.penalty",)),
    Check(title="是否违法设定行政强制", kinds=("power.coercion",)),
    Check(title="是否违法设定行政收费", kinds=("power.fee",)),
    Check(title="是否违法设定证明事项", kinds=("power.proof",)),
    Check(title="是否违法减损权利、增加义务", kinds=("power.rights",)),
    Check(title="是否自设督查检查、考核评比", kinds=("power.assessment",)),
    Check(title="是否违法委托、下放职权，职权是否有据", kinds=("power.",)),
    Check(title="制定程序是否完备", kinds=("procedure.",)),
    Check(title="是否溯及既往", kinds=("retroactive",)),
    Check(title="施行日期和有效期", kinds=("effective_date.", "validity.")),
    Check(title="解释机关", kinds=("interpreter.",)),
    Check(title="文件名称", kinds=("title.",)),
    Check(title="编号、内部引用和条文重复", kinds=("numbering.", "cross_reference.", "duplicate_clause")),
)
DISCLOSURE_CHECKS = (
    Check(title="国家秘密标志", kinds=("secret.marking",)),
    Check(title="内部标志和内部过程信息", kinds=("secret.internal_marking", "internal.")),
    Check(title="公民身份号码和其他证件号码", kinds=("person.id_number", "person.document_number")),
    Check(title="电话号码、电子邮箱", kinds=("person.phone", "person.email")),
    Check(title="银行卡号", kinds=("person.bank_card",)),
    Check(title="住址、车牌号", kinds=("person.address", "person.vehicle_plate")),
    Check(title="健康信息", kinds=("person.health",)),
    Check(title="未成年人信息", kinds=("person.minor",)),
    Check(title="其他可识别特定个人的信息", kinds=("person.",)),
    Check(title="商业秘密", kinds=("trade_secret",)),
    Check(title="口令、密钥", kinds=("credential",)),
    Check(title="基础设施敏感信息", kinds=("infrastructure",)),
)


def check_rows(
    checks: Sequence[Check], findings: Sequence[Finding], report: Report, *, reviewed: bool
) -> Iterator[dict[str, str]]:
    """One row a check, with its result; findings that answer none make a row of their own."""
    rest = list(findings)
    for number, check in enumerate(checks, 1):
        inside = [finding for finding in rest if check.answers(finding)]
        rest = [finding for finding in rest if finding not in inside]
        yield _row(number, check, inside, report, reviewed=reviewed)
    if rest:
        yield _row(len(checks) + 1, _OTHER, rest, report, reviewed=reviewed)


def _row(
    number: int, check: Check, findings: Sequence[Finding], report: Report, *, reviewed: bool
) -> dict[str, str]:
    return {"序号": str(number), "项目": check.title, "结果": _result(findings, report, reviewed=reviewed)}


def _result(findings: Sequence[Finding], report: Report, *, reviewed: bool) -> str:
    if not reviewed:
        return "本次未审查"
    if findings:
        clauses = "、".join(dict.fromkeys(finding.clause for finding in findings if finding.clause))
        return f"{wording.count_words(findings)}{f'（{clauses}）' if clauses else ''}"
    return "未发现问题" if report.complete else "已读部分未发现问题"

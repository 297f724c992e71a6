"""The values of a form, from the report and what people decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reviewer.decision import Verdict
from reviewer.document import Document
from reviewer.exporters import wording
from reviewer.exporters.decided import (
    CONCLUSIONS,
    UNDECIDED,
    UNSIGNED,
    decision_of,
    exception_lines,
    reason_words,
    verdict_words,
)
from reviewer.exporters.entry import ExportOptions, Reviewed
from reviewer.exporters.forms.checks import DISCLOSURE_CHECKS, LEGALITY_CHECKS, Check, check_rows
from reviewer.exporters.forms.fields import (
    CHECK_ROW,
    CHECKS,
    COMMON,
    FINDING_ROW,
    FINDINGS,
    TO_FILL_IN,
    FormValues,
)
from reviewer.exporters.kinds import kinds_words
from reviewer.finding import Finding
from reviewer.report import ReadValue, Report

_NOT_READ = "（文中未见）"
_ARTICLES = {"第八条情况": "8.", "第九条情况": "9.", "第十条情况": "10.", "第十一条情况": "11."}
_NO_EXCEPTION = "未适用例外规定"
_EFFECT = "排除、限制竞争效果："
_STATED_BY_PERSON = (
    "适用条例第十二条的具体情形：（待填写）",
    "对公平竞争不利影响最小的理由：（待填写）",
    "实施期限或者终止条件的合理性：（待填写）",
)


def competition_values(entry: Reviewed, options: ExportOptions) -> FormValues:
    """Values of the 公平竞争审查表."""
    report = entry.report
    findings = _of(report, "fair_competition")
    scope = report.profile.competition_scope
    single = _common(entry, findings, options)
    single["是否属于审查范围"] = wording.scope_words(scope) if scope else "本次未作公平竞争审查"
    single["听取意见情况"] = TO_FILL_IN
    for name, beginning in _ARTICLES.items():
        inside = [finding for finding in findings if finding.kind.startswith(beginning)]
        single[name] = _article_words(inside, report, options) if scope else "本次未作公平竞争审查"
    single["例外规定说明"] = _exceptions(findings, options)
    return _values(single, _finding_rows(findings, entry.document, options), ())


def legality_values(entry: Reviewed, options: ExportOptions) -> FormValues:
    """Values of the 合法性审核意见书, findings in the order of the draft's articles."""
    return _checked(entry, options, ("legal_basis", "drafting"), LEGALITY_CHECKS)


def disclosure_values(entry: Reviewed, options: ExportOptions) -> FormValues:
    """Values of the 公开前审查表, the most pressing first."""
    made = _checked(entry, options, ("disclosure",), DISCLOSURE_CHECKS)
    declared = entry.report.profile.disclosure_class
    single = {**made.single, "公开属性": _read(declared)}
    return FormValues(single=single, rows=made.rows, row_fields=made.row_fields)


def _checked(
    entry: Reviewed, options: ExportOptions, families: Sequence[str], checks: Sequence[Check]
) -> FormValues:
    findings = [finding for family in families for finding in _of(entry.report, family)]
    findings.sort(key=lambda f: (f.handling.value if f.handling else "", f.span))
    reviewed = not options.families or bool(options.families & set(families))
    rows = check_rows(checks, findings, entry.report, reviewed=reviewed)
    listed = _finding_rows(findings, entry.document, options)
    return _values(_common(entry, findings, options), listed, list(rows))


def _values(
    single: dict[str, str], findings: Iterable[dict[str, str]], checks: Sequence[dict[str, str]]
) -> FormValues:
    rows: dict[str, Sequence[dict[str, str]]] = {FINDINGS: list(findings)}
    fields: dict[str, Sequence[str]] = {FINDINGS: list(FINDING_ROW)}
    if checks:
        rows[CHECKS], fields[CHECKS] = checks, list(CHECK_ROW)
    return FormValues(single=single, rows=rows, row_fields=fields)


def _of(report: Report, family: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.family == family]


# --- the document and the conclusion ------------------------------------------------------------


def _common(entry: Reviewed, findings: Sequence[Finding], options: ExportOptions) -> dict[str, str]:
    report, profile, signed = entry.report, entry.report.profile, options.sign_off
    kind = wording.document_kind_words(profile.kind.value) if profile.kind else _NOT_READ
    values = {
        "文件名称": (profile.title.value if profile.title else report.name).strip("《》"),
        "文件种类": kind,
        "发文字号": _read(profile.document_number),
        "制定机关": _read(profile.issuer),
        "起草单位": TO_FILL_IN,
        "施行日期": _read(profile.effective_on),
        "有效期": _read(profile.validity_period),
        "审查日期": report.as_of.isoformat(),
        "审查完整性": "\n".join(_completeness(report)),
        "发现概况": wording.count_words(findings) or _nothing(report),
        "结论": CONCLUSIONS[signed.conclusion] if signed else f"{UNDECIDED}（{UNSIGNED}）",
        "结论说明": signed.statement if signed else "",
        "签发人": signed.author if signed else "",
        "签发日期": signed.signed_at.date().isoformat() if signed else "",
        "签发状态": "已签发" if signed else UNSIGNED,
        "审查版本": wording.versions_words(report.versions),
        "文件校验码": report.digest,
    }
    assert values.keys() == COMMON.keys()  # noqa: S101  the README lists COMMON
    return values


def _read(value: ReadValue | None) -> str:
    return value.value if value is not None else _NOT_READ


def _completeness(report: Report) -> Iterator[str]:
    yield "已读完全文" if report.complete else f"{wording.INCOMPLETE}："
    yield from wording.unread_words(report)


def _nothing(report: Report) -> str:
    return wording.CLEAN if report.complete else f"{wording.INCOMPLETE}，已读部分暂无结果"


# --- findings -----------------------------------------------------------------------------------


def _finding_rows(
    findings: Sequence[Finding], document: Document, options: ExportOptions
) -> Iterator[dict[str, str]]:
    for number, finding in enumerate(findings, 1):
        decision = decision_of(finding, options)
        handling = finding.handling
        yield {
            "序号": str(number),
            "严重程度": wording.SEVERITIES[finding.severity],
            "事项": kinds_words(finding),
            "条款": finding.clause or wording.location_words(document, finding),
            "位置": wording.location_words(document, finding),
            "原文": wording.shown_quote(finding),
            "标题": finding.title,
            "说明": f"【{wording.SEVERITIES[finding.severity]}】{finding.title}\n{finding.message}",
            "依据": "；".join(wording.basis_words(basis) for basis in finding.basis),
            "修改建议": finding.suggestion,
            "处理": f"{handling.value} {wording.HANDLINGS[handling]}" if handling else "",
            "审核决定": verdict_words(decision),
            "决定理由": reason_words(decision),
            "决定人": decision.author if decision else "",
        }


def _article_words(findings: Sequence[Finding], report: Report, options: ExportOptions) -> str:
    """What was found under one article of the regulation, with what was decided."""
    if not findings:
        return "未发现违反本条的情形" if report.complete else "已读部分未发现违反本条的情形"
    lines = [f"发现 {len(findings)} 处："]
    for finding in findings:
        verdict = verdict_words(decision_of(finding, options))
        lines.append(f"{kinds_words(finding)}　{finding.clause}　{finding.title}（{verdict}）")
    return "\n".join(lines)


def _exceptions(findings: Sequence[Finding], options: ExportOptions) -> str:
    """For each exempted finding what the conclusion must state (条例第十七条, 实施办法第二十九条)."""
    paragraphs = []
    for number, finding in enumerate(findings, 1):
        decision = decision_of(finding, options)
        exempted = decision is not None and decision.verdict is Verdict.EXEMPTED
        exception = options.exceptions.get(finding.fingerprint) if exempted else None
        if exempted:
            lines = exception_lines(exception) if exception else _STATED_BY_PERSON
            effect = exception.effect if exception and exception.effect else finding.message
            head = f"审查发现第 {number} 处“{wording.shown_quote(finding)}”{verdict_words(decision)}"
            paragraphs.append("\n".join((head, _EFFECT + effect, *lines)))
        elif finding.exception.claimed:
            paragraphs.append(f"审查发现第 {number} 处：{wording.exception_words(finding)}；尚未决定是否适用")
    return "\n".join(paragraphs) or _NO_EXCEPTION

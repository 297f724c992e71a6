"""The words for what people decided: verdicts on findings, and the conclusion."""

from __future__ import annotations

from reviewer.decision import Conclusion, Decision, GrantedException, ReasonCode, SignOff, Verdict
from reviewer.exporters.entry import ExportOptions
from reviewer.finding import Finding

VERDICTS = {
    Verdict.ACCEPTED: "采纳",
    Verdict.REJECTED: "不采纳",
    Verdict.DEFERRED: "暂缓",
    Verdict.EXEMPTED: "适用例外",
}
CONCLUSIONS = {
    Conclusion.PASSED: "通过",
    Conclusion.PASSED_AFTER_CHANGES: "修改后通过",
    Conclusion.NOT_PASSED: "不通过",
}
_REASON_CODES = {
    ReasonCode.FALSE_POSITIVE.value: "误报",
    ReasonCode.EXCEPTION_APPLIES.value: "例外适用",
    ReasonCode.MENDED.value: "已修改",
    ReasonCode.BASIS_NEEDED.value: "待补充依据",
    ReasonCode.OTHER.value: "其他",
}
UNDECIDED = "待定"
UNSIGNED = "未签发"


def decision_of(finding: Finding, options: ExportOptions) -> Decision | None:
    """What was decided about a finding; an exemption that has lapsed decides nothing any more."""
    decision = options.decisions.get(finding.fingerprint)
    today = options.written_at.date() if options.written_at else None
    lapsed = decision is not None and today is not None and not decision.binds(today)
    return None if lapsed else decision


def verdict_words(decision: Decision | None) -> str:
    """采纳, 不采纳, 暂缓, 适用例外; 待定 where nobody has decided."""
    if decision is None:
        return UNDECIDED
    until = f"（至 {decision.until.isoformat()}）" if decision.until else ""
    return f"{VERDICTS[decision.verdict]}{until}"


def reason_words(decision: Decision | None) -> str:
    """The reason from the short list and in the officer's words; empty where none was given."""
    if decision is None:
        return ""
    listed = _REASON_CODES.get(decision.reason_code or "", decision.reason_code or "")
    return "：".join(part for part in (listed, decision.reason) if part)


def decision_words(decision: Decision | None) -> str:
    """A decision in one line: verdict, reason, who and when."""
    if decision is None:
        return UNDECIDED
    reason = reason_words(decision)
    who = f"{decision.author}，{decision.decided_at.date().isoformat()}"
    return f"{verdict_words(decision)}{f'（{reason}）' if reason else ''}，{who}"


def sign_off_words(sign_off: SignOff | None) -> str:
    """The conclusion exactly as it was signed, or 未签发."""
    if sign_off is None:
        return UNSIGNED
    statement = f"：{sign_off.statement}" if sign_off.statement else ""
    who = f"{sign_off.author}，{sign_off.signed_at.date().isoformat()}"
    return f"{CONCLUSIONS[sign_off.conclusion]}{statement}（{who} 签发）"


def exception_lines(exception: GrantedException) -> tuple[str, ...]:
    """What the conclusion must state of an exception, one line each (实施办法第二十九条)."""
    until = f"，至 {exception.until.isoformat()} 止" if exception.until else ""
    return (
        f"适用情形：{exception.circumstance}",
        f"对公平竞争不利影响最小的理由：{exception.no_milder_way}",
        f"实施期限或者终止条件的合理性：{exception.ends}{until}",
    )

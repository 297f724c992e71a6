"""What the comments of an annotated docx say."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.exporters import wording
from reviewer.exporters.decided import decision_of, decision_words, exception_lines, sign_off_words
from reviewer.exporters.entry import ExportOptions
from reviewer.exporters.kinds import kinds_words
from reviewer.exporters.word_comments import CommentText
from reviewer.finding import Finding
from reviewer.report import Report

_MACHINE = "以上为机器审查结果；每一处是否采纳，由审查人员决定"


def finding_comment(
    number: int, finding: Finding, options: ExportOptions, *, elsewhere: str, tracked: bool
) -> CommentText:
    """The comment on a finding.

    Args:
        number: Its number in the report.
        finding: What it is about.
        options: Decisions.
        elsewhere: Where the words stand, for a comment that cannot stand beside them; else empty.
        tracked: Whether its replacement was written as a tracked change.
    """
    severity = wording.SEVERITIES[finding.severity]
    heading = f"{number}. {wording.SHAPES[finding.severity]}{severity}　{finding.title}"
    return CommentText(heading=heading, lines=list(_lines(finding, options, elsewhere, tracked=tracked)))


def _lines(finding: Finding, options: ExportOptions, elsewhere: str, *, tracked: bool) -> Iterator[str]:
    quote = wording.shown_quote(finding)
    if elsewhere:
        yield f"所指文字在{elsewhere}中，该处不能加批注，故加在此处：“{quote}”"
    yield finding.message
    if finding.basis:
        yield f"依据：{'；'.join(wording.basis_words(basis) for basis in finding.basis)}"
    yield f"事项：{kinds_words(finding)}"
    if finding.suggestion:
        yield f"修改建议：{finding.suggestion}"
    if tracked:
        yield "修改已作为修订写入，可以接受或者拒绝"
    elif finding.fix is not None:
        yield f"可替换为：{finding.fix}" if finding.fix else "可以删去"
    if finding.handling:
        yield f"处理：{finding.handling.value} {wording.HANDLINGS[finding.handling]}"
    if finding.exception.claimed:
        yield wording.exception_words(finding)
    yield f"审核决定：{decision_words(decision_of(finding, options))}"
    exception = options.exceptions.get(finding.fingerprint)
    if exception is not None:
        yield from exception_lines(exception)


def summary_comment(
    report: Report, options: ExportOptions, *, left_out: int, signed: bool, macros: bool
) -> CommentText:
    """The comment on the title: the result, what was not read, and the sign-off.

    Args:
        report: The report.
        options: The sign-off.
        left_out: Findings that a person rejected and that have no comment.
        signed: Whether the file carries a digital signature.
        macros: Whether macros were left out of the copy.
    """
    lines = [f"审查结论：{sign_off_words(options.sign_off)}"]
    lines += [f"未审查：{words}" for words in wording.unread_words(report)]
    if left_out:
        lines.append(f"另有 {left_out} 处已由审核人员决定不采纳，不再列出")
    if signed:
        lines.append("原文件带有电子签名；本副本加了批注，签名随之失效，请以原文件为准")
    if macros:
        lines.append("原文件含有宏；本副本不含宏")
    lines.append(f"按 {report.as_of.isoformat()} 的法律状态审查；{wording.versions_words(report.versions)}")
    if options.sign_off is None:
        lines.append(_MACHINE)
    return CommentText(heading=f"审查结果：{wording.result_words(report)}", lines=lines)

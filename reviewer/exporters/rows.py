"""The list of findings as rows of text, the same for csv and xlsx; personal values masked."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.document import Document
from reviewer.exporters import wording
from reviewer.exporters.decided import decision_of, reason_words, sign_off_words, verdict_words
from reviewer.exporters.entry import Entry, ExportOptions, Reviewed, Unreviewed
from reviewer.exporters.kinds import kinds_words
from reviewer.finding import Finding

COLUMNS = (
    "文件", "结果", "严重程度", "处理", "类别", "事项", "标题", "条款", "位置", "原文", "说明", "依据",
    "修改建议", "例外", "审核决定", "决定理由", "决定人", "决定日期", "签发", "置信度", "来源", "规则",
    "起", "止", "指纹",
)  # fmt: skip
# A spreadsheet runs a cell that begins with one of these; full-width forms are folded by some of them.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def rows_of(entry: Entry, options: ExportOptions) -> Iterator[tuple[str, ...]]:
    """The rows of an input, in the order of `COLUMNS`; parts that were not read have rows too."""
    if isinstance(entry, Unreviewed):
        yield _note(entry.name, "无法读取", entry.error)
        return
    yield from _reviewed(entry, options)


def neutralise(cell: str) -> str:
    """The cell as text: an apostrophe keeps a spreadsheet from taking it for a formula (ASVS 1.2.10)."""
    plain = cell.replace("\x00", "\ufffd")
    return f"'{plain}" if plain.lstrip(" \u3000\xa0").startswith(_FORMULA_STARTS) else plain


def _reviewed(entry: Reviewed, options: ExportOptions) -> Iterator[tuple[str, ...]]:
    report = entry.report
    signed = sign_off_words(options.sign_off)
    for words in wording.unread_words(report):
        yield _note(report.name, wording.INCOMPLETE, words, signed)
    if report.complete and not report.findings:
        yield _note(report.name, wording.CLEAN, "", signed)
    for finding in report.findings:
        yield (report.name, "审查发现", *_finding(entry.document, finding, options))


def _note(name: str, result: str, message: str, signed: str = "") -> tuple[str, ...]:
    """A row about a whole file."""
    row = dict.fromkeys(COLUMNS, "") | {"文件": name, "结果": result, "说明": message, "签发": signed}
    return tuple(row.values())


def _finding(document: Document, finding: Finding, options: ExportOptions) -> tuple[str, ...]:
    decision = decision_of(finding, options)
    return (
        wording.SEVERITIES[finding.severity],
        finding.handling.value if finding.handling else "",
        wording.FAMILIES.get(finding.family, finding.family),
        kinds_words(finding),
        finding.title,
        finding.clause,
        wording.location_words(document, finding),
        wording.shown_quote(finding),
        finding.message,
        "；".join(wording.basis_words(basis) for basis in finding.basis),
        finding.suggestion,
        wording.exception_words(finding),
        verdict_words(decision),
        reason_words(decision),
        decision.author if decision else "",
        decision.decided_at.date().isoformat() if decision else "",
        sign_off_words(options.sign_off),
        wording.confidence_words(finding),
        wording.ORIGINS[finding.origin],
        finding.rule,
        str(finding.span.start),
        str(finding.span.end),
        finding.fingerprint,
    )

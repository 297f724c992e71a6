"""Findings as a table that Excel opens as it is: one row a finding, personal values masked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from reviewer.document import Document
from reviewer.exporters import wording
from reviewer.exporters.entry import Entry, ExportOptions, Reviewed, Unreviewed
from reviewer.exporters.kinds import kinds_words
from reviewer.finding import Finding

COLUMNS = (
    "文件", "结果", "严重程度", "处理", "类别", "事项", "标题", "条款", "位置", "原文", "说明", "依据",
    "修改建议", "例外", "置信度", "来源", "规则", "起", "止", "指纹",
)  # fmt: skip
# A spreadsheet runs a cell that begins with one of these; full-width forms are folded by some of them.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def export_csv(entries: Iterable[Entry], options: ExportOptions) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, lines ended by CRLF; parts that were not read have rows too."""
    yield b"\xef\xbb\xbf" + _line(COLUMNS)
    for entry in entries:
        yield b"".join(_line(row) for row in _rows(entry))


def _rows(entry: Entry) -> Iterator[tuple[str, ...]]:
    if isinstance(entry, Unreviewed):
        yield _note(entry.name, "无法读取", entry.error)
        return
    yield from _reviewed(entry)


def _reviewed(entry: Reviewed) -> Iterator[tuple[str, ...]]:
    report = entry.report
    for words in wording.unread_words(report):
        yield _note(report.name, wording.INCOMPLETE, words)
    if report.complete and not report.findings:
        yield _note(report.name, wording.CLEAN, "")
    for finding in report.findings:
        yield (report.name, "审查发现", *_finding(entry.document, finding))


def _note(name: str, result: str, message: str) -> tuple[str, ...]:
    """A row about a whole file."""
    row = dict.fromkeys(COLUMNS, "") | {"文件": name, "结果": result, "说明": message}
    return tuple(row.values())


def _finding(document: Document, finding: Finding) -> tuple[str, ...]:
    return (
        wording.SEVERITIES[finding.severity],
        finding.handling.value if finding.handling else "",
        wording.FAMILIES.get(finding.family, finding.family),
        kinds_words(finding),
        finding.title,
        finding.clause,
        wording.location_words(document, finding),
        finding.quote if finding.masked_quote is None else finding.masked_quote,
        finding.message,
        "；".join(wording.basis_words(basis) for basis in finding.basis),
        finding.suggestion,
        wording.exception_words(finding),
        wording.confidence_words(finding),
        wording.ORIGINS[finding.origin],
        finding.rule,
        str(finding.span.start),
        str(finding.span.end),
        finding.fingerprint,
    )


def _line(cells: Iterable[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(neutralise(cell) for cell in cells)
    return buffer.getvalue().encode("utf-8", "replace")


def neutralise(cell: str) -> str:
    """The cell as text: an apostrophe keeps a spreadsheet from taking it for a formula (ASVS 1.2.10)."""
    plain = cell.replace("\x00", "\ufffd")
    return f"'{plain}" if plain.lstrip(" \u3000\xa0").startswith(_FORMULA_STARTS) else plain

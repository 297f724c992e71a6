"""The report as a PDF for the file: facts, findings one by one, then the text with its marks.

The text is left out where values are masked: what a list of findings leaves open (the second
number of a column) would stand in it.

It is laid out as a docx and printed by LibreOffice, which has the Chinese fonts of the machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from reviewer.document import Block, Document
from reviewer.errors import UnreadableDocument
from reviewer.exporters import wording
from reviewer.exporters.decided import UNSIGNED, decision_of, decision_words, sign_off_words
from reviewer.exporters.entry import Entry, ExportOptions, Reviewed, Unreviewed
from reviewer.exporters.kinds import kinds_words
from reviewer.exporters.word_writer import Cell, Style, Words, WordWriter
from reviewer.extraction.limits import Limits
from reviewer.extraction.office import print_pdf
from reviewer.finding import Finding, Severity
from reviewer.report import Report

_SHADES = {Severity.VIOLATION: "F6C9CD", Severity.RISK: "FBE3B5", Severity.ADVICE: "CFE0F5"}
_MACHINE = "机器审查结果；每一处是否采纳，由审查人员决定。"


def export_pdf(entries: Iterable[Entry], options: ExportOptions) -> Iterator[bytes]:
    """One PDF an input.

    Raises:
        UnreadableDocument: LibreOffice is missing; or there is nothing to print, since the file was not read.
    """
    for entry in entries:
        if isinstance(entry, Unreviewed):
            raise UnreadableDocument(entry.name, "文件未能读取，没有可以输出的报告", entry.error)
        yield print_pdf(report_docx(entry, options), entry.report.name, Limits())


def report_docx(entry: Reviewed, options: ExportOptions) -> bytes:
    """The report as a docx, from which the PDF is printed."""
    writer = WordWriter()
    writer.add_paragraph("审查报告", Style.TITLE)
    _add_facts(writer, entry.report, options)
    writer.add_paragraph("一、审查发现", Style.HEADING)
    if not entry.report.findings:
        writer.add_paragraph(wording.result_words(entry.report))
    for number, finding in enumerate(entry.report.findings, 1):
        writer.add_table(_card(number, finding, entry.document, options), (18, 82))
    if not options.masked:
        writer.add_paragraph("二、文件全文及标记", Style.HEADING)
        _add_text(writer, entry.document, entry.report.findings)
    return writer.to_bytes()


def _add_facts(writer: WordWriter, report: Report, options: ExportOptions) -> None:
    profile = report.profile
    rows = [
        ("文件", report.name),
        ("标题", profile.title.value if profile.title else ""),
        ("文件种类", wording.document_kind_words(profile.kind.value) if profile.kind else ""),
        ("制定机关", profile.issuer.value if profile.issuer else ""),
        ("发文字号", profile.document_number.value if profile.document_number else ""),
        ("公平竞争审查", wording.scope_words(profile.competition_scope) if profile.competition_scope else ""),
        ("结果", wording.result_words(report)),
        ("未审查", "\n".join(wording.unread_words(report))),
        ("审查结论", sign_off_words(options.sign_off)),
        ("法律状态", f"按 {report.as_of.isoformat()} 审查"),
        ("版本", wording.versions_words(report.versions)),
    ]
    writer.add_table(
        [[Cell(text=label, label=True), Cell(text=words)] for label, words in rows if words], (18, 82)
    )
    if options.sign_off is None:
        writer.add_paragraph(f"{_MACHINE}{UNSIGNED}。", Style.SMALL)


def _card(
    number: int, finding: Finding, document: Document, options: ExportOptions
) -> Iterator[Sequence[Cell]]:
    severity = finding.severity
    head = f"{number}. {wording.SHAPES[severity]}{wording.SEVERITIES[severity]}　{finding.title}"
    yield [Cell(text=head, label=True, span=2)]
    handling = finding.handling
    place = "　".join(filter(None, (finding.clause, wording.location_words(document, finding))))
    rows = (
        ("位置", place),
        ("原文", wording.shown_quote(finding)),
        ("说明", finding.message),
        ("依据", "；".join(wording.basis_words(basis) for basis in finding.basis)),
        ("修改建议", finding.suggestion),
        ("可替换为", finding.fix or ""),
        ("处理", f"{handling.value} {wording.HANDLINGS[handling]}" if handling else ""),
        ("例外", wording.exception_words(finding)),
        ("事项", kinds_words(finding)),
        ("审核决定", decision_words(decision_of(finding, options))),
    )
    yield from ([Cell(text=label, label=True), Cell(text=words)] for label, words in rows if words)


# --- the text -----------------------------------------------------------------------------------


def _add_text(writer: WordWriter, document: Document, findings: Sequence[Finding]) -> None:
    """The text as it is, block by block: only for a reader who may see the document."""
    at: dict[int, list[tuple[int, Finding]]] = {}
    for number, finding in enumerate(findings, 1):
        at.setdefault(max(document.block_index(finding.span.start), 0), []).append((number, finding))
    for index, block in enumerate(document.blocks):
        writer.add_paragraph(list(_pieces(document, block, at.get(index, []))), Style.SMALL)


def _pieces(document: Document, block: Block, marked: Sequence[tuple[int, Finding]]) -> Iterator[Words]:
    """The block cut at the borders of its findings; each has its number behind it."""
    start, end = block.span.start, block.span.end
    borders = {min(border, end) for _, f in marked for border in (f.span.start, f.span.end)}
    for first, last in pairwise(sorted({start, end} | borders)):
        covering = [f for _, f in marked if f.span.start <= first and last <= f.span.end]
        worst = max((f.severity for f in covering), key=lambda severity: severity.rank, default=None)
        yield Words(text=document.text[first:last], shade=_SHADES[worst] if worst else "")
        ending = [number for number, f in marked if min(f.span.end, end) == last]
        if ending:
            yield Words(text="".join(f"[{number}]" for number in ending), bold=True)

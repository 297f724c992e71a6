"""The clean-up ledger (清理台账) as offices use it: a cover, the rows with filters, what was not read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from corpora.audit.corpus_results import CorpusResults
from corpora.audit.decisions import (
    FIELDS,
    PROPOSALS,
    STATUSES,
    Entry,
    entries_after,
    entry_of,
    load_changes,
    row_id,
)
from corpora.audit.rows import FileState
from corpora.audit.summary import Totals
from corpora.audit.tabular import safe_cell
from reviewer.exporters.kinds import kind_words
from reviewer.finding import Severity

COVER, SHEET, UNREAD = "封面", "清理台账", "未完整读取的文件"
REVISION = "台账版本"
ID = "识别码"
COLUMNS = (
    "序号", "文件名称", "文号", "制定机关", "成文日期", "问题条款原文", "涉及标准", "依据",
    "处理建议", "责任单位", "整改期限", "状态", "备注", "条款", "位置", "严重程度", "文件路径", ID,
)  # fmt: skip
#: Columns that say what was found: an import reports a change in them and does not take it.
FACTS = ("文件名称", "文号", "制定机关", "成文日期", "问题条款原文", "涉及标准", "依据", "文件路径")
EXPIRED = "expired"
_WIDTHS = (6, 36, 20, 22, 12, 56, 26, 40, 10, 22, 12, 10, 20, 18, 14, 10, 32, 19)
_SHEET_ROWS = 1_000_000
_CELL_CHARACTERS = 32_000
_LINE_POINTS, _MOST_POINTS = 17, 400
_SEVERITIES = {Severity.VIOLATION.value: "违规", Severity.RISK.value: "风险"}
_THIN = Border(*(Side(style="thin", color="BFBFBF"),) * 4)
_WRAP = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One row: what was found, and what is entered about it."""

    id: str
    title: str
    document_number: str
    issuer: str
    signed_on: str
    quote: str
    standard: str
    basis: str
    clause: str
    place: str
    severity: str
    document: str
    entry: Entry

    def facts(self) -> dict[str, str]:
        """The cells that an import compares, by column head."""
        values = (
            *(self.title, self.document_number, self.issuer, self.signed_on),
            *(self.quote, self.standard, self.basis, self.document),
        )
        return dict(zip(FACTS, map(clean, values), strict=True))


def ledger_rows(results: CorpusResults, *, revision: int | None = None) -> Iterator[LedgerRow]:
    """Violations and risks of every counted document, and documents past their validity.

    Args:
        results: The audit.
        revision: Take only so many changes of the record into account; by default all.
    """
    changed = entries_after(load_changes(results.folder)[:revision])
    expired = {entry.document: entry.last_day.isoformat() for entry in results.expired}
    facts = _document_facts(results.counted)
    for document, last_day in expired.items():
        yield _expired_row(document, last_day, facts[document], changed)
    names = (
        "document",
        "fingerprint",
        "severity",
        "masked_quote",
        "title",
        "kind",
        "basis",
        "clause",
        "place",
    )
    for batch in results.findings.select(names).to_batches(max_chunksize=20_000):
        for finding in batch.to_pylist():
            if finding["severity"] in _SEVERITIES:
                document = finding["document"]
                default = "废止" if document in expired else "修订"
                yield _finding_row(finding, facts[document], default, changed)


def write_ledger(path: Path, results: CorpusResults, totals: Totals, *, source: str, versions: str) -> None:
    """Write the ledger; one that someone has changed meanwhile is to be kept by the caller."""
    book = Workbook(write_only=True)
    revision = len(load_changes(results.folder))
    _write_cover(
        book, totals, source=source, as_of=results.as_of.isoformat(), versions=versions, revision=revision
    )
    _write_rows(book, ledger_rows(results))
    _write_unread(book, results)
    unfinished = path.with_name(f"_{path.name}")
    book.save(unfinished)
    os.replace(unfinished, path)


def clean(text: str) -> str:
    """A text that a cell can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:_CELL_CHARACTERS]


def _document_facts(documents: pa.Table) -> dict[str, dict[str, str]]:
    names = ("document", "title", "document_number", "issuer", "signed_on")
    return {row["document"]: row for row in documents.select(names).to_pylist()}


def _expired_row(
    document: str, last_day: str, facts: dict[str, str], changed: dict[str, dict[str, str]]
) -> LedgerRow:
    name = row_id(document, EXPIRED)
    default = Entry(proposal="废止", unit=facts["issuer"])
    return LedgerRow(
        id=name,
        title=facts["title"] or document,
        document_number=facts["document_number"],
        issuer=facts["issuer"],
        signed_on=facts["signed_on"],
        quote=f"文件写明的有效期已于 {last_day} 届满",
        standard="已过有效期",
        basis="",
        clause="",
        place="",
        severity=_SEVERITIES[Severity.RISK.value],
        document=document,
        entry=entry_of(default, changed.get(name, {})),
    )


def _finding_row(
    finding: dict[str, str], facts: dict[str, str], proposal: str, changed: dict[str, dict[str, str]]
) -> LedgerRow:
    name = row_id(finding["document"], finding["fingerprint"])
    default = Entry(proposal=proposal, unit=facts["issuer"])
    return LedgerRow(
        id=name,
        title=facts["title"] or finding["document"],
        document_number=facts["document_number"],
        issuer=facts["issuer"],
        signed_on=facts["signed_on"],
        quote=finding["masked_quote"],
        standard=f"{finding['title']}（{kind_words(finding['kind'])}）",
        basis=finding["basis"],
        clause=finding["clause"],
        place=finding["place"],
        severity=_SEVERITIES[finding["severity"]],
        document=finding["document"],
        entry=entry_of(default, changed.get(name, {})),
    )


def _write_cover(
    book: Workbook, totals: Totals, *, source: str, as_of: str, versions: str, revision: int
) -> None:
    sheet = book.create_sheet(COVER)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 90
    sheet.row_dimensions[1].height = 32
    _fit_to_width(sheet)
    title = WriteOnlyCell(sheet, "规范性文件清理台账")
    title.font = Font(size=20, bold=True)
    sheet.append([title])
    sheet.append([])
    notes = "；".join(
        f"{name}：{'、'.join(values)}" for name, values in (("处理建议", PROPOSALS), ("状态", STATUSES))
    )
    for name, value in (
        ("清理范围", source),
        ("审查日期", as_of),
        ("文件总数", totals.files),
        ("计入统计（重复文件只计一次）", totals.counted),
        ("未完整读取的文件", totals.files - totals.reviewed),
        ("有违规的文件", totals.affected),
        ("违规（处）", totals.violations),
        ("风险（处）", totals.risks),
        ("已过有效期的文件", totals.expired),
        ("审查所用版本", versions),
        (REVISION, revision),
        ("可填写的列", f"{'、'.join(FIELDS.values())}。{notes}。其余各列请勿改动"),
        ("回收办法", "填写以后运行 reviewer audit import-ledger 台账文件 --out 结果文件夹，差异逐项列出"),
        ("说明", "机器审查结果，未签发；每一处是否采纳，由审查人员决定"),
        ("审核人（签字）", ""),
        ("签发日期", ""),
    ):
        head = WriteOnlyCell(sheet, name)
        head.font, head.border = Font(bold=True), _THIN
        cell = WriteOnlyCell(sheet, safe_cell(clean(value) if isinstance(value, str) else value))
        cell.alignment, cell.border = Alignment(wrap_text=True, vertical="top", horizontal="left"), _THIN
        sheet.append([head, cell])


def _write_rows(book: Workbook, rows: Iterable[LedgerRow]) -> None:
    sheet, count, number = _new_sheet(book, SHEET, COLUMNS, _WIDTHS), 0, 0
    sheets, style = 1, _plain_style(sheet)
    for row in rows:
        if count == _SHEET_ROWS:
            _finish(sheet, len(COLUMNS), count)
            sheets += 1
            sheet, count = _new_sheet(book, f"{SHEET}{sheets}", COLUMNS, _WIDTHS), 0
        count, number = count + 1, number + 1
        sheet.append(_cells(sheet, style, row, number=number, line=count + 1))
    _finish(sheet, len(COLUMNS), count)


def _plain_style(sheet: Worksheet) -> Any:
    cell: Any = WriteOnlyCell(sheet, "")
    cell.alignment, cell.border = _WRAP, _THIN
    return cell._style


def _cells(sheet: Worksheet, style: Any, row: LedgerRow, *, number: int, line: int) -> list[Any]:
    entry = row.entry
    values: tuple[str | int, ...] = (
        *(number, row.title, row.document_number, row.issuer, row.signed_on, row.quote, row.standard),
        *(row.basis, entry.proposal, entry.unit, entry.deadline, entry.status, entry.note),
        *(row.clause, row.place, row.severity, row.document, row.id),
    )
    cells: list[Any] = []
    lines = 1
    for value, width in zip(values, _WIDTHS, strict=True):
        lines = max(lines, -(-2 * len(str(value)) // width))  # a Chinese character is two columns wide
        cell: Any = WriteOnlyCell(sheet, safe_cell(clean(value) if isinstance(value, str) else value))
        # Looking a style up for each cell would take three quarters of the time.
        cell._style = style
        cells.append(cell)
    # Not every program finds the height of wrapped text by itself. Row 1 holds the heads.
    sheet.row_dimensions[line].height = min(lines * _LINE_POINTS, _MOST_POINTS)
    return cells


def _write_unread(book: Workbook, results: CorpusResults) -> None:
    columns, widths = ("文件路径", "情况", "原因和处理办法"), (60, 14, 90)
    sheet = _new_sheet(book, UNREAD, columns, widths)
    count = 0
    names = ("document", "state", "reason")
    for row in results.documents.select(names).to_pylist():
        if row["state"] != FileState.REVIEWED:
            count += 1
            words = (row["document"], FileState(row["state"]).chinese, row["reason"])
            sheet.append([safe_cell(clean(word)) for word in words])
    _finish(sheet, len(columns), count)


def _new_sheet(book: Workbook, name: str, columns: tuple[str, ...], widths: tuple[int, ...]) -> Worksheet:
    sheet: Worksheet = book.create_sheet(name)
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A2"
    _fit_to_width(sheet)
    if columns is COLUMNS:
        sheet.print_title_rows = "1:1"
    heads = []
    for column in columns:
        head = WriteOnlyCell(sheet, column)
        head.font, head.border = Font(bold=True), _THIN
        head.fill = PatternFill("solid", fgColor="DDE6F0")
        heads.append(head)
    sheet.append(heads)
    return sheet


def _fit_to_width(sheet: Worksheet) -> None:
    """On paper the columns stand beside each other, however many pages the rows take."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.page_setup.orientation = "landscape"


def _finish(sheet: Worksheet, columns: int, count: int) -> None:
    """Filters over all rows; lists to choose from where there is something to choose."""
    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{count + 1}"
    if columns != len(COLUMNS) or not count:
        return
    for head, choices in (("处理建议", PROPOSALS), ("状态", STATUSES)):
        letter = get_column_letter(COLUMNS.index(head) + 1)
        choice = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        choice.error, choice.errorTitle = f"请从下列各项中选择：{'、'.join(choices)}", head
        choice.add(f"{letter}2:{letter}{count + 1}")
        sheet.data_validations.append(choice)  # a sheet that is only written has no method for it

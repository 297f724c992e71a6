"""Findings as a worksheet (审查清单): filters, frozen head, wrapped text; personal values masked.

Cells are text by type and not by content, so that no program takes one for a formula.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from reviewer.exporters.columns import display_width
from reviewer.exporters.entry import Entry, ExportOptions
from reviewer.exporters.rows import COLUMNS, neutralise, rows_of
from reviewer.exporters.word_comments import word_date
from reviewer.exporters.word_writer import xml_text

_WIDTHS = {
    "文件": 24, "标题": 22, "条款": 18, "位置": 14, "原文": 44, "说明": 44, "依据": 36, "修改建议": 36,
    "例外": 24, "事项": 24, "规则": 30, "决定理由": 24, "签发": 20, "指纹": 14,
}  # fmt: skip
_NARROW = 10
_A3 = 8  # ECMA-376-1, 18.3.1.63
_SEVERITY = COLUMNS.index("严重程度")
_LINE_HEIGHT = 15.0
_HIGHEST_ROW = 409.0  # Excel takes no more
_LONGEST_CELL = 32_767  # Excel takes no more
_FILLS = {"违规": "FBE3E5", "风险": "FFF1D6", "提示": "E4EEFA"}
_EPOCH = datetime(2000, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")
_OLDEST_DATE = (1980, 1, 1, 0, 0, 0)


def export_xlsx(entries: Iterable[Entry], options: ExportOptions) -> Iterator[bytes]:
    """One workbook for all inputs; the same bytes each time."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("审查清单")
    sheet.freeze_panes = "C2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for number, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(column, _NARROW)
    sheet.append([_cell(sheet, column, head=True) for column in COLUMNS])
    count = 1
    for entry in entries:
        for row in rows_of(entry, options):
            count += 1
            sheet.row_dimensions[count].height = _height(row)
            fill = _FILLS.get(row[_SEVERITY], "")
            sheet.append(
                _cell(sheet, value, fill=fill if number == _SEVERITY else "")
                for number, value in enumerate(row)
            )
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{count}"
    book.properties.created = options.written_at or _EPOCH
    book.properties.creator = options.author
    buffer = io.BytesIO()
    book.save(buffer)
    yield _dated(buffer.getvalue(), options.written_at or _EPOCH)


def _height(row: Sequence[str]) -> float:
    """Points for the most lines that a cell of the row has: not every program sets them by itself."""
    widths = (_WIDTHS.get(column, _NARROW) for column in COLUMNS)
    lines = max(-(-display_width(value) // (width - 1)) for value, width in zip(row, widths, strict=True))
    return min(max(lines, 1) * _LINE_HEIGHT, _HIGHEST_ROW)


def _cell(sheet: object, value: str, *, head: bool = False, fill: str = "") -> Cell:
    cell: Cell = WriteOnlyCell(sheet, value=xml_text(neutralise(value))[:_LONGEST_CELL])  # type: ignore[arg-type]
    cell.data_type = "s"  # openpyxl would take a text that begins with = for a formula
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if head:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E7E6E6")
    elif fill:
        cell.fill = PatternFill("solid", fgColor=fill)
    return cell


def _dated(data: bytes, written_at: datetime) -> bytes:
    """The package as written at that time: openpyxl puts the clock's time in, whatever it is told."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + word_date(written_at).encode() + rb"\g<2>", content)
            target.writestr(zipfile.ZipInfo(info.filename, _OLDEST_DATE), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()

"""Scoring tables of tender files, written for the tests, in the formats that they come in."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import docx
import openpyxl

from reviewer.document import Document
from reviewer.extraction import extract
from tests.reviewer.extraction.pdf_files import LEFT, TOP, Sheets

LEFT_OF, ABOVE = "<", "^"
"""Marks of a cell that is merged with its neighbour."""
_ROW_HEIGHT = 40.0
_LETTER = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class _Merged:
    row: int
    column: int
    rows: int
    columns: int
    text: str


def _cells(rows: Sequence[Sequence[str]]) -> Iterator[_Merged]:
    width, height = len(rows[0]), len(rows)
    for row in range(height):
        for column in range(width):
            if rows[row][column] in (LEFT_OF, ABOVE):
                continue
            right = column + 1
            while right < width and rows[row][right] == LEFT_OF:
                right += 1
            below = row + 1
            while below < height and rows[below][column] == ABOVE:
                below += 1
            yield _Merged(
                row=row, column=column, rows=below - row, columns=right - column, text=rows[row][column]
            )


def as_docx(rows: Sequence[Sequence[str]]) -> Document:
    """The table in a Word file."""
    file, target = docx.Document(), io.BytesIO()
    file.add_paragraph("评标办法")
    table = file.add_table(len(rows), len(rows[0]))
    for each in _cells(rows):
        last = table.cell(each.row + each.rows - 1, each.column + each.columns - 1)
        table.cell(each.row, each.column).merge(last).text = each.text
    file.save(target)
    return extract(target.getvalue(), "招标文件.docx")


def as_xlsx(rows: Sequence[Sequence[str]]) -> Document:
    """The table on a sheet."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    for each in _cells(rows):
        sheet.cell(each.row + 1, each.column + 1, each.text)
        if each.rows > 1 or each.columns > 1:
            sheet.merge_cells(
                start_row=each.row + 1,
                start_column=each.column + 1,
                end_row=each.row + each.rows,
                end_column=each.column + each.columns,
            )
    book.save(target)
    return extract(target.getvalue(), "评分表.xlsx")


def as_pdf(rows: Sequence[Sequence[str]]) -> Document:
    """The table with ruling lines on a page; merged cells have no line between them."""
    sheets = Sheets()
    width = 480.0 / len(rows[0])
    for each in _cells(rows):
        left, top = LEFT - 40 + width * each.column, TOP + _ROW_HEIGHT * each.row
        right, bottom = left + width * each.columns, top + _ROW_HEIGHT * each.rows
        for line in ((left, top, right, top), (left, bottom, right, bottom)):
            sheets.rule(*line)
        for line in ((left, top, left, bottom), (right, top, right, bottom)):
            sheets.rule(*line)
        letters = int((right - left - 8) // _LETTER)
        for number, start in enumerate(range(0, len(each.text), letters)):
            sheets.put(each.text[start : start + letters], left + 4, top + 4 + 11 * number, _LETTER)
    return extract(sheets.done(), "招标文件.pdf")


FORMATS: dict[str, Callable[[Sequence[Sequence[str]]], Document]] = {
    "docx": as_docx,
    "xlsx": as_xlsx,
    "pdf": as_pdf,
}
"""How a table is written and read, by ending."""

SCORING: dict[str, tuple[list[list[str]], list[str]]] = {
    "points in a column of their own": (
        [
            ["评分项", "分值", "要求"],
            ["机构", "4", "在本县有常驻办事机构"],
            ["方案", "20", "进度与质量措施可行"],
        ],
        ["本县有常驻办事机构"],
    ),
    "points last": (
        [
            ["序号", "评审因素", "评审标准", "权重"],
            ["1", "业绩", "承接过本市绿化项目", "10"],
            ["2", "社会责任", "近两年在本区纳税二百万元", "5"],
            ["3", "信用", "无失信记录", "5"],
        ],
        ["承接过本市绿化项目", "本区纳税"],
    ),
    "two rows of heads": (
        [
            ["评审因素", LEFT_OF, "分值", "评审标准"],
            ["一级", "二级", ABOVE, ABOVE],
            ["企业", "贡献", "6", "在我县实缴税款三百万元"],
            [ABOVE, "体系", "2", "通过质量管理体系认证"],
        ],
        ["我县实缴税款"],
    ),
    "a title over the heads": (
        [
            ["详细评审表", LEFT_OF, LEFT_OF],
            ["因素", "最高分", "计分说明"],
            ["股权", "5", "国有独资或国有控股"],
            ["驻场", "10", "派驻三名维护人员"],
        ],
        ["国有独资"],
    ),
    "a criterion in several rows": (
        [
            ["评分因素", "评分标准", "分值"],
            ["实力", "具备软件能力成熟度三级", "10"],
            ["", "在我区参保的职工达二十人", ""],
            ["培训", "计划具体可行", "5"],
        ],
        ["我区参保"],
    ),
    "nothing wrong": (
        [
            ["评分项目", "分值", "评分细则"],
            ["业绩", "10", "同类项目不限地域每项2分"],
            ["方案", "25", "对本市现状分析准确"],
            ["售后", "10", "承诺中标后按需设点"],
        ],
        [],
    ),
    "goals of offices": (
        [
            ["考核指标", "分值", "评分标准", "责任单位"],
            ["税收", "10", "本区税收增长百分之八", "税务局"],
        ],
        [],
    ),
}
"""Layouts by name: the rows, and what a finding must quote at least."""

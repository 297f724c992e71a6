"""xlsx and xlsm: each cell that holds anything is a block, as the spreadsheet shows it.

Values, not formulas; a formula whose result was not saved is reported, since nobody can
tell what it shows. Hidden sheets, rows and columns are read and reported as hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree
from openpyxl.utils import get_column_letter

from reviewer.document import BlockKind, CellPlace, Document, FixedOrigin, Note, Span, TableCell, Unread
from reviewer.extraction.builder import DocumentBuilder
from reviewer.extraction.cell_format import GENERAL, show_number, show_plain
from reviewer.extraction.limits import Limits
from reviewer.extraction.sniff import MediaType
from reviewer.extraction.workbook import (
    RawCell,
    Sheet,
    SheetFrame,
    Workbook,
    open_workbook,
    plain_text,
    read_frame,
    read_rows,
    split_reference,
)

_FEW_LETTERS = 100
_SPLIT_REMEDY = "请拆分文件后分别提交，或请管理员调高上限"
_RECALCULATE_REMEDY = "请用表格软件打开、重新计算并保存后再提交"
_SAVE_REMEDY = "请用表格软件打开、核对并另存后再提交"
_ATTACHMENT_REMEDY = "请取出该附件，单独提交审查"
_HIDING_FORMAT = ";;;"
_MARGIN_CODE = re.compile(r'&(?:&|"[^"]*"|[0-9]+|K[0-9A-Fa-f]{6}|[A-Za-z])')
_PAGE_NUMBER = re.compile(r"[第共页/\\\-—\s\d]*")
_LEGACY_DOUBLE = "[Threaded comment]"
_LISTED = 5


def extract_xlsx(data: bytes, name: str, limits: Limits) -> Document:
    """Read a workbook.

    Raises:
        UnreadableDocument: Not a zip, encrypted, beyond a limit, or without a worksheet.
    """
    workbook = open_workbook(data, name, limits)
    members = [member.lower() for member in workbook.container.names()]
    macros = any(member.endswith("vbaproject.bin") for member in members)
    builder = DocumentBuilder(name, data, MediaType.XLSM if macros else MediaType.XLSX)
    reader = _Reader(workbook, builder, limits)
    for index, sheet in enumerate(workbook.sheets):
        reader.read(sheet, index)
    if workbook.strings_damaged:
        builder.unread.append(
            Unread(part="单元格文字", reason="工作簿的文字部分已损坏，可能未读全", remedy=_SAVE_REMEDY)
        )
    for member in members:
        if "/embeddings/" in member:
            part = f"附件 {member.rpartition('/')[2]}"
            builder.unread.append(Unread(part=part, reason="嵌入表格的附件未读取", remedy=_ATTACHMENT_REMEDY))
    if macros:
        builder.notes.append(Note(kind="macro", text="工作簿含有宏；宏没有运行，其代码不在审查范围内"))
    return builder.build()


@dataclass(slots=True)
class _SheetState:
    """A sheet while it is read, and what was met in it."""

    sheet: Sheet
    index: int
    frame: SheetFrame
    spans: dict[str, Span] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    not_calculated: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    damaged: bool = False

    def note_damage(self) -> None:
        """The part ended before its time, or was mended."""
        self.damaged = True


class _Reader:
    """Writes sheet after sheet into one document until a limit is reached."""

    def __init__(self, workbook: Workbook, builder: DocumentBuilder, limits: Limits) -> None:
        self._workbook = workbook
        self._builder = builder
        self._limits = limits
        self._cells = 0

    def read(self, sheet: Sheet, index: int) -> None:
        """One sheet: running head, cells, text boxes, running foot, comments."""
        data = self._workbook.container.read(sheet.member)
        if not data or self._full:
            reason = self._limit_reason if self._full else "工作表的内容缺失或已损坏"
            remedy = _SPLIT_REMEDY if self._full else _SAVE_REMEDY
            self._report(f"工作表“{sheet.name}”", reason, remedy)
            return
        start = self._builder.length
        state = _SheetState(sheet, index, read_frame(data))
        self._write_margins(state, "Header", BlockKind.HEADER)
        self._write_cells(data, state)
        self._write_drawings(sheet)
        self._write_margins(state, "Footer", BlockKind.FOOTER)
        self._builder.notes.extend(self._comments(state))
        self._report_hidden(state, start)
        self._report_lost(state)

    @property
    def _full(self) -> bool:
        return self._cells >= self._limits.cells or self._builder.length > self._limits.characters

    @property
    def _limit_reason(self) -> str:
        if self._cells >= self._limits.cells:
            return f"单元格数超过上限 {self._limits.cells}"
        return f"字数超过上限 {self._limits.characters}"

    def _write_cells(self, data: bytes, state: _SheetState) -> None:
        for row, row_hidden in read_rows(data, state.note_damage):
            if self._full:
                part = f"工作表“{state.sheet.name}”第 {row[0].row} 行及以后"
                self._report(part, self._limit_reason, _SPLIT_REMEDY)
                return
            for cell in row:
                self._cells += 1
                shown, concealed = self._show(cell)
                if shown:
                    self._write_cell(cell, shown, state, row_hidden=row_hidden, concealed=concealed)
                elif cell.has_formula and not cell.value:
                    state.not_calculated.append(cell.reference)
                elif cell.kind == "s" and self._string(cell.value) is None:
                    state.lost.append(cell.reference)

    def _write_cell(
        self, cell: RawCell, shown: str, state: _SheetState, *, row_hidden: bool, concealed: bool
    ) -> None:
        column_hidden = cell.column in state.frame.hidden_columns
        if row_hidden and state.hidden_rows[-1:] != [cell.row]:
            state.hidden_rows.append(cell.row)
        if column_hidden:
            state.hidden_columns.add(cell.column)
        row_span, column_span = state.frame.merged.get(cell.reference, (1, 1))
        span = self._builder.add_block(
            [(shown, FixedOrigin(CellPlace(sheet=state.sheet.name, cell=cell.reference)))],
            kind=BlockKind.CELL,
            cell=TableCell(
                table=state.index,
                row=cell.row - 1,
                column=cell.column - 1,
                row_span=row_span,
                column_span=column_span,
            ),
            hidden=state.sheet.hidden or row_hidden or column_hidden or concealed,
        )
        if span is not None:
            state.spans[cell.reference] = span

    def _show(self, cell: RawCell) -> tuple[str, bool]:
        """A cell's text, and whether its format conceals it."""
        formats = self._workbook.formats
        code = formats[cell.style] if cell.style < len(formats) else GENERAL
        concealing = code.replace(" ", "").startswith(_HIDING_FORMAT)
        match cell.kind:
            case "s":
                return _lines_joined(self._string(cell.value) or ""), concealing
            case "b":
                return ("TRUE" if cell.value.strip() == "1" else "FALSE") if cell.value else "", concealing
            case "n":
                return self._show_number(cell.value, code)
        return _lines_joined(cell.value), concealing

    def _string(self, value: str) -> str | None:
        """A shared string by its index, None where there is none of that index."""
        strings, position = self._workbook.strings, value.strip()
        known = position.isascii() and position.isdigit() and int(position) < len(strings)
        return strings[int(position)] if known else None

    def _show_number(self, stored: str, code: str) -> tuple[str, bool]:
        try:
            value = float(stored)
        except ValueError:
            return stored.strip(), False
        shown = show_number(value, code, from_1904=self._workbook.from_1904).strip()
        return (shown, False) if shown else (show_plain(value), True)

    def _write_margins(self, state: _SheetState, which: str, kind: BlockKind) -> None:
        """Running heads and feet of the printed sheet; a marking of secrecy may stand there."""
        seen = set()
        for margin, codes in state.frame.margins:
            plain = _MARGIN_CODE.sub(lambda code: "&" if code.group() == "&&" else " ", codes)
            text = " ".join(plain.split())
            if margin.endswith(which) and text not in seen and not _PAGE_NUMBER.fullmatch(text):
                seen.add(text)
                origin = FixedOrigin(CellPlace(sheet=state.sheet.name, cell="A1"))
                self._builder.add_block([(text, origin)], kind=kind, hidden=state.sheet.hidden)

    def _write_drawings(self, sheet: Sheet) -> None:
        """Text boxes, each paragraph a block at the cell over which it begins; pictures are reported."""
        for member in sheet.related.get("drawing", []):
            root = self._workbook.container.xml(member)
            for anchor in root if root is not None else ():
                if not isinstance(anchor.tag, str):
                    continue
                origin = FixedOrigin(CellPlace(sheet=sheet.name, cell=_anchor_cell(anchor)))
                for paragraph in anchor.iter("{*}p"):
                    text = "".join(run.text or "" for run in paragraph.iter("{*}t")).strip()
                    self._builder.add_block([(text, origin)], kind=BlockKind.TEXT_BOX, hidden=sheet.hidden)
            pictures = sum(1 for _ in root.iter("{*}blip")) if root is not None else 0
            if pictures and self._builder.length < _FEW_LETTERS:
                self._report(
                    f"工作表“{sheet.name}”中的图片（{pictures} 张）",
                    "图片中可能有文字，尚未识别",
                    "请把图片另存为 png 或 jpg 文件单独提交",
                )

    def _comments(self, state: _SheetState) -> Iterator[Note]:
        """Comments; a threaded one has a legacy double that says only that it is one."""
        related = state.sheet.related
        for member in related.get("threadedComment", []):
            yield from self._comment_notes(member, "threadedComment", state)
        for member in related.get("comments", []):
            for note in self._comment_notes(member, "comment", state):
                if not note.text.startswith(_LEGACY_DOUBLE):
                    yield note

    def _comment_notes(self, member: str, tag: str, state: _SheetState) -> Iterator[Note]:
        root = self._workbook.container.xml(member)
        for element in root.iter(f"{{*}}{tag}") if root is not None else ():
            text = (element.findtext("{*}text") or plain_text(element)).strip()
            if text:
                yield Note(kind="comment", text=text, span=state.spans.get(element.get("ref", "")))

    def _report_hidden(self, state: _SheetState, start: int) -> None:
        notes, sheet = self._builder.notes, state.sheet
        if sheet.hidden and self._builder.length > start:
            span = Span(start + 1 if start else 0, self._builder.length)
            notes.append(Note(kind="hidden", text=f"隐藏的工作表“{sheet.name}”", span=span))
        if state.hidden_rows:
            rows = _ranges(state.hidden_rows, str)
            notes.append(Note(kind="hidden", text=f"工作表“{sheet.name}”的隐藏行：{rows}"))
        if state.hidden_columns:
            columns = _ranges(sorted(state.hidden_columns), get_column_letter)
            notes.append(Note(kind="hidden", text=f"工作表“{sheet.name}”的隐藏列：{columns}"))

    def _report_lost(self, state: _SheetState) -> None:
        sheet = f"工作表“{state.sheet.name}”"
        if state.not_calculated:
            part = f"{sheet}单元格 {_listed(state.not_calculated)}"
            self._report(part, "公式没有保存计算结果", _RECALCULATE_REMEDY)
        if state.lost:
            self._report(f"{sheet}单元格 {_listed(state.lost)}", "单元格的文字在文件中缺失", _SAVE_REMEDY)
        if state.damaged:
            self._report(sheet, "工作表的内容已损坏，可能未读全", _SAVE_REMEDY)

    def _report(self, part: str, reason: str, remedy: str) -> None:
        self._builder.unread.append(Unread(part=part, reason=reason, remedy=remedy))


def _listed(cells: list[str]) -> str:
    rest = f" 等 {len(cells)} 处" if len(cells) > _LISTED else ""
    return "、".join(cells[:_LISTED]) + rest


def _lines_joined(text: str) -> str:
    """A cell is one paragraph: its line breaks become blanks, carriage returns go."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _anchor_cell(anchor: etree._Element) -> str:
    """The cell over which a drawing begins; A1 where the file does not say."""
    start = next(anchor.iter("{*}from"), None)
    if start is None:
        return "A1"
    row, column = (start.findtext(f"{{*}}{axis}", "0").strip() for axis in ("row", "col"))
    if not (row.isdigit() and column.isdigit() and int(column) < 16_384):
        return "A1"
    reference = f"{get_column_letter(int(column) + 1)}{int(row) + 1}"
    return reference if split_reference(reference) else "A1"


def _ranges(numbers: list[int], show: Callable[[int], str]) -> str:
    """``3-5、9``: numbers in ascending order, neighbours drawn together."""
    parts = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in group]
        first, last = show(members[0]), show(members[-1])
        parts.append(first if first == last else f"{first}-{last}")
    return "、".join(parts)

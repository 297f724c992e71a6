"""csv and its kin: text whose lines are rows and whose cells a comma, tab or semicolon parts."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from reviewer.document import BlockKind, CellPlace, Document, FixedOrigin, TableCell, Unread
from reviewer.errors import UnreadableDocument
from reviewer.extraction.builder import DocumentBuilder
from reviewer.extraction.decoding import decode_text
from reviewer.extraction.limits import Limits
from reviewer.extraction.sniff import MediaType

SHEET = "csv"
_DELIMITERS = (",", "\t", ";", "|", "，", "、")
_SAMPLE_ROWS = 50
_LETTERS = 26
_REMEDY = "请拆分文件后分别提交，或请管理员调高上限"


def extract_csv(data: bytes, name: str, limits: Limits) -> Document:
    """Read a csv or tsv file in any encoding that text may have.

    Raises:
        UnreadableDocument: No encoding yields text, or there is none.
    """
    decoded = decode_text(data, name)
    if not decoded.text.strip("\x00 \t\r\n,;"):
        raise UnreadableDocument(name, "文件中没有文字", "请核对文件内容后重新提交")
    builder = DocumentBuilder(name, data, MediaType.CSV)
    if decoded.damaged:
        _report(builder, f"有不符合 {decoded.encoding.upper()} 编码的字节，无法识别")
    if "\x00" in decoded.text:
        _report(builder, "有空字节（NUL），文中以“\ufffd”代替")
    _write(builder, _rows(decoded.text, limits), limits)
    return builder.build()


def _report(builder: DocumentBuilder, reason: str) -> None:
    remedy = "请用原软件打开核对，另存为 UTF-8 编码后再提交"
    builder.unread.append(Unread(part="个别字符", reason=reason, remedy=remedy))


def find_delimiter(text: str) -> str:
    """The character that parts the cells: the one that gives most rows the same number of cells."""
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        sample = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = Counter(len(row) for row, _ in zip(sample, range(_SAMPLE_ROWS), strict=False) if row)
        width, rows = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 0))
        # Two cells a row may be chance (a list within a sentence), five hardly.
        score = rows / max(sum(widths.values()), 1) * (1 - 1 / width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _rows(text: str, limits: Limits) -> Iterator[list[str]]:
    # The limit is one of the module; a cell may be as long as a text.
    csv.field_size_limit(max(limits.file_bytes, limits.characters))
    text = text.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    return iter(csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text)))


def _write(builder: DocumentBuilder, rows: Iterator[list[str]], limits: Limits) -> None:
    cells = 0
    for number, row in enumerate(rows):
        if cells >= limits.cells:
            reason = f"单元格数超过上限 {limits.cells}"
            builder.unread.append(Unread(part=f"第 {number + 1} 行及以后", reason=reason, remedy=_REMEDY))
            return
        for column, content in enumerate(row):
            text = content.replace("\r\n", "\n").replace("\r", "\n").strip()
            if text:
                cells += 1
                reference = f"{column_name(column)}{number + 1}"
                builder.add_block(
                    [(text, FixedOrigin(CellPlace(sheet=SHEET, cell=reference)))],
                    kind=BlockKind.CELL,
                    cell=TableCell(table=0, row=number, column=column),
                )


def column_name(index: int) -> str:
    """A, B, ... Z, AA for a 0-based column; there is no last one in a csv."""
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, _LETTERS)
        name = chr(ord("A") + letter) + name
    return name

"""A workbook is read as the spreadsheet shows it, hidden parts included."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.comments import Comment

from reviewer.document import BlockKind, CellPlace, Document
from reviewer.errors import UnreadableDocument
from reviewer.extraction import extract
from reviewer.extraction.limits import Limits


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    """The bytes of a workbook that `fill` has written."""
    book = openpyxl.Workbook()
    fill(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rewritten(data: bytes, member: str, change: Callable[[str], str]) -> bytes:
    """The workbook with one XML part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == member:
                content = change(content.decode()).encode()
            target.writestr(info.filename, content)
    return buffer.getvalue()


STRINGS = "<sst><si><t>名单</t></si><si><r><t>甲</t></r><r><t>乙</t></r><rPh><t>yi</t></rPh></si></sst>"


def with_shared_strings(
    strings: str = STRINGS, cells: str = '<c t="s"><v>0</v></c><c t="s"><v>1</v></c>'
) -> bytes:
    """A workbook as Excel writes it: cells refer to texts in a part of their own."""
    relationship = '<Relationship Id="{}" Type="x/{}" Target="{}"/>'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="表" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        + relationship.format("r1", "worksheet", "worksheets/sheet1.xml")
        + relationship.format("r2", "sharedStrings", "/xl/sharedStrings.xml")
        + "</Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>",
        "xl/sharedStrings.xml": strings,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member, content in parts.items():
            archive.writestr(member, content)
    return buffer.getvalue()


def test_shared_strings_are_joined_without_reading_aids() -> None:
    """Runs make one text; phonetic hints of East Asian programs are no part of it."""
    assert extract(with_shared_strings(), "名单.xlsx").text == "名单\t甲乙"


def read(fill: Callable[[openpyxl.Workbook], None], limits: Limits | None = None) -> Document:
    """The document of such a workbook."""
    return extract(workbook(fill), "名单.xlsx", limits or Limits())


def fill_list(book: openpyxl.Workbook) -> None:
    """A public list as offices publish them."""
    sheet = book.worksheets[0]
    sheet.title = "公示"
    sheet["A1"] = "拟补助企业名单"
    sheet.merge_cells("A1:C1")
    sheet.append(["序号", "企业名称", "金额（元）"])
    sheet.append([1, "某某科技有限公司", 12345.5])
    sheet["C3"].number_format = "#,##0.00"
    sheet["D3"] = datetime.date(2024, 1, 3)
    sheet["D3"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["E3"] = True


def test_cells_of_a_row_are_separated_by_tabs() -> None:
    """Values stand as the spreadsheet shows them, one line a row."""
    document = read(fill_list)

    assert document.text == (
        "拟补助企业名单\n序号\t企业名称\t金额（元）\n1\t某某科技有限公司\t12,345.50\t2024年1月3日\tTRUE"
    )


def test_each_cell_knows_its_place() -> None:
    """Block and source place name table, row, column and cell."""
    document = read(fill_list)
    block = next(block for block in document.blocks if document.slice(block.span) == "某某科技有限公司")

    assert block.kind is BlockKind.CELL
    assert block.cell is not None
    assert (block.cell.table, block.cell.row, block.cell.column) == (0, 2, 1)
    assert document.places(block.span) == (CellPlace(sheet="公示", cell="B3"),)


def test_a_merged_cell_spans_its_columns() -> None:
    """The first cell carries the size of the merged one."""
    cell = read(fill_list).blocks[0].cell

    assert cell is not None
    assert (cell.row_span, cell.column_span) == (1, 3)


def test_hidden_parts_are_read_and_reported() -> None:
    """Sheets, rows and columns that nobody sees on the screen are still in the file."""

    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.title = "公示"
        sheet.append(["姓名", "电话"])
        sheet.append(["甲", "1"])
        sheet.append(["乙", "2"])
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        secret = book.create_sheet("底稿")
        secret["A1"] = "内部"
        secret.sheet_state = "veryHidden"

    document = read(fill)

    hidden = [document.slice(block.span) for block in document.blocks if block.hidden]
    assert hidden == ["电话", "1", "乙", "2", "内部"]
    assert [note.text for note in document.notes if note.kind == "hidden"] == [
        "工作表“公示”的隐藏行：3",
        "工作表“公示”的隐藏列：B",
        "隐藏的工作表“底稿”",
    ]
    span = document.notes[-1].span
    assert span is not None
    assert document.slice(span) == "内部"


def test_a_value_that_its_format_conceals_is_read_as_hidden() -> None:
    """The format ;;; shows nothing; the value is there all the same."""

    def fill(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["A1"] = 13800000000
        book.worksheets[0]["A1"].number_format = ";;;"

    document = read(fill)

    assert document.text == "13800000000"
    assert document.blocks[0].hidden


def test_a_formula_without_a_saved_result_is_reported() -> None:
    """Nobody can tell what such a cell shows: the review is incomplete."""

    def fill(book: openpyxl.Workbook) -> None:
        book.worksheets[0].append(["合计", "=1+1"])

    document = read(fill)

    assert document.text == "合计"
    assert [(item.part, item.reason) for item in document.unread] == [
        ("工作表“Sheet”单元格 B1", "公式没有保存计算结果")
    ]


def test_a_formula_shows_its_saved_result() -> None:
    """The value counts, not the formula."""
    data = workbook(lambda book: book.worksheets[0].append(["合计", "=1+1"]))
    member = "xl/worksheets/sheet1.xml"

    document = extract(
        rewritten(data, member, lambda xml: re.sub(r"<v ?/>|<v></v>", "<v>2</v>", xml)), "表.xlsx"
    )

    assert document.text == "合计\t2"
    assert document.complete


def test_comments_stand_apart_at_their_cell() -> None:
    """A comment is a note anchored to the cell's text."""

    def fill(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["B2"] = "金额"
        book.worksheets[0]["B2"].comment = Comment("请财政局核对", "甲")

    document = read(fill)

    note = document.notes[0]
    assert (note.kind, note.text) == ("comment", "请财政局核对")
    assert note.span is not None
    assert document.slice(note.span) == "金额"


def test_the_running_head_of_the_print_is_read() -> None:
    """A marking of secrecy may stand in the page head only; a page number is no text."""

    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet["A1"] = "名单"
        sheet.oddHeader.right.text = "机密★1年"
        sheet.oddFooter.center.text = "第 &P 页"

    document = read(fill)

    assert [(document.slice(block.span), block.kind) for block in document.blocks] == [
        ("机密★1年", BlockKind.HEADER),
        ("名单", BlockKind.CELL),
    ]


def test_reading_stops_at_the_limit_of_cells() -> None:
    """What is left out is named, sheet by sheet."""

    def fill(book: openpyxl.Workbook) -> None:
        for _ in range(10):
            book.worksheets[0].append(["甲", "乙"])
        book.create_sheet("二")["A1"] = "丙"

    document = read(fill, Limits(cells=6))

    assert len(document.blocks) == 6
    assert [item.part for item in document.unread] == ["工作表“Sheet”第 4 行及以后", "工作表“二”"]
    assert all("单元格数超过上限 6" in item.reason for item in document.unread)


def test_an_entity_is_not_resolved() -> None:
    """A workbook cannot read files of the machine, nor swell by entities."""
    declared = (
        '<!DOCTYPE s [<!ENTITY a "甲"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    )
    attack = declared + STRINGS.replace("名单", "名单&b;&f;")

    document = extract(with_shared_strings(attack), "名单.xlsx")

    assert document.text == "名单\t甲乙"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('t="s"', 't="s" s="99999"'),
        ('r="A1"', 'r="ZZZZ0"'),
        ("<sheetData>", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><sheetData>'),
        ("<sheetData>", '<cols><col min="1" max="99999999999" hidden="1"/></cols><sheetData>'),
    ],
)
def test_a_senseless_number_does_not_break_the_reading(old: str, new: str) -> None:
    """Indexes out of range and huge ranges cost nothing but themselves."""
    data = rewritten(workbook(fill_list), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(old, new))

    assert "某某科技有限公司" in extract(data, "名单.xlsx").text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (with_shared_strings(cells='<c t="s"><v>0</v></c><c t="n"><v>5</'), "工作表的内容已损坏，可能未读全"),
        (with_shared_strings(cells='<c t="s"><v>9</v></c>'), "单元格的文字在文件中缺失"),
        (with_shared_strings(STRINGS[:35]), "工作簿的文字部分已损坏，可能未读全"),
        (with_shared_strings("", '<c t="inlineStr"><is><t>甲</t></is></c><c t="s"><v>0</v></c>'), "缺失"),
    ],
    ids=["sheet", "index", "strings", "no strings"],
)
def test_what_may_be_lost_is_reported(data: bytes, reason: str) -> None:
    """A damaged workbook does not pass as fully read."""
    document = extract(data, "名单.xlsx")

    assert reason in document.unread[-1].reason or reason in document.unread[0].reason


def test_a_workbook_without_sheets_is_refused() -> None:
    """The error says what is missing."""
    data = rewritten(workbook(fill_list), "xl/workbook.xml", lambda xml: xml.replace("<sheet ", "<nothing "))

    with pytest.raises(UnreadableDocument, match="没有可读的工作表"):
        extract(data, "名单.xlsx")

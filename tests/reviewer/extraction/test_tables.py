"""Ruled tables come out as cells with row and column."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from pdfplumber import table as plumber

from reviewer.document import BlockKind, Document, TableCell
from reviewer.extraction import tables
from reviewer.extraction.tables import find_grids
from tests.reviewer.extraction.pdf_files import LEFT, RIGHT, TOP, Sheets, read

LEFTS = (LEFT, LEFT + 60, LEFT + 240, RIGHT)


def cells_of(document: Document) -> list[tuple[TableCell, str]]:
    """Each cell block with its text."""
    return [(block.cell, document.slice(block.span)) for block in document.blocks if block.cell is not None]


def fill(sheets: Sheets, rows: list[tuple[str, ...]], top: float, height: float = 30.0) -> None:
    """A ruled table of three columns; a newline breaks a line inside a cell."""
    sheets.grid(LEFTS, [top + height * index for index in range(len(rows) + 1)])
    for index, row in enumerate(rows):
        for left, text in zip(LEFTS, row, strict=False):
            for line_index, line in enumerate(text.split("\n")):
                sheets.put(line, left + 6, top + height * index + 4 + 13 * line_index, 11)


def test_cells_with_row_and_column() -> None:
    """Each cell is a block that knows where it stands; the words are not repeated as paragraphs."""
    sheets = Sheets()
    sheets.put("支持标准按照下表执行。", LEFT, TOP)
    fill(sheets, [("序号", "支持方向", "上限"), ("1", "技术改造", "1000万元")], TOP + 40)
    sheets.put("表中金额为人民币。", LEFT, TOP + 120)

    document = read(sheets.done())

    assert (
        document.text
        == "支持标准按照下表执行。\n序号\t支持方向\t上限\n1\t技术改造\t1000万元\n表中金额为人民币。"
    )
    assert cells_of(document) == [
        (TableCell(table=0, row=row, column=column), text)
        for row, texts in enumerate([("序号", "支持方向", "上限"), ("1", "技术改造", "1000万元")])
        for column, text in enumerate(texts)
    ]


def test_empty_cells_keep_the_columns_of_others() -> None:
    """A cell without text has no block, and the next keeps its column."""
    sheets = Sheets()
    fill(sheets, [("姓名", "单位", "备注"), ("某甲", "", "无")], TOP)

    cells = cells_of(read(sheets.done()))

    assert [(cell.row, cell.column) for cell, _ in cells] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 2)]


def test_merged_cells_span() -> None:
    """A cell over two columns, and one over two rows, say so."""
    sheets = Sheets()
    tops = [TOP, TOP + 30, TOP + 60, TOP + 90]
    for left in (LEFT, LEFT + 60, RIGHT):
        sheets.rule(left, tops[0], left, tops[3])
    sheets.rule(LEFT + 240, tops[1], LEFT + 240, tops[3])
    for top in (tops[0], tops[3]):
        sheets.rule(LEFT, top, RIGHT, top)
    for top in tops[1:3]:
        sheets.rule(LEFT + 60, top, RIGHT, top)
    sheets.put("单位", LEFT + 6, TOP + 4, 11)
    sheets.put("检查情况", LEFT + 66, TOP + 4, 11)
    sheets.put("项目数", LEFT + 66, TOP + 34, 11)
    sheets.put("问题数", LEFT + 246, TOP + 34, 11)

    cells = {text: cell for cell, text in cells_of(read(sheets.done()))}

    assert (cells["单位"].row_span, cells["单位"].column_span) == (3, 1)
    assert (cells["检查情况"].row_span, cells["检查情况"].column_span) == (1, 2)
    assert (cells["问题数"].row, cells["问题数"].column) == (1, 2)


def test_lines_of_a_cell_join() -> None:
    """What wraps inside a cell is one paragraph of that cell."""
    sheets = Sheets()
    rule = "按照设备投资额的一定比例给予补助，不\n与本市其他同类政策重复享受。"
    fill(sheets, [("1", "名称", "说明"), ("2", "1.营业执照；\n2.审计报告。", rule)], TOP, 50)

    cells = cells_of(read(sheets.done()))

    assert [text for cell, text in cells if cell.row == 1] == [
        "2",
        "1.营业执照；",
        "2.审计报告。",
        rule.replace("\n", ""),
    ]


def test_a_mark_beyond_the_border_belongs_to_its_cell() -> None:
    """Punctuation may hang over the edge of a cell."""
    sheets = Sheets()
    fill(
        sheets,
        [("1", "名称", "甲"), ("2", "乙", "按照设备投资额的一定比例给予补助资金。\n另行通知。")],
        TOP,
        50,
    )

    document = read(sheets.done())

    assert [text for cell, text in cells_of(document)][
        -1
    ] == "按照设备投资额的一定比例给予补助资金。另行通知。"
    assert all(block.cell for block in document.blocks)


def test_a_table_goes_on_over_the_page() -> None:
    """Rows count on, the repeated head counts once, a split row becomes whole."""
    sheets = Sheets()
    head = ("序号", "支持方向", "说明")
    fill(
        sheets,
        [head, ("1", "技术改造", "无"), ("2", "研发投入", "由市财政部门会同有关部门和单位统筹确")],
        680,
    )
    sheets.next_page()
    fill(sheets, [head, ("", "", "定"), ("3", "绿色改造", "无")], TOP)
    sheets.next_page()

    document = read(sheets.done())

    texts = [(cell.table, cell.row, text) for cell, text in cells_of(document) if cell.column == 2]
    assert texts == [
        (0, 0, "说明"),
        (0, 1, "无"),
        (0, 2, "由市财政部门会同有关部门和单位统筹确定"),
        (0, 3, "无"),
    ]
    assert document.text.count("支持方向") == 1


def test_tables_with_text_between_are_two() -> None:
    """A second table of the same shape is another table."""
    sheets = Sheets()
    fill(sheets, [("甲", "乙", "丙"), ("1", "2", "3")], TOP)
    sheets.put("以下为另一张表。", LEFT, TOP + 100)
    fill(sheets, [("甲", "乙", "丙"), ("1", "2", "3")], TOP + 150)

    cells = cells_of(read(sheets.done()))

    assert sorted({cell.table for cell, _ in cells}) == [0, 1]


def test_a_frame_is_no_table() -> None:
    """A box around text and the red line of a letterhead (红头) make no cells."""
    sheets = Sheets()
    sheets.canvas.rect(60, 60, 480, 720)
    sheets.rule(LEFT, 200, RIGHT, 200)
    sheets.put("海州市人民政府办公室文件，请遵照执行。", LEFT, TOP)

    document = read(sheets.done())

    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH]


def test_a_table_without_sides_is_closed() -> None:
    """Tables are often ruled without their outer sides."""
    sheets = Sheets()
    rows = [("项目", "金额", "备注"), ("拨款", "20", "无"), ("支出", "10", "无")]
    fill(sheets, rows, TOP)
    data = sheets.done()
    open_sides = Sheets()
    for index in range(4):
        open_sides.rule(LEFT, TOP + 30 * index, RIGHT, TOP + 30 * index)
    for left in LEFTS[1:3]:
        open_sides.rule(left, TOP, left, TOP + 90)
    for index, row in enumerate(rows):
        for left, text in zip(LEFTS, row, strict=False):
            open_sides.put(text, left + 6, TOP + 30 * index + 4, 11)

    closed, opened = cells_of(read(data)), cells_of(read(open_sides.done()))

    assert opened == closed


@pytest.mark.parametrize("bar", [0.5, 2.0])
def test_lines_drawn_as_bars_count(bar: float) -> None:
    """Word draws ruling lines as thin filled bars, cell by cell."""
    sheets = Sheets()
    for row in range(3):
        for left, right in pairwise(LEFTS):
            sheets.canvas.rect(left, sheets.height - TOP - 30 * row, right - left, bar, stroke=0, fill=1)
    for row in range(2):
        for left in LEFTS:
            sheets.canvas.rect(left, sheets.height - TOP - 30 * row - 30, bar, 30, stroke=0, fill=1)
    sheets.put("甲", LEFT + 6, TOP + 6, 11)
    sheets.put("乙", LEFT + 66, TOP + 36, 11)

    cells = cells_of(read(sheets.done()))

    assert [(cell.row, cell.column, text) for cell, text in cells] == [(0, 0, "甲"), (1, 1, "乙")]


def random_rulings(seed: int) -> np.ndarray:
    """Horizontal and vertical lines on a coarse net, many of them partial."""
    random = np.random.default_rng(seed)
    lines = []
    for _ in range(40):
        first, last = sorted(random.integers(0, 12, 2) * 20.0)
        place = random.integers(0, 12) * 20.0
        lines.append((first, place, last, place) if random.random() < 0.5 else (place, first, place, last))
    return np.asarray([line for line in lines if line[:2] != line[2:]], np.float32)


@pytest.mark.parametrize("seed", range(20))
def test_cells_are_those_of_pdfplumber(seed: int) -> None:
    """The faster search along each line finds the rectangles that pdfplumber's own search finds."""
    edges = [tables._edge(*ruling) for ruling in random_rulings(seed).tolist()]
    crossings = plumber.edges_to_intersections(plumber.merge_edges(edges, 3, 3, 3, 3), 3, 3)

    cells = tables._cells(crossings)

    assert sorted(cells) == sorted(plumber.intersections_to_cells(crossings))


def test_a_drawing_is_no_table() -> None:
    """A page full of lines is a drawing, not a table, and is given up at once."""
    steps = np.arange(0, 600, 8, dtype=np.float32)
    flat = np.stack((np.zeros_like(steps), steps, np.full_like(steps, 600), steps), axis=1)
    upright = flat[:, [1, 0, 3, 2]]

    grids = find_grids(np.concatenate((flat, upright)))

    assert grids == []

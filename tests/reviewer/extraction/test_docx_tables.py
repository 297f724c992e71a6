"""Tables, text boxes and other drawings of a docx."""

from __future__ import annotations

from reviewer.document import BlockKind, TableCell
from tests.reviewer.extraction.docx_files import (
    cell,
    notes,
    paragraph,
    read,
    relationship,
    run,
    table,
    text_box,
    texts,
)

HEADER = '<w:sectPr><w:headerReference w:type="{type}" r:id="{name}"/></w:sectPr>'


def test_merged_cells_keep_their_first_position() -> None:
    """Columns and rows are counted in the grid; a continued cell is not repeated."""
    rows = [
        cell("事项", '<w:gridSpan w:val="2"/>') + cell("依据", '<w:vMerge w:val="restart"/>'),
        cell("甲") + cell("乙") + cell("", "<w:vMerge/>"),
        cell("丙") + cell("丁") + cell("", '<w:vMerge w:val="continue"/>'),
        cell("戊") + cell("己") + cell("庚"),
    ]

    document = read(table(*rows))

    places = {document.slice(block.span): block.cell for block in document.blocks}
    assert document.text == "事项\t依据\n甲\t乙\n丙\t丁\n戊\t己\t庚"
    assert places["事项"] == TableCell(table=0, row=0, column=0, column_span=2)
    assert places["依据"] == TableCell(table=0, row=0, column=2, row_span=3)
    assert places["庚"] == TableCell(table=0, row=3, column=2)
    assert {block.kind for block in document.blocks} == {BlockKind.CELL}


def test_a_row_may_begin_further_right() -> None:
    """Columns left out before a row count; cells may stand within content controls."""
    row = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("甲")
    controlled = f"<w:sdt><w:sdtContent>{cell('丙')}</w:sdtContent></w:sdt>"

    document = read(table(row, cell("乙") + controlled))

    assert [(document.slice(block.span), block.cell.column) for block in document.blocks if block.cell] == [
        ("甲", 1),
        ("乙", 0),
        ("丙", 1),
    ]


def test_text_in_a_continued_cell_is_hidden_but_read() -> None:
    """Word does not show it, so it must not pass unread."""
    document = read(
        table(cell("甲", '<w:vMerge w:val="restart"/>'), cell("藏", '<w:vMerge w:val="continue"/>'))
    )

    assert [(document.slice(block.span), block.hidden) for block in document.blocks] == [
        ("甲", False),
        ("藏", True),
    ]
    assert notes(document, "hidden") == [("藏", "藏")]


def test_a_nested_table_is_a_table_of_its_own() -> None:
    """Its cells come where they stand in the outer cell."""
    outer = f"<w:tc>{paragraph('外')}{table(cell('内'))}{paragraph('后')}</w:tc>"

    document = read(table(outer + cell("右")))

    assert document.text == "外\n内\n后\t右"
    assert [block.cell.table for block in document.blocks if block.cell] == [0, 1, 0, 0]


def test_a_text_box_follows_the_paragraph_that_anchors_it_once() -> None:
    """Word stores the box twice, for new and old programs; it is read once, with boxes inside."""
    inner = f"<w:p><w:r><w:t>框一</w:t>{text_box(paragraph('框二'))}</w:r></w:p>"
    body = f"<w:p>{run('甲')}<w:r>{text_box(inner)}</w:r>{run('乙')}</w:p>{paragraph('丙')}"

    document = read(body)

    assert document.text == "甲乙\n框一\n框二\n丙"
    assert texts(document, BlockKind.TEXT_BOX) == ["框一", "框二"]


def test_word_art_and_charts_have_words() -> None:
    """The watermark of a header and the labels of a chart are seen by the reader."""
    art = '<w:p><w:r><w:pict><v:shape><v:textpath string="内部资料"/></v:shape></w:pict></w:r></w:p>'
    chart = (
        '<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart r:id="chart9"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    chart_part = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>各区</a:t></a:r>'
        "<a:r><a:t>产值</a:t></a:r></a:p><c:strCache><c:pt><c:v>某区</c:v></c:pt></c:strCache>"
        "<c:numCache><c:pt><c:v>42</c:v></c:pt></c:numCache></c:chartSpace>"
    ).encode()

    document = read(
        chart + HEADER.format(type="default", name="header1"),
        parts={"header1": art},
        members={"word/charts/chart9.xml": chart_part},
        relations=relationship("chart9", "chart", "charts/chart9.xml"),
    )

    assert document.text == "内部资料\n各区产值\n某区"

"""Tracked changes, comments and hidden text of a docx."""

from __future__ import annotations

from reviewer.document import RunPlace, Span, TableCell
from reviewer.extraction.docx import extract_docx
from tests.reviewer.extraction.docx_files import (
    LIMITS,
    assert_places_hold_their_text,
    cell,
    level,
    make_docx,
    notes,
    numbering,
    paragraph,
    read,
    run,
    table,
)


def test_insertions_count_and_deletions_do_not() -> None:
    """The text is that with all changes accepted; both kinds of change are noted at their place."""
    body = (
        f'<w:p>{run("保证金")}<w:del w:id="1"><w:r><w:delText>十</w:delText></w:r></w:del>'
        f'<w:del w:id="2"><w:r><w:delText>万元</w:delText></w:r></w:del>'
        f'<w:ins w:id="3">{run("五万元")}</w:ins>'
        f'<w:moveFrom w:id="4">{run("移走")}</w:moveFrom>{run("。")}'
        f'<w:moveTo w:id="5">{run("移来")}</w:moveTo></w:p>'
    )
    data = make_docx(body)

    document = extract_docx(data, "文件.docx", LIMITS)

    assert document.text == "保证金五万元。移来"
    assert notes(document, "deletion") == [("十万元", ""), ("移走", "")]
    assert notes(document, "insertion") == [("五万元", "五万元"), ("移来", "移来")]
    assert [note.span for note in document.notes if note.kind == "deletion"] == [Span(3, 3), Span(6, 6)]
    assert_places_hold_their_text(data, document)


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    """The text of both stands in one block, each character with its own paragraph."""
    body = paragraph("甲", '<w:rPr><w:del w:id="1"/></w:rPr>') + paragraph("乙") + paragraph("丙")

    document = read(body)

    assert document.text == "甲乙\n丙"
    assert [place.paragraph for place in document.places(Span(0, 2)) if isinstance(place, RunPlace)] == [0, 1]


def test_a_deleted_row_is_noted_and_not_read() -> None:
    """Rows below it move up."""
    deleted = f'<w:trPr><w:del w:id="1"/></w:trPr>{cell("删")}'

    document = read(table(deleted, cell("留")))

    assert document.text == "留"
    assert document.blocks[0].cell == TableCell(table=0, row=0, column=0)
    assert [text for text, _ in notes(document, "deletion")] == ["删"]


def test_comments_are_notes_on_their_range() -> None:
    """A comment is not text; its range may reach over paragraphs, or be a mere mark."""
    body = (
        f'<w:p>{run("甲")}<w:commentRangeStart w:id="1"/>{run("乙")}</w:p>'
        f'<w:p>{run("丙")}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
        f'{run("丁")}<w:r><w:commentReference w:id="2"/></w:r></w:p>'
        f'<w:commentRangeStart w:id="4"/>{paragraph("戊")}<w:commentRangeEnd w:id="4"/>'
    )
    comments = (
        f'<w:comment w:id="1">{paragraph("请核对")}{paragraph("依据")}</w:comment>'
        f'<w:comment w:id="2">{paragraph("句末")}</w:comment>'
        f'<w:comment w:id="3">{paragraph("无处")}</w:comment>'
        f'<w:comment w:id="4">{paragraph("整段")}</w:comment>'
    )

    document = read(body, parts={"comments": comments})

    assert document.text == "甲乙\n丙丁\n戊"
    assert notes(document, "comment") == [
        ("请核对\n依据", "乙\n丙"),
        ("句末", ""),
        ("整段", "戊"),
        ("无处", None),
    ]


def test_hidden_text_is_read_apart_from_what_the_reader_sees() -> None:
    """Hidden runs make a block of their own, so that the visible paragraph stays whole."""
    styles = (
        '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="p"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = "".join(
        [
            "<w:p>",
            run("看得见"),
            run("暗", "<w:vanish/>"),
            run("的", '<w:vanish w:val="0"/>'),
            run("藏", '<w:rStyle w:val="h"/>'),
            run("字"),
            "</w:p>",
            paragraph("全隐", '<w:pStyle w:val="p"/>'),
        ]
    )
    data = make_docx(body, parts={"styles": styles})

    document = extract_docx(data, "文件.docx", LIMITS)

    assert [(document.slice(block.span), block.hidden) for block in document.blocks] == [
        ("看得见的字", False),
        ("暗藏", True),
        ("全隐", True),
    ]
    assert notes(document, "hidden") == [("暗藏", "暗藏"), ("全隐", "全隐")]
    assert_places_hold_their_text(data, document)


def test_notes_of_a_numbered_paragraph_stand_after_its_label() -> None:
    """The label is part of the text, so what is noted in the paragraph moves behind it."""
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = (
        paragraph("甲", number)
        + f'<w:p><w:pPr>{number}</w:pPr>{run("乙")}<w:ins w:id="1">{run("丙")}</w:ins>'
        + '<w:commentRangeStart w:id="2"/>'
        + run("丁")
        + '<w:commentRangeEnd w:id="2"/></w:p>'
    )
    parts = {
        "numbering": numbering(level(0, "第%1条　", "chineseCounting")),
        "comments": f'<w:comment w:id="2">{paragraph("请核对")}</w:comment>',
    }

    document = read(body, parts=parts)

    assert document.text == "第一条　甲\n第二条　乙丙丁"
    assert notes(document, "insertion") == [("丙", "丙")]
    assert notes(document, "comment") == [("请核对", "丁")]

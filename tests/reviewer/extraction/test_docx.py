"""A docx is read as Word shows it, and every character knows the run that holds it."""

from __future__ import annotations

import io
import os
import re
from collections import Counter
from pathlib import Path

import docx
import pytest

from reviewer.document import BlockKind, Document, RunPlace, Span
from reviewer.errors import UnreadableDocument
from reviewer.extraction.container import Container
from reviewer.extraction.docx import extract_docx
from reviewer.extraction.docx_parts import MC, W
from tests.reviewer.extraction.docx_files import (
    LIMITS,
    assert_places_hold_their_text,
    cell,
    field,
    make_docx,
    paragraph,
    read,
    run,
    table,
    text_box,
    texts,
)

HEADER = '<w:sectPr><w:headerReference w:type="{type}" r:id="{name}"/></w:sectPr>'
HAN = re.compile(r"[\u3400-\u9fff]")


def test_parts_stand_in_reading_order() -> None:
    """Headers, body, footnotes, endnotes, footers; a header that two sections share comes once."""
    body = (
        paragraph("第一节", HEADER.format(type="default", name="header1"))
        + "<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id='1'/><w:endnoteReference w:id='1'/></w:r></w:p>"
        + '<w:sectPr><w:headerReference w:type="default" r:id="header2"/>'
        '<w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
    )
    parts = {
        "header1": paragraph("某市文件"),
        "header2": paragraph("某市文件"),
        "footer1": paragraph("内部资料"),
        "footnotes": f'<w:footnote w:id="0" w:type="separator">{paragraph("线")}</w:footnote>'
        f'<w:footnote w:id="1">{paragraph("脚注")}</w:footnote>',
        "endnotes": f'<w:endnote w:id="1">{paragraph("尾注")}</w:endnote>',
    }

    document = read(body, parts=parts)

    assert [(block.kind.value, document.slice(block.span)) for block in document.blocks] == [
        ("header", "某市文件"),
        ("paragraph", "第一节"),
        ("paragraph", "正文"),
        ("footnote", "脚注"),
        ("footnote", "尾注"),
        ("footer", "内部资料"),
    ]
    assert not any(block.hidden for block in document.blocks)


def test_places_count_paragraphs_runs_and_characters_of_the_part() -> None:
    """Nested paragraphs and unread branches are counted; offsets are code points of the run."""
    body = (
        f"<w:p>{run('甲')}<w:r>{text_box(paragraph('框'))}</w:r>{run('乙')}</w:p>"
        + table(cell("格"))
        + "<w:p><w:r><w:t>𠮷某</w:t><w:tab/><w:t>丙丁</w:t></w:r></w:p>"
    )
    data = make_docx(body)

    document = extract_docx(data, "文件.docx", LIMITS)

    start = document.text.index("丙")
    assert document.text == "甲乙\n框\n格\n𠮷某 丙丁"
    assert document.places(Span(start, start + 2)) == (
        RunPlace(part="document", paragraph=4, run=0, offset=3),
    )
    assert document.places(Span(1, 2)) == (RunPlace(part="document", paragraph=0, run=4, offset=0),)
    assert_places_hold_their_text(data, document)


def test_everything_around_runs_is_looked_through() -> None:
    """Links, content controls, smart tags, fields and ruby text hold text; instructions do not."""
    body = (
        "<w:p>"
        f"<w:hyperlink>{run('链接')}</w:hyperlink>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>"
        f"<w:smartTag><w:customXml>{run('标签')}</w:customXml></w:smartTag>"
        f"{field(' REF 条款 ', '域')}"
        f'<w:fldSimple w:instr="DATE">{run("日期")}</w:fldSimple>'
        f"<w:r><w:ruby><w:rt>{run('pīn')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase></w:ruby></w:r>"
        "<m:oMath><m:f><m:num><m:r><m:t>甲</m:t></m:r></m:num><m:den><m:r><m:t>乙</m:t></m:r></m:den></m:f>"
        "</m:oMath></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('块')}</w:sdtContent></w:sdt>"
    )
    data = make_docx(body)

    document = extract_docx(data, "文件.docx", LIMITS)

    assert document.text == "链接控件标签域日期拼甲/乙\n块"
    assert_places_hold_their_text(data, document)


def test_a_field_within_a_field_shows_its_result_only() -> None:
    """What an instruction holds, a nested field's result too, is not shown."""
    nested = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
        f"{field('MERGEFIELD 名称', '内')}"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run("外")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )

    assert read(f"<w:p>{nested}</w:p>").text == "外"


def test_an_unclosed_field_swallows_nothing() -> None:
    """In a damaged file the text after a field that never ends is still read."""
    body = f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{run("甲")}</w:p>{paragraph("乙")}'

    assert read(body).text == "甲\n乙"


def test_characters_that_are_elements_are_read() -> None:
    """Hyphens, check boxes of symbol fonts and emoji are characters of the run."""
    body = (
        '<w:p><w:r><w:t>甲</w:t><w:noBreakHyphen/><w:softHyphen/><w:sym w:font="Wingdings" w:char="F0FE"/>'
        '<w:sym w:font="Wingdings" w:char="oops"/>'
        '<mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx xmlns:w16se="x"/></mc:Choice>'
        "<mc:Fallback><w:t>😀</w:t></mc:Fallback></mc:AlternateContent><w:t>乙<!-- 注 -->丙</w:t></w:r></w:p>"
    )
    data = make_docx(body)

    document = extract_docx(data, "文件.docx", LIMITS)

    assert document.text == "甲-☑😀乙丙"
    assert_places_hold_their_text(data, document)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("关于印发某某办法", "的通知", ["关于印发某某办法 的通知"]),
        ("第一条 目的。", "为了管理", ["第一条 目的。", "为了管理"]),
        ("总则", "第二条 范围", ["总则", "第二条 范围"]),
        ("下列情形：", "（一）甲", ["下列情形：", "（一）甲"]),
        ("甲", "", ["甲 "]),
    ],
)
def test_a_line_break_ends_a_block_where_a_paragraph_ends(
    first: str, second: str, expected: list[str]
) -> None:
    """A broken title stays one block; pasted paragraphs become several, with true places."""
    data = make_docx(f"<w:p><w:r><w:t>{first}</w:t><w:br/><w:t>{second}</w:t></w:r></w:p>")

    document = extract_docx(data, "文件.docx", LIMITS)

    assert texts(document) == expected
    assert_places_hold_their_text(data, document)


def test_a_page_break_ends_a_block() -> None:
    """What follows a page break stands on another page; at the end of a paragraph it is a blank."""
    body = '<w:p><w:r><w:t>封面</w:t><w:br w:type="page"/><w:t>目录</w:t></w:r></w:p>'

    assert texts(read(body)) == ["封面", "目录"]


def test_heading_levels_come_from_outline_or_style() -> None:
    """The outline level counts, else that of the style or its name, through the chain of styles."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="章"/><w:basedOn w:val="1"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="节"/><w:basedOn w:val="2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="loop"><w:basedOn w:val="loop"/></w:style>'
    )
    body = (
        "".join(
            paragraph("题", f'<w:pStyle w:val="{style}"/>') for style in ("1", "2", "3", "t", "loop", "none")
        )
        + paragraph("题", '<w:outlineLvl w:val="2"/>')
        + paragraph("题", '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>')
    )

    document = read(body, parts={"styles": styles})

    assert [block.heading for block in document.blocks] == [1, 2, 2, 1, 0, 0, 3, 0]


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (f"<w:p>{run('— ')}{field(' PAGE ', '1')}{run(' —')}</w:p>", []),
        (f"<w:p>{run('第')}{field('PAGE', '3')}{run('页 共')}{field('NUMPAGES', '9')}{run('页')}</w:p>", []),
        (f'<w:p><w:fldSimple w:instr="PAGE">{run("7")}</w:fldSimple></w:p>', []),
        ("<w:p><w:r>" + text_box(f"<w:p>{field('PAGE', '5')}</w:p>") + "</w:r></w:p>", []),
        (paragraph("- 12 -"), []),
        (f"<w:p>{run('机密 ')}{field('PAGE', '1')}</w:p>", ["机密 "]),
        (paragraph("某市司法局 2026年"), ["某市司法局 2026年"]),
    ],
    ids=["dashes", "of", "simple", "box", "typed", "marking", "words"],
)
def test_page_numbers_of_a_footer_are_left_out(content: str, kept: list[str]) -> None:
    """A line of page numbers is furniture; a marking beside the number stays."""
    reference = '<w:sectPr><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'

    document = read(paragraph("正文") + reference, parts={"footer1": content})

    assert texts(document, BlockKind.FOOTER) == kept


def test_a_page_number_in_the_body_stays() -> None:
    """Only headers and footers hold furniture: the text may cite its own page."""
    assert read(f"<w:p>{run('见第')}{field('PAGE', '3')}{run('页')}</w:p>").text == "见第3页"


def test_a_header_that_no_page_shows_is_read_as_hidden() -> None:
    """A first-page header without a first page, or one that no section names, may still leak."""
    parts = {"header1": paragraph("首页"), "header2": paragraph("弃用"), "settings": ""}

    document = read(paragraph("正文") + HEADER.format(type="first", name="header1"), parts=parts)

    assert [(document.slice(block.span), block.hidden) for block in document.blocks] == [
        ("首页", True),
        ("弃用", True),
        ("正文", False),
    ]


def test_a_file_of_python_docx_is_read() -> None:
    """Headings, lists, tables and sections as a writing library makes them."""
    source = docx.Document()
    source.sections[0].header.paragraphs[0].text = "某市人民政府文件"
    source.add_heading("关于某某的通知", level=0)
    source.add_heading("一、总体要求", level=1)
    source.add_paragraph("坚持依法行政。")
    source.add_paragraph("甲项", style="List Number")
    source.add_paragraph("乙项", style="List Number")
    grid = source.add_table(rows=2, cols=2)
    for index, text in enumerate(["姓名", "单位", "某甲", "某局"]):
        grid.cell(index // 2, index % 2).text = text
    buffer = io.BytesIO()
    source.save(buffer)

    document = extract_docx(buffer.getvalue(), "通知.docx", LIMITS)

    assert document.text == (
        "某市人民政府文件\n关于某某的通知\n一、总体要求\n坚持依法行政。\n"
        "1. 甲项\n2. 乙项\n姓名\t单位\n某甲\t某局"
    )
    assert [block.heading for block in document.blocks[:4]] == [0, 1, 1, 0]
    assert document.complete
    assert_places_hold_their_text(buffer.getvalue(), document)


def shared_files(folder: str) -> list[Path]:
    """Sample files beside the checkout, or where REVIEWER_SHARED says; none where there are none."""
    shared = Path(os.environ.get("REVIEWER_SHARED", Path(__file__).parents[4] / "shared"))
    return sorted((shared / "samples" / "files" / folder).glob("*.docx"))


def han_in_parts(data: bytes) -> Counter[str]:
    """The Chinese characters of the parts that make up the text, deleted ones left out."""
    counted: Counter[str] = Counter()
    container = Container(data, "x", LIMITS)
    for member in container.names():
        if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml", member):
            root = container.xml(member)
            for found in root.iter(W + "t") if root is not None else ():
                above = {ancestor.tag for ancestor in found.iterancestors()}
                if not above & {W + "del", W + "moveFrom", MC + "Fallback"}:
                    counted.update(HAN.findall(found.text or ""))
    return counted


@pytest.mark.parametrize("path", shared_files("docx"), ids=lambda path: path.name)
def test_real_files_lose_no_chinese_character(path: Path) -> None:
    """At least 98 % of the characters of the XML are in the text, each at its place."""
    data = path.read_bytes()

    document = extract_docx(data, path.name, LIMITS)

    there = han_in_parts(data)
    kept = there & Counter(HAN.findall(document.text))
    assert sum(kept.values()) >= 0.98 * sum(there.values())
    assert_places_hold_their_text(data, document)


@pytest.mark.parametrize("path", shared_files("malformed"), ids=lambda path: path.name)
def test_malformed_files_end_in_a_report_or_an_error(path: Path) -> None:
    """Fuzzed, encrypted and hostile files never end in anything else."""
    outcome: Document | UnreadableDocument
    try:
        outcome = extract_docx(path.read_bytes(), path.name, LIMITS)
    except UnreadableDocument as error:
        outcome = error

    said = outcome.remedy if isinstance(outcome, UnreadableDocument) else outcome.unread or outcome.text
    assert said

"""Lines become the paragraphs that the author wrote."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reviewer.document import FixedOrigin, LinePlace
from reviewer.extraction.lines import Line
from reviewer.extraction.paragraphs import join_cell_lines
from tests.conftest import missing
from tests.reviewer.extraction.pdf_files import (
    LEFT,
    PITCH,
    RIGHT,
    TOP,
    Sheets,
    blocks_of,
    read,
    set_pages,
    width_of,
    wrapped,
)

LONG = (
    "市工业和信息化主管部门应当自收到申报材料之日起二十个工作日内完成初审，并组织不少于五名专家进行评审，"
    "评审结果在市政府门户网站公示，公示期不少于五个工作日。"
)


def lines_at(sheets: Sheets, lines: list[tuple[float, str]], top: float) -> float:
    """Set lines one below the other; returns where the next would stand."""
    for left, line in lines:
        sheets.put(line, left, top)
        top += PITCH
    return top


def test_block_paragraphs_are_told_by_their_distance() -> None:
    """Without indents, room between paragraphs separates them, even where the last line is full."""
    paragraphs = [LONG, "现将有关事项通知如下。", LONG, LONG]

    document = read(set_pages(paragraphs, indent=0, spacing=10))

    assert blocks_of(document) == paragraphs


def test_tight_block_paragraphs_are_told_by_short_lines() -> None:
    """Without indents and room, a line that ends early ends the paragraph."""
    paragraphs = [LONG, "现将有关事项通知如下。", LONG]

    document = read(set_pages(paragraphs, indent=0))

    assert blocks_of(document) == paragraphs


def test_a_full_last_line_ends_where_the_next_is_indented() -> None:
    """An indent begins a paragraph even after a line that reaches the edge."""
    full = "一" * 25 + "。" + "二" * 27 + "。"
    paragraphs = [full, LONG, full, full]

    document = read(set_pages(paragraphs))

    assert blocks_of(document) == paragraphs


def test_a_label_inside_a_sentence_begins_nothing() -> None:
    """A reference that happens to begin a line is no article."""
    text = (
        "违反本办法规定的，由市工业和信息化主管部门或者依照本办法"
        "第十二条的规定处理；构成犯罪的，依法追究刑事责任，并将处理结果向社会公开。"
    )

    document = read(set_pages([text, LONG], indent=0))

    assert wrapped(text, indent=0)[1][1].startswith("第十二条")
    assert blocks_of(document) == [text, LONG]


def test_a_title_of_several_lines_is_one_paragraph() -> None:
    """Centred lines of one size are one title; the bracketed remark and the number below are not."""
    sheets = Sheets()
    sheets.centre("海州市人民政府办公室关于印发支持先进", TOP, 22)
    sheets.centre("制造业发展若干措施的通知", TOP + 36, 22)
    sheets.centre("（征求意见稿）", TOP + 72, 22)
    sheets.centre("海政办规〔2026〕7号", TOP + 120)
    lines_at(sheets, wrapped(LONG) * 3, TOP + 180)

    document = read(sheets.done())

    assert blocks_of(document)[:3] == [
        "海州市人民政府办公室关于印发支持先进制造业发展若干措施的通知",
        "（征求意见稿）",
        "海政办规〔2026〕7号",
    ]


def test_chapter_headings_stand_alone() -> None:
    """Two centred headings do not become one."""
    sheets = Sheets()
    sheets.centre("第一章　总则", TOP)
    sheets.centre("第一节　一般规定", TOP + PITCH)
    lines_at(sheets, wrapped(LONG), TOP + 2 * PITCH)

    document = read(sheets.done())

    assert blocks_of(document) == ["第一章　总则", "第一节　一般规定", LONG]


def test_signature_and_date_stand_alone() -> None:
    """Issuer and date at the right are two paragraphs."""
    sheets = Sheets()
    top = lines_at(sheets, wrapped(LONG), TOP)
    for index, line in enumerate(("海州市工业和信息化局海州市财政局海州市商务局", "2026年3月18日")):
        sheets.put(line, RIGHT - width_of(line), top + (index + 1) * PITCH)

    document = read(sheets.done())

    assert blocks_of(document) == [LONG, "海州市工业和信息化局海州市财政局海州市商务局", "2026年3月18日"]


def test_a_date_in_a_sentence_goes_on() -> None:
    """A date that begins a line within a sentence is no signature."""
    sheets = Sheets()
    sheets.put("第十八条　本细则自发布之日起三十日后施行，有效期至", LEFT + 32, TOP)
    sheets.put("2029年4月30日。", LEFT, TOP + PITCH)
    lines_at(sheets, wrapped(LONG), TOP + 2 * PITCH)

    document = read(sheets.done())

    assert blocks_of(document)[0] == "第十八条　本细则自发布之日起三十日后施行，有效期至2029年4月30日。"


def test_hanging_items_go_on_below_their_text() -> None:
    """A list whose lines hang under the text, not under the number, keeps its items whole."""
    sheets = Sheets()
    top = lines_at(sheets, wrapped(LONG), TOP)
    items = ["1. " + LONG, "2. " + LONG]
    for item in items:
        first = True
        rest = item
        while rest:
            left = LEFT + 32 if first else LEFT + 50
            line = ""
            while rest and left + width_of(line + rest[0]) <= RIGHT:
                line, rest = line + rest[0], rest[1:]
            sheets.put(line, left, top)
            first, top = False, top + PITCH

    document = read(sheets.done())

    assert blocks_of(document) == [LONG, *items]


def test_entries_of_a_contents_page_stay_apart() -> None:
    """Entries with a leader of dots and a page number are lines of their own."""
    sheets = Sheets()
    entries = []
    for index, name in enumerate(("第一章 总则", "第二章 支持方向和标准", "第三章 监督管理")):
        dots = "." * int((RIGHT - LEFT - width_of(name) - 10) / width_of("."))
        entries.append(f"{name}{dots}{index + 1}")
        sheets.put(entries[-1], LEFT, TOP + index * PITCH)

    document = read(sheets.done())

    assert blocks_of(document) == entries


def test_rows_without_ruling_stay_apart() -> None:
    """Lines with wide gaps are rows, not sentences."""
    sheets = Sheets()
    lines_at(sheets, wrapped(LONG), TOP)
    rows = [("某甲", "财政局", "二十万元"), ("某乙", "商务局", "三十万元")]
    for index, row in enumerate(rows):
        for column, text in enumerate(row):
            sheets.put(text, LEFT + 190 * column, TOP + (5 + index) * PITCH)

    document = read(sheets.done())

    assert blocks_of(document)[1:] == ["某甲 财政局 二十万元", "某乙 商务局 三十万元"]


def test_smaller_type_is_another_paragraph() -> None:
    """Size separates: a remark in small print below a paragraph is its own."""
    sheets = Sheets()
    top = lines_at(sheets, wrapped("一" * 26), TOP)
    sheets.put("注：本表数据截至上年末，由各区县统计局汇总后逐级上报，未包含开发区的数据。", LEFT, top, 11)

    document = read(sheets.done())

    assert len(document.blocks) == 2


def cell_line(text: str, top: float, left: float = 0.0, em: float = 12.0) -> Line:
    """A line in a cell whose left edge is 0."""
    return Line(
        text=text,
        page=1,
        left=left,
        top=top,
        right=left + em * len(text),
        bottom=top + em,
        em=em,
        origin=FixedOrigin(LinePlace(line=1)),
        sheet=(595.0, 842.0),
    )


@pytest.mark.parametrize(
    ("lines", "width", "paragraphs"),
    [
        (["按照实际投入给予", "补助"], 110.0, ["按照实际投入给予补助"]),
        (["某甲", "某乙"], 110.0, ["某甲", "某乙"]),
        (["1.营业执照；", "2.审计报告"], 90.0, ["1.营业执照；", "2.审计报告"]),
        (["减", "分", "指", "标"], 60.0, ["减分指标"]),
        (["证件号", "码"], 44.0, ["证件号码"]),
        (["440106199001", "010011"], 150.0, ["440106199001010011"]),
    ],
)
def test_lines_of_a_cell(lines: list[str], width: float, paragraphs: list[str]) -> None:
    """In a cell a line goes on where the next word would not have fitted."""
    joined = join_cell_lines([cell_line(text, 16.0 * index) for index, text in enumerate(lines)], width)

    assert ["".join(text for text, _ in paragraph.pieces()) for paragraph in joined] == paragraphs


# --- a whole document through LibreOffice -----------------------------------------------------

CHAPTERS = ["第一章　总则", "第二章　支持标准", "第三章　附则"]
BODY = [
    f"第{number}条　{LONG}{extra}"
    for number, extra in zip(
        "一二三四五六七八九十",
        [
            "",
            "前款所称主管部门，",
            "申请人",
            "2026年",
            "（一）",
            "《办法》",
            "专项资金不超过500万元。",
            "",
            "另",
            "附",
        ],
        strict=True,
    )
]


def official_docx() -> bytes:
    """A draft in official layout: title, chapters, indented articles, a page number at the foot."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = foot.add_run("— ")
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = run._element.makeelement(qn("w:fldChar" if kind else "w:instrText"), {})
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text
        run._element.append(element)
    foot.add_run(" —")
    add_paragraph(document, "海州市先进制造业专项资金管理办法（试行）", 22, centred=True)
    for index, chapter in enumerate(CHAPTERS):
        add_paragraph(document, chapter, 16, centred=True)
        for body in BODY[index::3] * 4:
            add_paragraph(document, body, 16)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add_paragraph(document: docx.document.Document, text: str, size: float, *, centred: bool = False) -> None:
    """One paragraph as official documents set it."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Noto Serif CJK SC")
    layout = paragraph.paragraph_format
    layout.space_after = layout.space_before = Pt(0)
    layout.line_spacing = Pt(28 if size == 16 else 36)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    else:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        layout.first_line_indent = Pt(2 * size)


def test_a_draft_printed_by_libreoffice_has_its_paragraphs_back(tmp_path: Path) -> None:
    """What a word processor wrapped over pages comes back paragraph by paragraph."""
    data = printed(official_docx(), tmp_path)

    document = read(data)

    expected = ["海州市先进制造业专项资金管理办法（试行）"]
    for index, chapter in enumerate(CHAPTERS):
        expected += [chapter, *(BODY[index::3] * 4)]
    assert [text.replace(" ", "") for text in blocks_of(document)] == expected
    assert document.pages > 5


def printed(data: bytes, folder: Path) -> bytes:
    """A docx as LibreOffice prints it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        missing("LibreOffice", "apt-get install libreoffice-writer-nogui")
    source = folder / "draft.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "draft.pdf").read_bytes()

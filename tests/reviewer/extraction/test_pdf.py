"""PDF files come out as the reader sees them, every character with its place."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from PIL.Image import Image, effect_noise
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from reviewer.document import BlockKind, BoxPlace, Document, Span
from reviewer.errors import UnreadableDocument
from reviewer.extraction.limits import Limits
from reviewer.extraction.ocr_line import OcrLine
from reviewer.extraction.pdf import extract_pdf, render_page
from tests.reviewer.extraction.pdf_files import (
    FONT,
    LEFT,
    PITCH,
    SIZE,
    TOP,
    Sheets,
    blocks_of,
    raw_pdf,
    read,
    set_pages,
    unmapped_font_pdf,
)

ARTICLE = (
    "第一条 为了规范专项资金的使用和管理，提高财政资金使用效益，促进先进制造业高端化、智能化、绿色化发展，"
    "根据有关法律法规的规定，结合本市实际，制定本办法。"
)
CLAUSES = [
    ARTICLE,
    "第二条 本办法所称专项资金，是指由市级财政预算安排，用于支持企业技术改造、研发投入和数字化转型的资金。",
    "第三条 申请专项资金应当符合下列条件：",
    "（一）依法在本市从事生产经营活动；",
    "（二）近三年内未发生重大安全、环保、质量事故，未被列入严重失信主体名单，会计核算健全，按时报送统计资料；",
    "第四条 专项资金管理遵循公开透明、公平竞争、突出重点、注重绩效的原则，任何单位和个人不得截留、挤占。",
]


def place_of(document: Document, quote: str) -> BoxPlace:
    """The one place of a quote."""
    start = document.text.index(quote)
    (place,) = document.places(Span(start, start + len(quote)))
    assert isinstance(place, BoxPlace)
    return place


# --- text and places --------------------------------------------------------------------------


def test_paragraphs_run_over_lines_and_pages() -> None:
    """Soft line breaks and page breaks leave no trace; the author's paragraphs stay."""
    clauses = CLAUSES * 6

    document = read(set_pages(clauses))

    assert blocks_of(document) == clauses
    assert document.pages > 2


def test_every_character_has_its_box() -> None:
    """A quote's place is its rectangle on the page, counted from the top left."""
    document = read(set_pages([ARTICLE]))

    place = place_of(document, "为了规范")

    left, top, right, bottom = place.box
    start = LEFT + 2 * SIZE + 3 * SIZE
    assert place.page == 1
    assert left == pytest.approx(start + 3.3, abs=2)
    assert right - left == pytest.approx(4 * SIZE, abs=1)
    assert TOP - 4 < top < bottom < TOP + SIZE + 6
    assert all(segment.start < segment.end for segment in document.segments)


def test_a_quote_over_a_line_break_has_two_places() -> None:
    """What wraps is two rectangles."""
    document = read(set_pages([ARTICLE]))

    places = document.places(document.blocks[0].span)

    assert [place.page for place in places if isinstance(place, BoxPlace)] == [1, 1, 1]


def test_a_block_knows_its_page() -> None:
    """A paragraph belongs to the page on which it begins."""
    document = read(set_pages(CLAUSES * 6))

    pages = [block.page for block in document.blocks]

    assert pages == sorted(pages, key=lambda page: page or 0)
    assert set(pages) == set(range(1, document.pages + 1))


def test_gaps_of_typesetting_are_no_blanks() -> None:
    """Room that was set between Han and figures is not text; a real blank and a wide gap are."""
    sheets = Sheets()
    sheets.put("自", LEFT, TOP)
    sheets.put("2026", LEFT + 20, TOP)
    sheets.put("年起施行", LEFT + 56, TOP)
    sheets.put("有 效", LEFT, TOP + 2 * PITCH)
    sheets.put("审核", LEFT, TOP + 4 * PITCH)
    sheets.put("签发", LEFT + 60, TOP + 4 * PITCH)

    document = read(sheets.done())

    assert blocks_of(document) == ["自2026年起施行", "有 效", "审核 签发"]


def test_latin_words_keep_their_blanks_at_a_line_end() -> None:
    """A line break between two Latin words is a blank, a number or an address runs on."""
    sheets = Sheets()
    for index, line in enumerate(
        (
            "采用 Digital Transformation and Smart Manufacturing",
            "Programme 的建设标准，统一编号为44010619900101",
        )
    ):
        sheets.put(line, LEFT, TOP + index * PITCH)
    sheets.put("0011，网址为www.example.cn/guifan/2026/0318/", LEFT, TOP + 2 * PITCH)
    sheets.put("index.html，由主管部门负责维护。", LEFT, TOP + 3 * PITCH)

    (text,) = blocks_of(read(sheets.done()))

    assert "Manufacturing Programme的" in text.replace(" 的", "的")
    assert "440106199001010011" in text
    assert "2026/0318/index.html" in text


def test_overprinted_bold_counts_once() -> None:
    """The same words printed again a hair away are bold, not a repetition."""
    sheets = Sheets()
    for shift in (0, 0.3, 0.6, 0.9):
        sheets.put("海州市人民政府公告", LEFT + shift, TOP, 22)
    sheets.put("公告公告，规规矩矩。", LEFT, TOP + 60)

    document = read(sheets.done())

    assert blocks_of(document) == ["海州市人民政府公告", "公告公告，规规矩矩。"]


def test_a_part_printed_again_counts_once() -> None:
    """Bold may be made of pieces that are printed again, cut otherwise than the first time."""
    sheets = Sheets()
    sheets.put("股票代码：300218", LEFT, TOP)
    sheets.put("：300218", LEFT + 4 * SIZE + 0.5, TOP)
    sheets.put("码", LEFT + 3 * SIZE, TOP + 0.4)

    document = read(sheets.done())

    assert document.text == "股票代码：300218"


def mapped_font_pdf(mapping: str, glyphs: str) -> bytes:
    """A page in a font that maps its glyphs as the entries of a ToUnicode table say."""
    count = mapping.count("<") // 2
    to_unicode = (
        "/CIDInit /ProcSet findresource begin begincmap "
        "1 begincodespacerange <0000> <ffff> endcodespacerange "
        f"{count} beginbfchar {mapping} endbfchar endcmap end"
    )
    font = (
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [6 0 R] "
        "/ToUnicode 7 0 R >>"
    )
    extra = (
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /FontDescriptor 8 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        f"<< /Length {len(to_unicode)} >>\nstream\n{to_unicode}\nendstream",
        "<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>",
    )
    return raw_pdf(f"BT /F1 16 Tf 1 0 0 1 72 700 Tm <{glyphs}> Tj ET".encode(), font, extra)


def test_compatibility_code_points_stay_as_they_are() -> None:
    """Folding is for matching; the text keeps what the file says, code points above U+FFFF too."""
    mapping = "<0001> <2F29> <0002> <F9B4> <0003> <D842DFB7>"

    document = read(mapped_font_pdf(mapping, "000100020003000300020001"))

    assert document.text == "\u2f29\uf9b4\U00020bb7\U00020bb7\uf9b4\u2f29"
    left, _, right, _ = place_of(document, "\U00020bb7\U00020bb7").box
    assert (left, right) == (pytest.approx(72 + 32, abs=1), pytest.approx(72 + 64, abs=1))


def test_one_glyph_for_two_characters_is_two() -> None:
    """A ligature or a long dash is one glyph and two characters, not one printed twice."""
    mapping = "<0001> <8BF4> <0002> <20142014> <0003> <00660066>"

    document = read(mapped_font_pdf(mapping, "0001000200010003"))

    assert document.text == "说——说ff"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_read_upright(turn: int) -> None:
    """A page that is shown turned is read, and located, as it is shown."""
    sheets = Sheets()
    canvas = sheets.canvas
    canvas.setPageRotation(turn)
    # reportlab turns the sheet itself for quarter turns: it is shown upright again.
    across, up = (sheets.height, sheets.width) if turn != 180 else (sheets.width, sheets.height)
    canvas.translate(*{90: (across, 0), 180: (across, up), 270: (0, up)}[turn])
    canvas.rotate(turn)
    shown_height = sheets.height
    canvas.setFont(FONT, SIZE)
    canvas.drawString(100, shown_height - 150, "第一条 本目录一年一定。")
    canvas.drawString(100, shown_height - 190, "第二条 本目录公开。")

    document = read(sheets.done())

    assert blocks_of(document) == ["第一条 本目录一年一定。", "第二条 本目录公开。"]
    left, top, _, bottom = place_of(document, "第一条").box
    assert left == pytest.approx(100, abs=2)
    assert 125 < top < bottom < 160


def test_text_off_the_page_is_not_read() -> None:
    """What lies outside the visible box is not what the reader sees."""
    sheets = Sheets()
    sheets.put("看得见的正文", LEFT, TOP)
    sheets.put("页外的文字", LEFT, -200)

    document = read(sheets.done())

    assert document.text == "看得见的正文"


def test_words_written_out_of_turn_are_read_where_they_stand() -> None:
    """Programs may print all bold words first; reading order is by place."""
    sheets = Sheets()
    sheets.put("第一条", LEFT, TOP)
    sheets.put("第二条", LEFT, TOP + 2 * PITCH)
    sheets.put("本办法适用于全市。", LEFT + 60, TOP)
    sheets.put("本办法自公布之日起施行。", LEFT + 60, TOP + 2 * PITCH)

    document = read(sheets.done())

    assert blocks_of(document) == ["第一条本办法适用于全市。", "第二条本办法自公布之日起施行。"]


def test_columns_are_read_one_after_the_other() -> None:
    """A page set in two columns (分栏) is read down the first, then down the second."""
    sheets = Sheets()
    sheets.centre("海州市人民政府公报", TOP, 22)
    left_column = [
        "各区人民政府，市政府各部",
        "门：现将有关事项通知如下，",
        "请认真遵照执行，并将落实",
        "情况于年底前报送。",
    ]
    right_column = [
        "本通知自印发之日起施行，",
        "此前规定与本通知不一致的",
        "以本通知为准，有效期至二",
        "〇二九年十二月三十一日。",
    ]
    for left, column in ((LEFT, left_column), (LEFT + 240, right_column)):
        for index, line in enumerate(column):
            sheets.put(line, left, TOP + 60 + index * PITCH)

    document = read(sheets.done())

    assert blocks_of(document) == ["海州市人民政府公报", "".join(left_column), "".join(right_column)]


def test_slanted_watermark_stays_apart() -> None:
    """A stamp across the page is kept once and cuts no sentence in two."""

    def stamp(sheets: Sheets, page: int) -> None:
        sheets.canvas.saveState()
        sheets.canvas.translate(200, 300)
        sheets.canvas.rotate(45)
        sheets.canvas.setFont(FONT, 30)
        sheets.canvas.drawString(0, 0, "内部资料")
        sheets.canvas.restoreState()

    document = read(set_pages(CLAUSES * 6, furnish=stamp))

    texts = blocks_of(document)
    assert [text for text in texts if text != "内部资料"] == CLAUSES * 6
    assert texts.count("内部资料") == 1


# --- what cannot be read ----------------------------------------------------------------------


def test_a_font_without_mapping_is_reported_not_passed_as_text() -> None:
    """Glyph numbers are no text, even where they look like Han."""
    document = read(unmapped_font_pdf(range(0x5100, 0x5140)))

    (unread,) = document.unread
    assert document.text == ""
    assert unread.part == "第1页"
    assert "乱码" in unread.reason
    assert unread.remedy


@pytest.mark.parametrize("first", [1, 0x30, 0x11C0, 0x3500])
def test_unmapped_glyphs_of_any_number_are_seen(first: int) -> None:
    """Control characters, Latin letters, stray alphabets, rare Han: all are glyph numbers."""
    document = read(unmapped_font_pdf(range(first, first + 60)))

    assert document.text == ""
    assert not document.complete


def test_a_few_unmapped_signs_are_marked_and_counted() -> None:
    """The readable rest of the page is text; what is missing is shown and reported."""
    data = unmapped_font_pdf(
        [0x5100, 0x5101], readable="The quick brown fox jumps over the lazy dog", repeat=9
    )

    document = read(data)

    assert "quick brown fox" in document.text
    assert document.text.count("\ufffd") == 2
    (unread,) = document.unread
    assert unread.part == "第1页"
    assert "2 个字符" in unread.reason


def picture_page(sheets: Sheets) -> None:
    """A page that holds a picture only."""
    picture = effect_noise((300, 400), 80).convert("RGB")
    sheets.canvas.drawImage(ImageReader(picture), 50, 50, 500, 700)


def test_a_page_that_is_a_picture_is_named() -> None:
    """A scan between two pages of text is reported; the text around it is read."""
    sheets = Sheets()
    sheets.put("第一页的正文写到这里还没有结束，", LEFT, TOP)
    sheets.next_page()
    picture_page(sheets)
    sheets.put("第2页", 280, 780, 10)
    sheets.next_page()
    sheets.put("第三页的正文。", LEFT, TOP)

    document = read(sheets.done())

    assert blocks_of(document) == ["第一页的正文写到这里还没有结束，", "第三页的正文。"]
    assert [unread.part for unread in document.unread] == ["第2页"]


def test_pictures_in_a_row_are_one_message() -> None:
    """Neighbouring pages with one reason become one entry."""
    sheets = Sheets()
    for _ in range(3):
        picture_page(sheets)
        sheets.next_page()

    document = read(sheets.done())

    assert [unread.part for unread in document.unread] == ["第1页至第3页"]


def test_letters_drawn_as_outlines_are_named() -> None:
    """A page without text and pictures that shows something was not read."""
    sheets = Sheets()
    sheets.canvas.rect(100, 100, 200, 200, fill=1)
    sheets.next_page()
    sheets.put("正文", LEFT, TOP)

    document = read(sheets.done())

    assert [unread.part for unread in document.unread] == ["第1页"]


def test_an_empty_page_is_no_gap() -> None:
    """A blank back page hides nothing."""
    sheets = Sheets()
    sheets.put("正文", LEFT, TOP)
    sheets.next_page()
    sheets.next_page()

    document = read(sheets.done())

    assert document.complete
    assert document.pages == 2


def test_a_file_of_blank_pages_is_not_passed_as_clean() -> None:
    """A document in which nothing was found says so."""
    sheets = Sheets()
    sheets.next_page()

    document = read(sheets.done())

    assert [unread.part for unread in document.unread] == ["全文"]


def test_a_recogniser_reads_what_has_no_text() -> None:
    """Its lines stand at the page's place, joined, with box and confidence."""
    sheets = Sheets()
    sheets.put("第一页的正文。", LEFT, TOP)
    sheets.next_page()
    picture_page(sheets)
    sheets.next_page()
    sheets.put("第三页的正文。", LEFT, TOP)
    seen: list[tuple[int, int]] = []

    def recognise(picture: Image) -> Sequence[OcrLine]:
        seen.append(picture.size)
        return [
            OcrLine(
                text="扫描件的第一行文字写满了整行需要接到下一", box=(230, 300, 1460, 344), confidence=0.9
            ),
            OcrLine(text="行才结束。", box=(230, 380, 450, 424), confidence=0.8),
        ]

    document = read(sheets.done(), recognise)

    assert blocks_of(document) == [
        "第一页的正文。",
        "扫描件的第一行文字写满了整行需要接到下一行才结束。",
        "第三页的正文。",
    ]
    block = document.blocks[1]
    assert (block.kind, block.page, block.confidence) == (BlockKind.OCR, 2, 0.8)
    assert document.complete
    ((width, height),) = seen
    assert (width, height) == (pytest.approx(595 * 200 / 72, abs=3), pytest.approx(842 * 200 / 72, abs=3))
    place = place_of(document, "行才结束")
    assert place.page == 2
    assert place.box == pytest.approx((230 * 0.36, 380 * 0.36, 450 * 0.36, 424 * 0.36), abs=0.1)


def test_recognition_stops_at_its_limit() -> None:
    """Pages beyond the limit of recognition are reported."""
    sheets = Sheets()
    for _ in range(3):
        picture_page(sheets)
        sheets.next_page()

    document = read(sheets.done(), lambda picture: [], Limits(ocr_pages=1))

    (unread,) = document.unread
    assert unread.part == "第2页至第3页"
    assert "1 页" in unread.remedy


def test_a_recogniser_that_fails_leaves_a_message() -> None:
    """What the recogniser says of a page is passed on."""
    sheets = Sheets()
    picture_page(sheets)

    def recognise(picture: Image) -> Sequence[OcrLine]:
        raise UnreadableDocument("页", "文字识别组件无法启动", "请联系管理员")

    document = read(sheets.done(), recognise)

    assert [(unread.part, unread.reason) for unread in document.unread] == [("第1页", "文字识别组件无法启动")]


def test_pages_beyond_the_limit_are_named() -> None:
    """Reading stops at the limit and says where."""
    document = read(set_pages(CLAUSES * 12), limits=Limits(pages=2))

    (unread,) = document.unread
    assert unread.part == f"第3页至第{document.pages}页"
    assert "上限 2 页" in unread.reason
    assert document.text


def test_characters_beyond_the_limit_are_named() -> None:
    """Too much text ends the reading between two pages."""
    document = read(set_pages(CLAUSES * 12), limits=Limits(characters=300))

    assert [unread.part for unread in document.unread] == [f"第2页至第{document.pages}页"]


def test_time_that_ran_out_keeps_what_was_read() -> None:
    """Without time left no page is begun, and the report says so."""
    document = read(set_pages(CLAUSES), limits=Limits(seconds=0))

    assert document.text == ""
    assert [unread.part for unread in document.unread] == ["第1页"]


DAMAGED = {
    "header only": b"%PDF-1.7\n",
    "no catalogue": b"%PDF-1.7\nxref\n0 1\ntrailer << /Root 9 0 R >>\nstartxref\n9\n%%EOF",
    "cut off": set_pages([ARTICLE])[:300],
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_file_is_refused_with_a_remedy(damage: str) -> None:
    """A file without pages to be found names itself, the reason and what to do."""
    with pytest.raises(UnreadableDocument) as refused:
        read(DAMAGED[damage])

    assert refused.value.name == "通知.pdf"
    assert "损坏" in refused.value.reason
    assert refused.value.remedy


def encrypted(user: str) -> bytes:
    """A file locked with a user password."""
    sheets = Sheets(encryption=StandardEncryption(user, "owner", canCopy=0))
    sheets.put("加密文件的正文。", LEFT, TOP)
    return sheets.done()


def test_an_empty_password_opens() -> None:
    """A file that only restricts printing or copying is read."""
    document = read(encrypted(""))

    assert document.text == "加密文件的正文。"


def test_a_password_is_asked_for() -> None:
    """A file with a password is refused as encrypted."""
    with pytest.raises(UnreadableDocument) as refused:
        read(encrypted("geheim"))

    assert "加密" in refused.value.reason


# --- beside the text --------------------------------------------------------------------------


def test_comments_and_fields() -> None:
    """Comments are notes; a filled-in field is text where it stands."""
    sheets = Sheets()
    sheets.put("证件号码：", LEFT, TOP)
    sheets.put("（必填）", LEFT + 300, TOP)
    sheets.canvas.acroForm.textfield(
        name="number",
        x=LEFT + 100,
        y=sheets.height - TOP - 20,
        width=150,
        height=22,
        value="440106199001010011",
    )
    sheets.canvas.textAnnotation("此处金额待核", Rect=[300, 600, 320, 620])

    document = read(sheets.done())

    assert document.text.replace(" ", "") == "证件号码：440106199001010011（必填）"
    assert [(note.kind, note.text) for note in document.notes] == [("comment", "此处金额待核")]


def test_attached_files_are_unread() -> None:
    """A file inside the PDF is named as not read."""
    pdf = pypdfium2.PdfDocument(set_pages([ARTICLE]))
    pdf.new_attachment("名单.xlsx").set_data(b"data")
    buffer = io.BytesIO()
    pdf.save(buffer)

    document = read(buffer.getvalue())

    assert [unread.part for unread in document.unread] == ["附件 名单.xlsx"]
    assert document.text == ARTICLE


def test_render_gives_the_page_as_a_picture() -> None:
    """A page is rendered at the resolution that is asked for."""
    picture = render_page(set_pages(CLAUSES), 1, 100)

    assert picture.mode == "RGB"
    assert picture.size == (pytest.approx(827, abs=2), pytest.approx(1170, abs=2))
    assert picture.convert("L").getextrema()[0] < 50


def test_render_refuses_a_page_that_is_not_there() -> None:
    """Asking for a page beyond the last is an error for the user."""
    with pytest.raises(UnreadableDocument):
        render_page(set_pages([ARTICLE]), 9, 72)


# --- speed ------------------------------------------------------------------------------------


def test_a_long_file_stays_cheap() -> None:
    """Pages are read one by one; a hundred of them take seconds, not minutes."""
    data = set_pages(CLAUSES * 200)
    started = time.perf_counter()

    document = read(data)

    assert document.pages > 90
    assert time.perf_counter() - started < 30
    assert blocks_of(document) == CLAUSES * 200


# --- real files -------------------------------------------------------------------------------


def sample_files() -> list[Path]:
    """Sample files beside the checkout, or where REVIEWER_SHARED says; none where there are none."""
    shared = Path(os.environ.get("REVIEWER_SHARED", Path(__file__).parents[4] / "shared"))
    return sorted((shared / "samples" / "files").glob("*/*.pdf"))


@pytest.mark.skipif(not sample_files(), reason="no sample files beside the checkout")
@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.name)
def test_sample_files_keep_their_characters(path: Path) -> None:
    """Real files are read, or refused with a remedy; no Han that pdfium sees gets lost unsaid."""
    data = path.read_bytes()

    outcome: Document | UnreadableDocument
    try:
        outcome = extract_pdf(data, path.name, Limits())
    except UnreadableDocument as refused:
        outcome = refused

    if isinstance(outcome, UnreadableDocument):
        assert outcome.remedy
        return
    found = sum("\u4e00" <= character <= "\u9fff" for character in outcome.text)
    # One sample prints a line four times for bold: five of its 42 Han are there twice.
    assert not outcome.complete or found >= 0.88 * distinct_han(data)
    assert all(isinstance(segment.origin.place(0, 1), BoxPlace) for segment in outcome.segments)


def distinct_han(data: bytes) -> int:
    """Han on the pages, lines that every page repeats counted once."""
    pdf = pypdfium2.PdfDocument(data)
    pages = [page.get_textpage().get_text_bounded().split("\r\n") for page in pdf]
    repeated = set[str]().union(*pages) if len(pages) > 2 else set()
    repeated = {line for line in repeated if sum(line in page for page in pages) > len(pages) / 2}
    return sum(
        "\u4e00" <= character <= "\u9fff"
        for page in pages
        for line in page
        if line not in repeated
        for character in line
    )

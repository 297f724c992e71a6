"""PDF files come out as the reader sees them, every character with its place."""

from __future__ import annotations

import os
from pathlib import Path

import pypdfium2
import pytest

from reviewer.document import BoxPlace, Document
from reviewer.errors import UnreadableDocument
from reviewer.extraction.limits import Limits
from reviewer.extraction.pdf import extract_pdf
from tests.reviewer.extraction.pdf_files import (
    ARTICLE,
    CLAUSES,
    FONT,
    LEFT,
    PITCH,
    SIZE,
    TOP,
    Sheets,
    blocks_of,
    place_of,
    raw_pdf,
    read,
    set_pages,
)

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


# --- length -----------------------------------------------------------------------------------


def test_a_long_file_is_read_whole() -> None:
    """Pages are read one by one; a hundred of them lose nothing."""
    document = read(set_pages(CLAUSES * 200))

    assert document.pages > 90
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

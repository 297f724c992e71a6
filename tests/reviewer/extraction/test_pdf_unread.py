"""PDF files that cannot be read wholly say what is missing; damaged and locked ones say what to do."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2
import pytest
from PIL.Image import Image, effect_noise
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from reviewer.document import BlockKind
from reviewer.errors import UnreadableDocument
from reviewer.extraction.limits import Limits
from reviewer.extraction.ocr_line import OcrLine
from reviewer.extraction.pdf import render_page
from tests.reviewer.extraction.pdf_files import (
    ARTICLE,
    CLAUSES,
    LEFT,
    TOP,
    Sheets,
    blocks_of,
    place_of,
    read,
    set_pages,
    unmapped_font_pdf,
)

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

"""PDF files that the tests set themselves: official layout with reportlab, raw files byte by byte."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from reviewer.document import BoxPlace, Document, Span
from reviewer.extraction.limits import Limits
from reviewer.extraction.ocr_line import PageReader
from reviewer.extraction.pdf import extract_pdf

FONT = "STSong-Light"
LEFT, RIGHT, TOP, BOTTOM = 80.0, 528.0, 105.0, 742.0
"""Edges of the text area of GB/T 9704, in points from the top left."""
SIZE, PITCH = 16.0, 28.0

_NOT_AT_START = "，。；：、！？）》”"
_PIECES = re.compile(r"[A-Za-z0-9.%-]+|.")

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Sheets:
    """Pages under construction; distances count from the top left in points."""

    def __init__(self, size: tuple[float, float] = A4, encryption: StandardEncryption | None = None) -> None:
        self._buffer = io.BytesIO()
        self.canvas = Canvas(self._buffer, pagesize=size, encrypt=encryption)
        self.width, self.height = size

    def put(self, text: str, left: float, top: float, size: float = SIZE) -> None:
        """One line of text whose letters stand between `top` and `top + size`."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(left, self.height - top - size, text)

    def centre(self, text: str, top: float, size: float = SIZE) -> None:
        """One line in the middle of the text area."""
        self.put(text, (LEFT + RIGHT - width_of(text, size)) / 2, top, size)

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        """A straight line."""
        self.canvas.line(left, self.height - top, right, self.height - bottom)

    def grid(self, lefts: Sequence[float], tops: Sequence[float]) -> None:
        """Ruling lines of a table with all its cells."""
        for left in lefts:
            self.rule(left, tops[0], left, tops[-1])
        for top in tops:
            self.rule(lefts[0], top, lefts[-1], top)

    def next_page(self) -> None:
        """Finish the page."""
        self.canvas.showPage()

    def done(self) -> bytes:
        """The file."""
        self.canvas.save()
        return self._buffer.getvalue()


def width_of(text: str, size: float = SIZE) -> float:
    """Width of a text in points."""
    return float(pdfmetrics.stringWidth(text, FONT, size))


def wrapped(text: str, size: float = SIZE, indent: float = 2 * SIZE) -> list[tuple[float, str]]:
    """Lines of a paragraph with the left edge of each, broken as Chinese is: no mark begins a line."""
    lines: list[tuple[float, str]] = []
    left, line = LEFT + indent, ""
    for piece in _PIECES.findall(text):
        if line and left + width_of(line + piece, size) > RIGHT + 0.1 and piece not in _NOT_AT_START:
            lines.append((left, line))
            left, line = LEFT, ""
        line += piece
    return [*lines, (left, line)]


def set_pages(
    paragraphs: Sequence[str],
    *,
    furnish: Callable[[Sheets, int], None] = lambda sheets, page: None,
    indent: float = 2 * SIZE,
    spacing: float = 0.0,
) -> bytes:
    """Paragraphs over as many pages as they need.

    Args:
        paragraphs: Without line breaks.
        furnish: Draws running heads and page numbers of a page, counted from 1.
        indent: Of first lines, in points.
        spacing: Between paragraphs, in points.
    """
    sheets, page, top = Sheets(), 1, TOP
    furnish(sheets, page)
    for paragraph in paragraphs:
        for left, line in wrapped(paragraph, indent=indent):
            if top + SIZE > BOTTOM:
                sheets.next_page()
                page, top = page + 1, TOP
                furnish(sheets, page)
            sheets.put(line, left, top)
            top += PITCH
        top += spacing
    sheets.next_page()
    return sheets.done()


def read(data: bytes, reader: PageReader | None = None, limits: Limits | None = None) -> Document:
    """The document that the extractor makes of a file."""
    return extract_pdf(data, "通知.pdf", limits or Limits(), reader)


def blocks_of(document: Document) -> list[str]:
    """The text of each block."""
    return [document.slice(block.span) for block in document.blocks]


def raw_pdf(content: bytes, font: str, extra: Sequence[str] = (), page: str = "") -> bytes:
    """A one-page file written by hand.

    Args:
        content: The page's content stream; the font is called ``/F1``.
        font: The font's dictionary.
        extra: Further objects, numbered from 6.
        page: More entries of the page's dictionary.
    """
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        f"/Resources << /Font << /F1 5 0 R >> >> {page} >>",
        f"<< /Length {len(content)} >>\nstream\n{content.decode('latin-1')}\nendstream",
        font,
        *extra,
    ]
    body = b"%PDF-1.7\n"
    offsets = []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    tail = f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n{table}trailer\n"
    tail += f"<< /Size {len(offsets) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + tail.encode("latin-1")


def unmapped_font_pdf(glyphs: Sequence[int], readable: str = "", repeat: int = 1) -> bytes:
    """A page in a font whose glyph numbers nothing maps to text; readable text in Helvetica above it.

    Args:
        glyphs: Glyph numbers of the unmapped font.
        readable: A line of Latin text.
        repeat: How many lines of the readable text.
    """
    codes = "".join(f"{glyph:04x}" for glyph in glyphs)
    lines = " ".join(f"1 0 0 1 72 {780 - 14 * index} Tm ({readable}) Tj" for index in range(repeat))
    content = f"BT /F2 12 Tf {lines} /F1 16 Tf 1 0 0 1 72 300 Tm <{codes}> Tj ET"
    font = (
        "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Unknown /Encoding /Identity-H "
        "/DescendantFonts [6 0 R] >>"
    )
    extra = (
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Unknown /FontDescriptor 7 0 R /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        "<< /Type /FontDescriptor /FontName /ABCDEF+Unknown /Flags 4 /FontBBox [0 -200 1000 900] "
        "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    data = raw_pdf(content.encode(), font, extra)
    return data.replace(b"/Font << /F1 5 0 R >>", b"/Font << /F1 5 0 R /F2 8 0 R >>")


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

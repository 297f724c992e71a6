"""A new docx from paragraphs and tables, laid out as office documents are, the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from reviewer.extraction.docx_parts import W

_WORD = W[1:-1]
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NOT_XML = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLANKS = str.maketrans("\t\n\r\x0b\x0c", "     ")
_OLDEST_DATE = (1980, 1, 1, 0, 0, 0)
# A4 in twentieths of a point, less the margins of GB/T 9704 (28 mm and 26 mm at the sides).
TEXT_WIDTH = 11906 - 1587 - 1474
_FONTS = 'w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{}" w:cs="Times New Roman"'
_BODY, _HEAD = _FONTS.format("仿宋"), _FONTS.format("黑体")
_CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
<Override PartName="/word/styles.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"""
_RELATIONSHIPS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/></Relationships>"""
_STYLES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {_BODY}/>\
<w:sz w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>\
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>\
<w:pPr><w:spacing w:line="340" w:lineRule="auto"/></w:pPr></w:style>\
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>\
<w:pPr><w:keepNext/><w:spacing w:before="120" w:after="240"/><w:jc w:val="center"/></w:pPr>\
<w:rPr><w:rFonts {_HEAD}/><w:sz w:val="36"/></w:rPr></w:style>\
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>\
<w:pPr><w:keepNext/><w:spacing w:before="200" w:after="100"/><w:outlineLvl w:val="0"/></w:pPr>\
<w:rPr><w:rFonts {_HEAD}/><w:sz w:val="28"/></w:rPr></w:style>\
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>\
<w:pPr><w:keepNext/><w:spacing w:before="120" w:after="60"/><w:outlineLvl w:val="1"/></w:pPr>\
<w:rPr><w:rFonts {_HEAD}/></w:rPr></w:style>\
<w:style w:type="paragraph" w:styleId="Small"><w:name w:val="Small"/><w:basedOn w:val="Normal"/>\
<w:pPr><w:spacing w:line="280" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="20"/></w:rPr></w:style>\
</w:styles>"""


class Style(StrEnum):
    """How a paragraph is set."""

    BODY = "Normal"
    TITLE = "Title"
    HEADING = "Heading1"
    SUBHEADING = "Heading2"
    SMALL = "Small"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Some words of a paragraph; ``shade`` is the colour behind them, in hexadecimal."""

    text: str
    bold: bool = False
    shade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table: a line makes a paragraph.

    Attributes:
        text: What stands in it.
        label: Whether it names what stands beside or below it.
        span: Columns that it covers.
    """

    text: str = ""
    label: bool = False
    span: int = 1


class WordWriter:
    """Collects paragraphs and tables; `to_bytes` gives the file."""

    def __init__(self) -> None:
        self._body = etree.Element(W + "body")

    def add_paragraph(self, content: str | Sequence[Words], style: Style = Style.BODY) -> None:
        """Add a paragraph."""
        words = [Words(text=content)] if isinstance(content, str) else content
        self._body.append(_paragraph(words, style))

    def add_table(
        self, rows: Iterable[Sequence[Cell]], widths: Sequence[int], *, header: bool = False
    ) -> None:
        """Add a table over the width of the text.

        Args:
            rows: Its rows; the spans of a row add up to the number of widths.
            widths: Relative widths of its columns.
            header: Whether the first row is repeated on each page.
        """
        edges = [round(TEXT_WIDTH * part / sum(widths)) for part in widths]
        self._body.append(_table(rows, edges, header=header))
        # Two tables without a paragraph between them would be one.
        self._body.append(_paragraph([], Style.SMALL))

    def to_bytes(self) -> bytes:
        """The docx."""
        document = etree.Element(W + "document", nsmap={"w": _WORD})
        document.append(self._body)
        self._body.append(_section())
        members = {
            "[Content_Types].xml": _CONTENT_TYPES.encode(),
            "_rels/.rels": _RELATIONSHIPS.format("officeDocument", "word/document.xml").encode(),
            "word/document.xml": etree.tostring(
                document, xml_declaration=True, encoding="UTF-8", standalone=True
            ),
            "word/_rels/document.xml.rels": _RELATIONSHIPS.format("styles", "styles.xml").encode(),
            "word/styles.xml": _STYLES.encode(),
        }
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as target:
            for name, content in members.items():
                target.writestr(zipfile.ZipInfo(name, _OLDEST_DATE), content, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()


def xml_text(text: str) -> str:
    """The text with what XML cannot hold made U+FFFD, one for one (XML 1.0, 2.2)."""
    return _NOT_XML.sub("\ufffd", text).translate(_BLANKS)


def _paragraph(words: Sequence[Words], style: Style) -> etree._Element:
    paragraph = etree.Element(W + "p")
    if style is not Style.BODY:
        etree.SubElement(etree.SubElement(paragraph, W + "pPr"), W + "pStyle", {W + "val": style.value})
    for part in words:
        _add_run(paragraph, part)
    return paragraph


def _add_run(paragraph: etree._Element, words: Words) -> None:
    run = etree.SubElement(paragraph, W + "r")
    if words.bold or words.shade:
        properties = etree.SubElement(run, W + "rPr")
        if words.bold:
            etree.SubElement(properties, W + "b")
        if words.shade:
            shade = {W + "val": "clear", W + "color": "auto", W + "fill": words.shade}
            etree.SubElement(properties, W + "shd", shade)
    etree.SubElement(run, W + "t", {_SPACE: "preserve"}).text = xml_text(words.text)


def _table(rows: Iterable[Sequence[Cell]], widths: Sequence[int], *, header: bool) -> etree._Element:
    table = etree.Element(W + "tbl")
    properties = etree.SubElement(table, W + "tblPr")
    etree.SubElement(properties, W + "tblW", {W + "w": str(sum(widths)), W + "type": "dxa"})
    borders = etree.SubElement(properties, W + "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        etree.SubElement(borders, W + side, {W + "val": "single", W + "sz": "4", W + "color": "000000"})
    etree.SubElement(properties, W + "tblLayout", {W + "type": "fixed"})
    grid = etree.SubElement(table, W + "tblGrid")
    for width in widths:
        etree.SubElement(grid, W + "gridCol", {W + "w": str(width)})
    for number, row in enumerate(rows):
        element = etree.SubElement(table, W + "tr")
        settings = etree.SubElement(element, W + "trPr")
        etree.SubElement(settings, W + "cantSplit")
        if header and number == 0:
            etree.SubElement(settings, W + "tblHeader")
        _add_cells(element, row, widths)
    return table


def _add_cells(element: etree._Element, row: Sequence[Cell], widths: Sequence[int]) -> None:
    column = 0
    for cell in row:
        box = etree.SubElement(element, W + "tc")
        settings = etree.SubElement(box, W + "tcPr")
        width = sum(widths[column : column + cell.span])
        etree.SubElement(settings, W + "tcW", {W + "w": str(width), W + "type": "dxa"})
        if cell.span > 1:
            etree.SubElement(settings, W + "gridSpan", {W + "val": str(cell.span)})
        etree.SubElement(settings, W + "vAlign", {W + "val": "center"})
        for line in cell.text.split("\n"):
            box.append(_paragraph([Words(text=line, bold=cell.label)], Style.SMALL))
        column += cell.span


def _section() -> etree._Element:
    section = etree.Element(W + "sectPr")
    etree.SubElement(section, W + "pgSz", {W + "w": "11906", W + "h": "16838"})
    margins = {
        "top": "1985",
        "right": "1474",
        "bottom": "1701",
        "left": "1587",
        "header": "851",
        "footer": "992",
    }
    etree.SubElement(
        section, W + "pgMar", {W + side: size for side, size in margins.items()} | {W + "gutter": "0"}
    )
    return section

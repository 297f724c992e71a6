"""Formats that hold pages or text as pictures: read with the recogniser where it is installed.

The extractors of PDF and docx name the pictures they could not read; here those are given
to OCR, and what OCR read takes the place of the report.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from reviewer.document import Document, FixedOrigin, RunPlace, Segment, Span, Unread
from reviewer.errors import UnreadableDocument
from reviewer.extraction.builder import DocumentBuilder
from reviewer.extraction.docx import Picture, docx_images, extract_docx
from reviewer.extraction.limits import Limits
from reviewer.extraction.lines import Line
from reviewer.extraction.ocr import open_image, page_reader
from reviewer.extraction.ocr_line import PageReader, to_lines
from reviewer.extraction.pdf import extract_pdf
from reviewer.extraction.pdf_flow import write_pages
from reviewer.extraction.pdf_page import PageState, PageText

_PREFIX = "图片 "


def extract_pdf_with_pictures(data: bytes, name: str, limits: Limits) -> Document:
    """Read a PDF; pages without usable text go to OCR where it is installed.

    Raises:
        UnreadableDocument: As `extract_pdf`.
    """
    return extract_pdf(data, name, limits, page_reader(limits))


def extract_docx_with_pictures(data: bytes, name: str, limits: Limits) -> Document:
    """Read a docx; pictures that may hold its text go to OCR where it is installed.

    What they hold stands after the text of the document; its place names the picture.

    Raises:
        UnreadableDocument: As `extract_docx`.
    """
    reader = page_reader(limits)
    document = extract_docx(data, name, limits)
    wanted = {item.part for item in document.unread}
    if reader is None or not any(part.startswith(_PREFIX) for part in wanted):
        return document
    pictures = [picture for picture in docx_images(data, name, limits) if picture.title in wanted]
    for picture in pictures[: limits.ocr_pages]:
        document = _with_picture(document, picture, reader, limits)
    return document


def _with_picture(document: Document, picture: Picture, reader: PageReader, limits: Limits) -> Document:
    others = tuple(item for item in document.unread if item.part != picture.title)
    try:
        image = open_image(picture.data, picture.title, limits)
        found = reader(image)
    except UnreadableDocument as error:
        told = Unread(part=picture.title, reason=error.reason, remedy=error.remedy)
        return replace(document, unread=(*others, told))
    except OSError:
        told = Unread(part=picture.title, reason="图片已损坏", remedy="请替换该图片后再提交")
        return replace(document, unread=(*others, told))
    lines = to_lines(found, 1, (float(image.width), float(image.height)))
    part = PurePosixPath(picture.title.removeprefix(_PREFIX)).stem
    placed = tuple(_placed(line, part, index) for index, line in enumerate(lines))
    builder = DocumentBuilder(document.name, b"", document.media_type)
    write_pages(builder, [PageText(number=1, lines=placed, state=PageState.READABLE)])
    return _joined(replace(document, unread=others), builder.build())


def _placed(line: Line, part: str, index: int) -> Line:
    """The line with a place in the docx: no run holds it, so its offset is -1."""
    place = RunPlace(part=part, paragraph=index, run=0, offset=-1)
    return replace(line, origin=FixedOrigin(place))


def _joined(document: Document, tail: Document) -> Document:
    """The document with the blocks of another one after its own."""
    if not tail.blocks:
        return document
    separator = "\n" if document.blocks else ""
    shift = len(document.text) + len(separator)
    blocks = (
        replace(block, span=Span(block.span.start + shift, block.span.end + shift), page=None)
        for block in tail.blocks
    )
    segments = (
        Segment(segment.start + shift, segment.end + shift, segment.origin) for segment in tail.segments
    )
    return replace(
        document,
        text=f"{document.text}{separator}{tail.text}",
        blocks=(*document.blocks, *blocks),
        segments=(*document.segments, *segments),
    )

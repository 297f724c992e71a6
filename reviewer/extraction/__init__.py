"""Bytes of a file to a `Document`, one module a format.

A new format is one module with ``extract_<format>(data, name, limits)`` and one line in
`FORMATS`. Modules are loaded when a file of their kind comes, so that reading a text costs
no spreadsheet or PDF library.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace

from reviewer.document import Document, Note, Segment, Span, Unread
from reviewer.errors import UnreadableDocument
from reviewer.extraction.direction import with_turned_text_told
from reviewer.extraction.limits import MEBIBYTE, Limits
from reviewer.extraction.sniff import MediaType, sniff

Extractor = Callable[[bytes, str, Limits], Document]

FORMATS: dict[MediaType, str] = {
    MediaType.DOCX: "pictures:extract_docx_with_pictures",
    MediaType.DOCM: "pictures:extract_docx_with_pictures",
    MediaType.XLSX: "spreadsheet:extract_xlsx",
    MediaType.XLSM: "spreadsheet:extract_xlsx",
    MediaType.OFD: "ofd:extract_ofd",
    MediaType.DOC: "office:extract_office",
    MediaType.WORKS: "office:extract_office",
    MediaType.RTF: "office:extract_office",
    MediaType.ODT: "office:extract_office",
    MediaType.XLS: "office:extract_office",
    MediaType.ODS: "office:extract_office",
    MediaType.PDF: "pictures:extract_pdf_with_pictures",
    MediaType.PNG: "ocr:extract_image",
    MediaType.JPEG: "ocr:extract_image",
    MediaType.TIFF: "ocr:extract_image",
    MediaType.HTML: "html:extract_html",
    MediaType.CSV: "delimited:extract_csv",
    MediaType.TEXT: "text:extract_text",
    MediaType.ZIP: "archive:extract_archive",
}

_DEFAULT_LIMITS = Limits()


def extract(data: bytes, name: str, limits: Limits = _DEFAULT_LIMITS) -> Document:
    """Read a file of any accepted format, in this process.

    Files of strangers go through `reviewer.extraction.child.extract_in_child`, which adds
    the limits on time and memory.

    Args:
        data: The file.
        name: Its name as the user gave it, for messages and ties between kinds of text.
        limits: What reading may cost.

    Raises:
        UnreadableDocument: Empty, too large, encrypted, damaged, or of a type that is not read.
    """
    if len(data) > limits.file_bytes:
        raise too_large(name, len(data), limits)
    extractor = load_extractor(sniff(data, name))
    return _within(with_turned_text_told(extractor(data, name, limits)), limits)


def load_extractor(media_type: MediaType) -> Extractor:
    """The extractor of a media type; imports its module."""
    module, function = FORMATS[media_type].split(":")
    extractor: Extractor = getattr(importlib.import_module(f"{__name__}.{module}"), function)
    return extractor


def too_large(name: str, size: int, limits: Limits) -> UnreadableDocument:
    """The error for a file beyond `Limits.file_bytes`."""
    return UnreadableDocument(
        name,
        f"文件大小 {size / MEBIBYTE:.1f} MB 超过上限 {limits.file_bytes / MEBIBYTE:g} MB",
        "请拆分文件、压缩其中的图片，或请管理员调高上限后再提交",
    )


def _within(document: Document, limits: Limits) -> Document:
    """The document cut at `Limits.characters`; what is left out is named."""
    end = limits.characters
    if len(document.text) <= end:
        return document
    left_out = Unread(
        part=f"第 {end + 1} 个字符以后的内容",
        reason=f"全文 {len(document.text)} 字，超过上限 {end} 字",
        remedy="请拆分文件后分别提交",
    )
    return replace(
        document,
        text=document.text[:end],
        blocks=tuple(
            replace(block, span=Span(block.span.start, min(block.span.end, end)))
            for block in document.blocks
            if block.span.start < end
        ),
        segments=tuple(
            Segment(segment.start, min(segment.end, end), segment.origin)
            for segment in document.segments
            if segment.start < end
        ),
        notes=tuple(_unanchored(note, end) for note in document.notes),
        unread=(*document.unread, left_out),
    )


def _unanchored(note: Note, end: int) -> Note:
    return note if note.span is None or note.span.end <= end else replace(note, span=None)

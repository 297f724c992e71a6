"""What a PDF carries beside its pages' text: comments, attached files, signatures, scripts."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from reviewer.document import Note, Unread

_COMMENTS = frozenset(
    {
        pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_LINE, pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE,
        pdfium.FPDF_ANNOT_POLYGON, pdfium.FPDF_ANNOT_POLYLINE, pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY, pdfium.FPDF_ANNOT_STRIKEOUT,
        pdfium.FPDF_ANNOT_CARET, pdfium.FPDF_ANNOT_INK, pdfium.FPDF_ANNOT_FREETEXT,
    }
)  # fmt: skip
_PRINTED = frozenset({pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_STAMP})
"""Annotations whose text stands on the page like print: typed remarks, filled-in fields, stamps."""

_MOST_ANNOTATIONS = 2_000
_ATTACHMENT_REMEDY = "请把该附件另存为单独的文件后一并提交"


def page_notes(page: Any, number: int) -> tuple[list[Note], list[Unread], bool]:
    """Comments (批注) and attached files of a page, and whether annotations print text on it.

    Args:
        page: A pdfium page handle (``FPDF_PAGE``).
        number: 1-based page.
    """
    notes: list[Note] = []
    unread: list[Unread] = []
    printed = False
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            printed = printed or kind in _PRINTED
            text = _annotation_text(annotation, b"Contents").strip() if kind in _COMMENTS else ""
            if text:
                notes.append(Note(kind="comment", text=text))
            if kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                unread.append(_attached(pdfium.FPDFAnnot_GetFileAttachment(annotation), f"第{number}页附件"))
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return notes, unread, printed


def document_notes(document: Any) -> tuple[list[Note], list[Unread]]:
    """Signatures and scripts as notes; attached files as parts that were not read.

    Args:
        document: A pdfium document handle (``FPDF_DOCUMENT``).
    """
    unread = [
        _attached(pdfium.FPDFDoc_GetAttachment(document, index), "附件")
        for index in range(max(pdfium.FPDFDoc_GetAttachmentCount(document), 0))
    ]
    return list(_marks(document)), unread


def _marks(document: Any) -> Iterator[Note]:
    signatures = pdfium.FPDF_GetSignatureCount(document)
    if signatures > 0:
        yield Note(kind="signature", text=f"文件含 {signatures} 个电子签名，未作验证")
    scripts = pdfium.FPDFDoc_GetJavaScriptActionCount(document)
    if scripts > 0:
        yield Note(kind="macro", text=f"文件含 {scripts} 段脚本，未执行")


def _attached(attachment: Any, part: str) -> Unread:
    name = _name(attachment) if attachment else ""
    return Unread(part=f"{part} {name}".strip(), reason="PDF 内嵌的附件没有读取", remedy=_ATTACHMENT_REMEDY)


def _name(attachment: Any) -> str:
    size = pdfium.FPDFAttachment_GetName(attachment, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAttachment_GetName(attachment, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return _decoded(buffer.raw)


def _annotation_text(annotation: Any, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(
        annotation, key, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size
    )
    return _decoded(buffer.raw)


def _decoded(raw: bytes) -> str:
    """Text as pdfium gives it: UTF-16 with a closing NUL."""
    return raw.decode("utf-16-le", "replace").split("\0")[0]

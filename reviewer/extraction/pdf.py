"""PDF: text with the place of every character, through pdfium.

pdfium gives characters and boxes some ten times faster than Python parsers; lines,
paragraphs and tables are made here. A page that cannot be read as text is given to a
recogniser where the caller has one, and is reported as unread otherwise.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from threading import RLock
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL.Image import Image

from reviewer.document import Document, Unread
from reviewer.errors import UnreadableDocument
from reviewer.extraction.builder import DocumentBuilder
from reviewer.extraction.limits import Limits
from reviewer.extraction.ocr_line import PageReader, to_lines
from reviewer.extraction.pdf_extras import document_notes, page_notes
from reviewer.extraction.pdf_flow import write_pages
from reviewer.extraction.pdf_page import Buffers, PageState, PageText, read_page

MEDIA_TYPE = "application/pdf"
POINTS_PER_INCH = 72
OCR_DPI = 200
"""The recogniser reads 200 dpi better than 300: its detector shrinks long sides."""

_TIME_SHARE = 0.85
"""Part of `Limits.seconds` after which no further page is begun, so that what was read is not lost."""
_PDFIUM = RLock()
"""pdfium is not safe for threads; one document at a time in a process."""

_OCR_REMEDY = "请安装文字识别组件（reviewer[ocr]）后重新审查，或提交可以复制文字的版本"
_REASONS = {
    PageState.PICTURE: "该页内容是图片，没有可用的文字层",
    PageState.GARBLED: "该页字体没有可用的文字映射，提取出的是乱码",
    PageState.DAMAGED: "该页已损坏，无法打开",
}
_EMPTY = "各页都是空白，没有可读的内容"
_DAMAGED_REMEDY = "请用原软件打开并重新导出 PDF 后再提交"
_SPLIT_REMEDY = "请拆分文件后分别提交，或请管理员调高上限"


def extract_pdf(
    data: bytes, name: str, limits: Limits, read_page_image: PageReader | None = None
) -> Document:
    """Read a PDF.

    Args:
        data: The file.
        name: Its name as the user gave it.
        limits: What reading may cost.
        read_page_image: Recognises the picture of a page without usable text, rendered at
            `OCR_DPI`; without it such pages are reported in `Document.unread`.

    Raises:
        UnreadableDocument: Encrypted with a password, or damaged so that no page can be found.
    """
    with _opened(data, name) as document:
        return _Extraction(document, data, name, limits, read_page_image).run()


def render_page(data: bytes, page: int, dpi: int = OCR_DPI) -> Image:
    """A page as a picture.

    Args:
        data: The file.
        page: 1-based page.
        dpi: Resolution; less where the picture would have more pixels than `Limits.pixels`.

    Raises:
        UnreadableDocument: The file or the page cannot be opened.
    """
    with _opened(data, "PDF") as document:
        try:
            loaded = document[page - 1]
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument("PDF", f"第{page}页无法打开", _DAMAGED_REMEDY) from error
        return _render(loaded, dpi, Limits().pixels)[0]


@cache
def _buffers() -> Buffers:
    """One set for the process: pdfium reads one document at a time anyway."""
    return Buffers()


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _unreadable(name, error) from error
        try:
            if len(document) == 0:
                raise UnreadableDocument(name, "PDF 中没有页", _DAMAGED_REMEDY)
            yield document
        finally:
            document.close()


def _unreadable(name: str, error: pypdfium2.PdfiumError) -> UnreadableDocument:
    if error.err_code == pdfium.FPDF_ERR_PASSWORD:
        return UnreadableDocument(name, "文件已加密，需要口令才能打开", "请解除口令后再提交")
    if error.err_code == pdfium.FPDF_ERR_SECURITY:
        return UnreadableDocument(
            name, "文件已加密，加密方式不受支持", "请用原软件去除加密、重新导出 PDF 后再提交"
        )
    return UnreadableDocument(name, "PDF 已损坏，无法打开", _DAMAGED_REMEDY)


class _Extraction:
    """One document on its way through."""

    def __init__(
        self, document: Any, data: bytes, name: str, limits: Limits, read_page_image: PageReader | None
    ) -> None:
        self._document = document
        self._limits = limits
        self._read_page_image = read_page_image
        self._builder = DocumentBuilder(name, data, MEDIA_TYPE)
        self._buffers = _buffers()
        self._recognised = 0
        self._deadline = time.monotonic() + _TIME_SHARE * limits.seconds

    def run(self) -> Document:
        """Read page by page, then write what was read."""
        count = len(self._document)
        self._builder.pages = count
        notes, unread = document_notes(self._document.raw)
        self._builder.notes.extend(notes)
        pages = self._read_pages(count)
        write_pages(self._builder, pages)
        self._builder.unread.extend(unread)
        if not self._builder.length and not self._builder.unread:
            self._builder.unread.append(Unread(part="全文", reason=_EMPTY, remedy=_DAMAGED_REMEDY))
        self._builder.unread[:] = _merge_ranges(self._builder.unread)
        return self._builder.build()

    def _read_pages(self, count: int) -> list[PageText]:
        pages: list[PageText] = []
        letters = 0
        for number in range(1, count + 1):
            reason = self._limit_reached(number, letters)
            if reason:
                self._report(number, count, reason, _SPLIT_REMEDY)
                break
            page = self._read(number)
            letters += page.letters
            pages.append(page)
        return pages

    def _limit_reached(self, number: int, letters: int) -> str | None:
        if number > self._limits.pages:
            return f"超过页数上限 {self._limits.pages} 页"
        if letters > self._limits.characters:
            return f"超过字数上限 {self._limits.characters} 字"
        if time.monotonic() > self._deadline:
            return f"读取时间达到上限 {self._limits.seconds:g} 秒"
        return None

    def _read(self, number: int) -> PageText:
        try:
            page = self._open_page(number)
        except pypdfium2.PdfiumError:
            self._report(number, number, _REASONS[PageState.DAMAGED], _DAMAGED_REMEDY)
            return PageText(number=number, state=PageState.DAMAGED)
        try:
            read = read_page(page, number, self._buffers)
            if read.state is PageState.READABLE and not read.missing:
                return read
            return self._recognise(page, read)
        finally:
            page.close()

    def _open_page(self, number: int) -> Any:
        """The page, with typed remarks and filled-in fields made part of its content."""
        page = self._document[number - 1]
        notes, unread, printed = page_notes(page.raw, number)
        self._builder.notes.extend(notes)
        self._builder.unread.extend(unread)
        if printed and pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
            page.close()
            page = self._document[number - 1]
        return page

    def _recognise(self, page: Any, read: PageText) -> PageText:
        """Have the page read as a picture, or report what of it is missing."""
        number = read.number
        reader = self._read_page_image
        if reader is None or read.state is PageState.READABLE:
            self._report_missing(read, _OCR_REMEDY)
            return read
        if self._recognised >= self._limits.ocr_pages:
            self._report_missing(read, f"文字识别已达上限 {self._limits.ocr_pages} 页，{_SPLIT_REMEDY}")
            return read
        self._recognised += 1
        picture, scale = _render(page, OCR_DPI, self._limits.pixels)
        try:
            recognised = reader(picture)
        except UnreadableDocument as error:
            self._report(number, number, error.reason, error.remedy)
            return read
        size = (picture.width * scale, picture.height * scale)
        lines = tuple(to_lines(recognised, number, size, scale))
        return PageText(
            number=number,
            lines=lines,
            state=PageState.READABLE,
            letters=sum(len(line.text) for line in lines),
        )

    def _report_missing(self, read: PageText, remedy: str) -> None:
        reason = _REASONS.get(read.state)
        if reason is None:
            reason = f"该页有 {read.missing} 个字符没有通用的文字编码，文中以“\ufffd”代替"
        self._report(read.number, read.number, reason, remedy)

    def _report(self, first: int, last: int, reason: str, remedy: str) -> None:
        self._builder.unread.append(Unread(part=_pages(first, last), reason=reason, remedy=remedy))


def _render(page: Any, dpi: int, pixels: int) -> tuple[Image, float]:
    """The page's picture and the points that one pixel stands for."""
    width, height = page.get_size()
    scale = dpi / POINTS_PER_INCH
    scale = min(scale, (pixels / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale)
    try:
        image: Image = bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
    return image, 1 / scale


def _pages(first: int, last: int) -> str:
    return f"第{first}页" if first == last else f"第{first}页至第{last}页"


def _merge_ranges(entries: list[Unread]) -> list[Unread]:
    """Neighbouring pages with one reason become one entry: a scan of 300 pages is one message."""
    merged: list[Unread] = []
    last_page = 0
    first_page = 0
    for entry in entries:
        number = entry.part.removeprefix("第").removesuffix("页")
        page = int(number) if number.isdigit() else 0
        if merged and page and page == last_page + 1 and replace(merged[-1], part=entry.part) == entry:
            merged[-1] = replace(entry, part=_pages(first_page, page))
        else:
            merged.append(entry)
            first_page = page
        last_page = page
    return merged

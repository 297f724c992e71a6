"""OFD (GB/T 33190-2016), the page format of Chinese official documents.

Characters and their boxes come from the page's XML; lines, furniture, paragraphs and ruled
tables are made as for PDF. Templates belong to their pages; annotations stand after the
text; a page that is a picture goes to OCR where it is installed, and is reported otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from reviewer.document import BlockKind, Document, Note, Unread
from reviewer.errors import UnreadableDocument
from reviewer.extraction.builder import DocumentBuilder
from reviewer.extraction.limits import Limits
from reviewer.extraction.lines import Line
from reviewer.extraction.ocr import INSTALL_REMEDY, page_reader
from reviewer.extraction.ocr_line import to_lines
from reviewer.extraction.ofd_content import (
    POINTS,
    Characters,
    Matrix,
    PageContent,
    collect,
    multiplied,
)
from reviewer.extraction.ofd_package import (
    Box,
    OfdDocument,
    OfdPackage,
    OfdPage,
    elements,
    numbers,
    text_of,
)
from reviewer.extraction.ofd_picture import draw_pictures
from reviewer.extraction.pdf_flow import write_pages
from reviewer.extraction.pdf_glyphs import Boxes, Glyphs, RawGlyphs, Sheet, select_glyphs
from reviewer.extraction.pdf_lines import build_lines
from reviewer.extraction.pdf_page import PageState, PageText, picture_share, separate_tables
from reviewer.extraction.pdf_rulings import Drawings
from reviewer.extraction.sniff import MediaType

_FEW_LETTERS = 30
_PICTURE_SHARE = 0.3
_FORM_LETTERS = 400
_FORM_SHARE = 0.6
_BLANK = 0x20
_LEVEL = 0.3
_VISIBLE_GAP = 0.2
_SPLIT_REMEDY = "请拆分文件后分别提交，或请管理员调高上限"
_DAMAGED_REMEDY = "请用原软件打开并重新导出 OFD 后再提交"

_Number = TypeVar("_Number", bound=np.generic)


def extract_ofd(data: bytes, name: str, limits: Limits) -> Document:
    """Read an OFD file.

    Raises:
        UnreadableDocument: Not a zip, encrypted, beyond a limit, or without a document.
    """
    package = OfdPackage(data, name, limits)
    builder = DocumentBuilder(name, data, MediaType.OFD)
    _Extraction(package, builder, limits).run()
    return builder.build()


class _Extraction:
    """One file on its way through."""

    def __init__(self, package: OfdPackage, builder: DocumentBuilder, limits: Limits) -> None:
        self._package = package
        self._builder = builder
        self._limits = limits
        self._reader = page_reader(limits)
        self._letters = 0
        self._texts: list[PageText] = []
        self._hidden: list[Line] = []
        self._annotations: list[tuple[Line, bool]] = []

    def run(self) -> None:
        """Read page by page, then write what was read."""
        for document in self._package.documents():
            for index, page in enumerate(document.pages):
                reason = self._limit_reached()
                if reason:
                    last = self._builder.pages + len(document.pages) - index
                    self._report(self._builder.pages + 1, reason, _SPLIT_REMEDY, last)
                    break
                self._builder.pages += 1
                self._texts.append(self._read(document, page, self._builder.pages))
            self._report_attachments(document)
        write_pages(self._builder, self._texts)
        self._write_apart()
        self._write_notes()

    def _limit_reached(self) -> str | None:
        if self._builder.pages >= self._limits.pages:
            return f"超过页数上限 {self._limits.pages} 页"
        if self._letters > self._limits.characters:
            return f"超过字数上限 {self._limits.characters} 字"
        return None

    # --- pages ------------------------------------------------------------------------------

    def _read(self, document: OfdDocument, page: OfdPage, number: int) -> PageText:
        before = len(self._package.damaged)
        root = self._package.part(page.path) if page.path else None
        if root is None:
            self._report(number, "该页的内容缺失或已损坏", _DAMAGED_REMEDY)
            return PageText(number=number, state=PageState.DAMAGED)
        self._package.read_page_resources(page.path, root, document)
        box = numbers(text_of(root, "PhysicalBox"), document.page_box)
        content = self._collect(document, root, box)
        if content.overfull:
            self._report(number, "该页图元过多，未读全", _SPLIT_REMEDY)
        text = self._read_content(document, content, box, number)
        self._read_annotations(document, page, box, number)
        if len(self._package.damaged) > before:
            self._report(number, "该页的内容有损坏，可能未读全", _DAMAGED_REMEDY)
        self._letters += text.letters
        return text

    def _collect(self, document: OfdDocument, root: etree._Element, box: Box) -> PageContent:
        """The page with its templates, those in the background first."""
        content = PageContent()
        templates = [
            (
                element.get("ZOrder", "Background") == "Foreground",
                document.templates.get(element.get("TemplateID", "")),
            )
            for element in elements(root, "Template")
        ]
        for is_front in (False, True):
            for in_front, path in templates:
                template = self._package.part(path) if path and in_front == is_front else None
                if template is not None:
                    collect(template, document.units, content, _page_matrix(box))
            if not is_front:
                collect(root, document.units, content, _page_matrix(box))
        return content

    def _read_content(self, document: OfdDocument, content: PageContent, box: Box, number: int) -> PageText:
        sheet = _sheet(box)
        glyphs = _glyphs(content.shown, sheet)
        self._hidden.extend(_lines(_glyphs(content.hidden, sheet), number))
        drawings = Drawings(
            rulings=np.asarray([] if content.overfull else content.rulings, np.float32).reshape(-1, 4),
            pictures=np.asarray([each.box for each in content.pictures], np.float32).reshape(-1, 4),
            overfull=content.overfull,
        )
        share = picture_share(drawings, glyphs)
        if glyphs.legibility.garbled:
            self._report(number, "该页字体没有可用的文字映射，提取出的是乱码", _DAMAGED_REMEDY)
            return PageText(number=number, state=PageState.GARBLED)
        lines, tables = separate_tables(glyphs, drawings, number)
        if glyphs.legibility.count:
            reason = f"该页有 {glyphs.legibility.count} 个字符没有可用的文字映射，文中以“\ufffd”代替"
            self._report(number, reason, _DAMAGED_REMEDY)
        read = PageText(
            number=number,
            lines=tuple(lines),
            tables=tuple(tables),
            state=PageState.READABLE,
            letters=glyphs.letters,
        )
        missing = _unread_pictures(content, glyphs.letters, share)
        return self._recognise(document, content, sheet, read, missing) if missing else read

    def _recognise(
        self, document: OfdDocument, content: PageContent, sheet: Sheet, read: PageText, reason: str
    ) -> PageText:
        """Have the pictures of a page read; what the page says in characters stays as it is."""
        if self._reader is None or not content.pictures:
            self._report(read.number, reason, INSTALL_REMEDY if content.pictures else _DAMAGED_REMEDY)
            return read
        drawn = draw_pictures(self._package, document, content.pictures, sheet, self._limits)
        for failure in drawn.failures:
            self._report(read.number, failure, "请把该页另存为图片单独提交")
        if drawn.image is None:
            return read
        try:
            found = self._reader(drawn.image)
        except UnreadableDocument as error:
            self._report(read.number, error.reason, error.remedy)
            return read
        size = sheet.shown_size
        lines = to_lines(found, read.number, size, size[0] / drawn.image.width)
        known = [*read.lines, *(line for table in read.tables for _, cell in table.cells for line in cell)]
        new = tuple(line for line in lines if not any(_covers(each, line) for each in known))
        return replace(read, lines=(*new, *read.lines) if new else read.lines)

    # --- annotations, attachments, notes ------------------------------------------------------

    def _read_annotations(self, document: OfdDocument, page: OfdPage, box: Box, number: int) -> None:
        for path in document.annotations.get(page.identifier, []):
            root = self._package.part(path)
            for annotation in elements(root, "Annot") if root is not None else ():
                hidden = annotation.get("Visible", "true").lower() == "false"
                remark = (text_of(annotation, "Remark") or "").strip()
                lines = self._annotation_lines(document, annotation, box, number)
                self._annotations.extend((line, hidden) for line in lines)
                if remark and remark not in {line.text for line in lines}:
                    self._builder.notes.append(Note(kind="comment", text=remark))

    def _annotation_lines(
        self, document: OfdDocument, annotation: etree._Element, box: Box, number: int
    ) -> list[Line]:
        """The text that an annotation shows on its page: stamps, watermarks (水印), typed remarks."""
        content = PageContent()
        for appearance in elements(annotation, "Appearance"):
            left, top, _, _ = numbers(appearance.get("Boundary"), (0.0, 0.0, 0.0, 0.0))
            inner: Matrix = (1.0, 0.0, 0.0, 1.0, left, top)
            collect(appearance, document.units, content, multiplied(inner, _page_matrix(box)))
        return _lines(_glyphs(content.shown, _sheet(box)), number)

    def _write_apart(self) -> None:
        """What does not stand in the flow: hidden text, and each wording of an annotation once a page."""
        for line in self._hidden:
            self._builder.add_block([(line.text, line.origin)], page=line.page, hidden=True)
        seen: set[tuple[int, str]] = set()
        for line, hidden in self._annotations:
            if (line.page, line.text) not in seen:
                seen.add((line.page, line.text))
                self._builder.add_block(
                    [(line.text, line.origin)], kind=BlockKind.ANNOTATION, page=line.page, hidden=hidden
                )

    def _write_notes(self) -> None:
        if self._hidden:
            pages = "、".join(str(page) for page in sorted({line.page for line in self._hidden}))
            self._builder.notes.append(Note(kind="hidden", text=f"第 {pages} 页有不显示的文字"))
        signatures = self._package.signature_count()
        if signatures:
            text = f"文件带有 {signatures} 个电子签名（签章）；修改后签名失效"
            self._builder.notes.append(Note(kind="signature", text=text))

    def _report_attachments(self, document: OfdDocument) -> None:
        root = self._package.part(document.attachments) if document.attachments else None
        for element in elements(root, "Attachment") if root is not None else ():
            name = element.get("Name") or (text_of(element, "FileLoc") or "").rpartition("/")[2]
            self._builder.notes.append(Note(kind="attachment", text=f"附件 {name}"))
            self._builder.unread.append(
                Unread(part=f"附件 {name}", reason="OFD 中的附件未读取", remedy="请取出该附件，单独提交审查")
            )

    def _report(self, first: int, reason: str, remedy: str, last: int | None = None) -> None:
        part = f"第{first}页" if last is None or last == first else f"第{first}页至第{last}页"
        self._builder.unread.append(Unread(part=part, reason=reason, remedy=remedy))


def _unread_pictures(content: PageContent, letters: int, share: float) -> str | None:
    """Why a page says more than its characters: it is a picture, or a form whose labels are one."""
    if letters == 0 and content.paths and not content.pictures:
        return "该页只有图形，没有文字"
    if content.pictures and (letters == 0 or (letters < _FEW_LETTERS and share > _PICTURE_SHARE)):
        return "该页内容在图片中，没有可用的文字层"
    if letters < _FORM_LETTERS and share > _FORM_SHARE:
        return "该页有占大半版面的图片，其中的文字尚未识别"
    return None


def _page_matrix(box: Box) -> Matrix:
    """From millimetres of the page to points, the corner of its box at the origin."""
    return (POINTS, 0.0, 0.0, POINTS, -box[0] * POINTS, -box[1] * POINTS)


def _sheet(box: Box) -> Sheet:
    width, height = (max(side, 1.0) * POINTS for side in box[2:])
    return Sheet(left=0.0, bottom=0.0, width=width, height=height, turns=0)


def _glyphs(characters: Characters, sheet: Sheet) -> Glyphs:
    """The characters as `select_glyphs` takes them: corners in a plane with its origin bottom left."""
    boxes = np.asarray(characters.boxes, np.float32).reshape(-1, 4)
    blanks = _gaps(boxes)
    corners = boxes * np.array([1, -1, 1, -1], np.float32) + np.array([0, sheet.height] * 2, np.float32)
    made = np.zeros(len(boxes), np.bool_)
    raw = RawGlyphs(
        codes=np.insert(np.asarray(characters.codes, np.uint32), blanks, _BLANK),
        unmapped=np.zeros(len(boxes) + len(blanks), np.bool_),
        corners=np.insert(corners.astype(np.float32), blanks, corners[blanks], axis=0),
        made=np.insert(made, blanks, True),
        groups=_inserted(np.asarray(characters.groups, np.int32), blanks),
        turns=_inserted(np.asarray(characters.turns, np.uint8), blanks),
    )
    return select_glyphs(sheet, raw)


def _gaps(boxes: Boxes) -> NDArray[np.intp]:
    """Characters before which a gap shows on their line: there a blank is meant between words."""
    heights = boxes[1:, 3] - boxes[1:, 1]
    level = np.abs(boxes[1:, 1] - boxes[:-1, 1]) < _LEVEL * heights
    apart = boxes[1:, 0] - boxes[:-1, 2] > _VISIBLE_GAP * heights
    return np.flatnonzero(level & apart) + 1


def _inserted(values: NDArray[_Number], places: NDArray[np.intp]) -> NDArray[_Number]:
    """Each value at a place stands there twice."""
    return np.insert(values, places, values[places])


def _lines(glyphs: Glyphs, number: int) -> list[Line]:
    owners = np.zeros(len(glyphs.codes), np.int32)
    return [line for _, line in build_lines(glyphs, owners, number)]


def _covers(known: Line, line: Line) -> bool:
    """Whether a recognised line only repeats what stands there in characters."""
    across = min(known.right, line.right) - max(known.left, line.left)
    return known.beside(line) and across > 0.5 * line.width

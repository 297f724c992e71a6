"""PDF: pages that hold a hidden value are rebuilt, so that nothing lies under the box.

Such a page becomes a picture at 200 dpi with the values blackened, and the rest of its text
as an invisible layer. Taking single text objects out of a page was considered and left: a
text object is a whole line or a part of one in a subset font, what stays of it would have
to be set anew in a font that lacks the letters, and marked content, forms and alternative
texts keep copies. Other pages are taken over as they are. Properties, bookmarks, attached
files, scripts and signatures are of the old file and are not taken over.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import ImageDraw

from reviewer.document import BlockKind, BoxPlace, Document, Span
from reviewer.errors import UnreadableDocument
from reviewer.extraction.limits import Limits
from reviewer.extraction.pdf import OCR_DPI, POINTS_PER_INCH
from reviewer.extraction.pdf_glyphs import GlyphReader, Glyphs
from reviewer.extraction.pdf_rulings import DrawingReader
from reviewer.redaction.pdf_writer import LayerCharacter, PicturePage, write_picture_pages
from reviewer.redaction.stretches import Stretch
from reviewer.redaction.sweep import Sweep

_Box = tuple[float, float, float, float]
_PAD = 0.6
_SAME = 1.0


def redact_pdf(
    data: bytes, document: Document, stretches: Sequence[Stretch], sweep: Sweep, limits: Limits
) -> bytes:
    """A copy of a PDF whose pages with stretches are pictures, blackened where they stand.

    Raises:
        UnreadableDocument: A stretch stands on a scanned page, whose characters have no places.
    """
    hidden = _hidden_boxes(document, stretches)
    with pypdfium2.PdfDocument(data) as source:
        pages = [
            _rebuilt(source, number, hidden.get(number, []), limits)
            for number in range(1, len(source) + 1)
            if number in hidden
        ]
        kept = [index for index in range(len(source)) if index + 1 not in hidden]
        with pypdfium2.PdfDocument.new() as target:
            if kept:
                target.import_pages(source, kept)
            _insert(target, pages, sorted(hidden))
            _remove_comments(target, sweep)
            buffer = io.BytesIO()
            target.save(buffer)
    return buffer.getvalue()


def side_texts(data: bytes, name: str, limits: Limits) -> list[str]:
    """Properties and bookmarks of a PDF, which no page shows."""
    del limits, name
    with pypdfium2.PdfDocument(data) as source:
        texts = [value for value in source.get_metadata_dict(skip_empty=True).values() if value]
        texts += [str(bookmark.get_title()) for bookmark in source.get_toc()]
    return texts


_Hidden = tuple[_Box, str]
"""The box of a character and what stands there afterwards."""


def _hidden_boxes(document: Document, stretches: Sequence[Stretch]) -> dict[int, list[_Hidden]]:
    """The boxes of hidden characters by page; a page whose value stays whole has none."""
    hidden: dict[int, list[_Hidden]] = {}
    for stretch in stretches:
        block = document.blocks[document.block_index(stretch.span.start)]
        if block.kind is BlockKind.OCR:
            raise UnreadableDocument(
                document.name,
                f"第{block.page}页是扫描件，文字没有逐字的位置，无法只遮盖其中一部分",
                "请在原件上遮盖后重新扫描，或者提交可以复制文字的版本",
            )
        spans = list(stretch.hidden)
        words = _words(stretch, spans)
        for offset, word in words.items():
            for place in document.places(Span(offset, offset + 1)):
                if isinstance(place, BoxPlace):
                    hidden.setdefault(place.page, []).append((place.box, word))
    return hidden


def _words(stretch: Stretch, spans: Sequence[Span]) -> dict[int, str]:
    """What stands in the place of each hidden character."""
    if len(stretch.replacement) == len(stretch.text):
        offsets = [offset for span in spans for offset in range(span.start, span.end)]
        return {offset: stretch.replacement[offset - stretch.span.start] for offset in offsets}
    words = dict.fromkeys(range(stretch.span.start, stretch.span.end), "")
    words[stretch.span.start] = stretch.replacement
    return words


def _rebuilt(source: Any, number: int, hidden: Sequence[_Hidden], limits: Limits) -> PicturePage:
    page = source[number - 1]
    # Filled-in fields and typed remarks are part of what is seen.
    pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
    page.close()
    page = source[number - 1]
    try:
        glyphs = GlyphReader().read(page.raw)
        rulings = DrawingReader().read(page.raw, glyphs.sheet).rulings
        width, height = glyphs.sheet.shown_size
        scale = min(OCR_DPI / POINTS_PER_INCH, (limits.pixels / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale)
        picture = bitmap.to_pil().convert("RGB")
        bitmap.close()
    finally:
        page.close()
    draw = ImageDraw.Draw(picture)
    for (left, top, right, bottom), _ in hidden:
        box = (left - _PAD, top - _PAD, right + _PAD, bottom + _PAD)
        draw.rectangle([edge * scale for edge in box], fill="black")
    return PicturePage(
        picture=picture,
        width=width,
        height=height,
        characters=_layer(glyphs, hidden),
        rulings=[(row[0], row[1], row[2], row[3]) for row in rulings.tolist()],
    )


def _layer(glyphs: Glyphs, hidden: Sequence[_Hidden]) -> list[LayerCharacter]:
    """The characters of the page, those hidden replaced; further words share the box of their first."""
    at: dict[tuple[int, int], list[_Hidden]] = {}
    for each in hidden:
        at.setdefault((round(each[0][0]), round(each[0][1])), []).append(each)
    layer: list[LayerCharacter] = []
    for code, row in zip(glyphs.codes.tolist(), glyphs.boxes.tolist(), strict=True):
        word = _replacement(at, row)
        characters = word if word is not None else chr(code)
        width = (row[2] - row[0]) / max(len(characters), 1)
        layer += [
            LayerCharacter(each, row[0] + index * width, row[1], row[0] + (index + 1) * width, row[3])
            for index, each in enumerate(characters)
        ]
    return layer


def _replacement(at: dict[tuple[int, int], list[_Hidden]], row: Sequence[float]) -> str | None:
    """What stands in the place of a glyph; None for one that stays.

    Also what is printed under a hidden character goes: it may be the same value once more.
    """
    across, down = round(row[0]), round(row[1])
    for key in ((across + x, down + y) for x in (0, -1, 1) for y in (0, -1, 1)):
        for box, word in at.get(key, ()):
            if all(abs(ours - theirs) <= _SAME for ours, theirs in zip(box, row, strict=True)):
                return word
    return None


def _insert(target: Any, pages: Sequence[PicturePage], numbers: Sequence[int]) -> None:
    with pypdfium2.PdfDocument(write_picture_pages(pages)) as rebuilt:
        for index, number in enumerate(numbers):
            target.import_pages(rebuilt, [index], index=number - 1)


def _remove_comments(target: Any, sweep: Sweep) -> None:
    """Comments of the pages taken over, where they hold a hidden value."""
    for page in target:
        for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw) - 1, -1, -1):
            annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
            text = _contents(annotation) if annotation else ""
            if annotation:
                pdfium.FPDFPage_CloseAnnot(annotation)
            if any(sweep.find(text)):
                pdfium.FPDFPage_RemoveAnnot(page.raw, index)
        page.close()


def _contents(annotation: Any) -> str:
    import ctypes  # noqa: PLC0415

    size = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(
        annotation, b"Contents", ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size
    )
    return buffer.raw.decode("utf-16-le", "replace").split("\0")[0]

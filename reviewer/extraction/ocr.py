"""Text in pictures (OCR), with the models that ship in RapidOCR's wheel; nothing is fetched.

The extra ``ocr`` is optional and loaded when the first picture comes. Without it, pictures
and scanned pages are reported as unread, never passed over.
"""

from __future__ import annotations

import importlib.util
import io
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from reviewer.document import Document, Unread
from reviewer.errors import UnreadableDocument
from reviewer.extraction.builder import DocumentBuilder
from reviewer.extraction.limits import Limits
from reviewer.extraction.lines import Line
from reviewer.extraction.ocr_line import Box, OcrLine, PageReader, to_lines
from reviewer.extraction.ocr_order import in_reading_order
from reviewer.extraction.pdf_flow import write_pages
from reviewer.extraction.pdf_page import PageState, PageText
from reviewer.extraction.sniff import sniff

INSTALL_REMEDY = "请安装文字识别组件（pip install 'reviewer[ocr]'）后重新审查，或提交可以复制文字的版本"
_SPLIT_REMEDY = "请拆分文件后分别提交，或请管理员调高上限"
_DAMAGED_REMEDY = "请用看图软件打开并另存后再提交"
_TIME_SHARE = 0.85
_TALL = 1.5
_CERTAIN = 0.85
"""Below this the page may stand upside down."""
_MODELS = {
    "Det.model_path": "PP-OCR*_det_*.onnx",
    "Rec.model_path": "PP-OCR*_rec_*.onnx",
    "Cls.model_path": "*_cls_*.onnx",
}
_FORMATS = ("PNG", "JPEG", "TIFF", "MPO")


def is_available() -> bool:
    """Whether the extra ``ocr`` is installed."""
    return all(importlib.util.find_spec(module) for module in ("rapidocr", "onnxruntime"))


def page_reader(limits: Limits) -> PageReader | None:
    """`read_image` for the pages of one document where the extra ``ocr`` is installed, else None.

    The reader raises `UnreadableDocument` where the next page would pass `Limits.seconds`,
    so that what was read so far is not lost.
    """
    return _TimedReader(limits) if is_available() else None


def read_image(image: Image.Image) -> list[OcrLine]:
    """The lines of a picture in reading order; a page on its side or upside down is turned.

    Args:
        image: Any mode; about 200 dots per inch read best.
    """
    pixels = np.asarray(image.convert("RGB"))[:, :, ::-1]
    upright = _recognise(pixels)
    tall = 2 * sum(_is_tall(line.box) for line in upright) > len(upright)
    if not tall and _certainty(upright) >= _CERTAIN:
        return in_reading_order(upright)
    attempts = [(turns, _recognise(np.rot90(pixels, turns))) for turns in ((1, 3) if tall else (2,))]
    turns, lines = max([(0, upright), *attempts], key=lambda attempt: _weight(attempt[1]))
    return [_turned_back(line, turns, image.size) for line in in_reading_order(lines)]


def extract_image(data: bytes, name: str, limits: Limits) -> Document:
    """Read a png, jpg or tif, all pages of it; places are in pixels, one taken as one point.

    Raises:
        UnreadableDocument: Damaged, or with more pixels than `Limits.pixels`.
    """
    builder = DocumentBuilder(name, data, sniff(data, name))
    reader = page_reader(limits)
    pages: list[PageText] = []
    for number, frame in enumerate(_frames(data, name, limits), 1):
        if number > limits.ocr_pages:
            reason = f"文字识别已达上限 {limits.ocr_pages} 页"
            builder.unread.append(Unread(part=f"第{number}页及以后", reason=reason, remedy=_SPLIT_REMEDY))
            break
        builder.pages = number
        lines = _read_frame(frame, number, reader, builder)
        pages.append(PageText(number=number, lines=tuple(lines), state=PageState.READABLE))
    write_pages(builder, pages)
    return builder.build()


def open_image(data: bytes, name: str, limits: Limits) -> Image.Image:
    """A picture whose size was checked before its pixels are unpacked.

    Raises:
        UnreadableDocument: Damaged, of another format, or beyond `Limits.pixels`.
    """
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(name, limits) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnreadableDocument(name, "图片已损坏或格式不受支持", _DAMAGED_REMEDY) from error
    _check_pixels(image, name, limits)
    return image


# --- frames ---------------------------------------------------------------------------------


def _frames(data: bytes, name: str, limits: Limits) -> Iterator[Image.Image]:
    """The pages of a picture file, upright as its camera says."""
    image = open_image(data, name, limits)
    number = 0
    while True:
        try:
            image.seek(number)
            _check_pixels(image, name, limits)
            frame = ImageOps.exif_transpose(image.convert("RGB") if number else image).convert("RGB")
        except EOFError:
            if number == 0:
                raise UnreadableDocument(name, "图片已损坏", _DAMAGED_REMEDY) from None
            return
        except (OSError, ValueError, SyntaxError, TypeError, Image.DecompressionBombError) as error:
            raise UnreadableDocument(name, f"图片第{number + 1}页已损坏", _DAMAGED_REMEDY) from error
        yield frame
        number += 1


def _read_frame(
    frame: Image.Image, number: int, reader: PageReader | None, builder: DocumentBuilder
) -> list[Line]:
    """The lines of one page; where there are none, why."""
    reason, remedy = "该页是图片，尚未识别", INSTALL_REMEDY
    if reader is not None:
        try:
            lines = to_lines(reader(frame), number, (float(frame.width), float(frame.height)))
        except UnreadableDocument as error:
            reason, remedy = error.reason, error.remedy
        else:
            if lines:
                return lines
            reason, remedy = "图片中没有识别到文字", "请核对图片是否清晰、方向是否正确"
    builder.unread.append(Unread(part=f"第{number}页", reason=reason, remedy=remedy))
    return []


def _check_pixels(image: Image.Image, name: str, limits: Limits) -> None:
    if image.width * image.height > limits.pixels:
        raise _too_many_pixels(name, limits)


def _too_many_pixels(name: str, limits: Limits) -> UnreadableDocument:
    reason = f"图片像素数超过上限 {limits.pixels / 1_000_000:g} 百万"
    return UnreadableDocument(name, reason, "请以 200 至 300 dpi 重新扫描或缩小图片后再提交")


# --- recognition ----------------------------------------------------------------------------


class _TimedReader:
    """Reads pages until the slowest one so far would no longer fit into the time left."""

    def __init__(self, limits: Limits) -> None:
        self._seconds = limits.seconds
        self._start = time.monotonic()
        self._slowest = 0.0

    def __call__(self, image: Image.Image) -> list[OcrLine]:
        """The lines of one page.

        Raises:
            UnreadableDocument: No time is left for it.
        """
        begin = time.monotonic()
        if begin - self._start + self._slowest > _TIME_SHARE * self._seconds:
            reason = f"文字识别时间达到上限 {self._seconds:g} 秒"
            raise UnreadableDocument("图片", reason, _SPLIT_REMEDY)
        lines = read_image(image)
        self._slowest = max(self._slowest, time.monotonic() - begin)
        return lines


@lru_cache(maxsize=1)
def _engine() -> Any:
    """RapidOCR with the models of its own wheel; given by path, so that it looks for no others."""
    rapidocr = importlib.import_module("rapidocr")
    folder = Path(str(rapidocr.__file__)).parent / "models"
    paths = {key: next(iter(sorted(folder.glob(pattern))), None) for key, pattern in _MODELS.items()}
    if None in paths.values():
        raise UnreadableDocument("图片", "文字识别组件缺少模型文件", "请重新安装 reviewer[ocr]")
    models = {key: str(path) for key, path in paths.items()}
    return rapidocr.RapidOCR(params={"Global.log_level": "critical", **models})


def _recognise(pixels: Any) -> list[OcrLine]:
    # Its direction classifier would turn each line by itself and leave their order upside down.
    result = _engine()(np.ascontiguousarray(pixels), use_cls=False)
    if result.boxes is None or not result.txts:
        return []
    return [
        OcrLine(text=" ".join(text.split()), box=_around(corners), confidence=float(score))
        for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True)
        if text.strip()
    ]


def _around(corners: Any) -> Box:
    left, top = (float(edge) for edge in corners.min(0))
    right, bottom = (float(edge) for edge in corners.max(0))
    return left, top, right, bottom


def _is_tall(box: Box) -> bool:
    left, top, right, bottom = box
    return bottom - top > _TALL * (right - left)


def _weight(lines: list[OcrLine]) -> float:
    """How much was recognised, and how surely."""
    return sum(line.confidence * len(line.text) for line in lines)


def _certainty(lines: list[OcrLine]) -> float:
    return _weight(lines) / max(sum(len(line.text) for line in lines), 1)


def _turned_back(line: OcrLine, turns: int, size: tuple[int, int]) -> OcrLine:
    """A line found on the picture turned by quarters counterclockwise, on the picture as it was."""
    width, height = size
    left, top, right, bottom = line.box
    box = (
        line.box,
        (width - bottom, left, width - top, right),
        (width - right, height - bottom, width - left, height - top),
        (top, height - right, bottom, height - left),
    )[turns]
    return OcrLine(text=line.text, box=box, confidence=line.confidence, turns=turns)

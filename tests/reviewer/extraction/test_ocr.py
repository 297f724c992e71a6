"""Pictures of text are read by the recogniser, or named as unread."""

from __future__ import annotations

import importlib.util
import io
import os
import struct
import sys
import zlib
from pathlib import Path

import docx
import pytest
from PIL import Image, ImageDraw, ImageFont

from reviewer.document import BlockKind, BoxPlace, RunPlace, Span
from reviewer.errors import UnreadableDocument
from reviewer.extraction import extract
from reviewer.extraction.limits import Limits

LINES = ["关于规范公平竞争审查的通知", "第一条本市各单位应当遵守本办法。", "第二条本办法自发布之日起施行。"]
FONTS = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc", "wqy-zenhei.ttc", "wqy-microhei.ttc")
PATIENT = Limits(seconds=600)


def require(condition: bool, reason: str) -> None:
    """Skip where a component is missing; on the build machine that is a failure."""
    if not condition:
        assert os.environ.get("CI") != "true", reason
        pytest.skip(reason)


@pytest.fixture(scope="module")
def font() -> ImageFont.FreeTypeFont:
    """A Chinese font of the machine."""
    found = [path for name in FONTS for path in Path("/usr/share/fonts").rglob(name)]
    require(bool(found), "no Chinese font is installed")
    return ImageFont.truetype(str(found[0]), 40)


@pytest.fixture
def recogniser() -> None:
    """The extra ``ocr``."""
    require(importlib.util.find_spec("rapidocr") is not None, "the extra ocr is not installed")


@pytest.fixture
def without_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the extra ``ocr``."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)


@pytest.fixture(scope="module")
def page(font: ImageFont.FreeTypeFont) -> Image.Image:
    """A scanned page of three lines."""
    image = Image.new("RGB", (1000, 500), "white")
    draw = ImageDraw.Draw(image)
    for index, line in enumerate(LINES):
        draw.text((80, 60 + 120 * index), line, "black", font)
    return image


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    """The picture as a file."""
    buffer = io.BytesIO()
    image.save(buffer, form, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def test_a_picture_is_read(recogniser: None, page: Image.Image) -> None:
    """Text, kind, confidence and place arrive."""
    document = extract(saved(page, "JPEG"), "扫描件", PATIENT)

    assert document.text.replace("\n", "") == "".join(LINES)
    assert document.pages == 1
    assert {block.kind for block in document.blocks} == {BlockKind.OCR}
    assert all(block.confidence and block.confidence > 0.9 for block in document.blocks)
    start = document.text.index("第一条")
    (place,) = document.places(Span(start, start + 3))
    assert isinstance(place, BoxPlace)
    left, top, right, bottom = place.box
    assert 60 < left < 90
    assert 160 < top < 195
    assert 210 < bottom < 245
    assert right > 600


@pytest.mark.parametrize(
    ("turn", "inside"),
    [
        (Image.Transpose.ROTATE_90, (60, 880, 130, 940)),
        (Image.Transpose.ROTATE_180, (880, 370, 940, 440)),
    ],
)
def test_a_turned_page_is_read(
    recogniser: None, page: Image.Image, turn: Image.Transpose, inside: tuple[float, ...]
) -> None:
    """Lines come in the order of reading; places are those of the picture as it is."""
    document = extract(saved(page.transpose(turn), "PNG"), "扫描件.png", PATIENT)

    assert document.text.replace("\n", "") == "".join(LINES)
    place = document.places(Span(0, 1))[0]
    assert isinstance(place, BoxPlace)
    left, top, right, bottom = place.box
    assert left < inside[2]
    assert right > inside[0]
    assert top < inside[3]
    assert bottom > inside[1]


def test_every_page_of_a_tif_is_read(recogniser: None, page: Image.Image) -> None:
    """A scan of several pages is one document."""
    data = saved(page, "TIFF", save_all=True, append_images=[page])

    document = extract(data, "扫描件.tif", PATIENT)

    assert document.pages == 2
    assert document.text.count("第一条") == 2
    assert document.complete


def test_pages_beyond_the_limit_are_named(recogniser: None, page: Image.Image) -> None:
    """What was not read is told."""
    data = saved(page, "TIFF", save_all=True, append_images=[page])

    document = extract(data, "扫描件.tif", Limits(ocr_pages=1, seconds=600))

    assert document.text.count("第一条") == 1
    assert [(item.part, item.reason) for item in document.unread] == [
        ("第2页及以后", "文字识别已达上限 1 页")
    ]


def test_a_page_for_which_no_time_is_left_is_named(recogniser: None, page: Image.Image) -> None:
    """What was read is kept; the reason names the limit."""
    data = saved(page, "TIFF", save_all=True, append_images=[page])

    document = extract(data, "扫描件.tif", Limits(seconds=0.5))

    assert document.text.count("第一条") == 1
    assert [item.part for item in document.unread] == ["第2页"]
    assert "时间达到上限 0.5 秒" in document.unread[0].reason


def test_an_empty_picture_is_not_silently_complete(recogniser: None) -> None:
    """A picture without text is told, since it may be upside down or too faint."""
    document = extract(saved(Image.new("RGB", (400, 400), "white"), "PNG"), "空.png", PATIENT)

    assert document.text == ""
    assert [item.reason for item in document.unread] == ["图片中没有识别到文字"]


def test_a_scanned_pdf_is_read(recogniser: None, page: Image.Image) -> None:
    """A PDF of pictures is read like the pictures."""
    document = extract(saved(page, "PDF", resolution=200), "扫描件.pdf", PATIENT)

    assert document.text.replace("\n", "") == "".join(LINES)
    assert document.complete


def docx_of(image: Image.Image) -> bytes:
    """A docx whose only content is a picture."""
    source = docx.Document()
    source.add_picture(io.BytesIO(saved(image, "PNG")), width=docx.shared.Cm(15))
    buffer = io.BytesIO()
    source.save(buffer)
    return buffer.getvalue()


def test_the_picture_of_a_docx_is_read(recogniser: None, page: Image.Image) -> None:
    """Its place names the picture, since no run of the docx holds the text."""
    document = extract(docx_of(page), "申报表.docx", PATIENT)

    assert document.text.replace("\n", "") == "".join(LINES)
    assert document.complete
    (place, *_) = document.places(Span(0, 1))
    assert place == RunPlace(part="image1", paragraph=0, run=0, offset=-1)


@pytest.mark.parametrize("form", ["png", "tif", "pdf", "docx"])
def test_without_the_extra_the_pages_are_named(
    without_recogniser: None, page: Image.Image, form: str
) -> None:
    """Never silence: part, reason and the command that installs what is missing."""
    data = docx_of(page) if form == "docx" else saved(page, {"png": "PNG", "tif": "TIFF", "pdf": "PDF"}[form])

    document = extract(data, f"扫描件.{form}")

    assert document.text == ""
    assert len(document.unread) == 1
    assert document.unread[0].part in {"第1页", "图片 image1.png"}
    assert "ocr" in document.unread[0].remedy


def test_a_bomb_is_refused_by_its_header() -> None:
    """The size is checked before a pixel is unpacked."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))

    with pytest.raises(UnreadableDocument, match="像素数超过上限 40 百万"):
        extract(data + struct.pack(">I", 0) + b"IEND", "炸弹.png")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.9])
def test_a_truncated_picture_is_refused(
    without_recogniser: None, page: Image.Image, form: str, share: float
) -> None:
    """A part of a picture does not pass as the whole."""
    data = saved(page, form)

    with pytest.raises(UnreadableDocument, match="图片"):
        extract(data[: int(len(data) * share)], "断.png")

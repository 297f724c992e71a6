"""OFD pages that are pictures are recognised, or named as unread."""

from __future__ import annotations

import importlib.util
import io
import os
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from reviewer.document import BlockKind, BoxPlace, Span
from reviewer.extraction import extract
from reviewer.extraction.limits import Limits
from tests.reviewer.extraction.ofd_files import XMLNS, make_ofd, page_of


@pytest.fixture
def without_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the extra ``ocr``."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)


RESOURCES = (
    f'<ofd:Res {XMLNS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="4" Type="Image">'
    "<ofd:MediaFile>page.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
)
PICTURE = '<ofd:ImageObject ID="3" ResourceID="4" CTM="210 0 0 297 0 0" Boundary="0 0 210 297"/>'


def scanned(image: bytes) -> bytes:
    """An OFD file of one page that is a picture."""
    return make_ofd(
        page_of(PICTURE),
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        parts={"Doc_0/DocumentRes.xml": RESOURCES, "Doc_0/Res/page.png": image},
    )


def picture(line: str = "") -> bytes:
    """A page of 100 dots per inch with one line of text."""
    image = Image.new("RGB", (827, 1169), "white")
    if line:
        fonts = sorted(Path("/usr/share/fonts").rglob("NotoSansCJK-Regular.ttc"))
        if not fonts:
            assert os.environ.get("CI") != "true", "no Chinese font is installed"
            pytest.skip("no Chinese font is installed")
        ImageDraw.Draw(image).text((100, 200), line, "black", ImageFont.truetype(str(fonts[0]), 32))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_a_page_that_is_a_picture_is_named(without_recogniser: None) -> None:
    """Without the recogniser the page is unread, with the command that installs it."""
    document = extract(scanned(picture()), "扫描件.ofd")

    assert [(item.part, item.reason) for item in document.unread] == [
        ("第1页", "该页内容在图片中，没有可用的文字层")
    ]
    assert "reviewer[ocr]" in document.unread[0].remedy


def test_a_page_that_is_a_picture_is_recognised() -> None:
    """The place is that of the line on the OFD page."""
    if importlib.util.find_spec("rapidocr") is None:
        assert os.environ.get("CI") != "true", "the extra ocr is not installed"
        pytest.skip("the extra ocr is not installed")

    document = extract(scanned(picture("关于公平竞争审查的批复")), "扫描件.ofd", Limits(seconds=600))

    assert document.text == "关于公平竞争审查的批复"
    assert document.blocks[0].kind is BlockKind.OCR
    (place,) = document.places(Span(0, 1))
    assert isinstance(place, BoxPlace)
    assert place.box[0] == pytest.approx(72, abs=8)
    assert place.box[1] == pytest.approx(150, abs=12)

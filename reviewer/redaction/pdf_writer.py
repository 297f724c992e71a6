"""Writes PDF pages that are a picture with an invisible text layer (ISO 32000-1, text rendering mode 3).

The font is named but not embedded: nothing of it is ever drawn. Its characters are given by their
Unicode numbers, each a square cell that the text matrix stretches to the box of the character.
Symbols beyond Adobe-GB1 (☑) stand in the picture only.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from PIL.Image import Image

_LEVELS = 16
_COLOURED = 24
_QUALITY = 85
_FONT = "<< /Type /Font /Subtype /Type0 /BaseFont /Layer /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
_DESCENDANT = (
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Layer /FontDescriptor 5 0 R /DW 1000 "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 5 >> >>"
)
_DESCRIPTOR = (
    "<< /Type /FontDescriptor /FontName /Layer /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 "
    "/Ascent 1000 /Descent 0 /CapHeight 1000 /StemV 80 >>"
)


@dataclass(frozen=True, slots=True)
class LayerCharacter:
    """A character of the text layer in its box: points, origin at the top left."""

    character: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePage:
    """A page to write.

    Attributes:
        picture: What is seen, over the whole page.
        width: In points.
        height: In points.
        characters: What can be selected.
        rulings: Lines of tables as boxes (left, top, right, bottom); they lie under the picture and
            tell readers of the text layer where its cells are.
    """

    picture: Image
    width: float
    height: float
    characters: Sequence[LayerCharacter]
    rulings: Sequence[tuple[float, float, float, float]]


def write_picture_pages(pages: Sequence[PicturePage]) -> bytes:
    """A PDF of such pages."""
    first = 6
    kids = " ".join(f"{first + 3 * index} 0 R" for index in range(len(pages)))
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        _FONT.encode(),
        _DESCENDANT.encode(),
        _DESCRIPTOR.encode(),
    ]
    for index, page in enumerate(pages):
        number = first + 3 * index
        objects += [
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width:.2f} {page.height:.2f}] "
                f"/Contents {number + 1} 0 R /Resources << /Font << /F1 3 0 R >> "
                f"/XObject << /Im {number + 2} 0 R >> >> >>"
            ).encode(),
            _stream("", zlib.compress(_content(page).encode())),
            _image(page.picture),
        ]
    return _file(objects)


def _content(page: PicturePage) -> str:
    lines = ["0.5 w"]
    for left, top, right, bottom in page.rulings:
        lines.append(f"{left:.2f} {page.height - top:.2f} m {right:.2f} {page.height - bottom:.2f} l S")
    lines.append(f"q {page.width:.2f} 0 0 {page.height:.2f} 0 0 cm /Im Do Q")
    lines.append("BT 3 Tr")
    for each in page.characters:
        height = max(each.bottom - each.top, 1.0)
        stretch = 100 * max(each.right - each.left, 0.1) / height
        code = each.character.encode("utf-16-be").hex().upper()
        lines.append(
            f"/F1 {height:.2f} Tf {stretch:.1f} Tz "
            f"1 0 0 1 {each.left:.2f} {page.height - each.bottom:.2f} Tm <{code}> Tj"
        )
    lines.append("ET")
    return "\n".join(lines)


def _image(picture: Image) -> bytes:
    """A grey page losslessly in 16 levels, which is smaller than JPEG and sharper; else JPEG."""
    extremes = [band.getextrema() for band in _differences(picture)]
    size = f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} "
    if all(float(high) <= _COLOURED for _, high in extremes):  # type: ignore[arg-type]
        packed = _packed(picture.convert("L"))
        return _stream(size + "/ColorSpace /DeviceGray /BitsPerComponent 4 ", zlib.compress(packed, 6))
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=_QUALITY)
    settings = size + "/ColorSpace /DeviceRGB /BitsPerComponent 8 "
    return _stream(settings, buffer.getvalue(), "/DCTDecode")


def _differences(picture: Image) -> list[Image]:
    from PIL import ImageChops  # noqa: PLC0415  # only where a page is rebuilt

    red, green, blue = picture.convert("RGB").split()
    return [ImageChops.difference(red, green), ImageChops.difference(green, blue)]


def _packed(grey: Image) -> bytes:
    """Two pixels a byte, rows padded to whole bytes."""
    import numpy as np  # noqa: PLC0415  # only where a page is rebuilt

    levels = np.rint(np.asarray(grey, np.float32) * ((_LEVELS - 1) / 255)).astype(np.uint8)
    if levels.shape[1] % 2:
        levels = np.pad(levels, ((0, 0), (0, 1)))
    return bytes(((levels[:, 0::2] << 4) | levels[:, 1::2]).tobytes())


def _stream(settings: str, data: bytes, decode: str = "/FlateDecode") -> bytes:
    head = f"<< {settings}/Filter {decode} /Length {len(data)} >>\nstream\n"
    return head.encode() + data + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    body = bytearray(b"%PDF-1.7\n%\xe4\xb8\xad\xe6\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(body)
    body += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n{table}".encode()
    body += f"trailer\n<< /Size {len(offsets) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(body)

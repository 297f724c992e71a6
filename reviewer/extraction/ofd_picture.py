"""The pictures of an OFD page drawn where they stand, for the recogniser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from reviewer.errors import UnreadableDocument
from reviewer.extraction.limits import Limits
from reviewer.extraction.ocr import open_image
from reviewer.extraction.ofd_content import PlacedPicture
from reviewer.extraction.ofd_package import OfdDocument, OfdPackage
from reviewer.extraction.pdf_glyphs import Sheet

_DPI = 200
_POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPage:
    """A page's pictures on white.

    Attributes:
        image: The page, None where no picture of it could be drawn.
        failures: Why pictures are missing, in Chinese.
    """

    image: Image.Image | None
    failures: tuple[str, ...]


def draw_pictures(
    package: OfdPackage,
    document: OfdDocument,
    pictures: Sequence[PlacedPicture],
    sheet: Sheet,
    limits: Limits,
) -> DrawnPage:
    """Draw the pictures of a page at a resolution that the recogniser reads best."""
    width, height = sheet.shown_size
    scale = min(_DPI / _POINTS_PER_INCH, (limits.pixels / max(width * height, 1)) ** 0.5)
    canvas = Image.new("RGB", (max(int(width * scale), 1), max(int(height * scale), 1)), "white")
    failures: list[str] = []
    drawn = 0
    for placed in pictures:
        path = document.media.get(placed.resource, "")
        data = package.container.read(path) if path else None
        if data is None:
            failures.append("该页的图片在文件中缺失")
            continue
        try:
            _draw(canvas, open_image(data, package.name, limits), placed, scale)
        except UnreadableDocument as error:
            failures.append(error.reason)
        except (OSError, ValueError, SyntaxError, ZeroDivisionError):
            failures.append("该页的图片已损坏")
        else:
            drawn += 1
    return DrawnPage(image=canvas if drawn else None, failures=tuple(dict.fromkeys(failures)))


def _draw(canvas: Image.Image, image: Image.Image, placed: PlacedPicture, scale: float) -> None:
    """Draw a picture through its matrix; Pillow asks for the way from the page back to the picture."""
    a, b, c, d, e, f = (value * scale for value in placed.matrix)
    determinant = a * d - b * c
    width, height = image.size
    inverse = (
        d * width / determinant, -c * width / determinant, (c * f - d * e) * width / determinant,
        -b * height / determinant, a * height / determinant, (b * e - a * f) * height / determinant,
    )  # fmt: skip
    source = image.convert("RGBA")
    drawn = source.transform(canvas.size, Image.Transform.AFFINE, inverse, Image.Resampling.BICUBIC)
    canvas.paste(drawn, mask=drawn.getchannel("A"))

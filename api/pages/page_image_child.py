"""The child process that draws one page: parsers of files from strangers do not run in the service.

Called with the media type, the 1-based page and the longest side in pixels; the file comes
on standard input. On standard output: width and height of the page in points on one line,
then the picture as PNG. A page of 0 asks for the sizes of all pages, one a line.
"""

from __future__ import annotations

import io
import sys

import pypdfium2
from PIL import Image, ImageOps

_LARGEST_PIXELS = 60_000_000


def main(media_type: str, page: int, longest: int) -> None:
    """Draw one page, or measure all."""
    data = sys.stdin.buffer.read()
    Image.MAX_IMAGE_PIXELS = _LARGEST_PIXELS
    draw, measure = (
        (_draw_pdf, _measure_pdf) if media_type == "application/pdf" else (_draw_image, _measure_image)
    )
    if page == 0:
        lines = "".join(f"{width} {height}\n" for width, height in measure(data))
        sys.stdout.buffer.write(lines.encode("ascii"))
        return
    (width, height), image = draw(data, page - 1, longest)
    sys.stdout.buffer.write(f"{width} {height}\n".encode("ascii"))
    image.save(sys.stdout.buffer, format="PNG", compress_level=4)


def _measure_pdf(data: bytes) -> list[tuple[float, float]]:
    with pypdfium2.PdfDocument(data) as document:
        return [document.get_page_size(index) for index in range(len(document))]


def _draw_pdf(data: bytes, index: int, longest: int) -> tuple[tuple[float, float], Image.Image]:
    with pypdfium2.PdfDocument(data) as document:
        page = document[index]
        width, height = page.get_size()
        scale = longest / max(width, height, 1.0)
        return (width, height), page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")


def _measure_image(data: bytes) -> list[tuple[float, float]]:
    with Image.open(io.BytesIO(data)) as image:
        sizes = []
        for index in range(getattr(image, "n_frames", 1)):
            image.seek(index)
            sizes.append(ImageOps.exif_transpose(image).size)
        return [(float(width), float(height)) for width, height in sizes]


def _draw_image(data: bytes, index: int, longest: int) -> tuple[tuple[float, float], Image.Image]:
    with Image.open(io.BytesIO(data)) as image:
        image.seek(index)
        upright = ImageOps.exif_transpose(image).convert("RGB")
        size = (float(upright.width), float(upright.height))
        upright.thumbnail((longest, longest))
        return size, upright


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

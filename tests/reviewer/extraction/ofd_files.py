"""OFD files for the tests, written from scratch."""

from __future__ import annotations

import io
import zipfile

NAMESPACE = "http://www.ofdspec.org/2016"
XMLNS = f'xmlns:ofd="{NAMESPACE}"'
BOX = "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
MILLIMETRE = 72 / 25.4
SIZE = 5.6


def text_object(text: str, x: float, y: float, size: float = SIZE, *, extra: str = "", code: str = "") -> str:
    """A line of text whose first baseline starts at x, y (millimetres)."""
    offsets = code or f'DeltaX="g {max(len(text) - 1, 1)} {size}"'
    return (
        f'<ofd:TextObject ID="9" Font="1" Size="{size}" Boundary="{x} {y - size} 160 {size * 1.2}" {extra}>'
        f'<ofd:TextCode X="0" Y="{size}" {offsets}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def path_object(x: float, y: float, data: str) -> str:
    """A stroked path that starts at x, y (millimetres)."""
    path = f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="1" Boundary="{x} {y} 100 100">{path}</ofd:PathObject>'


def page_of(*objects: str, template: str = "") -> str:
    """The part of a page."""
    layer = f'<ofd:Content><ofd:Layer ID="2">{"".join(objects)}</ofd:Layer></ofd:Content>'
    return f"<ofd:Page {XMLNS}><ofd:Area>{BOX}</ofd:Area>{template}{layer}</ofd:Page>"


def make_ofd(
    *pages: str,
    common: str = "",
    tail: str = "",
    root: str = "",
    parts: dict[str, str | bytes] | None = None,
    renamed: dict[str, str] | None = None,
) -> bytes:
    """An OFD file of these pages; `renamed` stores parts under other names than the file refers to."""
    entries = "".join(
        f'<ofd:Page ID="{number + 1}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        for number in range(len(pages))
    )
    listed = f"<ofd:Pages>{entries}</ofd:Pages>"
    body = f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{root}"
    area = f"<ofd:CommonData><ofd:PageArea>{BOX}</ofd:PageArea>{common}</ofd:CommonData>"
    members: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {XMLNS}><ofd:DocBody>{body}</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {XMLNS}>{area}{listed}{tail}</ofd:Document>",
    }
    members |= {f"Doc_0/Pages/Page_{index}/Content.xml": page for index, page in enumerate(pages)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member, content in (members | (parts or {})).items():
            archive.writestr((renamed or {}).get(member, member), content)
    return buffer.getvalue()

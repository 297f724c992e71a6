"""What a docx carries that is not text of its own: pictures, attachments, macros, links.

Nothing here is run or fetched. Pictures that may hold the text of a page are named as
unread, and handed out for optical recognition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from reviewer.document import Note, Unread
from reviewer.extraction.docx_parts import MC, WP, A, DocxPackage, O, Part, R, V, W, whole_number
from reviewer.extraction.limits import Limits

_EMU_PER_POINT = 12_700
_TWIPS_PER_POINT = 20
_A4_POINTS = (595.3, 841.9)
# A picture this large on its page may be a scan; a smaller one is a seal, a logo or a figure.
_SCAN_WIDTH, _SCAN_HEIGHT = 0.6, 0.45
# In a document of so few letters any picture beyond the size of a logo may be its text.
_FEW_LETTERS = 100
_LOGO_SHARE = 0.04
_VML_LENGTH = re.compile(r"(width|height)\s*:\s*([\d.]+)\s*(pt|in|cm|mm|px)?")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 0.75}
_UNREAD_CONTAINERS = frozenset({W + "object", MC + "Fallback", W + "del", W + "moveFrom"})
_PICTURE_REMEDY = "请安装文字识别组件（ocr）后重新审查，或提交含文字的原件"
_ATTACHMENT_REMEDY = "请从文档中取出该附件，单独提交审查"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture shown in the body of a docx.

    Attributes:
        title: ``图片 image1.png``, as `Unread.part` names it.
        data: The bytes of the picture file.
        width: Shown width as a share of the page's, 0-1 and more.
        height: Shown height likewise.
    """

    title: str
    data: bytes
    width: float
    height: float

    def may_hold_text(self, letters: int) -> bool:
        """Whether the picture may be a scanned page, given how many letters the document has."""
        if self.width >= _SCAN_WIDTH and self.height >= _SCAN_HEIGHT:
            return True
        return letters < _FEW_LETTERS and self.width * self.height >= _LOGO_SHARE


def docx_images(data: bytes, name: str, limits: Limits) -> list[Picture]:
    """The pictures of a docx in reading order, for optical recognition.

    Those that `Document.unread` names have their ``title`` as `Unread.part`.

    Raises:
        UnreadableDocument: The file cannot be opened.
    """
    return read_pictures(DocxPackage(data, name, limits))


def read_pictures(package: DocxPackage) -> list[Picture]:
    """The pictures of the body, each once, in reading order; previews of embedded objects left out."""
    page = _page_points(package.main)
    pictures: dict[str, Picture] = {}
    for element, identifier in _picture_elements(package.main.root):
        relationship = package.main.relationships.get(identifier)
        if relationship is None or relationship.external or relationship.target in pictures:
            continue
        data = package.read_member(relationship.target)
        if data:
            width, height = _shown_points(element)
            pictures[relationship.target] = Picture(
                title=f"图片 {PurePosixPath(relationship.target).name}",
                data=data,
                width=width / page[0],
                height=height / page[1],
            )
    return list(pictures.values())


def unread_pictures(package: DocxPackage, text: str) -> Iterator[Unread]:
    """The pictures that may hold text which nobody has read."""
    letters = sum(character.isalnum() for character in text[: 10 * _FEW_LETTERS])
    for picture in read_pictures(package):
        if picture.may_hold_text(letters):
            yield Unread(part=picture.title, reason="图片中可能有文字，尚未识别", remedy=_PICTURE_REMEDY)


def report_objects(package: DocxPackage) -> list[Note]:
    """Report attachments, links and foreign chunks as unread; returns notes on what is carried."""
    notes = [Note(kind="attachment", text=f"嵌入的附件 {name}") for name in _report_attachments(package)]
    for element in package.main.root.iter(W + "altChunk", W + "subDoc"):
        relationship = package.main.relationships.get(element.get(R + "id", ""))
        target = PurePosixPath(relationship.target).name if relationship else "（名称不详）"
        package.report(f"插入的文档 {target}", "以链接或整块方式插入的文档未读取", _ATTACHMENT_REMEDY)
    members = [name.lower() for name in package.container.names()]
    if any(member.endswith("vbaproject.bin") for member in members):
        notes.append(Note(kind="macro", text="文档含有宏；宏没有运行，其代码不在审查范围内"))
    if any(member.startswith("_xmlsignatures/") and member.endswith(".xml") for member in members):
        notes.append(Note(kind="signature", text="文档带有数字签名；修改后签名失效"))
    return notes


def _report_attachments(package: DocxPackage) -> Iterator[str]:
    programs = {}
    for element in package.main.root.iter(O + "OLEObject"):
        relationship = package.main.relationships.get(element.get(R + "id", ""))
        if relationship is not None and relationship.external:
            package.report("链接的外部对象", "链接到文件以外的内容，出于安全未读取", _ATTACHMENT_REMEDY)
        elif relationship is not None:
            programs[relationship.target.lower()] = element.get("ProgID", "")
    formulas = 0
    for member in package.container.names():
        path = member.replace("\\", "/")
        if PurePosixPath(path).parent.name.lower() not in {"embeddings", "activex"} or path.endswith(".xml"):
            continue
        if programs.get(path.lower(), "").startswith("Equation"):
            formulas += 1
            continue
        name = PurePosixPath(path).name
        package.report(f"附件 {name}", "嵌入文档的附件未读取", _ATTACHMENT_REMEDY)
        yield name
    if formulas:
        package.report(f"公式对象（共 {formulas} 处）", "公式以嵌入对象存放，未读取", "请人工核对公式内容")


def _picture_elements(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for element in root.iter(A + "blip", V + "imagedata"):
        if any(ancestor.tag in _UNREAD_CONTAINERS for ancestor in element.iterancestors()):
            continue
        yield element, element.get(R + "embed") or element.get(R + "id") or ""


def _shown_points(element: etree._Element) -> tuple[float, float]:
    """Width and height at which a picture is shown, in points; 0 where the file does not say."""
    for ancestor in element.iterancestors():
        if ancestor.tag in {WP + "inline", WP + "anchor"}:
            extent = ancestor.find(WP + "extent")
            sizes = (
                [whole_number(extent.get(side), 0) for side in ("cx", "cy")] if extent is not None else [0, 0]
            )
            return sizes[0] / _EMU_PER_POINT, sizes[1] / _EMU_PER_POINT
        if ancestor.tag in {V + "shape", V + "rect"}:
            found = {
                side: float(number) * _POINTS[unit]
                for side, number, unit in _VML_LENGTH.findall(ancestor.get("style", ""))
                if number.count(".") <= 1 and number != "."
            }
            return found.get("width", 0.0), found.get("height", 0.0)
    return 0.0, 0.0


def _page_points(main: Part) -> tuple[float, float]:
    for size in main.root.iter(W + "pgSz"):
        width, height = (whole_number(size.get(W + side), 0) / _TWIPS_PER_POINT for side in ("w", "h"))
        if width > 0 and height > 0:
            return width, height
    return _A4_POINTS

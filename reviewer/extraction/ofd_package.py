"""The parts of an OFD file (GB/T 33190-2016): documents, pages, resources, annotations.

Programs disagree on the namespace, on absolute and relative paths and on the case of
letters; elements go by their local name here, and a path is tried in every way it is meant.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from reviewer.errors import UnreadableDocument
from reviewer.extraction.container import Container, local_name, parse_damaged_xml
from reviewer.extraction.limits import Limits

_DAMAGED_REMEDY = "请用原软件打开并重新导出 OFD 后再提交"
_A4 = (0.0, 0.0, 210.0, 297.0)
_ENCRYPTION_MARKS = frozenset({"Encryptions", "Encryption", "DecryptSeed", "EncryptInfo"})

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfdPage:
    """A page: its id within the document and the part that holds it."""

    identifier: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfdDocument:
    """One document of the file; most files hold one.

    Attributes:
        path: Its part.
        pages: In order.
        templates: Parts of the template pages by id.
        page_box: Left, top, width, height of a page that says nothing itself, in millimetres.
        units: Drawings that pages refer to by id (``CompositeGraphicUnit``).
        media: Parts of the pictures by id.
        annotations: Parts that hold the annotations of a page, by page id.
        attachments: The part that lists the attachments, if any.
    """

    path: str
    pages: tuple[OfdPage, ...]
    templates: dict[str, str]
    page_box: Box
    units: dict[str, etree._Element] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    annotations: dict[str, list[str]] = field(default_factory=dict)
    attachments: str | None = None


class OfdPackage:
    """An opened OFD file.

    Raises:
        UnreadableDocument: Not a zip, encrypted, beyond a limit, or without a document.
    """

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name = name
        self.container = Container(data, name, limits)
        self.damaged: list[str] = []
        root = self.part("OFD.xml")
        if root is None:
            raise UnreadableDocument(name, "OFD 文件的主入口 OFD.xml 缺失或已损坏", _DAMAGED_REMEDY)
        if any(local_name(element) in _ENCRYPTION_MARKS for element in root.iter()):
            raise UnreadableDocument(name, "文件已加密", "请解除加密后再提交")
        self._root = root

    def part(self, path: str) -> etree._Element | None:
        """The root of an XML part; parts that were damaged are noted in `damaged`."""
        data = self.container.read(path)
        if data is None:
            return None
        root, damaged = parse_damaged_xml(data)
        if damaged:
            self.damaged.append(path)
        return root

    def locate(self, base: str, location: str | None) -> str:
        """The part that a location in another part means; empty where there is none."""
        location = (location or "").strip().replace("\\", "/")
        if not location:
            return ""
        folder = posixpath.dirname(base)
        document_folder = base.split("/", maxsplit=1)[0] if "/" in base else ""
        candidates = [location.lstrip("/"), posixpath.join(folder, location.lstrip("/"))]
        if not location.startswith("/"):
            candidates.reverse()
        candidates.append(posixpath.join(document_folder, location.lstrip("/")))
        return next((posixpath.normpath(each) for each in candidates if each in self.container), "")

    def documents(self) -> Iterator[OfdDocument]:
        """The documents of the file, each in its current version.

        Raises:
            UnreadableDocument: There is none that can be read.
        """
        found = False
        for body in elements(self._root, "DocBody"):
            path = self._current_root(body)
            root = self.part(path) if path else None
            if root is not None:
                found = True
                yield self._document(path, root)
        if not found:
            raise UnreadableDocument(self.name, "OFD 文件中没有可读的文档", _DAMAGED_REMEDY)

    def signature_count(self) -> int:
        """How many signatures (电子签章) the file carries."""
        count = 0
        for element in elements(self._root, "Signatures"):
            path = self.locate("OFD.xml", element.text)
            root = self.part(path) if path else None
            count += len(list(elements(root, "Signature"))) if root is not None else 0
        return count

    def _current_root(self, body: etree._Element) -> str:
        """The part of the version marked as current, else the document's own root."""
        for version in elements(body, "Version"):
            if version.get("Current", "").lower() == "true":
                path = self.locate("OFD.xml", version.get("BaseLoc"))
                root = self.part(path) if path else None
                chosen = self.locate(path, text_of(root, "DocRoot")) if root is not None else ""
                if chosen:
                    return chosen
        return self.locate("OFD.xml", text_of(body, "DocRoot"))

    def _document(self, path: str, root: etree._Element) -> OfdDocument:
        common = next(elements(root, "CommonData"), root)
        document = OfdDocument(
            path=path,
            pages=tuple(
                OfdPage(identifier=page.get("ID", ""), path=self.locate(path, page.get("BaseLoc")))
                for pages in elements(root, "Pages")
                for page in elements(pages, "Page")
            ),
            templates={
                template.get("ID", ""): self.locate(path, template.get("BaseLoc"))
                for template in elements(common, "TemplatePage")
            },
            page_box=numbers(text_of(common, "PhysicalBox"), _A4),
            attachments=self.locate(path, text_of(root, "Attachments")) or None,
        )
        for kind in ("PublicRes", "DocumentRes"):
            for element in elements(common, kind):
                self._read_resources(self.locate(path, element.text), document)
        self._read_annotations(self.locate(path, text_of(root, "Annotations")), document)
        return document

    def read_page_resources(self, page_path: str, page: etree._Element, document: OfdDocument) -> None:
        """Resources of a page's own (``PageRes``) are added to those of the document."""
        for element in elements(page, "PageRes"):
            self._read_resources(self.locate(page_path, element.text), document)

    def _read_resources(self, path: str, document: OfdDocument) -> None:
        root = self.part(path) if path else None
        if root is None:
            return
        folder = posixpath.join(posixpath.dirname(path), (root.get("BaseLoc") or "").strip("/"), "x")
        for element in root.iter():
            match local_name(element):
                case "CompositeGraphicUnit" | "VectorGraph":
                    document.units[element.get("ID", "")] = element
                case "MultiMedia":
                    location = text_of(element, "MediaFile")
                    media = self.locate(folder, location) or self.locate(path, location)
                    document.media[element.get("ID", "")] = media

    def _read_annotations(self, path: str, document: OfdDocument) -> None:
        root = self.part(path) if path else None
        for page in elements(root, "Page") if root is not None else ():
            for location in elements(page, "FileLoc"):
                found = self.locate(path, location.text) or self.locate(document.path, location.text)
                if found:
                    document.annotations.setdefault(page.get("PageID", ""), []).append(found)


def elements(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Elements of that local name below a root, in document order."""
    return (element for element in root.iter() if local_name(element) == name)


def text_of(root: etree._Element, name: str) -> str | None:
    """Text of the first element of that local name."""
    found = next(elements(root, name), None)
    return found.text if found is not None else None


def numbers(text: str | None, default: Box) -> Box:
    """Four numbers of an attribute or element; the default where they are not there."""
    parsed = parse_numbers(text)
    return (parsed[0], parsed[1], parsed[2], parsed[3]) if len(parsed) >= 4 else default


def parse_numbers(text: str | None) -> list[float]:
    """Finite numbers separated by blanks; stops at anything else."""
    values: list[float] = []
    for token in (text or "").replace(",", " ").split():
        try:
            value = float(token)
        except ValueError:
            break
        if not abs(value) < 1e9:
            break
        values.append(value)
    return values

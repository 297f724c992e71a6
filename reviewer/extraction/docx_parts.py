"""The parts of a docx: which there are, how they relate, and which could not be read.

A docx is a zip of XML parts joined by relationships (ECMA-376-2). Files of the strict
conformance class (ISO/IEC 29500, namespaces of purl.oclc.org) are given the names of the
transitional class on reading, so that one set of names serves all other modules.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from lxml import etree

from reviewer.document import Unread
from reviewer.errors import UnreadableDocument
from reviewer.extraction.container import Container, parse_damaged_xml
from reviewer.extraction.limits import Limits

_OFFICE = "http://schemas.openxmlformats.org"
W = f"{{{_OFFICE}/wordprocessingml/2006/main}}"
R = f"{{{_OFFICE}/officeDocument/2006/relationships}}"
M = f"{{{_OFFICE}/officeDocument/2006/math}}"
A = f"{{{_OFFICE}/drawingml/2006/main}}"
WP = f"{{{_OFFICE}/drawingml/2006/wordprocessingDrawing}}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - the prefix that files use

_STRICT = "http://purl.oclc.org/ooxml/"
_STRICT_NAME = re.compile(r"\{http://purl\.oclc\.org/ooxml/([^/}]+)/([^}]+)\}")
# Elements around blocks, rows and cells that change nothing of the text.
_WRAPPERS = frozenset(
    W + tag for tag in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink")
)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DEFAULT_MAIN = "word/document.xml"
_RESAVE_REMEDY = "请用 Word 或 WPS 打开核对，另存为 docx 后再提交"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """What a part refers to.

    Attributes:
        kind: Last segment of the relationship type: ``header``, ``image``, ``oleObject``.
        target: Member name, or the address where it is external.
        external: Whether it lies outside the file; such a target is never fetched.
    """

    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An XML part, parsed.

    Attributes:
        member: Name within the zip.
        root: Root element, in transitional names.
        relationships: By id.
    """

    member: str
    root: etree._Element
    relationships: dict[str, Relationship] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Name without folder and ending, as `RunPlace.part` gives it."""
        return PurePosixPath(self.member).stem


class DocxPackage:
    """Opens parts by relationship; collects what could not be read in `unread`.

    Raises:
        UnreadableDocument: Not a zip, encrypted, or beyond a limit.
    """

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name = name
        self.container = Container(data, name, limits)
        self.unread: list[Unread] = []
        self._parts: dict[str, Part | None] = {}
        self.main = self._find_main()

    def part(self, member: str, title: str) -> Part | None:
        """A part, None where nothing of it can be read.

        Args:
            member: Name within the zip.
            title: What it is, in Chinese, for the report of what was not read.
        """
        if member not in self._parts:
            self._parts[member] = self._load(member, title)
        return self._parts[member]

    def related(self, kind: str, title: str) -> Part | None:
        """The one part of a kind that the main part refers to (styles, comments), None where none."""
        for relationship in self.main.relationships.values():
            if relationship.kind == kind and not relationship.external:
                return self.part(relationship.target, title)
        return None

    def read_member(self, member: str) -> bytes | None:
        """The bytes of a member, None where it is missing or damaged."""
        try:
            return self.container.read(member)
        except UnreadableDocument:  # one damaged member does not hide the others
            return None

    def report(self, part: str, reason: str, remedy: str = _RESAVE_REMEDY) -> None:
        """Note that something was not read; said once however often it is met."""
        unread = Unread(part=part, reason=reason, remedy=remedy)
        if unread not in self.unread:
            self.unread.append(unread)

    def _find_main(self) -> Part:
        roots = self._relationships("").values()
        targets = [found.target for found in roots if found.kind == "officeDocument" and not found.external]
        for target in [*targets, _DEFAULT_MAIN]:
            part = self.part(target, "正文") if target in self.container else None
            if part is not None:
                return part
        raise UnreadableDocument(
            self.name, "Word 文档的正文部件缺失或已损坏", "请用 Word 或 WPS 打开并修复，另存为 docx 后再提交"
        )

    def _load(self, member: str, title: str) -> Part | None:
        root, damaged = self._parse(member)
        if root is None:
            self.report(title, "部件缺失或已损坏，未能读取")
            return None
        if damaged:
            self.report(title, "部件的 XML 有损坏，只读取了完好的部分")
        if next(root.iter(etree.Entity), None) is not None:
            self.report(title, "引用了 XML 实体，出于安全未展开")
        return Part(member=member, root=root, relationships=self._relationships(member))

    def _parse(self, member: str) -> tuple[etree._Element | None, bool]:
        data = self.read_member(member)
        root, damaged = parse_damaged_xml(data) if data else (None, True)
        if root is not None and isinstance(root.tag, str) and root.tag.startswith("{" + _STRICT):
            _rename_strict(root)
        return root, damaged

    def _relationships(self, member: str) -> dict[str, Relationship]:
        """Relationships of a part, or of the package for an empty name; none where they are damaged."""
        folder, file_name = posixpath.split(member)
        root, _ = self._parse(posixpath.join(folder, "_rels", f"{file_name}.rels"))
        found = root.iter(_RELATIONSHIP) if root is not None else ()
        return {element.get("Id", ""): _relationship(element, folder) for element in found}


def _relationship(element: etree._Element, folder: str) -> Relationship:
    target = element.get("Target", "")
    external = element.get("TargetMode", "").lower() == "external"
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
    return Relationship(kind=element.get("Type", "").rsplit("/", 1)[-1], target=target, external=external)


def _rename_strict(root: etree._Element) -> None:
    for element in root.iter(etree.Element):
        element.tag = _transitional(str(element.tag))
        for key in [str(key) for key in element.attrib if _STRICT in str(key)]:
            element.set(_transitional(key), element.attrib.pop(key))


def _transitional(name: str) -> str:
    return _STRICT_NAME.sub(rf"{{{_OFFICE}/\1/2006/\2}}", name)


def value_of(parent: etree._Element | None, tag: str) -> str | None:
    """``w:val`` of a child, None where parent, child or value is missing."""
    child = parent.find(W + tag) if parent is not None else None
    return None if child is None else child.get(W + "val")


def whole_number(text: str | None, default: int) -> int:
    """An integer attribute of a file that may be damaged."""
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


def switched_on(parent: etree._Element | None, tag: str) -> bool | None:
    """An on/off property (ECMA-376-1, 17.17.4): None where it is not set."""
    child = parent.find(W + tag) if parent is not None else None
    if child is None:
        return None
    return child.get(W + "val", "true").lower() not in {"false", "0", "off"}


def chosen_content(alternate: etree._Element) -> etree._Element | None:
    """The one branch of ``mc:AlternateContent`` that is read: the first choice, else the fallback.

    Word writes the same text into both, so reading both would double it. A symbol that only
    newer versions know (``symEx``, emoji) stands as text in the fallback.
    """
    choice, fallback = alternate.find(MC + "Choice"), alternate.find(MC + "Fallback")
    if choice is None or not len(choice) or str(choice[0].tag).endswith("}symEx"):
        return fallback if fallback is not None else choice
    return choice


def block_children(parent: etree._Element) -> Iterator[etree._Element]:
    """The children of a body, cell, row or table, through content controls and other wrappers."""
    pending = list(reversed(parent))
    while pending:
        child = pending.pop()
        if child.tag in _WRAPPERS:
            pending.extend(reversed(child))
        elif child.tag == MC + "AlternateContent":
            branch = chosen_content(child)
            pending.extend(reversed(branch) if branch is not None else ())
        else:
            yield child

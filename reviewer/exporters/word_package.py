"""A copy of a docx in which single parts are changed; every other member keeps its bytes, order and dates.

Parts are parsed in full (an officer's file must lose nothing: processing instructions and
unknown elements stay) and without entities or network.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile

from lxml import etree

from reviewer.extraction.docx_parts import DocxPackage
from reviewer.extraction.limits import Limits

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TRANSITIONAL = re.compile(
    r"\{http://schemas\.openxmlformats\.org/(wordprocessingml|officeDocument|drawingml)/2006/([^}]+)\}"
)
_STRICT = "http://purl.oclc.org/ooxml/"
_CONTENT_TYPES_MEMBER = "[Content_Types].xml"
_MACROS = re.compile(r"(?i)vba(?:Project|Data)\w*\.(?:bin|xml)(?:\.rels)?$")
_MAIN_TYPE = "application/vnd.{}.main+xml"
_MACRO_MAIN = _MAIN_TYPE.format("ms-word.document.macroEnabled")
_PLAIN_MAIN = _MAIN_TYPE.format("openxmlformats-officedocument.wordprocessingml.document")
_OLDEST_DATE = (1980, 1, 1, 0, 0, 0)


class WordPackage:
    """A docx that is being changed.

    Args:
        data: The file.
        name: Its name, for errors.
        limits: What opening it may cost.

    Raises:
        UnreadableDocument: Not a zip, encrypted, beyond a limit, or without a readable body.
    """

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self._data = data
        self._read = DocxPackage(data, name, limits)
        self._changed: dict[str, etree._Element] = {}
        self._strict: set[str] = set()
        self._dropped: set[str] = set()
        self.main = self._read.main.member

    @property
    def signed(self) -> bool:
        """Whether the file carries a digital signature, which any change makes invalid."""
        return any(member.lower().startswith("_xmlsignatures/") for member in self._read.container.names())

    def story_members(self) -> dict[str, str]:
        """Members whose text is reviewed, by the label that places name them with."""
        names = [self.main, *(name for name in self._read.container.names() if _is_story(name, self.main))]
        return {_label(name): name for name in reversed(names)}

    def peek(self, member: str) -> etree._Element | None:
        """The tree of a member that is only read, in transitional names, None where there is none."""
        part = self._read.part(member, member)
        return None if part is None else part.root

    def root(self, member: str) -> etree._Element | None:
        """The tree of a member, which may then be changed, None where there is none."""
        if member not in self._changed:
            data = self._read.read_member(member)
            root = _parse(data) if data else None
            if root is None:
                return None
            if _rename(root, _STRICT_TO_TRANSITIONAL):
                self._strict.add(member)
            self._changed[member] = root
        return self._changed[member]

    def related(self, kind: str) -> str | None:
        """The member of a kind (``comments``, ``styles``) that the main part refers to."""
        found = self._read.main.relationships.values()
        return next((r.target for r in found if r.kind == kind and not r.external), None)

    def add_part(self, kind: str, member: str, content_type: str, root: etree._Element) -> None:
        """Add a part that the main part refers to, with its relationship and its content type."""
        self._changed[member] = root
        rels = posixpath.join(posixpath.dirname(self.main), "_rels", f"{posixpath.basename(self.main)}.rels")
        tree = self.root(rels)
        if tree is None:
            tree = self._changed[rels] = etree.Element(f"{{{_RELATIONSHIPS}}}Relationships")
        taken = {element.get("Id") for element in tree}
        identifier = next(
            name for name in (f"rIdReview{number}" for number in range(len(tree) + 1)) if name not in taken
        )
        target = posixpath.relpath(member, posixpath.dirname(self.main) or ".")
        etree.SubElement(
            tree, f"{{{_RELATIONSHIPS}}}Relationship", Id=identifier, Type=f"{_OFFICE}/{kind}", Target=target
        )
        types = self.root(_CONTENT_TYPES_MEMBER)
        if types is not None:
            etree.SubElement(
                types, f"{{{_CONTENT_TYPES}}}Override", PartName=f"/{member}", ContentType=content_type
            )

    def drop_macros(self) -> bool:
        """Leave the macros out and make a docx of a docm; whether there were any."""
        names = self._read.container.names()
        self._dropped = {name for name in names if _MACROS.search(name)}
        types = self.root(_CONTENT_TYPES_MEMBER) if self._dropped else None
        for element in list(types) if types is not None else ():
            if element.get("PartName", "").lstrip("/") in self._dropped:
                element.getparent().remove(element)  # type: ignore[union-attr]
            elif element.get("ContentType", "") == _MACRO_MAIN:
                element.set("ContentType", _PLAIN_MAIN)
        for member in [
            name
            for name in names
            if self._dropped and name.endswith(f"_rels/{posixpath.basename(self.main)}.rels")
        ]:
            tree = self.root(member)
            for element in list(tree) if tree is not None else ():
                if _MACROS.search(element.get("Target", "")):
                    element.getparent().remove(element)  # type: ignore[union-attr]
        return bool(self._dropped)

    def unused_member(self, stem: str) -> str:
        """A name beside the main part that no member has."""
        folder = posixpath.dirname(self.main)
        names = (posixpath.join(folder, f"{stem}{suffix}.xml") for suffix in ("", *range(2, 1000)))
        return next(name for name in names if name not in self._read.container)

    def to_bytes(self) -> bytes:
        """The file with its changed members; the others are copied as they are."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self._data)) as source, zipfile.ZipFile(buffer, "w") as target:
            target.comment = source.comment
            written = set()
            for info in source.infolist():
                if info.filename in self._dropped:
                    continue
                member = self._member(info.filename)
                content = source.read(info) if member is None else self._serialised(member)
                target.writestr(info, content, info.compress_type)
                written.add(member)
            for member in self._changed.keys() - written:
                info = zipfile.ZipInfo(member, _OLDEST_DATE)
                target.writestr(info, self._serialised(member), zipfile.ZIP_DEFLATED)
        return buffer.getvalue()

    def _member(self, stored: str) -> str | None:
        """The changed member of a stored name, which may differ in its case and slashes."""
        plain = stored.replace("\\", "/").lstrip("/").lower()
        return next((member for member in self._changed if member.lower() == plain), None)

    def _serialised(self, member: str) -> bytes:
        root = self._changed[member]
        if member in self._strict:
            _rename(root, _TRANSITIONAL_TO_STRICT)
        return bytes(
            etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
        )


def _label(member: str) -> str:
    return posixpath.splitext(posixpath.basename(member))[0]


def _is_story(member: str, main: str) -> bool:
    same_folder = posixpath.dirname(member) == posixpath.dirname(main)
    return (
        same_folder
        and re.match(r"(?i)(?:header|footer|footnotes|endnotes)\d*\.xml$", posixpath.basename(member))
        is not None
    )


def _parse(data: bytes) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


_STRICT_TO_TRANSITIONAL = (
    re.compile(r"\{http://purl\.oclc\.org/ooxml/([^/}]+)/([^}]+)\}"),
    r"{http://schemas.openxmlformats.org/\1/2006/\2}",
)
_TRANSITIONAL_TO_STRICT = (_TRANSITIONAL, rf"{{{_STRICT}\1/\2}}")


def _rename(root: etree._Element, change: tuple[re.Pattern[str], str]) -> bool:
    """Give a tree the names of the other conformance class (ISO/IEC 29500); whether it had any of the one."""
    pattern, replacement = change
    if not isinstance(root.tag, str) or pattern.match(root.tag) is None:
        return False
    for element in root.iter(etree.Element):
        element.tag = pattern.sub(replacement, str(element.tag))
        for key in [str(key) for key in element.attrib if pattern.match(str(key))]:
            element.set(pattern.sub(replacement, key), element.attrib.pop(key))
    return True

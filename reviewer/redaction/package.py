"""Zip packages of XML (docx, xlsx): members that change are written anew, all others stay as they are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from reviewer.extraction.container import Container, local_name
from reviewer.extraction.limits import Limits
from reviewer.redaction.leaves import Leaf, Line
from reviewer.redaction.sweep import Sweep

_XML_SUFFIXES = (".xml", ".rels", ".vml")
_PACKAGE_SUFFIXES = (".docx", ".xlsx", ".docm", ".xlsm", ".pptx")
# What ends a line: the paragraphs of Word, of drawings and of text bodies, cells, items of lists.
_LINE_TAGS = frozenset({"p", "si", "c", "comment", "threadedComment", "tc", "f", "definedName"})
# Attributes that people write: titles and descriptions of pictures, authors of changes, cached values.
_TEXT_ATTRIBUTES = frozenset(
    {
        "descr",
        "title",
        "author",
        "initials",
        "name",
        "displayName",
        "userId",
        "alt",
        "string",
        "tooltip",
        "val",
    }
    | {"v", "prompt", "promptTitle", "error", "errorTitle", "Target", "o", "formula1"}
)


class Package:
    """A package whose XML members can be changed.

    Args:
        data: The file.
        name: Its name, for errors.
        limits: What opening it may cost.

    Raises:
        UnreadableDocument: Not a zip, encrypted, or beyond a limit.
    """

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self._container = Container(data, name, limits)
        self._data, self._name, self._limits = data, name, limits
        self._roots: dict[str, etree._Element | None] = {}
        self._changed: set[str] = set()
        self._replaced: dict[str, bytes] = {}

    def members(self) -> list[str]:
        """Names of the XML members, as stored."""
        return [name for name in self._container.names() if name.lower().endswith(_XML_SUFFIXES)]

    def root(self, member: str) -> etree._Element | None:
        """The root of an XML member, None where there is none; the same object each time."""
        if member not in self._roots:
            data = self._container.read(member)
            self._roots[member] = _parse(data) if data else None
        return self._roots[member]

    def mark_changed(self, member: str) -> None:
        """Say that the tree of a member was changed."""
        self._changed.add(member)

    def sweep(self, sweep: Sweep) -> int:
        """Hide the values wherever a text or attribute of any member repeats them; returns how many."""
        count = 0
        for member in self.members():
            root = self.root(member)
            found = sweep_tree(root, sweep) if root is not None else 0
            if found:
                self._changed.add(member)
                count += found
        return count + self._sweep_embedded(sweep)

    def _sweep_embedded(self, sweep: Sweep) -> int:
        """The data behind charts and embedded files, which are packages within the package."""
        count = 0
        for member in self._container.names():
            if not member.lower().endswith(_PACKAGE_SUFFIXES):
                continue
            inner = Package(self._container.read(member) or b"", self._name, self._limits)
            found = inner.sweep(sweep)
            if found:
                self._replaced[member] = inner.to_bytes()
                count += found
        return count

    def to_bytes(self) -> bytes:
        """The package; members that were not changed hold the same bytes, dates and order as before."""
        buffer = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self._data)) as source,
            zipfile.ZipFile(buffer, "w") as target,
        ):
            target.comment = source.comment
            for info in source.infolist():
                content = self._replaced.get(info.filename)
                if content is None and info.filename in self._changed:
                    content = _serialised(self._roots[info.filename])
                target.writestr(info, source.read(info) if content is None else content, info.compress_type)
        return buffer.getvalue()

    def texts(self, members: list[str]) -> Iterator[str]:
        """The lines of some members, for a review of what no reader sees."""
        for member in members:
            root = self.root(member)
            for line in lines_of(root) if root is not None else ():
                text = "".join(leaf.text for leaf in line.leaves).strip()
                if text:
                    yield text


def lines_of(root: etree._Element) -> list[Line]:
    """The texts of a tree joined by paragraph, without writing back."""
    return [line for line, _ in _bound_lines(root)]


def sweep_tree(root: etree._Element, sweep: Sweep) -> int:
    """Hide values in the texts and attributes of a tree; returns how many."""
    count = 0
    for line, targets in _bound_lines(root):
        found = line.sweep(sweep)
        if found:
            count += found
            for leaf, (element, tail) in zip(line.leaves, targets, strict=True):
                _write(element, leaf, tail=tail)
    for element in root.iter(etree.Element):
        count += _sweep_attributes(element, sweep)
    return count


def _bound_lines(root: etree._Element) -> Iterator[tuple[Line, list[tuple[etree._Element, bool]]]]:
    """Lines with the element of each leaf and whether it is its tail."""
    open_lines: dict[etree._Element, tuple[Line, list[tuple[etree._Element, bool]]]] = {}
    owners: dict[etree._Element, etree._Element] = {}
    for element in root.iter():
        parent = element.getparent()
        outer = owners.get(parent, root) if parent is not None else root
        owner = element if local_name(element) in _LINE_TAGS else outer
        # Leaf parts of a file of properties are no paragraph: each text stands for itself.
        own = owner if owner is not root else element
        owners[element] = owner
        if isinstance(element.tag, str) and element.text and element.text.strip():
            _append(open_lines, own, element, element.text, tail=False)
        if element.tail and element.tail.strip():
            _append(open_lines, outer if outer is not root else element, element, element.tail, tail=True)
    yield from open_lines.values()


def _append(
    lines: dict[etree._Element, tuple[Line, list[tuple[etree._Element, bool]]]],
    key: etree._Element,
    element: etree._Element,
    text: str,
    *,
    tail: bool,
) -> None:
    line, targets = lines.setdefault(key, (Line(), []))
    line.leaves.append(Leaf.of(text))
    targets.append((element, tail))


def _write(element: etree._Element, leaf: Leaf, *, tail: bool) -> None:
    if leaf.changed and tail:
        element.tail = leaf.text
    elif leaf.changed:
        element.text = leaf.text


def _sweep_attributes(element: etree._Element, sweep: Sweep) -> int:
    count = 0
    for key, value in element.attrib.items():
        if etree.QName(str(key)).localname not in _TEXT_ATTRIBUTES:
            continue
        text = str(value)
        repeats = list(sweep.find(text))
        for repeat in reversed(repeats):
            # A cached number must stay one.
            number = local_name(element) == "n"
            words = "0" * (repeat.end - repeat.start) if number else repeat.replacement
            text = text[: repeat.start] + words + text[repeat.end :]
        if repeats:
            element.set(key, text)
            count += len(repeats)
    return count


def _parse(data: bytes) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _serialised(root: etree._Element | None) -> bytes:
    assert root is not None  # noqa: S101  # only members with a tree are marked as changed
    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True))

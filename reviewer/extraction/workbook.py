"""The parts of an xlsx workbook: sheets, shared strings, number formats, raw cells.

Read from the XML itself (ECMA-376 Part 1, 18) within the container's limits: a cell's
formula and its stored value are needed together, hidden rows and merged cells too, and
reading must be able to stop at a limit.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter

from reviewer.errors import UnreadableDocument
from reviewer.extraction.cell_format import GENERAL, builtin_format
from reviewer.extraction.container import Container, local_name
from reviewer.extraction.limits import Limits

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MOST_COLUMNS = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A worksheet.

    Attributes:
        name: As its tab shows it.
        hidden: Hidden, or hidden so that only a program can show it again.
        member: Its part in the container.
        related: Parts it refers to, by the last word of the relationship's type.
    """

    name: str
    hidden: bool
    member: str
    related: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCell:
    """A cell as it is stored; row and column count from 1.

    Attributes:
        kind: ``s`` shared string, ``inlineStr``, ``str`` result of a formula, ``b``, ``e``,
            ``d`` date in ISO 8601, ``n`` number.
        value: The stored value; empty where there is none.
        has_formula: Whether a formula stands behind it.
        style: Index into `Workbook.formats`.
    """

    row: int
    column: int
    kind: str
    value: str
    has_formula: bool
    style: int

    @property
    def reference(self) -> str:
        """Such as ``B12``."""
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFrame:
    """What of a sheet is hidden or merged.

    Attributes:
        hidden_columns: Counted from 1.
        merged: Rows and columns that a merged cell spans, by the reference of its first cell.
        margins: Running heads and feet (``oddHeader`` ...) with their formatting codes.
    """

    hidden_columns: frozenset[int]
    merged: dict[str, tuple[int, int]]
    margins: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """An opened workbook.

    Attributes:
        container: Its parts.
        sheets: In the order of their tabs.
        strings: Texts that cells refer to by index.
        strings_damaged: Some of these texts may be lost.
        formats: Number format codes that cells refer to by index.
        from_1904: Days count from 1904.
    """

    container: Container
    sheets: tuple[Sheet, ...]
    strings: tuple[str, ...]
    strings_damaged: bool
    formats: tuple[str, ...]
    from_1904: bool


def open_workbook(data: bytes, name: str, limits: Limits) -> Workbook:
    """Open a workbook.

    Raises:
        UnreadableDocument: Not a zip, encrypted, beyond a limit, or without a worksheet.
    """
    container = Container(data, name, limits)
    main = next(
        (path for path in container.names() if path.replace("\\", "/").lower().endswith("xl/workbook.xml")),
        "xl/workbook.xml",
    )
    root = container.xml(main)
    sheets = _sheets(container, main, root) if root is not None else ()
    if not sheets:
        raise UnreadableDocument(name, "工作簿中没有可读的工作表", "请用表格软件打开并另存后再提交")
    related = _related(container, main)
    strings, strings_damaged = _strings(container, related.get("sharedStrings", []))
    return Workbook(
        container=container,
        sheets=sheets,
        strings=strings,
        strings_damaged=strings_damaged,
        formats=tuple(_formats(container, related.get("styles", []))),
        from_1904=root is not None and _counts_from_1904(root),
    )


def read_frame(data: bytes) -> SheetFrame:
    """Hidden columns, merged cells and running heads of a worksheet part."""
    hidden: set[int] = set()
    merged: dict[str, tuple[int, int]] = {}
    margins: list[tuple[str, str]] = []
    tags = ("{*}col", "{*}mergeCell", *(f"{{*}}{kind}" for kind in _MARGINS))
    for element in _elements(data, tags):
        match local_name(element):
            case "col" if _is_on(element.get("hidden")) or element.get("width") == "0":
                first, last = (_number(element.get(side)) for side in ("min", "max"))
                hidden.update(range(max(first, 1), min(last, _MOST_COLUMNS) + 1))
            case "mergeCell":
                merged.update(_merged(element.get("ref", "")))
            case kind if kind in _MARGINS and element.text:
                margins.append((kind, element.text))
    return SheetFrame(hidden_columns=frozenset(hidden), merged=merged, margins=tuple(margins))


def read_rows(data: bytes, on_damage: Callable[[], None]) -> Iterator[tuple[list[RawCell], bool]]:
    """The rows of a worksheet part that hold anything, each with whether it is hidden.

    Args:
        data: The part.
        on_damage: Called at the end where the part was damaged and rows may be lost.
    """
    number = 0
    for row in _elements(data, ("{*}row",), on_damage):
        number = _number(row.get("r")) or number + 1
        cells = list(_cells(row, number))
        if cells:
            yield cells, _is_on(row.get("hidden")) or row.get("ht") == "0"


def split_reference(reference: str) -> tuple[int, int] | None:
    """Row and column of a reference such as ``B12``, counted from 1."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    return int(match[2]), column_index_from_string(match[1].upper())


def plain_text(element: etree._Element) -> str:
    """Text of a string item: its runs without the reading aids (``rPh``) of East Asian text."""
    pieces = []
    for text in element.iter("{*}t"):
        if not any(local_name(ancestor) == "rPh" for ancestor in text.iterancestors()):
            pieces.append(text.text or "")
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(pieces))


# --- parts ----------------------------------------------------------------------------------

_MARGINS = ("oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter")


def _sheets(container: Container, main: str, root: etree._Element) -> tuple[Sheet, ...]:
    targets = {identifier: target for identifier, _, target in _relationships(container, main)}
    sheets = []
    for element in root.iter("{*}sheet"):
        identifier = next((value for key, value in element.items() if str(key).endswith("}id")), "")
        member = targets.get(str(identifier), "")
        if member in container and "chartsheet" not in member:
            sheets.append(
                Sheet(
                    name=element.get("name", ""),
                    hidden=element.get("state", "visible") != "visible",
                    member=member,
                    related=_related(container, member),
                )
            )
    return tuple(sheets)


def _related(container: Container, member: str) -> dict[str, list[str]]:
    related: dict[str, list[str]] = {}
    for _, kind, target in _relationships(container, member):
        related.setdefault(kind, []).append(target)
    return related


def _relationships(container: Container, member: str) -> Iterator[tuple[str, str, str]]:
    """Id, kind and target of what a part refers to inside the container."""
    folder, _, base = member.replace("\\", "/").rpartition("/")
    root = container.xml(f"{folder}/_rels/{base}.rels")
    for element in root.iter("{*}Relationship") if root is not None else ():
        target = element.get("Target", "").replace("\\", "/")
        if element.get("TargetMode") != "External" and target:
            path = target if target.startswith("/") else posixpath.join(folder, target)
            kind = element.get("Type", "").rpartition("/")[2]
            yield element.get("Id", ""), kind, posixpath.normpath(path).lstrip("/")


def _strings(container: Container, members: list[str]) -> tuple[tuple[str, ...], bool]:
    damage: list[str] = []
    strings: list[str] = []
    for member in members:
        data = container.read(member) or b""
        found = _elements(data, ("{*}si",), lambda: damage.append("damaged"))
        strings.extend(plain_text(element) for element in found)
    return tuple(strings), bool(damage)


def _formats(container: Container, members: list[str]) -> Iterator[str]:
    for member in members:
        root = container.xml(member)
        if root is None:
            continue
        own = {_number(item.get("numFmtId")): item.get("formatCode", "") for item in root.iter("{*}numFmt")}
        for formats in root.iter("{*}cellXfs"):
            for item in formats.iterchildren("{*}xf"):
                identifier = _number(item.get("numFmtId"))
                yield own.get(identifier) or builtin_format(identifier) or GENERAL


def _counts_from_1904(root: etree._Element) -> bool:
    return any(_is_on(element.get("date1904")) for element in root.iter("{*}workbookPr"))


# --- elements -------------------------------------------------------------------------------


def _elements(
    data: bytes, tags: tuple[str, ...], on_damage: Callable[[], None] = lambda: None
) -> Iterator[etree._Element]:
    """Elements of these tags as they end; what was seen is let go."""
    events = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    try:
        for _, element in events:
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError:
        on_damage()
        return
    if any(entry.level == etree.ErrorLevels.FATAL for entry in events.error_log):
        on_damage()


def _cells(row: etree._Element, number: int) -> Iterator[RawCell]:
    column = 0
    for element in row.iterchildren("{*}c"):
        place = split_reference(element.get("r", ""))
        column = place[1] if place else column + 1
        value, has_formula = "", False
        for child in element:
            match local_name(child):
                case "v":
                    value = child.text or ""
                case "is":
                    value = plain_text(child)
                case "f":
                    has_formula = True
        if value or has_formula:
            yield RawCell(
                row=number,
                column=min(column, _MOST_COLUMNS),
                kind=element.get("t", "n"),
                value=value,
                has_formula=has_formula,
                style=_number(element.get("s")),
            )


def _merged(reference: str) -> Iterator[tuple[str, tuple[int, int]]]:
    first, _, last = reference.partition(":")
    start, end = split_reference(first), split_reference(last)
    if start and end and end >= start and end[1] >= start[1]:
        yield first.replace("$", "").upper(), (end[0] - start[0] + 1, end[1] - start[1] + 1)


def _number(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else 0


def _is_on(value: str | None) -> bool:
    return value in {"1", "true", "on"}

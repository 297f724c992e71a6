"""xlsx: a cell that is hidden becomes plain text, without the formula that would bring its value back."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from reviewer.document import BlockKind, CellPlace, Document, Span
from reviewer.extraction.container import local_name
from reviewer.extraction.limits import Limits
from reviewer.extraction.workbook import open_workbook, split_reference
from reviewer.redaction.package import Package
from reviewer.redaction.stretches import Stretch
from reviewer.redaction.sweep import Sweep

_SIDE_PARTS = ("docprops/", "customxml/", "xl/comments", "xl/threadedcomments/", "xl/persons/")


def redact_xlsx(
    data: bytes, document: Document, stretches: Sequence[Stretch], sweep: Sweep, limits: Limits
) -> bytes:
    """A copy of a workbook with its stretches replaced, and their values wherever else it holds them."""
    package = Package(data, document.name, limits)
    members = {sheet.name: sheet.member for sheet in open_workbook(data, document.name, limits).sheets}
    hidden: set[tuple[str, str]] = set()
    for place, text in _cells(document, stretches).items():
        member = members.get(place.sheet)
        root = package.root(_stored(package, member)) if member else None
        cell = _find_cell(root, place.cell) if root is not None else None
        if cell is not None and member:
            _write_text(cell, text)
            package.mark_changed(_stored(package, member))
            hidden.add((member, place.cell))
    _forget_calculations(package, {cell for _, cell in hidden})
    package.sweep(sweep)
    return package.to_bytes()


def side_texts(data: bytes, name: str, limits: Limits) -> list[str]:
    """Comments, their authors, properties: what a workbook carries beside its cells."""
    package = Package(data, name, limits)
    members = [member for member in package.members() if member.lower().startswith(_SIDE_PARTS)]
    return list(package.texts(members))


def _stored(package: Package, member: str) -> str:
    """The name of a member as the package stores it."""
    bare = member.lstrip("/").lower()
    return next((name for name in package.members() if name.lstrip("/").lower() == bare), member)


def _cells(document: Document, stretches: Sequence[Stretch]) -> dict[CellPlace, str]:
    """The new text of each cell that holds a stretch."""
    texts: dict[CellPlace, str] = {}
    by_block: dict[int, list[Stretch]] = {}
    for stretch in stretches:
        by_block.setdefault(document.block_index(stretch.span.start), []).append(stretch)
    for index, found in by_block.items():
        block = document.blocks[index]
        place = document.places(Span(block.span.start, block.span.start + 1))[0]
        if block.kind is BlockKind.CELL and isinstance(place, CellPlace):
            texts[place] = _replaced(document, block.span, found)
    return texts


def _replaced(document: Document, span: Span, stretches: Sequence[Stretch]) -> str:
    text, position = "", span.start
    for stretch in stretches:
        text += document.text[position : stretch.span.start] + stretch.replacement
        position = stretch.span.end
    return text + document.text[position : span.end]


def _find_cell(root: etree._Element, reference: str) -> etree._Element | None:
    """A cell by its reference; cells and rows that do not say theirs are counted on."""
    row_number = 0
    wanted = split_reference(reference)
    for row in root.iter("{*}row"):
        stated = row.get("r", "")
        row_number = int(stated) if stated.isdigit() else row_number + 1
        if wanted is None or row_number != wanted[0]:
            continue
        column = 0
        for cell in row.iterchildren("{*}c"):
            place = split_reference(cell.get("r", ""))
            column = place[1] if place else column + 1
            if column == wanted[1]:
                return cell
    return None


def _write_text(cell: etree._Element, text: str) -> None:
    namespace = etree.QName(cell).namespace
    for child in list(cell):
        if local_name(child) in {"f", "v", "is"}:
            cell.remove(child)
    cell.set("t", "inlineStr")
    item = etree.SubElement(cell, f"{{{namespace}}}is")
    value = etree.SubElement(item, f"{{{namespace}}}t")
    value.text = text


def _forget_calculations(package: Package, cells: set[str]) -> None:
    """A cell without formula must not stand in the order of calculation: Excel would call that damage."""
    for member in package.members():
        if not member.lower().endswith("calcchain.xml"):
            continue
        root = package.root(member)
        for element in list(root) if root is not None else ():
            if element.get("r") in cells:
                element.getparent().remove(element)  # type: ignore[union-attr]
                package.mark_changed(member)

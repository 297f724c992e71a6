"""Fields of a docx (ECMA-376-1, 17.16): the result is text, the instruction is not.

A field runs from ``begin`` over ``separate`` to ``end``, may hold other fields and may
reach over paragraphs (a table of contents does). Text between ``begin`` and ``separate``
is never shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from reviewer.extraction.docx_parts import MC, W

_PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_UNREAD = frozenset({W + "del", W + "moveFrom", MC + "Fallback"})


@dataclass(slots=True)
class _OpenField:
    instruction: str = ""
    shows: bool = False


class FieldStack:
    """The fields that are open while a part is read in document order.

    Args:
        root: Root of the part; fields without an end in it hide nothing.
        furniture: Whether results that count pages are left out, as in headers and footers.
    """

    def __init__(self, root: etree._Element, *, furniture: bool) -> None:
        self._furniture = furniture
        self._ignored = _unbalanced(root)
        self._open: list[_OpenField] = []

    @property
    def visible(self) -> bool:
        """Whether text at this point is shown."""
        return all(entry.shows for entry in self._open)

    def read(self, element: etree._Element) -> None:
        """Take note of a ``w:fldChar`` or ``w:instrText``."""
        if element.tag == W + "instrText":
            if self._open and not self._open[-1].shows:
                self._open[-1].instruction += element.text or ""
            return
        if element in self._ignored:
            return
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._open.append(_OpenField())
        elif kind == "separate" and self._open:
            self._open[-1].shows = self._shows(self._open[-1].instruction)
        elif kind == "end" and self._open:
            self._open.pop()

    def shows_simple(self, element: etree._Element) -> bool:
        """Whether the content of a ``w:fldSimple`` is shown."""
        return self._shows(element.get(W + "instr", ""))

    def _shows(self, instruction: str) -> bool:
        words = instruction.split()
        return not (self._furniture and words and words[0].upper() in _PAGE_FIELDS)


def _unbalanced(root: etree._Element) -> set[etree._Element]:
    """Marks of fields that are not closed: in a damaged file they would swallow all that follows."""
    open_fields: list[list[etree._Element]] = []
    ignored: set[etree._Element] = set()
    for mark in root.iter(W + "fldChar"):
        if any(ancestor.tag in _UNREAD for ancestor in mark.iterancestors()):
            continue
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            open_fields.append([mark])
        elif kind == "separate" and open_fields:
            open_fields[-1].append(mark)
        elif kind == "end" and open_fields:
            open_fields.pop()
        else:
            ignored.add(mark)
    return ignored.union(*open_fields)

"""The text of one paragraph of a docx, character by character with the run that holds it.

How characters are counted (exporters that anchor comments count the same way):
    A paragraph's index counts every ``w:p`` of the part in document order, those within
    tables, text boxes and unread branches included (``root.iter(W + "p")``). A run's index
    counts every ``w:r`` below the paragraph in document order, those of nested text boxes
    included (``paragraph.iter(W + "r")``). An offset counts the code points of `run_text`:
    ``w:t`` as it stands, one for a tab, a break, a hyphen or a symbol, none for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from reviewer.document import RunPlace
from reviewer.extraction.docx_fields import FieldStack
from reviewer.extraction.docx_parts import MC, M, O, V, W, chosen_content
from reviewer.extraction.docx_styles import Styles

BREAK = "\n"  # a line break, which becomes a blank or ends the block
PAGE_BREAK = "\f"  # a page or column break, which ends the block
# Line breaks of other systems would split a line of the text in two; Word shows them as blanks.
_BLANKS = str.maketrans(dict.fromkeys("\n\r\t\f\v\x85\u2028\u2029", " "))
# Check boxes and marks that forms draw with symbol fonts, by font and low byte of the code.
_SYMBOLS = {
    ("wingdings", 0xA8): "□", ("wingdings", 0x6F): "□", ("wingdings", 0x71): "□",
    ("wingdings", 0xFE): "☑", ("wingdings", 0xFD): "☒", ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFB): "✗", ("wingdings", 0x6C): "●", ("wingdings", 0x6E): "■",
    ("wingdings 2", 0xA3): "□", ("wingdings 2", 0x52): "☑", ("wingdings 2", 0x54): "☒",
    ("wingdings 2", 0x50): "✓", ("wingdings 2", 0x4F): "✗",
}  # fmt: skip
_LONGEST_PIECE = 4096  # joining without end would copy a run of many tabs again and again
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,6}")
_WRAPPERS = ("hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "bdo", "dir", "ruby", "rubyBase")
_ANCHOR_KINDS = {
    "commentRangeStart": "start",
    "commentRangeEnd": "end",
    "commentReference": "reference",
    "footnoteReference": "footnote",
    "endnoteReference": "endnote",
}
# What a drawing may hold that is text or stands for text.
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
TEXT_BOX = W + "txbxContent"
WORD_ART = V + "textpath"
EMBEDDED_OBJECT = O + "OLEObject"


def run_text(run: Iterable[etree._Element]) -> str:
    """The characters of a run, or of some of its children, as its offsets count them (see the module)."""
    return "".join(_character(child) for child in run)


def _character(child: etree._Element) -> str:
    reader = _CHARACTERS.get(child.tag)
    return reader(child) if reader else ""


def _symbol(child: etree._Element) -> str:
    code = child.get(W + "char", "")
    if not _HEXADECIMAL.fullmatch(code):
        return ""
    number = int(code, 16)
    known = _SYMBOLS.get((child.get(W + "font", "").lower(), number & 0xFF))
    return known or (chr(number) if 0x20 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF else "")


def _break(child: etree._Element) -> str:
    return BREAK if child.get(W + "type", "textWrapping") == "textWrapping" else PAGE_BREAK


def _alternate(child: etree._Element) -> str:
    """Word writes an emoji as a choice that only Word knows, and as plain text in the fallback."""
    branch = chosen_content(child)
    return "".join(_text(found) for found in branch.iterchildren(W + "t")) if branch is not None else ""


def _text(child: etree._Element) -> str:
    """The text of a ``w:t``, also beyond a comment or an entity that stands within it."""
    text = child.text or ""
    if len(child):
        text += "".join(inner.tail or "" for inner in child)
    return text.translate(_BLANKS)


_CHARACTERS: dict[object, Callable[[etree._Element], str]] = {
    W + "t": _text,
    W + "tab": lambda _: " ",
    W + "ptab": lambda _: " ",
    W + "br": _break,
    W + "cr": lambda _: BREAK,
    W + "noBreakHyphen": lambda _: "-",
    W + "sym": _symbol,
    MC + "AlternateContent": _alternate,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where something stands that is not text.

    Attributes:
        kind: ``start``, ``end`` or ``reference`` of a comment, ``footnote``, ``endnote``.
        key: Its id.
        offset: Code points of the paragraph's visible text before it.
    """

    kind: str
    key: str
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """An element of a drawing that is read apart from the paragraph, with the run that holds it."""

    element: etree._Element
    place: RunPlace


@dataclass(slots=True)
class ParagraphText:
    """What a paragraph holds, in order.

    Attributes:
        pieces: Visible text with its place; breaks stand in it as `BREAK` and `PAGE_BREAK`.
        hidden: Text that is formatted as hidden, with its place.
        anchors: Comment ranges and note references.
        insertions: Start and end of tracked insertions in the visible text.
        deletions: Offset and text of tracked deletions, which are not in the text.
        drawings: Text boxes, word art, charts, diagrams and embedded objects anchored here.
        length: Code points of the visible text.
    """

    pieces: list[tuple[str, RunPlace]] = field(default_factory=list)
    hidden: list[tuple[str, RunPlace]] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    insertions: list[tuple[int, int]] = field(default_factory=list)
    deletions: list[tuple[int, str]] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    length: int = 0

    def delete(self, text: str) -> None:
        """Record deleted text; neighbouring pieces of one deletion are joined."""
        if text and self.deletions and self.deletions[-1][0] == self.length:
            self.deletions[-1] = (self.length, self.deletions[-1][1] + text)
        elif text:
            self.deletions.append((self.length, text))


def deleted_text(element: etree._Element) -> str:
    """The text below an element that tracking has deleted."""
    return "".join(found.text or "" for found in element.iter(W + "delText", W + "t"))


class RunReader:
    """Reads paragraphs of one part in document order; fields may reach over several.

    Args:
        part: Label of the part for `RunPlace`.
        root: Its root, for the indexes of paragraphs.
        styles: For hidden text.
        furniture: Whether page numbers are left out, as in headers and footers.
    """

    def __init__(self, part: str, root: etree._Element, styles: Styles, *, furniture: bool) -> None:
        self._part = part
        self._styles = styles
        self._indexes = {paragraph: index for index, paragraph in enumerate(root.iter(W + "p"))}
        self._fields = FieldStack(root, furniture=furniture)
        self._paragraph = 0
        self._runs: dict[etree._Element, int] = {}
        self._properties: etree._Element | None = None
        self._run = 0
        self._readers = self._list_readers()

    def number_place(self, paragraph: etree._Element) -> RunPlace:
        """The place of what a paragraph shows but no run holds: its automatic number."""
        return RunPlace(part=self._part, paragraph=self._indexes[paragraph], run=0, offset=-1)

    def read(self, paragraph: etree._Element, into: ParagraphText) -> None:
        """Append a paragraph's content."""
        self._paragraph = self._indexes[paragraph]
        self._runs = {run: index for index, run in enumerate(paragraph.iter(W + "r"))}
        self._properties = paragraph.find(W + "pPr")
        self._run = 0
        self._read_children(paragraph, into)

    def _list_readers(self) -> dict[object, Callable[[etree._Element, ParagraphText], None]]:
        return {
            W + "r": self._read_run,
            **{W + wrapper: self._read_children for wrapper in _WRAPPERS},
            **{W + anchor: self._read_anchor for anchor in _ANCHOR_KINDS},
            W + "ins": self._read_insertion,
            W + "moveTo": self._read_insertion,
            W + "del": self._read_deletion,
            W + "moveFrom": self._read_deletion,
            W + "delText": self._read_deletion,
            W + "fldSimple": self._read_simple_field,
            W + "fldChar": self._read_field,
            W + "instrText": self._read_field,
            MC + "AlternateContent": self._read_alternate,
            M + "oMath": self._read_formula,
            M + "oMathPara": self._read_formula,
            W + "drawing": self._read_drawing,
            W + "pict": self._read_drawing,
            W + "object": self._read_drawing,
        }

    def _read_children(self, parent: etree._Element, into: ParagraphText) -> None:
        for child in parent:
            reader = self._readers.get(child.tag)
            if reader is not None:
                reader(child, into)

    def _read_run(self, run: etree._Element, into: ParagraphText) -> None:
        self._run = self._runs.get(run, self._run)
        hidden = self._styles.is_hidden(run.find(W + "rPr"), self._properties)
        offset = 0
        for child in run:
            text = _character(child)
            reader = self._readers.get(child.tag) if not text else None
            if text:
                self._append(text, offset, into, hidden=hidden)
                offset += len(text)
            elif reader is not None:
                reader(child, into)

    def _read_anchor(self, element: etree._Element, into: ParagraphText) -> None:
        kind = _ANCHOR_KINDS[etree.QName(element).localname]
        into.anchors.append(Anchor(kind=kind, key=element.get(W + "id", ""), offset=into.length))

    def _read_insertion(self, element: etree._Element, into: ParagraphText) -> None:
        start = into.length
        self._read_children(element, into)
        if into.length > start:
            into.insertions.append((start, into.length))

    def _read_deletion(self, element: etree._Element, into: ParagraphText) -> None:
        into.delete(deleted_text(element))

    def _read_field(self, element: etree._Element, into: ParagraphText) -> None:
        del into
        self._fields.read(element)

    def _read_simple_field(self, element: etree._Element, into: ParagraphText) -> None:
        if self._fields.shows_simple(element):
            self._read_children(element, into)

    def _read_alternate(self, element: etree._Element, into: ParagraphText) -> None:
        branch = chosen_content(element)
        if branch is not None:
            self._read_children(branch, into)

    def _read_formula(self, element: etree._Element, into: ParagraphText) -> None:
        """No ``w:r`` holds the characters of a formula, so their offset is -1 as a number's is."""
        text = _formula(element).translate(_BLANKS)
        if text:
            self._append(text, -1, into, hidden=False)

    def _read_drawing(self, drawing: etree._Element, into: ParagraphText) -> None:
        place = RunPlace(part=self._part, paragraph=self._paragraph, run=self._run, offset=-1)
        into.drawings.extend(Drawing(element=element, place=place) for element in _within_drawing(drawing))

    def _append(self, text: str, offset: int, into: ParagraphText, *, hidden: bool) -> None:
        if not self._fields.visible:
            return
        target = into.hidden if hidden else into.pieces
        into.length += 0 if hidden else len(text)
        if target and offset > 0:
            before, place = target[-1]
            same_run = (place.paragraph, place.run) == (self._paragraph, self._run)
            follows = same_run and place.offset >= 0 and place.offset + len(before) == offset
            if follows and len(before) < _LONGEST_PIECE:
                target[-1] = (before + text, place)
                return
        place = RunPlace(part=self._part, paragraph=self._paragraph, run=self._run, offset=offset)
        target.append((text, place))


def _within_drawing(drawing: etree._Element) -> Iterator[etree._Element]:
    """The elements of a drawing that are read apart; what lies in a text box is read with the box."""
    pending = [drawing]
    while pending:
        element = pending.pop()
        tag = element.tag
        if tag in {TEXT_BOX, WORD_ART, EMBEDDED_OBJECT, CHART, DIAGRAM}:
            yield element
        if tag == MC + "AlternateContent":
            branch = chosen_content(element)
            pending.extend([] if branch is None else [branch])
        elif tag != TEXT_BOX:
            pending.extend(reversed(element))


def _formula(element: etree._Element) -> str:
    """A formula on one line: fractions by a stroke, everything else in the order it is written."""
    if element.tag == M + "t":
        return element.text or ""
    parts = [_formula(child) for child in element]
    return "/".join(part for part in parts if part) if element.tag == M + "f" else "".join(parts)

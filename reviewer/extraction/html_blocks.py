"""The blocks of an article of a web page: paragraphs, headings, cells, as a browser lays them out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from reviewer.document import TableCell
from reviewer.extraction.docx_number_formats import format_number
from reviewer.extraction.html_article import (
    UNSEEN,
    PageMeasure,
    hides,
    is_attachment,
    is_furniture,
    is_layout_table,
    own_rows,
)
from reviewer.extraction.line_breaks import ends_paragraph, starts_with_label

_BLOCK_TAGS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl",
     "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
     "header", "hr", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
     "tbody", "td", "tfoot", "th", "thead", "tr", "ul")
)  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BREAK = "\f"  # never in the text of a page once blanks are collapsed
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]"
# A line end of the source between two Chinese characters is no blank (CSS Text 4.1.3).
_SOFT_LINE_END = re.compile(rf"(?<={_WIDE})[ \t\r\n]*\n[ \t\r\n]*(?={_WIDE})")
_BLANKS = re.compile(r"[ \t\r\n\v]+")
_LIST_FORMATS = {
    "1": "decimal", "decimal": "decimal", "a": "lowerLetter", "lower-alpha": "lowerLetter",
    "A": "upperLetter", "upper-alpha": "upperLetter", "i": "lowerRoman", "lower-roman": "lowerRoman",
    "I": "upperRoman", "upper-roman": "upperRoman", "cjk-ideographic": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand", "cjk-decimal": "ideographDigital",
}  # fmt: skip
_LIST_STYLE = re.compile(r"(?i)list-style(?:-type)?\s*:\s*([\w-]+)")
_MOST_COLUMNS = 256  # of a table; cells further right keep their place but bar none below


@dataclass(slots=True)
class _List:
    """An ordered list that is open."""

    format_name: str
    next_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleBlock:
    """A paragraph or cell of an article.

    Attributes:
        text: Its text, blanks collapsed as a browser does.
        line: Line of the source.
        cell: Its place in a table.
        heading: 1-6 for h1 to h6, else 0.
        hidden: Whether the page hides it.
    """

    text: str
    line: int
    cell: TableCell | None
    heading: int
    hidden: bool


@dataclass(slots=True)
class ArticleReader:
    """Reads the containers of an article.

    Attributes:
        measure: Of the page.
        blocks: What was read.
        attachments: Titles of the linked files.
        images: Pictures met; a page does not carry them.
        frames: Frames met, whose pages are elsewhere.
    """

    measure: PageMeasure
    blocks: list[ArticleBlock] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    images: int = 0
    frames: int = 0
    _pieces: list[tuple[str, bool]] = field(default_factory=list)
    _has_text: bool = False
    _line: int = 1
    _hidden: int = 0
    _preformatted: int = 0
    _heading: int = 0
    _label: str = ""
    _cells: dict[etree._Element, TableCell] = field(default_factory=dict)
    _open_cells: list[TableCell] = field(default_factory=list)
    _lists: list[_List | None] = field(default_factory=list)
    _tables: int = 0

    def read(self, article: etree._Element) -> None:
        """Read one container."""
        article_text = self.measure.text.get(article, 0)
        left_out: etree._Element | None = None
        walk = etree.iterwalk(article, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if element is not article and self._is_left_out(element, article_text):
                    left_out = element
                    walk.skip_subtree()
                else:
                    self._start(element)
                continue
            if element is left_out:
                left_out = None
            else:
                self._end(element)
            if element is not article:
                self._add_text(element.tail, element)
        self._flush()

    def _is_left_out(self, element: etree._Element, article_text: int) -> bool:
        """Page furniture and what no browser shows as text; a paragraph around it ends where it stands."""
        if not isinstance(element.tag, str):
            return True
        self.frames += element.tag in {"iframe", "embed", "object"}
        left_out = element.tag in UNSEEN or is_furniture(element, self.measure, article_text)
        if left_out and element.tag in _BLOCK_TAGS:
            self._flush()
        return left_out

    def _start(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag in _BLOCK_TAGS:
            self._flush()
        self._hidden += hides(element)
        self._preformatted += tag == "pre"
        self._heading = _HEADINGS.get(tag, self._heading)
        self.images += tag == "img"
        if tag == "br":
            self._pieces.append((_BREAK, bool(self._hidden)))
        elif tag == "table":
            self._open_table(element)
        elif tag in {"ol", "ul"}:
            self._lists.append(_open_list(element) if tag == "ol" else None)
        elif tag == "li":
            self._label = self._next_label(element)
        elif tag == "a" and is_attachment(element):
            self.attachments.append(
                " ".join("".join(str(part) for part in element.itertext()).split()) or "（无名）"
            )
        if element in self._cells:
            self._open_cells.append(self._cells[element])
        self._add_text(element.text, element)

    def _end(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag in _BLOCK_TAGS:
            self._flush()
        self._hidden -= hides(element)
        self._preformatted -= tag == "pre"
        if tag in _HEADINGS:
            self._heading = 0
        if element in self._cells:
            self._open_cells.pop()
        if tag in {"ol", "ul"}:
            self._lists.pop()

    def _open_table(self, table: etree._Element) -> None:
        if not is_layout_table(table, self.measure):
            self._cells.update(_place_cells(table, self._tables))
            self._tables += 1

    def _add_text(self, text: str | None, element: etree._Element) -> None:
        if not text:
            return
        if not self._has_text:
            self._line = element.sourceline if isinstance(element.sourceline, int) else self._line
        self._has_text = self._has_text or bool(text.strip())
        kept = text.replace(_BREAK, " ")
        self._pieces.append((kept.replace("\n", _BREAK) if self._preformatted else kept, bool(self._hidden)))

    def _flush(self) -> None:
        """End the paragraph: its visible text is one block or more, hidden text one of its own."""
        has_text, self._has_text = self._has_text, False
        # Without text the label of an item waits for the paragraph within it.
        for hidden in (False, True) if has_text else ():
            text = "".join(piece for piece, unseen in self._pieces if unseen is hidden)
            for line in _split(_collapse(text)):
                label, self._label = self._label, ""
                self._add_block(line if starts_with_label(line) else label + line, hidden=hidden)
        self._pieces.clear()

    def _add_block(self, text: str, *, hidden: bool) -> None:
        cell = self._open_cells[-1] if self._open_cells else None
        self.blocks.append(
            ArticleBlock(text=text, line=self._line, cell=cell, heading=self._heading, hidden=hidden)
        )

    def _next_label(self, element: etree._Element) -> str:
        ordered = self._lists[-1] if self._lists else None
        if ordered is None or not ordered.format_name:
            return ""
        value = element.get("value", "")
        number = int(value) if value.isascii() and value.isdecimal() else ordered.next_number
        ordered.next_number = number + 1
        return f"{format_number(number, ordered.format_name)}. "


def _open_list(element: etree._Element) -> _List:
    style = _LIST_STYLE.search(element.get("style", ""))
    name = style[1] if style else element.get("type", "1")
    start = element.get("start", "")
    number = int(start) if start.isascii() and start.isdecimal() else 1
    return _List(format_name="" if name == "none" else _LIST_FORMATS.get(name, "decimal"), next_number=number)


def _collapse(text: str) -> str:
    return _BLANKS.sub(" ", _SOFT_LINE_END.sub("", text))


def _split(text: str) -> list[str]:
    """The lines of a paragraph that are paragraphs of their own; broken lines are joined by a blank."""
    paragraphs: list[list[str]] = []
    empty_line = False
    for part in text.split(_BREAK):
        line = part.strip()
        if line and paragraphs and not empty_line and not ends_paragraph(paragraphs[-1][-1], line):
            paragraphs[-1].append(line)
        elif line:
            paragraphs.append([line])
        empty_line = not line
    return [" ".join(lines) for lines in paragraphs]


def _place_cells(table: etree._Element, number: int) -> dict[etree._Element, TableCell]:
    """Where the cells stand in the grid, once cells that reach over rows and columns are laid out."""
    placed: dict[etree._Element, TableCell] = {}
    taken_until: dict[int, int] = {}
    for row, element in enumerate(own_rows(table)):
        column = 0
        for cell in element.iterchildren("td", "th"):
            while column < _MOST_COLUMNS and taken_until.get(column, 0) > row:
                column += 1
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            placed[cell] = TableCell(table=number, row=row, column=column, row_span=height, column_span=width)
            taken_until.update(dict.fromkeys(range(column, min(column + width, _MOST_COLUMNS)), row + height))
            column += width
    return placed


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 1
    return min(max(number, 1), _MOST_COLUMNS if name == "colspan" else 65_534)

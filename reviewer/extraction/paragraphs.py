"""Lines of pages to paragraphs: soft line breaks go, the author's own breaks stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reviewer.document import FixedOrigin, GlyphOrigin
from reviewer.extraction.builder import Piece
from reviewer.extraction.lines import Line, first_token_width, is_wide, with_blank, without_last
from reviewer.extraction.page_frame import Layout

_LABEL = re.compile(
    r"""
      第[一二三四五六七八九十百千零〇○\d]{1,7}(?:编|章|节|条|款|项|部分)   # 第十二条
    | [一二三四五六七八九十百]{1,4}[、.．]                                # 一、
    | [（(][一二三四五六七八九十百\d]{1,4}[）)]                           # （一） (1)
    | \d{1,3}(?:[.．]\d{1,3})*(?:[、）)]|[.．](?!\d)|\s)                  # 1. 2、 1.1
    | [①-⑳㈠-㈩⑴-⑽]
    | [\uf020-\uf0ff●■◆▪•·○□☑√※\-—]\s?(?=\S)                                       # bullets
    | 附[件表]?\s{0,2}\d{0,2}\s?[:：]
    | 附件\s?[\d一二三四五六七八九十]*$
    """,
    re.VERBOSE,
)
_TERMINATED = re.compile(r"[。！？；：!?;:…][”’」』）)》]*$")
_DATE = re.compile(r"^[\d一二三四五六七八九〇○零十Xx×*\s]{2,8}年.{1,6}月.{0,5}日$")
_DOCUMENT_NUMBER = re.compile(r"[〔\[［【（(]\s?\d{4}\s?[〕\]］】）)]\s?第?\d{0,5}\s?号$")
_IN_BRACKETS = re.compile(r"^[（(〔【].*[）)〕】]$")
_LEADER = re.compile(r"(?:[.．…·・‥]\s?){3,}\s*[\dIVXivx\-—]+$")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*$")
_WIDE_GAP = 3.5
_FIELD_GAP = 2.0
_EM_TOLERANCE = 1.15
_LATIN_TOLERANCE = 1.45
_HAN = re.compile(r"[\u3400-\u9fff]")
_INDENT = 1.3
_NEAR = 0.6
_HANGING = 0.8
_TITLE_SHARE = 0.6
_CELL_PADDING = 1.5
_CELL_SPACING = 2.0


@dataclass(slots=True, kw_only=True)
class Paragraph:
    """Lines that belong together, in reading order."""

    lines: list[Line] = field(default_factory=list)

    @property
    def first(self) -> Line:
        """The line it begins with."""
        return self.lines[0]

    def pieces(self) -> list[Piece]:
        """Its text, one piece a line, soft breaks closed."""
        pieces: list[Piece] = []
        for line, following in zip(self.lines, [*self.lines[1:], None], strict=True):
            pieces.append(_piece(line, following))
        return pieces

    def confidence(self) -> float | None:
        """The lowest confidence of its lines, None where no recogniser read it."""
        values = [line.confidence for line in self.lines if line.confidence is not None]
        return min(values, default=None)


def join_lines(lines: Iterable[Line], layout: Layout) -> list[Paragraph]:
    """Paragraphs of a flow of lines, across lines and pages.

    Args:
        lines: In reading order, without page furniture.
        layout: Of the document, made from the same lines.
    """
    paragraphs: list[Paragraph] = []
    for line in lines:
        if paragraphs and _continues(paragraphs[-1], line, layout):
            paragraphs[-1].lines.append(line)
        else:
            paragraphs.append(Paragraph(lines=[line]))
    return paragraphs


def join_cell_lines(lines: Sequence[Line], width: float | None = None) -> list[Paragraph]:
    """Paragraphs inside one table cell, where lines are short, and often centred.

    Args:
        lines: In reading order.
        width: Of the cell, in points; the widest line's where it is not known.
    """
    paragraphs: list[Paragraph] = []
    room = width or max((line.width for line in lines), default=0.0)
    for line in lines:
        if paragraphs and _continues_in_cell(paragraphs[-1], line, room):
            paragraphs[-1].lines.append(line)
        else:
            paragraphs.append(Paragraph(lines=[line]))
    return paragraphs


def has_label(line: Line) -> bool:
    """Whether a line begins with a number or bullet that starts a paragraph."""
    return _LABEL.match(line.text) is not None


def is_terminated(line: Line) -> bool:
    """Whether a line ends with a mark that can end a paragraph."""
    return _TERMINATED.search(line.text) is not None


def _continues(paragraph: Paragraph, line: Line, layout: Layout) -> bool:
    before = paragraph.lines[-1]
    if _differs(before, line) or _stands_alone(before) or _stands_alone(line):
        return False
    if _DATE.match(line.text) and layout.indent(line) > _INDENT:
        return False
    same_column = line.page == before.page and line.top > before.top
    if same_column and layout.is_set_apart(before, line):
        return False
    if same_column and layout.is_centred(line) and (layout.is_centred(before) or layout.is_heading(line)):
        return _continues_title(before, line)
    return not layout.ends_early(before, line) and _continues_body(paragraph, line, layout)


def _differs(before: Line, line: Line) -> bool:
    """Whether the two cannot belong together by what they are."""
    recognised = (before.confidence is None) != (line.confidence is None)
    return before.aside or line.aside or recognised or not _same_size(before, line)


def _continues_title(before: Line, line: Line) -> bool:
    """Titles run over several centred lines; a chapter heading or a bracketed remark is another thing."""
    heading = has_label(before) and before.width < _TITLE_SHARE * before.sheet[0]
    bracketed = any(_IN_BRACKETS.match(each.text) for each in (before, line))
    return not (has_label(line) or is_terminated(before) or heading or bracketed)


def _continues_body(paragraph: Paragraph, line: Line, layout: Layout) -> bool:
    """The line before is full: do indent, label and punctuation say that the text goes on?"""
    first, before = paragraph.first, paragraph.lines[-1]
    labelled, terminated = has_label(line), is_terminated(before)
    if layout.indent(line) >= _INDENT:
        if labelled and (terminated or has_label(first)):
            return False
        return _continues_indented(paragraph, line, layout)
    if layout.indented and layout.indent(first) >= _INDENT:
        return True
    if layout.indented and len(paragraph.lines) > 1:
        return not (labelled and terminated)
    return not labelled or not (terminated or has_label(first))


def _continues_indented(paragraph: Paragraph, line: Line, layout: Layout) -> bool:
    """An indented line goes on a paragraph that is indented as a whole, or hangs from its label."""
    first, before = paragraph.first, paragraph.lines[-1]
    if len(paragraph.lines) > 1:
        return abs(layout.indent(line) - layout.indent(before)) < _NEAR
    deeper = layout.indent(line) - layout.indent(first)
    if has_label(first) and deeper > _HANGING:
        return True
    return abs(deeper) < _NEAR and not layout.indented and not is_terminated(before)


def _continues_in_cell(paragraph: Paragraph, line: Line, room: float) -> bool:
    before = paragraph.lines[-1]
    if before.aside != line.aside:
        return False
    if len(before.text) == 1 and len(line.text) == 1:
        # Typed one below the other to stand upright.
        return _HAN.match(before.text) is not None and _HAN.match(line.text) is not None
    if room - before.width > first_token_width(line) + _CELL_PADDING * before.em:
        return False
    if has_label(line) and (is_terminated(before) or has_label(paragraph.first)):
        return False
    return line.top - before.bottom < _CELL_SPACING * before.em


def _same_size(before: Line, line: Line) -> bool:
    """Han show their size exactly; a line of figures or Latin letters alone is judged loosely."""
    both_han = _HAN.search(before.text) and _HAN.search(line.text)
    ratio = max(before.em, line.em) / max(min(before.em, line.em), 0.1)
    return ratio < (_EM_TOLERANCE if both_han else _LATIN_TOLERANCE)


def _stands_alone(line: Line) -> bool:
    """Lines that are a paragraph by what they are: document numbers, entries with a leader, rows."""
    return (
        line.gap > _WIDE_GAP
        or (line.gap > _FIELD_GAP and line.text[-1].isdigit())
        or _LEADER.search(line.text) is not None
        or (len(line.text) < 30 and _DOCUMENT_NUMBER.search(line.text) is not None)
    )


def _piece(line: Line, following: Line | None) -> tuple[str, GlyphOrigin | FixedOrigin]:
    """A line's text as it goes on into the next line."""
    if following is None:
        return line.text, line.origin
    last, first = line.text[-1], following.text[0]
    if last == "-" and len(line.text) > 1 and line.text[-2].isalpha() and first.islower():
        return line.text[:-1], without_last(line.origin)
    if _needs_blank(line, last, first):
        return f"{line.text} ", with_blank(line.origin)
    return line.text, line.origin


def _needs_blank(line: Line, last: str, first: str) -> bool:
    """A break between Latin words is a blank; Han run on, and so do the figures of one number."""
    if is_wide(last) and is_wide(first):
        return False
    if is_wide(last) or is_wide(first):
        return line.trailing_blank
    if _ADDRESS.search(line.text) or (last.isdigit() and first.isdigit()):
        return line.trailing_blank
    return last not in "-/([" and first not in ".,;:!?)]%/"

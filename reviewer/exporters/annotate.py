"""The text of a document as html with its findings marked; report page and web page share it.

Findings may overlap, and marks may not nest across each other: so the text is cut at every
border of a finding, and each piece names all findings that cover it (``data-f="3 7"``).
The cutting is done here and not in a browser, whose offsets are UTF-16 units.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, pairwise

from reviewer.document import Block, BlockKind, Document, Span
from reviewer.exporters.wording import SEVERITIES, SHAPES
from reviewer.finding import Finding

_KIND_WORDS = {
    BlockKind.HEADER: "页眉",
    BlockKind.FOOTER: "页脚",
    BlockKind.FOOTNOTE: "脚注",
    BlockKind.TEXT_BOX: "文本框",
    BlockKind.ANNOTATION: "批注",
    BlockKind.OCR: "图像识别",
}
_HEADING_LEVELS = 6
# The words before a list that its items depend on; evidence that is no element of its own.
LEAD_IN_ROLE = "引语"


@dataclass(frozen=True, slots=True)
class _Marked:
    """A finding in one block: its 1-based number in the list, and whether it begins here."""

    number: int
    finding: Finding
    begins: bool

    def anchor(self, span: Span) -> int | None:
        """Where its flag stands in a block; None in the blocks that it only continues into."""
        return min(max(self.finding.span.start, span.start), span.end) if self.begins else None


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch that a finding's evidence points to, within its quote or far from it."""

    number: int
    role: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Overlay:
    """What is laid over the text, by index of block."""

    marked: dict[int, list[_Marked]]
    parts: dict[int, list[_Part]]
    prefix: str


def annotated_html(
    document: Document, findings: Sequence[Finding], *, prefix: str = "", evidence: bool = False
) -> str:
    """The document's text as an html fragment, its findings marked.

    Every finding has an element with the id ``{prefix}m-<number>`` in the text, which links
    to ``#{prefix}f-<number>``; numbers count from 1 in the order given. A marked piece is
    ``<mark class="<severity>" data-f="<numbers>">``, its severity the highest that covers it.

    Args:
        document: The document.
        findings: Findings of this document.
        prefix: Put before ids, where one page shows several documents.
        evidence: Whether pieces also name the parts of the conduct that they hold:
            ``data-e="<number>:<role> ..."``, on a ``span`` where no finding covers the piece.
    """
    overlay = _Overlay(
        marked=_by_block(document, findings),
        parts=_parts_by_block(document, findings) if evidence else {},
        prefix=prefix,
    )
    pieces: list[str] = []
    blocks = enumerate(document.blocks)
    for table, group in groupby(blocks, key=lambda item: item[1].cell and item[1].cell.table):
        render = _paragraphs if table is None else _table
        pieces.extend(render(document, list(group), overlay))
    return "\n".join(pieces)


def literal(text: str) -> str:
    """The text escaped for html; what html cannot hold shows as U+FFFD, one for one."""
    if text.isprintable():
        return escape(text)
    return escape("".join(_allowed(character) for character in text))


def _allowed(character: str) -> str:
    if character in "\t\n" or character.isprintable() or character.isspace():
        return " " if character in "\x0b\x0c\r\x1c\x1d\x1e\x1f\x85" else character
    # Zero-width characters stay; controls, surrogates and unassigned code points do not.
    return character if ord(character) >= 0xA0 and not 0xD800 <= ord(character) < 0xE000 else "\ufffd"


def _by_block(document: Document, findings: Sequence[Finding]) -> dict[int, list[_Marked]]:
    marked: dict[int, list[_Marked]] = {}
    for number, finding in enumerate(findings, 1):
        index = max(document.block_index(finding.span.start), 0)
        marked.setdefault(index, []).append(_Marked(number, finding, begins=True))
        for later in range(index + 1, len(document.blocks)):
            if document.blocks[later].span.start >= finding.span.end:
                break
            marked.setdefault(later, []).append(_Marked(number, finding, begins=False))
    return marked


def _parts_by_block(document: Document, findings: Sequence[Finding]) -> dict[int, list[_Part]]:
    parts: dict[int, list[_Part]] = {}
    for number, finding in enumerate(findings, 1):
        elements = [(element.role, element.span) for element in finding.evidence.elements]
        lead_in = finding.evidence.lead_in
        for role, span in [*elements, *([(LEAD_IN_ROLE, lead_in)] if lead_in else [])]:
            part = _Part(number, role, span)
            parts.setdefault(max(document.block_index(span.start), 0), []).append(part)
    return parts


Numbered = tuple[int, Block]


def _paragraphs(document: Document, blocks: Sequence[Numbered], overlay: _Overlay) -> Iterator[str]:
    for index, block in blocks:
        yield _block(document, index, block, overlay)


def _block(document: Document, index: int, block: Block, overlay: _Overlay) -> str:
    level = min(block.heading + 2, _HEADING_LEVELS) if block.heading else 0
    tag = f"h{level}" if level else "p"
    words = [_KIND_WORDS[block.kind]] if block.kind in _KIND_WORDS else []
    words += ["隐藏内容"] if block.hidden else []
    note = f'<span class="where">{"、".join(words)}</span> ' if words else ""
    page = f' data-page="{block.page}"' if block.page else ""
    body = "".join(_pieces(document, index, block.span, overlay))
    return f'<{tag} class="{block.kind.value}" data-start="{block.span.start}"{page}>{note}{body}</{tag}>'


def _table(document: Document, blocks: Sequence[Numbered], overlay: _Overlay) -> Iterator[str]:
    yield '<div class="table"><table>'
    for _, row in groupby(blocks, key=lambda item: item[1].cell.row if item[1].cell else 0):
        yield "<tr>"
        for _, cell in groupby(row, key=lambda item: item[1].cell.column if item[1].cell else 0):
            paragraphs = list(cell)
            yield f"<td{_spans(paragraphs[0][1])}>"
            yield from _paragraphs(document, paragraphs, overlay)
            yield "</td>"
        yield "</tr>"
    yield "</table></div>"


def _spans(block: Block) -> str:
    cell = block.cell
    rows = f' rowspan="{cell.row_span}"' if cell and cell.row_span > 1 else ""
    columns = f' colspan="{cell.column_span}"' if cell and cell.column_span > 1 else ""
    return rows + columns


def _pieces(document: Document, index: int, span: Span, overlay: _Overlay) -> Iterator[str]:
    """The text of a block, cut at every border; flags stand where findings begin."""
    marked, parts = overlay.marked.get(index, []), overlay.parts.get(index, [])
    spans = [item.finding.span for item in marked] + [part.span for part in parts]
    borders = {border for covered in spans for border in (covered.start, covered.end)}
    cuts = sorted({span.start, span.end} | {border for border in borders if span.start < border < span.end})
    for start, end in pairwise([*cuts, span.end]):
        yield from (_flag(item, overlay.prefix) for item in marked if item.anchor(span) == start)
        if start == end:
            return
        piece = Span(start, end)
        covering = [item for item in marked if piece in item.finding.span]
        seen = [part for part in parts if piece in part.span]
        yield _piece(literal(document.text[start:end]), covering, seen)


def _piece(text: str, covering: Sequence[_Marked], parts: Sequence[_Part]) -> str:
    roles = " ".join(f"{part.number}:{part.role}" for part in parts)
    evidence = f' data-e="{literal(roles)}"' if parts else ""
    if covering:
        return _mark(text, covering, evidence)
    return f"<span{evidence}>{text}</span>" if parts else text


def _flag(item: _Marked, prefix: str) -> str:
    severity = item.finding.severity
    return (
        f'<a class="flag {severity.value}" id="{prefix}m-{item.number}" href="#{prefix}f-{item.number}">'
        f"{SHAPES[severity]}{SEVERITIES[severity]}{item.number}</a>"
    )


def _mark(text: str, covering: Sequence[_Marked], evidence: str) -> str:
    worst = max(covering, key=lambda item: item.finding.severity.rank).finding.severity
    numbers = " ".join(str(item.number) for item in covering)
    titles = "；".join(f"{item.number} {item.finding.title}" for item in covering)
    attributes = f'class="{worst.value}" data-f="{numbers}"{evidence} title="{literal(titles)}"'
    return f"<mark {attributes}>{text}</mark>"

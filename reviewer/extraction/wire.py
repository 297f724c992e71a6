"""A `Document` as bytes, for the way from the child process that extracts to its parent.

The child parses hostile files; were it taken over, it could send anything. So nothing is
unpickled: the structure goes as JSON, the text as UTF-8, the glyph boxes as raw numbers,
and whoever reads builds the objects anew and checks every offset.
"""

from __future__ import annotations

import json
import struct
from itertools import pairwise
from typing import Any

from reviewer.document import (
    Block,
    BlockKind,
    BoxPlace,
    CellPlace,
    Document,
    FixedOrigin,
    GlyphOrigin,
    LinePlace,
    Note,
    Origin,
    RunOrigin,
    RunPlace,
    Segment,
    SourcePlace,
    Span,
    TableCell,
    Unread,
)

_LENGTHS = struct.Struct("<QQQ")
_BLOCK_KINDS = {str(kind): kind for kind in BlockKind}
# "t" keeps a tuple of doubles apart from a memoryview of doubles.
_NUMBER_BYTES = {"f": 4, "d": 8, "t": 8}


def encode_document(document: Document) -> bytes:
    """The document as bytes; `decode_document` gives an equal one back.

    Raises:
        TypeError: A segment has an origin that this module does not know.
    """
    numbers = bytearray()
    structure = {
        "name": document.name,
        "digest": document.digest,
        "media_type": document.media_type,
        "pages": document.pages,
        "passage": document.passage,
        "unread": [[item.part, item.reason, item.remedy] for item in document.unread],
        "notes": [[note.kind, note.text, *_span_fields(note.span)] for note in document.notes],
        "blocks": [_block_fields(block) for block in document.blocks],
        "segments": [
            [segment.start, segment.end, *_origin_fields(segment.origin, numbers)]
            for segment in document.segments
        ],
    }
    text = document.text.encode("utf-8", "surrogatepass")
    head = json.dumps(structure, separators=(",", ":")).encode("ascii")
    return b"".join((_LENGTHS.pack(len(head), len(text), len(numbers)), head, text, bytes(numbers)))


def decode_document(data: bytes) -> Document:
    """The document that `encode_document` wrote.

    Raises:
        ValueError: The bytes are no such document, or its offsets do not hold.
    """
    try:
        return _decode(data)
    except (struct.error, KeyError, TypeError, IndexError, RecursionError) as error:
        raise ValueError("not an encoded document") from error


def _decode(data: bytes) -> Document:
    head_bytes, text_bytes, number_bytes = _LENGTHS.unpack_from(data)
    if _LENGTHS.size + head_bytes + text_bytes + number_bytes != len(data):
        raise ValueError("lengths do not add up")
    text_start = _LENGTHS.size + head_bytes
    structure = json.loads(data[_LENGTHS.size : text_start])
    text = data[text_start : text_start + text_bytes].decode("utf-8", "surrogatepass")
    numbers = memoryview(data)[text_start + text_bytes :]
    segments = tuple(
        Segment(_count(start), _count(end), _origin(fields, numbers, end - start))
        for start, end, *fields in structure["segments"]
    )
    blocks = tuple(_block(fields) for fields in structure["blocks"])
    _check_order([(block.span.start, block.span.end) for block in blocks], len(text))
    _check_order([(segment.start, segment.end) for segment in segments], len(text))
    return Document(
        name=_string(structure["name"]),
        text=text,
        blocks=blocks,
        segments=segments,
        digest=_string(structure["digest"]),
        media_type=_string(structure["media_type"]),
        pages=_count(structure["pages"]),
        unread=tuple(
            Unread(part=_string(part), reason=_string(reason), remedy=_string(remedy))
            for part, reason, remedy in structure["unread"]
        ),
        notes=tuple(_note(len(text), *fields) for fields in structure["notes"]),
        passage=structure["passage"] is True,
    )


def _check_order(ranges: list[tuple[int, int]], length: int) -> None:
    """Ranges follow one another inside the text."""
    if any(start > end for start, end in ranges) or (ranges and ranges[-1][1] > length):
        raise ValueError("an offset lies outside the text")
    if any(first[1] > second[0] for first, second in pairwise(ranges)):
        raise ValueError("ranges overlap")


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("not a count")
    return value


def _string(value: object) -> str:
    if type(value) is not str:
        raise ValueError("not a string")
    return value


def _number(value: object) -> float:
    if type(value) not in {float, int}:
        raise ValueError("not a number")
    return float(value)  # type: ignore[arg-type]


# --- blocks and notes -----------------------------------------------------------------------


def _span_fields(span: Span | None) -> list[int] | list[None]:
    return [None, None] if span is None else [span.start, span.end]


def _note(length: int, kind: object, text: object, start: object, end: object) -> Note:
    span = None if start is None else Span(_count(start), _count(end))
    if span is not None and not span.start <= span.end <= length:
        raise ValueError("a note lies outside the text")
    return Note(kind=_string(kind), text=_string(text), span=span)


def _block_fields(block: Block) -> list[Any]:
    cell = block.cell
    return [
        block.span.start,
        block.span.end,
        block.kind,
        None if cell is None else [cell.table, cell.row, cell.column, cell.row_span, cell.column_span],
        block.page,
        block.heading,
        block.confidence,
        block.hidden,
    ]


def _block(fields: list[Any]) -> Block:
    start, end, kind, cell, page, heading, confidence, hidden = fields
    return Block(
        span=Span(_count(start), _count(end)),
        kind=_BLOCK_KINDS[kind],
        cell=None if cell is None else _table_cell(cell),
        page=None if page is None else _count(page),
        heading=_count(heading),
        confidence=None if confidence is None else _number(confidence),
        hidden=hidden is True,
    )


def _table_cell(fields: list[Any]) -> TableCell:
    table, row, column, row_span, column_span = map(_count, fields)
    return TableCell(table=table, row=row, column=column, row_span=row_span, column_span=column_span)


# --- origins --------------------------------------------------------------------------------


def _origin_fields(origin: Origin, numbers: bytearray) -> list[Any]:
    if isinstance(origin, GlyphOrigin):
        start = len(numbers)
        boxes = origin.boxes
        if isinstance(boxes, tuple):
            numbers += struct.pack(f"<{len(boxes)}d", *boxes)
            return ["glyphs", origin.page, "t", start, len(numbers)]
        view = memoryview(boxes)
        numbers += view.tobytes()
        return ["glyphs", origin.page, view.format, start, len(numbers)]
    if isinstance(origin, RunOrigin):
        return ["stretch", *_place_fields(origin.at)]
    if isinstance(origin, FixedOrigin):
        return _place_fields(origin.at)
    raise TypeError(f"unknown origin {type(origin).__name__}")


def _place_fields(place: SourcePlace) -> list[Any]:
    match place:
        case RunPlace():
            return ["run", place.part, place.paragraph, place.run, place.offset]
        case LinePlace():
            return ["line", place.line]
        case BoxPlace():
            return ["box", place.page, *place.box]
        case CellPlace():
            return ["cell", place.sheet, place.cell]


def _origin(fields: list[Any], numbers: memoryview, length: int) -> Origin:
    if fields[0] == "glyphs":
        return _glyphs(*fields[1:], numbers=numbers, length=length)
    if fields[0] == "stretch":
        place = _place(fields[1:])
        if isinstance(place, RunPlace):
            return RunOrigin(place)
        raise ValueError("a stretch belongs to a run")
    return FixedOrigin(_place(fields))


def _glyphs(
    page: object, form: str, start: object, end: object, *, numbers: memoryview, length: int
) -> GlyphOrigin:
    size = _NUMBER_BYTES[form]
    chosen = numbers[_count(start) : _count(end)]
    if len(chosen) != 4 * size * length:
        raise ValueError("four numbers belong to each glyph")
    if form == "t":
        return GlyphOrigin(_count(page), struct.unpack(f"<{4 * length}d", chosen))
    return GlyphOrigin(_count(page), chosen.cast(form))  # type: ignore[call-overload]


def _place(fields: list[Any]) -> SourcePlace:
    kind, *values = fields
    if kind == "line":
        (line,) = values
        return LinePlace(line=_count(line))
    if kind == "run":
        part, paragraph, run, offset = values
        offset = -1 if offset == -1 else _count(offset)
        return RunPlace(part=_string(part), paragraph=_count(paragraph), run=_count(run), offset=offset)
    if kind == "cell":
        sheet, cell = values
        return CellPlace(sheet=_string(sheet), cell=_string(cell))
    if kind == "box":
        page, *edges = values
        left, top, right, bottom = map(_number, edges)
        return BoxPlace(page=_count(page), box=(left, top, right, bottom))
    raise ValueError("unknown place")

"""txt, md and csv: characters are replaced where they stand, in the file's own encoding and line ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from reviewer.document import CellPlace, Document, Span
from reviewer.errors import UnreadableDocument
from reviewer.extraction.decoding import decode_text
from reviewer.extraction.delimited import column_name, find_delimiter
from reviewer.extraction.limits import Limits
from reviewer.redaction.leaves import Leaf, replace
from reviewer.redaction.stretches import Stretch
from reviewer.redaction.sweep import Sweep

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    *(b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"\x84\x31\x95\x33"),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"),
)
Places = Mapping[int, int]
"""For code points of the document: where they stand in the text of the file."""


def redact_text(
    data: bytes, document: Document, stretches: Sequence[Stretch], sweep: Sweep, limits: Limits
) -> bytes:
    """A copy of a text with its stretches replaced; all other bytes are the same."""
    del limits
    return _rewritten(data, document, stretches, sweep, _text_places)


def redact_csv(
    data: bytes, document: Document, stretches: Sequence[Stretch], sweep: Sweep, limits: Limits
) -> bytes:
    """A copy of a table in text form with its stretches replaced; all other bytes are the same."""
    del limits
    return _rewritten(data, document, stretches, sweep, _csv_places)


def source_text(data: bytes, name: str, declared: str | None = None) -> tuple[bytes, str, str]:
    """Byte order mark, encoding and text of a file, such that they make up the same bytes again.

    Raises:
        UnreadableDocument: Bytes that do not fit the encoding: they could not be written back.
    """
    decoded = decode_text(data, name, declared)
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    if mark + decoded.text.encode(decoded.encoding, "replace") != data:
        raise UnreadableDocument(
            name, "文件中有不符合其编码的字节，改写后会丢失", "请用原软件打开，另存为 UTF-8 编码后再遮盖"
        )
    return mark, decoded.encoding, decoded.text


def _rewritten(
    data: bytes,
    document: Document,
    stretches: Sequence[Stretch],
    sweep: Sweep,
    places_of: Callable[[Document, str], Places],
) -> bytes:
    mark, encoding, text = source_text(data, document.name)
    places = places_of(document, text)
    leaf = Leaf.of(text)
    for stretch in stretches:
        offsets = range(stretch.span.start, stretch.span.end)
        found = [(leaf, places[offset]) for offset in offsets if offset in places]
        if len(found) == len(offsets):
            replace(found, stretch.replacement)
    _sweep(leaf, sweep)
    return mark + leaf.text.encode(encoding)


def _sweep(leaf: Leaf, sweep: Sweep) -> None:
    """Repeats of hidden values: a name that only one of two sentences exposes is one name."""
    offsets = [index for index, characters in enumerate(leaf.characters) for _ in characters]
    for repeat in sweep.find(leaf.text):
        touched = dict.fromkeys(offsets[repeat.start : repeat.end])
        replace([(leaf, index) for index in touched], repeat.replacement)


def _text_places(document: Document, text: str) -> Places:
    """The document has one newline for each line end of the file."""
    places = [
        index for index, character in enumerate(text) if character != "\n" or text[index - 1 : index] != "\r"
    ]
    return dict(enumerate(places[: len(document.text)]))


def _csv_places(document: Document, text: str) -> Places:
    """The characters of each cell, by the cells that the reader of tables has told apart."""
    cells = _cells(text, find_delimiter(text))
    places: dict[int, int] = {}
    for block in document.blocks:
        place = document.places(Span(block.span.start, block.span.start + 1))[0]
        if isinstance(place, CellPlace):
            stripped = _stripped(text, cells.get(place.cell, []))
            if len(stripped) == len(block.span):
                places.update(enumerate(stripped, block.span.start))
    return places


def _stripped(text: str, offsets: list[int]) -> list[int]:
    """The characters of a cell as the document has them: no blanks at the ends, one for a line end."""
    kept = [offset for offset in offsets if text[offset] != "\n" or text[max(offset - 1, 0) : offset] != "\r"]
    while kept and text[kept[0]].isspace():
        kept.pop(0)
    while kept and text[kept[-1]].isspace():
        kept.pop()
    return kept


def _cells(text: str, delimiter: str) -> dict[str, list[int]]:
    """Where the characters of each cell stand, quotes and their doubles left out (RFC 4180)."""
    cells: dict[str, list[int]] = {}
    row = column = position = 0
    while position < len(text):
        offsets, position = _cell(text, position, delimiter)
        cells[f"{column_name(column)}{row + 1}"] = offsets
        if position < len(text) and text[position] == delimiter:
            column, position = column + 1, position + 1
            continue
        row, column = row + 1, 0
        position += 2 if text.startswith("\r\n", position) else 1
    return cells


def _cell(text: str, position: int, delimiter: str) -> tuple[list[int], int]:
    """The characters of one cell, and where it ends."""
    offsets: list[int] = []
    quoted = text.startswith('"', position)
    position += quoted
    while position < len(text):
        character = text[position]
        if quoted and character == '"':
            if text.startswith('""', position):
                offsets.append(position)
                position += 2
                continue
            quoted = False
        elif not quoted and (character == delimiter or character in "\r\n"):
            break
        else:
            offsets.append(position)
        position += 1
    return offsets, position

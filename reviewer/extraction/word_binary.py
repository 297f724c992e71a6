"""The characters of a legacy Word file, read from its piece table, to check a conversion against.

Not an extractor: styles, tables and numbering are lost this way. It only tells how much
text the file holds ([MS-DOC] 2.4.1, 2.8.35), so that a conversion that lost some is noticed.
"""

from __future__ import annotations

import io
import re
import struct

import olefile

_FLAGS = 0x0A
_TABLE_ONE = 0x0200
_CLX = 0x1A2
_TEXT_LENGTH = 0x4C
_PIECE_BYTES = 8
_COMPRESSED = 0x4000_0000
_PIECES = 0x02
_PROPERTIES = 0x01
_HEADER_BYTES = _CLX + 8
# Field instructions (HYPERLINK ..., PAGEREF ...) stand between these marks and are never shown.
_INSTRUCTION = re.compile("\x13[^\x13-\x15]*[\x14\x15]")


def word_characters(data: bytes) -> str:
    """The main text of a Word file with its control characters; empty where it cannot be told."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as source:
            document: bytes = source.openstream("WordDocument").read()
            flags, start, length = _locate(document)
            table: bytes = source.openstream("1Table" if flags & _TABLE_ONE else "0Table").read()
            (characters,) = struct.unpack_from("<i", document, _TEXT_LENGTH)
            text = "".join(_pieces(document, table[start : start + length]))
    except (OSError, struct.error, ValueError, IndexError, KeyError, TypeError, OverflowError):
        return ""
    return _INSTRUCTION.sub("", text[: max(characters, 0)])


def _locate(document: bytes) -> tuple[int, int, int]:
    if len(document) < _HEADER_BYTES:
        raise ValueError("no header of Word 97 or later")
    (flags,) = struct.unpack_from("<H", document, _FLAGS)
    start, length = struct.unpack_from("<II", document, _CLX)
    return flags, start, length


def _pieces(document: bytes, table: bytes) -> list[str]:
    offset = 0
    while offset < len(table) and table[offset] == _PROPERTIES:
        offset += 3 + struct.unpack_from("<H", table, offset + 1)[0]
    if offset >= len(table) or table[offset] != _PIECES:
        raise ValueError("no piece table")
    (size,) = struct.unpack_from("<I", table, offset + 1)
    plc = table[offset + 5 : offset + 5 + size]
    count = (len(plc) - 4) // (4 + _PIECE_BYTES)
    positions = struct.unpack_from(f"<{count + 1}I", plc)
    pieces = []
    for index in range(count):
        length = positions[index + 1] - positions[index]
        (place,) = struct.unpack_from("<I", plc, 4 * (count + 1) + _PIECE_BYTES * index + 2)
        pieces.append(_piece(document, place, length))
    return pieces


def _piece(document: bytes, place: int, length: int) -> str:
    if length < 0 or length > len(document):
        raise ValueError("a piece lies outside the file")
    if place & _COMPRESSED:
        start = (place & ~_COMPRESSED) // 2
        return document[start : start + length].decode("cp1252", "replace")
    return document[place : place + 2 * length].decode("utf-16-le", "replace")

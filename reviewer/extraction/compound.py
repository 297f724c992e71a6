"""OLE compound files: legacy Word, WPS and Excel, and the wrapper of encrypted Office files.

Only the directory and a few header fields are read here; LibreOffice reads the contents.
Layout of the file information block (FIB) and of the records: [MS-DOC] 2.5, [MS-XLS] 2.4.117.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

import olefile

from reviewer.errors import UnreadableDocument

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_REMEDY = "请用原软件解除密码或权限限制，另存后再提交"
_DAMAGED_REMEDY = "请用原软件打开并另存后再提交"

_FIB_BYTES = 0x50
_FIB_FLAGS = 0x0A
_FIB_ENCRYPTED = 0x0100
_FIB_TEXT_LENGTH = 0x4C
_BIFF_FILE_PASS = 0x2F
_BIFF_HEADER_RECORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class CompoundFile:
    """What the directory of a compound file tells.

    Attributes:
        streams: Paths of its streams, joined by ``/``, lower case.
        word_header: First bytes of the stream ``WordDocument``, empty where there is none.
        sheet_header: First bytes of the stream ``Workbook`` or ``Book``, empty where there is none.
    """

    streams: frozenset[str]
    word_header: bytes
    sheet_header: bytes

    @property
    def has_macros(self) -> bool:
        """Whether it carries a VBA project."""
        return any(part.endswith("vba/_vba_project") or part == "_vba_project" for part in self.streams)

    @property
    def declared_characters(self) -> int:
        """Characters of the main text by the FIB (``ccpText``), 0 where it is not a Word file."""
        if len(self.word_header) < _FIB_BYTES:
            return 0
        return max(0, int(struct.unpack_from("<i", self.word_header, _FIB_TEXT_LENGTH)[0]))


def open_compound(data: bytes, name: str) -> CompoundFile:
    """Directory and headers of a compound file.

    Raises:
        UnreadableDocument: Damaged beyond its directory, encrypted, or under rights management.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as source:
            paths = ["/".join(path).lower() for path in source.listdir()]
            compound = CompoundFile(
                streams=frozenset(paths),
                word_header=_head(source, "worddocument", paths, _FIB_BYTES),
                sheet_header=_head(source, "workbook", paths, 512) or _head(source, "book", paths, 512),
            )
    # olefile parses whatever stands there; hostile numbers surface as any of these.
    except (OSError, ValueError, IndexError, KeyError, TypeError, struct.error, OverflowError) as error:
        raise UnreadableDocument(name, "复合文档已损坏或不完整，无法打开", _DAMAGED_REMEDY) from error
    _refuse_encrypted(compound, name)
    return compound


def _head(source: olefile.OleFileIO, stream: str, paths: list[str], size: int) -> bytes:
    return bytes(source.openstream(stream).read(size)) if stream in paths else b""


def _refuse_encrypted(compound: CompoundFile, name: str) -> None:
    if "\tdrmcontent" in compound.streams:
        raise UnreadableDocument(name, "文件已加密（受权限管理保护）", _ENCRYPTED_REMEDY)
    if (
        "encryptedpackage" in compound.streams
        or _word_is_encrypted(compound.word_header)
        or _workbook_is_encrypted(compound.sheet_header)
    ):
        raise UnreadableDocument(name, "文件已加密（设有打开密码）", _ENCRYPTED_REMEDY)


def _word_is_encrypted(header: bytes) -> bool:
    if len(header) < _FIB_FLAGS + 2:
        return False
    return bool(struct.unpack_from("<H", header, _FIB_FLAGS)[0] & _FIB_ENCRYPTED)


def _workbook_is_encrypted(header: bytes) -> bool:
    """Whether a FILEPASS record stands among the first records of the workbook stream."""
    offset = 0
    for _ in range(_BIFF_HEADER_RECORDS):
        if offset + 4 > len(header):
            return False
        record, length = struct.unpack_from("<HH", header, offset)
        if record == _BIFF_FILE_PASS:
            return True
        offset += 4 + length
    return False

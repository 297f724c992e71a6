"""Small files of every format that is read without LibreOffice, and zips made to do harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cache

from reviewer.errors import UnreadableDocument
from tests.reviewer.extraction.docx_files import make_docx, paragraph
from tests.reviewer.extraction.test_hostile import make_ofd, make_pdf, make_xlsx

LINES = (
    "关于规范公平竞争审查工作的通知",
    "第一条　本市各单位应当遵守本办法。",
    "第二条　对本地企业给予奖励。",
)
MAIN_PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/worksheets/sheet1.xml",
    "ofd": "Doc_0/Page.xml",
}
"""The part of each zipped format that holds the text."""


@cache
def seeds() -> dict[str, bytes]:
    """A good file of each format, by suffix."""
    html = "".join(f"<p>{line}</p>" for line in LINES)
    return {
        "docx": make_docx("".join(map(paragraph, LINES))),
        "xlsx": make_xlsx(),
        "ofd": make_ofd(),
        "pdf": make_pdf(),
        "html": f"<html><body>{html}</body></html>".encode(),
        "txt": "\n".join(LINES).encode(),
        "csv": "姓名,电话\n某某,无\n".encode("gb18030"),
    }


def is_told(error: UnreadableDocument) -> bool:
    """Whether an error says why the file was not read and what to do."""
    return bool(error.reason and error.remedy)


def with_members(data: bytes, members: dict[str, bytes]) -> bytes:
    """The zip with members added or replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        kept = {info.filename: archive.read(info) for info in archive.infolist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (kept | members).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def members_of(data: bytes) -> list[str]:
    """Names of the members of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def overlapping_zip(members: int, size: int) -> bytes:
    """A zip whose many members share one piece of compressed data."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = packed.compress(b"<a/>" + b" " * size) + packed.flush()
    checksum = zlib.crc32(b"<a/>" + b" " * size)
    head = struct.pack("<4sHHHHHLLLHH", b"PK\3\4", 20, 0, 8, 0, 0, checksum, len(content), size + 4, 1, 0)
    file = head + b"a" + content
    directory = b"".join(
        struct.pack(
            "<4sHHHHHHLLLHHHHHLL",
            b"PK\1\2",
            20,
            20,
            0,
            8,
            0,
            0,
            checksum,
            len(content),
            size + 4,
            5,
            0,
            0,
            0,
            0,
            0,
            0,
        )
        + f"{index:05}".encode()
        for index in range(members)
    )
    end = struct.pack(
        "<4sHHHHLLH", b"PK\5\6", 0, 0, members & 0xFFFF, members & 0xFFFF, len(directory), len(file), 0
    )
    return file + directory + end


def with_false_sizes(data: bytes, declared: int) -> bytes:
    """The zip, its directory telling that every member is small."""
    changed, position = bytearray(data), data.find(b"PK\1\2")
    while position >= 0:
        changed[position + 24 : position + 28] = struct.pack("<L", declared)
        position = data.find(b"PK\1\2", position + 4)
    return bytes(changed)

"""What a file is, by its content; the name only breaks ties between kinds of plain text.

Public libraries for this know nothing of OFD and take a .wps for what its name says, so
the marks are looked for here: magic bytes, members of a zip, streams of a compound file.
"""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePosixPath

from reviewer.errors import UnreadableDocument
from reviewer.extraction.compound import SIGNATURE as COMPOUND_SIGNATURE
from reviewer.extraction.compound import open_compound

ACCEPTED = (
    "请提交 docx、doc、wps、rtf、odt、pdf、ofd、xlsx、xls、csv、html、txt、md 文件"
    "或 png、jpg、tif 图片；成批文件可用 zip"
)
_DAMAGED_REMEDY = "请用原软件打开并另存后再提交"
_WORDPROCESSING = "application/vnd.openxmlformats-officedocument"
_HEAD_BYTES = 4096
_TEXT_SAMPLE_BYTES = 65_536


class MediaType(StrEnum):
    """The media types that are told apart and read."""

    DOCX = f"{_WORDPROCESSING}.wordprocessingml.document"
    DOCM = "application/vnd.ms-word.document.macroenabled.12"
    XLSX = f"{_WORDPROCESSING}.spreadsheetml.sheet"
    XLSM = "application/vnd.ms-excel.sheet.macroenabled.12"
    OFD = "application/ofd"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    DOC = "application/msword"
    WORKS = "application/vnd.ms-works"
    XLS = "application/vnd.ms-excel"
    RTF = "application/rtf"
    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    HTML = "text/html"
    CSV = "text/csv"
    TEXT = "text/plain"
    ZIP = "application/zip"


_MAGIC: tuple[tuple[bytes, MediaType], ...] = (
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"II*\x00", MediaType.TIFF),
    (b"MM\x00*", MediaType.TIFF),
    (b"{\\rtf", MediaType.RTF),
)
_NOT_READ: tuple[tuple[bytes, str], ...] = (
    (b"Rar!\x1a\x07", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩文件"),
    (b"BZh", "bzip2 压缩文件"),
    (b"\xfd7zXZ\x00", "xz 压缩文件"),
    (b"(\xb5/\xfd", "zstd 压缩文件"),
    (b"MZ", "Windows 程序"),
    (b"\x7fELF", "Linux 程序"),
    (b"GIF8", "GIF 图片"),
    (b"BM", "BMP 图片"),
    (b"RIFF", "RIFF 媒体文件（WebP、WAV 或 AVI）"),
    (b"8BPS", "PSD 图片"),
    (b"SQLite format 3\x00", "SQLite 数据库"),
    (b"AC1", "AutoCAD 图纸"),
    (b"%!PS", "PostScript 文件"),
    (b"CAJ", "CAJ 文献"),
    (b"ID3", "MP3 音频"),
    (b"\xca\xfe\xba\xbe", "Java 程序"),
)
_OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": MediaType.ODT,
    "application/vnd.oasis.opendocument.text-template": MediaType.ODT,
    "application/vnd.oasis.opendocument.spreadsheet": MediaType.ODS,
    "application/vnd.oasis.opendocument.spreadsheet-template": MediaType.ODS,
}
_TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".tab", ".xls", ".xlsx", ".et"})
_HTML_SUFFIXES = frozenset({".htm", ".html", ".xhtml", ".shtml"})
_HTML_START = re.compile(
    rb"(?is)\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b"
)
_HTML_TAG = re.compile(rb"(?i)<(?:html|head|body|div|p|span|table|title|br|a)\b[^<>]*>")
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# What a text never holds: C0 controls other than tab, line breaks, form feed and escape.
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.02


def sniff(data: bytes, name: str) -> MediaType:
    """The media type of a file by its content.

    Raises:
        UnreadableDocument: Empty, encrypted, damaged, or of a type that is not read; the
            message names the type found and the types accepted.
    """
    if not data.strip(b"\x00\t\r\n\x0c "):
        raise UnreadableDocument(
            name, "文件为空" if not data else "文件没有内容（只有空白）", "请核对后重新提交"
        )
    for magic, media_type in _MAGIC:
        if data.startswith(magic):
            return media_type
    if data.startswith(COMPOUND_SIGNATURE):
        return _sniff_compound(data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _sniff_zip(data, name)
    if _is_pdf(data, name):
        return MediaType.PDF
    return _sniff_text(data, name)


def unsupported(name: str, found: str) -> UnreadableDocument:
    """The error for a file of a type that is not read."""
    return UnreadableDocument(name, f"文件类型为{found}，不在可审查的格式之列", ACCEPTED)


def _is_pdf(data: bytes, name: str) -> bool:
    """The header may stand after some foreign bytes; a damaged file may have lost it (ISO 32000-1, H.3)."""
    if b"%PDF-" in data[:1024]:
        return True
    lost_header = b"endobj" in data or b"startxref" in data[-2048:]
    return lost_header and PurePosixPath(name).suffix.lower() == ".pdf"


def _sniff_compound(data: bytes, name: str) -> MediaType:
    compound = open_compound(data, name)
    streams = compound.streams
    if compound.word_header:
        return MediaType.DOC
    if compound.sheet_header:
        return MediaType.XLS
    if "powerpoint document" in streams:
        raise unsupported(name, "演示文稿（ppt、dps）")
    if {"mm", "mn0"} <= streams or "contents" in streams or "matost" in streams:
        return MediaType.WORKS
    if any(stream.startswith("__substg1.0") for stream in streams):
        raise unsupported(name, "Outlook 邮件（msg）")
    raise unsupported(name, "未知的 OLE 复合文档")


def _sniff_zip(data: bytes, name: str) -> MediaType:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _sniff_members(archive, name)
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError, OSError) as error:
        raise UnreadableDocument(name, "压缩容器已损坏或不完整，无法打开", _DAMAGED_REMEDY) from error


def _sniff_members(archive: zipfile.ZipFile, name: str) -> MediaType:
    stored = {member.replace("\\", "/").lstrip("/").lower() for member in archive.namelist()}
    if "ofd.xml" in stored:
        return MediaType.OFD
    if "[content_types].xml" in stored or "word/document.xml" in stored:
        return _sniff_office(stored, name)
    if "mimetype" in stored:
        return _sniff_open_document(archive, name)
    return MediaType.ZIP


def _sniff_office(stored: set[str], name: str) -> MediaType:
    macros = any(member.endswith("vbaproject.bin") for member in stored)
    if any(member.startswith("word/") for member in stored):
        return MediaType.DOCM if macros else MediaType.DOCX
    if any(member.startswith("xl/") for member in stored):
        if "xl/workbook.bin" in stored:
            raise unsupported(name, "Excel 二进制工作簿（xlsb）")
        return MediaType.XLSM if macros else MediaType.XLSX
    if any(member.startswith("ppt/") for member in stored):
        raise unsupported(name, "演示文稿（pptx）")
    raise unsupported(name, "未知的 Office 开放文档")


def _sniff_open_document(archive: zipfile.ZipFile, name: str) -> MediaType:
    with archive.open("mimetype") as member:
        declared = member.read(200).decode("ascii", "replace").strip()
    if declared in _OPEN_DOCUMENT:
        return _OPEN_DOCUMENT[declared]
    if declared == "application/epub+zip":
        raise unsupported(name, "电子书（epub）")
    if declared.startswith("application/vnd.oasis.opendocument."):
        raise unsupported(name, "开放文档格式的图形或演示文稿")
    return MediaType.ZIP


def _sniff_text(data: bytes, name: str) -> MediaType:
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    head = data[:_HEAD_BYTES].replace(b"\x00", b"")
    if _HTML_START.match(head) or (suffix in _HTML_SUFFIXES and _HTML_TAG.search(head)):
        return MediaType.HTML
    if head.lstrip()[:13].lower() == b"mime-version:":
        raise unsupported(name, "单一文件网页或邮件（mht、eml）")
    if not _is_text(data[:_TEXT_SAMPLE_BYTES]):
        found = next((kind for magic, kind in _NOT_READ if data.startswith(magic)), "未知的二进制文件")
        raise unsupported(name, found)
    return MediaType.CSV if suffix in _TABLE_SUFFIXES else MediaType.TEXT


def _is_text(sample: bytes) -> bool:
    """Whether the bytes can be a text: UTF-16, or an encoding without control characters.

    A few stray NUL bytes do not make a text unreadable; every second byte a NUL is UTF-16
    that lost its mark.
    """
    if sample.startswith(_TEXT_MARKS):
        return True
    if max(sample[0::2].count(0), sample[1::2].count(0)) > len(sample) * 0.2:
        return min(sample[0::2].count(0), sample[1::2].count(0)) * 20 < len(sample)
    return len(_CONTROLS.findall(sample)) <= _CONTROL_SHARE * len(sample) + 1

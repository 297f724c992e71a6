"""What a file is goes by its content."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from reviewer.errors import UnreadableDocument
from reviewer.extraction.sniff import MediaType, sniff


def named_zip(members: dict[str, bytes]) -> bytes:
    """A zip with members of any name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return buffer.getvalue()


DOCX = named_zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
DOCM = named_zip(
    {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", "word/vbaProject.bin": b"\x00"}
)
XLSX = named_zip({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"})
PPTX = named_zip({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<w/>"})
OFD = named_zip({"OFD.xml": b"<OFD/>"})
OFD_ODDLY_NAMED = named_zip({"/ofd.XML": b"<OFD/>"})
ODT = named_zip({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<o/>"})
ODS = named_zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<o/>"})
NO_STREAM = 0xFFFFFFFF
PLAIN_ZIP = named_zip({"通知.txt": "通知".encode()})


def readable(*rows: tuple[bytes, str] | tuple[bytes, str, MediaType]) -> list[object]:
    """Rows whose bytes do not stand in the test's name."""
    return [pytest.param(*row, id=f"{number}-{row[-1]}") for number, row in enumerate(rows)]


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    readable(
        (DOCX, "通知.docx", MediaType.DOCX),
        (DOCX, "通知.wps", MediaType.DOCX),
        (DOCX, "通知.pdf", MediaType.DOCX),
        (DOCM, "通知.docx", MediaType.DOCM),
        (XLSX, "名单.docx", MediaType.XLSX),
        (OFD, "批复.zip", MediaType.OFD),
        (OFD_ODDLY_NAMED, "批复.ofd", MediaType.OFD),
        (ODT, "通知", MediaType.ODT),
        (ODS, "名单", MediaType.ODS),
        (PLAIN_ZIP, "材料.docx", MediaType.ZIP),
        (b"%PDF-1.7\n", "a.txt", MediaType.PDF),
        (b"\r\n\x01junk%PDF-1.7\n", "a.pdf", MediaType.PDF),
        (b"1 0 obj\n<<>>\nendobj\n", "a.pdf", MediaType.PDF),
        (b"{\\rtf1\\ansi", "a.doc", MediaType.RTF),
        (b"\x89PNG\r\n\x1a\n0000", "a.jpg", MediaType.PNG),
        (b"\xff\xd8\xff\xe0", "a", MediaType.JPEG),
        (b"II*\x00", "a", MediaType.TIFF),
        (b"MM\x00*", "a", MediaType.TIFF),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>", "a.doc", MediaType.HTML),
        ("<html>".encode("utf-16"), "a.txt", MediaType.TEXT),
        (b"<!-- saved --><HTML>", "a", MediaType.HTML),
        ("<p>第一条</p>".encode(), "a.html", MediaType.HTML),
        ("<p>第一条</p>".encode(), "a.md", MediaType.TEXT),
        ("姓名,电话".encode("gb18030"), "名单.csv", MediaType.CSV),
        ("姓名\t电话".encode(), "名单.xls", MediaType.CSV),
        ("姓名,电话".encode(), "名单.txt", MediaType.TEXT),
        ("第一条".encode("utf-16"), "a", MediaType.TEXT),
        (("第一条 abc def ghi" * 9).encode("utf-16-le"), "a", MediaType.TEXT),
        ("第一条".encode("gb18030"), "a.docx", MediaType.TEXT),
        ("第一条\x00第二条".encode(), "a.txt", MediaType.TEXT),
    ),
)
def test_the_type_goes_by_content(data: bytes, name: str, expected: MediaType) -> None:
    """The name decides only between kinds of plain text."""
    assert sniff(data, name) is expected


@pytest.mark.parametrize(
    ("data", "found"),
    readable(
        (b"", "文件为空"),
        (b"\x00\x00 \r\n", "文件没有内容"),
        (PPTX, "演示文稿"),
        (b"Rar!\x1a\x07\x00" + bytes(range(256)), "RAR 压缩包"),
        (b"MZ\x90\x00\x03" + bytes(range(256)), "Windows 程序"),
        (bytes(range(256)) * 4, "未知的二进制文件"),
        (b"PK\x03\x04\x14\x00\x06\x00", "压缩容器已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "复合文档已损坏"),
        (named_zip({"mimetype": b"application/epub+zip"}), "电子书"),
    ),
)
def test_what_is_not_read_is_named(data: bytes, found: str) -> None:
    """The error names the file, what it is, and what to do."""
    with pytest.raises(UnreadableDocument) as caught:
        sniff(data, "某文件.bin")

    assert caught.value.name == "某文件.bin"
    assert found in caught.value.reason
    assert caught.value.remedy


def compound_with(streams: dict[str, bytes]) -> bytes:
    """A compound file of version 3 with small streams kept in full sectors, as [MS-CFB] lays it out."""
    sector = 512
    names = list(streams)
    contents = [stream.ljust(4096, b"\x00") for stream in streams.values()]
    directory_sectors = -(-(len(names) + 1) // 4)
    table: list[int] = [0xFFFFFFFD]
    table += [*range(2, 1 + directory_sectors), 0xFFFFFFFE]
    starts = []
    for content in contents:
        starts.append(len(table))
        count = len(content) // sector
        table += [*range(len(table) + 1, len(table) + count), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * (108 * 4)
    entries = [_entry("Root Entry", 5, (1, NO_STREAM), 0xFFFFFFFE, 0)]
    for index, (name, content) in enumerate(zip(names, contents, strict=True)):
        following = index + 2 if index + 1 < len(names) else NO_STREAM
        entries.append(_entry(name, 2, (NO_STREAM, following), starts[index], len(content)))
    directory = b"".join(entries).ljust(directory_sectors * sector, b"\x00")
    return header + struct.pack("<128I", *table) + directory + b"".join(contents)


def _entry(name: str, kind: int, child_and_right: tuple[int, int], start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    child, right = child_and_right
    links = struct.pack("<III", NO_STREAM, right, child)
    return (
        text.ljust(64, b"\x00")
        + struct.pack("<HBB", len(text), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def word_header(flags: int) -> bytes:
    """The beginning of a WordDocument stream with the given flags."""
    return struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x804, 0, flags) + bytes(100)


@pytest.mark.parametrize(
    ("streams", "expected"),
    [
        ({"WordDocument": word_header(0x12F0)}, MediaType.DOC),
        ({"WpsCustomData": b"1", "WordDocument": word_header(0x5014)}, MediaType.DOC),
        ({"Workbook": b"\x09\x08\x10\x00"}, MediaType.XLS),
        ({"MM": b"1", "MN0": b"1"}, MediaType.WORKS),
    ],
)
def test_a_compound_file_goes_by_its_streams(streams: dict[str, bytes], expected: MediaType) -> None:
    """A legacy file is what its streams say, whatever its name."""
    assert sniff(compound_with(streams), "某文件.wps") is expected


@pytest.mark.parametrize(
    ("streams", "reason"),
    [
        ({"WordDocument": word_header(0x13F0)}, "已加密"),
        ({"EncryptedPackage": b"1", "EncryptionInfo": b"1"}, "已加密"),
        ({"WordDocument": word_header(0x12F0), "\tDRMContent": b"1"}, "受权限管理保护"),
        ({"Workbook": struct.pack("<HHH", 0x809, 2, 0) + struct.pack("<HH", 0x2F, 4)}, "已加密"),
        ({"PowerPoint Document": b"1"}, "演示文稿"),
        ({"__substg1.0_0037001F": b"1"}, "Outlook 邮件"),
        ({"other": b"1"}, "未知的 OLE 复合文档"),
    ],
)
def test_an_encrypted_or_foreign_compound_file_is_refused(streams: dict[str, bytes], reason: str) -> None:
    """Encryption is seen before any conversion, from the header alone."""
    with pytest.raises(UnreadableDocument) as caught:
        sniff(compound_with(streams), "某文件.doc")

    assert reason in caught.value.reason

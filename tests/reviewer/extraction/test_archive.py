"""A zip is a bundle: each member gives its bytes or its error."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from reviewer.errors import UnreadableDocument
from reviewer.extraction import extract
from reviewer.extraction.archive import expand
from reviewer.extraction.limits import MEBIBYTE, Limits

LIMITS = Limits()


def make_zip(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return buffer.getvalue()


def make_raw_zip(raw_name: bytes, content: bytes, flags: int = 0, extra: bytes = b"") -> bytes:
    """A zip of one stored member whose name is these very bytes."""
    sizes = struct.pack("<III", zlib.crc32(content), len(content), len(content))
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, flags, 0, 0, 33) + sizes
    local += struct.pack("<HH", len(raw_name), 0) + raw_name + content
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, flags, 0, 0, 33) + sizes
    entry += struct.pack("<HHHHHII", len(raw_name), len(extra), 0, 0, 0, 0, 0) + raw_name + extra
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)
    return local + entry + end


def names(data: bytes, limits: Limits = LIMITS) -> list[str]:
    """The names that the zip gives."""
    return [member.name for member in expand(data, "包.zip", limits)]


def errors(data: bytes, limits: Limits = LIMITS) -> dict[str, str]:
    """Name and reason of the members that could not be read."""
    return {
        member.name: member.error.reason
        for member in expand(data, "包.zip", limits)
        if member.error is not None
    }


def test_members_come_with_their_bytes() -> None:
    """Folders are no members, paths are kept."""
    data = make_zip({"材料/": b"", "材料/通知.txt": b"1", "名单.csv": b"2"})

    members = list(expand(data, "包.zip", LIMITS))

    assert [(member.name, member.data, member.error) for member in members] == [
        ("材料/通知.txt", b"1", None),
        ("名单.csv", b"2", None),
    ]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_without_a_mark_are_decoded(encoding: str) -> None:
    """Windows writes GBK, other tools UTF-8, both without saying so."""
    assert names(make_raw_zip("通知（定稿）.txt".encode(encoding), b"1")) == ["通知（定稿）.txt"]


def test_the_unicode_path_field_counts() -> None:
    """Info-ZIP writes the true name beside the legacy one."""
    raw = b"tongzhi.txt"
    field = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + "通知.txt".encode()

    data = make_raw_zip(raw, b"1", extra=struct.pack("<HH", 0x7075, len(field)) + field)

    assert names(data) == ["通知.txt"]


@pytest.mark.parametrize(
    ("stored", "given"),
    [
        ("../../etc/通知.txt", "etc/通知.txt"),
        ("/绝对/通知.txt", "绝对/通知.txt"),
        ("目录\\通知.txt", "目录/通知.txt"),
        ("通\x07知.txt", "通知.txt"),
    ],
)
def test_a_name_leads_nowhere(stored: str, given: str) -> None:
    """Names are for people to read; none can lead out of a folder."""
    assert names(make_raw_zip(stored.encode(), b"1", flags=0x800)) == [given]


def test_litter_is_left_out() -> None:
    """Files that no person put there are not reviewed."""
    litter = ["__MACOSX/._通知.txt", ".DS_Store", "目录/Thumbs.db", "~$通知.docx"]

    assert names(make_zip({"通知.txt": b"1"} | dict.fromkeys(litter, b"0"))) == ["通知.txt"]


def test_a_nested_zip_is_opened_once() -> None:
    """A zip in a zip is opened; one level deeper is an error that names it."""
    deepest = make_zip({"丙.txt": b"3"})
    inner = make_zip({"乙.txt": b"2", "深.zip": deepest})

    members = list(expand(make_zip({"甲.txt": b"1", "内.zip": inner}), "包.zip", LIMITS))

    assert [member.name for member in members] == ["甲.txt", "内.zip/乙.txt", "内.zip/深.zip"]
    assert members[-1].error is not None
    assert "嵌套超过上限 2 层" in members[-1].error.reason


def test_an_office_file_is_no_nested_zip() -> None:
    """docx, xlsx and ofd are zips by make, documents by content."""
    ofd = make_zip({"OFD.xml": b"<OFD/>"})

    assert names(make_zip({"批复.ofd": ofd})) == ["批复.ofd"]


def test_an_encrypted_member_costs_only_itself() -> None:
    """The others are still read."""
    buffer = bytearray(make_zip({"密.txt": b"1", "明.txt": b"2"}))
    entry = buffer.find(b"PK\x01\x02")
    buffer[entry + 8] |= 1

    members = list(expand(bytes(buffer), "包.zip", LIMITS))

    assert [member.data for member in members] == [None, b"2"]
    assert members[0].error is not None
    assert "已加密" in members[0].error.reason


def test_a_damaged_member_costs_only_itself() -> None:
    """A checksum that does not hold is told for that member."""
    data = make_zip({"坏.txt": b"AAAA", "好.txt": b"BBBB"}, zipfile.ZIP_STORED)

    assert errors(data.replace(b"AAAA", b"AAAB")) == {"坏.txt": "压缩包内此文件已损坏"}


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(file_bytes=MEBIBYTE), "文件超过上限 1 MB"),
        (Limits(unpacked_bytes=2 * MEBIBYTE, ratio=5_000), "解压后总大小超过上限 2 MB"),
        (Limits(), "压缩比超过上限 200"),
    ],
)
def test_a_bomb_is_not_unpacked(limits: Limits, reason: str) -> None:
    """Size, total and ratio are checked before anything is unpacked."""
    reasons = errors(make_zip({"零.txt": bytes(3 * MEBIBYTE)}), limits)

    assert reason in reasons["零.txt"]


def test_the_total_counts_over_nested_zips() -> None:
    """A bomb does not pass by spreading over levels."""
    block = bytes(range(256)) * 4096
    inner = make_zip({"一": block, "二": block}, zipfile.ZIP_STORED)

    reasons = errors(make_zip({"内.zip": inner}, zipfile.ZIP_STORED), Limits(unpacked_bytes=3_500_000))

    assert list(reasons) == ["内.zip/二"]


def test_too_many_members_are_refused() -> None:
    """The number is checked before any is read."""
    data = make_zip({f"{number}.txt": b"" for number in range(20)})

    with pytest.raises(UnreadableDocument, match="文件数超过上限 10"):
        names(data, Limits(members=10))


def test_overlapping_members_are_refused() -> None:
    """Two entries that share their bytes are the mark of a bomb."""
    data = bytearray(make_zip({"甲.txt": b"1" * 99, "乙.txt": b"1" * 99}, zipfile.ZIP_STORED))
    second = data.rfind(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 5)

    with pytest.raises(UnreadableDocument, match="相互重叠"):
        names(bytes(data))


@pytest.mark.parametrize("cut", [4, 40, 80, 100])
def test_a_truncated_zip_is_refused(cut: int) -> None:
    """Without its directory a zip cannot be opened."""
    data = make_zip({"通知.txt": b"1" * 50})

    with pytest.raises(UnreadableDocument, match="已损坏"):
        names(data[:cut])


def test_a_zip_is_no_document() -> None:
    """Submitted as one file, the bundle says what it is."""
    with pytest.raises(UnreadableDocument, match=r"含 2 个文件的压缩包.*批量"):
        extract(make_zip({"甲.txt": b"1", "乙.txt": b"2"}), "包.zip")


def test_a_link_is_read_as_its_own_bytes() -> None:
    """A symbolic link in a zip opens nothing on this machine: it gives the few bytes that it holds."""
    link = zipfile.ZipInfo("链接.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(link, "/etc/passwd")

    members = list(expand(buffer.getvalue(), "包.zip", LIMITS))

    assert [(member.name, member.data) for member in members] == [("链接.txt", b"/etc/passwd")]

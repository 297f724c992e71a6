"""Zip files as bundles of documents, for batches; nothing is ever written to disk.

A damaged or encrypted member costs that member only. Names are decoded the way Chinese
Windows writes them (GBK without saying so), and lose whatever could lead out of a folder.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.document import Document
from reviewer.errors import UnreadableDocument
from reviewer.extraction.limits import MEBIBYTE, Limits
from reviewer.extraction.sniff import MediaType, sniff

_DEPTH = 2
_DAMAGED_REMEDY = "请用原软件重新压缩后再提交"
_SPLIT_REMEDY = "请解压后分批提交"
_ENCRYPTED_FLAG = 0x1
_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
_LOCAL_HEADER_BYTES = 30
_END_RECORD = b"PK\x05\x06"
_END_RECORD_SPAN = 22 + 65_535
_DIRECTORY_BYTES_A_MEMBER = 1_024
# Litter of operating systems and lock files of Office: no documents.
_LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveMember:
    """One file of a zip: either its bytes, or why it could not be read.

    Attributes:
        name: Its path inside, folders and nested zips joined by ``/``.
        data: Its bytes; None where there is an error.
        error: Why it could not be read; None where there are bytes.
    """

    name: str
    data: bytes | None = None
    error: UnreadableDocument | None = None


class Budget:
    """What may still be unpacked, over all levels of nesting."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.bytes_left = limits.unpacked_bytes
        self.members_left = limits.members


def expand(data: bytes, name: str, limits: Limits) -> Iterator[ArchiveMember]:
    """The files of a zip, in stored order, nested zips opened to a depth of two.

    Raises:
        UnreadableDocument: The zip as a whole cannot be opened, holds too many files, or is
            built as a bomb (on the first iteration).
    """
    yield from _expand(data, name, "", 1, Budget(limits))


def is_bundle(data: bytes, name: str, limits: Limits) -> bool:
    """Whether a file is a zip of documents, rather than one document or something else.

    A directory beyond the limit is not parsed to find out: `expand` refuses it.
    """
    return _directory_bytes(data) > limits.members * _DIRECTORY_BYTES_A_MEMBER or _is_zip(data, name)


def extract_archive(data: bytes, name: str, limits: Limits) -> Document:
    """A bundle is no document: says so.

    Raises:
        UnreadableDocument: Always.
    """
    archive = _open(data, name, Budget(limits))
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if infos and all(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
        raise UnreadableDocument(name, "压缩包已加密", "请解除密码后再提交")
    raise UnreadableDocument(
        name, f"这是含 {len(infos)} 个文件的压缩包，不是一份文件", "请解压后逐个提交，或作为批量任务提交"
    )


def _expand(data: bytes, name: str, folder: str, depth: int, budget: Budget) -> Iterator[ArchiveMember]:
    archive = _open(data, name, budget)
    for info in archive.infolist():
        path = decode_name(info)
        if info.is_dir() or is_litter(path):
            continue
        member = f"{folder}{path}"
        try:
            content = read_member(archive, info, member, budget)
        except UnreadableDocument as error:
            yield ArchiveMember(name=member, error=error)
            continue
        if _is_zip(content, member):
            yield from _expand_nested(content, member, depth, budget)
        else:
            yield ArchiveMember(name=member, data=content)


def _expand_nested(data: bytes, name: str, depth: int, budget: Budget) -> Iterator[ArchiveMember]:
    if depth == _DEPTH:
        reason = f"压缩包嵌套超过上限 {_DEPTH} 层"
        yield ArchiveMember(name=name, error=UnreadableDocument(name, reason, "请先解压再提交"))
        return
    try:
        yield from _expand(data, name, f"{name}/", depth + 1, budget)
    except UnreadableDocument as error:
        yield ArchiveMember(name=name, error=error)


def _open(data: bytes, name: str, budget: Budget) -> zipfile.ZipFile:
    too_many = UnreadableDocument(name, f"压缩包内文件数超过上限 {budget.limits.members}", _SPLIT_REMEDY)
    if _directory_bytes(data) > budget.members_left * _DIRECTORY_BYTES_A_MEMBER:
        raise too_many
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError, OSError) as error:
        raise UnreadableDocument(name, "压缩包已损坏或不完整，无法打开", _DAMAGED_REMEDY) from error
    infos = archive.infolist()
    budget.members_left -= len(infos)
    if budget.members_left < 0:
        raise too_many
    refuse_overlap(infos, name)
    return archive


def _directory_bytes(data: bytes) -> int:
    """Size of the central directory as the end record tells it, before anything of it is parsed."""
    end = data.rfind(_END_RECORD, max(0, len(data) - _END_RECORD_SPAN))
    if end < 0 or end + 16 > len(data):
        return 0
    return min(len(data), int(struct.unpack_from("<I", data, end + 12)[0]))


def refuse_overlap(infos: list[zipfile.ZipInfo], name: str) -> None:
    """Overlapping members are the mark of a zip bomb."""
    end = 0
    for info in sorted(infos, key=lambda entry: entry.header_offset):
        if info.header_offset < end:
            raise UnreadableDocument(
                name, "压缩包内文件相互重叠，疑似压缩炸弹", "请在可信来源重新压缩后再提交"
            )
        end = info.header_offset + _LOCAL_HEADER_BYTES + info.compress_size


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: Budget) -> bytes:
    """The bytes of a member, taken from the budget.

    Raises:
        UnreadableDocument: It is encrypted, damaged or beyond a limit.
    """
    limits = budget.limits
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise UnreadableDocument(name, "压缩包内此文件已加密", "请解除密码后再提交")
    if info.file_size > limits.file_bytes:
        raise UnreadableDocument(name, f"文件超过上限 {limits.file_bytes // MEBIBYTE} MB", "请拆分后单独提交")
    if info.file_size > MEBIBYTE and info.file_size > limits.ratio * max(info.compress_size, 1):
        raise UnreadableDocument(name, f"压缩比超过上限 {limits.ratio}，疑似压缩炸弹", _DAMAGED_REMEDY)
    if info.file_size > budget.bytes_left:
        reason = f"压缩包解压后总大小超过上限 {limits.unpacked_bytes // MEBIBYTE} MB，此文件未读取"
        raise UnreadableDocument(name, reason, _SPLIT_REMEDY)
    budget.bytes_left -= info.file_size
    try:
        # zipfile never gives more than the declared size, so the checks above hold.
        return archive.read(info)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise UnreadableDocument(name, "压缩包内此文件已损坏", _DAMAGED_REMEDY) from error


def _is_zip(data: bytes, name: str) -> bool:
    if not data.startswith(b"PK"):
        return False
    try:
        return sniff(data, name) is MediaType.ZIP
    except UnreadableDocument:
        return False  # Whoever reads the member meets the same error and tells it.


def is_litter(path: str) -> bool:
    """Whether a member is litter of an operating system or a lock file of Office."""
    base = path.rsplit("/", 1)[-1]
    return not base or path.startswith("__MACOSX/") or base.lower() in _LITTER or base.startswith("~$")


def decode_name(info: zipfile.ZipInfo) -> str:
    """The path as its author saw it, without parts that lead upwards and without control characters."""
    path = info.orig_filename if info.flag_bits & _UTF8_FLAG else _decode_bytes(info)
    parts = [part for part in path.replace("\\", "/").split("/") if part.strip(" .")]
    clean = ("".join(letter for letter in part if letter.isprintable()) for part in parts)
    return "/".join(clean)


def _decode_bytes(info: zipfile.ZipInfo) -> str:
    """A name without the UTF-8 mark: the Info-ZIP Unicode Path field, else UTF-8, else GBK."""
    raw = info.orig_filename.encode("cp437", "replace")
    unicode_path = _unicode_path(info.extra, raw)
    for text, encoding in ((unicode_path, "utf-8"), (raw, "utf-8"), (raw, "gb18030")):
        try:
            if text is not None:
                return text.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _unicode_path(extra: bytes, raw: bytes) -> bytes | None:
    """Field 0x7075 of the APPNOTE (4.6.9), where it belongs to this name."""
    offset = 0
    while offset + 4 <= len(extra):
        field, size = struct.unpack_from("<HH", extra, offset)
        content = extra[offset + 4 : offset + 4 + size]
        if field == _UNICODE_PATH and len(content) > 5:
            (checksum,) = struct.unpack_from("<I", content, 1)
            return content[5:] if checksum == zlib.crc32(raw) else None
        offset += 4 + size
    return None
